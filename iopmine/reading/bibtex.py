"""BibTeX files: a small grammar of entries, tolerant of what reference managers write.

An entry begins where a line begins with ``@word{``, so one that is not closed cannot swallow those after it, and
reading takes time in proportion to the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from iopmine.errors import ReadingError
from iopmine.reading.dateforms import MONTHS
from iopmine.reading.decoding import encoding_of_file
from iopmine.reading.drafts import MEGABYTE, Item, RowProblem
from iopmine.reading.latex import plain_address, plain_text
from iopmine.reading.references import Reference, iso_date, item_of

_MAX_LINE = 2 * MEGABYTE
_MAX_ENTRY = 5 * MEGABYTE
_START = re.compile(r"\s{0,80}@\s{0,20}([A-Za-z]{1,40})\s{0,20}[{(]")
_KEY = re.compile(r"\s{0,99}+([^,\s{}()=\"]{0,300}+)\s{0,99}+(?:,|(?=[)}]))")
_NAME = re.compile(r"[\s,]{0,99}+([^\s,={}()\"#%]{1,100}+)\s{0,99}+=\s{0,99}+")
_WORD = re.compile(r"[^\s,={}()\"#%]{1,100}")
_JOIN = re.compile(r"\s{0,99}+#\s{0,99}+")
_BRACE = re.compile(r"[{}]")
_QUOTE = re.compile(r"[{}\"]")
_ISO = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_MONTH_MACROS = {name[:3]: name[:3] for name in MONTHS if name.isascii()}
_OUTLETS = ("journal", "journaltitle", "newspaper", "booktitle", "publisher", "institution", "organization", "school")
_KINDS = {"techreport": "report", "report": "report"}


@dataclass(frozen=True, slots=True)
class BibEntry:
    """One entry: values as typed, outer braces or quotation marks dropped; ``line`` is where it begins, from 1."""

    line: int
    kind: str
    key: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BrokenEntry:
    """An entry that cannot be read, and why."""

    line: int
    reason: str


class _EntryError(Exception):
    """Where the grammar of an entry is left; the message says how."""


def entries(lines: Iterable[str]) -> Iterator[BibEntry | BrokenEntry]:
    """Yield the entries, with the abbreviations that ``@string`` defines written out."""
    macros = dict(_MONTH_MACROS)
    for number, kind, text in _chunks(lines):
        if kind in {"comment", "preamble"}:
            continue
        try:
            entry = _entry(number, kind, text, macros)
        except _EntryError as error:
            yield BrokenEntry(number, str(error))
            continue
        if kind == "string":
            macros |= entry.fields
        else:
            yield entry


def _chunks(lines: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Yield for each entry its line number, its kind, and what follows the opening brace."""
    start, kind, gathered, size = 0, "", [""], 0
    for number, raw in enumerate(lines, start=1):
        line = raw.removeprefix("\ufeff")
        found = _START.match(line)
        if found:
            if kind:
                yield start, kind, "".join(gathered)
            start, kind, gathered, size = number, found[1].casefold(), [], 0
        rest = line[found.end() :] if found else line
        size += len(rest)
        if kind and size <= _MAX_ENTRY:
            gathered.append(rest)
    if kind:
        yield start, kind, "".join(gathered)


def _entry(number: int, kind: str, text: str, macros: Mapping[str, str]) -> BibEntry:
    key, place = "", 0
    if kind != "string":
        found = _KEY.match(text)
        if found is None:
            raise _EntryError("it has no key")
        key, place = found[1], found.end()
    fields: dict[str, str] = {}
    while found := _NAME.match(text, place):
        value, place = _value(text, found.end(), macros)
        fields.setdefault(found[1].casefold(), value)
    rest = text[place:].lstrip(" \t\r\n,")
    if not rest.startswith(("}", ")")):
        raise _EntryError(f"it is not closed, or something else than a field follows: {rest[:30]!r}")
    return BibEntry(number, kind, key, fields)


def _value(text: str, place: int, macros: Mapping[str, str]) -> tuple[str, int]:
    """Read a value: parts in braces, in quotation marks, or abbreviations, joined by ``#``."""
    parts: list[str] = []
    while True:
        opening = text[place : place + 1]
        if opening == "{":
            end = _closing(text, place + 1, _BRACE, "}")
            parts.append(text[place + 1 : end])
            place = end + 1
        elif opening == '"':
            end = _closing(text, place + 1, _QUOTE, '"')
            parts.append(text[place + 1 : end])
            place = end + 1
        elif found := _WORD.match(text, place):
            parts.append(macros.get(found.group().casefold(), found.group()))
            place = found.end()
        else:
            raise _EntryError("a field has no value")
        joined = _JOIN.match(text, place)
        if joined is None:
            return "".join(parts), place
        place = joined.end()


def _closing(text: str, place: int, marks: re.Pattern[str], closing: str) -> int:
    """Return where the value ends that began at ``place``: braces inside are balanced."""
    depth = 0
    for mark in marks.finditer(text, place):
        if mark.group() == closing and depth == 0:
            return mark.start()
        depth += {"{": 1, "}": -1}.get(mark.group(), 0)
        if depth < 0:
            break
    raise _EntryError("its braces are not balanced")


def read(path: Path, today: date) -> Iterator[Item]:
    """Yield a text or an address for each entry, and a problem for each that is broken.

    Raises:
        ReadingError: the file holds no entry.
    """
    empty = True
    with path.open(encoding=encoding_of_file(path), errors="replace") as file:
        for entry in entries(iter(lambda: file.readline(_MAX_LINE), "")):
            empty = False
            if isinstance(entry, BrokenEntry):
                message = f"The entry in line {entry.line} cannot be read: {entry.reason}. Correct it, or export again."
                yield RowProblem(message, "error")
            else:
                yield item_of(_reference(entry), "bibtex", today)
    if empty:
        raise ReadingError("The file holds no entry: no line begins with '@'.", hint="Export the list again as BibTeX.")


def _reference(entry: BibEntry) -> Reference:
    typed = entry.fields.get
    printed = {name: plain_text(value) for name, value in entry.fields.items()}
    outlet = next((printed[name] for name in _OUTLETS if printed.get(name, "").strip()), "")
    return Reference(
        key=plain_address(entry.key) or str(entry.line),
        title=" – ".join(filter(None, (printed.get("title", "").strip(), printed.get("subtitle", "").strip()))),
        texts=tuple(printed[name] for name in ("abstract", "annote", "annotation", "note") if name in printed),
        addresses=tuple(plain_address(typed(name, "")) for name in ("url", "link", "howpublished", "note")),
        doi=plain_address(typed("doi", "")),
        source=outlet,
        kind=_KINDS.get(entry.kind, ""),
        dates=tuple(filter(None, (_iso(printed.get("date", "")), _year_month(printed)))),
    )


def _iso(value: str) -> str:
    """``2018-06-07``, also of a range its first day."""
    found = _ISO.match(value.strip())
    return iso_date(found[1], found[2] or "", found[3] or "") if found else ""


def _year_month(printed: Mapping[str, str]) -> str:
    """``year = 2018, month = jun, day = 7``; the day may stand in the month (``7 jun``, ``jun 7``)."""
    words = re.findall(r"[^\W\d_]{1,20}|\d{1,4}", f"{printed.get('month', '')} {printed.get('day', '')}")
    named = [str(MONTHS[word.casefold()]) for word in words if word.casefold() in MONTHS]
    figures = [word for word in words if word.isdigit()]
    month, day = [*named, *figures, "", ""][:2]
    return iso_date(printed.get("year", "").strip(), month, day)
