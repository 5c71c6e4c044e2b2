"""Choosing a topic's words: weighty ones that occur together and that other topics do not show.

The heaviest words of a topic often belong to different sides of it; among the 25 heaviest this picks the ten that say
one thing. More candidates read better on the documents of the fit and worse on others. Measured, not published
elsewhere; the idea of scoring sets of words by pairs is that of Lau, Newman and Baldwin, Machine reading tea leaves
(EACL 2014).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from iopmine.topics.coherence import pair_npmi, windows_together
from iopmine.topics.matrix import DocumentTermMatrix

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]

_STARTS = 5
_SWAPS_MOST = 100
_PAIR_LEAST = -0.5
_LEAST = 1e-4


class Selection(NamedTuple):
    """How words are chosen: among ``candidates``, weighing rank by ``weight`` and repetition by ``penalty``."""

    candidates: int
    weight: float
    penalty: float


SEL25 = Selection(25, 2.5, 0.05)
"""Rank weighs much: words then come back more often on subsamples, and cohere a little less."""


def select(components: Floats, matrix: DocumentTermMatrix, *, count: int, how: Selection = SEL25) -> list[Indices]:
    """Return the columns of each topic's ``count`` words, heaviest first; see ``select_each``."""
    return select_each([components], matrix, count=count, how=how)[0]


def select_each(
    models: Sequence[Floats], matrix: DocumentTermMatrix, *, count: int, how: Selection = SEL25
) -> list[list[Indices]]:
    """Choose the words of each topic of several models with the same vocabulary.

    A set of words scores the mean of its pairs' mutual information (windows of ten words; counts lowered by their
    root, because small ones are luck) plus ``how.weight`` times the mean of the words' log weights, less
    ``how.penalty`` for each earlier topic of the model that shows a word. The best set is looked for by adding words
    greedily, from each of the five heaviest, and then exchanging single words while that helps.
    """
    leading = [[heaviest(row, how.candidates) for row in components] for components in models]
    used = np.unique(np.concatenate([words for topics in leading for words in topics]))
    together, total = windows_together(matrix, used.tolist())
    pairs = np.maximum(pair_npmi(np.maximum(together - np.sqrt(together), 0.0), total), _PAIR_LEAST)
    return [
        _chosen(components, topics, used, pairs, count, how) for components, topics in zip(models, leading, strict=True)
    ]


def _chosen(
    components: Floats, leading: Sequence[Indices], used: Indices, pairs: Floats, count: int, how: Selection
) -> list[Indices]:
    shown = np.zeros(components.shape[1])
    chosen: list[Indices] = []
    for row, words in zip(components, leading, strict=True):
        place = np.searchsorted(used, words)
        single = how.weight * log_weights(row[words]) - how.penalty * shown[words]
        best = words[_best_set(pairs[np.ix_(place, place)], single, count)]
        shown[best] += 1
        chosen.append(best[np.argsort(-row[best], kind="stable")])
    return chosen


def heaviest(weights: Floats, count: int) -> Indices:
    """Return the columns of the largest weights that are not zero, ties in alphabetic order."""
    order: Indices = np.argsort(-weights, kind="stable")[:count]
    return order[weights[order] > 0]


def log_weights(weights: Floats) -> Floats:
    """Return the weights' logarithms between -1 (a ten thousandth of the heaviest, or less) and 0."""
    most = weights.max(initial=0.0)
    if most <= 0:
        return np.full_like(weights, -1.0)
    scaled: Floats = np.log(np.maximum(weights / most, _LEAST)) / -np.log(_LEAST)
    return scaled


def _best_set(pairs: Floats, single: Floats, count: int) -> Indices:
    """Return the sorted places of the ``count`` words with the best mean pair and mean single score."""
    if len(single) <= count:
        return np.arange(len(single))
    pairs = pairs - np.diag(np.diag(pairs))
    found = [_exchanged(pairs, single, _grown(pairs, single, start, count)) for start in range(_STARTS)]
    scores = [_score(pairs, single, members) for members in found]
    return np.flatnonzero(found[int(np.argmax(scores))])


def _grown(pairs: Floats, single: Floats, start: int, count: int) -> npt.NDArray[np.bool_]:
    members = np.zeros(len(single), dtype=bool)
    members[start] = True
    linked = pairs[start].copy()
    for size in range(1, count):
        gain = linked / size + single
        gain[members] = -np.inf
        best = int(np.argmax(gain))
        members[best] = True
        linked += pairs[best]
    return members


def _exchanged(pairs: Floats, single: Floats, members: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Exchange one word for another while the score rises."""
    size = int(members.sum())
    for _ in range(_SWAPS_MOST):
        linked = pairs @ members
        inside, outside = np.flatnonzero(members), np.flatnonzero(~members)
        linked_gain = linked[outside][None, :] - linked[inside][:, None] - pairs[np.ix_(inside, outside)]
        gain = 2 * linked_gain / (size * (size - 1)) + (single[outside][None, :] - single[inside][:, None]) / size
        out, new = np.unravel_index(int(np.argmax(gain)), gain.shape)
        if gain[out, new] <= 1e-12:
            break
        members[inside[out]], members[outside[new]] = False, True
    return members


def _score(pairs: Floats, single: Floats, members: npt.NDArray[np.bool_]) -> float:
    size = int(members.sum())
    within = pairs[np.ix_(members, members)].sum() / (size * (size - 1))
    return float(within + single[members].mean())
