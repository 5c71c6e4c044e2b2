"""Shifts: changes that chance alone, over all series together, would seldom show."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from iopmine.records import Shift, TooFew
from iopmine.trends.blocks import BLOCK_DAYS, Blocks, Floats, blocks
from iopmine.trends.enough import thin, too_few
from iopmine.trends.estimates import Estimate, Weighed, estimate
from iopmine.trends.families import Family, families
from iopmine.trends.observations import Observation
from iopmine.trends.periods import day_of
from iopmine.trends.permutation import Tested, holm, permutation_test
from iopmine.trends.telling import evidence

ALPHA = 0.05
PERMUTATIONS = 999
CARRIED_LEAST = 5
"""Stories that have it on the side where it is more common: fewer are told as too few, whatever their p-value."""
DEEPEST = 2
"""How many times a stretch of time is split again."""
RESOLUTION = 2
"""The least possible p-value is so much smaller than what the correction asks of the strictest test."""
_DECIMALS = 4


@dataclass(frozen=True)
class ShiftTest:
    """One form on one series: the record, and the log of its average likelihood ratio."""

    shift: Shift
    log_ratio: float
    estimate: Estimate


@dataclass(frozen=True)
class _Outcome:
    """What the test of one series gave: number ``index`` of those tested together, row ``row`` of the blocks."""

    gathered: Blocks
    row: int
    forms: Sequence[Family]
    tested: Tested
    index: int
    q_value: float
    among: str
    scope: str = ""

    def best(self) -> ShiftTest:
        """Return the form that explains the series best; of equal ones the first."""
        return self.test(int(self.tested.log_ratios[self.index].argmax()))

    def test(self, number: int) -> ShiftTest:
        """Return the record of one form."""
        ratios = self.tested.log_ratios[self.index]
        likelihoods = np.exp(ratios - ratios.max())
        form, p_value = self.forms[number], float(self.tested.p_values[self.index])
        measured = estimate(Weighed.of(self.gathered, self.row), form)
        stories, within = len(self.gathered.moments), bool(self.gathered.strata.any())
        chance = f"permutation p = {p_value:.2g}, {self.q_value:.2g} after correction for {self.among}."
        kind, key = self.gathered.keys[self.row]
        shift = Shift(
            kind=kind,
            key=key,
            family=form.name,
            **_days(measured),
            effect=round(measured.effect, _DECIMALS),
            effect_low=round(measured.effect_low, _DECIMALS),
            effect_high=round(measured.effect_high, _DECIMALS),
            inside=round(measured.inside, _DECIMALS),
            outside=round(measured.outside, _DECIMALS),
            stories_inside=measured.last - measured.first,
            stories=stories,
            p_value=round(p_value, 6),
            q_value=round(self.q_value, 6),
            form_p_value=round(float(self.tested.form_p_values[self.index, number]), 6),
            form_share=round(float(likelihoods[number] / likelihoods.sum()), _DECIMALS),
            scope=self.scope,
            evidence=f"{evidence(measured, form.name, stories, within)}; {chance}",
        )
        return ShiftTest(shift, float(ratios[number]), measured)


@dataclass(frozen=True)
class _Level:
    """How strictly and how exactly is tested."""

    alpha: float
    permutations: int
    seed: int

    def draws(self, tests: int) -> int:
        """Return how many permutations so many tests need at most."""
        return max(self.permutations, math.ceil(RESOLUTION * tests / self.alpha))


def find_shifts(
    observations: Iterable[Observation],
    *,
    within_groups: bool | None = None,
    alpha: float = ALPHA,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
    block_days: int = BLOCK_DAYS,
    primary: Collection[tuple[str, str]] = (),
    splits: bool = False,
) -> tuple[list[Shift], list[TooFew]]:
    """Return the shifts that hold at level ``alpha`` over all series together, and what was too little to be tested.

    Of the forms of change the one that explains a series best (the largest average likelihood ratio) is returned.

    Args:
        observations: what was seen in the documents.
        within_groups: dates are compared within sources: None takes those with enough stories each and the rest as
            one; True every source alone; False none.
        alpha: the chance of any shift at all where there is none.
        permutations: drawn for each series, more where many series make the correction stricter.
        seed: of the permutations.
        block_days: how long a stretch of time moves as one; 0 for single stories.
        primary: (kind, key) of the series that were asked about before the data were seen; they have half of the
            level to themselves.
        splits: look again before and after what was found, at half the level each time. What is found there has a
            ``scope`` and is exploratory: its level is controlled only roughly.
    """
    gathered = blocks(observations, within_groups=within_groups, block_days=block_days)
    lacking = too_few(gathered, alpha)
    level = _Level(alpha, permutations, seed)
    outcomes = _tested(gathered, lacking, primary, level)
    held = [(outcome.row, outcome.best()) for outcome in outcomes if outcome.q_value <= alpha]
    found = [(row, test) for row, test in held if carried(test) >= CARRIED_LEAST]
    lacking = sorted(
        [*lacking, *(thin(gathered, row, CARRIED_LEAST) for row, test in held if (row, test) not in found)]
    )
    shifts = [test.shift for _, test in found]
    if splits:
        shifts += _split(gathered, found, level)
    return sorted(shifts, key=lambda shift: (shift.kind, shift.key, shift.scope, shift.date)), lacking


def carried(test: ShiftTest) -> float:
    """Return how many stories (their weights) a level or pulse rests on; all of them for a trend or season."""
    measured, stories = test.estimate, test.shift.stories or 0
    inside = measured.last - measured.first
    if inside == stories:
        return float(stories)
    return measured.inside * inside if measured.effect > 0 else measured.outside * (stories - inside)


def all_shifts(
    observations: Iterable[Observation],
    *,
    within_groups: bool | None = None,
    alpha: float = ALPHA,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
    block_days: int = BLOCK_DAYS,
    primary: Collection[tuple[str, str]] = (),
) -> tuple[list[ShiftTest], list[TooFew]]:
    """Return every form on every series with enough stories, sorted, whatever its p-value.

    At least ``permutations`` are drawn, more where many series make the correction for ``alpha`` stricter.
    """
    gathered = blocks(observations, within_groups=within_groups, block_days=block_days)
    lacking = too_few(gathered, alpha)
    outcomes = _tested(gathered, lacking, primary, _Level(alpha, permutations, seed))
    return [outcome.test(number) for outcome in outcomes for number in range(len(outcome.forms))], lacking


def _tested(
    gathered: Blocks, lacking: Sequence[TooFew], primary: Collection[tuple[str, str]], level: _Level
) -> list[_Outcome]:
    """Test every series with enough stories."""
    untested = {(row.kind, row.key) for row in lacking}
    rows = [index for index, key in enumerate(gathered.keys) if key not in untested]
    if not rows:
        return []
    forms, tested = _permuted(gathered, rows, level.draws(len(rows)), level.seed)
    q_values = holm(tested.p_values, _weights([gathered.keys[row] in primary for row in rows]))
    return [
        _Outcome(gathered, row, forms, tested, index, float(q_values[index]), f"{len(rows)} series")
        for index, row in enumerate(rows)
    ]


def _weights(primary: Sequence[bool]) -> Floats:
    """Return the share of the level that each series has: half of it is for the primary ones, if there are any."""
    asked = np.array(primary, dtype=np.bool_)
    number = asked.sum()
    if number in (0, len(asked)):
        return np.ones(len(asked)) / len(asked)
    shares: Floats = np.where(asked, 0.5 / number, 0.5 / (len(asked) - number))
    return shares


def _permuted(gathered: Blocks, rows: Sequence[int], draws: int, seed: int) -> tuple[list[Family], Tested]:
    forms = families(gathered)
    return forms, permutation_test(gathered.weights[rows], gathered, forms, permutations=draws, seed=seed)


def _days(measured: Estimate) -> dict[str, str]:
    return {name: day_of(getattr(measured, name)) for name in ("date", "date_low", "date_high", "begin", "end")}


def _split(gathered: Blocks, found: Sequence[tuple[int, ShiftTest]], level: _Level) -> list[Shift]:
    """Look again before and after each level and pulse, at half the level each time."""
    whole = (float(gathered.moments[0]), float(gathered.moments[-1]) + 1.0)
    around = [(row, whole, test) for row, test in found]
    shifts: list[Shift] = []
    for depth in range(1, DEEPEST + 1):
        stretches = [(row, stretch) for row, outer, test in around for stretch in _around(outer, test)]
        parts = [(row, stretch, gathered.part(row, *stretch)) for row, stretch in stretches]
        kept = [
            (row, stretch, part) for row, stretch, part in parts if len(part.moments) and not too_few(part, level.alpha)
        ]
        if not kept:
            break
        tests = [_permuted(part, [0], level.draws(len(kept) * 2**depth), level.seed) for _, _, part in kept]
        q_values = np.minimum(1.0, holm(np.array([tested.p_values[0] for _, tested in tests])) * 2**depth)
        around = []
        for (row, stretch, part), (forms, tested), q_value in zip(kept, tests, q_values, strict=True):
            if q_value <= level.alpha:
                scope = f"{day_of(float(part.moments[0]))}/{day_of(float(part.moments[-1]))}"
                among = f"{len(kept)} stretches of time, exploratory"
                winner = _Outcome(part, 0, forms, tested, 0, float(q_value), among, scope).best()
                if carried(winner) >= CARRIED_LEAST:
                    around.append((row, stretch, winner))
                    shifts.append(winner.shift)
    return shifts


def _around(stretch: tuple[float, float], test: ShiftTest) -> list[tuple[float, float]]:
    """Return the time before and after a level or pulse, less the time in which it may have begun or ended."""
    measured = test.estimate
    if test.shift.family == "level":
        ends = measured.date_low, measured.date_high
    elif test.shift.family == "pulse":
        half = (measured.end - measured.begin) / 2
        ends = measured.date_low - half, measured.date_high + half
    else:
        return []
    return [(stretch[0], ends[0]), (ends[1], stretch[1])]
