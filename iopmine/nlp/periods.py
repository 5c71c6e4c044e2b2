"""Agreement periods: ``2015 – 2020``, ``t.o.m. 31 december 2026``, ``treårigt``, ``från årsskiftet 18/19``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from iopmine.records import Precision

_MONTHS = {
    name: number
    for number, name in enumerate(
        "januari februari mars april maj juni juli augusti september oktober november december".split(), start=1
    )
}
_MONTH = "|".join(_MONTHS)
_DATE = rf"(?:(?:den\s+)?(?:\d{{1,2}}\s+)?(?:{_MONTH})\s+(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d|(?:19|20)\d\d)"
_YEAR = r"(?:19|20)\d\d"
_RANGE = re.compile(
    rf"(?<![\w-])(?P<a>{_DATE})\s*(?:–|-|—|till(?:\s+och\s+med)?|t\.?o\.?m\.?|och)\s*(?P<b>{_DATE})(?![\w-])",
    re.IGNORECASE,
)
# "2015/16", not the year and month of an address.
_SHORT_RANGE = re.compile(rf"(?<![\w/-])(?P<a>{_YEAR})\s*[–/-]\s*(?P<b>\d\d)(?![\w/-])")
_DAY_RANGE = re.compile(
    rf"(?P<d1>\d{{1,2}})\s+(?P<m1>{_MONTH})\s*(?:–|-|till(?:\s+och\s+med)?)\s*(?P<d2>\d{{1,2}})\s+(?P<m2>{_MONTH})\s+(?P<y>{_YEAR})",
    re.IGNORECASE,
)
_FROM = re.compile(
    rf"(?:från\s+och\s+med|fr\.?\s?o\.?\s?m\.?|från|med\s+start|startar|börjar(?:\s+gälla)?|träder\s+i\s+kraft|gäller\s+från|inleds|sedan)\s+(?:i\s+|den\s+|år\s+|nyår\s+|hösten\s+|våren\s+)*(?P<a>{_DATE})",
    re.IGNORECASE,
)
_TO = re.compile(
    rf"(?:till\s+och\s+med|t\.?\s?o\.?\s?m\.?|fram\s+till|löper\s+till|gäller\s+till|sträcker\s+sig\s+till|till\s+utgången\s+av|löper\s+ut|upphör|avslutas|upphörde|avslutades|ut)\s+(?:i\s+|den\s+|år\s+|vid\s+|med\s+|slutet\s+av\s+|utgången\s+av\s+)*(?P<b>{_DATE})",
    re.IGNORECASE,
)
_TURN = re.compile(r"årsskiftet\s+(?P<a>(?:19|20)?\d\d)\s*[/–-]\s*(?P<b>(?:19|20)?\d\d)")
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
    "ettårig": 1,
    "tvåårig": 2,
    "treårig": 3,
    "fyraårig": 4,
    "femårig": 5,
    "sexårig": 6,
    "tioårig": 10,
}
_DURATION = re.compile(
    r"\b(?P<adj>ettårig|tvåårig|treårig|fyraårig|femårig|sexårig|tioårig)\w*"
    r"|\b(?:under|på|i|för|om|gäller|löper(?:\s+på|\s+i)?)\s+(?P<n>\d{1,2}|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio)\s+(?P<half>och\s+ett\s+halvt\s+)?år\b(?!\s+sedan)",
    re.IGNORECASE,
)


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
        first = _iso(found.group("a"))
        spans.append(("start", *found.span("a")))
    if first is None and (found := _TURN.search(text, start, end)):
        first = f"{_century(found.group('b'))}-01-01"
        spans.append(("start", *found.span()))
    if last is None and (found := _TO.search(text, start, end)):
        last = _iso(found.group("b"))
        spans.append(("end", *found.span("b")))
    duration = None
    if found := _DURATION.search(text, start, end):
        duration = _length(found)
        spans.append(("duration", *found.span()))
    return Period(first, last, duration, tuple(spans))


def _range(text: str, start: int, end: int) -> tuple[str | None, str | None, list[tuple[str, int, int]]]:
    if found := _DAY_RANGE.search(text, start, end):
        year = found.group("y")
        first = f"{year}-{_MONTHS[found.group('m1').casefold()]:02}-{int(found.group('d1')):02}"
        last = f"{year}-{_MONTHS[found.group('m2').casefold()]:02}-{int(found.group('d2')):02}"
        return first, last, [("start", *found.span()), ("end", *found.span())]
    for found in _RANGE.finditer(text, start, end):
        first, last = _iso(found.group("a")), _iso(found.group("b"))
        if first[:4] <= last[:4]:
            return first, last, [("start", *found.span("a")), ("end", *found.span("b"))]
    found = _SHORT_RANGE.search(text, start, end)
    if found and int(found.group("b")) > int(found.group("a")[2:]):
        return found.group("a"), _century(found.group("b")), [("start", *found.span("a")), ("end", *found.span("b"))]
    return None, None, []


def _iso(date: str) -> str:
    """Return the truncated ISO form of a date as ``_DATE`` matches it."""
    if re.fullmatch(r"\d{4}(?:-\d\d-\d\d)?", date):
        return date
    parts = date.casefold().removeprefix("den").split()
    year, month = parts[-1], _MONTHS[parts[-2]]
    return f"{year}-{month:02}" if len(parts) == 2 else f"{year}-{month:02}-{int(parts[0]):02}"


def _century(year: str) -> str:
    return year if len(year) == 4 else f"20{year}"


def _length(found: re.Match[str]) -> float:
    if found.group("adj"):
        return float(_NUMBERS[found.group("adj").casefold()])
    number = found.group("n").casefold()
    years = float(number) if number.isdigit() else float(_NUMBERS[number])
    return years + 0.5 if found.group("half") else years


def precision(date: str | None) -> Precision | None:
    """Return the precision of a truncated ISO date."""
    return {4: "year", 7: "month", 10: "day"}.get(len(date)) if date else None  # type: ignore[return-value]
