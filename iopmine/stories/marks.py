"""What is kept of a text to compare it with others: a few hundred numbers instead of its words."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Final, Self

import numpy as np

from iopmine.stories.fingerprint import Fingerprints, fingerprints
from iopmine.stories.retelling import facts, quotations

FORM: Final = 1
"""Raised whenever a text gets other marks than before; marks of different forms cannot be compared."""
_STORED: Final = np.dtype("<u8")


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one text: sorted distinct 64-bit hashes each, shape (n,)."""

    fingerprints: Fingerprints
    facts: Fingerprints
    quotations: Fingerprints

    def pack(self) -> bytes:
        """Return the marks as bytes: three counts, then the numbers, little-endian."""
        parts = astuple(self)
        counts = np.array([len(part) for part in parts], _STORED)
        return b"".join(part.astype(_STORED).tobytes() for part in (counts, *parts))

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        """Return the marks that ``pack`` packed.

        Raises:
            ValueError: the bytes are no marks.
        """
        whole = len(packed) % _STORED.itemsize == 0
        numbers = np.frombuffer(packed if whole else b"", _STORED).astype(np.uint64)
        if sum(map(int, numbers[:3])) != len(numbers) - 3:
            raise ValueError(f"{len(packed)} bytes are no marks of a text")
        one, two, three = np.split(numbers[3:], np.cumsum(numbers[:2].astype(np.intp)))
        return cls(one, two, three)


def marks_of(text: str) -> Marks:
    """Return the marks of a text."""
    return Marks(fingerprints(text), facts(text), quotations(text))
