"""Which words keep like company: groups of words from raw text.

Positive pointwise mutual information of a word with the words directly before and after it, reduced by a singular
value decomposition (Levy and Goldberg 2014), divided by k-means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from sklearn.cluster import MiniBatchKMeans
from sklearn.utils.extmath import randomized_svd
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

_BEGIN, _END = "\x02", "\x03"


@dataclass(frozen=True, slots=True)
class CompanySettings:
    """How words are grouped: those seen ``least`` times, by ``contexts`` frequent neighbours on either side."""

    least: int = 4
    contexts: int = 4000
    dimensions: int = 80
    divisions: tuple[int, ...] = (64, 256, 1000)
    fitted: int = 20_000
    smoothing: float = 0.75


def word_groups(
    sentences: Sequence[Sequence[str]], *, seed: int, settings: CompanySettings = CompanySettings()
) -> dict[str, tuple[int, ...]]:
    """Return the number of the group of each folded word, in each division; words sorted."""
    counts = Counter(word.casefold() for words in sentences for word in words)
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    words = [word for word in ranked if counts[word] >= settings.least]
    if not words:
        return {}
    counted = _neighbours(sentences, words, ranked[: settings.contexts])
    # One thread: the sums come in one order, and threads that wait for each other cost more than they save.
    with threadpool_limits(limits=1):
        vectors = _vectors(counted, seed, settings)
        groups = [_divided(vectors, division, settings.fitted, seed) for division in settings.divisions]
    return {word: tuple(int(group[i]) for group in groups) for i, word in sorted(enumerate(words), key=lambda p: p[1])}


def _neighbours(sentences: Sequence[Sequence[str]], words: list[str], contexts: list[str]) -> csr_matrix:
    """Count the neighbours of each word: before it in the first half of the columns, after it in the second."""
    row_of = {word: row for row, word in enumerate(words)}
    column_of = {word: column for column, word in enumerate([*contexts, _BEGIN, _END])}
    rows: list[int] = []
    columns: list[int] = []
    for sentence in sentences:
        folded = [_BEGIN, *(word.casefold() for word in sentence), _END]
        for before, word, after in zip(folded, folded[1:], folded[2:], strict=False):
            row = row_of.get(word)
            if row is None:
                continue
            for neighbour, shift in ((before, 0), (after, len(column_of))):
                column = column_of.get(neighbour)
                if column is not None:
                    rows.append(row)
                    columns.append(column + shift)
    places = (np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64))
    return coo_matrix((np.ones(len(rows)), places), shape=(len(words), 2 * len(column_of))).tocsr()


def _vectors(counted: csr_matrix, seed: int, settings: CompanySettings) -> NDArray[np.float32]:
    totals = np.asarray(counted.sum(axis=1)).ravel()
    common = np.asarray(counted.sum(axis=0)).ravel() ** settings.smoothing
    cells = counted.tocoo()
    information = np.log(cells.data * common.sum() / (totals[cells.row] * common[cells.col]))
    positive = csr_matrix((np.maximum(information, 0), (cells.row, cells.col)), shape=cells.shape)
    dimensions = min(settings.dimensions, min(positive.shape) - 1)
    left, values, _ = randomized_svd(positive, dimensions, n_iter=4, random_state=seed)
    vectors = left * np.sqrt(values)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


def _divided(vectors: NDArray[np.float32], division: int, fitted: int, seed: int) -> NDArray[np.int64]:
    """Return each row's group; groups are fitted to the commonest words, which come first."""
    means = MiniBatchKMeans(min(division, len(vectors)), random_state=seed, n_init=2, batch_size=4096, max_iter=60)
    return np.asarray(means.fit(vectors[:fitted]).predict(vectors), dtype=np.int64)
