"""Text and Markdown files: the text is the decoded file itself, to the last character.

Of a press-archive export each article is a text of its own, without what the archive printed around it; a file that
holds nothing but addresses, one a line, is a list of leads.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from iopmine.errors import ReadingError
from iopmine.reading.address_rows import leads_in
from iopmine.reading.dates import publication_date
from iopmine.reading.decoding import MOJIBAKE_NOTICE, decode, mojibake
from iopmine.reading.drafts import Draft, Item, RowProblem
from iopmine.reading.press import PAGE_BREAK, read_export
from iopmine.reading.press.wrapping import Paragraphs
from iopmine.reading.titles import title_of


def read(content: bytes, today: date) -> Draft | Sequence[Item]:
    """Read a text file.

    Raises:
        ReadingError: the file is binary or holds no word.
    """
    text, _ = decode(content)
    title = title_of(text)
    if not title:
        raise ReadingError("The file holds no text.", hint="Leave it out, or export it again with its text.")
    leads = leads_in(text)
    if leads:
        return leads
    export = _export(text, today)
    if export is not None:
        return export
    notices = (MOJIBAKE_NOTICE,) if mojibake(text) else ()
    return Draft(title=title, text=text, date=publication_date(text, today=today), notices=notices)


def _export(text: str, today: date) -> list[Draft | RowProblem] | None:
    even = text.replace("\r\n", "\n").replace("\r", "\n").replace(PAGE_BREAK, f"\n{PAGE_BREAK}\n")
    lines = even.split("\n")
    return read_export(lines, Paragraphs(lines), today)
