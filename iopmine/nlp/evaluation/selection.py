"""What selection missed: a stratified sample of the documents turned away, and recall from what a person found there.

Strata are bands of the relevance score, because what was missed lies mostly near the threshold; within a band the
sample goes evenly through the sources (systematic sampling of a list in order of source).
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BANDS = (0.0, 0.02, 0.1, 0.5)
"""Lower bounds of the score bands; the last is the threshold of relevance."""


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """A document that relevance turned away: its id, score (0-1) and source."""

    document_id: str
    score: float
    source: str


@dataclass(frozen=True, slots=True)
class Stratum:
    """One band of scores: how many documents it holds, how many a person coded, how many of them are relevant."""

    name: str
    documents: int
    coded: int
    relevant: int


@dataclass(frozen=True, slots=True)
class Missed:
    """Share of the documents turned away that are relevant, weighted by stratum, and the sample size it is worth."""

    share: float
    effective: int
    documents: int


def band_of(score: float) -> str:
    """Return the name of the band that a score lies in."""
    index = max(i for i, low in enumerate(BANDS) if score >= low or i == 0)
    high = BANDS[min(index + 1, len(BANDS) - 1)]
    return f"{BANDS[min(index, len(BANDS) - 2)]:.2f}-{high:.2f}"


def draw(documents: Iterable[TurnedAway], size: int, *, seed: int) -> list[TurnedAway]:
    """Return a sample in order of band, source and id: the same number from each band, as far as it has so many."""
    bands: dict[str, list[TurnedAway]] = {}
    for document in sorted(documents, key=lambda d: (d.source, d.document_id)):
        bands.setdefault(band_of(document.score), []).append(document)
    generator = random.Random(seed)  # noqa: S311 - a sample, not a secret
    drawn: list[TurnedAway] = []
    # The smallest band first: what it cannot give is shared among the others.
    for left, name in zip(range(len(bands), 0, -1), sorted(bands, key=lambda b: (len(bands[b]), b)), strict=True):
        share = min(len(bands[name]), math.ceil((size - len(drawn)) / left))
        drawn += _systematic(bands[name], share, generator)
    return sorted(drawn, key=lambda d: (band_of(d.score), d.source, d.document_id))


def _systematic(ordered: Sequence[TurnedAway], size: int, generator: random.Random) -> list[TurnedAway]:
    """Return every n-th of the list from a random start; within a source the order is random."""
    mixed = sorted(ordered, key=lambda d: (d.source, generator.random()))
    start = generator.random()
    return [mixed[int((number + start) * len(mixed) / size)] for number in range(size)]


def missed(strata: Sequence[Stratum]) -> Missed:
    """Return the share of relevant documents among those turned away.

    The effective size is that of a simple random sample with the same weights, (Σw)² / Σw² (Kish, Survey Sampling,
    1965), as recommended for Wilson intervals from unequal weights (Franco, Little, Louis and Slud, Journal of Survey
    Statistics and Methodology 7, 2019). A band that nobody coded takes part in no figure but the number of documents.

    Raises:
        ValueError: nothing was coded.
    """
    coded = [s for s in strata if s.coded]
    if not coded:
        raise ValueError("nothing was coded")
    weights = [s.documents / s.coded for s in coded]
    whole = sum(s.documents for s in coded)
    share = sum(weight * s.relevant for weight, s in zip(weights, coded, strict=True)) / whole
    squares = sum(weight * weight * s.coded for weight, s in zip(weights, coded, strict=True))
    return Missed(share, max(1, math.floor(whole * whole / squares)), sum(s.documents for s in strata))
