"""How many topics: as many as come back when some of the documents are left out.

Source: Greene, O'Callaghan and Cunningham, How many topics? Stability analysis for topic models (ECML PKDD 2014).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from iopmine.topics.consensus import recurrence, sample, subsamples, versions
from iopmine.topics.matrix import DocumentTermMatrix
from iopmine.topics.model import TOPICS_LEAST, TOPICS_MOST, default_topics, most_topics
from iopmine.topics.nmf import Factorisation, project, rows_to_one

RESAMPLES = 5
DOCUMENTS_MOST = 2000
STABILITY_LEAST = 0.55
"""Seven of the ten words come back."""
_STEPS = (0.4, 0.5, 0.75, 1.0, 1.25)


class NumberScore(NamedTuple):
    """How stable a number of topics is.

    ``stability``: mean overlap (Jaccard, 0-1) of topics' ten heaviest words between fits on subsamples and their mean,
    topics weighted by how much of the documents they hold: a large topic that does not come back must not hide behind
    small ones that do. ``spread``: the standard deviation of that mean over the subsamples.
    """

    topics: int
    stability: float
    spread: float


def grid(matrix: DocumentTermMatrix) -> list[int]:
    """Return the numbers that are tried: from two fifths to five fourths of what the size of the corpus suggests."""
    usual = default_topics(len(matrix.ids))
    most = min(most_topics(matrix), TOPICS_MOST)
    return sorted({min(max(round(step * usual), TOPICS_LEAST), most) for step in _STEPS})


def score_numbers(
    matrix: DocumentTermMatrix, numbers: Sequence[int], *, seed: int, resamples: int = RESAMPLES
) -> list[NumberScore]:
    """Score numbers of topics on the same subsamples of at most 2,000 documents."""
    whole = sample(matrix, DOCUMENTS_MOST)
    parts = list(subsamples(len(whole.ids), resamples, seed))
    weights = whole.weights()
    scores = []
    with threadpool_limits(limits=1):
        fitter = Factorisation(whole, topics=max(numbers), seed=seed)
        for topics in numbers:
            components, laid = versions(fitter, parts, topics)
            size = rows_to_one(project(weights, components)).sum(axis=0)
            each = recurrence(components, laid) @ (size / max(size.sum(), 1e-12))
            scores.append(NumberScore(topics, float(each.mean()), float(each.std(ddof=1))))
    return scores


def choose_number(scores: Sequence[NumberScore]) -> int:
    """Return the largest number with a stability of at least 0.55, or else the most stable one.

    More topics say more and come back less: the most stable number alone is nearly always the smallest one.
    """
    stable = [score.topics for score in scores if score.stability >= STABILITY_LEAST]
    return max(stable) if stable else max(scores, key=lambda score: (score.stability, score.topics)).topics
