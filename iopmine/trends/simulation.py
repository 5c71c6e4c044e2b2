"""Corpora with a known truth: when and where stories are told is given, what they have is drawn.

A profile says when and in which source each story appears, and which stories report one event. It is either made
from yearly volumes, so that growth, a new mix of sources or vanished old pages can be set up, or taken from the
user's own corpus. Labels are then drawn over it, with a change or without one. All randomness comes from the
generator that is passed in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np

from iopmine.records import Precision
from iopmine.trends.blocks import Floats, Indices
from iopmine.trends.observations import DOCUMENTS, Observation, dated
from iopmine.trends.periods import day_of, midpoint

Form = Literal["quiet", "step", "ramp", "pulse", "season"]

EVENT_STORIES = 4.0
"""How many stories report one event, on average."""
EVENT_DAYS = 14
"""The time from the first story of an event to the last is less than this."""
_YEAR = 365.25
_REPRINTED = 7 / _YEAR


class Placement(NamedTuple):
    """One document of a story: where and when it appeared. ``published``: truncated ISO date."""

    document_id: str
    published: str
    precision: Precision
    group: str


@dataclass(frozen=True)
class Profile:
    """When and where stories are told, without what they say.

    ``names``: story ids, in order of time; ``placements``: of each story, the earliest first; ``events``: number of
    the event that each story reports, shape (n_stories,). Stories of one event have the same labels.
    """

    names: tuple[str, ...]
    placements: tuple[tuple[Placement, ...], ...]
    events: Indices

    @cached_property
    def moments(self) -> Floats:
        """When each story was first told, in fractional years, ascending."""
        return np.array([_moment(placed[0]) for placed in self.placements], dtype=np.float64)

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The source that told each story first."""
        return tuple(placed[0].group for placed in self.placements)


@dataclass(frozen=True, slots=True)
class Change:
    """How a share moves over time: by ``size`` at most, between ``begin`` and ``end`` (fractional years).

    A step begins at ``begin`` and stays; a ramp rises evenly from ``begin`` to ``end`` and stays; a pulse lasts from
    ``begin`` to ``end``; a season is highest at the time of year of ``begin`` and lowest half a year later.
    """

    form: Form
    size: float = 0.0
    begin: float = 0.0
    end: float = np.inf

    def shares(self, moments: Floats, base: Floats | float) -> Floats:
        """Return the share at each moment where it is ``base`` without the change, within 0 to 1."""
        match self.form:
            case "quiet":
                rise = np.zeros_like(moments)
            case "step":
                rise = (moments >= self.begin).astype(np.float64)
            case "ramp":
                rise = np.clip((moments - self.begin) / (self.end - self.begin), 0.0, 1.0)
            case "pulse":
                rise = ((moments >= self.begin) & (moments < self.end)).astype(np.float64)
            case "season":
                rise = (1 + np.cos(2 * np.pi * (moments - self.begin))) / 2
        return np.clip(base + self.size * rise, 0.0, 1.0)


def _moment(placement: Placement) -> float:
    return midpoint(placement.published, placement.precision)


def told(
    draw: np.random.Generator, volume: Mapping[str, Mapping[int, int]], *, reprints: float = 0.0, event: float = 1.0
) -> Profile:
    """Return stories told evenly within each year.

    ``volume``: for each source how many stories it tells in which year. ``reprints``: how often a story is printed
    again within a week, by any source, on average. ``event``: how many stories report one event within a
    fortnight, on average; with 1 each story is an event of its own, with more the volumes are met on average only.
    """
    cells = [(source, year, count) for source, years in sorted(volume.items()) for year, count in sorted(years.items())]
    counts = np.array([count for _, _, count in cells], dtype=np.intp)
    begun = np.repeat(np.arange(len(cells)), draw.poisson(counts / event) if event > 1.0 else counts)
    begins = np.array([year for _, year, _ in cells], dtype=np.float64)[begun] + draw.random(len(begun))
    events = np.repeat(np.arange(len(begun)), 1 + draw.poisson(event - 1.0, len(begun)))
    first = np.diff(events, prepend=-1) > 0
    moments = begins[events] + np.where(first, 0.0, draw.random(len(events)) * EVENT_DAYS / _YEAR)
    teller = _Teller(draw, volume)
    stories: dict[str, list[Placement]] = {}
    for i, (moment, cell, is_first) in enumerate(zip(moments, begun[events], first, strict=True)):
        # The first story of an event is told by the source it was drawn for, the others and reprints by any.
        places = [(moment, cells[cell][0] if is_first else teller.any())]
        places += [(moment + draw.random() * _REPRINTED, teller.any()) for _ in range(draw.poisson(reprints))]
        stories[f"s{i}"] = [Placement(f"s{i}.{j}", day_of(m), "day", group) for j, (m, group) in enumerate(places)]
    return _profile(stories, {f"s{i}": int(number) for i, number in enumerate(events)})


class _Teller:
    """Draws a source by the number of stories it tells in all."""

    def __init__(self, draw: np.random.Generator, volume: Mapping[str, Mapping[int, int]]) -> None:
        self._draw, self._sources = draw, sorted(volume)
        totals = np.array([sum(volume[source].values()) for source in self._sources], dtype=np.float64)
        self._up_to = np.cumsum(totals) / totals.sum()

    def any(self) -> str:
        """Return a source."""
        return self._sources[int(np.searchsorted(self._up_to, self._draw.random(), side="right"))]


def profile_of(observations: Iterable[Observation]) -> Profile:
    """Return when and where the dated stories of a corpus were told, each an event of its own."""
    stories: dict[str, set[Placement]] = defaultdict(set)
    for row in dated(observations):
        stories[row.story_id].add(Placement(row.document_id, row.published, row.precision, row.group))
    return _profile(stories, {story: number for number, story in enumerate(sorted(stories))})


def _profile(stories: Mapping[str, Iterable[Placement]], events: Mapping[str, int]) -> Profile:
    placed = {story: tuple(sorted(found, key=lambda p: (_moment(p), p))) for story, found in stories.items()}
    names = sorted(placed, key=lambda story: (_moment(placed[story][0]), story))
    return Profile(
        names=tuple(names),
        placements=tuple(placed[name] for name in names),
        events=np.array([events[name] for name in names], dtype=np.intp),
    )


def in_events(
    draw: np.random.Generator, profile: Profile, *, share: float, stories: float = EVENT_STORIES, days: int = EVENT_DAYS
) -> Profile:
    """Return the profile with a share of its stories gathered into events, dates and sources as they are.

    An event begins with a story and takes in the next stories of the fortnight, on average ``stories`` in all where
    so many were told. A story dated to a year only is of no fortnight that anybody knows, and stays alone.
    """
    events = np.arange(len(profile.names), dtype=np.intp)
    dated_well = np.flatnonzero([placed[0].precision != "year" for placed in profile.placements])
    moments = profile.moments[dated_well]
    # So many beginnings that the stories gathered are about the share asked for.
    begins = draw.random(len(moments)) < share / stories / (1 - share + share / stories)
    further = draw.poisson(stories - 1, len(moments))
    at = 0
    while at < len(moments):
        size = 1 + int(further[at]) if begins[at] else 1
        end = max(at + 1, min(at + size, int(np.searchsorted(moments, moments[at] + days / _YEAR))))
        events[dated_well[at:end]] = dated_well[at]
        at = end
    return replace(profile, events=np.unique(events, return_inverse=True)[1].astype(np.intp))


def hits(draw: np.random.Generator, profile: Profile, shares: Floats) -> Floats:
    """Draw which stories have what, shape (n_series, n_stories); stories of one event have the same.

    ``shares``: 0 to 1, shape (n_series, n_stories).
    """
    chance = draw.random((len(shares), int(profile.events.max(initial=-1)) + 1))
    return (chance[:, profile.events] < shares).astype(np.float64)


def observations(profile: Profile, keys: Sequence[tuple[str, str]], weights: Floats) -> list[Observation]:
    """Return the corpus in which all placements of a story have its weights.

    ``keys``: (kind, key) of each series; ``weights``: 0 to 1, shape (n_series, n_stories).
    """
    seen = [
        _observed(place, name, (DOCUMENTS, "all"), 1.0)
        for name, placed in zip(profile.names, profile.placements, strict=True)
        for place in placed
    ]
    for series, story in np.argwhere(weights > 0).tolist():
        weight = float(weights[series, story])
        seen += [_observed(p, profile.names[story], keys[series], weight) for p in profile.placements[story]]
    return seen


def _observed(place: Placement, story: str, key: tuple[str, str], weight: float) -> Observation:
    return Observation(place.document_id, story, place.published, place.precision, place.group, *key, weight)
