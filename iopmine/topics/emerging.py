"""Topics that are new and growing, named as such."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

import numpy as np
import numpy.typing as npt

from iopmine.records.topics import EmergingTopic
from iopmine.topics.snapshot import Snapshot

LATEST = 6
PERIODS_LEAST = 3
STORIES_LEAST = 8
LEVEL = 0.05
DECIMALS = 4

Floats = npt.NDArray[np.float64]


def emerging(
    found: Snapshot, periods: Mapping[str, str], *, born: Collection[int], latest: int = LATEST, level: float = LEVEL
) -> list[EmergingTopic]:
    """Return the born topics whose share has grown over the ``latest`` periods, the surest first.

    ``periods`` maps a row of the snapshot to the year, quarter or month it belongs to; rows without a date are left
    out. Growth is the score test for a trend of the share over the periods: the sum of share times period, against
    its mean and variance when shares are dealt to dates at random, one-sided, corrected for all born topics by Holm's
    method. Fewer than three periods, or fewer than eight stories' worth of a topic in them, show no growth. Source:
    Armitage, Tests for linear trends in proportions and frequencies (Biometrics 11, 1955).
    """
    window = sorted(set(periods.values()))[-latest:]
    rows = [row for row, key in enumerate(found.ids) if periods.get(key) in window]
    if len(window) < PERIODS_LEAST or not rows:
        return []
    time = np.array([window.index(periods[found.ids[row]]) for row in rows], dtype=np.float64)
    tested = []
    for number in sorted(set(born) & set(found.numbers)):
        shares = found.shares[rows, found.numbers.index(number)]
        if shares.sum() >= STORIES_LEAST:
            tested.append((_growth(time, shares), number, shares))
    tested.sort(key=lambda item: item[:2])
    emerged, p_value = [], 0.0
    for rank, (raw, number, shares) in enumerate(tested):
        p_value = max(p_value, min(raw * (len(tested) - rank), 1.0))
        if p_value <= level:
            first, last = (round(float(shares[time == end].mean()), DECIMALS) for end in (time.min(), time.max()))
            ends = window[int(time.min())], window[int(time.max())]
            emerged.append(EmergingTopic(found.run, number, *ends, first, last, round(p_value, DECIMALS)))
    return emerged


def _growth(time: Floats, shares: Floats) -> float:
    """Return the one-sided p-value of the trend, by the permutation variance and the normal law."""
    moved, level = time - time.mean(), shares - shares.mean()
    variance = (moved @ moved) * (level @ level) / max(len(time) - 1, 1)
    return 0.5 * math.erfc(float(moved @ level) / math.sqrt(2 * variance)) if variance > 0 else 1.0
