"""The topic model: non-negative matrix factorisation of tf-idf weights, the same to the bit on every run.

Source: Lee and Seung, Learning the parts of objects by non-negative matrix factorization (Nature 401, 1999);
initialised with nndsvd (Boutsidis and Gallopoulos, Pattern Recognition 41, 2008).
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from iopmine.errors import TopicError
from iopmine.topics.matrix import DocumentTermMatrix

TOP_TERMS = 10
TOPICS_LEAST, TOPICS_MOST = 4, 30
ITERATIONS, TOLERANCE = 200, 1e-4

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class TopicModel:
    """Topics in order of size, largest first.

    ``ids``: the n_documents row names. ``vocabulary``: the n_words column names. ``components``: word weights, rows
    summing to 1, shape (n_topics, n_words). ``shares``: how much of each document belongs to each topic, shape
    (n_documents, n_topics); rows sum to 1, or to 0 where a document has none of the words. ``seed``: what the
    initialisation was drawn with.
    """

    ids: tuple[str, ...]
    vocabulary: tuple[str, ...]
    components: Floats
    shares: Floats
    seed: int

    def terms(self, count: int = TOP_TERMS) -> list[tuple[str, ...]]:
        """Return the leading words of each topic, heaviest first, ties in alphabetic order."""
        order = np.argsort(-self.components, axis=1, kind="stable")[:, :count]
        return [
            tuple(self.vocabulary[word] for word in row if weights[word] > 0)
            for row, weights in zip(order, self.components, strict=True)
        ]


def default_topics(documents: int) -> int:
    """Return how many topics a corpus of this size is given: the root of half its documents, 4 to 30."""
    return min(max(round(math.sqrt(documents / 2)), TOPICS_LEAST), TOPICS_MOST)


def fit(matrix: DocumentTermMatrix, *, topics: int | None = None, seed: int = 0) -> TopicModel:
    """Fit a model with a number of topics (default: by the size of the corpus).

    A topic that ends up without words is left out, so there may be fewer than asked for.

    Raises:
        TopicError: more topics than half the documents, or than words; or fewer than two.
    """
    most = min(len(matrix.ids) // 2, len(matrix.vocabulary))
    wanted = default_topics(len(matrix.ids)) if topics is None else topics
    if not 2 <= wanted <= most:
        raise TopicError(
            f"{len(matrix.ids)} documents and {len(matrix.vocabulary)} words carry 2 to {most} topics; "
            f"{wanted} were asked for.",
            hint=f"Ask for at most {most} with --topics, or add more documents.",
        )
    shares, components = factorise(matrix, topics=wanted, seed=seed)
    order = _by_size(shares, components)
    return TopicModel(matrix.ids, matrix.vocabulary, components[order], shares[:, order], seed)


def factorise(matrix: DocumentTermMatrix, *, topics: int, seed: int) -> tuple[Floats, Floats]:
    """Return shares of shape (n_documents, topics) and components of shape (topics, n_words), in no special order."""
    model = NMF(topics, init="nndsvd", solver="cd", max_iter=ITERATIONS, tol=TOLERANCE, random_state=seed)
    # One thread: sums are then added in one order, and small matrices are quicker that way.
    with threadpool_limits(limits=1), warnings.catch_warnings():
        # The last steps before convergence move no leading word; the cap is a promise on time.
        warnings.simplefilter("ignore", ConvergenceWarning)
        weights = model.fit_transform(matrix.weights())
    mass = model.components_.sum(axis=1)
    return _rows_to_one(weights * mass), _rows_to_one(model.components_)


def _rows_to_one(values: Floats) -> Floats:
    total = values.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(values, total, out=np.zeros_like(values), where=total > 0)
    return shares


def _by_size(shares: Floats, components: Floats) -> npt.NDArray[np.intp]:
    """Return the topics that have words, largest first; ties by their heaviest word."""
    size = shares.sum(axis=0)
    heaviest = components.argmax(axis=1)
    order: npt.NDArray[np.intp] = np.lexsort((heaviest, -size))
    alive: npt.NDArray[np.bool_] = (components.sum(axis=1) > 0) & (size > 0)
    kept: npt.NDArray[np.intp] = order[alive[order]]
    return kept
