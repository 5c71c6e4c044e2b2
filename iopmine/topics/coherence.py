"""Measures of a topic's words: do they occur together, and do topics differ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix

from iopmine.topics.matrix import DocumentTermMatrix

WINDOW = 10

Floats = npt.NDArray[np.float64]


def npmi(terms: Sequence[Sequence[str]], matrix: DocumentTermMatrix, *, window: int = WINDOW) -> list[float]:
    """Return each topic's mean normalised pointwise mutual information over its pairs of words, -1 to 1.

    Words occur together where a window of ``window`` words of the vocabulary has both. A pair that never does scores
    -1; words outside the vocabulary are passed over; a topic with fewer than two words scores 0. Score a model on
    documents it was not fitted on to see more than how well it knows them. Source: Röder, Both and Hinneburg,
    Exploring the space of topic coherence measures (WSDM 2015), c_npmi.
    """
    column = {word: index for index, word in enumerate(matrix.vocabulary)}
    topics = [[column[word] for word in words if word in column] for words in terms]
    used = sorted({index for topic in topics for index in topic})
    scores = pair_npmi(*windows_together(matrix, used, window=window))
    place = {index: position for position, index in enumerate(used)}
    return [_pairs_mean(scores, [place[index] for index in topic]) for topic in topics]


def _pairs_mean(scores: Floats, places: list[int]) -> float:
    if len(places) < 2:
        return 0.0
    first, second = np.triu_indices(len(places), 1)
    chosen = np.array(places)
    return float(scores[chosen[first], chosen[second]].mean())


def windows_together(matrix: DocumentTermMatrix, columns: Sequence[int], *, window: int = WINDOW) -> tuple[Floats, int]:
    """Count the windows in which each two of some words stand, and all windows.

    A window moves by one word and stays within a document; a document shorter than it is one window. Returned are
    the counts, symmetric, shape (n_columns, n_columns), with each word's own windows in the diagonal.
    """
    lengths = matrix.lengths()
    slots = np.maximum(lengths - window + 1, 1)
    number = np.full(len(matrix.vocabulary), -1)
    number[np.asarray(columns, dtype=np.intp)] = np.arange(len(columns))
    kept = np.flatnonzero(number[matrix.words] >= 0)
    row = np.repeat(np.arange(len(lengths)), lengths)[kept]
    place = kept - (np.cumsum(lengths) - lengths)[row]
    # A word at a place stands in the windows that begin up to window - 1 words before it.
    begin = place[:, None] - np.arange(window)[None, :]
    inside = (begin >= 0) & (begin < slots[row][:, None])
    windows = (begin + (np.cumsum(slots) - slots)[row][:, None])[inside]
    words = np.repeat(number[matrix.words[kept]], inside.sum(axis=1))
    total = int(slots.sum())
    shape = (total, len(columns))
    present = coo_matrix((np.ones(len(words), dtype=np.float32), (windows, words)), shape=shape).tocsr()
    present.data[:] = 1
    return (present.T @ present).toarray().astype(np.float64), total


def pair_npmi(together: Floats, total: int) -> Floats:
    """Return the normalised pointwise mutual information of each two words, -1 where they never meet.

    ``together``: how often both occur, each word's own count in the diagonal, shape (n, n); ``total``: of how many.
    Two words that are everywhere together carry no information: 0.
    """
    joint = together / max(total, 1)
    chance = np.outer(np.diag(joint), np.diag(joint))
    scores = np.full(joint.shape, -1.0)
    scores[joint >= 1] = 0.0
    seen = (joint > 0) & (joint < 1)
    scores[seen] = np.log(joint[seen] / chance[seen]) / -np.log(joint[seen])
    return scores


def diversity(terms: Sequence[Sequence[str]]) -> float:
    """Return the share of distinct words among the leading words of all topics, 0 to 1.

    Source: Dieng, Ruiz and Blei, Topic modeling in embedding spaces (TACL 8, 2020).
    """
    words = [word for topic in terms for word in topic]
    return len(set(words)) / len(words) if words else 0.0
