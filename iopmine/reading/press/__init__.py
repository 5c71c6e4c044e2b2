"""Press-archive exports (Retriever, Mediearkivet): one file, many articles, each a document of its own.

The grammar is the same for text, RTF, Word and PDF: rows of the file are classified one by one, the contents list is
read, then headers (headline, outlet, day) are looked for; what the list names is believed, and what it does not name
needs a medium, a page or a ruler beside it. Readers hand in the lines of a file and a way to write a choice of them as
text, since each format has paragraphs of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from iopmine.reading.dateforms import plausible
from iopmine.reading.drafts import Draft, RowProblem
from iopmine.reading.press.articles import Article, Export, export_of
from iopmine.reading.press.bodies import without_closing
from iopmine.reading.press.contents import SEARCHED, may_begin
from iopmine.reading.press.lines import PAGE_BREAK, rows_of, shows_signs
from iopmine.reading.readings import DateReading
from iopmine.reading.titles import beginning_with, shortened
from iopmine.text.normal import nfc, squeeze

__all__ = ["PAGE_BREAK", "Written", "read_export"]

# The numbers of some lines of the file → their text in paragraphs.
Written = Callable[[Sequence[int]], str]
_SHOWN = 120


def read_export(lines: Sequence[str], written: Written, today: date) -> list[Draft | RowProblem] | None:
    """Read the lines of a file as a press-archive export; None if it is none.

    A page break is a line of its own (``PAGE_BREAK``). The key of an article is its number in the file; one that the
    contents list names and the file does not hold is a RowProblem.
    """
    # Most files are none: they are told from exports by their first lines and a quick look at the rest.
    if not may_begin(rows_of(lines[:SEARCHED])) and not shows_signs(lines):
        return None
    export = export_of(rows_of(nfc(line) for line in lines))
    if export is None:
        return None
    drafts = [_draft(article, number, written, today) for number, article in enumerate(export.articles, start=1)]
    return [*drafts, *_problems(export)]


def _draft(article: Article, number: int, written: Written, today: date) -> Draft:
    header, notices = article.header, []
    title = shortened(squeeze(header.title))
    body = without_closing(nfc(written(article.body.rows))) if article.body.rows else ""
    possible = plausible(header.iso, today)
    if not possible:
        notices.append(f"Article {number} is dated {header.iso}, which cannot be; its day is left empty.")
    if not body:
        notices.append(f"Article {number} has a heading but no text in the export; its text is the heading alone.")
    return Draft(
        title=title,
        text=beginning_with(title, body) if body else title,
        key=str(number),
        url=article.body.url,
        source=header.outlet,
        date=DateReading(header.iso, "day", "text") if possible else DateReading(),
        notices=tuple(notices),
    )


def _problems(export: Export) -> list[RowProblem]:
    count = len(export.articles)
    problems = [
        RowProblem(
            f"The contents list names {entry.text[:_SHOWN]!r} ({entry.iso}) as number {entry.number}, but no article "
            "under that heading follows. Export it again, or leave it."
        )
        for entry in export.missing
    ]
    unnamed = count - (export.listed - len(export.missing))
    if export.listed and unnamed:
        problems.append(
            RowProblem(
                f"The file holds {count} articles, its contents list names {export.listed}: {unnamed} of the articles "
                "are not in the list. Compare them with the archive."
            )
        )
    return problems
