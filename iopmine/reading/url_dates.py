"""The date in an address: day, month or year, as precise as the path says."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote, urlsplit

from iopmine.reading.dateforms import EARLIEST_YEAR, MAX_LINE, MONTHS, YEAR, day_forms, plausible
from iopmine.reading.readings import DateReading
from iopmine.records import Precision

_URL_DAY = re.compile(rf"(?:^|[_-])({YEAR})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)")
_URL_WORDS = re.compile(rf"(?:^|-)(\d{{1,2}}-[a-z]{{3,9}}-{YEAR})(?:-|$)", re.IGNORECASE)


def date_from_url(url: str, *, today: date) -> DateReading:
    """Read the date in the path of an address; a year inside a slug (``rapport-2023``) is part of the title."""
    try:
        segments = [unquote(part) for part in urlsplit(url).path.split("/") if part][:30]
    except ValueError:
        return DateReading()
    found = _day_in_segments(segments) or _folders(segments)
    if found is None or not plausible(found[0], today):
        return DateReading()
    return DateReading(found[0], found[1], "url")


def _day_in_segments(segments: list[str]) -> tuple[str, Precision] | None:
    for segment in segments:
        match = _URL_DAY.search(segment[:MAX_LINE]) or _URL_WORDS.search(segment[:MAX_LINE])
        if match:
            words = match[1].replace("-", " ") if match.re is _URL_WORDS else "-".join(match.groups())
            for form in day_forms(words):
                return form.iso, "day"
    return None


def _folders(segments: list[str]) -> tuple[str, Precision] | None:
    """``/2022/07/02/``, ``/2018/06/``, ``/2020/oktober/``, ``/2022/``."""
    for index, segment in enumerate(segments):
        if not re.fullmatch(YEAR, segment) or int(segment) < EARLIEST_YEAR:
            continue
        month, day = [*segments[index + 1 : index + 3], "", ""][:2]
        number = int(month) if re.fullmatch(r"0[1-9]|1[0-2]", month) else MONTHS.get(month.casefold(), 0)
        if not number:
            return segment, "year"
        if re.fullmatch(r"\d\d", day):
            for form in day_forms(f"{segment}-{number:02d}-{day}"):
                return form.iso, "day"
        return f"{segment}-{number:02d}", "month"
    return None
