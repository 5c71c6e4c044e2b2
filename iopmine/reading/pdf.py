"""PDF files by pypdfium2: pages joined with a blank line, printed lines joined into paragraphs.

A press-archive export is read as its articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from iopmine.errors import ReadingError
from iopmine.reading.dates import publication_date
from iopmine.reading.drafts import Draft, RowProblem
from iopmine.reading.pdf_lines import Line, join, paragraphs
from iopmine.reading.pdf_words import mended, repaired
from iopmine.reading.press.printed import read_pages
from iopmine.reading.titles import beginning_with, shortened, title_of
from iopmine.text.normal import fold, nfc, squeeze

_FILE_NAME = re.compile(r"\.(?:docx?|pdf|indd|pptx?|xlsx?|rtf|odt)\b|^microsoft word|^untitled|^namnlös", re.IGNORECASE)
# PDFium marks a hyphen at the end of a line with U+0002 or U+FFFE, in place of the hyphen and the line break.
_BREAK = re.compile("(\r\n|\r|\n|[\x02\ufffe])")
_HYPHENS = ("\x02", "\ufffe")
_PAGE_BREAK = "\n\n"
_MIN_TITLE = 8
_SAME_POINTS = 0.1
_TITLE_SEARCHED = 3000


def read(content: bytes, today: date) -> Draft | list[Draft | RowProblem]:
    """Read a PDF with a text layer.

    Raises:
        ReadingError: damaged, protected by a password, or pictures of pages only.
    """
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise _unreadable(str(error)) from error
    try:
        pages = [[] if page is None else _lines(page) for page in _pages(document)]
        stated = squeeze(str(document.get_metadata_dict().get("Title") or ""))
    finally:
        document.close()
    export = read_pages(pages, today)
    if export is not None:
        return export
    written = mended(nfc("\n\n".join(paragraphs(lines))) for lines in pages)
    body = _PAGE_BREAK.join(filter(None, written))
    if not any(char.isalnum() for char in body):
        raise ReadingError(
            "The PDF has no text layer (its pages are pictures): it needs OCR.",
            hint="Run OCR on it (for example ocrmypdf -l swe) and add the result.",
        )
    title = mended([_title(nfc(stated), pages, body), *written])[0]
    text = beginning_with(title, body)
    begins = tuple(_in_text(start, body, text) for start in _begins(written))
    return Draft(title=title, text=text, date=publication_date(text, today=today), pages=begins)


def _begins(written: Sequence[str]) -> Iterator[int]:
    """Yield where each page begins in the body; a page without text begins where the next one does."""
    begin = 0
    for text in written:
        yield begin
        begin += len(text) + len(_PAGE_BREAK) if text else 0


def _in_text(start: int, body: str, text: str) -> int:
    """Return an offset into the body as one into the text, where the title may stand before it and not in it."""
    if not start:
        return 0
    # A heading that repeats the title is left out: the text is shorter by it only from there on.
    whole = text.endswith(body[start:])
    return start + len(text) - len(body) if whole else start + text.index(_PAGE_BREAK) + len(_PAGE_BREAK)


def _unreadable(reason: str) -> ReadingError:
    if "password" in reason.casefold():
        return ReadingError("The PDF is protected by a password.", hint="Save a copy without password and add that.")
    return ReadingError(
        f"The PDF is damaged or is none ({reason}).", hint="Open it in a PDF reader, save it again, and add that file."
    )


def _pages(document: pdfium.PdfDocument) -> Iterator[pdfium.PdfPage | None]:
    """Yield the pages, each closed before the next is opened; None stands for a damaged one."""
    for index in range(len(document)):
        try:
            page = document[index]
        except pdfium.PdfiumError:
            yield None
            continue
        yield page
        page.close()


def _lines(page: pdfium.PdfPage) -> list[Line]:
    """Return the printed lines of a page in reading order as the file gives it."""
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        # Characters beyond the basic plane shift the count; without positions all lines look alike.
        placed = len(text) == textpage.count_chars()
        lines, start = [], 0
        pieces = [*_BREAK.split(text), ""]
        for piece, end in zip(pieces[::2], pieces[1::2], strict=True):
            if piece.strip():
                line = _line(textpage, piece, start) if placed else Line(piece, 0.0, 0.0, 0.0, 0.0, 0.0)
                lines.append(line._replace(text=f"{piece}-") if end in _HYPHENS else line)
            start += len(piece) + len(end)
        return lines
    finally:
        textpage.close()


def _line(textpage: pdfium.PdfTextPage, piece: str, start: int) -> Line:
    first = start + len(piece) - len(piece.lstrip())
    last = start + len(piece.rstrip()) - 1
    word_end = first + len(piece.split(maxsplit=1)[0]) - 1
    left, bottom, _, _ = textpage.get_charbox(first, loose=True)
    right = textpage.get_charbox(max(first, last), loose=True)[2]
    word_right = textpage.get_charbox(word_end, loose=True)[2]
    size = float(pdfium_c.FPDFText_GetFontSize(textpage, first))
    return Line(piece, size, left, right, bottom, word_right - left)


def _title(stated: str, pages: list[list[Line]], body: str) -> str:
    """The title in the file's metadata if it is printed too, else the lines in the largest type of the first page."""
    printed = fold(body[:_TITLE_SEARCHED])
    if len(stated) >= _MIN_TITLE and " " in stated and not _FILE_NAME.search(stated) and fold(stated) in printed:
        return shortened(stated)
    lines = next((lines for lines in pages if lines), [])
    largest = max((line.size for line in lines), default=0.0)
    if largest > 1.1 * min((line.size for line in lines), default=0.0):
        index = next(number for number, line in enumerate(lines) if line.size == largest)
        title = lines[index].text.strip()
        for line in lines[index + 1 :]:
            if abs(line.size - largest) > _SAME_POINTS:
                break
            title = join(title, line.text.strip())
        if any(char.isalpha() for char in title):
            return shortened(squeeze(nfc(repaired(title))))
    return title_of(body)
