"""Between records and rows: one mapping for every record, read off its fields and their types."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, Generic, TypeVar

from iopmine.errors import StoreDamagedError
from iopmine.store.connection import Database, Row
from iopmine.store.sealing import compact_json

R = TypeVar("R")


def _to_json(value: Iterable[str]) -> str:
    return compact_json(list(value))


def _from_json(value: str) -> tuple[str, ...]:
    return tuple(json.loads(value))


def _converters(annotation: str) -> tuple[Callable[[Any], Any] | None, Callable[[Any], Any] | None]:
    """How a field of this type goes in and comes out; numbers of other libraries become plain ones."""
    if annotation.startswith("tuple"):
        return _to_json, _from_json
    for name, inward, outward in (("bool", int, bool), ("float", float, None), ("int", int, None)):
        if annotation.split(" ")[0] == name:
            return inward, outward
    return None, None


class RowMap(Generic[R]):
    """The columns of a record type, and the two ways across.

    ``without`` names fields that live in tables of their own.
    """

    def __init__(self, record: Callable[..., R], *, without: Collection[str] = ()) -> None:
        self._record = record
        kept = [f for f in fields(record) if f.name not in without]  # type: ignore[arg-type]
        self.columns: tuple[str, ...] = tuple(f.name for f in kept)
        self._values: Callable[[R], tuple[Any, ...]] = attrgetter(*self.columns)
        both = [_converters(str(f.type)) for f in kept]
        self._inward = [inward for inward, _ in both]
        self._outward = [outward for _, outward in both]

    def row(self, record: R) -> Row:
        """Return the record as a row of ``columns``."""
        return tuple(
            [
                value if convert is None or value is None else convert(value)
                for value, convert in zip(self._values(record), self._inward, strict=True)
            ]
        )

    def record(self, row: Sequence[Any], **others: Any) -> R:  # noqa: ANN401 (fields of the record)
        """Return the record for a row of ``columns``; ``others`` fills the fields left out.

        Raises:
            StoreDamagedError: a value is not of its column's kind.
        """
        checked(row)
        try:
            values = [
                value if convert is None or value is None else convert(value)
                for value, convert in zip(row, self._outward, strict=True)
            ]
        except (ValueError, TypeError) as error:
            raise StoreDamagedError(f"A stored row cannot be read: {error}.") from error
        return self._record(**dict(zip(self.columns, values, strict=True)), **others)


def checked(row: Sequence[Any]) -> Sequence[Any]:
    """Return a row of texts and numbers as it is.

    Raises:
        StoreDamagedError: a value is a blob, as a changed bit can make of a text.
    """
    if bytes in map(type, row):
        raise StoreDamagedError("A stored row holds bytes where a text was written.")
    return row


def listed(columns: Iterable[str], table: str = "") -> str:
    """Return column names for a statement, quoted, since ``end`` and ``group`` are SQL words."""
    prefix = f"{table}." if table else ""
    return ", ".join(f'{prefix}"{name}"' for name in columns)


def insert_into(table: str, columns: Sequence[str]) -> str:
    """Return the INSERT statement for a table of this schema."""
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({listed(columns)}) VALUES ({marks})"  # noqa: S608 (names from records)


def insert(database: Database, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows into a table of this schema."""
    database.write_many(insert_into(table, columns), rows)
