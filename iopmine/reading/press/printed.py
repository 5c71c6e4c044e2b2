"""Exports as PDF: printed lines, from which running headers and footers are taken out first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from iopmine.reading.drafts import Draft, RowProblem
from iopmine.reading.pdf_lines import Line, apart, join, paragraphs, usual_step
from iopmine.reading.press import PAGE_BREAK, read_export
from iopmine.reading.press.lines import rows_of
from iopmine.reading.press.stamps import stamp_of
from iopmine.text.normal import squeeze

_EDGE_LINES = 3
_MIN_PAGES = 3
_PAGE_SHARE = 0.5
_NUMBER = re.compile(r"\d{1,4}")


def read_pages(pages: Sequence[Sequence[Line]], today: date) -> list[Draft | RowProblem] | None:
    """Read the pages of a PDF as a press-archive export; None if it is none."""
    placed = list(_placed(_without_furniture(pages)))

    def written(part: Sequence[int]) -> str:
        lines = [placed[number] for number in part]
        shown = ((page, line) for page, line in lines if line is not None)
        text: list[str] = []
        for _, group in groupby(shown, key=lambda item: item[0]):
            text = _continued(text, paragraphs([line for _, line in group]))
        return "\n\n".join(text)

    return read_export([_text(page, line) for page, line in placed], written, today)


def _text(page: int, line: Line | None) -> str:
    if line is not None:
        return line.text
    return PAGE_BREAK if page < 0 else ""


def _placed(pages: Sequence[Sequence[Line]]) -> Iterator[tuple[int, Line | None]]:
    """Yield each line with its page; (page, None) where a gap is seen, (-1, None) where a page ends."""
    for number, lines in enumerate(pages):
        step = usual_step(lines)
        for index, line in enumerate(lines):
            if index and apart(lines[index - 1], line, step):
                yield number, None
            yield number, line
        yield -1, None


def _continued(text: list[str], more: list[str]) -> list[str]:
    """A paragraph that goes on after the page break begins there with a small letter."""
    if text and more and more[0][:1].islower() and not text[-1].endswith((".", "!", "?", ":")):
        return [*text[:-1], join(text[-1], more[0]), *more[1:]]
    return text + more


def _without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Leave out lines at the edges of pages that stand at the same place on most of them, whatever their number.

    A line with an outlet and a day stays: each page may begin with an article of the same newspaper.
    """
    seen = Counter(mark for lines in pages for mark in {_mark(line) for line in _edges(lines)})
    enough = max(_MIN_PAGES, _PAGE_SHARE * len(pages))
    furniture = {mark for mark, count in seen.items() if count >= enough}
    kept: list[list[Line]] = []
    for lines in pages:
        edges = {id(line) for line in _edges(lines)}
        kept.append(
            [line for line in lines if id(line) not in edges or _mark(line) not in furniture or _is_stamp(line)]
        )
    return kept


def _edges(lines: Sequence[Line]) -> list[Line]:
    return [*lines[:_EDGE_LINES], *lines[_EDGE_LINES:][-_EDGE_LINES:]]


def _mark(line: Line) -> tuple[str, int]:
    return _NUMBER.sub("#", squeeze(line.text).casefold()), round(line.bottom)


def _is_stamp(line: Line) -> bool:
    [row] = rows_of([line.text])
    return stamp_of(row) is not None
