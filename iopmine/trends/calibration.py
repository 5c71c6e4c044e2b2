"""What the tests are worth on a corpus like the user's own: how often they cry wolf, and what they can see.

Corpora are simulated over the corpus' own dates, sources and reprints. Without a change every alarm is false; with
one, each found change is power. Both are counted and given with Wilson's interval.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from iopmine.records import CalibrationRow
from iopmine.trends.blocks import Floats, blocks
from iopmine.trends.enough import too_few
from iopmine.trends.intervals import wilson
from iopmine.trends.observations import Observation
from iopmine.trends.shifts import ALPHA, PERMUTATIONS, find_shifts
from iopmine.trends.simulation import Change, Form, Profile, hits, in_events, observations, profile_of

SIMULATIONS = 200
SIZES = (0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)
"""Changes of a share; power is measured from where it can be half at most until one is found nearly always."""
IN_EVENTS = 0.3
"""The share of stories that report an event several stories report, where false alarms are measured in bursts."""
POWER = 0.8
"""A change is detectable if it is found so often."""
_FORMS = {"step": "lasting change", "pulse": "pulse"}
_HOW = {"stories": "", "events": " in which three stories in ten come in bursts"}
_ENOUGH = 0.95
_BASES = 3
_BATCH = 20
# A source's own labels count as much as the whole corpus' if it has so many stories.
_BORROWED = 10.0
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was simulated, and what came of it; without rows if no series has enough stories to be tested."""

    stories: int
    sources: int
    series: int
    alpha: float
    rows: tuple[CalibrationRow, ...]


@dataclass(frozen=True)
class _Corpus:
    """The user's own corpus: its profile, and the weights of the series that can be tested."""

    profile: Profile
    keys: tuple[tuple[str, str], ...]
    weights: Floats
    alpha: float
    permutations: int


def calibrate(
    seen: Iterable[Observation],
    *,
    simulations: int = SIMULATIONS,
    seed: int = 0,
    alpha: float = ALPHA,
    permutations: int = PERMUTATIONS,
    progress: Callable[[str], None] = lambda _: None,
) -> Calibration:
    """Return the rate of false alarms and the power of ``find_shifts`` on corpora like this one.

    ``alpha`` and ``permutations`` as given to ``find_shifts``. The whole correction for the number of series tested
    is part of both figures: a false alarm is any shift in any series. ``progress`` is told each figure as it comes.
    """
    corpus = _corpus(list(seen), alpha, permutations)
    rows: list[CalibrationRow] = []
    alarms, powers = np.random.default_rng(seed).spawn(2)
    if corpus.keys:
        for row in chain(_false_alarms(corpus, simulations, alarms), _powers(corpus, simulations, powers)):
            progress(row.sentence)
            rows.append(row)
    profile = corpus.profile
    return Calibration(len(profile.names), len(set(profile.groups)), len(corpus.keys), alpha, tuple(rows))


def _corpus(seen: list[Observation], alpha: float, permutations: int) -> _Corpus:
    gathered = blocks(seen)
    lacking = {(row.kind, row.key) for row in too_few(gathered, alpha)}
    tested = [series for series, key in enumerate(gathered.keys) if key not in lacking]
    keys = tuple(gathered.keys[series] for series in tested)
    return _Corpus(profile_of(seen), keys, gathered.weights[tested], alpha, permutations)


def _false_alarms(corpus: _Corpus, simulations: int, draw: np.random.Generator) -> Iterator[CalibrationRow]:
    for scenario, share in (("stories", 0.0), ("events", IN_EVENTS)):
        alarms = 0
        for _ in range(simulations):
            profile = in_events(draw, corpus.profile, share=share) if share else corpus.profile
            simulated = observations(profile, corpus.keys, exchanged(draw, profile, corpus.weights))
            shifts, _ = find_shifts(simulated, alpha=corpus.alpha, permutations=corpus.permutations, seed=_seed(draw))
            alarms += bool(shifts)
        rate, low, high = _rate(alarms, simulations)
        sentence = (
            f"False alarms: {_percent(rate)} of {simulations} simulated corpora without any change{_HOW[scenario]}"
        )
        sentence += f" (95 % interval {_percent(low)} to {_percent(high)})."
        yield CalibrationRow("false_alarms", scenario, None, None, rate, low, high, simulations, sentence)


def exchanged(draw: np.random.Generator, profile: Profile, weights: Floats) -> Floats:
    """Return labels that know nothing of dates, shape (n_series, n_stories): there is no change to find.

    Each story takes all the weights of a story drawn from its own source, or, the more often the fewer stories its
    source has, from any. So sources differ as they do, series go together as they do, and shares are as they are.
    Stories of one event take the same.
    """
    groups = np.unique(np.array(profile.groups), return_inverse=True)[1]
    sizes = np.bincount(groups)
    by_group = np.argsort(groups, kind="stable")
    begins = np.cumsum(sizes) - sizes
    own = by_group[begins[groups] + (draw.random(len(groups)) * sizes[groups]).astype(np.intp)]
    borrows = draw.random(len(groups)) * (sizes[groups] + _BORROWED) < _BORROWED
    taken = np.where(borrows, draw.integers(0, len(groups), len(groups)), own)
    first = np.unique(profile.events, return_index=True)[1]
    drawn: Floats = weights[:, taken[first][profile.events]]
    return drawn


def _powers(corpus: _Corpus, simulations: int, draw: np.random.Generator) -> Iterator[CalibrationRow]:
    middle, begin, end = np.quantile(corpus.profile.moments, [1 / 2, 5 / 12, 7 / 12]).tolist()
    for base in _bases(corpus.weights):
        for change in (Change("step", begin=middle), Change("pulse", begin=begin, end=end)):
            found: list[tuple[float, float]] = []
            for size in _sizes(base, len(corpus.profile.names)):
                if found and found[-1][1] >= _ENOUGH:
                    break
                hit = _found(corpus, base, replace(change, size=size), simulations, draw)
                power, low, high = _rate(hit, simulations)
                found.append((size, power))
                sentence = (
                    f"{_rise(change.form, base, size)} is found in {_percent(power)} of {simulations} simulations."
                )
                yield CalibrationRow("power", change.form, base, size, power, low, high, simulations, sentence)
            yield _detectable_row(change.form, base, found, simulations)


def _sizes(base: float, stories: int) -> list[float]:
    """Return the sizes that may be found: two standard errors, if the date were known, or the next smaller on."""
    known = 4 * math.sqrt(base * (1 - base) / stories)
    first = max(bisect_right(SIZES, known) - 1, 0)
    return [size for size in SIZES[first:] if base + size <= 1]


def _detectable_row(form: Form, base: float, found: Sequence[tuple[float, float]], simulations: int) -> CalibrationRow:
    least = _detectable(found)
    if least is None:
        sentence = f"No {_FORMS[form]} of stories that begins at {_percent(base)} would be found reliably."
    else:
        sentence = f"{_rise(form, base, least)} is found in 80 of 100 cases, a smaller one more seldom."
    return CalibrationRow("detectable", form, base, None, least, None, None, simulations, sentence)


def _rise(form: Form, base: float, size: float) -> str:
    return f"A {_FORMS[form]} from {_percent(base)} to {_percent(base + size)} of the stories"


def _bases(weights: Floats) -> list[float]:
    """Return up to three shares that stand for those of the series: a small, a middling and a large one."""
    shares = weights.mean(axis=1)
    quantiles = np.quantile(shares, np.linspace(0, 1, _BASES), method="nearest")
    return sorted({round(float(share), 2) for share in quantiles if share <= 1 - SIZES[0]})


def _found(corpus: _Corpus, base: float, change: Change, simulations: int, draw: np.random.Generator) -> int:
    """Return in how many series with this change it was found, at the level that the whole corpus asks of each.

    The series are tested many at once, as permutations are shared; the level is that of the corpus' own number of
    series (Bonferroni, the strictest step of Holm).
    """
    shares, level = change.shares(corpus.profile.moments, base), corpus.alpha / len(corpus.keys)
    hit = 0
    for begin in range(0, simulations, _BATCH):
        number = min(_BATCH, simulations - begin)
        keys = [("simulated", str(i)) for i in range(number)]
        weights = hits(draw, corpus.profile, np.repeat(shares[None], number, axis=0))
        simulated = observations(corpus.profile, keys, weights)
        # Whatever is below the level holds among these series at this alpha, too.
        shifts, _ = find_shifts(simulated, alpha=level * number, permutations=corpus.permutations, seed=_seed(draw))
        hit += len({shift.key for shift in shifts if shift.p_value <= level})
    return hit


def _detectable(found: Sequence[tuple[float, float]]) -> float | None:
    """Return the size at which the power reaches POWER, between the sizes tried, or None."""
    before = (0.0, 0.0)
    for size, power in found:
        if power >= POWER:
            share = (POWER - before[1]) / (power - before[1])
            return round(before[0] + share * (size - before[0]), _DECIMALS)
        before = (size, power)
    return None


def _rate(count: int, simulations: int) -> tuple[float, float, float]:
    """Return a share with the ends of its interval."""
    low, high = wilson(count, simulations)
    return round(count / simulations, _DECIMALS), round(low, _DECIMALS), round(high, _DECIMALS)


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"


def _seed(draw: np.random.Generator) -> int:
    return int(draw.integers(0, 2**31))
