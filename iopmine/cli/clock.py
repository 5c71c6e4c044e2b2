"""The real clock: the only place where time is read and waited for."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime


class SystemClock:
    """This computer's clock. ``stop`` ends every wait, so that a stopped program does not sit out its pauses."""

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def now(self) -> datetime:
        """Return the present in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds on a clock that never jumps."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait; raise KeyboardInterrupt once the program is to stop."""
        if self._stopped.wait(seconds):
            raise KeyboardInterrupt

    def stop(self) -> None:
        """End all waits, now and later."""
        self._stopped.set()


@contextmanager
def running() -> Iterator[SystemClock]:
    """Give a clock that stops with the command."""
    clock = SystemClock()
    try:
        yield clock
    finally:
        clock.stop()
