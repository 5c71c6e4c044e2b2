"""What a reader hands back, and the limits within which it works."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from iopmine.errors import ReadingError
from iopmine.reading.readings import DateReading
from iopmine.records import Lead

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep one hostile file from stopping a batch; sizes in bytes, times in seconds."""

    page_bytes: int = 20 * MEGABYTE
    pdf_bytes: int = 50 * MEGABYTE
    table_bytes: int = 1_000 * MEGABYTE
    archive_bytes: int = 100_000 * MEGABYTE
    member_bytes: int = 200 * MEGABYTE
    unpacked_bytes: int = 5_000 * MEGABYTE
    seconds: float = 20.0
    memory_bytes: int = 2_000 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Draft:
    """One text as a reader found it: what the file itself says, before language, kind and id are settled.

    ``key`` tells the rows of one file apart (empty where a file is one document); ``id`` is set where the text has an
    identity that does not depend on its file (a page from the web); ``language`` is None until somebody looks;
    ``notices`` are sentences for the user about doubtful input; ``pages`` says where in the text each page of the file
    begins, if it has pages.
    """

    title: str
    text: str
    key: str = ""
    id: str = ""
    url: str = ""
    source: str = ""
    kind: str = ""
    story_id: str = ""
    date: DateReading = field(default_factory=DateReading)
    notices: tuple[str, ...] = ()
    language: str | None = None
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row of a table, or a member of an archive, that is no document; ``where`` names the member."""

    message: str
    level: Literal["info", "warning", "error"] = "warning"
    where: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """One file or web page in an archive, unpacked; of a web page also its address as stored, and when."""

    name: str
    ending: str
    """By which it is read, for example ``.html``."""
    content: bytes = field(repr=False)
    url: str = ""
    fetched_at: str = ""
    """ISO time in UTC, or empty."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A member of an archive that is not read; ``reason`` completes "left out: 12 …"."""

    reason: str


Item = Draft | Lead | RowProblem
"""What reading yields: a text, an address that has one, or why there is none."""
_ITEMS: dict[str, type[Item]] = {kind.__name__: kind for kind in (Draft, Lead, RowProblem)}

# All the bytes of a file → its text, or texts where many are bound in one. A table: the file → its rows; an archive:
# the file → its members.
PageReader = Callable[[bytes, date], Draft | Sequence[Item]]
TableReader = Callable[[Path, date], Iterator[Item]]
ArchiveReader = Callable[[Path, Limits], Iterator[Member | PassedOver | RowProblem]]


def several(read: Draft | Sequence[Item]) -> Sequence[Item]:
    """Return what a page reader returned as a sequence, though it be one text."""
    return [read] if isinstance(read, Draft) else read


def only(read: Draft | Sequence[Item]) -> Draft:
    """Return the one text that a page reader returned.

    Raises:
        ReadingError: it returned several, or none.
    """
    items = several(read)
    if len(items) == 1 and isinstance(items[0], Draft):
        return items[0]
    raise ReadingError(
        f"The page holds {len(items)} texts (a press-archive export or an alert mail), where one was expected.",
        hint="Save it as a file and give that to: iopmine add.",
    )


def item_to_json(item: Item) -> tuple[str, dict[str, Any]]:
    """Return the kind of an item and its plain values, for the way between the worker process and its parent."""
    return type(item).__name__, asdict(item)


def item_from_json(kind: str, values: dict[str, Any]) -> Item:
    """Rebuild what ``item_to_json`` gave."""
    if kind == Draft.__name__:
        sequences = {name: tuple(values[name]) for name in ("notices", "pages")}
        values = {**values, "date": DateReading(**values["date"]), **sequences}
    return _ITEMS[kind](**values)
