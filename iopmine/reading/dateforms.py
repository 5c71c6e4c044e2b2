"""Single date expressions: the words and figures of one date, in Swedish, Norwegian, Danish or English.

Every function takes a short string (``normalised``, at most ``MAX_LINE`` characters) and answers with the precision
that is printed: a month stays a month, a season or an issue is a year. Nothing is completed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from iopmine.records import Precision

MAX_LINE = 160
EARLIEST_YEAR = 1990
# Clocks and time zones differ; a page from tomorrow is possible, one from next week is not.
FUTURE_SLACK = timedelta(days=2)

_MONTH_NAMES = (
    "januari january januar jan",
    "februari february februar feb",
    "mars march marts mar",
    "april apr",
    "maj may mai",
    "juni june jun",
    "juli july jul",
    "augusti august aug",
    "september sept sep",
    "oktober october okt oct",
    "november nov",
    "december desember dec des",
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![a-zåäöæø])"

_WEEKDAY_NAMES = (
    "måndagen måndag mandag monday mån mon må",
    "tisdagen tisdag tirsdag tuesday tis tue ti",
    "onsdagen onsdag wednesday ons wed on",
    "torsdagen torsdag thursday tors tor thu to",
    "fredagen fredag friday fre fri fr",
    "lördagen lördag lørdag saturday lör lør sat lö",
    "söndagen söndag søndag sunday sön søn sun sö",
)
WEEKDAYS = {name: number for number, names in enumerate(_WEEKDAY_NAMES) for name in names.split()}
WEEKDAY = "(?:" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + r")(?![a-zåäöæø])\.?,?"

YEAR = r"(?:19|20)\d\d"
_DAY = r"\d{1,2}(?::?[ae]\b|st\b|nd\b|rd\b|th\b|\.)?"
_BAR = r" ?(?:\| ?)?"
_SPACES = re.compile(r"[\s\x00\u00a0\u2007\u202f\u200b]+")


class DateForm(NamedTuple):
    """One date as printed: truncated ISO string, its precision, where in the line, whether the year was added."""

    iso: str
    precision: Precision
    start: int
    end: int
    completed: bool = False


def normalised(line: str) -> str:
    """Return the line with every kind of white space as one plain space, stripped."""
    return _SPACES.sub(" ", line).strip()


def _day(year: str, month: int, day: str) -> str | None:
    try:
        return date(int(year), month, int(re.sub(r"\D", "", day))).isoformat()
    except ValueError:
        return None


def _month(name: str) -> int:
    return MONTHS[name.casefold()]


def _slashed(day: str, month: str, year: str) -> str | None:
    """``24/10/2017``: read only where the order of day and month cannot be mistaken."""
    if int(day) <= 12 and day != month:
        return None
    return _day(year, int(month), day)


_Builder = Callable[..., str | None]
# Longest and surest form first: of two that begin at one place the first wins.
_DAY_FORMS: tuple[tuple[re.Pattern[str], _Builder], ...] = (
    (
        re.compile(rf"(?<![\d./-])({YEAR})([-/. ])(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?![\d-]|[./]\d)"),
        lambda year, _, month, day: _day(year, int(month), day),
    ),
    (
        re.compile(rf"(?<![\d.,:/])({_DAY})-?{_BAR}({MONTH})\.?,?-?{_BAR}({YEAR})(?![\d/])", re.IGNORECASE),
        lambda day, month, year: _day(year, _month(month), day),
    ),
    (
        re.compile(rf"(?<![\w/-])({MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? ({YEAR})(?!\d)", re.IGNORECASE),
        lambda month, day, year: _day(year, _month(month), day),
    ),
    (
        re.compile(rf"(?<![\d/.-])(\d{{1,2}})/(\d{{1,2}})[ -]({YEAR})(?![\d/])"),
        lambda day, month, year: _day(year, int(month), day) if int(month) <= 12 else None,
    ),
    (
        re.compile(rf"(?<![\d/.-])(\d{{1,2}})\.(\d{{1,2}})\.({YEAR})(?![\d.])"),
        lambda day, month, year: _day(year, int(month), day) if int(month) <= 12 else None,
    ),
    (re.compile(rf"(?<![\d/.-])(\d{{1,2}})/(\d{{1,2}})/({YEAR})(?![\d/])"), _slashed),
)
_MONTH_FORM = re.compile(rf"(?<![\w/.-])({MONTH})\.?,? ?(?:\| ?)?({YEAR})(?![\d/–-])", re.IGNORECASE)
_ISO_MONTH = re.compile(rf"(?<![\d./-])({YEAR})-(0[1-9]|1[0-2])(?![\d/-])")
_SEASON = re.compile(
    rf"(?<!\w)(?:vår|sommar|höst|vinter)(?:en|n|terminen|numret)?,? ({YEAR})(?![\d/–-])", re.IGNORECASE
)
_ISSUE = re.compile(
    rf"(?<!\w)(?:nr|no|nummer)\.? ?\d{{1,3}}(?:-\d{{1,2}})?[ ,./:·|–-]{{1,4}}({YEAR})(?![\d/–-])", re.IGNORECASE
)
_YEARLESS = re.compile(rf"(?<![\d.,:/–-])(\d{{1,2}})(?::e|\.)? ({MONTH})\.?(?![,.]? ?(?:\| ?)?\d{{4}})", re.IGNORECASE)


def day_forms(line: str) -> Iterator[DateForm]:
    """Yield the complete days in a normalised line, in order, without overlaps."""
    taken = [False] * (len(line) + 1)
    found: list[DateForm] = []
    for pattern, build in _DAY_FORMS:
        for match in pattern.finditer(line):
            if any(taken[match.start() : match.end()]):
                continue
            iso = build(*match.groups())
            if iso is not None:
                found.append(DateForm(iso, "day", match.start(), match.end()))
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    yield from sorted(found, key=lambda form: form.start)


def coarse_forms(line: str) -> Iterator[DateForm]:
    """Yield months (``Maj 2022``, ``2018-12``), seasons and issues (both as a year) in a line without days."""
    for match in _MONTH_FORM.finditer(line):
        yield DateForm(f"{match[2]}-{_month(match[1]):02d}", "month", *match.span())
    for match in _ISO_MONTH.finditer(line):
        yield DateForm(match.group(), "month", *match.span())
    for pattern in (_SEASON, _ISSUE):
        for match in pattern.finditer(line):
            yield DateForm(match[1], "year", *match.span())


def yearless_forms(line: str, year: int) -> Iterator[DateForm]:
    """Yield days printed without a year (``torsdag 29 oktober``), completed with a year known for certain."""
    for match in _YEARLESS.finditer(line):
        iso = _day(str(year), _month(match[2]), match[1])
        if iso is not None:
            yield DateForm(iso, "day", *match.span(), completed=True)


def parse_date(value: str) -> tuple[str, Precision] | None:
    """Read a string that holds nothing but a date, as in a table cell or a meta tag; None if it holds no date.

    A time of day after an ISO date is allowed and ignored; a year alone is a year.
    """
    line = normalised(value[:MAX_LINE])
    plain = re.fullmatch(rf"({YEAR})(?:-(0[1-9]|1[0-2]))?", line)
    if plain:
        return (line, "month") if plain[2] else (line, "year")
    for forms in (day_forms, coarse_forms):
        for form in forms(line):
            return form.iso, form.precision
    return None


def plausible(iso: str, today: date) -> bool:
    """Tell whether a date lies between 1990 and the day after tomorrow (by its own precision)."""
    latest = (today + FUTURE_SLACK).isoformat()
    return int(iso[:4]) >= EARLIEST_YEAR and iso <= latest[: len(iso)]
