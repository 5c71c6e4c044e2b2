"""How much more sums of stories vary because neighbours in time are alike: bursts that no story cluster has caught.

Source: the variance of a sum of serially dependent values; Newey and West, A simple, positive semi-definite,
heteroskedasticity and autocorrelation consistent covariance matrix (Econometrica 55, 1987), here with equal weights
up to the lag and never under that of independence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iopmine.trends.blocks import YEAR_DAYS, Blocks, Floats, Indices

REACH = 1.5
"""Stories so many lengths of a block apart may tell of one event."""


@dataclass(frozen=True)
class Clustering:
    """Which stories are near which.

    ``until``: for each story the first later one that is not near, shape (n_stories,). ``precise``: 1 where the date
    is known to the month: nothing is known of the neighbours of the others; same shape, or None where all are.
    """

    until: Indices
    precise: Floats | None

    @classmethod
    def of(cls, gathered: Blocks) -> Clustering:
        """Return the neighbours of stories in order of time; where each story is its own block, nobody has any."""
        near = gathered.moments + REACH * gathered.block_days / YEAR_DAYS
        until = np.searchsorted(gathered.moments, near, side="right")
        if not gathered.block_days:
            until = np.arange(1, len(gathered.moments) + 1)
        precise = None if gathered.precise.all() else gathered.precise.astype(np.float64)
        return cls(until.astype(np.intp), precise)

    def inflation(self, values: Floats, sums: Floats) -> Floats:
        """Return the variance of sums in units of that of independent stories, at least 1, shape (…).

        ``values`` have mean 0 and variance 1, shape (…, n_stories); ``sums`` are their running sums.
        """
        if self.precise is not None:
            values = values * self.precise
            sums = running_sums(values)
        following = sums[..., self.until] - sums[..., 1:]
        pairs = np.einsum("...i,...i->...", values, following)
        inflation: Floats = np.maximum(1.0, 1.0 + 2.0 * pairs / values.shape[-1])
        return inflation


def running_sums(values: Floats) -> Floats:
    """Return the sums of the first 0, 1, … values along the last axis."""
    sums = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    np.cumsum(values, axis=-1, out=sums[..., 1:])
    return sums
