"""What a topic model says again and again: the middle of many fits, each on a part of the documents.

One fit depends on which documents it happened to see. Fits on subsamples are laid over each other; topics that do not
come back are left out, and of the others the middle is taken, in which versions far from the rest weigh little.
Sources: ensembles of factorisations, Belford, Mac Namee and Greene, Stability of topic modeling via matrix
factorization (Expert Systems with Applications 91, 2018); subsamples in pairs, Shah and Samworth, Variable
selection with error control (JRSS B 75, 2013).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from iopmine.topics.matrix import DocumentTermMatrix
from iopmine.topics.nmf import Factorisation, rows_to_one
from iopmine.topics.selection import select

RESAMPLES = 30
DOCUMENTS_MOST = 4000
"""Rows are sorted by content hash, so the first of them are a random sample: the cost of a fit stays bounded."""
SUBSAMPLE, SUBSAMPLE_MOST = 0.8, 2000
RECURRENCE_LEAST = 0.4
TOP_TERMS = 10
_ROUNDS = 3
_SHARPNESS = 4

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]


class Fitter(Protocol):
    """Finds topics in some documents."""

    def fit(self, topics: int, rows: Indices | None = None) -> Floats:
        """Return word weights of topics in some of the documents, shape (topics, n_words)."""


class Fit(Protocol):
    """Makes a fitter for documents."""

    def __call__(self, matrix: DocumentTermMatrix, *, topics: int, seed: int) -> Fitter:
        """Return the fitter; it will be asked for at most so many topics."""


@dataclass(frozen=True)
class Consensus:
    """Topics that most fits agree on.

    ``components``: word weights, rows summing to 1, shape (n_topics, n_words). ``recurrence``: mean overlap (Jaccard,
    0-1) of each topic's ten heaviest words with those of the fits on parts, shape (n_topics,). ``words``: the columns
    of each topic's leading words. ``dropped``: the weights of topics that did not come back, (n_dropped, n_words).
    """

    components: Floats
    recurrence: Floats
    words: tuple[Indices, ...]
    dropped: Floats


def sample(matrix: DocumentTermMatrix, most: int = DOCUMENTS_MOST) -> DocumentTermMatrix:
    """Return the matrix, or as many of its documents as a fit needs at most."""
    return matrix if len(matrix.ids) <= most else matrix.rows(np.arange(most))


def subsamples(documents: int, resamples: int, seed: int) -> Iterator[Indices]:
    """Yield ascending row numbers of random parts: 80 % of the documents, but no more than 2,000.

    Two parts at a time are the two ends of one random order, so that together they look at all documents.
    """
    draw = np.random.default_rng(seed)
    size = max(min(round(SUBSAMPLE * documents), SUBSAMPLE_MOST), 1)
    while resamples > 0:
        order = draw.permutation(documents)
        for part in (order[:size], order[-size:])[:resamples]:
            yield np.sort(part)
        resamples -= 2


def consensus(
    matrix: DocumentTermMatrix, *, topics: int, seed: int, resamples: int = RESAMPLES, fit: Fit = Factorisation
) -> Consensus:
    """Fit ``resamples`` parts of the documents and return what they agree on; at least one topic always stays."""
    whole = sample(matrix)
    fitter = fit(whole, topics=topics, seed=seed)
    components, laid = versions(fitter, list(subsamples(len(whole.ids), resamples, seed)), topics)
    back = recurrence(components, laid).mean(axis=0)
    kept = back >= min(RECURRENCE_LEAST, back.max())
    words = tuple(select(components[kept], whole, count=TOP_TERMS))
    return Consensus(components[kept], back[kept], words, components[~kept])


def versions(fitter: Fitter, parts: Sequence[Indices], topics: int) -> tuple[Floats, Floats]:
    """Return the topics, and the versions of them that fits on parts give.

    Shapes are (n_topics, n_words) and (n_parts, n_topics, n_words), rows sum to 1.
    """
    laid = align(fitter.fit(topics), [fitter.fit(topics, rows) for rows in parts])
    return _middle(laid), laid


def align(reference: Floats, parts: Sequence[Floats]) -> Floats:
    """Return the parts' topics in the order of the reference's, shape (n_parts, n_topics, n_words), rows summing to 1.

    Topics are paired so that the sum of their cosines is largest (Hungarian method), first with the reference, then
    with the mean of the parts.
    """
    target = _unit(reference)
    shares = np.stack([rows_to_one(part) for part in parts])
    units = _unit(shares)
    order = np.empty(shares.shape[:2], dtype=np.intp)
    for _ in range(_ROUNDS):
        for number, part in enumerate(units):
            order[number] = linear_sum_assignment(-(target @ part.T))[1]
        target = _unit(np.mean([part[place] for part, place in zip(units, order, strict=True)], axis=0))
    return np.take_along_axis(shares, order[:, :, None], axis=1)


def _middle(laid: Floats) -> Floats:
    """Return the mean of the versions of each topic, weighted by how near they are to it (power of the cosine)."""
    units = _unit(laid)
    middle: Floats = units.mean(axis=0)
    for _ in range(_ROUNDS):
        near = np.maximum(np.einsum("pkw,kw->pk", units, _unit(middle)), 0.0) ** _SHARPNESS
        middle = np.einsum("pk,pkw->kw", near, laid)
    return rows_to_one(middle)


def recurrence(components: Floats, laid: Floats) -> Floats:
    """Return the overlap (Jaccard) of the heaviest words of each topic and of each version, (n_parts, n_topics)."""
    wanted, found = _foremost(components), _foremost(laid)
    both = (wanted & found).sum(axis=2)
    overlap: Floats = both / np.maximum((wanted | found).sum(axis=2), 1)
    return overlap


def _foremost(weights: Floats) -> npt.NDArray[np.bool_]:
    """Tell which words are among the ten heaviest of their topic."""
    place = max(weights.shape[-1] - TOP_TERMS, 0)
    least = np.partition(weights, place, axis=-1)[..., place, None]
    foremost: npt.NDArray[np.bool_] = (weights >= least) & (weights > 0)
    return foremost


def jaccard(one: set[int], other: set[int]) -> float:
    """Return what two sets share of what either has; 0 where both are empty."""
    return len(one & other) / max(len(one | other), 1)


def _unit(rows: Floats) -> Floats:
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    unit: Floats = np.divide(rows, length, out=np.zeros_like(rows), where=length > 0)
    return unit
