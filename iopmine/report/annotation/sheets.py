"""Sheets for people: headings, hidden columns, drop-down lists; and reading a sheet back by its headings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import openpyxl
import xlsxwriter
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

from iopmine.errors import UsageError
from iopmine.report.files import without_controls
from iopmine.report.spreadsheet import fitted

YES, NO = "ja", "nej"
# A cell holds 32,767 characters, and a letter beyond the basic plane is written with twelve.
_PIECE = 2_500
_SPARE = 2_000
_HINT = "Save the workbook as .xlsx with its sheets, headings and hidden columns as they were."


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its heading, its width (0: hidden), and what its drop-down list offers."""

    name: str
    width: int
    choices: tuple[str, ...] = ()


class SheetWriter:
    """Writes sheets of one workbook, row by row."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._bold = book.add_format({"bold": True, "bottom": 1})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def lines(self, name: str, lines: Iterable[str]) -> None:
        """Write a sheet of running text."""
        sheet = self._book.add_worksheet(name)
        sheet.set_column(0, 0, 100, self._wrapped)
        for number, line in enumerate(lines):
            sheet.write_string(number, 0, fitted(line), self._wrapped)

    def table(
        self,
        name: str,
        headings: Sequence[Heading],
        rows: Iterable[Sequence[str | int | None]],
        *,
        hidden: bool = False,
    ) -> None:
        """Write a sheet with a heading row; drop-down lists also serve rows that a person adds below."""
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        if hidden:
            sheet.hide()
        for column, heading in enumerate(headings):
            options = {} if heading.width else {"hidden": True}
            sheet.set_column(column, column, heading.width or 8, self._wrapped, options)
            sheet.write_string(0, column, heading.name, self._bold)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(last, column, value, self._wrapped)
                elif value:
                    sheet.write_string(last, column, fitted(value), self._wrapped)
        for column, heading in enumerate(headings):
            if heading.choices:
                offered = {"validate": "list", "source": list(heading.choices), "ignore_blank": True}
                sheet.data_validation(1, column, last + _SPARE, column, offered)


@contextmanager
def sheets_of(path: Path) -> Iterator[openpyxl.Workbook]:
    """Yield a workbook for reading.

    Raises:
        UsageError: the file is no workbook.
        OSError: it cannot be read.
    """
    try:
        # As a stream, so that the ending of the name decides nothing.
        with path.open("rb") as file:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            try:
                yield book
            finally:
                book.close()
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise UsageError(f"{path} is no workbook that can be read: {error}.", hint=_HINT) from error


def rows_of(
    book: openpyxl.Workbook, path: Path, name: str, wanted: Sequence[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (row number, heading → cell as text) of a sheet; rows without any of the wanted cells are passed over.

    Raises:
        UsageError: there is no such sheet, or it lacks one of the wanted headings.
    """
    if name not in book.sheetnames:
        raise UsageError(f"{path} has no sheet {name!r}.", hint=_HINT)
    rows = book[name].iter_rows(values_only=True)
    headings = [_cell(value) for value in next(rows, ())]
    lacking = [heading for heading in wanted if heading not in headings]
    if lacking:
        raise UsageError(f"{path}, sheet {name!r}: there is no column {lacking[0]!r}.", hint=_HINT)
    for number, row in enumerate(rows, start=2):
        cells = {heading: _cell(value) for heading, value in zip(headings, row, strict=False) if heading}
        if any(cells[heading] for heading in wanted if heading in cells):
            yield number, {heading: cells.get(heading, "") for heading in {*wanted, *cells}}


def _cell(value: object) -> str:
    """Return a cell as text: whole numbers without a decimal point, nothing for an empty one."""
    if value is None:
        return ""
    # Workbooks write what looks like an escaped character escaped, and openpyxl gives that as it stands.
    return str(int(value)) if isinstance(value, float) and value.is_integer() else unescape(str(value)).strip()


def pieces(text: str) -> list[str]:
    """Return a text in pieces that any cell holds and no spreadsheet program changes: as JSON, in plain letters."""
    return [
        # An underscore could be read as the beginning of an escaped character.
        json.dumps(text[first : first + _PIECE]).replace("_", "\\u005f")
        for first in range(0, len(text), _PIECE)
    ]


def joined(parts: Iterable[str]) -> str:
    """Return the text of such pieces.

    Raises:
        ValueError: a piece was changed.
    """
    return "".join(str(json.loads(part)) for part in parts)


def plain(text: str) -> str:
    """Return words as a cell shows them: no control characters, one space between."""
    return " ".join(without_controls(text).split())


def yes_or_no(cell: str, where: str) -> bool | None:
    """Return what a cell says, None for an empty one.

    Raises:
        UsageError: it says neither yes nor no.
    """
    said: Mapping[str, bool | None] = {"": None, YES: True, "j": True, "yes": True, NO: False, "n": False, "no": False}
    if cell.casefold() not in said:
        raise UsageError(f"{where}: {cell!r} is neither {YES} nor {NO}.", hint="Leave it empty if you cannot tell.")
    return said[cell.casefold()]
