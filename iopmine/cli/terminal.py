"""What goes to the terminal: results on stdout, progress and errors on stderr, control characters nowhere."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, is_dataclass
from typing import Any, NoReturn, TypeVar

T = TypeVar("T")
# Escape sequences and direction marks in a hostile title must not steer the terminal.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_REFRESH = 0.2


def safe(text: str) -> str:
    """Return the text without control characters."""
    return _CONTROL.sub("", text)


def say(text: str, *, quiet: bool = False) -> None:
    """Print a line for the reader, unless quiet."""
    if not quiet:
        print(safe(text))


def note(text: str, *, quiet: bool = False) -> None:
    """Print a line about the work to stderr, unless quiet."""
    if not quiet:
        print(safe(text), file=sys.stderr)


def fail(text: str, code: int) -> NoReturn:
    """Print one line about what went wrong and leave."""
    print(f"iopmine: {safe(' '.join(text.split()))}", file=sys.stderr)
    sys.exit(code)


def print_json(value: object) -> None:
    """Print a machine-readable result to stdout."""
    print(json.dumps(value, ensure_ascii=False, default=_plain, indent=1))


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


def progress(items: Iterable[T], what: str, *, quiet: bool) -> Iterator[T]:
    """Yield the items, counting them on stderr: one line rewritten on a terminal, nothing in a log."""
    live = sys.stderr.isatty() and not quiet
    shown, count = 0.0, 0
    for count, item in enumerate(items, start=1):
        if live and time.monotonic() - shown > _REFRESH:
            shown = time.monotonic()
            print(f"\r{what}: {count}", end="", file=sys.stderr, flush=True)
        yield item
    if live and count:
        print(f"\r{what}: {count}", file=sys.stderr)


def table(rows: Iterable[Iterable[Any]], *, indent: str = "") -> str:
    """Return rows as aligned columns."""
    cells = [[safe(str(cell)) for cell in row] for row in rows]
    if not cells:
        return ""
    widths = [max(len(row[i]) if i < len(row) else 0 for row in cells) for i in range(max(map(len, cells)))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip() for row in cells)
    return "\n".join(indent + line for line in lines)
