"""A web of our own on loopback: servers that behave, servers that do not, and clocks."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any

import pytest

from iopmine.errors import FetchError
from iopmine.fetch import Fetcher, Limits

AGENT = "iopmine/0.0 (+mailto:gard@example.org)"
QUICK = Limits(pause=0.0, backoff=0.01, connect=1.0, read=1.0, total=2.0)
# What a timer and the way through loopback may take off a pause, in seconds.
SLACK = 0.02
LOOPBACK = "127.0.0.1"
# No authorities at all: reading the system's takes longer than most tests.
TRUST_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
ARTICLE = "<title>Läxhjälp i Ekdala</title><p>Å, ä och ö.</p>".encode()


class RealClock:
    """The machine's clock, with a sleep that a test can interrupt."""

    def __init__(self) -> None:
        self.stop = threading.Event()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        self.stop.wait(seconds)


class QuickClock(RealClock):
    """A clock whose sleeps take no time but are counted; both faces move on together."""

    def __init__(self) -> None:
        super().__init__()
        self.slept: list[float] = []
        self.ahead = 0.0

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self.ahead)

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.ahead += seconds


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = ARTICLE
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    delay: float = 0.0


@dataclass(frozen=True)
class Seen:
    """One line of the server's log: monotonic seconds, path, and the fields that came with it."""

    start: float
    end: float
    path: str
    headers: dict[str, str]


Route = Reply | Callable[[dict[str, str]], Reply]


class Web(ThreadingHTTPServer):
    """A server that behaves: a table of paths, a log, and 404 for the rest."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, routes: dict[str, Route]) -> None:
        self.routes = routes
        self.log: list[Seen] = []
        super().__init__((LOOPBACK, 0), _Handler)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def base(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def here(self) -> tuple[str, int]:
        return LOOPBACK, self.port

    def paths(self) -> list[str]:
        return [seen.path for seen in self.log]

    def gaps(self) -> list[float]:
        """Seconds from the end of each request to the start of the next."""
        log = sorted(self.log, key=lambda seen: seen.start)
        return [later.start - earlier.end for earlier, later in pairwise(log)]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Web

    def do_GET(self) -> None:
        start = time.monotonic()
        headers = {name.lower(): value for name, value in self.headers.items()}
        route = self.server.routes.get(self.path, Reply(404, b"borta"))
        reply = route(headers) if callable(route) else route
        time.sleep(reply.delay)
        self.server.log.append(Seen(start, time.monotonic(), self.path, headers))
        body = b"" if reply.status == 304 else reply.body
        self.send_response(reply.status)
        for name, value in {**reply.headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """The log is kept, not printed."""


@contextmanager
def web(routes: dict[str, Route], tls: ssl.SSLContext | None = None) -> Iterator[Web]:
    server = Web(routes)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class Raw:
    """A server that does what it is told, byte by byte; robots.txt alone is answered properly."""

    def __init__(self, talk: Callable[[socket.socket], None]) -> None:
        self._talk = talk
        self._socket = socket.create_server((LOOPBACK, 0))
        self.asked = 0
        self.port = int(self._socket.getsockname()[1])
        self.base = f"http://{LOOPBACK}:{self.port}"
        self.here = (LOOPBACK, self.port)

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(10)
            request = b""
            while b"\r\n\r\n" not in request:
                more = connection.recv(65536)
                if not more:
                    return
                request += more
            if b" /robots.txt " in request:
                connection.sendall(b"HTTP/1.1 404 Borta\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                return
            self.asked += 1
            self._talk(connection)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@contextmanager
def raw(talk: Callable[[socket.socket], None]) -> Iterator[Raw]:
    server = Raw(talk)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join(5)


def fetcher(*servers: Web | Raw, **options: Any) -> Fetcher:
    """A fetcher that may ask these servers, without pauses unless told otherwise."""
    given: dict[str, Any] = {"agent": AGENT, "clock": RealClock(), "limits": QUICK, "trust": TRUST_NOBODY}
    allowed = frozenset(server.here for server in servers)
    return Fetcher(**{**given, "allow_private": allowed, **options})


def names(**hosts: str) -> Callable[[str, int], list[str]]:
    """A resolver that knows these names (underscores stand for dots) and numeric addresses."""
    table = {name.replace("_", "."): address for name, address in hosts.items()}
    return lambda host, _port: [table.get(host, host)]


def refusal(fetch: Fetcher, url: str, **options: Any) -> FetchError:
    """The error that asking raises."""
    with pytest.raises(FetchError) as caught:
        fetch.get(url, source="prov", **options)
    assert caught.value.message.isprintable(), caught.value.message
    return caught.value
