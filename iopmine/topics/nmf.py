"""Topics as parts: non-negative matrix factorisation of tf-idf weights, the same to the bit on every run.

Sources: Lee and Seung, Learning the parts of objects by non-negative matrix factorization (Nature 401, 1999);
initialised with nndsvd (Boutsidis and Gallopoulos, Pattern Recognition 41, 2008).
"""

from __future__ import annotations

import warnings

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning

from iopmine.topics.matrix import DocumentTermMatrix

ITERATIONS = 20
TOLERANCE = 1e-3
_SWEEPS = 30
_STEP_LEAST = 1e-4

Floats = npt.NDArray[np.float64]


def factorise(matrix: DocumentTermMatrix, *, topics: int, seed: int) -> Floats:
    """Return word weights, rows summing to 1 (or 0), shape (topics, n_words), in no special order."""
    model = NMF(topics, init="nndsvd", solver="cd", max_iter=ITERATIONS, tol=TOLERANCE, random_state=seed)
    with warnings.catch_warnings():
        # More iterations fit these documents better, but cohere no better on others and come back less on subsamples.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(matrix.weights().astype(np.float32))
    return rows_to_one(model.components_.astype(np.float64))


def project(weights: csr_matrix, components: Floats) -> Floats:
    """Return how much of each topic is in each document: non-negative least squares, shape (n_documents, n_topics).

    Source: hierarchical alternating least squares, Cichocki and Phan (IEICE Transactions E92-A, 2009).
    """
    gram = components @ components.T
    linked = np.asarray(weights @ components.T)
    found = np.zeros_like(linked)
    alive = np.flatnonzero(np.diag(gram) > 0)
    for _ in range(_SWEEPS):
        moved = 0.0
        for topic in alive:
            step = (linked[:, topic] - found @ gram[:, topic]) / gram[topic, topic]
            new = np.maximum(found[:, topic] + step, 0.0)
            moved = max(moved, float(np.abs(new - found[:, topic]).max(initial=0.0)))
            found[:, topic] = new
        if moved <= _STEP_LEAST * found.max(initial=0.0):
            break
    return found


def rows_to_one(values: Floats) -> Floats:
    """Return the rows divided by their sums; rows of zeros stay."""
    total = values.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(values, total, out=np.zeros_like(values), where=total > 0)
    return shares
