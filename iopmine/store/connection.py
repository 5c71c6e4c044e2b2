"""The only place that speaks to ``sqlite3``: opening, creating, transactions, and errors in iopmine's words.

Writing takes ``BEGIN IMMEDIATE``: a transaction that reads first and writes later fails at once under a second
writer, whatever the timeout. WAL with ``synchronous = NORMAL`` survives the death of the process at any point;
a power cut may cost the last seconds of commits (never the database), which the next run adds again.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from iopmine.errors import StoreBusyError, StoreDamagedError, StoreError, StoreFullError, StoreVersionError
from iopmine.store.files import check_header, new_file
from iopmine.store.folding import fold
from iopmine.store.schema import APPLICATION_ID, FOLD_FUNCTION, MIGRATIONS, SEAL_FUNCTION, VERSION, statements
from iopmine.store.sealing import seal

BUSY_TIMEOUT = 30.0
Row = tuple[Any, ...]

_NO_ROOM = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_TRUNCATE,
}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_DAMAGE_SAYS = ("no such table", "no such column", "malformed", "Could not decode")
_SETTINGS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA cell_size_check = ON",
    # The view and the triggers call our folding; a build may distrust schemas by default.
    "PRAGMA trusted_schema = ON",
    "PRAGMA cache_size = -65536",
    "PRAGMA temp_store = MEMORY",
)


def translated(error: sqlite3.Error, path: Path) -> StoreError:
    """Return the iopmine error for an SQLite error, by its extended result code."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    primary = code & 0xFF
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StoreBusyError(f"Another process is writing to {path}.")
    if code in _NO_ROOM:
        return StoreFullError(f"There is no room left on the disk to write to {path} ({error}).")
    short = code == sqlite3.SQLITE_IOERR_SHORT_READ
    if primary in _DAMAGED or short or (primary == sqlite3.SQLITE_ERROR and str(error).startswith(_DAMAGE_SAYS)):
        return StoreDamagedError(f"The database {path} is damaged ({error}).")
    if primary in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        return StoreError(
            f"The database {path} cannot be opened or written to ({error}).",
            hint="Check the permissions of the file and of its folder.",
        )
    return StoreError(f"The database {path} refused: {error}.")


@contextmanager
def _seam(path: Path) -> Iterator[None]:
    """Raise whatever SQLite raises in iopmine's words."""
    try:
        yield
    except sqlite3.Error as error:
        raise translated(error, path) from error
    except (UnicodeError, OverflowError) as error:
        raise StoreError(
            f"A value cannot be stored in {path} or read from it ({error}).",
            hint="Read the document again with its right encoding; if it was read from the store: iopmine verify.",
        ) from error


class Database:
    """An open store file: statements in, rows out, every failure as a ``StoreError``.

    Rows are always fetched whole, so no statement stays open between calls: long iterations read page by page
    and neither block the writer nor see a half-written document.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
        self._connection = connection
        self.path = path
        self.read_only = read_only

    def _seam(self) -> AbstractContextManager[None]:
        return _seam(self.path)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Return all rows of a query."""
        with self._seam():
            return self._connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
        """Return the first row of a query, or None."""
        with self._seam():
            found: Row | None = self._connection.execute(sql, parameters).fetchone()
            return found

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:  # noqa: ANN401 (as SQLite has it)
        """Return the first column of the first row, or None."""
        found = self.row(sql, parameters)
        return None if found is None else found[0]

    def write(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run one statement and return the number of rows it changed."""
        with self._seam():
            return self._connection.execute(sql, parameters).rowcount

    def write_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row of parameters."""
        with self._seam():
            self._connection.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the write lock, commit at the end, and undo everything if anything is raised.

        Raises:
            StoreBusyError: another process kept the lock for the whole busy timeout.
        """
        self.write("BEGIN IMMEDIATE")
        try:
            yield
            self.write("COMMIT")
        except BaseException:
            # A full disk has already rolled back by itself.
            if self._connection.in_transaction:
                self.write("ROLLBACK")
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let several reads see one state of the store, whatever others write in the meantime."""
        self.write("BEGIN")
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self.write("ROLLBACK")

    def copy_to(self, path: Path) -> None:
        """Copy the whole database, consistent while others write, into an existing empty file."""
        with self._seam():
            target = sqlite3.connect(path)
            try:
                self._connection.backup(target)
            finally:
                target.close()

    def close(self) -> None:
        """Close the file; closing twice is allowed."""
        self._connection.close()


def _connect(path: Path, *, read_only: bool, busy_timeout: float, any_thread: bool = False) -> Database:
    options = "mode=ro" if read_only else "mode=rw"
    if read_only and not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists():
        # WAL needs a side file that this folder cannot take; nobody can be writing here either.
        options = "mode=ro&immutable=1"
    with _seam(path):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?{options}",
            uri=True,
            timeout=busy_timeout,
            isolation_level=None,
            check_same_thread=not any_thread,
        )
        connection.create_function(FOLD_FUNCTION, 1, fold, deterministic=True)
        connection.create_function(SEAL_FUNCTION, -1, lambda *row: seal([row]), deterministic=True)
    return Database(connection, path, read_only=read_only)


@contextmanager
def memory_database() -> Iterator[Database]:
    """Give an empty database in memory, for the time of the ``with`` statement."""
    path = Path(":memory:")
    with _seam(path):
        connection = sqlite3.connect(path, isolation_level=None)
    try:
        yield Database(connection, path, read_only=False)
    finally:
        connection.close()


def open_database(
    path: Path, *, read_only: bool, busy_timeout: float = BUSY_TIMEOUT, any_thread: bool = False
) -> Database:
    """Open an existing store and bring it to this version's schema.

    ``any_thread``: several threads will use it; they must take turns.

    Raises:
        StoreError: there is no such file, or it may not be opened.
        StoreDamagedError: it is not a database, or a damaged one.
        StoreVersionError: another program's database, or a newer (read-only: older) version of iopmine.
    """
    check_header(path)
    database = _connect(path, read_only=read_only, busy_timeout=busy_timeout, any_thread=any_thread)
    try:
        _check_version(database)
        for setting in _SETTINGS:
            database.write(setting)
        if not read_only:
            database.write("PRAGMA journal_mode = WAL")
            database.write("PRAGMA synchronous = NORMAL")
            migrate(database)
    except BaseException:
        database.close()
        raise
    return database


def _check_version(database: Database) -> None:
    version = database.value("PRAGMA user_version")
    if version > VERSION:
        raise StoreVersionError(
            f"{database.path} was written by a newer iopmine (schema {version}; this one knows up to {VERSION})."
        )
    if database.read_only and version < VERSION:
        raise StoreVersionError(
            f"{database.path} has the older schema {version} (now {VERSION}) and was opened for reading only.",
            hint="Run iopmine extract once: it opens the store for writing and brings it up to date.",
        )


def migrate(database: Database, migrations: Mapping[int, str] = MIGRATIONS) -> None:
    """Take the steps that the file has not taken, all in one transaction.

    ``migrations``: version → SQL that leads there from the version before.
    """
    if database.value("PRAGMA user_version") >= max(migrations):
        return
    with database.transaction():
        # Another process may have done it while this one waited for the lock.
        reached = database.value("PRAGMA user_version")
        for version in sorted(version for version in migrations if version > reached):
            for statement in statements(migrations[version]):
                database.write(statement)
            database.write(f"PRAGMA user_version = {version:d}")


def create_database(path: Path, *, exist_ok: bool = False) -> None:
    """Make an empty store. It appears under its name only when it is whole.

    ``exist_ok``: leave a file that another process made in the meantime as it is.

    Raises:
        StoreError: the file exists (it is never overwritten), or the folder does not take files.
    """
    with new_file(path, exist_ok=exist_ok) as temporary:
        database = _connect(temporary, read_only=False, busy_timeout=BUSY_TIMEOUT)
        try:
            database.write(f"PRAGMA application_id = {APPLICATION_ID:d}")
            migrate(database)
        finally:
            database.close()
