"""Lines of a text file → paragraphs: exports are often broken at a fixed width."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from iopmine.reading.pdf_lines import join

# No line of a file with broken lines is longer, apart from some: terms of use are printed in one.
_WIDEST = 110
_NARROWEST = 50
_FEW = 0.15
_USUAL = 0.9
_MIN_LINES = 3
# Not every line is filled to the last column.
_SLACK = 8


class Paragraphs:
    """The lines of a file; a choice of them, by number, is written as paragraphs with a blank line between."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def __call__(self, numbers: Sequence[int]) -> str:
        """Join the lines with these numbers; an empty line ends a paragraph, and so does one that is not full."""
        paragraphs: list[str] = []
        before = ""
        for number in numbers:
            line = self._lines[number].strip()
            if line and before and self._is_full(before, line):
                paragraphs[-1] = join(paragraphs[-1], line)
            elif line:
                paragraphs.append(line)
            before = line
        return "\n\n".join(paragraphs)

    @cached_property
    def _width(self) -> int:
        """The column at which lines are broken; 0 if a line is a paragraph."""
        lengths = sorted(len(a.strip()) for a, b in pairwise(self._lines) if len(a.strip()) > _NARROWEST and b.strip())
        broken = [length for length in lengths if length <= _WIDEST]
        if len(broken) < _MIN_LINES or len(lengths) - len(broken) > _FEW * len(lengths):
            return 0
        return broken[int(_USUAL * (len(broken) - 1))]

    def _is_full(self, line: str, following: str) -> bool:
        """The first word of the next line would not have fitted, or only just."""
        return 0 < self._width - _SLACK < len(line) + 1 + len(following.split(maxsplit=1)[0]) and len(line) <= _WIDEST
