"""One file, or the bytes of one → what its reader makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from iopmine.errors import ReadingError
from iopmine.reading.drafts import Draft, Item, Limits, RowProblem, several
from iopmine.reading.registry import Reader
from iopmine.reading.worker import Worker

Wanted = Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class Means:
    """With what files are read: the day that bounds dates, the limits, the process for parsers, the prefilter."""

    today: date
    limits: Limits
    worker: Worker
    wanted: Wanted | None = None


def read_file(path: Path, reader: Reader, means: Means) -> Iterator[Item]:
    """Yield what a page or a table holds.

    Raises:
        ReadingError: the file is empty or too large, or its reader refuses it.
    """
    check_size(path, reader, means.limits)
    if reader.shape == "table":
        yield from distinct(reader.load()(path, means.today))
        return
    with path.open("rb") as file:
        # The file may have grown since it was measured.
        content = file.read(getattr(means.limits, reader.size))
    yield from read_bytes(content, reader, means)


def check_size(path: Path, reader: Reader, limits: Limits) -> None:
    """Refuse a file that is empty or larger than its reader takes.

    Raises:
        ReadingError: it is.
    """
    size, allowed = path.stat().st_size, getattr(limits, reader.size)
    if size > allowed:
        raise ReadingError(
            f"The file is too large: {size} bytes, at most {allowed} are read.",
            hint="Split it into one file per article, or save its text only.",
        )
    if size == 0:
        raise ReadingError("The file is empty.", hint="Leave it out, or export it again.")


def read_bytes(content: bytes, reader: Reader, means: Means, *, url: str = "") -> Iterator[Item]:
    """Yield what the bytes of a page hold; ``url`` is where it came from, if it is a web page.

    Raises:
        ReadingError: its reader refuses it, or was stopped.
    """
    known = {"url": url} if reader.addressed and url else {}
    if reader.isolated:
        yield from distinct(means.worker.read_all(reader, content, means.today, **known))
    else:
        yield from distinct(several(reader.load()(content, means.today, **known)))


def distinct(rows: Iterable[Item]) -> Iterator[Item]:
    """Give a repeated row id a number of its own: two documents under one id would overwrite each other."""
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Draft) or row.id:
            yield row
            continue
        if row.key in seen:
            key = f"{row.key}-row{number}"
            yield RowProblem(f"The id {row.key[:80]!r} occurs twice; the later row is read as {key[:90]!r}.")
            yield replace(row, key=key)
            continue
        seen.add(row.key)
        yield row
