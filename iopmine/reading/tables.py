"""CSV and TSV files: one document a row, or one address a row where there is no text."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TextIO

from iopmine.errors import ReadingError
from iopmine.reading.decoding import encoding_of_file
from iopmine.reading.drafts import MEGABYTE, Item
from iopmine.reading.rows import columns, draft_of, missing_text_column

_DELIMITERS = (",", ";", "\t", "|")
# Articles are longer than the 128 kB that the csv module allows a field.
_MAX_FIELD = 20 * MEGABYTE


def read(path: Path, today: date) -> Iterator[Item]:
    """Yield the documents of a table whose first row names the columns, and leads for rows with an address only.

    Raises:
        ReadingError: neither a text column nor one of addresses, or the file is no table.
    """
    csv.field_size_limit(_MAX_FIELD)
    with path.open(encoding=encoding_of_file(path), errors="replace", newline="") as file:
        rows = csv.DictReader(file, delimiter=_delimiter(file))
        try:
            names = list(rows.fieldnames or ())
        except csv.Error as error:
            raise _broken(1, error) from error
        fields = columns(names)
        if fields.keys().isdisjoint({"text", "url"}):
            raise ReadingError(missing_text_column(names), hint="Rename the column in the first line of the file.")
        yield from _drafts(rows, fields, today)


def _drafts(rows: csv.DictReader[str], fields: dict[str, str], today: date) -> Iterator[Item]:
    number = 0
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise _broken(number + 1, error) from error
        if row is None:
            return
        number += 1
        yield draft_of(row, fields, number, today)


def _broken(number: int, error: csv.Error) -> ReadingError:
    return ReadingError(f"Row {number} cannot be read as CSV: {error}.", hint="Export the table again as CSV (UTF-8).")


def _delimiter(file: TextIO) -> str:
    """Return the delimiter with which the first line names a column of text or addresses, else the most frequent."""
    header = file.readline(MEGABYTE)
    file.seek(0)
    named = {mark: columns(next(csv.reader([header], delimiter=mark), [])) for mark in _DELIMITERS}
    for field in ("text", "url"):
        for mark, fields in named.items():
            if field in fields:
                return mark
    return max(_DELIMITERS, key=header.count)
