"""What a terminal shows while sources are gathered: how far each is, and the longest wait."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from iopmine.cli.terminal import duration, rewrite
from iopmine.text.counting import counted

if TYPE_CHECKING:
    from iopmine.steps.gather import Event

_REFRESH = 0.2
_PAGES_TO_JUDGE_BY = 5


def shown(events: Iterator[Event], *, quiet: bool) -> Iterator[Event]:
    """Yield the events and show, on a terminal, what each source has still to do and how long that will take."""
    if quiet or not sys.stderr.isatty():
        yield from events
        return
    from iopmine.steps.gather import Named, Settled

    board = Board()
    last = 0.0
    for event in events:
        now = time.monotonic()
        if isinstance(event, Named):
            board.named(event.source, event.due, now)
        elif isinstance(event, Settled):
            board.settled(event.source, event.outcome, event.waiting)
        if now - last > _REFRESH:
            last = now
            rewrite(board.line(now))
        yield event
    rewrite(board.line(time.monotonic()))
    print(file=sys.stderr)


class Board:
    """The state of the sources of a run; times are seconds on a clock that never jumps."""

    def __init__(self) -> None:
        self._waiting: dict[str, int] = {}
        self._due: dict[str, int] = {}
        self._began: dict[str, float] = {}
        self._kept = 0
        self._done = 0

    def named(self, source: str, due: int, now: float) -> None:
        """Note that a source has so many pages to be asked for."""
        self._waiting[source] = self._due[source] = due
        self._began[source] = now

    def settled(self, source: str, outcome: str, waiting: int) -> None:
        """Note what became of a page, and how many of its source are left."""
        self._waiting[source] = waiting
        self._kept += outcome == "kept"
        self._done += 1

    def _left(self, source: str, now: float) -> float | None:
        """Return the seconds that a source will still take, None before enough of its pages are done to tell."""
        done = self._due.get(source, 0) - self._waiting[source]
        if done < _PAGES_TO_JUDGE_BY:
            return None
        return (now - self._began[source]) / done * self._waiting[source]

    def line(self, now: float) -> str:
        """Return the state in one line."""
        open_ = [source for source, waiting in self._waiting.items() if waiting > 0]
        done = f"{len(self._due) - len(open_)} of {counted(len(self._due), 'source')} done"
        head = f"{done}, {counted(self._done, 'page')}, {self._kept} kept"
        if not open_:
            return head
        seconds = {source: self._left(source, now) for source in open_}
        slowest = max(open_, key=lambda source: (seconds[source] or 0.0, self._waiting[source]))
        left = seconds[slowest]
        wait = "" if left is None else f", about {duration(left)}"
        return f"{head}; {counted(self._waiting[slowest], 'page')} left of {slowest}{wait}"
