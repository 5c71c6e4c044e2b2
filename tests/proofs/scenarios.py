"""Corpora for the proofs of shifts: three series of stories from four sources, 2010 to 2025."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from iopmine.trends.observations import Observation
from iopmine.trends.simulation import EVENT_STORIES, Change, Profile, hits, observations, told

FIRST, LAST = 2010, 2025
STORIES = 300
PASSING = 6
"""Stories of a source that comes and goes, on average."""
SOURCES = {"a": 0.4, "b": 0.3, "c": 0.2, "d": 0.1}
BASES = (0.1, 0.2, 0.35)
KEYS = tuple(("frame", f"f{number}") for number in range(len(BASES)))

# Source → year → stories.
Volume = dict[str, dict[int, int]]


def volume(draw: np.random.Generator, stories: int, part: Callable[[str, int], float]) -> Volume:
    """Return volumes that come to so many stories; ``part`` is what a source weighs in a year."""
    cells = [(source, year) for source in SOURCES for year in range(FIRST, LAST + 1)]
    weights = np.array([part(*cell) for cell in cells])
    counts = draw.multinomial(stories, weights / weights.sum())
    found: Volume = {source: {} for source in SOURCES}
    for (source, year), count in zip(cells, counts, strict=True):
        found[source][year] = int(count)
    return found


def even(source: str, year: int) -> float:
    """As much each year."""
    return SOURCES[source]


def growing(source: str, year: int) -> float:
    """Ten times as much in the last year as in the first."""
    return SOURCES[source] * (1 + 9 * (year - FIRST) / (LAST - FIRST))


def new_mix(source: str, year: int) -> float:
    """The largest source gives way to the others halfway."""
    late = year >= (FIRST + LAST + 1) // 2
    return SOURCES[source] * (0.1 if (source == "a") == late else 1.0)


def vanished(source: str, year: int) -> float:
    """Two sources keep their pages of the last six years only, but for a few."""
    return SOURCES[source] * (0.05 if source in {"b", "c"} and year < LAST - 5 else 1.0)


def corpus(
    draw: np.random.Generator,
    profile: Profile,
    change: Change | None = None,
    *,
    bases: Sequence[float] = BASES,
    by_source: Mapping[str, float] | None = None,
) -> list[Observation]:
    """Return a corpus whose first series has a change; ``by_source``: what a source adds to each share."""
    added = np.array([(by_source or {}).get(group, 0.0) for group in profile.groups])
    changes = [change or Change("quiet"), *[Change("quiet")] * (len(bases) - 1)]
    shares = [form.shares(profile.moments, base + added) for form, base in zip(changes, bases, strict=True)]
    return observations(profile, KEYS[: len(bases)], hits(draw, profile, np.array(shares)))


def passing(draw: np.random.Generator) -> tuple[Volume, dict[str, float]]:
    """Return sources of some stories each, told within two years, and what every second one adds to each share."""
    many: Volume = {}
    for number in range(STORIES // PASSING):
        first = FIRST + int(draw.integers(LAST - FIRST))
        counts = draw.multinomial(1 + draw.poisson(PASSING - 1), [0.5, 0.5])
        many[f"s{number}"] = {first: int(counts[0]), first + 1: int(counts[1])}
    return many, {source: 0.5 * (number % 2) for number, source in enumerate(many)}


def quiet(draw: np.random.Generator, name: str) -> list[Observation]:
    """Return a corpus in which nothing changes but when and where stories are told."""
    match name:
        case "even":
            return corpus(draw, told(draw, volume(draw, STORIES, even)))
        case "growing":
            return corpus(draw, told(draw, volume(draw, STORIES, growing)))
        case "small":
            return corpus(draw, told(draw, volume(draw, STORIES // 5, growing)))
        case "reprinted":
            return corpus(draw, told(draw, volume(draw, STORIES, growing), reprints=3.0))
        case "bursty":
            return corpus(draw, told(draw, volume(draw, STORIES, growing), event=EVENT_STORIES))
        case "new_mix":
            return corpus(draw, told(draw, volume(draw, STORIES, new_mix)), by_source={"a": 0.4})
        case "passing":
            many, added = passing(draw)
            return corpus(draw, told(draw, many), by_source=added)
        case "vanished":
            return corpus(draw, told(draw, volume(draw, STORIES, vanished)), by_source={"b": 0.4, "c": 0.2})
    raise ValueError(name)


QUIET = ("even", "growing", "small", "reprinted", "bursty", "new_mix", "vanished", "passing")
