"""One host: who may ask it when, and what is remembered of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from iopmine.errors import FetchError
from iopmine.fetch.clock import Clock, stamp_after
from iopmine.fetch.faults import StoppedError
from iopmine.fetch.limits import Limits
from iopmine.fetch.line import Line
from iopmine.fetch.memory import Memory
from iopmine.fetch.pace import Pace
from iopmine.fetch.rules import Rules
from iopmine.records.web import HostState


class Host:
    """A host and port with its own robots.txt, and a memory that outlives the run; its site's ``Pace`` gives turns.

    ``turn()`` is the only way to its line, and what an answer means for the host is noted before the turn ends, so
    that whoever waits next goes by it. No other site's turn is ever awaited inside a turn, so that threads
    never wait for each other in a circle.
    """

    def __init__(self, key: str, pace: Pace, line: Line, *, clock: Clock, memory: Memory, limits: Limits) -> None:
        self.key = key
        self.robots_lock = threading.Lock()
        """Held while this host's robots.txt is looked up, which takes turns at other hosts when it redirects."""
        self.pace = pace
        self._rules: Rules | None = None
        self._line = line
        self._clock = clock
        self._memory = memory
        self._limits = limits
        self._change = threading.Lock()
        self._failed_in_a_row = 0

    @property
    def state(self) -> HostState:
        """What is remembered of the host."""
        return self.pace.states[self.key]

    @property
    def rules(self) -> Rules | None:
        """What its robots.txt says; None if it has none or it is not known yet."""
        return self._rules

    @rules.setter
    def rules(self, rules: Rules | None) -> None:
        self._rules = rules
        self.pace.crawl_delay(self.key, rules.crawl_delay if rules else 0.0)

    @contextmanager
    def turn(self) -> Iterator[Line]:
        """Wait for the host's turn and give its line; the pause counts from the end of the block.

        Raises:
            FetchError: the host is to be left alone (outcome ``later``).
            StoppedError: the wait was interrupted.
        """
        with self.pace.turn:
            self._begin()
            try:
                yield self._line
            finally:
                self.pace.own = self._line.own
                self.pace.ended()
                self.remember(last_request_at=stamp_after(self._clock.now()))

    def _begin(self) -> None:
        if self._line.stopped:
            raise StoppedError
        self.check()
        self.pace.wait()
        # Remembered before the request too: a kill in its midst must not make the next run ask at once.
        self.remember(last_request_at=stamp_after(self._clock.now()))

    def check(self) -> None:
        """Refuse to go on with a host that is to be left alone.

        Raises:
            FetchError: outcome ``later``.
        """
        self.pace.check()
        if self._failed_in_a_row >= self._limits.failures:
            message = f"{self.key} failed {self._failed_in_a_row} times in a row and is left alone for this run."
            raise FetchError(message, outcome="later")

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
            state = replace(self.state, **changes)  # type: ignore[arg-type]
            self.pace.states[self.key] = state
            self._memory.remember(state)

    def hang_up(self) -> None:
        """Ask the host no more, and end what is under way in another thread."""
        self._line.hang_up()
