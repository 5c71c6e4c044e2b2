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
    """Return the smallest lasting rise of a share, in the middle of the stories, that would be found 8 times in 10.

    ``share`` is that of the stories before the rise; ``series`` are tested together; ``inflation`` is what bursts add
    to the variance. Normal approximation. None where even a rise to all of the stories is too small.

    Raises:
        ValueError: no stories, or no share.
    """
    if stories < 1 or not 0 <= share <= 1:
        raise ValueError(f"no share {share} of {stories} stories")
    if math.isinf(inflation):
        return None
    needed = -float(ndtri(alpha / (2 * LOOKS * max(series, 1)))) + float(ndtri(POWER))
    # The rise d is ``needed`` times its standard error 2 √(m (1 - m) / n), where m = share + d / 2: a quadratic in d.
    unit = 4 * needed * needed * inflation / stories
    linear, constant = unit * (1 - 2 * share) / 2, unit * share * (1 - share)
    rise = (linear + math.sqrt(linear * linear + 4 * (1 + unit / 4) * constant)) / (2 + unit / 2)
    return rise if 0 < rise <= 1 - share else None
