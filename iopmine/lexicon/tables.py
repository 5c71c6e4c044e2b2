"""CSV files → checked records: every fault is reported with its file, line, column, value and what was allowed."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic

from iopmine.errors import LexiconError
from iopmine.lexicon.schema import FILES, TOPIC_LABELS, Column, Record, Table
from iopmine.text.normal import nfc


def fault(file: Path, line: int, column: str, value: str, allowed: str) -> LexiconError:
    """Return the error for one cell."""
    found = f"{value!r} is not allowed" if value else "the cell is empty"
    return LexiconError(f"{file}, line {line}, column {column}: {found}; allowed: {allowed}.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row was read from."""

    file: Path
    line: int

    def fault(self, column: str, value: str, allowed: str) -> LexiconError:
        """Return the error for a value of this row."""
        return fault(self.file, self.line, column, value, allowed)


@dataclass(frozen=True, slots=True)
class Row(Place, Generic[Record]):
    """A record and the place it was read from."""

    record: Record


def check_folder(folder: Path) -> None:
    """Refuse a folder that is not there, or that holds a CSV file of another name (it would be silently ignored).

    Raises:
        LexiconError: naming the folder or the file.
    """
    if not folder.is_dir():
        raise LexiconError(f"The lexicon folder {folder} does not exist.", hint="Name a folder that holds CSV files.")
    for path in sorted(folder.glob("*.csv")):
        if path.name not in FILES:
            raise LexiconError(f"{path} is not a file of the lexicon; allowed: {', '.join(sorted(FILES))}.")


def read(table: Table[Record], base: Path, extensions: tuple[Path, ...]) -> list[Row[Record]]:
    """Return the rows of a table: those of ``base``, then those that the extensions add.

    A row with the key of an earlier one takes its place.

    Raises:
        LexiconError: a broken file or cell, or the file is missing in ``base``.
    """
    rows: dict[tuple[str, ...], Row[Record]] = {}
    for folder in (base, *extensions):
        path = folder / table.file
        if path.is_file():
            rows.update(_read_file(table, path))
        elif folder is base:
            raise LexiconError(f"{path} is missing from the lexicon.", hint="Restore the file, or reinstall iopmine.")
    return list(rows.values())


def digest(folders: tuple[Path, ...]) -> str:
    """Return the SHA-256 over names and contents of the files, sorted within each folder; line ends do not matter.

    Names of topics are left out: no text is read differently because of them.
    """
    total = hashlib.sha256()
    for folder in folders:
        for path in sorted(set(folder.glob("*.csv")) - {folder / TOPIC_LABELS.file}):
            content = path.read_bytes().replace(b"\r\n", b"\n")
            total.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def _read_file(table: Table[Record], path: Path) -> dict[tuple[str, ...], Row[Record]]:
    lines = _lines(path)
    _, header = next(lines, (1, []))
    columns = _header(table, path, header)
    places = {column.name: index for index, column in enumerate(columns)}
    absent = {c.field or c.name: c.convert("") for c in table.columns if c.name not in places}
    rows: dict[tuple[str, ...], Row[Record]] = {}
    for line, cells in lines:
        if len(cells) != len(columns):
            raise LexiconError(
                f"{path}, line {line}: {len(cells)} cells; allowed: {len(columns)}, as in the header. "
                "A comma inside a cell needs quotation marks around the cell."
            )
        values = dict(absent)
        for column, cell in zip(columns, cells, strict=True):
            wrong = column.fault(cell)
            if wrong is not None:
                raise fault(path, line, column.name, wrong, column.allowed)
            values[column.field or column.name] = column.convert(cell)
        key = tuple(cells[places[name]] if name in places else "" for name in table.key)
        if key in rows:
            first = rows[key].line
            raise fault(
                path, line, table.key[-1], key[-1], f"each {' + '.join(table.key)} once (first on line {first})"
            )
        rows[key] = Row(path, line, table.record(**values))
    return rows


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number, cells in NFC, stripped) of every line that is not empty."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.reader(handle, strict=True)
            last = 0
            for cells in reader:
                if cells:
                    yield last + 1, [nfc(cell).strip() for cell in cells]
                last = reader.line_num
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path} is not UTF-8: {error}.", hint="Save the file as CSV in UTF-8.") from error
    except csv.Error as error:
        raise LexiconError(f"{path}, line {reader.line_num}: not CSV: {error}.") from error


def _header(table: Table[Record], path: Path, header: list[str]) -> list[Column]:
    known = {column.name: column for column in table.columns}
    allowed = ", ".join(known)
    for name in header:
        if name not in known:
            semicolons = " Save the file with commas between the cells." if ";" in name else ""
            raise LexiconError(f"{path}, line 1: unknown column {name!r}; allowed: {allowed}.{semicolons}")
        if header.count(name) > 1:
            raise LexiconError(f"{path}, line 1: column {name!r} stands there twice; allowed: once.")
    for name, column in known.items():
        if column.required and name not in header:
            raise LexiconError(f"{path}, line 1: column {name!r} is missing; needed: {allowed}.")
    return [known[name] for name in header]
