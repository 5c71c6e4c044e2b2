"""What is remembered of hosts: by the store between runs, or only while the program lives."""

from __future__ import annotations

from typing import Protocol

from iopmine.records.web import HostState


class Memory(Protocol):
    """A place for host states; called from several threads, though never by two at once for the same host."""

    def host(self, host: str) -> HostState | None:
        """Return what was last remembered of a host."""

    def remember(self, state: HostState) -> None:
        """Keep the state; durable when the call returns, if it is to survive the program."""


class RunMemory:
    """A memory that ends with the program."""

    def __init__(self) -> None:
        self._states: dict[str, HostState] = {}

    def host(self, host: str) -> HostState | None:
        """Return what was last remembered of a host."""
        return self._states.get(host)

    def remember(self, state: HostState) -> None:
        """Keep the state."""
        self._states[state.host] = state
