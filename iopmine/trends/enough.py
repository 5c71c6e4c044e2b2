"""Whether there is enough to test, and what could have been found if not."""

from __future__ import annotations

import math

import numpy as np

from iopmine.records import TooFew
from iopmine.trends.blocks import Blocks
from iopmine.trends.power import smallest_change

STORIES_LEAST = 40
EVENTS_LEAST = 8
BLOCKS_LEAST = 12
_DECIMALS = 4


def thin(gathered: Blocks, row: int, least: int) -> TooFew:
    """Return a series whose change holds but rests on fewer stories than ``least``."""
    return _lacking(gathered, row, f"{least} stories that carry the change", None)


def too_few(gathered: Blocks, alpha: float) -> list[TooFew]:
    """Return the series that are not tested, sorted."""
    stories, series = len(gathered.moments), len(gathered.keys)
    spread = len(set(gathered.events.tolist()))
    costs = within_strata(gathered)
    found = []
    for row, weights in enumerate(gathered.weights):
        present = float(weights.sum())
        needed = [
            f"{STORIES_LEAST} dated stories" if stories < STORIES_LEAST else "",
            f"{EVENTS_LEAST} stories that have it" if present < EVENTS_LEAST else "",
            f"{EVENTS_LEAST} stories that do not" if stories - present < EVENTS_LEAST else "",
            f"stories of {BLOCKS_LEAST} different fortnights" if spread < BLOCKS_LEAST else "",
        ]
        if any(needed):
            share = min(present / stories, 1.0)
            smallest = smallest_change(stories, share, series=series, alpha=alpha, inflation=costs)
            found.append(_lacking(gathered, row, ", ".join(filter(None, needed)), smallest))
    return found


def within_strata(gathered: Blocks) -> float:
    """Return by how much comparing within strata raises the variance of a change halfway through the stories.

    A source that fell silent before, or began after, has nothing to compare with: infinite where that is true of all.
    """
    late = np.arange(len(gathered.moments)) >= len(gathered.moments) / 2
    sizes = np.bincount(gathered.strata)
    inside = np.bincount(gathered.strata, weights=late)
    room = float((inside * (sizes - inside) / np.maximum(sizes, 1)).sum())
    return len(late) / 4 / room if room > 0 else math.inf


def _lacking(gathered: Blocks, row: int, needed: str, smallest: float | None) -> TooFew:
    stories, present = len(gathered.moments), float(gathered.weights[row].sum())
    return TooFew(
        *gathered.keys[row],
        stories,
        round(present, _DECIMALS),
        round(stories - present, _DECIMALS),
        needed,
        None if smallest is None else round(smallest, _DECIMALS),
    )
