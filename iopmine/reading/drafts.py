"""What a reader hands back, and the limits within which it works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from iopmine.reading.readings import DateReading

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep one hostile file from stopping a batch; sizes in bytes, times in seconds."""

    page_bytes: int = 20 * MEGABYTE
    pdf_bytes: int = 50 * MEGABYTE
    table_bytes: int = 1_000 * MEGABYTE
    seconds: float = 20.0
    memory_bytes: int = 2_000 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Draft:
    """One text as a reader found it: what the file itself says, before language, kind and id are settled.

    ``key`` tells the rows of one file apart (empty where a file is one document); ``notices`` are sentences for the
    user about doubtful input.
    """

    title: str
    text: str
    key: str = ""
    url: str = ""
    source: str = ""
    kind: str = ""
    story_id: str = ""
    date: DateReading = field(default_factory=DateReading)
    notices: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return plain values, for the way between the worker process and its parent."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Draft:
        """Rebuild what ``to_json`` gave."""
        return cls(**{**values, "date": DateReading(**values["date"]), "notices": tuple(values["notices"])})


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row of a table, or what is left of one, that is no document."""

    message: str
    level: Literal["warning", "error"] = "warning"


# One document in a file: all its bytes → the text. Several: the file → its rows.
PageReader = Callable[[bytes, date], Draft]
TableReader = Callable[[Path, date], Iterator[Draft | RowProblem]]
