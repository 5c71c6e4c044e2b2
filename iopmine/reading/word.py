"""Word files (.docx) by python-docx, which comes with the extra ``iopmine[docx]``.

A press-archive export is read as its articles.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from iopmine.errors import ReadingError
from iopmine.reading.dates import publication_date
from iopmine.reading.drafts import MEGABYTE, Draft, RowProblem
from iopmine.reading.press import PAGE_BREAK, read_export
from iopmine.reading.titles import beginning_with, shortened, title_of
from iopmine.text.normal import nfc, squeeze

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

# An archive that unpacks to more than this is a bomb, not an article.
_MAX_UNPACKED = 200 * MEGABYTE


def read(content: bytes, today: date) -> Draft | list[Draft | RowProblem]:
    """Read the paragraphs and tables of a Word file in order.

    Raises:
        ReadingError: python-docx is missing, the file is damaged, too large inside, or holds no text.
    """
    try:
        import docx
    except ImportError as error:
        raise ReadingError("Word files need the package python-docx.", hint="pip install iopmine[docx]") from error
    _check_size(content)
    try:
        document = docx.Document(io.BytesIO(content))
        blocks = list(_blocks(document))
        lines = list(_lines(document))
    # python-docx and lxml raise whatever the damaged part led them to.
    except Exception as error:
        raise _damaged() from error
    export = read_export(lines, lambda part: "\n\n".join(filter(None, (lines[at].strip() for at in part))), today)
    if export is not None:
        return export
    body = nfc("\n\n".join(blocks))
    if not body:
        raise ReadingError(
            "The Word file holds no text.", hint="Leave it out, or run OCR if it holds pictures of text."
        )
    styled = next(
        (squeeze(p.text) for p in document.paragraphs if p.style and p.style.name == "Title" and p.text.strip()), ""
    )
    title = shortened(nfc(styled)) or title_of(body)
    text = beginning_with(title, body)
    return Draft(title=title, text=text, date=publication_date(text, today=today))


def _damaged() -> ReadingError:
    return ReadingError(
        "The file is no Word file (.docx), or it is damaged.", hint="Open it in Word and save it again."
    )


def _check_size(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise _damaged() from error
    if unpacked > _MAX_UNPACKED:
        raise ReadingError(
            f"The Word file unpacks to {unpacked} bytes; at most {_MAX_UNPACKED} are read.",
            hint="Save its text as .txt and add that.",
        )


def _blocks(document: WordDocument) -> list[str]:
    """Return the non-empty paragraphs, and each table row as one line."""
    from docx.text.paragraph import Paragraph

    blocks: list[str] = []
    for item in document.iter_inner_content():
        if isinstance(item, Paragraph):
            blocks.append(item.text.strip())
        else:
            blocks += [" | ".join(cell.text.strip() for cell in row.cells) for row in item.rows]
    return [block for block in blocks if block.strip(" |")]


def _lines(document: WordDocument) -> Iterator[str]:
    """Yield the lines as an export is read: headings with a gap around them, page breaks, links as addresses too."""
    from docx.text.paragraph import Paragraph

    for item in document.iter_inner_content():
        if not isinstance(item, Paragraph):
            yield from (" | ".join(cell.text.strip() for cell in row.cells) for row in item.rows)
            continue
        heading = item.style is not None and (item.style.name or "").startswith(("Heading", "Title"))
        # python-docx knows page breaks as Word last rendered them, not those that were set.
        breaks = item._p.xpath('.//w:br[@w:type="page"]')  # noqa: SLF001
        if breaks or item.paragraph_format.page_break_before:
            yield PAGE_BREAK
        yield from ["", *item.text.split("\n"), ""] if heading else item.text.split("\n")
        # A linked line ("Se webartikeln") shows its address only in the file.
        yield from (link.address for link in item.hyperlinks if link.address and link.text == item.text != link.address)
