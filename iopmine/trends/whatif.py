"""What if something else had been chosen: in how many settings does each shift hold.

A conclusion that rests on one number of topics, one seed or one source is none. The tests are run again over a grid
of defensible settings, and each shift is looked for in each.
Source: Steegen, Tuerlinckx, Gelman and Vanpaemel, Increasing transparency through a multiverse analysis
(Perspectives on Psychological Science 11, 2016).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from itertools import product
from typing import Literal

from iopmine.records import Held, Shift
from iopmine.trends.observations import Observation

Unit = Literal["stories", "placements"]


@dataclass(frozen=True, slots=True, order=True)
class Setting:
    """One way to do it. Its name lists what it says, for example ``topics=12 seed=0 unit=stories``."""

    topics: int | None = None
    """Number of topics; None: chosen from the corpus."""
    seed: int = 0
    unit: Unit = "stories"
    """What counts once: a story, or each of its placements."""
    begin: str | None = None
    """First day taken in, as a truncated ISO date; None: from the beginning."""
    end: str | None = None
    """Last day taken in; a year or month to its end."""
    without: str | None = None
    """The source left out."""

    @property
    def name(self) -> str:
        """What is not left open, in words."""
        said = ((f.name, getattr(self, f.name)) for f in fields(self))
        return " ".join(f"{name}={value}" for name, value in said if value is not None)


def grid(
    main: Setting,
    *,
    topics: Iterable[int | None] = (),
    seeds: Iterable[int] = (),
    units: Iterable[Unit] = (),
    periods: Iterable[tuple[str | None, str | None]] = (),
    without: Iterable[str | None] = (),
    crossed: bool = False,
) -> list[Setting]:
    """Return the main setting and those that differ from it in one thing, or with ``crossed`` in any number of them.

    What equals the main setting need not be named. The main setting comes first, each setting once.
    """
    axes: list[list[dict[str, object]]] = [
        [{"topics": number} for number in topics],
        [{"seed": seed} for seed in seeds],
        [{"unit": unit} for unit in units],
        [{"begin": begin, "end": end} for begin, end in periods],
        [{"without": source} for source in without],
    ]
    if crossed:
        found = [_with(main, *chosen) for chosen in product(*([{}, *axis] for axis in axes))]
    else:
        found = [main, *(_with(main, value) for axis in axes for value in axis)]
    return list(dict.fromkeys(found))


def _with(main: Setting, *values: dict[str, object]) -> Setting:
    changes = {name: value for chosen in values for name, value in chosen.items()}
    return replace(main, **changes)  # type: ignore[arg-type]


def restricted(observations: Iterable[Observation], setting: Setting) -> list[Observation]:
    """Return what a setting leaves of a corpus: its period, without a source, by stories or placements.

    A document dated by a year or month belongs to a period if all of that year or month does. Undated documents
    stay, as they take no part in any test.
    """
    kept = (o for o in observations if o.group != setting.without and _inside(o.published, setting.begin, setting.end))
    if setting.unit == "placements":
        return [o._replace(story_id=o.document_id) for o in kept]
    return list(kept)


def _inside(published: str | None, begin: str | None, end: str | None) -> bool:
    if not published:
        return True
    first, last = _days(published)
    return (begin is None or first >= _days(begin)[0]) and (end is None or last <= _days(end)[1])


def _days(date: str) -> tuple[str, str]:
    """Return the first and the last day (ISO) of a truncated date."""
    year, month = int(date[:4]), date[5:7]
    if len(date) == 10:
        return date, date
    if month:
        return f"{date}-01", f"{date}-{monthrange(year, int(month))[1]}"
    return f"{date}-01-01", f"{date}-12-31"


def what_if(settings: Sequence[Setting], run: Callable[[Setting], Iterable[Shift]]) -> list[Held]:
    """Run every setting and return each shift that any of them found, sorted by how many did, most first.

    ``run`` does the whole work of a setting; what keys of topics mean must be the same in all. Two settings found
    the same shift if kind, key and family are the same and their date intervals overlap. Matching begins with the
    first setting: what the others found is compared with the interval of the setting that found it first.
    """
    rows: list[_Row] = []
    for number, setting in enumerate(settings):
        for shift in sorted(run(setting), key=lambda s: (s.kind, s.key, s.family, s.date)):
            row = next((row for row in rows if row.same(shift)), None)
            if row is None:
                row = _Row(shift)
                rows.append(row)
            row.add(number, shift)
    names = [setting.name for setting in settings]
    return sorted((row.held(names) for row in rows), key=lambda h: (-h.held, h.kind, h.key, h.family, h.date))


class _Row:
    """One shift and the settings that found it."""

    def __init__(self, first: Shift) -> None:
        self._first = first
        self._found: dict[int, list[Shift]] = {}

    def same(self, shift: Shift) -> bool:
        first = self._first
        return (
            (shift.kind, shift.key, shift.family) == (first.kind, first.key, first.family)
            and shift.date_low <= first.date_high
            and first.date_low <= shift.date_high
        )

    def add(self, setting: int, shift: Shift) -> None:
        self._found.setdefault(setting, []).append(shift)

    def held(self, names: Sequence[str]) -> Held:
        shifts = [shift for found in self._found.values() for shift in found]
        first = self._first
        return Held(
            kind=first.kind,
            key=first.key,
            family=first.family,
            date=first.date,
            date_low=min(shift.date_low for shift in shifts),
            date_high=max(shift.date_high for shift in shifts),
            effect_low=min(shift.effect for shift in shifts),
            effect_high=max(shift.effect for shift in shifts),
            main=0 in self._found,
            held=len(self._found),
            settings=len(names),
            setting=names[0],
            missing=tuple(name for number, name in enumerate(names) if number not in self._found),
        )
