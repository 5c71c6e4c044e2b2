"""Two words that belong together become one: ``ideell sektor``.

Source: Bouma, Normalized (pointwise) mutual information in collocation extraction (GSCL 2009).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

COUNT_LEAST = 10
DOCUMENTS_LEAST = 5
NPMI_LEAST = 0.55

Integers = npt.NDArray[np.int64]


def join_collocations(
    tokens: Integers,
    names: Sequence[str],
    rows: Integers,
    *,
    count_least: int = COUNT_LEAST,
    npmi_least: float = NPMI_LEAST,
) -> tuple[Integers, list[str]]:
    """Give neighbours that belong together a number of their own, after the last of ``names``.

    ``tokens``: the number of each word in reading order, -1 for what is no word; ``rows``: the document of each. A
    pair counts that occurs ``count_least`` times, in five documents or more, with a normalised pointwise mutual
    information of at least ``npmi_least``. The first of its two tokens gets the pair's number, the second -1.
    """
    first = np.flatnonzero((tokens[:-1] >= 0) & (tokens[1:] >= 0) & (rows[:-1] == rows[1:]))
    codes = tokens[first] * len(names) + tokens[first + 1]
    pairs, inverse, counts = np.unique(codes, return_inverse=True, return_counts=True)
    single = np.bincount(tokens[tokens >= 0], minlength=len(names))
    left, right = np.divmod(pairs, max(len(names), 1))
    total = max(single.sum(), 1)
    # The most that the pair could occur bounds nothing here: a pair as frequent as both its words has NPMI 1.
    with np.errstate(divide="ignore", invalid="ignore"):
        npmi = np.log(counts * total / (single[left] * single[right])) / -np.log(counts / total)
    found = (counts >= count_least) & (npmi >= npmi_least) & (left != right)
    found &= _documents(inverse, rows[first], found) >= DOCUMENTS_LEAST
    starts = _without_overlap(first[found[inverse]])
    number = np.cumsum(found) - 1 + len(names)
    joined = tokens.copy()
    at = np.searchsorted(first, starts)
    joined[starts], joined[starts + 1] = number[inverse[at]], -1
    return joined, [*names, *(f"{names[a]} {names[b]}" for a, b in zip(left[found], right[found], strict=True))]


def _documents(pair: Integers, rows: Integers, found: npt.NDArray[np.bool_]) -> Integers:
    """Return in how many documents each of the pairs found occurs, 0 for the others."""
    among = found[pair]
    seen = np.unique(np.stack([pair[among], rows[among]]), axis=1)[0]
    return np.bincount(seen, minlength=len(found))


def _without_overlap(starts: Integers) -> Integers:
    """Return every other start of a run of neighbours, the first one included: a word is part of one pair only."""
    new_run = np.diff(starts, prepend=-2) > 1
    position = np.arange(len(starts))
    begun = np.maximum.accumulate(np.where(new_run, position, 0))
    kept: Integers = starts[(position - begun) % 2 == 0]
    return kept
