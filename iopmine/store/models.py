"""Runs of topic models, with the shares, series and shifts computed from them; and the issues of all steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any, Final, TypeVar

from iopmine.errors import StoreError
from iopmine.records import (
    CalibrationRow,
    EmergingTopic,
    Held,
    Issue,
    Receipt,
    Series,
    Share,
    Shift,
    TooFew,
    Topic,
    TopicEvent,
    TopicExample,
    TopicMatter,
    TopicNumber,
    WordDrift,
)
from iopmine.store.connection import Database, Row
from iopmine.store.rows import RowMap, insert, listed
from iopmine.store.sealing import seal

R = TypeVar("R")
RunRecord = (
    Topic
    | Share
    | Series
    | Shift
    | Receipt
    | TooFew
    | TopicNumber
    | TopicEvent
    | EmergingTopic
    | TopicMatter
    | TopicExample
    | WordDrift
    | CalibrationRow
    | Held
)
"""What belongs to one run."""

_ISSUES: Final = RowMap(Issue)

# The tables of a run in the order of its seal: the record of their rows, and the columns that order these.
_RUN: Final[dict[str, tuple[RowMap[Any], type, tuple[str, ...]]]] = {
    table: (RowMap(record, without={"run"}), record, order)
    for table, record, order in (
        ("topics", Topic, ("id",)),
        ("shares", Share, ("document_id", "topic_id")),
        ("series", Series, ("kind", "key", "group", "measure", "period")),
        ("shifts", Shift, ("kind", "key", "family", "date", "scope")),
        ("receipts", Receipt, ("kind", "key", "date", "what", "id")),
        ("too_few", TooFew, ("kind", "key")),
        ("topic_numbers", TopicNumber, ("topics",)),
        ("topic_events", TopicEvent, ("kind", "old", "new")),
        ("emerging_topics", EmergingTopic, ("topic_id",)),
        ("topic_matters", TopicMatter, ("topic_id", "kind", "key")),
        ("topic_examples", TopicExample, ("topic_id", "kind", "rank")),
        ("word_drift", WordDrift, ("kind", "key", "word")),
        ("calibration", CalibrationRow, ("measure", "scenario", "base", "size")),
        ("what_if", Held, ("kind", "key", "family", "date")),
    )
}
_TABLE_OF: Final = {record: table for table, (_, record, _) in _RUN.items()}
TABLES: Final = tuple(_RUN)
_WITH_RUN: Final = frozenset(record for record in _TABLE_OF if "run" in {f.name for f in fields(record)})


def run_rows(database: Database, key: int, table: str) -> list[Row]:
    """Return the rows of one run in a table, in the table's order."""
    return database.rows(
        f"SELECT {listed(_RUN[table][0].columns)} FROM {table} WHERE run = ? ORDER BY {listed(_RUN[table][2])}",  # noqa: S608
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
        further: Iterable[RunRecord] = (),
    ) -> None:
        """Save one run, in place of an earlier run with the same id, in one transaction; it is the latest now.

        ``further``: whatever else the run found, in any order.

        Raises:
            StoreError: a share names a topic or document that is not there, or two rows are the same point.
        """
        records = [*topics, *shares, *series, *shifts, *further]
        with self._database.transaction():
            key = self._database.value("SELECT coalesce(max(key), 0) + 1 FROM runs")
            self._database.write("DELETE FROM runs WHERE id = ?", (run_id,))
            self._database.write("INSERT INTO runs VALUES (?, ?, ?, '')", (key, run_id, settings_json))
            self._insert_rows(run_id, key, records)
            self._seal(key)

    def replace_in_run(self, run_id: str, record: type[RunRecord], rows: Iterable[RunRecord]) -> None:
        """Put rows in place of those that a run has of one kind of record, for what is computed after the run.

        Raises:
            StoreError: there is no such run, or two rows are the same.
        """
        with self._database.transaction():
            key = self._run(run_id)[0]
            self._database.write(f"DELETE FROM {_TABLE_OF[record]} WHERE run = ?", (key,))  # noqa: S608
            self._insert_rows(run_id, key, rows)
            self._seal(key)

    def _insert_rows(self, run_id: str, key: int, records: Iterable[RunRecord]) -> None:
        by_table: dict[str, list[RunRecord]] = {table: [] for table in TABLES}
        for record in records:
            if type(record) in _WITH_RUN and (run := getattr(record, "run", "")) != run_id:
                raise StoreError(f"The run {run_id!r} was given records of the run {run!r}.")
            by_table[_TABLE_OF[type(record)]].append(record)
        for table, rows in by_table.items():
            mapped = _RUN[table][0]
            insert(self._database, table, ("run", *mapped.columns), ((key, *mapped.row(row)) for row in rows))

    def _seal(self, key: int) -> None:
        settings = self._database.value("SELECT settings FROM runs WHERE key = ?", (key,))
        stored = (run_rows(self._database, key, table) for table in TABLES)
        self._database.write("UPDATE runs SET seal = ? WHERE key = ?", (run_seal(settings, stored), key))

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

    def of_run(self, run_id: str, record: type[R]) -> list[R]:
        """Return the records of one kind that a run has, sorted by what names them; raises like ``run_settings``."""
        table = _TABLE_OF[record]
        rows = run_rows(self._database, self._run(run_id)[0], table)
        others = {"run": run_id} if record in _WITH_RUN else {}
        return [_RUN[table][0].record(row, **others) for row in rows]

    def topics(self, run_id: str) -> list[Topic]:
        """Return the topics of a run by number; raises like ``run_settings``."""
        return self.of_run(run_id, Topic)

    def shares(self, run_id: str) -> list[Share]:
        """Return the shares of a run by document id and topic; raises like ``run_settings``."""
        return self.of_run(run_id, Share)

    def series(self, run_id: str) -> list[Series]:
        """Return the points of a run's curves by kind, key, group, measure and period; raises like ``run_settings``."""
        return self.of_run(run_id, Series)

    def shifts(self, run_id: str) -> list[Shift]:
        """Return the tested changes of a run by kind, key, family and date; raises like ``run_settings``."""
        return self.of_run(run_id, Shift)

    def receipts(self, run_id: str) -> list[Receipt]:
        """Return what the shifts of a run rest on, by shift and kind, the strongest first; raises like the others."""
        found = self.of_run(run_id, Receipt)
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
