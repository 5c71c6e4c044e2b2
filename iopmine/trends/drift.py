"""Words that come or go inside one topic: the same matter, said in other words.

For each word the stories are cut in two at every possible time, and the likelihood ratio G² of its presence before
and after is taken at the best cut. The largest over all words, in permutations of the stories' dates, says what
chance alone would show. Source of the maximum: Westfall and Young, Resampling-based multiple testing (1993).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from iopmine.records import WordDrift
from iopmine.trends.blocks import STRATUM_LEAST, Floats, Indices, time_blocks
from iopmine.trends.periods import day_of
from iopmine.trends.permutation import exchanges

DOCUMENTS_LEAST = 300
WORD_LEAST = 4
WORDS_MOST = 2000
CUTS = 24
"""The stories are cut at so many places, in equal shares of the stories."""
BURST_DAYS = 42
"""Blocks of time are longer here than in the test of shifts, because nothing else makes up for bursts."""
_TRIMMED = 0.1
_AT_ONCE = 50
_DECIMALS = 4


def vocabulary_drift(
    moments: Sequence[float],
    words: Sequence[Collection[str]],
    groups: Sequence[str],
    *,
    of: tuple[str, str],
    series: int = 1,
    alpha: float = 0.05,
    permutations: int = 999,
    seed: int = 0,
) -> list[WordDrift]:
    """Return the words that drifted, the largest change first; nothing where there are under DOCUMENTS_LEAST stories.

    ``moments``: fractional years of the stories of one topic; ``words``: what each of them has; ``groups``: its
    source; ``of``: kind and key of what the stories have in common; ``series``: of how many such tests this is one.
    Of the words that may come and go the WORDS_MOST most frequent are tested; dates are exchanged within sources. The
    p-values are corrected for all words, dates and series; blocks of time move as one, as in the test of shifts.
    """
    if len(moments) < DOCUMENTS_LEAST:
        return []
    order = np.argsort(np.array(moments), kind="stable")
    when = np.array(moments, dtype=np.float64)[order]
    having = Counter(word for story in words for word in set(story))
    # A word that all or nearly all stories have cannot come or go.
    moving = [(-n, word) for word, n in having.items() if WORD_LEAST <= n <= len(moments) - WORD_LEAST]
    vocabulary = sorted(word for _, word in sorted(moving)[:WORDS_MOST])
    if not vocabulary:
        return []
    present = _presence(vocabulary, [words[index] for index in order])
    cuts = _cuts(len(when))
    observed = _scan(present, cuts, np.arange(len(when))[None])[0]
    strata = _strata([groups[index] for index in order])
    draws = max(permutations, math.ceil(2 * series / alpha))
    largest = _largest(present, cuts, strata, time_blocks(when, BURST_DAYS), draws, seed)
    best, cut = observed.max(axis=-1), cuts[observed.argmax(axis=-1)]
    found = []
    for index, word in enumerate(vocabulary):
        p_value = min(1.0, series * (1 + int((largest >= best[index] - 1e-6).sum())) / (draws + 1))
        if p_value <= alpha:
            before, after = present[index, : cut[index]].mean(), present[index, cut[index] :].mean()
            day = day_of(float(when[cut[index]]))
            shares = round(float(before), _DECIMALS), round(float(after), _DECIMALS)
            found.append(WordDrift(*of, word, day, *shares, having[word], round(p_value, _DECIMALS)))
    return sorted(found, key=lambda drift: (-abs(drift.after - drift.before), drift.word))


def _presence(vocabulary: Sequence[str], words: Sequence[Collection[str]]) -> npt.NDArray[np.float32]:
    number = {word: index for index, word in enumerate(vocabulary)}
    present = np.zeros((len(vocabulary), len(words)), dtype=np.float32)
    for column, story in enumerate(words):
        present[[number[word] for word in set(story) if word in number], column] = 1
    return present


def _cuts(stories: int) -> Indices:
    """Return how many stories are before each cut; the ends are left out."""
    return np.unique(np.linspace(stories * _TRIMMED, stories * (1 - _TRIMMED), CUTS).astype(np.intp))


def _strata(groups: Sequence[str]) -> Indices:
    """Number the sources of STRATUM_LEAST stories or more from 1; the others are 0 together."""
    sizes = Counter(groups)
    number = {group: place for place, group in enumerate(sorted(sizes), start=1) if sizes[group] >= STRATUM_LEAST}
    return np.array([number.get(group, 0) for group in groups], dtype=np.intp)


def _largest(
    present: npt.NDArray[np.float32], cuts: Indices, strata: Indices, events: Indices, permutations: int, seed: int
) -> Floats:
    """Return the largest G² over words and cuts of each permutation."""
    draw = np.random.default_rng(seed)
    largest = []
    for done in range(0, permutations, _AT_ONCE):
        orders = exchanges(draw, strata, events, min(_AT_ONCE, permutations - done))
        largest.append(_scan(present, cuts, orders).max(axis=(1, 2)))
    return np.concatenate(largest)


def _scan(present: npt.NDArray[np.float32], cuts: Indices, orders: Indices) -> Floats:
    """Return G² for each order, word and cut."""
    stories = present.shape[1]
    # For each order and cut, which stories come before it: a product gives the words' counts.
    rank = np.argsort(orders, axis=1)
    early = (rank[:, :, None] < cuts).astype(np.float32)
    before = np.einsum("wn,onc->owc", present, early, optimize=True).astype(np.float64)
    total = present.sum(axis=1, dtype=np.float64)[None, :, None]
    g2: Floats = (
        _entropy(before, cuts) + _entropy(total - before, stories - cuts) - _entropy(total, np.array([stories]))
    )
    return g2


def _entropy(count: Floats, size: Indices) -> Floats:
    """Return twice the log-likelihood of a share, at its best value."""
    share = np.clip(count / size, 1e-12, 1 - 1e-12)
    likelihood: Floats = 2 * (count * np.log(share) + (size - count) * np.log1p(-share))
    return likelihood
