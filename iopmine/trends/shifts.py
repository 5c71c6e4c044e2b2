"""Shifts: changes of level and pulses that chance alone, over all series together, would seldom show."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from iopmine.records import Shift
from iopmine.trends.blocks import Blocks, Floats, blocks
from iopmine.trends.families import Family, families
from iopmine.trends.observations import Observation
from iopmine.trends.periods import day_of
from iopmine.trends.permutation import centred, holm, permutation_p_values, running_sums, standardised

STORIES_LEAST = 40
EVENTS_LEAST = 8
ALPHA = 0.05
PERMUTATIONS = 999
# The least possible p-value is so much smaller than what the correction asks of the strictest test.
_RESOLUTION = 5
_TAIL = 0.05
_DECIMALS = 4


class TooFew(NamedTuple):
    """A series that cannot be tested, and why: an answer, not a failure.

    ``present`` and ``absent`` are sums of weights: for hits, the stories that have it and those that do not.
    """

    kind: str
    key: str
    stories: int
    present: float
    absent: float
    needed: str


@dataclass(frozen=True)
class ShiftTest:
    """One family on one series: the record, and the log of its average likelihood ratio."""

    shift: Shift
    log_ratio: float


def find_shifts(
    observations: Iterable[Observation],
    *,
    within_groups: bool = False,
    alpha: float = ALPHA,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> tuple[list[Shift], list[TooFew]]:
    """Return the shifts that hold at level ``alpha`` over all series and families together, and what was too little.

    Where both a level and a pulse hold for a series, the one that explains it better (the larger average likelihood
    ratio) is returned. ``within_groups`` compares dates only within a source, for corpora whose mix of sources
    changes; each source then needs several stories.
    """
    tested, too_few = all_shifts(
        observations, within_groups=within_groups, alpha=alpha, permutations=permutations, seed=seed
    )
    best: dict[tuple[str, str], ShiftTest] = {}
    for test in tested:
        key = test.shift.kind, test.shift.key
        if test.shift.q_value <= alpha and (key not in best or test.log_ratio > best[key].log_ratio):
            best[key] = test
    return [test.shift for test in best.values()], too_few


def all_shifts(
    observations: Iterable[Observation],
    *,
    within_groups: bool = False,
    alpha: float = ALPHA,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> tuple[list[ShiftTest], list[TooFew]]:
    """Return every family on every series with enough stories, sorted, whatever its p-value.

    At least ``permutations`` are drawn, more where many tests make the correction for ``alpha`` stricter.
    """
    gathered = blocks(observations, within_groups=within_groups)
    too_few = _too_few(gathered)
    untested = {(row.kind, row.key) for row in too_few}
    rows = [index for index, key in enumerate(gathered.keys) if key not in untested]
    if not rows:
        return [], too_few
    forms = families(gathered.moments)
    values = standardised(gathered.weights[rows], gathered.strata)
    tests = len(rows) * len(forms)
    draws = max(permutations, math.ceil(_RESOLUTION * tests / alpha))
    p_values = permutation_p_values(values, gathered.strata, forms, permutations=draws, seed=seed)
    q_values = holm(p_values)
    tested = [
        _tested(gathered, row, family, value, (float(p_values[i, j]), float(q_values[i, j]), tests))
        for i, (row, value) in enumerate(zip(rows, values, strict=True))
        for j, family in enumerate(forms)
    ]
    return tested, too_few


def _too_few(gathered: Blocks) -> list[TooFew]:
    stories = len(gathered.moments)
    same_day = stories > 0 and gathered.moments[0] == gathered.moments[-1]
    found = []
    for (kind, key), weights in zip(gathered.keys, gathered.weights, strict=True):
        present = float(weights.sum())
        needed = [
            f"{STORIES_LEAST} dated stories" if stories < STORIES_LEAST else "",
            f"{EVENTS_LEAST} stories that have it" if present < EVENTS_LEAST else "",
            f"{EVENTS_LEAST} stories that do not" if stories - present < EVENTS_LEAST else "",
            "stories of different dates" if same_day else "",
        ]
        if any(needed):
            reasons = ", ".join(filter(None, needed))
            found.append(
                TooFew(kind, key, stories, round(present, _DECIMALS), round(stories - present, _DECIMALS), reasons)
            )
    return found


def _tested(gathered: Blocks, row: int, family: Family, value: Floats, tested: tuple[float, float, int]) -> ShiftTest:
    """Return the record of one test: when, how much, and on what it rests."""
    sums = running_sums(value)
    ratios = family.log_ratios(sums)
    posterior = np.exp(ratios - ratios.max())
    posterior /= posterior.sum()
    if family.name == "level":
        when = family.begin
        window = int(_quantile(posterior, 0.5))
    else:
        when = (family.begin + family.end) / 2
        window = int(posterior.argmax())
    order = np.argsort(when, kind="stable")
    low, high = (float(when[order[_quantile(posterior[order], tail)]]) for tail in (_TAIL, 1 - _TAIL))
    date = float(when[window])
    effect, evidence = _compare(gathered.weights[row], family, window)
    if gathered.strata.any():
        inside, outside = _split(centred(gathered.weights[[row]], gathered.strata)[0], family, window)
        evidence += f"; within sources {inside.mean() - outside.mean():+.2f}"
    p_value, q_value, tests = tested
    kind, key = gathered.keys[row]
    shift = Shift(
        kind=kind,
        key=key,
        family=family.name,
        date=day_of(date),
        date_low=day_of(min(low, date)),
        date_high=day_of(max(high, date)),
        effect=round(effect, _DECIMALS),
        p_value=round(p_value, 6),
        q_value=round(q_value, 6),
        evidence=f"{evidence}; permutation p = {p_value:.2g}, {q_value:.2g} after correction for {tests} tests.",
    )
    return ShiftTest(shift, float(family.statistic(sums)))


def _quantile(weights: Floats, share: float) -> int:
    """Return the first index at which the running sum of the weights reaches a share."""
    return min(int(np.searchsorted(np.cumsum(weights), share)), len(weights) - 1)


def _split(weights: Floats, family: Family, window: int) -> tuple[Floats, Floats]:
    """Return the weights of the stories inside a window, and of those outside."""
    first, last = int(family.first[window]), int(family.last[window])
    return weights[first:last], np.concatenate([weights[:first], weights[last:]])


def _compare(weights: Floats, family: Family, window: int) -> tuple[float, str]:
    """Return the share inside the window minus the share outside, and the sentence that says it."""
    inside, outside = _split(weights, family, window)
    within, without = float(inside.mean()), float(outside.mean())
    begin, end = day_of(float(family.begin[window])), day_of(float(family.end[window]))
    here, there = (f"{share:.0%}".replace("%", " %") for share in (within, without))
    if family.name == "level":
        sentence = f"From {begin} on {here} of {len(inside)} stories, before that {there} of {len(outside)}"
    else:
        sentence = f"From {begin} to {end} {here} of {len(inside)} stories, outside it {there} of {len(outside)}"
    return within - without, sentence
