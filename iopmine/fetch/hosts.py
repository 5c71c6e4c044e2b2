"""One host: who may ask it when, and what is remembered of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from iopmine.errors import FetchError
from iopmine.fetch.clock import Clock, moment_of, stamp_after
from iopmine.fetch.faults import StoppedError
from iopmine.fetch.limits import Limits
from iopmine.fetch.line import Line
from iopmine.fetch.memory import Memory
from iopmine.fetch.rules import Rules
from iopmine.records.web import HostState

# A sleep that ends this many seconds early was interrupted; less is the coarseness of timers.
_EARLY = 0.05


class Host:
    """A host and port: one request at a time, a pause between two, and a memory that outlives the run.

    ``turn()`` is the only way to its line, and what an answer means for the host is noted before the turn ends, so
    that whoever waits next goes by it. No other host's turn is ever awaited inside a turn, so that threads
    never wait for each other in a circle.
    """

    def __init__(self, state: HostState, line: Line, *, clock: Clock, memory: Memory, limits: Limits) -> None:
        self.key = state.host
        self.robots_lock = threading.Lock()
        """Held while this host's robots.txt is looked up, which takes turns at other hosts when it redirects."""
        self.state = state
        self.rules: Rules | None = None
        self._line = line
        self._clock = clock
        self._memory = memory
        self._limits = limits
        self._pause = limits.pause
        self._turn = threading.Lock()
        self._change = threading.Lock()
        self._ended: float | None = None
        self._rest_until = clock.monotonic()
        self._failed_in_a_row = 0

    @contextmanager
    def turn(self) -> Iterator[Line]:
        """Wait for the host's turn and give its line; the pause counts from the end of the block.

        Raises:
            FetchError: the host is to be left alone (outcome ``later``).
            StoppedError: the wait was interrupted.
        """
        with self._turn:
            self._begin()
            try:
                yield self._line
            finally:
                self._ended = self._clock.monotonic()
                self.remember(last_request_at=stamp_after(self._clock.now()))

    def _begin(self) -> None:
        if self._line.stopped:
            raise StoppedError
        self.check()
        self._wait()
        # Remembered before the request too: a kill in its midst must not make the next run ask at once.
        self.remember(last_request_at=stamp_after(self._clock.now()))

    @property
    def gap(self) -> float:
        """Seconds between two requests: ours, the source's, or the host's Crawl-delay, whichever is longest."""
        asked = self.rules.crawl_delay if self.rules else 0.0
        return max(self._pause, min(asked, self._limits.crawl_delay))

    def check(self) -> None:
        """Refuse to go on with a host that is to be left alone.

        Raises:
            FetchError: outcome ``later``.
        """
        until = moment_of(self.state.not_before)
        now = self._clock.now()
        # A time further off than any that is ever written comes from a clock that was wrong.
        if until is not None and now < until <= now + timedelta(seconds=self._limits.retry_after + 1):
            message = f"{self.key} asked to be left alone until {self.state.not_before}."
            raise FetchError(message, outcome="later", not_before=self.state.not_before)
        if self._failed_in_a_row >= self._limits.failures:
            message = f"{self.key} failed {self._failed_in_a_row} times in a row and is left alone for this run."
            raise FetchError(message, outcome="later")

    def ask_slower(self, pause: float) -> None:
        """Keep at least this pause from now on: the sources on one host share the longest of theirs."""
        self._pause = max(self._pause, pause)

    def rest(self, seconds: float) -> None:
        """Wait at least this long before the next request."""
        self._rest_until = max(self._rest_until, self._clock.monotonic() + seconds)

    def leave_alone(self, seconds: float) -> str:
        """Note that the host wants to be left alone; return until when."""
        until = stamp_after(self._clock.now() + timedelta(seconds=seconds))
        self.remember(not_before=until)
        return until

    def failed(self) -> None:
        """Count a failure."""
        self._failed_in_a_row += 1
        self.remember(failures=self.state.failures + 1)

    def answered(self) -> None:
        """Forget the failures so far."""
        self._failed_in_a_row = 0
        if self.state.failures or self.state.not_before:
            self.remember(failures=0, not_before="")

    def remember(self, **changes: object) -> None:
        """Change the state and keep it."""
        with self._change:
            self.state = replace(self.state, **changes)  # type: ignore[arg-type]
            self._memory.remember(self.state)

    def hang_up(self) -> None:
        """Ask the host no more, and end what is under way in another thread."""
        self._line.hang_up()

    def _wait(self) -> None:
        """Sleep until the host may be asked again."""
        if self._ended is None:
            self.rest(self._remembered_wait())
        # What is due may move on during the sleep, when a failed attempt asks for a rest.
        while (left := (due := self._due()) - self._clock.monotonic()) > 0:
            self._clock.sleep(left)
            if due - self._clock.monotonic() > _EARLY:
                raise StoppedError

    def _due(self) -> float:
        return self._rest_until if self._ended is None else max(self._rest_until, self._ended + self.gap)

    def _remembered_wait(self) -> float:
        """Return what is left of the pause after the last request of an earlier run."""
        last = moment_of(self.state.last_request_at)
        if last is None:
            return 0.0
        left = (last - self._clock.now()).total_seconds() + self.gap
        # The last request lies in the future where a clock was wrong; one pause is wait enough then.
        return min(max(left, 0.0), self.gap + 1.0)
