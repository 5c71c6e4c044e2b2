"""Lines that say where and when an article was printed: ``Göteborgs-Posten, 2018-06-07 05:12``."""

from __future__ import annotations

import re
from typing import NamedTuple

from iopmine.reading.dateforms import MAX_LINE, day_forms
from iopmine.reading.press.lines import MEDIUM, PAGE, WEEKDAY_END, Row

_MAX_OUTLET = 70
_MAX_WORDS = 9
_MAX_MARK = 5
_SEPARATORS = " \t,;:|•·–—(>-"
_CLOCK = r"(?:(?:kl(?:ockan)?\.? ?)?\d{1,2}[.:]\d\d(?:[.:]\d\d)?(?: ?(?:UTC|CES?T))?)?"
_SPACED = r"[ ,;|•·–—()-]{0,4}"
_AFTER = re.compile(
    rf"{_SPACED}{_CLOCK}{_SPACED}(?:{PAGE})?{_SPACED}(?:{MEDIUM})?[ .)]{{0,9}}(?:Profil\b.{{0,120}})?", re.IGNORECASE
)
_AFTER_FIRST = re.compile(
    rf"[ ,]{{0,4}}{_CLOCK}(?: ?[|•·,;–—] ?| - |: )(?P<outlet>[^|•·;–—]{{2,70}}?)"
    rf"(?:(?: ?[|•·,;–—] ?| - ){PAGE})?[ .]{{0,9}}",
    re.IGNORECASE,
)
_NO_OUTLET = re.compile(
    r"(?:uttag\w*|uttak|datum|date|utskri\w+|hämta[dt]|export\w*|skapa[dt]|senast|uppdatera[dt]|från|till|period|den|i|på"
    r"|född|död|sidan|tid|kl|nr|avtal\w*|möte\w*|protokoll\w*|sammanträd\w*)\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(rf"(?:{MEDIUM}|publicera(?:d|t|des)|sänt|tryckt|published)[.:]?", re.IGNORECASE)
# "Rubrik … Tidning, 2018-06-07 ........ 12": dots or a tab, and a page of the export.
_LEADER = re.compile(r"(?:[ .…·_\t]{2,}| s(?:id(?:a|an)?)?\.? ?| )\d{1,4}$|[ .…·_]{3,}$")


class Stamp(NamedTuple):
    """The day on a line (truncated ISO date) and the outlet beside it, or an empty string."""

    outlet: str
    iso: str


def stamp_of(row: Row) -> Stamp | None:
    """Read a line that consists of an outlet and a day, in either order, or of a day; None if it holds more."""
    if not row.may_hold_day:
        return None
    form = next(day_forms(row.text), None)
    if form is None:
        return None
    before = WEEKDAY_END.sub("", row.text[: form.start].rstrip(_SEPARATORS + ".")).strip(_SEPARATORS)
    after = row.text[form.end :]
    if _AFTER.fullmatch(after):
        if not before or _PUBLISHED.fullmatch(before):
            return Stamp("", form.iso)
        before = _PUBLISHED.sub("", before).strip(_SEPARATORS) if _PUBLISHED.match(before) else before
        return Stamp(before, form.iso) if is_outlet(before) else None
    first = _AFTER_FIRST.fullmatch(after)
    if first and not before and is_outlet(first["outlet"].strip()):
        return Stamp(first["outlet"].strip(), form.iso)
    return None


def is_outlet(name: str) -> bool:
    """Tell whether a short text can be the name of a newspaper, site or programme."""
    return (
        1 < len(name) <= _MAX_OUTLET
        and name.count(" ") < _MAX_WORDS
        and (name[0].isupper() or name[0].isdigit() or name.casefold() == name)
        and any(char.isalpha() for char in name)
        and not name.endswith((".", "!", "?", ":"))
        and not _NO_OUTLET.match(name)
    )


class Listed(NamedTuple):
    """The end of an entry of a contents list: all that stands before and beside its day, and the day."""

    text: str
    iso: str


def listed(line: str) -> Listed | None:
    """Read a line that ends with a day, and perhaps with a time and a page; None if it does not."""
    line = line.rstrip()
    form = next(iter(reversed(list(day_forms(line)))), None)
    if form is None:
        return None
    after = line[form.end :]
    leader = _LEADER.search(after)
    if not _AFTER.fullmatch(after[: leader.start()] if leader else after):
        return _first_in_line(line)
    before = line[: form.start].rstrip(_SEPARATORS)
    return Listed(WEEKDAY_END.sub("", before).rstrip(_SEPARATORS), form.iso)


def begins_with_day(line: str) -> bool:
    """Tell whether the line is ``2018-06-07 Göteborgs-Posten: Rubrik``, perhaps after a mark."""
    form = next(day_forms(line[:MAX_LINE]), None)
    return form is not None and form.start <= _MAX_MARK and _AFTER.fullmatch(line[form.end : MAX_LINE]) is None


def _first_in_line(line: str) -> Listed | None:
    form = next(day_forms(line), None)
    if form is None or form.start > _MAX_MARK:
        return None
    leader = _LEADER.search(line)
    rest = line[form.end : leader.start() if leader else len(line)]
    return Listed(re.sub(rf"^[ ,]{{0,4}}{_CLOCK}", "", rest).strip(_SEPARATORS), form.iso)
