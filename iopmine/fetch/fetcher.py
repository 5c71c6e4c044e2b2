"""One polite GET: the room's front door."""

from __future__ import annotations

import hashlib
import re
import ssl
from dataclasses import replace
from ipaddress import ip_address
from types import TracebackType
from typing import Self

import httpcore2

from iopmine.errors import ConfigError, FetchError
from iopmine.fetch.addresses import Target, target_of
from iopmine.fetch.asking import Asker
from iopmine.fetch.clock import Clock, stamp
from iopmine.fetch.faults import NoAnswerError, RefusedError
from iopmine.fetch.headers import Headers, request_headers
from iopmine.fetch.limits import Expect, Limits
from iopmine.fetch.line import OK, Answer, Request
from iopmine.fetch.memory import Memory, RunMemory
from iopmine.fetch.network import Resolve, system_addresses
from iopmine.fetch.robots import ROBOTS, Robots
from iopmine.records.web import Page, Validators

_AGENT = re.compile(r"[A-Za-z_-]+/[\x20-\x7e]{1,300}", re.ASCII)
_NOT_MODIFIED = 304
_GONE = {404, 410}
# Kinds of content without text; not downloaded where a page, a feed or a PDF was expected.
_NO_TEXT = ("audio/", "font/", "image/", "video/")


class Fetcher:
    """Asks hosts as they would wish to be asked; ``get`` may be called from several threads.

    ``agent`` goes out with every request and begins with the product token that robots.txt files address, for
    example ``iopmine/1.0 (+mailto:name@example.se)``. ``allow_private`` names loopback servers that may be asked
    although they are not public, as (numeric address, port). ``minimum_pause`` stands in for ``limits.pause``; below
    ``Limits.PUBLIC_PAUSE`` (3 s) it holds for those loopback servers alone.
    ``resolve`` and ``trust`` replace the system's resolver and its certificate authorities.
    """

    def __init__(
        self,
        *,
        agent: str,
        clock: Clock,
        memory: Memory | None = None,
        limits: Limits | None = None,
        allow_private: frozenset[tuple[str, int]] = frozenset(),
        minimum_pause: float | None = None,
        resolve: Resolve = system_addresses,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        if not _AGENT.fullmatch(agent):
            hint = "Write the contact in iopmine.toml with ASCII letters, as an e-mail or web address."
            raise ConfigError(f"{agent[:200]!r} cannot be sent as a user agent (name/version, ASCII).", hint=hint)
        for address, _ in sorted(allow_private):
            if not _is_loopback(address):
                hint = "Name web servers of your own by their addresses in 127.0.0.0/8 or ::1."
                raise ConfigError(f"{address} is no loopback address, so it cannot be let in.", hint=hint)
        self._agent = agent
        self._clock = clock
        self._limits = limits or Limits()
        if minimum_pause is not None:
            self._limits = replace(self._limits, pause=minimum_pause)
        self._asker = Asker(
            clock=clock,
            memory=memory or RunMemory(),
            limits=self._limits,
            resolve=resolve,
            trust=trust or httpcore2.default_ssl_context(),
            allow_private=allow_private,
        )
        self._robots = Robots(self._asker, agent=agent, clock=clock, limits=self._limits)

    def get(
        self,
        url: str,
        *,
        source: str,
        expect: Expect = "page",
        validators: Validators | None = None,
        pause: float = 0.0,
    ) -> Page:
        """Ask for an address and return the page, with an empty body if it has not changed since ``validators``.

        Waits for the host's turn: the gap to the request before it is ``limits.pause``, ``pause`` or the host's
        Crawl-delay, whichever is longest. ``expect`` chooses the largest body that is taken. A host's robots.txt is
        answered from the copy that this class keeps, while it is fresh.

        Raises:
            FetchError: there is no page; ``outcome`` says what follows.
        """
        start = self._target(url)
        self._asker.host(start).pace.ask_slower(pause)
        if start.path == ROBOTS:
            return self._robots_page(url, source, start)
        request = Request(
            fields=lambda target: request_headers(self._agent, target.key, expect, validators),
            cap=lambda headers: self._cap(expect, headers),
        )
        target, answer = self._asker.walk(start, request, self._robots.admit)
        asked_for_changes = validators is not None and (validators.etag or validators.last_modified)
        if answer.status != OK and not (answer.status == _NOT_MODIFIED and asked_for_changes):
            raise _no_page(target, answer)
        return self._page(url, source, target, answer)

    def robots_delay(self, url: str) -> float:
        """Return the Crawl-delay known of the host of an address, in seconds, without asking it; 0 if none is."""
        return min(self._robots.delay(self._target(url)), self._limits.crawl_delay)

    def close(self) -> None:
        """End every request under way, in any thread, with a FetchError of outcome ``later``."""
        self._asker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _target(self, url: str) -> Target:
        try:
            return target_of(url)
        except RefusedError as error:
            hint = "Correct the address in the source's file."
            raise FetchError(f"{url[:300]!r} is not asked: {error}.", outcome="refused", hint=hint) from error

    def _cap(self, expect: Expect, headers: Headers) -> int:
        media_type = headers.media_type
        if expect != "any" and media_type.startswith(_NO_TEXT):
            raise NoAnswerError(f"it is {media_type}, not text", retry=False, blame=False)
        cap = self._limits.body_bytes(expect, media_type)
        length = headers.content_length or 0
        if length > cap:
            raise NoAnswerError(f"its body has {length:,} bytes; {cap:,} are allowed", retry=False, blame=False)
        return cap

    def _robots_page(self, url: str, source: str, target: Target) -> Page:
        state = self._robots.copy(target)
        return Page(
            url=url,
            final_url=target.url,
            source=source,
            fetched_at=state.robots_at,
            status=OK,
            media_type="text/plain",
            encoding="utf-8",
            body=state.robots,
            sha256=hashlib.sha256(state.robots).hexdigest(),
        )

    def _page(self, url: str, source: str, target: Target, answer: Answer) -> Page:
        headers = answer.headers
        return Page(
            url=url,
            final_url=target.url,
            source=source,
            fetched_at=stamp(self._clock.now()),
            status=answer.status,
            media_type=headers.media_type,
            encoding=headers.charset,
            body=answer.body,
            sha256=hashlib.sha256(answer.body).hexdigest() if answer.status == OK else "",
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            reservation=headers.reservation(self._agent.partition("/")[0]),
        )


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _no_page(target: Target, answer: Answer) -> FetchError:
    status = answer.status
    if status in _GONE:
        hint = "It stays in the address book as gone; a copy in a web archive can be added with: iopmine add."
        return FetchError(f"{target.url} is gone (HTTP {status}).", outcome="gone", status=status, hint=hint)
    return FetchError(f"{target.url} brought no page: HTTP {status}.", outcome="failed", status=status)
