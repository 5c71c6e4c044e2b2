"""Forms of change: a level that begins and stays, a pulse that passes, a trend, a season.

A form is a set of contrasts over the stories: inside a window against outside it, late against early, one time of the
year against another. The evidence for one contrast is a likelihood ratio, averaged over shifts of a plausible size;
the statistic of a form averages it over all its contrasts, uniformly in time. Of a window it is that of the two-by-two
table of what is inside and outside, so that two or three stories of something rare do not count as much as a normal
distribution would have them; of a regression it is that of a normal shift. Only the distribution under permutation is
relied on. Contrasts are taken within strata.
Source of averaging: Siegmund, Approximate tail probabilities for the maxima of some random fields (Annals of
Probability 16, 1988); of the table's likelihood ratio: Kulldorff, A spatial scan statistic (Communications in
Statistics 26, 1997); of the prior on the size: Zellner's g-prior (1986).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from scipy.special import xlogy

from iopmine.trends.blocks import Blocks, Floats, Indices
from iopmine.trends.strata import Spread, members

FamilyName = Literal["level", "pulse", "trend", "season"]

PRIOR_VARIANCE = 0.1
"""Of the shift, in units of the variance of the weights: shifts of about a third of a standard deviation. That of a
level, and of a pulse as large as half the time; it is larger for shorter pulses, by as much as they are less certain:
what passes soon must be large to be talked of."""
CELLS = 192
"""The time from the first story to the last is cut into so many equal cells; windows begin and end between them."""
PULSE_CELLS = (3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
"""Lengths of a pulse: up to a third of the time."""
WINDOW_LEAST = 10
"""Stories inside a window, and outside: what fewer say is no change of debate. A quarter of all where these are few."""
PRIOR: dict[FamilyName, float] = {"level": 0.25, "pulse": 0.5, "trend": 0.1, "season": 0.15}
"""How likely each form is before the data: most of what a debate takes up it leaves again. Chosen, like the variance,
by simulated power."""
RISE: dict[FamilyName, float] = {"level": 0.5, "pulse": 0.9}
"""How likely a window has more, not less, than the time outside: what passes is mostly a rise of attention."""
SEASON_YEARS = 3.0
SEASON_PRECISE = 0.9
"""A season is looked for where so many years are covered and so many of the dates are known to the month."""
# A regressor is scaled to the variance that a step in the middle of the time has.
_STEP_DEVIATION = 0.5
_TINY = 1e-12


@dataclass(frozen=True)
class Windows:
    """All windows of one form: a level (that ends with the time) or a pulse.

    ``begin``, ``end``: fractional years; ``first``, ``last``: the stories inside, half-open; ``prior``: summing to 1.
    ``variance``: of the shift, before the data. All of shape (n_windows,). ``counts``: stories of each stratum inside,
    shape (n_strata, n_windows); ``sizes``: in all, shape (n_strata,).
    """

    name: FamilyName
    begin: Floats
    end: Floats
    first: Indices
    last: Indices
    prior: Floats
    variance: Floats
    counts: Floats
    sizes: Floats

    @cached_property
    def room(self) -> Floats:
        """What the stories of each stratum can say of a window: inside × outside / all, shape (n_strata, n_windows)."""
        sizes = self.sizes[:, None]
        room: Floats = self.counts * (sizes - self.counts) / sizes
        return room

    @property
    def contrasts(self) -> int:
        """How many windows there are."""
        return len(self.prior)

    def distinct(self) -> Windows:
        """Return the form with windows over the same stories made one, which leaves the statistic as it is."""
        spans, kept, where = np.unique(
            np.stack([self.first, self.last]), axis=1, return_index=True, return_inverse=True
        )
        prior = np.zeros(len(kept))
        np.add.at(prior, where.ravel(), self.prior)
        return replace(
            self,
            begin=self.begin[kept],
            end=self.end[kept],
            first=spans[0],
            last=spans[1],
            prior=prior,
            variance=self.variance[kept],
            counts=self.counts[:, kept],
        )

    def score(self, sums: Floats) -> Floats:
        """Return the sums of the values inside each window, shape (…, n_windows), from their running sums."""
        inside: Floats = np.take(sums, self.last, axis=-1) - np.take(sums, self.first, axis=-1)
        return inside

    def log_ratios(self, sums: Floats, spread: Spread, noise: Floats | float) -> Floats:
        """Return the log of prior × likelihood ratio of each window, shape (…, n_windows).

        ``sums``: running sums, from 0, of standardised values, shape (…, n_stories + 1); ``noise``: what bursts add
        to the variance of sums, as a factor, shape (…).
        """
        above = self.score(sums)
        certain = self.variance * (spread.variances @ self.room)
        evidence = self._evidence(above * spread.deviation, spread) / np.asarray(noise)[..., None]
        rise = RISE[self.name]
        sign = np.where(above > 0, np.log(2 * rise), np.log(2 * (1 - rise)))
        ratios: Floats = evidence * (certain / (1 + certain)) + sign + np.log(self.prior) - 0.5 * np.log1p(certain)
        return ratios

    def _evidence(self, above: Floats, spread: Spread) -> Floats:
        """Return the log of the largest likelihood ratio, shape (…, n_windows), of weights above what is expected.

        It is that of the table inside/outside × there/not there, in units in which its curvature is the inverse of
        the variance within strata, as it is for small differences.
        """
        stories = (self.last - self.first).astype(np.float64)
        expected, present, total = spread.means @ self.counts, float(spread.means @ self.sizes), self.sizes.sum()
        inside, outside = (expected, stories - expected), (present - expected, total - stories - present + expected)
        evidence: Floats = np.zeros_like(above)
        precision = np.zeros(len(stories))
        for cell, sign in zip((*inside, *outside), (1.0, -1.0, -1.0, 1.0), strict=True):
            # Rounding and strata without variation leave cells at 0 or just below.
            count = np.maximum(cell, _TINY)
            there = np.maximum(count + sign * above, 0.0)
            evidence += xlogy(there, there) - there * np.log(count)
            precision += 1 / count
        variance = spread.deviation**2 * (spread.variances @ self.room)
        evidence *= 1 / (precision * np.maximum(variance, _TINY))
        return evidence

    def statistic(self, _values: Floats, sums: Floats, spread: Spread, noise: Floats) -> Floats:
        """Return the log of the average likelihood ratio, shape (…)."""
        return log_sum(self.log_ratios(sums, spread, noise))


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

    @property
    def contrasts(self) -> int:
        """One."""
        return 1

    def distinct(self) -> Regression:
        """Return the form as it is: it has one contrast."""
        return self

    def information(self, variances: Floats) -> Floats:
        """Return what the stories say of the coefficients, shape (n_regressors, n_regressors)."""
        information: Floats = np.tensordot(variances, self.room, axes=1)
        return information

    def statistic(self, values: Floats, _sums: Floats, spread: Spread, noise: Floats) -> Floats:
        """Return the log of the average likelihood ratio, shape (…), of values and noise as in ``Windows``."""
        certain = np.eye(self.columns.shape[1]) + PRIOR_VARIANCE * self.information(spread.variances)
        score = values @ self.columns
        quadratic = np.einsum("...i,ij,...j->...", score, np.linalg.inv(certain) * PRIOR_VARIANCE, score) / noise
        ratio: Floats = 0.5 * quadratic - 0.5 * np.linalg.slogdet(certain)[1]
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
    form = Windows(
        name,
        edges[begin][possible],
        edges[end][possible],
        first,
        last,
        prior / max(prior.sum(), _TINY),
        np.full(len(prior), PRIOR_VARIANCE),
        inside[:, last] - inside[:, first],
        inside[:, -1],
    )
    if name == "level":
        return form
    # A window that says nothing within its strata keeps a finite variance.
    longer = stories * _STEP_DEVIATION**2 / np.maximum(form.room.sum(axis=0), _TINY)
    return replace(form, variance=PRIOR_VARIANCE * np.minimum(longer, stories))


def _regression(name: FamilyName, columns: Floats, member: Floats) -> Regression:
    centre = columns - columns.mean(axis=0)
    deviation = np.sqrt((centre**2).mean(axis=0))
    units = np.where(deviation > 0, _STEP_DEVIATION / np.where(deviation > 0, deviation, 1.0), 0.0)
    scaled = centre * units
    means = (member @ scaled) / member.sum(axis=1, keepdims=True)
    within = scaled - member.T @ means
    return Regression(name, within, units, np.einsum("sn,ni,nj->sij", member, within, within))
