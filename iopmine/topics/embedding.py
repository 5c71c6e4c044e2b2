"""Topics as clusters of documents: embeddings from the corpus itself, k-means, words by class-based tf-idf.

Sources: Levy and Goldberg, Neural word embedding as implicit matrix factorization (NIPS 2014), for the embedding of
words by the singular vectors of their positive mutual information; Grootendorst, BERTopic: neural topic modeling with
a class-based TF-IDF procedure (2022), for the words.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import normalize

from iopmine.topics.matrix import DocumentTermMatrix
from iopmine.topics.nmf import rows_to_one

DIMENSIONS = 100
_SMOOTHING = 0.75
_STARTS = 3

Floats = npt.NDArray[np.float64]


class Clustering:
    """Clusters some documents, whole or in parts; their embedding is computed once."""

    def __init__(self, matrix: DocumentTermMatrix, *, topics: int, seed: int) -> None:  # noqa: ARG002 - as Fit has it
        self._counts, self._seed = matrix.counts, seed
        self._vectors = document_vectors(matrix, seed=seed)

    def fit(self, topics: int, rows: npt.NDArray[np.intp] | None = None) -> Floats:
        """Return word weights, rows summing to 1 (or 0), shape (topics, n_words), in no special order.

        ``rows``: the documents to look at, all where it is None.
        """
        everything = slice(None) if rows is None else rows
        found = KMeans(topics, n_init=_STARTS, random_state=self._seed).fit_predict(self._vectors[everything])
        return rows_to_one(class_tf_idf(self._counts[everything], np.eye(topics)[found]))


def document_vectors(matrix: DocumentTermMatrix, *, seed: int) -> Floats:
    """Return two embeddings of the documents side by side: latent semantic analysis, and the mean of their words."""
    weights = matrix.weights()
    averaged = normalize(weights @ word_vectors(matrix.counts, seed=seed))
    return np.hstack([latent_vectors(weights, seed=seed), normalize(averaged - averaged.mean(axis=0))])


def latent_vectors(weights: csr_matrix, *, seed: int) -> Floats:
    """Return unit vectors of the documents in the leading dimensions of their words (latent semantic analysis)."""
    svd = TruncatedSVD(min(DIMENSIONS, min(weights.shape) - 1), random_state=seed)
    vectors: Floats = normalize(svd.fit_transform(weights))
    return vectors


def word_vectors(counts: csr_matrix, *, seed: int) -> Floats:
    """Return unit vectors of the words, from how much more often than by chance they share documents."""
    present = (counts > 0).astype(np.float64)
    together = (present.T @ present).tocoo()
    often = np.asarray(together.sum(axis=1)).ravel()
    context = often**_SMOOTHING / (often**_SMOOTHING).sum()
    information = np.log(together.data / (often[together.row] * context[together.col]))
    positive = csr_matrix((np.maximum(information, 0.0), (together.row, together.col)), shape=together.shape)
    positive.eliminate_zeros()
    svd = TruncatedSVD(min(DIMENSIONS, min(positive.shape) - 1), random_state=seed)
    # Half of each singular value: words are then as near to each other as to their contexts.
    scaled = svd.fit_transform(positive) / np.sqrt(np.maximum(svd.singular_values_, 1e-12))
    vectors: Floats = normalize(scaled)
    return vectors


def class_tf_idf(counts: csr_matrix, shares: Floats) -> Floats:
    """Return c-TF-IDF weights of words in topics, shape (n_topics, n_words).

    ``shares``: how much of each document belongs to each topic, shape (n_documents, n_topics).
    """
    frequency = (counts.T @ shares).T
    length = frequency.sum(axis=1, keepdims=True)
    overall = frequency.sum(axis=0)
    rarity = np.log1p(np.divide(length.mean(), overall, out=np.zeros_like(overall), where=overall > 0))
    weights: Floats = np.divide(frequency, length, out=np.zeros_like(frequency), where=length > 0) * rarity
    return weights
