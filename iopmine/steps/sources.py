"""``iopmine sources``: the catalogue, whether each source still meets its floors, and new sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from iopmine.config import Workspace
from iopmine.errors import IopmineError
from iopmine.fetch import Clock, Fetcher
from iopmine.reading import Limits, Worker
from iopmine.reading.pages import read_page
from iopmine.records import Address, Issue, Lead, Page, Source
from iopmine.report.files import write_bytes
from iopmine.sources.detecting import Detection, detect
from iopmine.sources.health import Health, health
from iopmine.sources.writing import source_toml
from iopmine.steps.catalogue import catalogue_of
from iopmine.steps.finding import Wanted, find
from iopmine.steps.hosts import open_fetcher
from iopmine.store import Store
from iopmine.text.counting import counted

_SAMPLE: Final = 50
"""So many leads of an entry, or as many as the source's floor, show that it works; its archive is not read on."""


_LOOKED_AT: Final = 3


@dataclass(frozen=True, slots=True)
class Listed:
    """One source of the catalogue."""

    source: Source
    own: bool
    """Whether it stands in the workspace, not in the package."""
    health: Health


def list_sources(workspace: Workspace) -> tuple[list[Listed], tuple[Issue, ...]]:
    """Return the sources by id, and what is wrong with files that could not be read."""
    catalogue = catalogue_of(workspace)
    with ExitStack() as stack:
        exists = workspace.store.exists()
        store = stack.enter_context(Store.open(workspace.store, read_only=True)) if exists else None
        listed = [
            Listed(
                source,
                catalogue.files[source.id].is_relative_to(workspace.sources),
                health(source, store.source_runs(source.id) if store else []),
            )
            for source in catalogue.sources.values()
            if source.id in catalogue.files
        ]
    return listed, catalogue.issues


@dataclass(frozen=True, slots=True)
class Checked:
    """What a source answers today, against its floors."""

    source: str
    leads: int
    floor_leads: int
    newest: str
    """Latest day that a lead carries, empty if none does."""
    characters: int | None
    """Text of the first page, None if no page was named or it did not answer."""
    floor_characters: int
    faults: tuple[str, ...]


def check_sources(workspace: Workspace, ids: Sequence[str], *, clock: Clock) -> Iterator[Checked]:
    """Ask each source for its leads, and for one page; nothing is stored but what hosts say of robots and pauses.

    Raises:
        ConfigError: no workspace, or no contact address in its settings.
        SourceError: the file of a named source could not be read.
        UsageError: a source that the catalogue does not have.
    """
    settings = workspace.settings.gather
    sources = catalogue_of(workspace).pick(tuple(ids) or settings.sources)
    today = clock.now().date()
    with open_fetcher(workspace, clock=clock) as fetcher, Worker(Limits()) as worker:
        for source in sources:
            sample = max(source.floor_leads, _SAMPLE)
            found = find(fetcher, source, Wanted(None, today, settings.queries, sample=sample))
            faults = [issue.message for issue in found.issues if issue.level != "info"]
            if len(found.leads) < source.floor_leads and not faults:
                faults.append(f"{counted(len(found.leads), 'article')} named, the floor is {source.floor_leads}.")
            characters = None
            for lead in found.leads[:_LOOKED_AT]:
                # The first may be a notice of two lines: one page as long as it should be is enough.
                try:
                    characters = max(characters or 0, _characters(fetcher, source, lead, worker, clock))
                except IopmineError as error:
                    faults.append(f"{lead.url}: {error}")
                if (characters or 0) >= source.floor_characters or faults:
                    break
            if characters is not None and characters < source.floor_characters:
                faults.append(f"{counted(characters, 'character')} of text, the floor is {source.floor_characters}.")
            newest = max((lead.published or "" for lead in found.leads), default="")
            yield Checked(
                source.id,
                len(found.leads),
                source.floor_leads,
                newest,
                characters,
                source.floor_characters,
                tuple(faults),
            )


def _characters(fetcher: Fetcher, source: Source, lead: Lead, worker: Worker, clock: Clock) -> int:
    page = fetcher.get(lead.fetch_url or lead.url, source=source.id, expect="page", pause=source.pause)
    address = Address(lead.url, source.id, lead.entry, published=lead.published, fetch_url=lead.fetch_url)
    document, _ = read_page(page, address, worker, today=clock.now().date())
    return len(document.text)


@dataclass(frozen=True, slots=True)
class NewSource:
    """A source that was found behind an address, and the file it was written to."""

    path: Path
    detection: Detection


def new_source(workspace: Workspace, url: str, *, clock: Clock) -> NewSource:
    """Look behind an address for a feed, sitemap, open interface or newsroom, and write the source's file.

    Raises:
        FetchError: the address did not answer.
        OutputError: the file cannot be written.
    """
    taken = catalogue_of(workspace).sources
    with open_fetcher(workspace, clock=clock) as fetcher:

        def ask(address: str) -> Page:
            return fetcher.get(address, source="new", expect="page")

        detection = detect(ask(url), ask, today=clock.now().date(), taken=taken)
    path = workspace.sources / f"{detection.source.id}.toml"
    write_bytes(path, source_toml(detection.source, path.parent).encode())
    return NewSource(path, detection)
