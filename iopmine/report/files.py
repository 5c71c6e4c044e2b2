"""Files appear whole or not at all: everything is written beside its place and then moved there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from iopmine.errors import OutputError

# Everything XML 1.0 and terminals cannot hold, lone surrogates, and marks that turn the direction of writing.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def without_controls(text: str) -> str:
    """Return the text without control characters; tabs and line ends stay."""
    return _CONTROL.sub("", text)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary path in the same folder, and move it over ``path`` if the block ends well.

    Raises:
        OutputError: the folder cannot be made or the file cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
    except OSError as error:
        raise OutputError(f"{path} could not be written: {error.strerror or error}.") from error
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    """Remove a left-over part file; where its folder is gone, or is a file, there is nothing to remove."""
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return


def write_bytes(path: Path, content: bytes) -> Path:
    """Write a whole file and return its path.

    Raises:
        OutputError: see ``replacing``.
    """
    with replacing(path) as part:
        part.write_bytes(content)
    return path


def write_json(path: Path, value: object) -> Path:
    """Write a value as indented UTF-8 JSON with sorted keys, and return the path.

    Raises:
        OutputError: see ``replacing``.
    """
    return write_bytes(path, (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode())
