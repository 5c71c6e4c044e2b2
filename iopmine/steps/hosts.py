"""What a run knows of hosts, kept in the store as it is learnt: no host's wish is forgotten by a killed run."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from iopmine import __version__
from iopmine.config import MARK, Workspace
from iopmine.errors import ConfigError
from iopmine.fetch import Clock, Fetcher
from iopmine.fetch.clock import stamp
from iopmine.records import HostState
from iopmine.steps.opening import make_folder
from iopmine.store import Store
from iopmine.store.lock import only_one

_LOCK: Final = "gather.lock"


class StoredHosts:
    """The memory of a ``Fetcher``, over a connection of its own; threads take turns. A context manager.

    What a host asks for (robots.txt, Retry-After) is in the store as soon as it is known; when it was last asked is
    written when the memory is closed.

    ``asked_at``: after a run that was killed nobody knows which host it was just asking, so every host, known or not,
    counts as asked at this time (ISO); empty after a run that came to its end.
    """

    def __init__(self, path: Path, *, asked_at: str = "") -> None:
        self._store = Store.open(path, any_thread=True)
        self._asked_at = asked_at
        self._turn = threading.Lock()
        self._seen: dict[str, HostState] = {}
        self._unsaved: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._turn:
            self._store.remember([self._seen[host] for host in sorted(self._unsaved)])
            self._store.close()

    def host(self, host: str) -> HostState | None:
        """Return what is remembered of a host."""
        with self._turn:
            if host in self._seen:
                return self._seen[host]
            state = self._store.host(host)
            if self._asked_at:
                known = state or HostState(host)
                state = replace(known, last_request_at=max(known.last_request_at, self._asked_at))
            if state is not None:
                self._seen[host] = state
            return state

    def remember(self, state: HostState) -> None:
        """Keep the state."""
        with self._turn:
            known = self._seen.get(state.host)
            self._seen[state.host] = state
            if known is not None and replace(known, last_request_at="") == replace(state, last_request_at=""):
                # A commit for every request would cost more than the request.
                self._unsaved.add(state.host)
                return
            self._store.remember([state])
            self._unsaved.discard(state.host)


@contextmanager
def open_fetcher(workspace: Workspace, *, clock: Clock) -> Iterator[Fetcher]:
    """Give the one fetcher of a workspace, which remembers hosts in its store (made if there is none).

    Raises:
        ConfigError: no workspace, or no contact address in its settings.
        StoreBusyError: another process is asking hosts for this workspace.
        StoreError: the store cannot be opened or written.
    """
    agent, settings = _agent(workspace), workspace.settings.gather
    own = frozenset(("127.0.0.1", port) for port in settings.loopback_ports)
    make_folder(workspace.store.parent)
    with only_one(workspace.store.parent / _LOCK), Store.ensure(workspace.store) as store:
        now = stamp(clock.now())
        asked_at = "" if store.begin_gathering(now=now) else now
        with StoredHosts(workspace.store, asked_at=asked_at) as hosts:
            pause = settings.pause
            with Fetcher(agent=agent, clock=clock, memory=hosts, allow_private=own, minimum_pause=pause) as fetcher:
                yield fetcher
        # Not after an exception: some host may just have been asked.
        store.end_gathering(now=stamp(clock.now()))


def _agent(workspace: Workspace) -> str:
    """Return how iopmine presents itself to hosts.

    Raises:
        ConfigError: there is nobody a site owner could turn to.
    """
    contact = " ".join(workspace.settings.gather.contact.split())
    if workspace.packaged:
        raise ConfigError("Asking hosts needs a workspace of your own.", hint="Make one with: iopmine init DIR.")
    if not contact:
        raise ConfigError(
            f"{workspace.root / MARK} names nobody whom a site owner can turn to.",
            hint='Write your e-mail or web address into it: [gather] contact = "…".',
        )
    return f"iopmine/{__version__} (+{contact})"
