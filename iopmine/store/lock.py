"""One gathering at a time: a lock that the system takes away with the process that held it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from iopmine.errors import StoreBusyError
from iopmine.store.connection import translated


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock file (a small database of its own, made when needed) for the time of the ``with`` statement.

    SQLite's exclusive lock works alike on all systems, and none is left behind by a process that was killed.

    Raises:
        StoreBusyError: another process holds it.
        StoreError: the file cannot be made.
    """
    connection = None
    try:
        connection = sqlite3.connect(path, timeout=0.5, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        said = translated(error, path)
        if isinstance(said, StoreBusyError):
            raise StoreBusyError("Another iopmine gather is at work in this workspace.") from error
        raise said from error
    try:
        yield
    finally:
        connection.close()
