"""Forms of change: a level that begins and stays, a pulse that passes, a trend, a season.

A form is a set of contrasts over the stories: inside a window against outside it, late against early, one time of the
year against another. The evidence for one contrast is the likelihood ratio of a normal shift, averaged over shifts of
a plausible size; the statistic of a form averages it over all its contrasts, uniformly in time. Only its distribution
under permutation is relied on, so that nothing needs to be normal. Contrasts are taken within strata.
Source of averaging: Siegmund, Approximate tail probabilities for the maxima of some random fields (Annals of
Probability 16, 1988); of the prior on the size: Zellner's g-prior (1986).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from iopmine.trends.blocks import Blocks, Floats, Indices

FamilyName = Literal["level", "pulse", "trend", "season"]

PRIOR_VARIANCE = 0.1
"""Of the shift, in units of the variance of the weights: shifts of about a third of a standard deviation."""
PULSE_VARIANCE = 0.3
"""Of a pulse as large as half the time; the variance is larger for shorter ones, by as much as they are less certain:
what passes soon must be large to be talked of. Chosen, like the others, by simulated power."""
CELLS = 192
"""The time from the first story to the last is cut into so many equal cells; windows begin and end between them."""
PULSE_CELLS = (3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
"""Lengths of a pulse: up to a third of the time."""
WINDOW_LEAST = 10
"""Stories inside a window, and outside: what fewer say is no change of debate. A quarter of all where these are few."""
PRIOR: dict[FamilyName, float] = {"level": 0.35, "pulse": 0.3, "trend": 0.15, "season": 0.2}
"""How likely each form is before the data: what begins and stays or passes, more than one line through all the time."""
SEASON_YEARS = 3.0
SEASON_PRECISE = 0.9
"""A season is looked for where so many years are covered and so many of the dates are known to the month."""
# A regressor is scaled to the variance that a step in the middle of the time has.
_STEP_DEVIATION = 0.5


@dataclass(frozen=True)
class Windows:
    """All windows of one form: a level (that ends with the time) or a pulse.

    ``begin``, ``end``: fractional years; ``first``, ``last``: the stories inside, half-open; ``prior``: summing to 1.
    ``variance``: of the shift, before the data. All of shape (n_windows,). ``room``: for each stratum what its stories
    can say of a window, that is inside × outside / all, shape (n_strata, n_windows).
    """

    name: FamilyName
    begin: Floats
    end: Floats
    first: Indices
    last: Indices
    prior: Floats
    variance: Floats
    room: Floats

    def distinct(self) -> Windows:
        """Return the form with windows over the same stories made one, which leaves the statistic as it is."""
        spans, kept, where = np.unique(
            np.stack([self.first, self.last]), axis=1, return_index=True, return_inverse=True
        )
        prior = np.zeros(len(kept))
        np.add.at(prior, where.ravel(), self.prior)
        return Windows(
            self.name,
            self.begin[kept],
            self.end[kept],
            spans[0],
            spans[1],
            prior,
            self.variance[kept],
            self.room[:, kept],
        )

    def score(self, sums: Floats) -> Floats:
        """Return the sums of the values inside each window, shape (…, n_windows), from their running sums."""
        inside: Floats = sums[..., self.last] - sums[..., self.first]
        return inside

    def log_ratios(self, sums: Floats, variances: Floats) -> Floats:
        """Return the log of prior × likelihood ratio of each window, shape (…, n_windows).

        ``sums``: running sums, from 0, of values with mean 0 in each stratum and variance 1 over all, shape
        (…, n_stories + 1); ``variances``: of the values in each stratum, shape (n_strata,).
        """
        spread = self.variance * (variances @ self.room)
        inside = self.score(sums)
        ratios: Floats = inside * inside * (0.5 * self.variance / (1 + spread))
        ratios += np.log(self.prior) - 0.5 * np.log1p(spread)
        return ratios

    def statistic(self, _values: Floats, sums: Floats, variances: Floats) -> Floats:
        """Return the log of the average likelihood ratio, shape (…)."""
        return log_sum(self.log_ratios(sums, variances))


@dataclass(frozen=True)
class Regression:
    """One contrast, of one or two regressors with mean 0 in each stratum: a trend or a season.

    ``columns``: shape (n_stories, n_regressors). ``units``: how large one unit of the unscaled regressor (a year;
    cosine and sine of the time of the year) is here, shape (n_regressors,). ``room``: sums of squares and products in
    each stratum, shape (n_strata, n_regressors, n_regressors).
    """

    name: FamilyName
    columns: Floats
    units: Floats
    room: Floats

    def distinct(self) -> Regression:
        """Return the form as it is: it has one contrast."""
        return self

    def information(self, variances: Floats) -> Floats:
        """Return what the stories say of the coefficients, shape (n_regressors, n_regressors)."""
        information: Floats = np.tensordot(variances, self.room, axes=1)
        return information

    def statistic(self, values: Floats, _sums: Floats, variances: Floats) -> Floats:
        """Return the log of the average likelihood ratio, shape (…), of values as ``Windows.log_ratios`` sums up."""
        spread = np.eye(self.columns.shape[1]) + PRIOR_VARIANCE * self.information(variances)
        score = values @ self.columns
        quadratic = np.einsum("...i,ij,...j->...", score, np.linalg.inv(spread) * PRIOR_VARIANCE, score)
        ratio: Floats = 0.5 * quadratic - 0.5 * np.linalg.slogdet(spread)[1]
        return ratio


Family = Windows | Regression


def families(gathered: Blocks) -> list[Family]:
    """Return the forms that these stories could show; a form without a possible contrast is left out."""
    moments, member = gathered.moments, members(gathered.strata)
    edges, before, inside = _grid(gathered)
    steps = [(edge, CELLS, 1.0) for edge in range(1, CELLS)]
    windows = [_windows("level", edges, before, inside, steps), _windows("pulse", edges, before, inside, _pulses())]
    found: list[Family] = [form for form in windows if len(form.prior)]
    found.append(_regression("trend", moments[:, None], member))
    if moments[-1] - moments[0] >= SEASON_YEARS and gathered.precise.mean() >= SEASON_PRECISE:
        angle = 2 * np.pi * moments
        found.append(_regression("season", np.stack([np.cos(angle), np.sin(angle)], axis=1), member))
    return found


def members(strata: Indices) -> Floats:
    """Return 1 where a story is of a stratum, shape (n_strata, n_stories)."""
    member: Floats = (strata == np.arange(strata.max(initial=0) + 1)[:, None]).astype(np.float64)
    return member


def log_sum(logs: Floats) -> Floats:
    """Return the log of the sum of what the logs are of, over the last axis."""
    top = logs.max(axis=-1, keepdims=True)
    total: Floats = top[..., 0] + np.log(np.exp(logs - top).sum(axis=-1))
    return total


def every_pulse(gathered: Blocks) -> Windows:
    """Return the pulses of every length and position: for dating and size, where the test makes do with fewer.

    The variance before the data is that of a level: with a larger one short extreme windows win, and the intervals
    cover too seldom.
    """
    windows = [
        (start, start + cells, 1 / (cells * (CELLS - 1 - cells)))
        for cells in range(PULSE_CELLS[0], PULSE_CELLS[-1] + 1)
        for start in range(1, CELLS - cells)
    ]
    edges, before, inside = _grid(gathered)
    found = _windows("pulse", edges, before, inside, windows)
    return replace(found, variance=np.full(len(found.prior), PRIOR_VARIANCE))


def _pulses() -> list[tuple[int, int, float]]:
    """Return windows that lie inside, uniform over position for each length."""
    windows = []
    for cells in PULSE_CELLS:
        starts = range(1, CELLS - cells, max(1, cells // 3))
        windows += [(start, start + cells, 1 / len(starts)) for start in starts]
    return windows


def _grid(gathered: Blocks) -> tuple[Floats, Indices, Floats]:
    """Return the edges of the cells, the stories before each, and how many of each stratum are before each story."""
    moments, member = gathered.moments, members(gathered.strata)
    edges = np.linspace(moments[0], moments[-1], CELLS + 1)
    before = np.searchsorted(moments, edges)
    # The last cell holds its end, and what rounding puts beyond it.
    before[-1] = len(moments)
    return edges, before, np.concatenate([np.zeros((len(member), 1)), np.cumsum(member, axis=1)], axis=1)


def _windows(
    name: FamilyName, edges: Floats, before: Indices, inside: Floats, windows: list[tuple[int, int, float]]
) -> Windows:
    begin, end = np.array([w[0] for w in windows]), np.array([w[1] for w in windows])
    prior = np.array([w[2] for w in windows])
    first, last, stories = before[begin], before[end], int(before[-1])
    least = max(min(WINDOW_LEAST, stories // 4), 1)
    # A pulse has stories on both sides of it; a level, before it.
    possible = (first > 0) & (last - first >= least) & (stories - (last - first) >= least)
    possible &= (last < stories) | (name == "level")
    first, last, prior = first[possible], last[possible], prior[possible]
    count, sizes = inside[:, last] - inside[:, first], inside[:, -1:]
    room = count * (sizes - count) / sizes
    middle, total = stories * _STEP_DEVIATION**2, np.maximum(room.sum(axis=0), np.finfo(float).tiny)
    variance = np.full(len(prior), PRIOR_VARIANCE)
    if name == "pulse":
        # A window that says nothing within its strata keeps a finite variance.
        variance = PULSE_VARIANCE * np.minimum(middle / total, stories)
    return Windows(
        name,
        edges[begin][possible],
        edges[end][possible],
        first,
        last,
        prior / max(prior.sum(), np.finfo(float).tiny),
        variance,
        room,
    )


def _regression(name: FamilyName, columns: Floats, member: Floats) -> Regression:
    centre = columns - columns.mean(axis=0)
    deviation = np.sqrt((centre**2).mean(axis=0))
    units = np.where(deviation > 0, _STEP_DEVIATION / np.where(deviation > 0, deviation, 1.0), 0.0)
    scaled = centre * units
    means = (member @ scaled) / member.sum(axis=1, keepdims=True)
    within = scaled - member.T @ means
    return Regression(name, within, units, np.einsum("sn,ni,nj->sij", member, within, within))
