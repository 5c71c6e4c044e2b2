"""The tables on disk, one file per table and format.

The CSV dialect is one that R, Python, LibreOffice and Excel's import read alike: UTF-8 with byte-order mark, comma,
RFC 4180 quoting and line ends, decimal point, empty for missing, ``true`` and ``false``. Swedish Excel expects
semicolons when a CSV file is double-clicked: the XLSX file of the same name is made for that. Text cells that a
spreadsheet would run as a formula get a leading apostrophe in CSV; in XLSX a text cell is text by type.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from iopmine.errors import OutputError, UsageError
from iopmine.report.columns import TABLE_NAMES, TABLES, Cell, Column, Outgoing, Table, accounts_of, evidence_rows
from iopmine.report.files import replacing, without_controls
from iopmine.report.masking import Privacy
from iopmine.report.spreadsheet import write_xlsx

Rows = Iterable[Sequence[Cell]]
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_PARQUET_ROWS = 50_000


def write_tables(
    folder: Path,
    tables: Mapping[str, Sequence[Any]],
    *,
    formats: Sequence[str] = ("csv", "xlsx"),
    texts: bool = False,
    demo: bool = False,
    names: Mapping[str, tuple[str, ...]] | None = None,
    persons: bool = False,
) -> list[Path]:
    """Write the given tables and return the paths in order.

    Args:
        folder: where to; made if missing.
        tables: records by table name (``TABLE_NAMES``); ``partnership_evidence`` follows from
            ``partnership_readings``.
        formats: of ``TABLE_FORMATS``.
        texts: write the text of documents too (masks in it keep their length, so that offsets still hold).
        demo: mark the tables that belong to the whole run as made from the embedded corpus.
        names: persons per document, masked in every text of that document.
        persons: write names and mentions of persons instead of masking them.

    Raises:
        UsageError: an unknown table or format.
        OutputError: a file cannot be written, or Parquet is asked for without pyarrow.
    """
    _check(tables, formats)
    documents = tables.get("documents", ())
    privacy = Privacy(names or {}, tuple(tables.get("mentions", ())), persons)
    accounts = accounts_of(tables.get("partnerships", ()))
    quoted = {document.id: document for document in documents}
    outgoing = Outgoing(privacy, quoted, demo, texts, accounts)
    filled = dict(tables)
    if "partnership_readings" in tables:
        readings = tables["partnership_readings"]
        filled["partnership_evidence"] = tuple(evidence_rows(readings, accounts, quoted, privacy))
    written: list[Path] = []
    for table in TABLES:
        if table.name in filled:
            written += [_write(folder, table, filled[table.name], outgoing, name) for name in formats]
    return written


def _check(tables: Mapping[str, Sequence[Any]], formats: Sequence[str]) -> None:
    for kind, given, allowed in (("table", tables, TABLE_NAMES), ("table format", formats, tuple(TABLE_FORMATS))):
        unknown = sorted(set(given) - set(allowed))
        if unknown:
            raise UsageError(f"Unknown {kind}: {', '.join(unknown)}.", hint=f"Choose from: {', '.join(allowed)}.")


def _write(folder: Path, table: Table, items: Sequence[Any], outgoing: Outgoing, name: str) -> Path:
    columns = table.columns(texts=outgoing.texts)
    return TABLE_FORMATS[name](folder / f"{table.name}.{name}", table.name, columns, outgoing.rows(table, items))


def defused(text: str) -> str:
    """Return the text with an apostrophe before it if a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _csv_cell(value: Cell) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return defused(without_controls(value)) if isinstance(value, str) else value


def write_csv(path: Path, _name: str, columns: Sequence[Column], rows: Rows) -> Path:
    """Write rows as CSV in the dialect of this module and return the path.

    Raises:
        OutputError: the file cannot be written.
    """
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(column.name for column in columns)
        writer.writerows([_csv_cell(value) for value in row] for row in rows)
    return path


def write_parquet(path: Path, _name: str, columns: Sequence[Column], rows: Rows) -> Path:
    """Write rows as typed Parquet and return the path.

    Raises:
        OutputError: pyarrow is not installed, or the file cannot be written.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise OutputError(
            f"{path} could not be written: Parquet needs pyarrow.", hint="Run: pip install 'iopmine[parquet]'."
        ) from error
    types = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    schema = pa.schema([(column.name, types[column.type]) for column in columns])
    with replacing(path) as part, pq.ParquetWriter(part, schema) as writer:
        batch: list[dict[str, Cell]] = []
        for row in rows:
            cells = (without_controls(value) if isinstance(value, str) else value for value in row)
            batch.append(dict(zip(schema.names, cells, strict=True)))
            if len(batch) == _PARQUET_ROWS:
                writer.write_table(pa.Table.from_pylist(batch, schema))
                batch = []
        writer.write_table(pa.Table.from_pylist(batch, schema))
    return path


TABLE_FORMATS: Mapping[str, Callable[[Path, str, Sequence[Column], Rows], Path]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "parquet": write_parquet,
}
