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
SEASON = 1.0
"""Years after a story that show its level apart from bursts: a change that lasts so long is no burst."""


@dataclass(frozen=True)
class Clustering:
    """Which stories are near which.

    ``until``: for each story the first later one that is not near, ``beyond``: the first that is SEASON away.
    ``near``: how many are near, as a part of those between the two. All of shape (n_stories,). ``precise``: 1 where
    the date is known to the month: nothing is known of the neighbours of the others; same shape, or None where all
    are.
    """

    until: Indices
    beyond: Indices
    near: Floats
    precise: Floats | None

    @classmethod
    def of(cls, gathered: Blocks) -> Clustering:
        """Return the neighbours of stories in order of time; where each story is its own block, nobody has any."""
        moments, reach = gathered.moments, REACH * gathered.block_days / YEAR_DAYS
        until = np.searchsorted(moments, moments + reach, side="right")
        if not gathered.block_days:
            until = np.arange(1, len(moments) + 1)
        beyond = np.maximum(until, np.searchsorted(moments, moments + SEASON, side="right"))
        counts = running_sums(gathered.precise.astype(np.float64))
        near = (counts[until] - counts[1:]) / np.maximum(counts[beyond] - counts[until], 1)
        precise = None if gathered.precise.all() else gathered.precise.astype(np.float64)
        return cls(until.astype(np.intp), beyond.astype(np.intp), near, precise)

    def inflation(self, values: Floats, sums: Floats) -> Floats:
        """Return the variance of sums in units of that of independent stories, at least 1, shape (…).

        ``values`` have mean 0 and variance 1, shape (…, n_stories); ``sums`` are their running sums. That a story is
        like its neighbours counts as far as it is not like those of the months after them: what lasts is a change of
        level and no burst, and must not be taken for noise.
        """
        if self.precise is not None:
            values = values * self.precise
            sums = running_sums(values)
        reached = np.take(sums, self.until, axis=-1)
        following = reached - sums[..., 1:] - self.near * (np.take(sums, self.beyond, axis=-1) - reached)
        pairs = np.einsum("...i,...i->...", values, following)
        inflation: Floats = np.maximum(1.0, 1.0 + 2.0 * pairs / values.shape[-1])
        return inflation


def running_sums(values: Floats) -> Floats:
    """Return the sums of the first 0, 1, … values along the last axis."""
    sums = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    np.cumsum(values, axis=-1, out=sums[..., 1:])
    return sums
