"""Families of change: a level that begins and stays, a pulse that passes; each as windows over time.

A change says that the stories inside a window have another mean than those outside. The evidence for one window is
the likelihood ratio of a normal shift, averaged over shifts of a plausible size; the statistic of a family averages
it over all its windows, uniformly in time. Only its distribution under permutation is relied on, so that nothing
needs to be normal. Source of averaging: Siegmund, Approximate tail probabilities for the maxima of some random fields
(Annals of Probability 16, 1988); of the prior on the size: Zellner's g-prior (1986).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from iopmine.trends.blocks import Floats, Indices

FamilyName = Literal["level", "pulse"]

PRIOR_VARIANCE = 0.05
"""Of the shift, in units of the variance of the weights: shifts of about a fifth of a standard deviation."""
CELLS = 192
"""The time from the first story to the last is cut into so many equal cells; windows begin and end between them."""
PULSE_CELLS = (3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
"""Lengths of a pulse: up to a third of the time."""


@dataclass(frozen=True)
class Family:
    """All windows of one form.

    ``begin``, ``end``: fractional years; ``first``, ``last``: the stories inside, half-open; ``prior``: summing to 1.
    All of shape (n_windows,). ``stories``: how many there are in all.
    """

    name: FamilyName
    begin: Floats
    end: Floats
    first: Indices
    last: Indices
    prior: Floats
    stories: int

    def distinct(self) -> Family:
        """Return the family with windows over the same stories made one, which leaves the statistic as it is."""
        spans, kept, where = np.unique(
            np.stack([self.first, self.last]), axis=1, return_index=True, return_inverse=True
        )
        prior = np.zeros(len(kept))
        np.add.at(prior, where.ravel(), self.prior)
        return Family(self.name, self.begin[kept], self.end[kept], spans[0], spans[1], prior, self.stories)

    def log_ratios(self, cumulative: Floats) -> Floats:
        """Return the log of prior × likelihood ratio of each window, shape (…, n_windows).

        ``cumulative``, of shape (…, n_stories + 1), holds the running sums, from 0, of weights with mean 0 and
        variance 1.
        """
        inside = cumulative[..., self.last] - cumulative[..., self.first]
        count = (self.last - self.first).astype(np.float64)
        spread = PRIOR_VARIANCE * count * (self.stories - count) / self.stories
        offset = np.log(self.prior) - 0.5 * np.log1p(spread)
        ratios: Floats = inside * inside * (0.5 * PRIOR_VARIANCE / (1 + spread)) + offset
        return ratios

    def statistic(self, cumulative: Floats) -> Floats:
        """Return the log of the average likelihood ratio, shape (…)."""
        ratios = self.log_ratios(cumulative)
        top = ratios.max(axis=-1, keepdims=True)
        total: Floats = top[..., 0] + np.log(np.exp(ratios - top).sum(axis=-1))
        return total


def families(moments: Floats) -> list[Family]:
    """Return the families over stories at ascending moments; a family without a possible window is left out."""
    edges = np.linspace(moments[0], moments[-1], CELLS + 1)
    before = np.searchsorted(moments, edges)
    # The last cell holds its end, and what rounding puts beyond it.
    before[-1] = len(moments)
    steps = [(edge, CELLS, 1.0) for edge in range(1, CELLS)]
    both = [_family("level", edges, before, steps), _family("pulse", edges, before, _pulses())]
    return [family for family in both if len(family.prior)]


def _pulses() -> list[tuple[int, int, float]]:
    """Return windows that lie inside, uniform over position for each length."""
    windows = []
    for cells in PULSE_CELLS:
        starts = range(1, CELLS - cells, max(1, cells // 3))
        windows += [(start, start + cells, 1 / len(starts)) for start in starts]
    return windows


def _family(name: FamilyName, edges: Floats, before: Indices, windows: list[tuple[int, int, float]]) -> Family:
    begin, end = np.array([w[0] for w in windows]), np.array([w[1] for w in windows])
    prior = np.array([w[2] for w in windows])
    first, last, stories = before[begin], before[end], int(before[-1])
    # Stories inside and, for a pulse, on both sides of it; for a level, before it.
    possible = (first > 0) & (last > first) & ((last < stories) | (name == "level"))
    prior = prior[possible] / max(prior[possible].sum(), np.finfo(float).tiny)
    return Family(name, edges[begin][possible], edges[end][possible], first[possible], last[possible], prior, stories)
