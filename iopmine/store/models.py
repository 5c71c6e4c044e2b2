"""Runs of topic models, with the shares, series and shifts computed from them; and the issues of all steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

from iopmine.errors import StoreError
from iopmine.records import Issue, Receipt, Series, Share, Shift, Topic
from iopmine.store.connection import Database, Row
from iopmine.store.rows import RowMap, insert, listed
from iopmine.store.sealing import seal

R = TypeVar("R")

_TOPICS: Final = RowMap(Topic, without={"run"})
_SHARES: Final = RowMap(Share, without={"run"})
_SERIES: Final = RowMap(Series)
_SHIFTS: Final = RowMap(Shift)
_RECEIPTS: Final = RowMap(Receipt)
_ISSUES: Final = RowMap(Issue)

# Table → columns; its rows are stored, sealed and read back in the order of the key columns that come first.
TABLES: Final[dict[str, tuple[str, ...]]] = {
    "topics": _TOPICS.columns,
    "shares": _SHARES.columns,
    "series": _SERIES.columns,
    "shifts": _SHIFTS.columns,
    "receipts": _RECEIPTS.columns,
}
ORDER: Final[dict[str, tuple[str, ...]]] = {
    "topics": ("id",),
    "shares": ("document_id", "topic_id"),
    "series": ("kind", "key", "group", "measure", "period"),
    "shifts": ("kind", "key", "family", "date", "scope"),
    "receipts": ("kind", "key", "date", "what", "id"),
}


def run_rows(database: Database, key: int, table: str) -> list[Row]:
    """Return the rows of one run in a table, in the table's order."""
    return database.rows(
        f"SELECT {listed(TABLES[table])} FROM {table} WHERE run = ? ORDER BY {listed(ORDER[table])}",  # noqa: S608
        (key,),
    )


def run_seal(settings: str, tables: Iterable[list[Row]]) -> str:
    """Return the seal over one run; ``tables`` in the order of ``TABLES``."""
    return seal(row for rows in ([(settings,)], *tables) for row in [(len(rows),), *rows])


class Models:
    """The topic models of a store, and the issues that its steps noticed."""

    _database: Database

    def save_run(
        self,
        run_id: str,
        settings_json: str,
        topics: Iterable[Topic],
        shares: Iterable[Share],
        series: Iterable[Series],
        shifts: Iterable[Shift],
        receipts: Iterable[Receipt] = (),
    ) -> None:
        """Save one run, in place of an earlier run with the same id, in one transaction; it is the latest now.

        Raises:
            StoreError: a share names a topic or document that is not there, or two rows are the same point.
        """
        topics, shares = list(topics), list(shares)
        strangers = sorted(({topic.run for topic in topics} | {share.run for share in shares}) - {run_id})
        if strangers:
            raise StoreError(f"The run {run_id!r} was given records of the run {strangers[0]!r}.")
        tables = {
            "topics": [_TOPICS.row(topic) for topic in topics],
            "shares": [_SHARES.row(share) for share in shares],
            "series": [_SERIES.row(point) for point in series],
            "shifts": [_SHIFTS.row(shift) for shift in shifts],
            "receipts": [_RECEIPTS.row(receipt) for receipt in receipts],
        }
        with self._database.transaction():
            key = self._database.value("SELECT coalesce(max(key), 0) + 1 FROM runs")
            self._database.write("DELETE FROM runs WHERE id = ?", (run_id,))
            self._database.write("INSERT INTO runs VALUES (?, ?, ?, '')", (key, run_id, settings_json))
            for table, rows in tables.items():
                insert(self._database, table, ("run", *TABLES[table]), ((key, *row) for row in rows))
            stored = (run_rows(self._database, key, table) for table in TABLES)
            self._database.write("UPDATE runs SET seal = ? WHERE key = ?", (run_seal(settings_json, stored), key))

    def latest_run(self) -> str | None:
        """Return the id of the run saved last, or None."""
        found: str | None = self._database.value("SELECT id FROM runs ORDER BY key DESC LIMIT 1")
        return found

    def run_ids(self) -> list[str]:
        """Return the ids of all runs, oldest first."""
        return [run for (run,) in self._database.rows("SELECT id FROM runs ORDER BY key")]

    def run_settings(self, run_id: str) -> str:
        """Return the settings a run was saved with, as JSON.

        Raises:
            StoreError: there is no such run.
        """
        return str(self._run(run_id)[1])

    def topics(self, run_id: str) -> list[Topic]:
        """Return the topics of a run by number; raises like ``run_settings``."""
        rows = run_rows(self._database, self._run(run_id)[0], "topics")
        return [_TOPICS.record(row, run=run_id) for row in rows]

    def shares(self, run_id: str) -> list[Share]:
        """Return the shares of a run by document id and topic; raises like ``run_settings``."""
        rows = run_rows(self._database, self._run(run_id)[0], "shares")
        return [_SHARES.record(row, run=run_id) for row in rows]

    def series(self, run_id: str) -> list[Series]:
        """Return the points of a run's curves by kind, key, group, measure and period; raises like ``run_settings``."""
        return [_SERIES.record(row) for row in run_rows(self._database, self._run(run_id)[0], "series")]

    def shifts(self, run_id: str) -> list[Shift]:
        """Return the tested changes of a run by kind, key, family and date; raises like ``run_settings``."""
        return [_SHIFTS.record(row) for row in run_rows(self._database, self._run(run_id)[0], "shifts")]

    def receipts(self, run_id: str) -> list[Receipt]:
        """Return what the shifts of a run rest on, by shift and kind, the strongest first; raises like the others."""
        rows = run_rows(self._database, self._run(run_id)[0], "receipts")
        found = [_RECEIPTS.record(row) for row in rows]
        return sorted(found, key=lambda r: (r.kind, r.key, r.date, r.what, -abs(r.value), r.id))

    def _run(self, run_id: str) -> Row:
        row = self._database.row("SELECT key, settings FROM runs WHERE id = ?", (run_id,))
        if row is None:
            raise StoreError(
                f"There is no topic run {run_id!r} in {self._database.path}.", hint="Make one with: iopmine topics."
            )
        return row

    def add_issue(self, issue: Issue) -> None:
        """Note an issue; the same one is noted once."""
        self._database.write("INSERT OR IGNORE INTO issues VALUES (?, ?, ?, ?, ?)", _ISSUES.row(issue))

    def issues(self) -> Iterator[Issue]:
        """Yield all issues, by stage, source, address, level and message."""
        for row in self._database.rows("SELECT * FROM issues ORDER BY stage, source, url, level, message"):
            yield _ISSUES.record(row)

    def clear_issues(self, stage: str, url: str | None = None) -> None:
        """Remove the issues of one stage, as a step does before it begins anew, or those of one address that is well.

        ``url``: the address or file; None for all.
        """
        if url is None:
            self._database.write("DELETE FROM issues WHERE stage = ?", (stage,))
        else:
            self._database.write("DELETE FROM issues WHERE stage = ? AND url = ?", (stage, url))
