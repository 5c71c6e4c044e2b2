"""A model folder's checksums: written when it is made, compared before anything in it is opened."""

from __future__ import annotations

import hashlib
from pathlib import Path

from iopmine.errors import ModelError

SUMS = "SHA256SUMS"
_HINT = "Put the folder back as it was: install iopmine again, or make the model anew with iopmine train."


def seal(folder: Path) -> str:
    """Write the checksums of all files in a folder, in the form of ``sha256sum``, and return the folder's digest."""
    lines = [f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in _files(folder)]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
    return digest(folder)


def digest(folder: Path) -> str:
    """Return one sha256 for the whole folder: that of its list of checksums; empty for a folder without one."""
    path = folder / SUMS
    return _sha256(path) if path.is_file() else ""


def check(folder: Path, *, part: str = "") -> None:
    """Compare the files of a folder (or those under ``part``) with their checksums.

    A folder without checksums passes: other people's pipelines have none.

    Raises:
        ModelError: a listed file is missing or differs.
    """
    try:
        listed = (folder / SUMS).read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"The checksums {folder / SUMS} could not be read: {error}.", hint=_HINT) from error
    for line in listed.splitlines():
        wanted, _, name = line.partition("  ")
        if not name:
            raise ModelError(
                f"The checksums {folder / SUMS} are damaged: {line[:80]!r} is no sha256 and file.", hint=_HINT
            )
        if not name.startswith(part):
            continue
        path = folder / name
        if not path.is_file():
            raise ModelError(f"The model file {path} is missing.", hint=_HINT)
        if _sha256(path) != wanted:
            raise ModelError(f"The model file {path} is damaged: its sha256 is not the listed one.", hint=_HINT)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
