"""Corpora in which nothing changes: how many raise any alarm, with the settings as they are out of the box."""

from __future__ import annotations

import time

import numpy as np

from iopmine.trends.intervals import wilson
from iopmine.trends.shifts import find_shifts
from tests.proofs.scenarios import QUIET, quiet

DEPENDS_ON = (
    "iopmine/trends/blocks.py",
    "iopmine/trends/clustering.py",
    "iopmine/trends/enough.py",
    "iopmine/trends/families.py",
    "iopmine/trends/observations.py",
    "iopmine/trends/periods.py",
    "iopmine/trends/permutation.py",
    "iopmine/trends/shifts.py",
    "iopmine/trends/simulation.py",
    "iopmine/trends/strata.py",
    "tests/proofs/false_alarms.py",
    "tests/proofs/scenarios.py",
)


def alarms(name: str, corpora: int, *, seed: int = 1) -> int:
    """Return in how many corpora of a scenario any shift is found."""
    draws = np.random.default_rng([seed, QUIET.index(name)]).spawn(corpora)
    return sum(bool(find_shifts(quiet(draw, name), seed=number)[0]) for number, draw in enumerate(draws))


def counted(name: str, count: int, corpora: int) -> dict[str, object]:
    """Return the figures of so many alarms in so many corpora, with Wilson's 95 % interval."""
    low, high = wilson(count, corpora)
    values = {"corpora": corpora, "alarms": count, "rate": round(count / corpora, 4)}
    return {
        f"{name}_{figure}": value for figure, value in {**values, "low": round(low, 4), "high": round(high, 4)}.items()
    }


def prove(corpora: int, *, seed: int = 1) -> dict[str, object]:
    """Count the alarms of so many corpora of each scenario, and of all together."""
    counts = {name: alarms(name, corpora, seed=seed) for name in QUIET}
    figures = {figure: value for name in QUIET for figure, value in counted(name, counts[name], corpora).items()}
    return {**figures, **counted("all", sum(counts.values()), corpora * len(QUIET))}


def main(corpora: int = 300) -> tuple[dict[str, object], tuple[str, ...]]:
    """Run the whole proof."""
    started = time.monotonic()
    figures = prove(corpora)
    return {**figures, "minutes": round((time.monotonic() - started) / 60, 1)}, DEPENDS_ON
