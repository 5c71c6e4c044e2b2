"""``iopmine gather --dry-run``: what a run would begin with, as far as that is known without asking anybody."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from iopmine.config import GatherSettings, Workspace
from iopmine.fetch import Clock, Limits
from iopmine.fetch.clock import stamp
from iopmine.steps.catalogue import ADDED, catalogue_of
from iopmine.steps.finding import is_asked
from iopmine.steps.gather import GatherOptions
from iopmine.store import Store


@dataclass(frozen=True, slots=True)
class Planned:
    """What a run would do with one source, as far as the address book knows without asking anybody."""

    source: str
    name: str
    entries: tuple[str, ...]
    known: int
    due: int
    seconds: float
    """What the pauses between its entry points and known pages would take; pages named by then come on top."""
    hosts: tuple[str, ...]
    """Hosts of its entry points and known pages."""
    most: int
    """Most pages that a run would ask of it, new ones included."""


def plan(workspace: Workspace, options: GatherOptions, *, clock: Clock) -> list[Planned]:
    """Return what ``gather`` would begin with; nobody is asked and nothing is written.

    Raises:
        SourceError: the file of a named source could not be read.
        UsageError: a source that the catalogue does not have.
    """
    settings = workspace.settings.gather
    sources = catalogue_of(workspace).pick(options.sources or settings.sources)
    now = stamp(clock.now())
    recheck = stamp(clock.now() - timedelta(days=settings.recheck_days)) if settings.recheck_days else ""
    with ExitStack() as stack:
        store = None
        if workspace.store.exists():
            store = stack.enter_context(Store.open(workspace.store, read_only=True))
        planned = []
        counts = store.address_counts() if store else {}
        for source in sources:
            most = min(options.limit or settings.pages_per_source, source.pages_per_run)
            due = store.due(source.id, now=now, recheck_before=recheck, reread=options.reread)[:most] if store else []
            known = sum(counts.get(source.id, {}).values())
            if source is ADDED and not known:
                continue
            asked = [entry.url for entry in source.entries if is_asked(entry)]
            planned.append(
                Planned(
                    source=source.id,
                    name=source.name,
                    entries=tuple(entry.url for entry in source.entries),
                    known=known,
                    due=len(due),
                    seconds=(len(due) + len(asked)) * max(_pause(settings), source.pause),
                    hosts=_hosts([*asked, *(address.fetch_url or address.url for address in due)]),
                    most=most,
                )
            )
    return planned


def _pause(settings: GatherSettings) -> float:
    """Return the pause a public host is given; servers of one's own may be asked as often as one likes."""
    return settings.pause if settings.loopback_ports else max(settings.pause, Limits.PUBLIC_PAUSE)


def _hosts(urls: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({urlsplit(url).hostname or "" for url in urls} - {""}))
