"""Which topics come back when some of the documents are left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from iopmine.topics.matrix import DocumentTermMatrix
from iopmine.topics.model import Floats, TopicModel, factorise

RESAMPLES = 5
SUBSAMPLE = 0.8
SUBSAMPLE_MOST = 4000
"""A larger corpus is not refitted in whole: the score is then a cautious one, and its cost stays the same."""


def stability(matrix: DocumentTermMatrix, model: TopicModel, *, resamples: int = RESAMPLES) -> list[float]:
    """Return each topic's mean overlap (Jaccard, 0-1) of leading words with its counterpart in refitted subsamples.

    Each refit sees 80 % of the documents (4,000 at most), drawn with the model's seed; topics are paired so that the
    sum of the overlaps is largest (Hungarian method). Source: Greene, O'Callaghan and Cunningham, How many topics?
    Stability analysis for topic models (ECML PKDD 2014).
    """
    draw = np.random.default_rng(model.seed)
    size = min(round(SUBSAMPLE * len(matrix.ids)), SUBSAMPLE_MOST)
    reference = model.terms()
    total = np.zeros(len(reference))
    for _ in range(resamples):
        part = matrix.rows(np.sort(draw.choice(len(matrix.ids), size, replace=False)))
        shares, components = factorise(part, topics=len(reference), seed=model.seed)
        refit = TopicModel(part.ids, part.vocabulary, components, shares, model.seed)
        total += _matched(reference, refit.terms())
    return [float(value) for value in total / resamples]


def _matched(reference: Sequence[Sequence[str]], refit: Sequence[Sequence[str]]) -> Floats:
    overlap = np.array([[_jaccard(one, other) for other in refit] for one in reference])
    rows, columns = linear_sum_assignment(overlap, maximize=True)
    matched = np.zeros(len(reference))
    matched[rows] = overlap[rows, columns]
    return matched


def _jaccard(one: Sequence[str], other: Sequence[str]) -> float:
    union = set(one) | set(other)
    return len(set(one) & set(other)) / len(union) if union else 0.0
