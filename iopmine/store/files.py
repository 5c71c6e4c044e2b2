"""The file of a store, before SQLite touches it: is it one, and how a new one comes to be."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from iopmine.errors import StoreDamagedError, StoreError, StoreFullError, StoreVersionError
from iopmine.store.schema import APPLICATION_ID

_MAGIC: Final = b"SQLite format 3\x00"
_HEADER_BYTES: Final = 100


def check_header(path: Path) -> None:
    """Look at the bytes before SQLite does: opening another program's file may already change it.

    Raises:
        StoreError: there is no such file, or it may not be read.
        StoreDamagedError: it is no SQLite database.
        StoreVersionError: it is another program's.
    """
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except FileNotFoundError as error:
        raise StoreError(f"There is no store at {path}.", hint="Make one with: iopmine add PATH.") from error
    except OSError as error:
        raise _from_os(error, path) from error
    if not header:
        raise StoreDamagedError(f"The store {path} is an empty file.")
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise StoreDamagedError(f"{path} is not an SQLite database (it begins with {header[:16]!r}).")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise StoreVersionError(
            f"{path} is the database of another program.", hint="Name another file; this one was left as it is."
        )


@contextmanager
def new_file(path: Path, *, exist_ok: bool = False) -> Iterator[Path]:
    """Give a temporary file (mode 0600) beside ``path`` that takes its name at the end, if that is still free."""
    if path.exists() and not exist_ok:
        raise _exists(path)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            _take_name(temporary, path, exist_ok=exist_ok)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise _from_os(error, path) from error


def _take_name(temporary: Path, path: Path, *, exist_ok: bool) -> None:
    """Rename without ever replacing: a hard link fails if the name is taken."""
    try:
        path.hardlink_to(temporary)
    except OSError:
        if not path.exists():
            # A file system without hard links (FAT, some network drives).
            temporary.rename(path)
        elif not exist_ok:
            raise _exists(path) from None


def _exists(path: Path) -> StoreError:
    return StoreError(f"{path} exists already and is never overwritten.", hint="Name another file, or open this one.")


def _from_os(error: OSError, path: Path) -> StoreError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return StoreFullError(f"There is no room left on the disk to write {path}.")
    return StoreError(
        f"{path} cannot be opened or made ({error.strerror}).",
        hint="Check that the folder exists and is yours to write in.",
    )
