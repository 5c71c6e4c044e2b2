"""A plain list of addresses: a text file with one per line, or a CSV file with a column ``url``.

In CSV (commas, semicolons or tabs), ``title`` and ``date``, ``date_iso`` or ``published`` are taken too. The list lies
at a web address, or in a local file whose path was made absolute when the source was loaded.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from iopmine.errors import SourceError
from iopmine.records import Entry, Issue, Lead, Page, Source
from iopmine.sources.platforms.contract import Ask, Item, Listing, Search
from iopmine.sources.platforms.walk import Walk
from iopmine.sources.platforms.wording import decoded
from iopmine.urls import is_web_address

MAX_BYTES = 20_000_000
_LINK = ("url", "address", "adress", "länk", "link")
_TITLE = ("title", "titel", "rubrik")
_DATE = ("published", "date", "date_iso", "date_iso_or_empty", "datum", "publicerad")


def find(source: Source, entry: Entry, ask: Ask, search: Search) -> Iterator[Lead | Issue]:
    """Yield the addresses of a list."""
    local = not is_web_address(entry.url)
    walk = Walk(source, entry, _from_disk if local else ask, search)
    yield from walk.lists(read_addresses, newest_first=False)


def _from_disk(path: str) -> Page:
    try:
        with Path(path).open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise SourceError(f"The list of addresses could not be read: {error}.") from error
    return Page(path, "", "", "", 200, "", "", body)


def read_addresses(page: Page) -> Listing:
    """Return the addresses of a list, in its order.

    Raises:
        SourceError: the list is too large, or holds no address.
    """
    if len(page.body) > MAX_BYTES:
        raise SourceError(f"The list is larger than {MAX_BYTES:,} bytes.")
    text = decoded(page.body).lstrip("\ufeff").replace("\x00", "")
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    columns = [name.strip().strip('"').casefold() for name in head.split(delimiter)]
    items = tuple(_rows(text, delimiter, columns) if set(columns) & set(_LINK) else _lines(text))
    if not any(is_web_address(item.link) for item in items):
        raise SourceError(
            "The list holds no web address.", hint="Write one address per line, or a CSV with column url."
        )
    return Listing(items)


def _lines(text: str) -> Iterator[Item]:
    for line in text.splitlines():
        if (link := line.strip()) and not link.startswith("#"):
            yield Item(link)


def _rows(text: str, delimiter: str, columns: list[str]) -> Iterator[Item]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        next(reader, None)
        for cells in reader:
            row = dict(zip(columns, cells, strict=False))
            if any(cells):
                yield Item(_first(row, _LINK), _first(row, _TITLE), _first(row, _DATE))
    except csv.Error as error:
        raise SourceError(f"The list is broken CSV in line {reader.line_num}: {error}.") from error


def _first(row: dict[str, str], names: tuple[str, ...]) -> str:
    return next((row[name].strip() for name in names if row.get(name, "").strip()), "")
