"""What a topic model says again and again: the mean of many fits, each on a part of the documents.

One fit depends on which documents it happened to see. Fits on subsamples are laid over each other; topics that do not
come back are left out, the others are averaged, and a topic's words are those that are chosen in most of the fits.
Sources: ensembles of factorisations, Belford, Mac Namee and Greene, Stability of topic modeling via matrix
factorization (Expert Systems with Applications 91, 2018); choosing what subsamples agree on, Meinshausen and
Bühlmann, Stability selection (JRSS B 72, 2010). Choosing words of topics this way is ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from iopmine.topics.matrix import DocumentTermMatrix
from iopmine.topics.nmf import factorise, rows_to_one
from iopmine.topics.selection import SEL25, heaviest, log_weights, select_each

RESAMPLES = 20
SUBSAMPLE = 0.8
DOCUMENTS_MOST = 4000
"""Rows are sorted by content hash, so the first of them are a random sample: the cost of a fit stays bounded."""
RECURRENCE_LEAST = 0.3
TOP_TERMS = 10
_ALIGNMENTS = 3

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]
Fit = Callable[..., Floats]


@dataclass(frozen=True)
class Consensus:
    """Topics that most fits agree on.

    ``components``: word weights, rows summing to 1, shape (n_topics, n_words). ``recurrence``: mean overlap (Jaccard,
    0-1) of each topic's ten heaviest words with those of the single fits, shape (n_topics,). ``words``: the columns of
    each topic's chosen words, those that most fits choose first. ``dropped``: the weights of topics that did not come
    back, shape (n_dropped, n_words).
    """

    components: Floats
    recurrence: Floats
    words: tuple[Indices, ...]
    dropped: Floats


def sample(matrix: DocumentTermMatrix, most: int = DOCUMENTS_MOST) -> DocumentTermMatrix:
    """Return the matrix, or as many of its documents as a fit needs at most."""
    return matrix if len(matrix.ids) <= most else matrix.rows(np.arange(most))


def subsamples(matrix: DocumentTermMatrix, resamples: int, seed: int) -> Iterator[DocumentTermMatrix]:
    """Yield random parts, each with 80 % of the documents."""
    draw = np.random.default_rng(seed)
    size = max(round(SUBSAMPLE * len(matrix.ids)), 2)
    for _ in range(resamples):
        yield matrix.rows(np.sort(draw.choice(len(matrix.ids), size, replace=False)))


def consensus(
    matrix: DocumentTermMatrix, *, topics: int, seed: int, resamples: int = RESAMPLES, fit: Fit = factorise
) -> Consensus:
    """Fit ``resamples`` subsamples and return what they agree on; at least one topic always stays."""
    whole = sample(matrix)
    parts = [fit(part, topics=topics, seed=seed) for part in subsamples(whole, resamples, seed)]
    laid = align(fit(whole, topics=topics, seed=seed), parts)
    mean = laid.mean(axis=0)
    back = recurrence(mean, laid).mean(axis=0)
    kept = back >= min(RECURRENCE_LEAST, back.max())
    return Consensus(mean[kept], back[kept], _agreed(laid[:, kept], mean[kept], whole), mean[~kept])


def align(reference: Floats, parts: list[Floats]) -> Floats:
    """Return the parts' topics in the order of the reference's, shape (n_parts, n_topics, n_words), rows summing to 1.

    Topics are paired so that the sum of their cosines is largest (Hungarian method), first with the reference, then
    with the mean of the parts.
    """
    target = reference
    laid = np.stack([rows_to_one(part) for part in parts])
    for _ in range(_ALIGNMENTS):
        laid = np.stack([part[linear_sum_assignment(-_cosines(target, part))[1]] for part in laid])
        target = np.stack([_unit(part) for part in laid]).mean(axis=0)
    return laid


def recurrence(mean: Floats, laid: Floats) -> Floats:
    """Return the overlap (Jaccard) of the heaviest words of each topic and of each part's, (n_parts, n_topics)."""
    wanted = [set(heaviest(row, TOP_TERMS).tolist()) for row in mean]
    return np.array(
        [
            [jaccard(one, set(heaviest(row, TOP_TERMS).tolist())) for one, row in zip(wanted, part, strict=True)]
            for part in laid
        ]
    )


def jaccard(one: set[int], other: set[int]) -> float:
    """Return what two sets share of what either has; 0 where both are empty."""
    return len(one & other) / max(len(one | other), 1)


def _agreed(laid: Floats, mean: Floats, matrix: DocumentTermMatrix) -> tuple[Indices, ...]:
    """Return each topic's words: chosen by the most parts, ties by their mean weight; shown heaviest first."""
    votes = np.zeros_like(mean)
    for choice in select_each(list(laid), matrix, count=TOP_TERMS, how=SEL25):
        for topic, words in enumerate(choice):
            votes[topic, words] += 1
    chosen = []
    for row, vote in zip(mean, votes, strict=True):
        score = vote + (1 + log_weights(row)) / 2
        best = np.argsort(-np.where(row > 0, score, -1.0), kind="stable")[:TOP_TERMS]
        best = best[row[best] > 0]
        chosen.append(best[np.argsort(-row[best], kind="stable")])
    return tuple(chosen)


def _unit(rows: Floats) -> Floats:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = np.divide(rows, length, out=np.zeros_like(rows), where=length > 0)
    return unit


def _cosines(one: Floats, other: Floats) -> Floats:
    cosines: Floats = _unit(one) @ _unit(other).T
    return cosines
