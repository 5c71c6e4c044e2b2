"""XLSX in which text stays text: no formulas, no live links, the same bytes for the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from iopmine.report.columns import Cell, Column
from iopmine.report.files import replacing, without_controls

MAX_CELL = 32_767
MAX_ROWS = 1_048_576
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# A workbook carries the day it was made; a fixed one keeps two runs alike.
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_WIDTHS = {"string": 24, "integer": 10, "number": 12, "boolean": 10}


def write_xlsx(path: Path, sheet_name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Path:
    """Write one sheet with a frozen heading row and filters, and return the path.

    Cells over 32,767 characters and rows over 1,048,576 are beyond the format: they are cut, and the last
    characters or the last row say so (the CSV file has all of it).

    Raises:
        OutputError: the file cannot be written.
    """
    with workbook(path) as book:
        heading = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(sheet_name[:31])
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, _WIDTHS[column.type])
            sheet.write_string(0, index, column.name, heading)
        last = 0
        for number, row in enumerate(rows, start=1):
            if number == MAX_ROWS - 1:
                sheet.write_string(number, 0, f"cut: a sheet holds {MAX_ROWS} rows; the CSV file has all of them")
                break
            _write_row(sheet, number, row)
            last = number
        sheet.autofilter(0, 0, last, len(columns) - 1)
    return path


@contextmanager
def workbook(path: Path) -> Iterator[xlsxwriter.Workbook]:
    """Yield a workbook in which text stays text and rows are written in order; it appears whole or not at all.

    Raises:
        OutputError: the file cannot be written.
    """
    with replacing(path) as part:
        try:
            with xlsxwriter.Workbook(str(part), _OPTIONS) as book:
                book.set_properties({"created": _CREATED})
                yield book
        except FileCreateError as error:
            raise OSError(str(error)) from error


def _write_row(sheet: xlsxwriter.worksheet.Worksheet, number: int, row: Sequence[Cell]) -> None:
    for index, value in enumerate(row):
        if isinstance(value, bool):
            sheet.write_boolean(number, index, value)
        elif isinstance(value, int | float):
            sheet.write_number(number, index, value)
        elif value:
            sheet.write_string(number, index, fitted(value))


def fitted(text: str) -> str:
    """Return the text as one cell can hold it, ending with a notice where it had to be cut."""
    clean = without_controls(text)
    if len(clean) <= MAX_CELL:
        return clean
    notice = f" … [cut: {len(clean)} characters]"
    return clean[: MAX_CELL - len(notice)] + notice
