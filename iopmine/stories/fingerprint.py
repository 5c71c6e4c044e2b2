"""Winnowed fingerprints of a text: a sparse sample of its word sequences that copies of it share.

Source: Schleimer, Wilkerson and Aiken, Winnowing: local algorithms for document fingerprinting (SIGMOD 2003).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from iopmine.text.normal import fold
from iopmine.text.passages import without

SHINGLE = 6
"""Words in a sequence. Two reports of one event rarely share six words in a row by chance."""
WINDOW = 4
"""Sequences of which one is kept: any shared run of SHINGLE + WINDOW - 1 words is seen."""

Fingerprints = npt.NDArray[np.uint64]

_WORD = re.compile(r"\w+")
# Odd multipliers, one for each place in the sequence, so that the order of the words counts.
_PLACES = np.array(
    [int.from_bytes(blake2b(bytes([i]), digest_size=8).digest(), "big") | 1 for i in range(SHINGLE)], np.uint64
)


def article(text: str) -> str:
    """Return the article itself: definition boxes, contacts and link lists left out."""
    return without(text)


def own_words(text: str) -> list[str]:
    """Return the words of the article itself, caseless."""
    return words_of(article(text))


def words_of(text: str) -> list[str]:
    """Return the words of a text, caseless."""
    return _WORD.findall(fold(text))


def fingerprints(text: str) -> Fingerprints:
    """Return the sorted distinct 64-bit fingerprints of a text; a text without words of its own has none.

    A text shorter than one sequence is its own only fingerprint.
    """
    return np.unique(_window_minima(sequences(own_words(text))))


def sequences(words: Sequence[str]) -> Fingerprints:
    """Return the hash of each run of SHINGLE words, in order; of fewer words, the one of all, of none nothing."""
    if not words:
        return np.empty(0, np.uint64)
    hashes = np.fromiter(map(word_hash, words), np.uint64, len(words))
    length = min(SHINGLE, len(words))
    runs = len(words) - length + 1
    sums = sum((hashes[i : runs + i] * _PLACES[i] for i in range(length)), start=np.zeros(runs, np.uint64))
    return _scrambled(sums)


@lru_cache(maxsize=1 << 18)
def word_hash(word: str) -> int:
    """Return a 64-bit hash of a word."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big")


def _scrambled(values: Fingerprints) -> Fingerprints:
    """Spread the values evenly (the finaliser of SplitMix64), so that the least of a window is a fair draw."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _window_minima(values: Fingerprints) -> Fingerprints:
    width = max(min(WINDOW, len(values)), 1)
    least = values[: len(values) - width + 1]
    for shift in range(1, width):
        least = np.minimum(least, values[shift : len(values) - width + 1 + shift])
    return least
