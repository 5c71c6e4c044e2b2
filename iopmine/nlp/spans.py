"""Spans in bulk: questions about overlap are answered by bisection, so that long texts cost no more per word."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable


class SpanIndex:
    """A set of half-open character spans, merged where they touch or overlap."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def touches(self, start: int, end: int) -> bool:
        """Tell whether some span shares a character with [start, end)."""
        following = bisect_right(self._ends, start)
        return following < len(self._starts) and self._starts[following] < end

    def covers(self, position: int) -> bool:
        """Tell whether a character position lies in a span."""
        return self.touches(position, position + 1)


class Board:
    """Characters of a text that are taken, to be claimed span by span."""

    __slots__ = ("_taken",)

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)

    def claim(self, start: int, end: int) -> bool:
        """Take [start, end) if all of it is free; tell whether it was."""
        if self._taken.find(1, start, end) >= 0:
            return False
        self._taken[start:end] = b"\x01" * (end - start)
        return True
