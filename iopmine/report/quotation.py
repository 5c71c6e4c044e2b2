"""Quotations: the sentence around a span, cut at word bounds to what may be published."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from iopmine.report.files import without_controls
from iopmine.report.masking import mask
from iopmine.text.sentences import sentences

MAX_WORDS = 25
MAX_CHARACTERS = 200
_TOKEN = re.compile(r"\S+")
_CUT = "…"
# Two ellipses, each with its space, may join the words.
_ROOM = 2 * (len(_CUT) + 1)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A short quotation in three pieces, so that the words it is about can be marked."""

    before: str
    hit: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.hit}{self.after}"


class Quoter:
    """Quotes one document: personal data masked first, so that no cut can leave half a number or a surname."""

    def __init__(self, text: str, persons: tuple[str, ...] = ()) -> None:
        self._masked = mask(text, persons)

    @cached_property
    def _bounds(self) -> list[tuple[int, int]]:
        return list(sentences(self._masked.text))

    def around(self, start: int, end: int) -> Quotation:
        """Return the quotation around a span given in offsets of the original text.

        At most 25 words and 200 characters, the marks of omission included.
        """
        text = self._masked.text
        start, end = self._masked.span(start, end)
        first, last = self._sentence(start, end)
        return _window(text[first:last], start - first, max(start, end) - first)

    @property
    def sentences(self) -> list[str]:
        """The sentences of the text, masked."""
        return [self._masked.text[start:end] for start, end in self._bounds]

    def opening(self, index: int) -> Quotation:
        """Return the sentence with that number, from its beginning, with nothing marked."""
        return _window(self.sentences[index], 0, 0)

    def _sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return the bounds of the sentence, or sentences, that a span lies in."""
        index = max(0, bisect_right(self._bounds, start, key=lambda bound: bound[0]) - 1)
        if not self._bounds or not self._bounds[index][0] <= start < self._bounds[index][1]:
            return start, max(start, end)
        first, last = self._bounds[index]
        return first, max(last, end)


def _window(text: str, start: int, end: int) -> Quotation:
    """Return the words around text[start:end], as many as fit."""
    words = [(m.start(), m.end()) for m in _TOKEN.finditer(text)]
    if not words:
        return Quotation("", "", "")
    first = max(0, bisect_right(words, start, key=lambda word: word[0]) - 1)
    last = first
    while last + 1 < len(words) and words[last + 1][0] < end:
        last += 1
    low, high = _grow(words, first, last + 1)
    left = f"{_CUT} " if low > 0 else ""
    right = f" {_CUT}" if high < len(words) else ""
    window = without_controls(text[words[low][0] : words[high - 1][1]])
    offset = words[low][0]
    cut_start, cut_end = max(0, start - offset), max(0, min(end, words[high - 1][1]) - offset)
    before, hit, after = window[:cut_start], window[cut_start:cut_end], window[cut_end:]
    room = MAX_CHARACTERS - _ROOM
    if len(window) > room:  # one word, or white space, longer than a quotation may be
        before, hit, after = "", window[:room].strip(), ""
    return Quotation(left + _even(before), _even(hit), _even(after) + right)


def _even(piece: str) -> str:
    """Return the piece with each run of white space as one space, also at its ends."""
    return re.sub(r"\s+", " ", piece)


def _grow(words: list[tuple[int, int]], low: int, high: int) -> tuple[int, int]:
    """Return the range of words: cut from the right if too long, else grown on both sides in turn."""
    if len(words) <= MAX_WORDS and words[-1][1] - words[0][0] <= MAX_CHARACTERS - _ROOM:
        return 0, len(words)

    def fits(a: int, b: int) -> bool:
        return b - a <= MAX_WORDS - 2 and words[b - 1][1] - words[a][0] <= MAX_CHARACTERS - _ROOM

    while high - low > 1 and not fits(low, high):
        high -= 1
    grown = True
    while grown:
        grown = False
        if high < len(words) and fits(low, high + 1):
            high, grown = high + 1, True
        if low > 0 and fits(low - 1, high):
            low, grown = low - 1, True
    return low, high
