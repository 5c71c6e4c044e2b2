"""Topics as parts: non-negative matrix factorisation of tf-idf weights, the same to the bit on every run.

Sources: Lee and Seung, Learning the parts of objects by non-negative matrix factorization (Nature 401, 1999);
hierarchical alternating least squares, Cichocki and Phan (IEICE Transactions E92-A, 2009). It starts from rotated
singular vectors, which a fit on a part of the documents takes from those of the whole (Rayleigh and Ritz).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.utils.extmath import randomized_svd

from iopmine.topics.matrix import DocumentTermMatrix
from iopmine.topics.rotation import nearest_rotation, skewed_to_plus, varimax

ITERATIONS = 10
"""More iterations fit these documents better, but cohere no better on others and come back less on subsamples."""
_SPARE_DIMENSIONS = 15
_POWER_ITERATIONS = 4
_ROUNDS, _ROUNDS_OF_PART = 60, 8
_SWEEPS = 30
_STEP_LEAST = 1e-4
_LEAST = 1e-12

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]


class Factorisation:
    """Factorises some documents, whole or in parts; what the fits share is computed once.

    ``topics``: the most topics that will be asked for.
    """

    def __init__(self, matrix: DocumentTermMatrix, *, topics: int, seed: int) -> None:
        self._weights: csr_matrix = matrix.weights().astype(np.float32)
        rank = min(topics + _SPARE_DIMENSIONS, *self._weights.shape)
        left, values, right = randomized_svd(self._weights, rank, n_iter=_POWER_ITERATIONS, random_state=seed)
        self._documents: Singles = (left * values).astype(np.float32)
        self._words: Singles = right.astype(np.float32)
        self._directions: dict[int, Floats] = {}

    def fit(self, topics: int, rows: Indices | None = None) -> Floats:
        """Return word weights, rows summing to 1 (or 0), shape (topics, n_words), in no special order.

        ``rows``: the documents to look at, all where it is None.
        """
        weights = self._weights if rows is None else self._weights[rows]
        columns = weights.T.tocsr()
        documents, words = self._start(topics, rows)
        for _ in range(ITERATIONS):
            _sweep(documents, words @ words.T, _linked(weights, words))
            _sweep(words, documents @ documents.T, _linked(columns, documents))
        return rows_to_one(words.astype(np.float64))

    def _start(self, topics: int, rows: Indices | None) -> tuple[Singles, Singles]:
        """Return first factors, shapes (topics, n_documents) and (topics, n_words)."""
        part = self._documents if rows is None else self._documents[rows]
        values, turn = _leading(part, topics)
        right = self._words.T @ turn
        root = np.sqrt(values)
        start = nearest_rotation(right.T @ self._whole(topics))
        rotation = varimax(right * root, start=start, rounds=_ROUNDS_OF_PART)
        words = (right * root) @ rotation
        signs = skewed_to_plus(words)
        documents = (part @ (turn / root)) @ rotation
        return _factors(documents * signs, topics), _factors(words * signs, topics)

    def _whole(self, topics: int) -> Floats:
        """Return the rotated directions of all documents, from which those of a part are looked for."""
        if topics not in self._directions:
            values, turn = _leading(self._documents, topics)
            right = self._words.T @ turn
            rotation = varimax(right * np.sqrt(values), start=np.eye(len(values)), rounds=_ROUNDS)
            self._directions[topics] = right @ rotation
        return self._directions[topics]


def _leading(part: Singles, number: int) -> tuple[Floats, Floats]:
    """Return the largest singular values of some rows and their right vectors, shapes (n,) and (n_columns, n)."""
    squares, vectors = np.linalg.eigh((part.T @ part).astype(np.float64))
    first = np.argsort(-squares, kind="stable")[:number]
    return np.sqrt(np.maximum(squares[first], _LEAST)), vectors[:, first]


def _factors(columns: Floats, topics: int) -> Singles:
    """Return what is positive, one row a topic; topics beyond the columns have nothing."""
    factors = np.zeros((topics, len(columns)), dtype=np.float32)
    factors[: columns.shape[1]] = np.maximum(columns.T, 0.0)
    return factors


def _linked(weights: csr_matrix, factors: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Return the products of each row of weights with each factor, shape (n_factors, n_rows)."""
    return np.ascontiguousarray((weights @ np.ascontiguousarray(factors.T)).T)


def _sweep(
    factors: npt.NDArray[np.floating], gram: npt.NDArray[np.floating], linked: npt.NDArray[np.floating]
) -> float:
    """Solve for each factor in turn, in place, and return the largest step."""
    moved = 0.0
    for factor in np.flatnonzero(np.diag(gram) > 0):
        old = factors[factor]
        new = np.maximum(old + (linked[factor] - gram[factor] @ factors) / gram[factor, factor], 0)
        moved = max(moved, float(np.abs(new - old).max(initial=0.0)))
        factors[factor] = new
    return moved


def project(weights: csr_matrix, components: Floats) -> Floats:
    """Return how much of each topic is in each document: non-negative least squares, shape (n_documents, n_topics)."""
    gram = components @ components.T
    linked = _linked(weights, components)
    found = np.zeros_like(linked)
    for _ in range(_SWEEPS):
        if _sweep(found, gram, linked) <= _STEP_LEAST * found.max(initial=0.0):
            break
    return found.T


def rows_to_one(values: Floats) -> Floats:
    """Return the rows divided by their sums; rows of zeros stay."""
    total = values.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(values, total, out=np.zeros_like(values), where=total > 0)
    return shares
