"""The manifest of the embedded corpus: what each file is, so that demo texts are never taken for real ones."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path

from iopmine.reading.dateforms import parse_date
from iopmine.reading.readings import DateReading
from iopmine.records import DemoKind, Document
from iopmine.urls import canonical_url, is_web_address

MANIFEST = "manifest.csv"
COLUMNS = "id file kind genre outlet url published date_in_text story_id copy_of iop_relevant note".split()
_DEMO_KINDS: dict[str, DemoKind] = {"retold": "retold", "invented": "invented"}


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """What the manifest says about one file; stories and truth about dates are gold and are not read here."""

    id: str
    file: str
    demo: DemoKind
    genre: str
    outlet: str
    url: str
    published: str


def read_manifest(path: Path) -> list[ManifestRow] | None:
    """Return the rows of a manifest; None if there is none (another CSV file of that name is a table)."""
    if not path.is_file():
        return None
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if list(rows.fieldnames or ()) != COLUMNS:
                return None
            return [_row(row) for row in rows if row["file"]]
    except (OSError, UnicodeDecodeError, csv.Error):
        return None


def _row(row: dict[str, str]) -> ManifestRow:
    demo = _DEMO_KINDS.get(row["kind"], "invented")
    url = canonical_url(row["url"]) if is_web_address(row["url"]) else ""
    return ManifestRow(row["id"], row["file"], demo, row["genre"], row["outlet"], url, row["published"])


def with_manifest(document: Document, row: ManifestRow) -> Document:
    """Return the document with its demo stamp and origin; the date in the file itself outweighs the manifest's."""
    marked = replace(document, demo=row.demo, kind=row.genre, source=row.outlet, url=row.url)
    parsed = parse_date(row.published)
    if document.published is not None or parsed is None:
        return marked
    reading = DateReading(*parsed, "feed")
    return replace(
        marked, published=reading.published, published_precision=reading.precision, date_source=reading.source
    )
