"""The one table of readers: which ending of a file name is read by what.

A reader for another format is one file and one line here, or, in another package, an entry point of the group
``iopmine.readers`` whose object is a ``Reader``.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import Any, Literal

ENTRY_POINTS = "iopmine.readers"


@dataclass(frozen=True, slots=True)
class Reader:
    """How files with certain endings are read.

    ``target`` names the function (``package.module:function``), imported when first needed. ``shape`` says what it
    is: ``page`` takes the bytes of a file and returns one Draft, ``table`` takes a path and yields Drafts.
    ``isolated`` pages are read in a process of their own that can be killed. ``size`` names the limit that applies.
    """

    suffixes: tuple[str, ...]
    target: str
    shape: Literal["page", "table"] = "page"
    isolated: bool = False
    size: Literal["page_bytes", "pdf_bytes", "table_bytes"] = "page_bytes"

    def load(self) -> Any:  # noqa: ANN401 - a PageReader or a TableReader, as ``shape`` says
        """Import and return the function."""
        return pkgutil.resolve_name(self.target)


BUILT_IN = (
    Reader((".txt", ".md"), "iopmine.reading.plain:read"),
    Reader((".html", ".htm", ".xhtml"), "iopmine.reading.html_page:read", isolated=True),
    Reader((".pdf",), "iopmine.reading.pdf:read", isolated=True, size="pdf_bytes"),
    Reader((".docx",), "iopmine.reading.word:read", isolated=True, size="pdf_bytes"),
    Reader((".csv", ".tsv"), "iopmine.reading.tables:read", shape="table", size="table_bytes"),
    Reader((".jsonl", ".ndjson"), "iopmine.reading.json_lines:read", shape="table", size="table_bytes"),
)


@cache
def readers() -> dict[str, Reader]:
    """Return the readers by file ending (lower case, with the dot), plug-ins last and so decisive."""
    plugged = [point.load() for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name)]
    return {suffix: reader for reader in (*BUILT_IN, *plugged) for suffix in reader.suffixes}
