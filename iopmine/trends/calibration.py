"""What the tests are worth on a corpus like the user's own: how often they cry wolf, and what they can see.

Corpora are simulated over the corpus' own dates, sources and reprints. Without a change every alarm is false; with
one, each found change is power. Both are counted and given with Wilson's interval. Where few permutations settle that
nothing will be found, no more are drawn (``screening``), and ``find_shifts`` tests what is left.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from iopmine.records import CalibrationRow
from iopmine.trends.assurance import calibration_sentence
from iopmine.trends.blocks import Blocks, Floats, blocks
from iopmine.trends.enough import too_few
from iopmine.trends.families import Family, families
from iopmine.trends.intervals import wilson
from iopmine.trends.observations import Observation
from iopmine.trends.screening import standing
from iopmine.trends.shifts import ALPHA, PERMUTATIONS, RESOLUTION, find_shifts
from iopmine.trends.simulation import Change, Profile, hits, in_events, observations, profile_of

SIMULATIONS = 200
SIZES = (0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)
"""Changes of a share; power is measured from where it can be half at most until one is found nearly always."""
IN_EVENTS = 0.3
"""The share of stories that report an event several stories report, where false alarms are measured in bursts."""
POWER = 0.8
"""A change is detectable if it is found so often."""
NARROW = 0.15
"""Power is known well enough once its interval is no wider; stopping there moves it by under 0.01 on average."""
_ENOUGH = 0.95
_BASES = 3
# Corpora, or series, that are tested at once: they share permutations.
_BATCH = 20
# So much of the permutations, one in so many, is drawn to screen what has no chance of being found.
_SCREENED = 16
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
    """The user's own corpus: its profile, the blocks and weights of the series that can be tested, and how it is done.

    ``permutations``: as many as ``find_shifts`` draws for so many series.
    """

    profile: Profile
    gathered: Blocks
    forms: list[Family]
    alpha: float
    permutations: int

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Kind and key of each series."""
        return self.gathered.keys

    def testable(self, weights: Floats) -> tuple[Blocks, list[int]]:
        """Return simulated labels over the corpus' own dates and sources, and the rows that are enough to be tested."""
        keys = tuple(("simulated", f"{row:06}") for row in range(len(weights)))
        simulated = replace(self.gathered, keys=keys, weights=weights)
        lacking = {note.key for note in too_few(simulated, self.alpha)}
        return simulated, [row for row, (_, key) in enumerate(keys) if key not in lacking]

    def observed(self, simulated: Blocks, rows: Sequence[int]) -> list[Observation]:
        """Return the documents of the simulated corpus with some of its series."""
        return observations(self.profile, [simulated.keys[row] for row in rows], simulated.weights[list(rows)])


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
            rows.append(replace(row, sentence=calibration_sentence(row, "en")))
            progress(rows[-1].sentence)
    profile = corpus.profile
    return Calibration(len(profile.names), len(set(profile.groups)), len(corpus.keys), alpha, tuple(rows))


def _corpus(seen: list[Observation], alpha: float, permutations: int) -> _Corpus:
    gathered = blocks(seen)
    lacking = {(row.kind, row.key) for row in too_few(gathered, alpha)}
    tested = [series for series, key in enumerate(gathered.keys) if key not in lacking]
    gathered = replace(gathered, keys=tuple(gathered.keys[row] for row in tested), weights=gathered.weights[tested])
    draws = max(permutations, math.ceil(RESOLUTION * len(tested) / alpha))
    return _Corpus(profile_of(seen), gathered, families(gathered) if tested else [], alpha, draws)


def _false_alarms(corpus: _Corpus, simulations: int, draw: np.random.Generator) -> Iterator[CalibrationRow]:
    for scenario, share in (("stories", 0.0), ("events", IN_EVENTS)):
        alarms = 0
        for begin in range(0, simulations, _BATCH):
            labels = []
            for _ in range(min(_BATCH, simulations - begin)):
                profile = in_events(draw, corpus.profile, share=share) if share else corpus.profile
                labels.append(exchanged(draw, profile, corpus.gathered.weights))
            alarms += _alarms(corpus, labels, _seed(draw))
        yield CalibrationRow("false_alarms", scenario, None, None, *_rate(alarms, simulations), simulations, "")


def _alarms(corpus: _Corpus, labels: Sequence[Floats], seed: int) -> int:
    """Return in how many simulated corpora, each with its labels, ``find_shifts`` finds anything."""
    series = len(corpus.keys)
    simulated, rows = corpus.testable(np.concatenate(labels))
    of = np.array(rows, dtype=np.intp) // series
    # Holm's first step: where no series reaches this level, none of its corpus holds.
    level = corpus.alpha / np.bincount(of, minlength=len(labels))[of]
    left = standing(simulated, rows, corpus.forms, level=level, permutations=corpus.permutations, seed=seed)
    suspect = [
        corpus.observed(simulated, [row for row in rows if row // series == n]) for n in {r // series for r in left}
    ]
    return sum(
        bool(find_shifts(seen, alpha=corpus.alpha, permutations=corpus.permutations, seed=seed)[0]) for seen in suspect
    )


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
    for base in _bases(corpus.gathered.weights):
        for change in (Change("step", begin=middle), Change("pulse", begin=begin, end=end)):
            found: list[tuple[float, float]] = []
            for size in _sizes(base, len(corpus.profile.names)):
                if found and found[-1][1] >= _ENOUGH:
                    break
                hit, tried = _power(corpus, base, replace(change, size=size), simulations, draw)
                power, low, high = _rate(hit, tried)
                found.append((size, power))
                yield CalibrationRow("power", change.form, base, size, power, low, high, tried, "")
            least = _detectable(found)
            yield CalibrationRow("detectable", change.form, base, None, least, None, None, simulations, "")


def _sizes(base: float, stories: int) -> list[float]:
    """Return the sizes that may be found: two standard errors, if the date were known, or the next smaller on."""
    known = 4 * math.sqrt(base * (1 - base) / stories)
    first = max(bisect_right(SIZES, known) - 1, 0)
    return [size for size in SIZES[first:] if base + size <= 1]


def _bases(weights: Floats) -> list[float]:
    """Return up to three shares that stand for those of the series: a small, a middling and a large one."""
    shares = weights.mean(axis=1)
    quantiles = np.quantile(shares, np.linspace(0, 1, _BASES), method="nearest")
    return sorted({round(float(share), 2) for share in quantiles if share <= 1 - SIZES[0]})


def _power(
    corpus: _Corpus, base: float, change: Change, simulations: int, draw: np.random.Generator
) -> tuple[int, int]:
    """Return in how many series with this change it was found, and of how many: so many at most."""
    shares, hit, tried = change.shares(corpus.profile.moments, base), 0, 0
    while tried < simulations:
        number = min(_BATCH, simulations - tried)
        hit += _found(corpus, hits(draw, corpus.profile, np.repeat(shares[None], number, axis=0)), _seed(draw))
        tried += number
        low, high = wilson(hit, tried)
        if high - low <= NARROW:
            break
    return hit, tried


def _found(corpus: _Corpus, weights: Floats, seed: int) -> int:
    """Return in how many simulated series a change was found, at the level that the whole corpus asks of each.

    The level is that of the corpus' own number of series (Bonferroni, the strictest step of Holm).
    """
    level, draws = corpus.alpha / len(corpus.keys), corpus.permutations
    simulated, rows = corpus.testable(weights)
    until = draws // _SCREENED
    rows = standing(simulated, rows, corpus.forms, level=level, permutations=draws, seed=seed, until=until)
    if not rows:
        return 0
    # Whatever is below the level holds among these series at this alpha, too.
    seen, alpha = corpus.observed(simulated, rows), level * len(rows)
    shifts, _ = find_shifts(seen, alpha=alpha, permutations=draws, seed=seed)
    return len({shift.key for shift in shifts if shift.p_value <= level})


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


def _seed(draw: np.random.Generator) -> int:
    return int(draw.integers(0, 2**31))
