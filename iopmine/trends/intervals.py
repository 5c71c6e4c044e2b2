"""Intervals of a share, of a count, and of shares whose parts are not independent."""

from __future__ import annotations

import math
from collections.abc import Iterable

_Z = 1.959963984540054  # 95 %, two-sided


def wilson(successes: float, trials: float, z: float = _Z) -> tuple[float, float]:
    """Return the lower and upper end of Wilson's score interval of a share.

    ``successes`` may be a sum of weights between 0 and 1 (topic shares): such weights vary at most as much as hits
    and misses with the same mean, so the interval is then at least as wide as it must be. ``trials`` may be an
    effective number.
    Source: Wilson, Probable inference, the law of succession, and statistical inference (JASA 22, 1927).

    Raises:
        ValueError: under one trial, or successes outside 0 to trials.
    """
    if trials < 1 or not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no share")
    share = successes / trials
    centre = share + z * z / (2 * trials)
    half = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return max(0.0, (centre - half) / scale), min(1.0, (centre + half) / scale)


def counted(count: float, z: float = _Z) -> tuple[float, float]:
    """Return the score interval of the expected number of independent stories, where so many were counted.

    Source: Rao's score interval of a Poisson mean, as in Barker, A comparison of nine confidence intervals for a
    Poisson parameter (The American Statistician 56, 2002).

    Raises:
        ValueError: a count below 0.
    """
    if count < 0:
        raise ValueError(f"{count} is no count")
    centre, half = count + z * z / 2, z * math.sqrt(count + z * z / 4)
    # The two are equal at 0, up to rounding.
    return max(0.0, centre - half), centre + half


def counted_in_clusters(weights: Iterable[float]) -> tuple[float, float]:
    """Return the interval of an expected number of placements, where each story has several: what they weigh.

    The variance is the sum of squares, that of a compound Poisson sum; the score interval is that of the number of
    independent ones which would vary as much, scaled back.
    """
    rows = [float(weight) for weight in weights if weight]
    if not rows:
        return counted(0)
    size = sum(weight * weight for weight in rows) / sum(rows)
    low, high = counted(sum(rows) / size)
    return low * size, high * size


def effective_trials(clusters: Iterable[tuple[float, int]], without: tuple[int, int] = (0, 0)) -> float:
    """Return how many independent trials a share over clusters is worth: at least 1.

    A cluster is its sum of weights (0 to 1 each) and its size: the reprints of one story are alike. ``without``: the
    sum of the sizes, and of their squares, of further clusters that weigh nothing. It is the share's variance if
    independent, over that of a ratio of cluster sums; where nothing varies, Kish's effective number.
    Source: Korn and Graubard, Confidence intervals for proportions with small expected number of positive counts
    estimated from survey data (Survey Methodology 24, 1998).
    """
    rows = [(float(weight), size) for weight, size in clusters]
    size = sum(n for _, n in rows) + without[0]
    share = sum(weight for weight, _ in rows) / size
    kish = size * size / (sum(n * n for _, n in rows) + without[1])
    variance = (sum((weight - share * n) ** 2 for weight, n in rows) + share * share * without[1]) / size**2
    if not variance or not 0 < share < 1:
        return kish
    return max(1.0, min(share * (1 - share) / variance, kish))
