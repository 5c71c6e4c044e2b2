"""Corpora with a known change in one of three series: how often it is found, as what, and how well it is dated."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from iopmine.records import Shift
from iopmine.trends.intervals import wilson
from iopmine.trends.periods import midpoint
from iopmine.trends.shifts import find_shifts
from iopmine.trends.simulation import Change, told
from tests.proofs.false_alarms import DEPENDS_ON as SHARED
from tests.proofs.scenarios import BASES, FIRST, KEYS, LAST, corpus, growing, volume

DEPENDS_ON = (*SHARED, "iopmine/trends/estimates.py", "tests/proofs/power.py")
BEGINS = (LAST + 1 - FIRST) / 3, 2 * (LAST + 1 - FIRST) / 3
"""A change begins at a random moment of the middle third, in years from the first."""
CHANGED = KEYS[0]
"""The series with a share of 10 percent without the change."""


@dataclass(frozen=True, slots=True)
class Case:
    """A change of so much in a corpus of so many stories, of which so many series are tested.

    ``years``: how long a ramp or pulse lasts.
    """

    form: str
    size: float
    stories: int
    years: float = np.inf
    series: int = len(BASES)

    @property
    def name(self) -> str:
        """For example ``step_10_to_30_of_300_in_1_series``."""
        return f"{self.form}_10_to_{10 + round(100 * self.size)}_of_{self.stories}_in_{self.series}_series"


CASES = (
    Case("step", 0.2, 60),
    Case("step", 0.1, 300),
    Case("step", 0.2, 300),
    Case("step", 0.2, 300, series=1),
    Case("ramp", 0.2, 300, 5.0),
    Case("pulse", 0.2, 300, 3.0),
    Case("pulse", 0.2, 300, 3.0, series=1),
    Case("season", 0.2, 300),
    Case("step", 0.1, 1000),
    Case("pulse", 0.2, 1000, 3.0),
)


@dataclass(slots=True)
class Score:
    """What was counted over the corpora of a case."""

    found: int = 0
    elsewhere: int = 0
    families: dict[str, int] | None = None
    dated: int = 0
    covered: int = 0


def score(case: Case, corpora: int, *, seed: int = 1) -> Score:
    """Return how often the change is found, by which family, and how often its interval holds the date."""
    total = Score(families={})
    for number, draw in enumerate(np.random.default_rng([seed, CASES.index(case)]).spawn(corpora)):
        begin = FIRST + float(draw.uniform(*BEGINS))
        change = _change(case, begin)
        profile = told(draw, volume(draw, case.stories, growing))
        shifts, _ = find_shifts(corpus(draw, profile, change, bases=BASES[: case.series]), seed=number)
        own = [shift for shift in shifts if (shift.kind, shift.key) == CHANGED]
        total.found += bool(own)
        total.elsewhere += len(own) < len(shifts)
        for family in {shift.family for shift in own}:
            total.families[family] = total.families.get(family, 0) + 1
        for shift in own[:1]:
            true = {"level": change.begin, "pulse": (change.begin + change.end) / 2}.get(shift.family)
            if shift.family == {"step": "level", "pulse": "pulse"}.get(case.form) and true is not None:
                total.dated += 1
                total.covered += _holds(shift, true)
    return total


def _change(case: Case, begin: float) -> Change:
    match case.form:
        case "step":
            return Change("step", case.size, begin)
        case "ramp":
            return Change("ramp", case.size, begin, begin + case.years)
        case "pulse":
            return Change("pulse", case.size, begin, begin + case.years)
    return Change("season", case.size, begin)


def _holds(shift: Shift, moment: float) -> bool:
    day = 1 / 365
    return midpoint(shift.date_low, "day") - day <= moment <= midpoint(shift.date_high, "day") + day


def prove(corpora: int, *, seed: int = 1) -> dict[str, object]:
    """Measure the power over so many corpora of each case."""
    figures: dict[str, object] = {"corpora_per_case": corpora}
    for case in CASES:
        total = score(case, corpora, seed=seed)
        low, high = wilson(total.found, corpora)
        families = "; ".join(f"{name} {count}" for name, count in sorted((total.families or {}).items()))
        figures |= {
            f"{case.name}_power": round(total.found / corpora, 3),
            f"{case.name}_interval": f"{low:.3f}-{high:.3f}",
            f"{case.name}_as": families,
            f"{case.name}_false_series": round(total.elsewhere / corpora, 3),
        }
        if total.dated:
            figures[f"{case.name}_date_covered"] = f"{total.covered} of {total.dated}"
    return figures


def main(corpora: int = 100) -> tuple[dict[str, object], tuple[str, ...]]:
    """Run the whole proof."""
    started = time.monotonic()
    figures = prove(corpora)
    return {**figures, "minutes": round((time.monotonic() - started) / 60, 1)}, DEPENDS_ON
