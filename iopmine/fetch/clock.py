"""Time as it is passed in, and as it is written into records."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """The three uses of time; the command line makes the real one."""

    def now(self) -> datetime:
        """Return the present, aware, in UTC."""

    def monotonic(self) -> float:
        """Return seconds on a clock that never jumps."""

    def sleep(self, seconds: float) -> None:
        """Wait; when the run is to stop, return early or raise whatever the caller of ``Fetcher.get`` awaits."""


def stamp(moment: datetime) -> str:
    """Return the moment as records write it, for example ``2026-03-01T09:30:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def stamp_after(moment: datetime) -> str:
    """Return the first whole second that is not before the moment, so that no pause comes out short."""
    return stamp(moment + timedelta(seconds=1, microseconds=-1)) if moment.microsecond else stamp(moment)


def moment_of(text: str) -> datetime | None:
    """Return the moment that ``stamp`` wrote; None for an empty or damaged string."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
