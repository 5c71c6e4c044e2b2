"""The smallest change that a number of stories could have shown: what "nothing found" and "too few" mean in figures."""

from __future__ import annotations

import math

from scipy.special import ndtri

POWER = 0.8
LOOKS = 10
"""How many independent questions the test of one series amounts to, over its forms and dates: the figure at which the
approximation agrees with simulated steps in the middle of the time."""


def smallest_change(
    stories: int, share: float, *, series: int = 1, alpha: float = 0.05, inflation: float = 1.0
) -> float | None:
    """Return the smallest lasting change of a share, in the middle of the stories, that would be found 8 times in 10.

    ``share`` is that of all the stories; ``series`` are tested together; ``inflation`` is what bursts add to the
    variance. Normal approximation. None where no change between 0 and 1 is large enough, whatever happened.

    Raises:
        ValueError: no stories, or no share.
    """
    if stories < 1 or not 0 <= share <= 1:
        raise ValueError(f"no share {share} of {stories} stories")
    needed = -float(ndtri(alpha / (2 * LOOKS * max(series, 1)))) + float(ndtri(POWER))
    change = 2 * needed * math.sqrt(share * (1 - share) * inflation / stories)
    # Before and after must both be shares: what one half gains the other has less.
    return change if 0 < change <= 2 * min(share, 1 - share) else None
