"""Topics as clusters of documents: embeddings from the corpus itself, k-means, words by class-based tf-idf.

Sources: Levy and Goldberg, Neural word embedding as implicit matrix factorization (NIPS 2014), for the embedding of
words by the singular vectors of their positive mutual information; Grootendorst, BERTopic (2022), for the words.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import normalize

from iopmine.topics.matrix import DocumentTermMatrix

DIMENSIONS = 100
_SMOOTHING = 0.75
_STARTS = 3

Floats = npt.NDArray[np.float64]


def cluster(matrix: DocumentTermMatrix, *, topics: int, seed: int) -> tuple[Floats, Floats]:
    """Return shares of shape (n_documents, topics), each 0 or 1, and components of shape (topics, n_words)."""
    place = document_vectors(matrix, seed=seed)
    found = KMeans(topics, n_init=_STARTS, random_state=seed).fit_predict(place)
    has_words = (matrix.lengths() > 0).astype(np.float64)
    shares = np.eye(topics)[found] * has_words[:, None]
    return shares, class_tf_idf(matrix.counts, shares)


def document_vectors(matrix: DocumentTermMatrix, *, seed: int) -> Floats:
    """Return two embeddings of the documents side by side: latent semantic analysis, and the mean of their words."""
    weights = matrix.weights()
    size = min(DIMENSIONS, min(weights.shape) - 1)
    latent = TruncatedSVD(size, random_state=seed).fit_transform(weights)
    averaged = normalize(weights @ word_vectors(matrix.counts, size, seed=seed))
    averaged = normalize(averaged - averaged.mean(axis=0))
    return np.hstack([normalize(latent), averaged])


def word_vectors(counts: csr_matrix, size: int, *, seed: int) -> Floats:
    """Return unit vectors of the words, from the positive mutual information of words in documents."""
    present = (counts > 0).astype(np.float32)
    together = (present.T @ present).tocoo()
    own = together.diagonal()
    context = own**_SMOOTHING
    log = np.log(together.data * context.sum() / (own[together.row] * context[together.col] ))
    log -= np.log(1.0)
    positive = csr_matrix((np.maximum(log, 0), (together.row, together.col)), shape=together.shape)
    positive.eliminate_zeros()
    svd = TruncatedSVD(size, random_state=seed)
    vectors = svd.fit_transform(positive) / np.sqrt(np.maximum(svd.singular_values_, 1e-12))
    return normalize(vectors)


def class_tf_idf(counts: csr_matrix, shares: Floats) -> Floats:
    """Return c-TF-IDF weights of words in topics, shape (n_topics, n_words)."""
    tf = (counts.T @ shares).T
    frequency = tf.sum(axis=0)
    words = tf.sum(axis=1, keepdims=True)
    idf = np.log1p(words.mean() / np.maximum(frequency, 1e-12))
    return tf / np.maximum(words, 1e-12) * idf
