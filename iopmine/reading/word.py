"""Word files (.docx) by python-docx, which comes with the extra ``iopmine[docx]``.

A press-archive export is read as its articles.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

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


class _Block(NamedTuple):
    """A paragraph or table row: its text, the name of its style, the address it links to as a whole."""

    text: str
    style: str = ""
    new_page: bool = False
    address: str = ""

    def lines(self) -> list[str]:
        """The lines as an export is read: a gap around headings, page breaks, addresses that show in the file only."""
        gap = [""] if self.style.startswith(("Heading", "Title")) else []
        hidden = [self.address] if self.address and self.address not in self.text else []
        return [*([PAGE_BREAK] if self.new_page else []), *gap, *self.text.split("\n"), *gap, *hidden]


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
    # python-docx and lxml raise whatever the damaged part led them to.
    except Exception as error:
        raise _damaged() from error
    lines = [line for block in blocks for line in block.lines()]
    export = read_export(lines, lambda part: "\n\n".join(filter(None, (lines[at].strip() for at in part))), today)
    if export is not None:
        return export
    body = nfc("\n\n".join(block.text for block in blocks if block.text.strip(" |")))
    if not body:
        raise ReadingError(
            "The Word file holds no text.", hint="Leave it out, or run OCR if it holds pictures of text."
        )
    styled = next((squeeze(block.text) for block in blocks if block.style == "Title" and block.text), "")
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


def _blocks(document: WordDocument) -> Iterator[_Block]:
    """Yield the paragraphs, and each table row as one line."""
    from docx.text.paragraph import Paragraph

    names: dict[str, str] = {}
    for item in document.iter_inner_content():
        if not isinstance(item, Paragraph):
            yield from (_Block(" | ".join(cell.text.strip() for cell in row.cells)) for row in item.rows)
            continue
        # python-docx walks all styles for each paragraph without one, and knows no page breaks but rendered ones.
        element = item._p  # noqa: SLF001
        style = element.style or ""
        if style and style not in names:
            names[style] = (item.style.name or "") if item.style is not None else ""
        breaks = bool(element.xpath('.//w:br[@w:type="page"]')) or bool(item.paragraph_format.page_break_before)
        linked = (link.address for link in item.hyperlinks if link.text == item.text)
        yield _Block(item.text.strip(), names.get(style, ""), breaks, next(linked, "") or "")
