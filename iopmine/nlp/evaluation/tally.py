"""Counts of hits, false alarms and misses, kept by document, and the figures and intervals they give.

Intervals are 95 % percentile intervals of a bootstrap over documents, because errors within one document go together.
Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]
"""Of shape (…, 3): hits, false alarms, misses."""
Interval = tuple[float, float]
RESAMPLES = 1000
_HIT, _ALARM, _MISS = range(3)


class Fault(NamedTuple):
    """One error: its kind, the label, the words, the document, and the words marked in their context."""

    kind: str
    label: str
    words: str
    document_id: str
    context: str = ""


@dataclass(slots=True)
class Tally:
    """Hits, false alarms and misses by label, one counter a document."""

    documents: list[Counter[tuple[str, int]]] = field(default_factory=list)

    def open(self) -> None:
        """Begin the next document; what is counted from now on belongs to it."""
        self.documents.append(Counter())

    def hit(self, label: str, times: int = 1) -> None:
        """Count what is wanted and found."""
        self.documents[-1][label, _HIT] += times

    def alarm(self, label: str, times: int = 1) -> None:
        """Count what is found and not wanted."""
        self.documents[-1][label, _ALARM] += times

    def miss(self, label: str, times: int = 1) -> None:
        """Count what is wanted and not found."""
        self.documents[-1][label, _MISS] += times

    def add(self, found: Set[object], wanted: Set[object], label: str) -> None:
        """Count two sets of one label against each other."""
        self.hit(label, len(found & wanted))
        self.alarm(label, len(found - wanted))
        self.miss(label, len(wanted - found))

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that were counted, sorted."""
        return tuple(sorted({label for counter in self.documents for (label, _), times in counter.items() if times}))

    def counts(self, label: str | None = None) -> Counts:
        """Return the counts of a label, or of all labels together, of shape (documents, 3)."""
        table = np.zeros((len(self.documents), 3))
        for row, counter in enumerate(self.documents):
            for (name, column), times in counter.items():
                if label is None or name == label:
                    table[row, column] += times
        return table

    def totals(self, label: str | None = None) -> tuple[int, int, int]:
        """Return (hits, false alarms, misses) over all documents."""
        hits, alarms, misses = self.counts(label).sum(axis=0)
        return int(hits), int(alarms), int(misses)

    def score(self, label: str | None = None) -> tuple[float, float, float]:
        """Return (precision, recall, F1) of a label, or over all labels together; 0 where nothing was counted."""
        total = self.counts(label).sum(axis=0)
        values = (precision(total), recall(total), f1(total))
        return tuple(float(np.nan_to_num(value)) for value in values)  # type: ignore[return-value]


def _ratio(part: Counts, whole: Counts) -> Counts:
    """Return part / whole, and not-a-number where the whole is nothing."""
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)


def precision(counts: Counts) -> Counts:
    """Return the share of what was found that is wanted."""
    return _ratio(counts[..., _HIT], counts[..., _HIT] + counts[..., _ALARM])


def recall(counts: Counts) -> Counts:
    """Return the share of what is wanted that was found."""
    return _ratio(counts[..., _HIT], counts[..., _HIT] + counts[..., _MISS])


def f1(counts: Counts) -> Counts:
    """Return the harmonic mean of precision and recall."""
    return _ratio(2 * counts[..., _HIT], 2 * counts[..., _HIT] + counts[..., _ALARM] + counts[..., _MISS])


def share_of(column: int) -> Callable[[Counts], Counts]:
    """Return the statistic: the share of one column in all three."""
    return lambda counts: _ratio(counts[..., column], counts.sum(axis=-1))


@lru_cache(maxsize=16)
def _draws(documents: int, resamples: int, seed: int) -> NDArray[np.float64]:
    """Return how often each resample holds each document, of shape (resamples, documents)."""
    generator = np.random.default_rng(seed)
    chances = np.full(documents, 1 / documents)
    return generator.multinomial(documents, chances, size=resamples).astype(np.float64)


def interval(
    counts: Counts, statistic: Callable[[Counts], Counts], *, seed: int, resamples: int = RESAMPLES
) -> Interval | None:
    """Return the 95 % interval of a statistic of summed counts under resampling of documents.

    None where no resample holds anything the statistic can be taken of.
    """
    occupied = counts[counts.any(axis=1)]
    if not len(occupied):
        return None
    # Documents without any count of this label change nothing but how many of the others a resample draws.
    drawn = _draws(len(counts), resamples, seed)[:, counts.any(axis=1)]
    values = statistic(drawn @ occupied)
    values = values[~np.isnan(values)]
    if not len(values):
        return None
    low, high = np.percentile(values, (2.5, 97.5))
    return round(float(low), 4), round(float(high), 4)
