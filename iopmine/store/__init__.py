"""The store: one SQLite file that holds the documents, all that was found in them, and their full-text index.

::

    with Store.create(path) as store:
        store.add(document, raw_sha256=digest, added_at=now)
        store.search('"idéburet offentligt partnerskap" -biopsi', limit=20)

Every method that changes something is one transaction. Iterators come sorted and read page by page, so they may
be left open while the store is written to.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from iopmine.store.connection import BUSY_TIMEOUT, Database, create_database, open_database
from iopmine.store.extractions import Extractions
from iopmine.store.gathering import Coverage, Gathering
from iopmine.store.health import Health, StoreStatus
from iopmine.store.location import unsafe_location
from iopmine.store.models import Models
from iopmine.store.register import Register
from iopmine.store.search import Hit, KwicLine, Search

__all__ = ["Coverage", "Hit", "KwicLine", "Store", "StoreStatus", "unsafe_location"]


class Store(Gathering, Extractions, Register, Models, Search, Health):
    """An open store. Make it with ``create``, ``open`` or ``ensure``, and use it in a ``with`` statement."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make an empty store (file mode 0600) and open it for writing.

        Raises:
            StoreError: the file exists already, or its folder does not take files.
        """
        create_database(path)
        return cls.open(path)

    @classmethod
    def open(
        cls, path: Path, *, read_only: bool = False, busy_timeout: float = BUSY_TIMEOUT, any_thread: bool = False
    ) -> Self:
        """Open an existing store; for writing, it is brought to this version's schema.

        Args:
            read_only: nothing in the file can be changed through this object.
            busy_timeout: seconds to wait for another process that is writing.
            any_thread: several threads will use it; they must take turns.

        Raises:
            StoreError: there is no such file, or it may not be opened.
            StoreDamagedError: it is not a database, or a damaged one.
            StoreVersionError: another program's database, or one of a newer (read-only: older) iopmine.
            StoreBusyError: it must be brought up to date and another process is writing.
        """
        return cls(open_database(path, read_only=read_only, busy_timeout=busy_timeout, any_thread=any_thread))

    @classmethod
    def ensure(cls, path: Path) -> Self:
        """Open the store for writing, and make it first if it is not there; safe for several processes at once.

        Raises:
            StoreError: as ``open`` and ``create``.
        """
        if not path.exists():
            create_database(path, exist_ok=True)
        return cls.open(path)

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    def close(self) -> None:
        """Close the file; closing twice is allowed."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
