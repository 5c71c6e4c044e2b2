"""Permutation p-values, exact in finite samples, for many series at once.

Under "no change" blocks of stories are exchangeable over time within a stratum, so the observed statistic is one draw
among its permutations. The test of a series averages the likelihood ratios of all forms of change, so that asking
about several forms is one question with one p-value. A test stops once enough permutations have reached the observed
value: its p-value is then known well enough, and it is exact all the same. Likelihood ratios are tempered by what
clustering adds to the variance of sums, in the observed order and in each permuted one: where stories come in bursts,
that keeps the level although blocks cut some bursts in two.
Source: Besag and Clifford, Sequential Monte Carlo p-values (Biometrika 78, 1991); of the tempering: Chung and Romano,
Exact and asymptotically robust permutation tests (Annals of Statistics 41, 2013).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from iopmine.trends.blocks import Blocks, Floats, Indices
from iopmine.trends.clustering import Clustering, running_sums
from iopmine.trends.families import PRIOR, Family, log_sum
from iopmine.trends.strata import TOLERANCE, Spread, standardised

EXCEEDANCES = 25
_NUMBERS_AT_ONCE = 2_000_000
_FIRST = 2 * EXCEEDANCES


@dataclass(frozen=True)
class Tested:
    """What the permutations gave.

    ``p_values``: of each series, over all forms together, shape (n_series,). ``form_p_values``: of each form alone,
    and ``log_ratios``: its prior × average likelihood ratio (log), shape (n_series, n_families).
    """

    p_values: Floats
    form_p_values: Floats
    log_ratios: Floats


class _Test:
    """One series on its way to its p-values: the first of them is of all forms together."""

    def __init__(self, forms: Sequence[Family], clustering: Clustering, values: Floats, spread: Spread) -> None:
        self.forms, self.clustering, self.values, self.spread = forms, clustering, values, spread
        self.observed = self._statistics(values)
        self.reached = np.zeros(len(self.observed))
        self.draws, self.open = 0, True

    def _statistics(self, values: Floats) -> Floats:
        """Return the statistic of all forms together and of each, shape (…, 1 + n_families)."""
        sums = running_sums(values)
        noise = self.clustering.inflation(values, sums)
        ratios = np.stack(
            [form.statistic(values, sums, self.spread, noise) + np.log(PRIOR[form.name]) for form in self.forms],
            axis=-1,
        )
        return np.concatenate([log_sum(ratios)[..., None], ratios], axis=-1)

    def see(self, orders: Indices) -> None:
        """Take in further permutations, up to the one at which the test stops."""
        hits = self._statistics(np.take(self.values, orders)) >= self.observed - TOLERANCE
        needed = int(EXCEEDANCES - self.reached[0])
        stops = np.flatnonzero(hits[:, 0])[needed - 1 : needed]
        if len(stops):
            hits, self.open = hits[: stops[0] + 1], False
        self.draws += len(hits)
        self.reached += hits.sum(axis=0)

    @property
    def p_values(self) -> Floats:
        """Of all forms together, then of each."""
        p_values = (self.reached + 1) / (self.draws + 1)
        if not self.open:
            p_values[0] = self.reached[0] / self.draws
        return p_values


def permutation_test(
    weights: Floats, gathered: Blocks, forms: Sequence[Family], *, permutations: int, seed: int
) -> Tested:
    """Test each series against exchanges of blocks of time within strata.

    ``weights``: 0 to 1, shape (n_series, n_stories). All series share the same permutations, drawn with the seed, so
    the p-value of one does not depend on which others there are.
    """
    distinct = [form.distinct() for form in forms]
    clustering = Clustering.of(gathered)
    values = standardised(weights, gathered.strata)
    spreads = [Spread.of(row, gathered.strata) for row in weights]
    tests = [_Test(distinct, clustering, row, spread) for row, spread in zip(values, spreads, strict=True)]
    draw = np.random.default_rng(seed)
    widest = max([values.shape[1], *(form.contrasts for form in distinct)])
    done = 0
    while done < permutations and (active := [test for test in tests if test.open]):
        # A number of permutations that does not depend on the series: the draws of one are those of all. Most tests
        # stop early, so that the first ones are few.
        count = min(max(_NUMBERS_AT_ONCE // (4 * widest), 1), max(done, _FIRST), permutations - done)
        done += count
        orders = exchanges(draw, gathered.strata, gathered.events, count)
        for test in active:
            test.see(orders)
    found = np.array([test.p_values for test in tests])
    return Tested(found[:, 0], found[:, 1:], np.array([test.observed[1:] for test in tests]))


def exchanges(draw: np.random.Generator, strata: Indices, events: Indices, count: int) -> Indices:
    """Draw orders of the stories in which blocks of time have changed places, shape (count, n_stories).

    Each block gets one random number for all strata, so that what several sources wrote about one event stays nearly
    simultaneous; within a stratum every order of its blocks is as likely. The stories of a stratum go to places of
    that stratum.
    """
    orders = np.empty((count, len(strata)), dtype=np.intp)
    moved = draw.random((count, int(events.max()) + 1))[:, events]
    # Sorting by stratum and block shuffles the blocks of each stratum.
    orders[:, np.argsort(strata, kind="stable")] = np.argsort(strata + moved, axis=1, kind="stable")
    return orders


def holm(p_values: Floats, weights: Floats | None = None) -> Floats:
    """Return the p-values corrected for all of them together, same shape.

    ``weights``: what part of the level each may use up, in any unit; without them all alike.
    Source: Holm, A simple sequentially rejective multiple test procedure (Scandinavian Journal of Statistics 6, 1979).
    """
    flat = p_values.ravel()
    share = np.ones(len(flat)) if weights is None else weights.ravel()
    order = np.argsort(flat / share, kind="stable")
    # What is still to be tested, at each step, shares the level.
    left = np.cumsum(share[order][::-1])[::-1]
    stepped = np.minimum(1.0, np.maximum.accumulate(flat[order] / share[order] * left))
    corrected = np.empty_like(flat)
    corrected[order] = stepped
    return corrected.reshape(p_values.shape)
