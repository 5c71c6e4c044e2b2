"""Permutation p-values, exact in finite samples, for many series at once.

Under "no shift" the weights of the stories are exchangeable over their dates (within a stratum), so the observed
statistic is one draw among its permutations. A test stops once enough permutations have reached the observed value:
its p-value is then known well enough, and it is exact all the same.
Source: Besag and Clifford, Sequential Monte Carlo p-values (Biometrika 78, 1991).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from iopmine.trends.blocks import Floats, Indices
from iopmine.trends.families import Family

EXCEEDANCES = 25
_NUMBERS_AT_ONCE = 2_000_000
# Sums of the same numbers in another order differ in the last digits.
_TOLERANCE = 1e-9


class _Test:
    """One family on one series, on its way to a p-value."""

    def __init__(self, family: Family, observed: float) -> None:
        self.family, self.observed = family, observed
        self.reached, self.draws, self.p_value = 0, 0, 1.0

    @property
    def open(self) -> bool:
        return self.reached < EXCEEDANCES

    def see(self, drawn: Floats) -> None:
        """Take in the statistic of further permutations."""
        hits = np.flatnonzero(drawn >= self.observed - _TOLERANCE)
        needed = EXCEEDANCES - self.reached
        if len(hits) >= needed:
            self.draws += int(hits[needed - 1]) + 1
            self.reached = EXCEEDANCES
            self.p_value = self.reached / self.draws
        else:
            self.draws += len(drawn)
            self.reached += len(hits)
            self.p_value = (self.reached + 1) / (self.draws + 1)


def centred(weights: Floats, strata: Indices) -> Floats:
    """Return weights less the mean of their stratum, shape (n_series, n_stories).

    That takes away what a changing mix of sources would show.
    """
    sizes = np.bincount(strata)
    member = (strata == np.arange(len(sizes))[:, None]).astype(np.float64)
    means: Floats = weights @ member.T / np.maximum(sizes, 1)
    return weights - means[:, strata]


def standardised(weights: Floats, strata: Indices) -> Floats:
    """Return weights with mean 0 in each stratum and variance 1 over all, shape (n_series, n_stories).

    A series that does not vary within any stratum becomes 0.
    """
    varying = centred(weights, strata)
    deviation = np.sqrt((varying**2).mean(axis=1, keepdims=True))
    still = deviation < _TOLERANCE
    scaled: Floats = np.where(still, 0.0, varying / np.where(still, 1.0, deviation))
    return scaled


def running_sums(values: Floats) -> Floats:
    """Return the sums of the first 0, 1, … values along the last axis."""
    sums = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    np.cumsum(values, axis=-1, out=sums[..., 1:])
    return sums


def permutation_p_values(
    values: Floats, strata: Indices, families: Sequence[Family], *, permutations: int, seed: int
) -> Floats:
    """Return the p-value of each family for each series, shape (n_series, n_families).

    ``values`` are standardised, shape (n_series, n_stories). All series share the same permutations, drawn with the
    seed, so the p-value of one does not depend on which others there are.
    """
    distinct = [family.distinct() for family in families]
    sums = running_sums(values)
    tests = [[_Test(family, float(family.statistic(row))) for family in distinct] for row in sums]
    draw = np.random.default_rng(seed)
    widest = max([values.shape[1], *(len(family.prior) for family in distinct)])
    done = 0
    while done < permutations:
        active = [series for series, row in enumerate(tests) if any(test.open for test in row)]
        if not active:
            break
        count = min(max(_NUMBERS_AT_ONCE // (widest * len(active)), 1), permutations - done)
        done += count
        orders = _orders(draw, strata, count)
        for series in active:
            permuted = running_sums(values[series][orders])
            for test in tests[series]:
                if test.open:
                    test.see(test.family.statistic(permuted))
    return np.array([[test.p_value for test in row] for row in tests]).reshape(len(values), len(families))


def _orders(draw: np.random.Generator, strata: Indices, count: int) -> Indices:
    """Draw permutations within strata, shape (count, n_stories)."""
    orders = np.empty((count, len(strata)), dtype=np.intp)
    # Sorting by stratum and a random number shuffles each stratum; its members go back to the stratum's places.
    orders[:, np.argsort(strata, kind="stable")] = np.argsort(strata + draw.random((count, len(strata))), axis=1)
    return orders


def holm(p_values: Floats) -> Floats:
    """Return the p-values corrected for all of them together, same shape.

    Source: Holm, A simple sequentially rejective multiple test procedure (Scandinavian Journal of Statistics 6, 1979).
    """
    flat = p_values.ravel()
    order = np.argsort(flat, kind="stable")
    stepped = np.minimum(1.0, np.maximum.accumulate(flat[order] * np.arange(len(flat), 0, -1)))
    corrected = np.empty_like(flat)
    corrected[order] = stepped
    return corrected.reshape(p_values.shape)
