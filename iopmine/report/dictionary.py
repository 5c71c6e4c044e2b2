"""The data dictionary: every column of every table, generated from the records."""

from __future__ import annotations

from iopmine.report.columns import TABLES, Table

_INTRODUCTION = """\
# Results

What iopmine writes lands in this folder: `report/` (the explorer: open `report/index.html`), `tables/` (below) and
`manifest.json` (versions, settings and hashes of what was read). Git ignores all of it but this page, which is
generated from the records.

Each table is one CSV and one XLSX file; Parquet comes with `pip install 'iopmine[parquet]'`. CSV is UTF-8 with
byte-order mark, comma, decimal point, empty for missing; `datapackage.json` describes the columns to programs. A text
that a spreadsheet would run as a formula begins with an apostrophe in CSV. Lists are joined by `; `. Dates are
truncated ISO dates (`2018`, `2018-06`, `2018-06-07`). Offsets count characters from 0, half-open. E-mail addresses,
phone numbers and personal identity numbers are masked everywhere; names of persons too, unless `--persons` is given.
"""


def data_dictionary() -> str:
    """Return the data dictionary as Markdown: the content of ``outputs/README.md``."""
    return "\n".join([_INTRODUCTION, *map(_section, TABLES)])


def _section(table: Table) -> str:
    lines = [f"## {table.name}", "", table.doc, "", "| column | type | meaning |", "| --- | --- | --- |"]
    lines += [f"| `{column.name}` | {column.type} | {column.doc} |" for column in table.columns(texts=True)]
    return "\n".join([*lines, ""])
