"""Corpora in which nothing changes: how many raise any alarm, with the settings as they are out of the box."""

from __future__ import annotations

import time

import numpy as np

from iopmine.trends.intervals import wilson
from iopmine.trends.shifts import find_shifts
from tests.proofs.scenarios import QUIET, quiet

DEPENDS_ON = (
    "iopmine/trends/blocks.py",
    "iopmine/trends/families.py",
    "iopmine/trends/observations.py",
    "iopmine/trends/periods.py",
    "iopmine/trends/permutation.py",
    "iopmine/trends/shifts.py",
    "iopmine/trends/simulation.py",
    "tests/proofs/false_alarms.py",
    "tests/proofs/scenarios.py",
)


def alarms(name: str, corpora: int, *, seed: int = 1) -> int:
    """Return in how many corpora of a scenario any shift is found."""
    draws = np.random.default_rng([seed, QUIET.index(name)]).spawn(corpora)
    return sum(bool(find_shifts(quiet(draw, name), seed=number)[0]) for number, draw in enumerate(draws))


def prove(corpora: int, *, seed: int = 1) -> dict[str, object]:
    """Count the alarms of so many corpora of each scenario, and of all together."""
    counts = {name: alarms(name, corpora, seed=seed) for name in QUIET}
    figures: dict[str, object] = {"corpora_per_scenario": corpora}
    for name, count, trials in [
        *((n, c, corpora) for n, c in counts.items()),
        ("all", sum(counts.values()), corpora * len(QUIET)),
    ]:
        low, high = wilson(count, trials)
        figures |= {
            f"{name}_alarms": count,
            f"{name}_rate": round(count / trials, 4),
            f"{name}_low": round(low, 4),
            f"{name}_high": round(high, 4),
        }
    return figures


def main(corpora: int = 400) -> tuple[dict[str, object], tuple[str, ...]]:
    """Run the whole proof."""
    started = time.monotonic()
    figures = prove(corpora)
    return {**figures, "minutes": round((time.monotonic() - started) / 60, 1)}, DEPENDS_ON
