"""Whether a host lets us in: its robots.txt is looked up once a day, and what cannot be read closes it.

Status codes as in RFC 9309, 2.3.1; stricter in two places: 429 closes the host, and so does a file that hides
behind more than five redirects.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from iopmine.errors import FetchError
from iopmine.fetch.addresses import Target
from iopmine.fetch.asking import REDIRECTS, Asker
from iopmine.fetch.clock import Clock, moment_of, stamp
from iopmine.fetch.faults import StoppedError
from iopmine.fetch.headers import request_headers
from iopmine.fetch.hosts import Host
from iopmine.fetch.limits import Limits
from iopmine.fetch.line import Request
from iopmine.fetch.rules import Rules
from iopmine.records.web import HostState

ROBOTS = "/robots.txt"
_SUCCESS, _REDIRECTION, _CLIENT_ERROR, _SERVER_ERROR = 200, 300, 400, 500


class Robots:
    """Decides whether an address may be asked for, looking up each host's robots.txt once a day."""

    def __init__(self, asker: Asker, *, agent: str, clock: Clock, limits: Limits) -> None:
        self._asker = asker
        self._clock = clock
        self._limits = limits
        self._reasons: dict[str, str] = {}
        self._token = agent.partition("/")[0]
        self._request = Request(
            fields=lambda target: request_headers(agent, target.key, "any", None),
            cap=lambda _: limits.robots_bytes,
            cut=True,
        )

    def admit(self, target: Target) -> None:
        """Pass if the host's rules allow the address.

        Raises:
            FetchError: ``disallowed`` by a rule, ``later`` while the rules cannot be read, or what asking raised.
        """
        rules, _ = self._known(target)
        if rules is not None and not rules.allow(target):
            hint = "Leave the page out: the host's robots.txt closes it to programs."
            raise FetchError(f"{target.url} may not be asked for by programs.", outcome="disallowed", hint=hint)

    def copy(self, target: Target) -> HostState:
        """Return what is known of a host whose robots.txt was wanted as a page: a fresh copy is not asked for again.

        Raises:
            FetchError: ``gone`` if it has none, ``later`` while it cannot be read, or what asking raised.
        """
        rules, state = self._known(target)
        if rules is None:
            raise FetchError(f"{target.key} has no robots.txt.", outcome="gone")
        return state

    def delay(self, target: Target) -> float:
        """Return the Crawl-delay that is known of a host, without asking it; 0 if none is."""
        host = self._asker.host(target)
        with host.robots_lock:
            self._recall(host)
            return host.rules.crawl_delay if host.rules else 0.0

    def _known(self, target: Target) -> tuple[Rules | None, HostState]:
        """Return the rules of a host, None if it has none, and what is remembered of it; fresh as ``Limits`` say."""
        host = self._asker.host(target)
        with host.robots_lock:
            self._make_known(host, target)
            rules, state, reason = host.rules, host.state, self._reasons.get(host.key, "")
        if state.robots_outcome == "unreachable":
            message = f"{target.key} is not asked: at {state.robots_at} its robots.txt could not be read. {reason}"
            raise FetchError(message.strip(), outcome="later", not_before=self._retry_at(state))
        return rules, state

    def _make_known(self, host: Host, target: Target) -> None:
        self._recall(host)
        age = self._age(host.state)
        unreachable = host.state.robots_outcome == "unreachable"
        if age is None or not 0 <= age < (self._limits.robots_retry if unreachable else self._limits.robots_age):
            self._look_up(host, target.at(ROBOTS))

    def _recall(self, host: Host) -> None:
        """Parse the rules that an earlier run left; stale ones still tell the pause until new ones are there."""
        if host.rules is None and host.state.robots_outcome == "rules":
            host.rules = Rules(host.state.robots, self._token)

    def _look_up(self, host: Host, target: Target) -> None:
        """Ask for the file and remember what came of it.

        Redirects are followed whatever the robots.txt of the hosts on the way says (RFC 9309, 2.3.1.2). No such
        file (4xx) means that all may be asked; everything else that is no success closes the host.
        """
        hops: list[Target] = []
        try:
            _, answer = self._asker.walk(target, self._request, hops.append)
        except FetchError as error:
            # What concerns this host itself or the whole run is no news about its rules.
            own = len(hops) == 1 and error.outcome in {"later", "refused"} and error.status not in REDIRECTS
            if own or isinstance(error.__cause__, StoppedError):
                raise
            self._remember(host, "unreachable", b"", error.message)
            return
        if _SUCCESS <= answer.status < _REDIRECTION:
            self._remember(host, "rules", self._whole_lines(answer.body))
        elif _CLIENT_ERROR <= answer.status < _SERVER_ERROR:
            self._remember(host, "none", b"")
        else:
            self._remember(host, "unreachable", b"", f"The host answered {answer.status}.")

    def _remember(
        self, host: Host, outcome: Literal["rules", "none", "unreachable"], body: bytes, reason: str = ""
    ) -> None:
        self._reasons[host.key] = reason
        host.rules = Rules(body, self._token) if outcome == "rules" else None
        host.remember(robots=body, robots_outcome=outcome, robots_at=stamp(self._clock.now()))

    def _whole_lines(self, body: bytes) -> bytes:
        """Drop the last line of a file that was cut: half a path would be another rule."""
        return body if len(body) < self._limits.robots_bytes else body.rpartition(b"\n")[0]

    def _age(self, state: HostState) -> float | None:
        at = moment_of(state.robots_at)
        return None if at is None else (self._clock.now() - at).total_seconds()

    def _retry_at(self, state: HostState) -> str:
        at = moment_of(state.robots_at)
        return "" if at is None else stamp(at + timedelta(seconds=self._limits.robots_retry))
