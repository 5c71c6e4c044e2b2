"""Why a request brought no whole answer, as the room's own modules tell each other."""

from __future__ import annotations


class NoAnswerError(Exception):
    """A request without a usable answer.

    ``retry``: another attempt may go better. ``blame``: it counts among the host's failures in a row.
    """

    def __init__(self, reason: str, *, retry: bool, blame: bool = True, status: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry = retry
        self.blame = blame
        self.status = status


class RefusedError(Exception):
    """An address that is never connected to; the text says why."""


class StoppedError(Exception):
    """The fetcher was closed, or the clock's sleep ended early: the run is to stop."""
