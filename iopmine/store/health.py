"""How a store is: what it holds, whether it is sound, a copy of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from iopmine.records import Issue
from iopmine.store.connection import Database
from iopmine.store.files import new_file
from iopmine.store.inspection import findings

_COUNTED: Final = (
    "accounts",
    "addresses",
    "area_hits",
    "calibration",
    "count_claims",
    "documents",
    "emerging_topics",
    "entities",
    "evidence",
    "extractions",
    "frame_hits",
    "issues",
    "mentions",
    "parties",
    "partnerships",
    "readings",
    "receipts",
    "raw_pages",
    "runs",
    "series",
    "shares",
    "shifts",
    "source_runs",
    "too_few",
    "topic_events",
    "topic_examples",
    "topic_matters",
    "topic_numbers",
    "topics",
    "versions",
    "what_if",
    "word_drift",
)


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """What is in a store."""

    counts: dict[str, int]
    """Rows by table."""
    by_source: dict[str, int]
    """Documents by source."""
    by_year: dict[str, int]
    """Documents by year of publication; undated ones under the empty string."""
    size_bytes: int
    """Of the database, free pages included."""
    schema_version: int
    last_added: str | None
    """Latest time of adding."""


class Health:
    """The condition of a store."""

    _database: Database

    def status(self) -> StoreStatus:
        """Return what is in the store."""
        database = self._database
        with database.snapshot():
            return StoreStatus(
                counts={table: database.value(f"SELECT count(*) FROM {table}") for table in _COUNTED},  # noqa: S608
                by_source=dict(database.rows("SELECT source, count(*) FROM documents GROUP BY source ORDER BY source")),
                by_year=dict(
                    database.rows(
                        "SELECT coalesce(substr(published, 1, 4), '') y, count(*) FROM documents GROUP BY y ORDER BY y"
                    )
                ),
                size_bytes=database.value("PRAGMA page_count") * database.value("PRAGMA page_size"),
                schema_version=database.value("PRAGMA user_version"),
                last_added=database.value("SELECT max(added_at) FROM documents"),
            )

    def verify(self) -> list[Issue]:
        """Return everything that is not as it was written; an empty list is a sound store.

        The index is compared with the texts word by word only in a store opened for writing (SQLite counts that
        comparison as a write); otherwise only its number of rows is.

        Raises:
            StoreBusyError: another process is writing.
        """
        return list(findings(self._database))

    def rebuild_index(self) -> None:
        """Make the full-text index anew from the stored texts."""
        with self._database.transaction():
            self._database.write("INSERT INTO search (search) VALUES ('rebuild')")

    def backup(self, path: Path) -> None:
        """Write a copy, consistent even while others write; it appears under its name when it is whole.

        Raises:
            StoreError: the file exists already (it is never overwritten).
        """
        with new_file(path) as temporary:
            self._database.copy_to(temporary)
