"""Asking for one list after another: the thin loop around the parsers, and everything that makes it end."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from typing import Literal

from iopmine.errors import FetchError, SourceError
from iopmine.records import Entry, Issue, Lead, Page, Source
from iopmine.sources.dates import is_older, read_date
from iopmine.sources.platforms.contract import Ask, Item, Listing, Read, Search
from iopmine.sources.platforms.templates import canonical_link, counts, following_link, numbered, starts
from iopmine.sources.platforms.wording import plain

Level = Literal["info", "warning", "error"]
MAX_PAGES = 1000
"""Pages of one list; no list in the catalogue comes near."""
_PAST_THE_END = frozenset({400, 404, 410})
"""What hosts answer when they are asked for a page after the last."""
_WHOLE_HOST = frozenset({"later", "disallowed", "refused"})


class Walk:
    """One entry point being read: what was asked, what was found, how much more is wanted."""

    def __init__(self, source: Source, entry: Entry, ask: Ask, search: Search) -> None:
        self.source = source
        self.entry = entry
        self.search = search
        self.ended = False
        """Nothing more is to be asked: enough leads, or the host wants to be left alone."""
        self._ask = ask
        self._given: set[str] = set()

    def lists(
        self, read: Read, *, template: str = "", first: int = 1, newest_first: bool = True, patience: int = 0
    ) -> Iterator[Lead | Issue]:
        """Read the list behind the entry's address, or one list per query, to the end.

        ``template`` replaces the entry's address, ``first`` is the number of the first page. A list that is sorted
        newest first is left after a page on which all is known or too old; ``patience`` is how many pages in a row may
        bring no address that the list did not have before.
        """
        try:
            addresses = starts(template or self.entry.url, self.entry, self.search)
        except SourceError as error:
            yield self.issue("error", self.entry.url, str(error))
            return
        for address in addresses:
            if not self.ended:
                yield from self._list(address, read, first, newest_first, patience)

    def _list(self, template: str, read: Read, first: int, newest_first: bool, patience: int) -> Iterator[Lead | Issue]:
        asked: set[str] = set()
        here: set[str] = set()
        address: str | None = numbered(template, first)
        idle = 0
        for number in range(1, MAX_PAGES + 1):
            if address is None:
                return
            asked.add(address)
            answer = yield from self.listing(address, read, number, counted=counts(template))
            if answer is None:
                return
            page, listing = answer
            links, fresh = yield from self._leads(page, listing)
            idle = idle + 1 if links <= here else 0
            if self.ended or idle > patience or (newest_first and not fresh):
                return
            here |= links
            following = numbered(template, first + number) if counts(template) and not listing.last else ""
            address = yield from self._next(listing.next or following, page, asked, certain=patience > 0)
        yield self.issue("error", template, f"The list does not end: {MAX_PAGES} pages were read.")

    def listing(
        self, address: str, read: Read, number: int = 1, *, counted: bool = False
    ) -> Generator[Issue, None, tuple[Page, Listing] | None]:
        """Ask for one address and read the answer; None if there is nothing to read (an Issue says why).

        Where pages are ``counted``, a refusal of a later one is the end of the list.
        """
        try:
            page = self._ask(address)
            if page.status == 304:
                return None
            listing = read(page)
        except FetchError as error:
            if not counted or number == 1 or error.status not in _PAST_THE_END:
                self.ended = error.outcome in _WHOLE_HOST
                yield self.issue("error", address, str(error))
            return None
        except SourceError as error:
            yield self.issue("error", address, str(error))
            return None
        for doubt in listing.doubts:
            yield self.issue("warning", address, doubt)
        for fault in (listing.damage, listing.if_first if number == 1 else ""):
            if fault:
                yield self.issue("error", address, fault)
        return page, listing

    def leads(self, page: Page, listing: Listing) -> Iterator[Lead | Issue]:
        """Yield the leads of one answer that are wanted and were not yielded before."""
        yield from self._leads(page, listing)

    def _leads(self, page: Page, listing: Listing) -> Generator[Lead | Issue, None, tuple[set[str], bool]]:
        """Yield leads; return the addresses of this answer, and whether one of them is new and recent."""
        base = page.final_url or page.url
        links: set[str] = set()
        fresh = False
        refused: list[str] = []
        own = canonical_link(base, base)
        written: set[str] = set()
        for item in listing.items:
            if item.link in written:
                continue
            written.add(item.link)
            lead = self._lead(item, base)
            if lead is None:
                refused.append(item.link)
                continue
            if lead.url == own:
                continue
            links.add(lead.url)
            old = not lead.gone and is_older(lead.published or lead.modified, self.search.since)
            fresh = fresh or not (old or self.search.known(lead.url))
            if old or lead.url in self._given:
                continue
            if len(self._given) >= self.search.limit:
                self.ended = True
                yield self.issue("warning", page.url, f"More than {self.search.limit} leads: the rest was left out.")
                break
            self._given.add(lead.url)
            yield lead
        if refused:
            told = f"{len(refused)} of {len(listing.items)} entries have no web address: {plain(refused[0], 80)!r}."
            yield self.issue("info", page.url, told)
        return links, fresh

    def _lead(self, item: Item, base: str) -> Lead | None:
        url = canonical_link(item.link, base)
        if url is None:
            return None
        return Lead(
            url=url,
            source=self.source.id,
            entry=self.entry.id,
            title=plain(item.title),
            published=read_date(item.published, self.search.today),
            modified=read_date(item.modified, self.search.today),
            fetch_url=(canonical_link(item.fetch_link, base) or "") if item.fetch_link else "",
            gone=item.gone,
        )

    def _next(
        self, link: str, page: Page, asked: Iterable[str], *, certain: bool
    ) -> Generator[Issue, None, str | None]:
        """Return where the list goes on.

        Where a next part is ``certain``, leading back is a fault; the last page of a web site may well name itself.
        """
        if not link:
            return None
        address = following_link(link, page.final_url or page.url)
        if address is None:
            yield self.issue("error", page.url, f"The list goes on at another site: {plain(link, 200)!r}.")
        elif address in asked:
            level: Level = "error" if certain else "warning"
            yield self.issue(level, page.url, "The list leads back to a page that was read: it ends here.")
            return None
        return address

    def issue(self, level: Level, url: str, message: str) -> Issue:
        """Return what is to be told about one address of this entry."""
        return Issue("gather", self.source.id, url, level, message)
