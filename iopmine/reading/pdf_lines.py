"""Lines of a PDF page → paragraphs: what the typesetter broke is joined where that is certain.

A new paragraph begins where the type size changes, where the step to the next line is larger than usual, where the
next word would still have fitted on the line, and before a list item. Everything else is one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from iopmine.reading.pdf_words import repaired

_ITEM = re.compile(r"[•·▪●–—*-]\s|\d{1,2}[.)]\s|[a-z]\)\s")
_PAGE_NUMBER = re.compile(
    r"(?:sida|sid\.?|page|s\.)?\s?\d{1,4}(?:\s?(?:\(\d{1,4}\)|av \d{1,4}|/\s?\d{1,4}))?", re.IGNORECASE
)
# After these a hyphen at the end of a line is printed on purpose: "social- och hälsovård".
_SHARED_HEAD = re.compile(r"(?:och|eller|samt|respektive|som|men)\b")
_SAME_SIZE = 0.08
_WIDER_STEP = 1.35


class Line(NamedTuple):
    """One printed line: its text, type size, edges, height of the baseline and width of its first word."""

    text: str
    size: float
    left: float
    right: float
    bottom: float
    first_word: float


def paragraphs(lines: list[Line]) -> list[str]:
    """Join the lines of a page into paragraphs, in the order given; page numbers are left out."""
    lines = [line for line in lines if line.text.strip() and not _PAGE_NUMBER.fullmatch(line.text.strip())]
    step = usual_step(lines)
    edges = _edges(lines)
    joined: list[str] = []
    for index, line in enumerate(lines):
        if index and not _begins(lines[index - 1], line, step, edges):
            joined[-1] = join(joined[-1], line.text.strip())
        else:
            joined.append(line.text.strip())
    return [repaired(text) for text in joined]


def usual_step(lines: Sequence[Line]) -> float:
    """Return the usual distance between lines of one paragraph, in type sizes (those of a heading stand wider)."""
    return median([_step(a, b) for a, b in pairwise(lines) if _step(a, b) > 0 and _alike(a, b)] or [0.0])


def _step(a: Line, b: Line) -> float:
    return (a.bottom - b.bottom) / a.size if a.size else 0.0


def _edges(lines: list[Line]) -> dict[int, float]:
    """The right edge of the type area for each type size."""
    edges: dict[int, float] = {}
    for line in lines:
        edges[round(line.size)] = max(edges.get(round(line.size), 0.0), line.right)
    return edges


def _alike(a: Line, b: Line) -> bool:
    return abs(a.size - b.size) <= _SAME_SIZE * max(a.size, b.size)


def apart(before: Line, line: Line, step: float) -> bool:
    """Tell whether a line stands apart from the one before: in another size, or after a wider step than usual."""
    return not _alike(before, line) or (step > 0 and _step(before, line) > _WIDER_STEP * step)


def _begins(before: Line, line: Line, step: float, edges: dict[int, float]) -> bool:
    """Tell whether ``line`` begins a paragraph."""
    if not _alike(before, line) or _ITEM.match(line.text):
        return True
    if before.text.endswith("-"):
        return False
    down = _step(before, line)
    if down <= 0:
        return not line.text[:1].islower()
    room = edges[round(before.size)] - before.right
    return apart(before, line, step) or room > line.first_word + 0.3 * line.size


def join(before: str, after: str) -> str:
    """Join two pieces of a paragraph; a word divided at the line end becomes one word where that is certain."""
    if not before.endswith("-") or not before[-2:-1].isalnum():
        return f"{before} {after}"
    if _SHARED_HEAD.match(after):
        return f"{before} {after}"
    # "organisa-/tionerna" is one word; "IOP-/avtal", "2017-/18" and "e-/post" keep their hyphen.
    divided = before[-3:-1].islower() and before[-3:-1].isalpha() and after[:1].islower()
    return before[:-1] + after if divided else before + after
