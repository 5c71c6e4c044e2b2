"""JSON lines: one object a line, one document an object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from iopmine.reading.decoding import encoding_of_file
from iopmine.reading.drafts import MEGABYTE, Item, RowProblem
from iopmine.reading.rows import columns, draft_of, missing_text_column

_MAX_LINE = 20 * MEGABYTE


def read(path: Path, today: date) -> Iterator[Item]:
    """Yield the documents of the file, leads where there is an address only; a broken line is reported and left out."""
    with path.open(encoding=encoding_of_file(path), errors="replace", newline="\n") as file:
        number = 0
        while line := file.readline(_MAX_LINE):
            number += 1
            if len(line) >= _MAX_LINE and not line.endswith("\n"):
                yield RowProblem(
                    f"Line {number} is longer than {_MAX_LINE} characters; reading stopped there.", "error"
                )
                return
            if line.strip():
                yield _row(line, number, today)


def _row(line: str, number: int, today: date) -> Item:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return RowProblem(f"Line {number} is not JSON ({error}) and was left out.")
    if not isinstance(row, dict):
        return RowProblem(f"Line {number} is no JSON object and was left out.")
    fields = columns(row)
    if fields.keys().isdisjoint({"text", "url"}):
        return RowProblem(f"Line {number}: {missing_text_column(row)}", "error")
    return draft_of(row, fields, number, today)
