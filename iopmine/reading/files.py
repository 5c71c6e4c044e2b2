"""Which files there are to read, and under which ids: folders walked in order, each file once."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from iopmine.reading.manifest import MANIFEST, ManifestRow, read_manifest
from iopmine.reading.registry import stem_of
from iopmine.text.normal import nfc


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read; ``row`` is what a manifest says about it."""

    path: Path
    row: ManifestRow | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A path at which there is nothing to read, and why."""

    path: Path
    message: str


def find_files(paths: Sequence[Path]) -> list[Found | Trouble]:
    """Return the files under the given paths, in the order given and sorted within folders.

    Hidden files are skipped, links are followed, and no file or folder is visited twice. A folder with a manifest
    yields what the manifest lists, and nothing else.
    """
    seen: set[tuple[int, int]] = set()
    found: list[Found | Trouble] = []
    for path in paths:
        under = list(_visit(path, seen))
        if not under and path.is_dir():
            under = [Trouble(path, "The folder holds no files. Put articles into it (.txt, .html, .pdf, .csv).")]
        found += under
    return found


def _visit(path: Path, seen: set[tuple[int, int]]) -> Iterator[Found | Trouble]:
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        yield Trouble(path, f"{_reason(error)} Check the path.")
        return
    # Windows reports no inode for some file systems: then nothing can be said about repeats.
    identity = (status.st_dev, status.st_ino)
    if status.st_ino and identity in seen:
        return
    seen.add(identity)
    if stat.S_ISDIR(status.st_mode):
        yield from _folder(path, seen)
    elif stat.S_ISREG(status.st_mode):
        yield Found(path)
    else:
        yield Trouble(path, "This is no regular file (a device, pipe or socket). Leave it out.")


def _folder(path: Path, seen: set[tuple[int, int]]) -> Iterator[Found | Trouble]:
    rows = read_manifest(path / MANIFEST)
    if rows is not None:
        yield from _listed(path, rows)
        return
    try:
        names = sorted(os.listdir(path))  # noqa: PTH208 - names only, sorted before any path is made
    except OSError as error:
        yield Trouble(path, f"{_reason(error)} Change its permissions, or leave it out.")
        return
    for name in names:
        # "~$" marks the lock files of Word.
        if not name.startswith((".", "~$")):
            yield from _visit(path / name, seen)


def _listed(folder: Path, rows: Sequence[ManifestRow]) -> Iterator[Found | Trouble]:
    base = folder.resolve()
    for row in rows:
        path = folder / row.file
        if not path.resolve().is_relative_to(base):
            yield Trouble(path, f"{MANIFEST} lists a file outside its own folder. Correct the row of {row.id}.")
        elif not path.is_file():
            yield Trouble(path, f"{MANIFEST} lists the file, but it is not there. Correct the row of {row.id}.")
        else:
            yield Found(path, row)


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "There is no such file or folder."
    if isinstance(error, PermissionError):
        return "There is no permission to read it."
    return f"It cannot be opened ({getattr(error, 'strerror', None) or error})."


def ids_of(found: Sequence[Found], paths: Sequence[Path]) -> dict[Path, str]:
    """Return the id of each file: its stem; where stems collide, the path relative to what all have in common."""
    stems = Counter(_key(stem_of(item.path.name)) for item in found)
    base = _common_base(paths)
    return {
        item.path: nfc(stem) if stems[_key(stem)] == 1 else nfc(_relative(item.path, base))
        for item in found
        for stem in [stem_of(item.path.name)]
    }


def _key(stem: str) -> str:
    """Ids that differ in case only would overwrite each other's files on Windows and macOS."""
    return nfc(stem).casefold()


def _common_base(paths: Sequence[Path]) -> Path | None:
    roots = [path.absolute() if path.is_dir() else path.absolute().parent for path in paths]
    try:
        return Path(os.path.commonpath(roots))
    except ValueError:
        return None


def _relative(path: Path, base: Path | None) -> str:
    absolute = path.absolute()
    return (absolute.relative_to(base) if base and absolute.is_relative_to(base) else absolute).as_posix()
