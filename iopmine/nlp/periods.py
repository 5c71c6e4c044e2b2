"""Agreement periods: ``2015 – 2020``, ``t.o.m. 31 december 2026``, ``treårigt``, ``från årsskiftet 18/19``."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

from iopmine.records import Precision, precision_of

_MONTHS = {
    name: number
    for number, name in enumerate(
        "januari februari mars april maj juni juli augusti september oktober november december".split(), start=1
    )
}
_SHORT_MONTHS = {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_MONTH = rf"(?:{'|'.join(_MONTHS)}|(?:{'|'.join(sorted(_SHORT_MONTHS, key=len, reverse=True))})\b\.?)"
_YEAR = r"(?:19|20)\d\d"
_DATE = rf"(?:(?:den\s)?(?:(?:\d{{1,2}}|sista)\s)?{_MONTH}\s{_YEAR}|{_YEAR}-\d\d-\d\d|{_YEAR})"
_TILL = r"(?:–|-|—|till(?:\soch\smed)?|t\.?\s?o\.?\s?m\.?|och)"
_RANGE = re.compile(rf"(?<![\w-])(?=\w)(?P<a>{_DATE})\s{{0,3}}{_TILL}\s{{0,3}}(?P<b>{_DATE})(?![\w-])", re.IGNORECASE)
# "2015/16", not the year and month of an address.
_SHORT_RANGE = re.compile(rf"(?<![\w/-])(?P<a>{_YEAR})\s?[–/-]\s?(?P<b>\d\d)(?![\w/-])")
_DAY_RANGE = re.compile(
    rf"""(?<!\w)(?P<d1>\d{{1,2}})\s(?P<m1>{_MONTH})
        \s{{0,2}}(?:–|-|till(?:\soch\smed)?|t\.?\s?o\.?\s?m\.?)\s{{0,2}}
        (?P<d2>\d{{1,2}})\s(?P<m2>{_MONTH})\s(?P<y>{_YEAR})""",
    re.IGNORECASE | re.VERBOSE,
)
_FROM = re.compile(
    rf"""\b(?: från\soch\smed | fr\.?\s?o\.?\s?m\.? | från | med\sstart | startar | börjar(?:\sgälla)?
             | träder\si\skraft | gäller\sfrån | inleds | sedan )
        \s(?:(?:i|den|år|nyår|hösten|våren|början\sav|slutet\sav)\s){{0,3}}(?P<a>{_DATE})(?!\sårs)""",
    re.IGNORECASE | re.VERBOSE,
)
_TO = re.compile(
    rf"""\b(?: till\soch\smed | t\.?\s?o\.?\s?m\.? | fram\still | löper\still | gäller\still | sträcker\ssig\still
             | till\sutgången\sav | löp(?:er|te)\sut | upphör(?:de)? | avsluta(?:s|des) | ut | till )
        \s(?:(?:i|den|år|vid|med|slutet\sav|utgången\sav)\s){{0,3}}(?P<b>{_DATE})(?!\sårs)""",
    re.IGNORECASE | re.VERBOSE,
)
_TURN = re.compile(r"årsskiftet\s(?P<a>(?:19|20)?\d\d)\s?[/–-]\s?(?P<b>(?:19|20)?\d\d)\b")
_NUMBERS = {
    "ett": 1,
    "en": 1,
    "två": 2,
    "tre": 3,
    "fyra": 4,
    "fem": 5,
    "sex": 6,
    "sju": 7,
    "åtta": 8,
    "nio": 9,
    "tio": 10,
}
_NUMBER = "|".join(number for number in _NUMBERS if number != "en")
# A three-year-old is no agreement, and what was three years ago is no length.
_DURATION = re.compile(
    rf"""\b(?P<adj>{_NUMBER})årig(?:t|a|s)?\b(?!\s(?:barn|flick|pojk|son\b|dotter|elev))
       | \b(?: under | på | i | för | om | gäller | löper(?:\spå|\si)? | sträcker\ssig )\s
         (?P<n>\d{{1,2}}|{_NUMBER})\s(?P<half>och\sett\shalvt\s)?år\b(?!\s(?:sedan|gam))""",
    re.IGNORECASE | re.VERBOSE,
)
# The model was launched in 2010 on older compacts; a longer or older time is an association's history.
_EARLIEST = "2008"
_LONGEST = 10


@dataclass(frozen=True, slots=True)
class Period:
    """When an agreement runs: truncated ISO dates, length in years, and the offsets of what said so."""

    start: str | None
    end: str | None
    duration: float | None
    spans: tuple[tuple[str, int, int], ...]


def period(text: str, start: int = 0, end: int | None = None) -> Period:
    """Return the period that a stretch of text states, empty where it states none."""
    end = len(text) if end is None else end
    first, last, spans = _range(text, start, end)
    if first is None and (found := _FROM.search(text, start, end)):
        first = _dated(found, "a", "start", spans)
    if first is None and (found := _TURN.search(text, start, end)):
        first = f"{_century(found.group('b'))}-01-01"
        spans.append(("start", *found.span()))
    if last is None and (found := _TO.search(text, start, end)):
        last = _dated(found, "b", "end", spans)
    duration = next((years for m in _DURATION.finditer(text, start, end) if (years := _length(m, spans))), None)
    return Period(first, last, duration, tuple(spans))


def _dated(found: re.Match[str], group: str, field: str, spans: list[tuple[str, int, int]]) -> str | None:
    """Return the date of a group if an agreement can have it, and note where it stands."""
    date = _iso(found.group(group))
    if date < _EARLIEST:
        return None
    spans.append((field, *found.span(group)))
    return date


def _range(text: str, start: int, end: int) -> tuple[str | None, str | None, list[tuple[str, int, int]]]:
    if found := _DAY_RANGE.search(text, start, end):
        year = found.group("y")
        first = _iso(f"{found.group('d1')} {found.group('m1')} {year}")
        last = _iso(f"{found.group('d2')} {found.group('m2')} {year}")
        return first, last, [("start", *found.span()), ("end", *found.span())]
    for found in _RANGE.finditer(text, start, end):
        first, last = _iso(found.group("a")), _iso(found.group("b"))
        if _EARLIEST <= first[:4] <= last[:4]:
            return first, last, [("start", *found.span("a")), ("end", *found.span("b"))]
    found = _SHORT_RANGE.search(text, start, end)
    if found and found.group("a") >= _EARLIEST and int(found.group("b")) > int(found.group("a")[2:]):
        return found.group("a"), _century(found.group("b")), [("start", *found.span("a")), ("end", *found.span("b"))]
    return None, None, []


def _iso(date: str) -> str:
    """Return the truncated ISO form of a date as ``_DATE`` matches it; a day that no month has is left out."""
    if re.fullmatch(r"\d{4}(?:-\d\d-\d\d)?", date):
        return date
    parts = date.casefold().removeprefix("den").split()
    year, month = int(parts[-1]), _SHORT_MONTHS[parts[-2].rstrip(".")[:3]]
    if len(parts) == 2:
        return f"{year}-{month:02}"
    last = calendar.monthrange(year, month)[1]
    day = last if parts[0] == "sista" else int(parts[0])
    return f"{year}-{month:02}-{day:02}" if 1 <= day <= last else f"{year}-{month:02}"


def _century(year: str) -> str:
    return year if len(year) == 4 else f"20{year}"


def _length(found: re.Match[str], spans: list[tuple[str, int, int]]) -> float | None:
    """Return the length in years if an agreement can have it, and note where it stands."""
    number = (found.group("adj") or found.group("n")).casefold()
    years = float(number) if number.isdigit() else float(_NUMBERS[number])
    if years > _LONGEST:
        return None
    spans.append(("duration", *found.span()))
    return years + 0.5 if found.group("half") else years


def precision(date: str | None) -> Precision | None:
    """Return the precision of a truncated ISO date, None where the text states none."""
    return precision_of(date) if date else None
