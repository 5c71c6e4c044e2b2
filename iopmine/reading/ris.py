"""RIS files: references as press archives and reference managers export them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from iopmine.errors import ReadingError
from iopmine.reading.decoding import encoding_of_file
from iopmine.reading.drafts import MEGABYTE, Item
from iopmine.reading.references import Reference, iso_date, item_of

_TAG = re.compile(r"\ufeff?([A-Z][A-Z0-9])  -(?: (.*))?$")
_DATE = re.compile(r"(\d{4})(?:[/-](\d{0,2}))?(?:[/-](\d{0,2}))?")
_MAX_LINE = 2 * MEGABYTE
_KINDS = {"NEWS": "news", "RPRT": "report"}


@dataclass(slots=True)
class RisEntry:
    """One reference: the lines of each value by tag, in the order of the file; ``line`` is where it begins, from 1."""

    line: int
    kind: str
    values: dict[str, list[list[str]]] = field(default_factory=dict)

    def all(self, *tags: str) -> tuple[str, ...]:
        """Return the values of the tags, in the order of the tags."""
        return tuple("\n".join(lines).strip() for tag in tags for lines in self.values.get(tag, ()))

    def first(self, *tags: str) -> str:
        """Return the first value that is not blank, or an empty string."""
        return next((value for value in self.all(*tags) if value.strip()), "")


def entries(lines: Iterable[str]) -> Iterator[RisEntry]:
    """Yield the references; a line without a tag continues the value before it, as abstracts do.

    A reference ends at ``ER`` or, where that was lost, where the next begins.
    """
    entry: RisEntry | None = None
    value: list[str] = []
    for number, raw in enumerate(lines, start=1):
        line = raw.rstrip("\r\n")
        found = _TAG.match(line)
        if found is None:
            value.append(line)
            continue
        tag, first = found[1], found[2] or ""
        value = [first]
        if tag in {"TY", "ER"}:
            if entry is not None:
                yield entry
            entry = RisEntry(number, first.strip()) if tag == "TY" else None
        elif entry is not None:
            entry.values.setdefault(tag, []).append(value)
    if entry is not None:
        yield entry


def read(path: Path, today: date) -> Iterator[Item]:
    """Yield a text or an address for each reference.

    Raises:
        ReadingError: the file holds no reference.
    """
    empty = True
    with path.open(encoding=encoding_of_file(path), errors="replace") as file:
        for number, entry in enumerate(entries(iter(lambda: file.readline(_MAX_LINE), "")), start=1):
            empty = False
            yield item_of(_reference(entry, number), "ris", today)
    if empty:
        raise ReadingError(
            "The file holds no reference: no line begins with 'TY  - '.", hint="Export the list again as RIS."
        )


def _reference(entry: RisEntry, number: int) -> Reference:
    return Reference(
        key=entry.first("ID") or str(number),
        title=entry.first("TI", "T1", "CT", "BT"),
        texts=entry.all("AB", "N2", "N1"),
        addresses=entry.all("UR", "LK", "L2", "L1"),
        doi=entry.first("DO"),
        source=entry.first("T2", "JO", "JF", "JA", "PB"),
        kind=_KINDS.get(entry.kind, ""),
        dates=tuple(filter(None, map(_iso, entry.all("DA", "Y1", "PY")))),
    )


def _iso(value: str) -> str:
    """``2018/06/07/``, ``2018/06//``, ``2018``: what is left blank is not known."""
    found = _DATE.match(value.strip())
    return iso_date(found[1], found[2] or "", found[3] or "") if found else ""
