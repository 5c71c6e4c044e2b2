"""Spells: the time an agreement is told to run, so that two accounts of it can be laid side by side.

A truncated date stands for all its days: an agreement that ends ``2020`` ends on its last day. Where only one end is
told, the other is reckoned with the usual length of an agreement.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from iopmine.records import PartnershipReading

USUAL_YEARS = 3
"""Length of an agreement whose text gives only one end: the most frequent one in municipal decisions."""
TOUCH = 92
"""Days between two told dates at which one agreement still goes over into the next: a quarter."""
LOOSE = 366
"""The same where one of the dates is reckoned."""
AHEAD = 366
"""Days before its start that an agreement may be written about; undated news older than that is of another one."""
_YEAR = 365.25
_GOES_ON = frozenset({"running", "extended"})


def first_day(day: str) -> int:
    """Return the first day of a truncated ISO date, as its ordinal; a month or day that is none is left out."""
    return _day(day, last=False)


def last_day(day: str) -> int:
    """Return the last day of a truncated ISO date, as its ordinal."""
    return _day(day, last=True)


def _day(day: str, *, last: bool) -> int:
    parts = [int(part) for part in day.split("-")]
    year = min(max(parts[0], 1), 9999)
    month = parts[1] if len(parts) > 1 and 1 <= parts[1] <= 12 else (12 if last else 1)
    length = calendar.monthrange(year, month)[1]
    told = parts[2] if len(parts) > 2 and 1 <= parts[2] <= length else (length if last else 1)
    return date(year, month, told).toordinal()


@dataclass(frozen=True, slots=True)
class Spell:
    """Days from ``first`` to ``last`` (ordinals); ``told`` says of each end whether a text tells it.

    ``published`` is the latest day that an undated account can have been written: it bounds what it may be about.
    """

    first: int | None = None
    last: int | None = None
    told: tuple[bool, bool] = (False, False)
    published: int | None = None

    @property
    def dated(self) -> bool:
        """Whether a text gives any date of the agreement."""
        return self.first is not None

    def joined(self, other: Spell) -> Spell:
        """Return the hull of two spells."""
        if self.first is None or self.last is None:
            return other if other.dated else Spell(published=_least(self.published, other.published))
        if other.first is None or other.last is None:
            return self
        # Of two equal days, one that is told counts.
        first, first_told = min((self.first, not self.told[0]), (other.first, not other.told[0]))
        last, last_told = max((self.last, self.told[1]), (other.last, other.told[1]))
        return Spell(first, last, (not first_told, last_told))


def _least(one: int | None, other: int | None) -> int | None:
    return min((day for day in (one, other) if day is not None), default=None)


def spell_of(reading: PartnershipReading, published: str | None) -> Spell:
    """Return the spell of a reading in a text published on a (truncated) day."""
    written = last_day(published) if published else None
    if reading.start is None and reading.end is None:
        return Spell(published=None if reading.status == "planned" else written)
    years = round(_YEAR * (reading.duration or USUAL_YEARS))
    last = last_day(reading.end) if reading.end is not None else 0
    first = first_day(reading.start) if reading.start is not None else last - years + 1
    if reading.end is None:
        last = first + years - 1
        if reading.status in _GOES_ON and written is not None:
            last = max(last, written)
    # Dates in the wrong order were misread; the start alone is kept.
    if last < first:
        return Spell(first, first + years - 1, (True, False))
    return Spell(first, last, (reading.start is not None, reading.end is not None))


def apart(one: Spell, other: Spell) -> bool:
    """Tell whether two spells cannot be of one agreement: a gap lies between, or one was written of long before."""
    if one.first is not None and one.last is not None and other.first is not None and other.last is not None:
        early, late = (one, other) if one.first <= other.first else (other, one)
        told = early.told[1] and late.told[0]
        return (late.first or 0) - (early.last or 0) - 1 > (TOUCH if told else LOOSE)
    dated, undated = (one, other) if one.dated else (other, one)
    return dated.first is not None and undated.published is not None and undated.published + AHEAD < dated.first


def prolongs(one: Spell, other: Spell) -> bool:
    """Tell whether the later of two spells takes over where the earlier one ends, both dates told."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return False
    early, late = (one, other) if one.first <= other.first else (other, one)
    between = (late.first or 0) - (early.last or 0) - 1
    return early.told[1] and late.told[0] and 0 <= between <= TOUCH
