"""``iopmine gather``: from the catalogue of sources to documents in the store, politely, and only what is new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from iopmine.config import Workspace
from iopmine.errors import StoreError
from iopmine.fetch import Clock, Fetcher
from iopmine.fetch.clock import stamp
from iopmine.records import Address, Document, Issue, Lead, Source, SourceRun
from iopmine.steps import outcomes
from iopmine.steps.arriving import arriving
from iopmine.steps.asking import Asked, Desk, Read, ask, open_desk
from iopmine.steps.catalogue import ADDED, catalogue_of
from iopmine.steps.finding import FILES, STAGE, Found, Known, Wanted, find, is_asked
from iopmine.steps.hosts import open_fetcher
from iopmine.steps.interest import Interest
from iopmine.steps.lanes import Lanes
from iopmine.steps.opening import location_issue
from iopmine.steps.tally import Tally
from iopmine.store import Store
from iopmine.urls import identity

_READING: Final = "reading"
# Outcomes after which nothing that was said of an address before still holds.
_WELL: Final = frozenset({"kept", "changed", "unchanged", "left_out", "gone"})


@dataclass(frozen=True, slots=True)
class GatherOptions:
    """Which sources (all if none is named), how far back, and at most how many pages of each.

    ``reread``: pages that were left out are asked for again, for example after a name was added to those followed.
    """

    sources: tuple[str, ...] = ()
    since: date | None = None
    limit: int | None = None
    reread: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A source has said what it has: so many articles, so many of them new, and so many pages to be asked for now."""

    source: str
    leads: int
    new: int
    due: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one page: kept, changed, unchanged, left_out, failed, disallowed, gone or later.

    ``waiting`` pages of its source are still to be asked for.
    """

    source: str
    url: str
    outcome: str
    title: str
    waiting: int


Event = Named | Settled | Issue | SourceRun


def gather(workspace: Workspace, options: GatherOptions, *, clock: Clock) -> Iterator[Event]:
    """Ask the sources what they have and their hosts for what is new; yield what happens when it is stored.

    Closing the iterator, or an exception in its consumer, stops the work at once; all that was yielded is stored, and
    the next call goes on from there. Hosts are asked side by side, each by one request at a time.

    Raises:
        ConfigError: no workspace, or no contact address in its settings.
        UsageError: a source that the catalogue does not have.
        StoreBusyError: another gathering is at work here.
        StoreError: the store cannot be written; ``StoreFullError`` if the disk is full.
    """
    settings = workspace.settings.gather
    catalogue = catalogue_of(workspace)
    sources = catalogue.pick(options.sources or settings.sources)
    interest = Interest(workspace.settings.watch.names)
    with ExitStack() as stack:
        fetcher = stack.enter_context(open_fetcher(workspace, clock=clock))
        store = stack.enter_context(Store.open(workspace.store))
        desk = stack.enter_context(open_desk(settings.readers, interest, today=clock.now().date()))
        threads = settings.hosts_at_once + settings.readers
        lanes: Lanes[Found | Asked | Read] = Lanes(
            threads, width={_READING: settings.readers}, room=4 * settings.readers
        )
        stack.callback(lanes.stop)
        followed = store.follow(workspace.settings.watch.names)
        place = location_issue(workspace.store, STAGE)
        for issue in (*([place] if place else []), *catalogue.issues, *_newly_followed(followed, options)):
            store.add_issue(issue)
            yield issue
        yield from _Run(store, fetcher, desk, interest, lanes, workspace, options, clock).walk(sources)


def _newly_followed(names: Sequence[str], options: GatherOptions) -> Iterator[Issue]:
    if names and not options.reread:
        message = (
            f"{', '.join(names)}: not followed before. Pages that were left out earlier may hold the name. "
            "To look at them again, run: iopmine gather --reread."
        )
        yield Issue(STAGE, "", "", "warning", message)


class _Run:
    """One walk over the sources. Threads ask and read; all that is stored goes through this object, in one thread."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        desk: Desk,
        interest: Interest,
        lanes: Lanes[Found | Asked | Read],
        workspace: Workspace,
        options: GatherOptions,
        clock: Clock,
    ) -> None:
        self._store, self._fetcher, self._desk, self._interest = store, fetcher, desk, interest
        self._lanes, self._options, self._clock = lanes, options, clock
        self._settings = workspace.settings.gather
        self._tallies: dict[str, Tally] = {}
        self._queued: set[str] = set()

    def walk(self, sources: tuple[Source, ...]) -> Iterator[Event]:
        wanted = Wanted(self._options.since, self._clock.now().date(), self._settings.queries)
        began = self._now()
        added = self._store.address_counts().get(ADDED.id)
        # All before the first is asked: a page that two of them name belongs to one of them.
        self._tallies = {source.id: Tally(source, began) for source in sources if source is not ADDED or added}
        try:
            for source in (tally.source for tally in self._tallies.values()):
                self._lanes.add(_lane(source.home), partial(find, self._fetcher, source, wanted, self._known(source)))
                yield from self._from_files(source)
            for result in self._lanes.results():
                if isinstance(result, Found):
                    yield from self._named(result)
                elif isinstance(result, Asked):
                    yield from self._answered(result)
                else:
                    yield from self._judged(result)
        finally:
            # Also when it is stopped midway: what was brought until then was brought.
            runs = [tally.run(self._now()) for tally in self._tallies.values() if tally.heard]
            with suppress(StoreError):
                self._store.add_source_runs(runs)
        for tally in self._tallies.values():
            missed = tally.missed_floor()
            if missed is not None:
                yield self._noted(missed)
        yield from runs

    def _known(self, source: Source) -> Known:
        addresses = {identity(address.url): address.url for address in self._store.addresses(source=source.id)}
        return Known(addresses, self._store.complete_entries(source.id))

    def _now(self) -> str:
        return stamp(self._clock.now())

    def _noted(self, issue: Issue) -> Issue:
        self._store.add_issue(issue)
        return issue

    def _named(self, found: Found) -> Iterator[Event]:
        tally, settings = self._tallies[found.source.id], self._settings
        new = self._store.note_leads(
            found.leads,
            now=self._now(),
            asked=self._tallies,
            entries={(found.source.id, e.id): e.id in found.entries for e in found.source.entries if is_asked(e)},
        )
        recheck = ""
        if settings.recheck_days:
            recheck = stamp(self._clock.now() - timedelta(days=settings.recheck_days))
        reread = self._options.reread
        due = self._store.due(found.source.id, now=self._now(), recheck_before=recheck, reread=reread)
        due = [address for address in due if identity(address.url) not in self._queued]
        limit = min(self._options.limit or settings.pages_per_source, found.source.pages_per_run)
        tally.named(found, new=new, due=len(due), expected=min(limit, len(due)))
        for issue in found.issues:
            yield self._noted(issue)
        for address in due[:limit]:
            self._queued.add(identity(address.url))
            lane = _lane(address.fetch_url or address.url)
            self._lanes.add(lane, partial(ask, self._fetcher, found.source, _anew(address) if reread else address))
        yield Named(found.source.id, len(found.leads), new, tally.expected)

    def _answered(self, asked: Asked) -> Iterator[Event]:
        address, now = asked.address, self._clock.now()
        if asked.page is None:
            if asked.error is not None:
                yield from self._settled(asked.source, outcomes.refused(address, asked.error, now))
            return
        same = outcomes.unchanged(address, asked.page)
        if same is not None:
            yield from self._settled(asked.source, same)
            return
        self._lanes.add(_READING, partial(self._desk.read, asked.source, address, asked.page))

    def _judged(self, read: Read) -> Iterator[Event]:
        if read.error is not None:
            outcome = outcomes.unread(read.address, read.page, read.error, self._clock.now())
            yield from self._settled(read.source, outcome)
            return
        for notice in read.notices:
            yield self._noted(Issue(STAGE, read.source.id, read.address.url, "warning", notice))
        yield from self._settled(read.source, outcomes.judged(read), read)

    def _settled(self, source: Source, outcome: outcomes.Outcome, read: Read | None = None) -> Iterator[Event]:
        """Store what became of an address, its document with it, and tell of it."""
        tally, word = self._tallies[source.id], outcome.word
        address, document = self._at_home(outcome.address, read.document if read is not None else None)
        body = read.page.body if read is not None else b""
        changed = self._store.settle(address, document=document, body=body, now=self._now())
        if word == "kept" and read is not None and read.address.state == "kept":
            word = "changed" if changed else "unchanged"
        tally.settled(word)
        if outcome.said:
            yield self._noted(Issue(STAGE, source.id, address.url, "warning", outcome.said))
        elif word in _WELL:
            self._store.clear_issues(STAGE, address.url)
        yield Settled(source.id, address.url, word, address.title, tally.waiting)

    def _at_home(self, address: Address, document: Document | None) -> tuple[Address, Document | None]:
        """Return both as they are stored: one page is one document, under whatever address it first came.

        What a person has put into the store under this address is left as it is.
        """
        before = self._store.address(address.url)
        kept_as = before.document_id if before is not None else ""
        if document is None:
            # Added by hand while it was being asked for.
            held = kept_as and not address.document_id
            return (replace(address, document_id=kept_as, state="kept") if held else address), None
        if kept_as:
            return replace(address, document_id=kept_as), replace(document, id=kept_as)
        stored = self._store.document_at(document.url)
        if stored is not None and stored != document.id:
            return replace(address, document_id=stored), None
        return address, document

    def _from_files(self, source: Source) -> Iterator[Event]:
        """Take the texts of local folders and archives that the source names."""
        paths = [Path(entry.url) for entry in source.entries if entry.platform == FILES]
        if not paths:
            return
        for item in arriving(paths, today=self._clock.now().date(), stage=STAGE):
            if isinstance(item, Issue):
                yield self._noted(replace(item, source=source.id))
            elif isinstance(item, Lead):
                self._store.note_leads([replace(item, source=source.id)], now=self._now(), asked=self._tallies)
            else:
                yield self._filed(source, item)

    def _filed(self, source: Source, document: Document) -> Settled:
        word = "left_out"
        if self._interest.judge(document.text).kept:
            new = self._store.add(document, raw_sha256=document.sha256, added_at=self._now())
            word = "kept" if new else "unchanged"
        self._tallies[source.id].settled(word)
        return Settled(source.id, document.url or document.id, word, document.title, 0)


def _anew(address: Address) -> Address:
    """Return the address as if its page had never been read, so that the whole page comes."""
    return replace(address, etag="", last_modified="", sha256="")


def _lane(url: str) -> str:
    """Return the name of the lane in which a host is asked."""
    return urlsplit(url).netloc.lower().removeprefix("www.")
