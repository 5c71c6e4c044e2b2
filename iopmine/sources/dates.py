"""Dates as lists, feeds and interfaces write them → truncated ISO dates, with the precision that is printed.

The day is the one that is printed, in the time zone of the publisher. A weekday is never checked against the day,
because feeds often have the wrong one. What is relative (``för 3 dagar sedan``), lacks a year or names two days (a
period) is no date. Dates before ``EARLIEST_YEAR`` are the zero of somebody's clock, dates after the day after tomorrow
are events: neither says when a text was published.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from iopmine.text.normal import nfc, squeeze

EARLIEST_YEAR = 1971
_LONGEST = 120
_SLACK = timedelta(days=2)
_MONTH_NAMES = (
    "jan january januari januar",
    "feb february februari februar",
    "mar march mars marts",
    "apr april",
    "may maj mai",
    "jun june juni",
    "jul july juli",
    "aug august augusti",
    "sep sept september",
    "oct october okt oktober",
    "nov november",
    "dec december des desember",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + ")"
_YEAR = r"((?:19|20)\d\d)"
_ISO = re.compile(rf"(?<![\d./-]){_YEAR}-(\d\d)-(\d\d)(?!\d|-\d)")
_DAY_FIRST = re.compile(
    rf"(?<![\d.,:/])(\d{{1,2}})(?:\.|:?[ae])?[ -]\|? ?{_MONTH}(?![a-zåäö])\.?,?[ -]\|? ?{_YEAR}(?!\d)"
)
_MONTH_FIRST = re.compile(rf"(?<![a-zåäö]){_MONTH}(?![a-zåäö])\.? (\d{{1,2}}), {_YEAR}(?!\d)")
_ISO_MONTH = re.compile(rf"{_YEAR}-(\d\d)")
_NAMED_MONTH = re.compile(rf"{_MONTH}\.?,? {_YEAR}")
_ONLY_YEAR = re.compile(_YEAR)


def read_date(written: str, today: date) -> str | None:
    """Return the date that a short string holds (``2018``, ``2018-06`` or ``2018-06-07``), or None."""
    if not written:
        return None
    line = squeeze(nfc(written[:_LONGEST])).casefold()
    found = _days(line) or _coarse(line)
    return found.pop() if len(found) == 1 and all(_plausible(iso, today) for iso in found) else None


def is_older(iso: str | None, since: date | None) -> bool:
    """Tell whether a date is certainly before ``since``, by its own precision; an unknown one is not."""
    return iso is not None and since is not None and iso < since.isoformat()[: len(iso)]


def _days(line: str) -> set[str]:
    parts = [found.groups() for found in _ISO.finditer(line)]
    parts += [(year, str(_MONTHS[month]), day) for day, month, year in _DAY_FIRST.findall(line)]
    parts += [(year, str(_MONTHS[month]), day) for month, day, year in _MONTH_FIRST.findall(line)]
    return {iso for year, month, day in parts if (iso := _day(int(year), int(month), int(day)))}


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _coarse(line: str) -> set[str]:
    """A month or a year counts only where it is all there is."""
    if found := _ISO_MONTH.fullmatch(line):
        return {line} if 1 <= int(found[2]) <= 12 else set()
    if found := _NAMED_MONTH.fullmatch(line):
        return {f"{found[2]}-{_MONTHS[found[1]]:02d}"}
    return {line} if _ONLY_YEAR.fullmatch(line) else set()


def _plausible(iso: str, today: date) -> bool:
    return int(iso[:4]) >= EARLIEST_YEAR and iso <= (today + _SLACK).isoformat()[: len(iso)]
