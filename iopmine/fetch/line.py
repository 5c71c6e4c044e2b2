"""The line to one host: one request, one connection, and what went wrong in plain words.

Connections are not kept: with seconds between two requests little would be won, a host would hold an idle one open
for us, and bytes that it sends beyond the end of an answer would be taken for the next answer.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpcore2

from iopmine.fetch.addresses import Target
from iopmine.fetch.bodies import read_body
from iopmine.fetch.clock import Clock
from iopmine.fetch.faults import NoAnswerError, StoppedError
from iopmine.fetch.headers import Headers
from iopmine.fetch.limits import Limits
from iopmine.fetch.network import Guard

OK = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; the body is read for status 200 alone."""

    status: int
    headers: Headers
    body: bytes = field(repr=False, default=b"")


@dataclass(frozen=True, slots=True)
class Request:
    """What is the same for every hop and every attempt of one question."""

    fields: Callable[[Target], list[tuple[str, str]]]
    cap: Callable[[Headers], int]
    """Most bytes of the decoded body; may raise NoAnswerError for a body that is not wanted."""
    cut: bool = False
    """Take the beginning of a body that is too large, instead of failing."""


class Line:
    """Asks one host; the caller sees to it that no two threads ask at once."""

    def __init__(self, guard: Guard, clock: Clock, limits: Limits, trust: ssl.SSLContext) -> None:
        self._guard = guard
        self._clock = clock
        self._limits = limits
        self._trust = trust

    def ask(self, target: Target, request: Request) -> Answer:
        """Send one request and take its answer.

        Raises:
            NoAnswerError: there was no whole answer.
            RefusedError: the host's address may not be connected to.
            StoppedError: the run is to stop.
        """
        url = httpcore2.URL(
            scheme=target.scheme.encode(),
            host=target.host.encode(),
            port=target.port,
            target=target.path.encode(),
        )
        waits = {"connect": self._limits.connect, "read": self._limits.read, "write": self._limits.read}
        self._guard.deadline = self._clock.monotonic() + self._limits.total
        with (
            self._as_fault(),
            httpcore2.HTTPConnection(url.origin, self._trust, network_backend=self._guard) as connection,
            connection.stream("GET", url, headers=request.fields(target), extensions={"timeout": waits}) as response,
        ):
            headers = Headers(response.headers)
            if response.status != OK:
                return Answer(response.status, headers)
            chunks: Iterable[bytes] = response.iter_stream()
            coding = ",".join(headers.all("content-encoding"))
            cap = request.cap(headers)
            return Answer(response.status, headers, read_body(chunks, coding, cap, cut=request.cut))

    @property
    def stopped(self) -> bool:
        """Whether the line was hung up for good."""
        return self._guard.stopped

    @property
    def own(self) -> bool:
        """Whether the host is a loopback server of ours, as far as is known from its last address."""
        return self._guard.own

    def hang_up(self) -> None:
        """Ask no more; a request under way in another thread ends with StoppedError."""
        self._guard.stop()

    @contextmanager
    def _as_fault(self) -> Iterator[None]:
        try:
            yield
        except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError) as error:
            if self._guard.stopped:
                raise StoppedError from error
            raise self._fault(error) from error

    def _fault(self, error: Exception) -> NoAnswerError:
        if self._clock.monotonic() >= self._guard.deadline:
            return NoAnswerError(f"it had not answered in full after {self._limits.total:g} seconds", retry=False)
        if isinstance(error, httpcore2.ConnectTimeout):
            return NoAnswerError(f"it could not be connected to within {self._limits.connect:g} seconds", retry=True)
        if isinstance(error, httpcore2.TimeoutException):
            return NoAnswerError(f"it was silent for {self._limits.read:g} seconds", retry=True)
        if isinstance(error, httpcore2.ConnectError):
            return NoAnswerError("it could not be connected to", retry=True)
        if isinstance(error, httpcore2.LocalProtocolError):
            return NoAnswerError("the request could not be written as HTTP", retry=False, blame=False)
        return NoAnswerError("the connection broke off, or the answer was not proper HTTP", retry=True)
