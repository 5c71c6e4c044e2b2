"""Plain lists of addresses, one a line: files ending in .urls, and .txt files that hold nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from iopmine.errors import ReadingError
from iopmine.reading.decoding import encoding_of_file
from iopmine.reading.drafts import RowProblem
from iopmine.records import Lead
from iopmine.urls import canonical_url, is_web_address

ENTRY = "addresses"
_MAX_LINE = 4_000


def web_address(text: str) -> str:
    """Return the canonical form of what may be a web address, or an empty string if it is none."""
    try:
        url = canonical_url(text)
    except ValueError:
        return ""
    # Some hosts become another, impossible one when they are encoded ("¸" turns into a space and a mark).
    return url if is_web_address(url) else ""


def lead_to(url: str, title: str = "", published: str | None = None) -> Lead:
    """Return the lead that a canonical address in a list is; its source is settled by the file's id."""
    return Lead(url, source="", entry=ENTRY, title=title, published=published)


def leads_in(text: str) -> list[Lead]:
    """Return the leads of a text every non-empty line of which is an address; none if one line is anything else."""
    leads: list[Lead] = []
    for raw in text.splitlines():
        line = raw.strip()
        url = web_address(line)
        if line and not url:
            return []
        if url:
            leads.append(lead_to(url))
    return leads


def read(path: Path, today: date) -> Iterator[Lead | RowProblem]:  # noqa: ARG001 - as every table reader is called
    """Yield a lead for each address; empty lines and those that begin with ``#`` are remarks.

    Raises:
        ReadingError: the file holds no address.
    """
    empty = True
    with path.open(encoding=encoding_of_file(path), errors="replace") as file:
        for number, raw in enumerate(iter(lambda: file.readline(_MAX_LINE), ""), start=1):
            line = raw.strip()
            if not line or line.startswith("#"):
                continue
            url = web_address(line)
            if not url:
                yield RowProblem(f"Line {number} is no web address: {line[:80]!r}. Write it as https://….")
                continue
            empty = False
            yield lead_to(url)
    if empty:
        raise ReadingError("The file holds no web address.", hint="Write one address a line, beginning with https://.")
