"""What goes to the terminal: results on stdout, progress and errors on stderr, control characters nowhere."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, is_dataclass
from io import TextIOWrapper
from typing import Any, NoReturn, TypeVar

T = TypeVar("T")
# Escape sequences and direction marks in a hostile title must not steer the terminal.
_STEERING = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_CONTROL = re.compile(f"[{_STEERING}]")
# JSON can hold everything as a code, also halves of characters, which no encoding can.
_AS_CODE = re.compile(rf"[{_STEERING}\ud800-\udfff]")
_REFRESH = 0.1


def speak_anywhere() -> None:
    """Let a terminal or pipe that lacks a letter show its code instead of raising."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def safe(text: str) -> str:
    """Return the text without control characters; tabs and line ends stay."""
    return _CONTROL.sub("", text)


def one_line(text: object) -> str:
    """Return a value as one line without control characters."""
    return safe(" ".join(str(text).split()))


def say(text: str, *, quiet: bool = False) -> None:
    """Print lines for the reader, unless quiet."""
    if not quiet:
        _print(safe(text))


def note(text: str, *, quiet: bool = False) -> None:
    """Print a line about the work to stderr, unless quiet."""
    if not quiet:
        print(one_line(text), file=sys.stderr)


def fail(text: str, code: int) -> NoReturn:
    """Print one line about what went wrong and leave."""
    print(f"iopmine: {one_line(text)}", file=sys.stderr)
    sys.exit(code)


def print_json(value: object) -> None:
    """Print a machine-readable result to stdout; what could steer a terminal is written as its code."""
    ascii_only = not (sys.stdout.encoding or "").casefold().startswith("utf")
    text = json.dumps(value, ensure_ascii=ascii_only, default=_plain, indent=1)
    _print(_AS_CODE.sub(lambda found: f"\\u{ord(found.group()):04x}", text))


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


def _print(text: str) -> None:
    try:
        print(text)
    except BrokenPipeError:
        _leave()


def finish() -> None:
    """Write out what is still in the buffer: a full disk or a closed pipe shows here, not when Python ends."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _leave()
    except OSError:
        _mute()
        raise


def _leave() -> NoReturn:
    """Leave at once: the reader of a pipe has gone (``iopmine search … | head``), and that is no error."""
    _mute()
    sys.exit(0)


def _mute() -> None:
    """Point stdout at nothing; Python writes out the buffer when it ends, and would fail with a traceback."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def rewrite(text: str) -> None:
    """Show a line on a terminal's stderr in place of the one shown before."""
    print(f"\r\x1b[2K{one_line(text)}", end="", file=sys.stderr, flush=True)


def progress(items: Iterable[T], what: str, *, quiet: bool) -> Iterator[T]:
    """Yield the items, counting them on stderr: one line rewritten on a terminal, nothing in a log."""
    if quiet or not sys.stderr.isatty():
        yield from items
        return
    shown, count = 0.0, 0
    try:
        for count, item in enumerate(items, start=1):
            if time.monotonic() - shown > _REFRESH:
                shown = time.monotonic()
                print(f"\r{what}: {count}", end="", file=sys.stderr, flush=True)
            yield item
    finally:
        # Also when it breaks off: the line that says why begins on a line of its own.
        print(f"\r{what}: {count}", file=sys.stderr)


def table(rows: Iterable[Iterable[Any]], *, indent: str = "") -> str:
    """Return rows as aligned columns."""
    cells = [[one_line(cell) for cell in row] for row in rows]
    if not cells:
        return ""
    widths = [max(len(row[i]) if i < len(row) else 0 for row in cells) for i in range(max(map(len, cells)))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip() for row in cells)
    return "\n".join(indent + line for line in lines)


def duration(seconds: float) -> str:
    """Return a time in the unit that suits it."""
    minutes = round(seconds / 60)
    return f"{round(seconds)} s" if seconds < 90 else f"{minutes} min" if minutes < 90 else f"{minutes / 60:.1f} h"
