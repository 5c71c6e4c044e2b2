"""Asking: an address is put to its host until an answer comes, and followed where it leads."""

from __future__ import annotations

import hashlib
import ssl
import threading
from collections.abc import Callable

from iopmine.errors import FetchError
from iopmine.fetch.addresses import Target, next_target
from iopmine.fetch.clock import Clock
from iopmine.fetch.faults import NoAnswerError, RefusedError, StoppedError
from iopmine.fetch.headers import retry_after
from iopmine.fetch.hosts import Host
from iopmine.fetch.limits import Limits
from iopmine.fetch.line import Answer, Line, Request
from iopmine.fetch.memory import Memory
from iopmine.fetch.network import Guard, Resolve
from iopmine.fetch.pace import Pace, names_of, site_of
from iopmine.records.web import HostState

REDIRECTS = {301, 302, 303, 307, 308}
_TOO_MANY = 429
_UNAVAILABLE = 503
_SERVER_ERROR = 500


class Asker:
    """All hosts of one run, each with its turn and its line."""

    def __init__(
        self,
        *,
        clock: Clock,
        memory: Memory,
        limits: Limits,
        resolve: Resolve,
        trust: ssl.SSLContext,
        allow_private: frozenset[tuple[str, int]],
    ) -> None:
        self._clock = clock
        self._memory = memory
        self._limits = limits
        self._resolve = resolve
        self._trust = trust
        self._allow_private = allow_private
        self._hosts: dict[str, Host] = {}
        self._paces: dict[str, Pace] = {}
        self._lock = threading.Lock()
        self._closed = False

    def host(self, target: Target) -> Host:
        """Return the host of an address, with what earlier runs remember of it."""
        key = target.key
        with self._lock:
            if key not in self._hosts:
                guard = Guard(self._clock, self._resolve, self._allow_private)
                line = Line(guard, self._clock, self._limits, self._trust)
                pace = self._pace(target)
                host = Host(key, pace, line, clock=self._clock, memory=self._memory, limits=self._limits)
                self._hosts[key] = host
                if self._closed:
                    host.hang_up()
            return self._hosts[key]

    def _pace(self, target: Target) -> Pace:
        """Return the turns that a host shares with its twin of the same site."""
        site = site_of(target.key)
        if site not in self._paces:
            states = (self._memory.host(name) or HostState(host=name) for name in names_of(site))
            own = (target.host, target.port) in self._allow_private
            self._paces[site] = Pace(states, own=own, clock=self._clock, limits=self._limits)
        return self._paces[site]

    def walk(self, start: Target, request: Request, admit: Callable[[Target], None]) -> tuple[Target, Answer]:
        """Ask for an address and follow redirects; return where the answer came from, and the answer.

        Each hop is vetted like an address of its own: ``admit`` is called for it, and it waits for its host's turn.

        Raises:
            FetchError: no answer, a hop that may not be asked, or too many hops.
        """
        target, seen = start, [start]
        while True:
            admit(target)
            answer = self._ask(target, request)
            location = answer.headers.get("location")
            if answer.status not in REDIRECTS or not location:
                return target, answer
            try:
                target = next_target(target, location)
            except RefusedError as error:
                message = f"{start.url} leads to {location[:200]!r}: {error}."
                raise FetchError(message, outcome="refused", status=answer.status) from error
            if target in seen:
                message = f"{start.url} redirects in a circle, through {target.url}."
                raise FetchError(message, outcome="failed", status=answer.status)
            seen.append(target)
            if len(seen) > self._limits.redirects + 1:
                chain = " → ".join(hop.url for hop in seen)
                message = f"{chain}: more than {self._limits.redirects} redirects."
                raise FetchError(message, outcome="failed", status=answer.status)

    def close(self) -> None:
        """End every request under way, in any thread, and ask nobody any more."""
        with self._lock:
            self._closed = True
            for host in self._hosts.values():
                host.hang_up()

    def _ask(self, target: Target, request: Request) -> Answer:
        """Ask once, and again after a failure that may pass."""
        host = self.host(target)
        attempt = 0
        while True:
            try:
                return self._once(host, target, request, attempt)
            except NoAnswerError as fault:
                if self._goes_on(fault, attempt):
                    attempt += 1
                    continue
                message = f"{target.url} brought no page: {fault.reason}."
                raise FetchError(message, outcome="failed", status=fault.status) from fault
            except RefusedError as error:
                message = f"{target.url} is not asked: {error}."
                raise FetchError(message, outcome="refused", hint="Take it out of the source's file.") from error
            except StoppedError as error:
                message = f"{target.url} was not read to its end: the run was stopped."
                raise FetchError(message, outcome="later") from error

    def _once(self, host: Host, target: Target, request: Request, attempt: int) -> Answer:
        """Ask, and draw what follows for the host before anyone else has its turn."""
        with host.turn() as line:
            try:
                answer = line.ask(target, request)
                self._heed(host, target, answer)
            except NoAnswerError as fault:
                if self._goes_on(fault, attempt):
                    host.pace.rest(self._backoff(target, attempt))
                elif fault.blame:
                    host.failed()
                raise
            host.answered()
            return answer

    def _heed(self, host: Host, target: Target, answer: Answer) -> None:
        """Raise for an answer that is none: the host wants to be left alone, or has failed."""
        wait = self._asked_wait(answer)
        if wait is not None:
            host.failed()
            until = host.leave_alone(wait)
            message = f"{target.url}: the host answered {answer.status} and asks to be left alone until {until}."
            raise FetchError(message, outcome="later", status=answer.status, not_before=until)
        if answer.status >= _SERVER_ERROR:
            raise NoAnswerError(f"the host answered {answer.status}", retry=True, status=answer.status)

    def _goes_on(self, fault: NoAnswerError, attempt: int) -> bool:
        return fault.retry and attempt < self._limits.retries

    def _asked_wait(self, answer: Answer) -> float | None:
        """Return how long the host wants to be left alone; None if it does not say that it does."""
        if answer.status not in {_TOO_MANY, _UNAVAILABLE}:
            return None
        wait = retry_after(answer.headers, self._clock.now(), self._limits.retry_after)
        if wait is None and answer.status == _TOO_MANY:
            return self._limits.unspecified_wait
        return wait

    def _backoff(self, target: Target, attempt: int) -> float:
        """Exponential backoff whose jitter depends on the address: the same run twice waits the same."""
        jitter = hashlib.sha256(f"{target.url} {attempt}".encode()).digest()[0] / 512
        return self._limits.backoff * 2.0**attempt * (1.0 + jitter)
