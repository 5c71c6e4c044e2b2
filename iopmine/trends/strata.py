"""Series within strata: centred, standardised, and what stays the same in whatever order the stories come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iopmine.trends.blocks import Floats, Indices

# Sums of the same numbers in another order differ in the last digits.
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Spread:
    """What one series is like within its strata.

    ``deviation``: of its weights within strata, which turns standardised values into weights. ``means``: of its
    weights, ``sizes``: stories, ``variances``: of its standardised values, all of shape (n_strata,).
    """

    deviation: float
    means: Floats
    sizes: Floats
    variances: Floats

    @classmethod
    def of(cls, weights: Floats, strata: Indices) -> Spread:
        """Return that of a series of shape (n_stories,)."""
        member = members(strata)
        sizes = member.sum(axis=1)
        return cls(
            float(deviations(weights[None], strata)[0]),
            (member @ weights) / np.maximum(sizes, 1),
            sizes,
            stratum_variances(standardised(weights[None], strata), strata)[0],
        )


def members(strata: Indices) -> Floats:
    """Return 1 where a story is of a stratum, shape (n_strata, n_stories)."""
    member: Floats = (strata == np.arange(strata.max(initial=0) + 1)[:, None]).astype(np.float64)
    return member


def stratum_variances(values: Floats, strata: Indices) -> Floats:
    """Return the variance of centred values in each stratum, shape (n_series, n_strata).

    It is that of a permutation: the divisor is one less than the number of stories.
    """
    member = members(strata)
    found: Floats = (values**2) @ member.T / np.maximum(member.sum(axis=1) - 1, 1)
    return found


def centred(weights: Floats, strata: Indices) -> Floats:
    """Return weights less the mean of their stratum, shape (n_series, n_stories).

    That takes away what a changing mix of sources would show.
    """
    member = members(strata)
    means: Floats = weights @ member.T / np.maximum(member.sum(axis=1), 1)
    return weights - means[:, strata]


def deviations(weights: Floats, strata: Indices) -> Floats:
    """Return the standard deviation of each series within strata, shape (n_series,); 0 where nothing varies."""
    found = np.sqrt((centred(weights, strata) ** 2).mean(axis=1))
    return np.where(found < TOLERANCE, 0.0, found)


def standardised(weights: Floats, strata: Indices) -> Floats:
    """Return weights with mean 0 in each stratum and variance 1 over all, shape (n_series, n_stories).

    A series that does not vary within any stratum becomes 0.
    """
    scale = deviations(weights, strata)[:, None]
    scaled: Floats = np.where(scale > 0, centred(weights, strata) / np.where(scale > 0, scale, 1.0), 0.0)
    return scaled
