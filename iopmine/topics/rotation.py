"""Turning singular vectors until each stands for few words: a start for topics that another sample finds again.

Singular vectors of nearly the same size trade places from sample to sample; the space they span does not, and varimax
depends on the space only. Sources: Kaiser, The varimax criterion for analytic rotation in factor analysis
(Psychometrika 23, 1958); as an estimate of topics, Rohe and Zeng, Vintage factor analysis with varimax performs
statistical inference (JRSS B 85, 2023).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_RISE_LEAST = 1e-4

Floats = npt.NDArray[np.float64]


def varimax(loadings: Floats, *, start: Floats, rounds: int) -> Floats:
    """Return the rotation, shape (n_topics, n_topics), under which few loadings of each column are large.

    ``loadings``: shape (n_words, n_topics); ``start``: the rotation to begin with; ``rounds``: the most steps.
    """
    rotation, before = start, 0.0
    for _ in range(rounds):
        turned = loadings @ rotation
        square = turned * turned
        left, values, right = np.linalg.svd(loadings.T @ (turned * (square - square.mean(axis=0))))
        rotation = left @ right
        if values.sum() <= before * (1 + _RISE_LEAST):
            break
        before = float(values.sum())
    return rotation


def nearest_rotation(matrix: Floats) -> Floats:
    """Return the rotation nearest to a square matrix (orthogonal Procrustes problem)."""
    left, _, right = np.linalg.svd(matrix)
    rotation: Floats = left @ right
    return rotation


def skewed_to_plus(loadings: Floats) -> Floats:
    """Return the sign of each column, 1 or -1, that makes its large loadings positive."""
    signs: Floats = np.where((loadings**3).sum(axis=0) < 0, -1.0, 1.0)
    return signs
