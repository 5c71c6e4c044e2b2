"""Rich Text Format (.rtf) by striprtf: one text, or the articles of a press-archive export."""

from __future__ import annotations

import re
from datetime import date

from striprtf.striprtf import rtf_to_text

from iopmine.errors import ReadingError
from iopmine.reading.dates import publication_date
from iopmine.reading.drafts import Draft, RowProblem
from iopmine.reading.press import read_export
from iopmine.reading.press.wrapping import Paragraphs
from iopmine.reading.titles import beginning_with, title_of
from iopmine.text.normal import nfc

_SIGNATURE = b"{\\rtf"
_PAGE = re.compile(r"\\page(?![a-z])")


def read(content: bytes, today: date) -> Draft | list[Draft | RowProblem]:
    """Read a rich text file.

    Raises:
        ReadingError: it is none, is damaged, or holds no text.
    """
    if not content.lstrip().startswith(_SIGNATURE):
        raise ReadingError(
            "The file is no RTF.", hint="Give it the ending of its real format (.docx, .txt), or leave it out."
        )
    lines = _text(content).split("\n")
    written = Paragraphs(lines)
    export = read_export(lines, written, today)
    if export is not None:
        return export
    body = written(range(len(lines)))
    if not any(char.isalnum() for char in body):
        raise ReadingError("The RTF file holds no text.", hint="Leave it out, or save it again with its text.")
    title = title_of(body)
    text = beginning_with(title, body)
    return Draft(title=title, text=text, date=publication_date(text, today=today))


def _text(content: bytes) -> str:
    """Return the text with a line for each paragraph, and a form feed on a line of its own for each page break."""
    try:
        # Letters beyond ASCII are escaped; what some programs write all the same is UTF-8 or the Windows code page.
        source = content.decode("utf-8")
    except UnicodeDecodeError:
        source = content.decode("cp1252", "replace")
    try:
        text: str = rtf_to_text(_PAGE.sub(r"\\par \f\\par ", source), errors="replace")  # type: ignore[no-untyped-call]
    # striprtf raises whatever the damaged part led it to.
    except Exception as error:
        raise ReadingError(
            "The RTF file is damaged.", hint="Open it in Word or LibreOffice and save it again."
        ) from error
    # Characters beyond the basic plane are escaped as two halves; soft hyphens are marks for the typesetter.
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return nfc(whole.replace("\u00ad", "").replace("\r", ""))
