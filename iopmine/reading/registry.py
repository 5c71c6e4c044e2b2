"""The one table of readers: which ending of a file name is read by what.

A reader for another format is one file and one line here, or, in another package, an entry point of the group
``iopmine.readers`` whose object is a ``Reader``.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import PurePath
from typing import Any, Literal

ENTRY_POINTS = "iopmine.readers"


@dataclass(frozen=True, slots=True)
class Reader:
    """How files with certain endings are read.

    ``target`` names the function (``package.module:function``), imported when first needed. ``shape`` says what it
    is: ``page`` takes the bytes of a file and returns one Draft (of a press-archive export or an alert mail several
    items), ``table`` takes a path and yields Drafts, ``archive`` takes a path and yields members, each of which is
    read by the reader for its own ending. ``isolated`` pages are read in a process of their own that can be killed.
    ``size`` names the limit that applies. ``searchable`` says that words stand in the bytes as they are printed
    (markup and encoding apart), so that a prefilter can look for them; ``addressed`` that the function also takes
    ``url``, the address of the page.
    """

    suffixes: tuple[str, ...]
    target: str
    shape: Literal["page", "table", "archive"] = "page"
    isolated: bool = False
    searchable: bool = False
    addressed: bool = False
    size: Literal["page_bytes", "pdf_bytes", "table_bytes", "archive_bytes"] = "page_bytes"

    def load(self) -> Any:  # noqa: ANN401 - a PageReader, TableReader or ArchiveReader, as ``shape`` says
        """Import and return the function."""
        return pkgutil.resolve_name(self.target)


BUILT_IN = (
    Reader((".txt", ".md"), "iopmine.reading.plain:read", searchable=True),
    Reader(
        (".html", ".htm", ".xhtml"), "iopmine.reading.html_page:read", isolated=True, searchable=True, addressed=True
    ),
    Reader((".pdf",), "iopmine.reading.pdf:read", isolated=True, size="pdf_bytes"),
    Reader((".docx",), "iopmine.reading.word:read", isolated=True, size="pdf_bytes"),
    Reader((".rtf",), "iopmine.reading.rtf:read", isolated=True, size="pdf_bytes"),
    Reader((".eml",), "iopmine.reading.mail:read", isolated=True),
    Reader((".csv", ".tsv"), "iopmine.reading.tables:read", shape="table", size="table_bytes"),
    Reader((".jsonl", ".ndjson"), "iopmine.reading.json_lines:read", shape="table", size="table_bytes"),
    Reader((".ris",), "iopmine.reading.ris:read", shape="table", size="table_bytes"),
    Reader((".bib",), "iopmine.reading.bibtex:read", shape="table", size="table_bytes"),
    Reader((".urls",), "iopmine.reading.address_rows:read", shape="table", size="table_bytes"),
    Reader((".zip",), "iopmine.reading.zipped:read", shape="archive", size="archive_bytes"),
    Reader((".warc", ".warc.gz"), "iopmine.reading.warc:read", shape="archive", size="archive_bytes"),
)


@cache
def readers() -> dict[str, Reader]:
    """Return the readers by file ending (lower case, with the dot), plug-ins last and so decisive."""
    plugged = [point.load() for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name)]
    return {suffix: reader for reader in (*BUILT_IN, *plugged) for suffix in reader.suffixes}


def reader_of(name: str) -> Reader | None:
    """Return the reader for a file of that name; of two endings the longer one decides (``.warc.gz``)."""
    table = readers()
    return next((table[ending.casefold()] for ending in _endings(name) if ending.casefold() in table), None)


def stem_of(name: str) -> str:
    """Return the name without the ending by which it is read; without its last suffix where there is no reader."""
    table = readers()
    endings = _endings(name)
    known = next((ending for ending in endings if ending.casefold() in table), endings[-1] if endings else "")
    return name.removesuffix(known)


def _endings(name: str) -> list[str]:
    """``a.warc.gz`` → ``.warc.gz``, ``.gz``: at most two parts, the longest first."""
    suffixes = PurePath(name).suffixes[-2:]
    return ["".join(suffixes[start:]) for start in range(len(suffixes))]
