"""Intervals of a share."""

from __future__ import annotations

import math

_Z = 1.959963984540054  # 95 %, two-sided


def wilson(successes: float, trials: int, z: float = _Z) -> tuple[float, float]:
    """Return the lower and upper end of Wilson's score interval of a share.

    ``successes`` may be a sum of weights between 0 and 1 (topic shares): such weights vary at most as much as hits
    and misses with the same mean, so the interval is then at least as wide as it must be.
    Source: Wilson, Probable inference, the law of succession, and statistical inference (JASA 22, 1927).

    Raises:
        ValueError: no trials, or successes outside 0 to trials.
    """
    if trials < 1 or not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no share")
    share = successes / trials
    centre = share + z * z / (2 * trials)
    half = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return max(0.0, (centre - half) / scale), min(1.0, (centre + half) / scale)
