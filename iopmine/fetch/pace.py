"""The pace of one site: its turns and pauses, shared by its host names with and without ``www.``."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import timedelta

from iopmine.errors import FetchError
from iopmine.fetch.clock import Clock, moment_of
from iopmine.fetch.faults import StoppedError
from iopmine.fetch.limits import Limits
from iopmine.records.web import HostState

# A sleep that ends this many seconds early was interrupted; less is the coarseness of timers.
_EARLY = 0.05


def site_of(key: str) -> str:
    """Return the name under which a host takes turns: most sites answer with and without ``www.``, by one server."""
    return key.removeprefix("www.")


def names_of(site: str) -> tuple[str, str]:
    """Return the keys of the hosts that share the turns of a site."""
    return site, f"www.{site}"


class Pace:
    """One request at a time to a site, and a pause after each.

    ``states`` are what earlier runs remember of its hosts, by host, and are replaced by them as they learn; ``own``
    tells whether the site is a loopback server that may be asked faster than ``Limits.PUBLIC_PAUSE``.
    """

    def __init__(self, states: Iterable[HostState], *, own: bool, clock: Clock, limits: Limits) -> None:
        self.states = {state.host: state for state in states}
        self.own = own
        self.turn = threading.Lock()
        self._clock = clock
        self._limits = limits
        self._pause = limits.pause
        self._crawl_delays: dict[str, float] = {}
        self._ended: float | None = None
        self._rest_until = clock.monotonic()

    @property
    def gap(self) -> float:
        """Seconds between two requests: ours, a source's, or a host's Crawl-delay, whichever is longest."""
        asked = min(max(self._crawl_delays.values(), default=0.0), self._limits.crawl_delay)
        return max(self._pause, asked, 0.0 if self.own else self._limits.PUBLIC_PAUSE)

    def ask_slower(self, pause: float) -> None:
        """Keep at least this pause from now on: the sources on one site share the longest of theirs."""
        self._pause = max(self._pause, pause)

    def crawl_delay(self, host: str, seconds: float) -> None:
        """Heed the Crawl-delay of a host from now on."""
        self._crawl_delays[host] = seconds

    def rest(self, seconds: float) -> None:
        """Wait at least this long before the next request."""
        self._rest_until = max(self._rest_until, self._clock.monotonic() + seconds)

    def ended(self) -> None:
        """Count the pause from now on: a request has just ended."""
        self._ended = self._clock.monotonic()

    def check(self) -> None:
        """Refuse to go on with a site that is to be left alone.

        Raises:
            FetchError: outcome ``later``.
        """
        now = self._clock.now()
        # A time further off than any that is ever written comes from a clock that was wrong.
        furthest = now + timedelta(seconds=self._limits.retry_after + 1)
        for state in sorted(self.states.values(), key=lambda state: state.not_before, reverse=True):
            until = moment_of(state.not_before)
            if until is not None and now < until <= furthest:
                message = f"{state.host} asked to be left alone until {state.not_before}."
                raise FetchError(message, outcome="later", not_before=state.not_before)

    def wait(self) -> None:
        """Sleep until the site may be asked again.

        Raises:
            StoppedError: the sleep was interrupted.
        """
        if self._ended is None:
            self.rest(max(map(self._remembered_wait, self.states.values())))
        # What is due may move on during the sleep, when a failed attempt asks for a rest.
        while (left := (due := self._due()) - self._clock.monotonic()) > 0:
            self._clock.sleep(left)
            if due - self._clock.monotonic() > _EARLY:
                raise StoppedError

    def _due(self) -> float:
        return self._rest_until if self._ended is None else max(self._rest_until, self._ended + self.gap)

    def _remembered_wait(self, state: HostState) -> float:
        """Return what is left of the pause after the last request of an earlier run."""
        last = moment_of(state.last_request_at)
        if last is None:
            return 0.0
        left = (last - self._clock.now()).total_seconds() + self.gap
        # The last request lies in the future where a clock was wrong; one pause is wait enough then.
        return min(max(left, 0.0), self.gap + 1.0)
