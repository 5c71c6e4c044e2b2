"""A real HTTP server on loopback for several hosts at once, one port each (and, if wanted, one address each).

Ends by itself after its lifetime. The state between runs (revision, hosts that are down, delay) can be changed while
it serves, also from another process, through a small file.
"""

from __future__ import annotations

import contextlib
import json
import select
import socket
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.web.answers import Answer, Question, Truth, conditional, missing, page
from tests.web.log import Hit, Log
from tests.web.sites import BESIDE
from tests.web.sites.base import Build, Site
from tests.web.wire import LeftError, Wire

LIFETIME = 600.0
IDLE = 30.0


@dataclass(frozen=True, slots=True)
class State:
    """What changes between runs."""

    revision: int = 1
    """1: as first seen; 2: pages added, edited and gone; 3: the municipal listing has another layout."""
    down: tuple[str, ...] = ()
    """Sites that answer 503 to everything, robots.txt too."""
    delay: float = 0.0
    """Seconds before each answer."""


def read_state(path: Path) -> State:
    """Return the state in a file; the first state if there is none yet."""
    if not path.exists():
        return State()
    values = json.loads(path.read_text(encoding="utf-8"))
    return State(values["revision"], tuple(values["down"]), values["delay"])


def write_state(path: Path, state: State) -> None:
    """Write the state so that a reader never sees half of it."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(asdict(state)), encoding="utf-8")
    part.replace(path)


class Web:
    """The sites, served from threads of this process; a context manager."""

    def __init__(
        self,
        builds: Mapping[str, Build],
        *,
        log: Log | None = None,
        state_file: Path | None = None,
        spread: bool = False,
        lifetime: float = LIFETIME,
    ) -> None:
        self.log = log or Log()
        self.closed = threading.Event()
        self._state, self._state_file = State(), state_file
        self._wake, self._woken = socket.socketpair()
        self._connections: dict[int, socket.socket] = {}
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._listeners = _listeners(builds, spread=spread)
        self.bases = {name: "http://{}:{}".format(*door.getsockname()) for name, door in self._listeners.items()}
        self.sites: dict[str, Site] = {name: build(self.bases[name]) for name, build in builds.items()}
        self._counted = 0
        self._accepting = threading.Thread(target=self._accept, name="web", daemon=True)
        self._limit = threading.Timer(lifetime, self.close)
        self._limit.daemon = True

    @property
    def state(self) -> State:
        """The state now."""
        return read_state(self._state_file) if self._state_file else self._state

    def change(self, **changes: Any) -> None:
        """Change fields of the state."""
        self._state = replace(self.state, **changes)
        if self._state_file:
            write_state(self._state_file, self._state)

    @property
    def addresses(self) -> frozenset[tuple[str, int]]:
        """Address and port of each site, for the asker's list of private addresses that it may ask."""
        return frozenset(_place(base) for name, base in self.bases.items() if name not in BESIDE)

    def truths(self) -> list[Truth]:
        """What is known of every page in the present revision."""
        revision = self.state.revision
        return [truth for site in self.sites.values() for truth in site.truth(revision)]

    def __enter__(self) -> Self:
        self._accepting.start()
        self._limit.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening, break what is under way, wait for the threads."""
        if self.closed.is_set():
            return
        self.closed.set()
        self._limit.cancel()
        self._wake.send(b"x")
        with self._lock:
            for connection in self._connections.values():
                _shut(connection)
        for thread in (self._accepting, *self._threads):
            if thread is not threading.current_thread() and thread.is_alive():
                thread.join(5)
        for held in (*self._listeners.values(), self._wake, self._woken):
            held.close()
        self.log.close()

    def _accept(self) -> None:
        names = {door.fileno(): name for name, door in self._listeners.items()}
        while not self.closed.is_set():
            ready, _, _ = select.select([*self._listeners.values(), self._woken], [], [])
            for door in ready:
                if door is self._woken or self.closed.is_set():
                    return
                connection, _ = door.accept()
                self._start(names[door.fileno()], connection)

    def _start(self, name: str, connection: socket.socket) -> None:
        self._counted += 1
        number = self._counted
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        thread = threading.Thread(target=self._serve, args=(name, number, connection), daemon=True)
        with self._lock:
            self._connections[number] = connection
            self._threads = [*(known for known in self._threads if known.is_alive()), thread]
        thread.start()

    def _serve(self, name: str, number: int, connection: socket.socket) -> None:
        try:
            _Handler(connection, self, name, number)
        except OSError:
            pass  # the asker broke off; what was sent is in the log
        finally:
            with self._lock:
                del self._connections[number]
            _shut(connection)
            connection.close()

    def answer(self, name: str, question: Question, state: State) -> Answer:
        """Return what a site answers."""
        if name in state.down:
            return page("<h1>Tillfälligt nere</h1>", status=503)
        if question.method not in {"GET", "HEAD"}:
            return page("<h1>Bara läsning</h1>", status=405, Allow="GET, HEAD")
        return conditional(question, self.sites[name].answer(question) or missing())


class _Handler(BaseHTTPRequestHandler):
    """Reads requests from one connection until it is closed; the answer is the web's."""

    protocol_version = "HTTP/1.1"
    timeout = IDLE

    def __init__(self, connection: socket.socket, web: Web, name: str, number: int) -> None:
        self.web, self.name, self.number = web, name, number
        super().__init__(connection, connection.getpeername(), web)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        began, opened = time.monotonic(), self.web.log.begin(self.name)
        wire = Wire(self.connection, lambda wire: self._note(wire, began, opened))
        try:
            state = self.web.state
            question = Question(
                self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, state.revision
            )
            answer = self.web.answer(self.name, question, state)
            if state.delay:
                wire.wait(state.delay)
            if answer.raw is not None:
                self.close_connection = True
                answer.raw(wire)
            else:
                body = b"" if self.command == "HEAD" else answer.body
                wire.send(_head(answer) + body, last=True)
        except LeftError:
            wire.cut = True
            self.close_connection = True
        finally:
            wire.end()

    do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_GET  # noqa: N815 (the library looks for these names)

    def _note(self, wire: Wire, began: float, opened: int) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        host = self.web.bases[self.name].removeprefix("http://")
        hit = Hit(
            self.name, host, began, time.monotonic(), self.command, self.path, headers,
            wire.status, wire.sent, opened, self.number, wire.cut,
        )  # fmt: skip
        self.web.log.end(hit)

    def log_message(self, *arguments: object) -> None:
        """Say nothing: the log is kept elsewhere."""


def _listeners(names: Iterable[str], *, spread: bool) -> dict[str, socket.socket]:
    """Return a listening socket for each site, those beside another site last."""
    doors: dict[str, socket.socket] = {}
    for number, name in enumerate(sorted(names, key=lambda name: name in BESIDE), start=2):
        address, port = f"127.0.0.{number if spread else 1}", 0
        if name in BESIDE:
            address, other = BESIDE[name]
            port = doors[other].getsockname()[1]
        doors[name] = socket.create_server((address, port), backlog=128)
    return doors


def _place(base: str) -> tuple[str, int]:
    host, _, port = base.removeprefix("http://").rpartition(":")
    return host, int(port)


def _head(answer: Answer) -> bytes:
    lines = [
        f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}",
        *(f"{name}: {value}" for name, value in answer.headers),
    ]
    if answer.status != 304:
        lines += [f"Content-Type: {answer.media}", f"Content-Length: {len(answer.body)}"]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _shut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # closed already
        connection.shutdown(socket.SHUT_RDWR)
