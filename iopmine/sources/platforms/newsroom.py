"""What the newsrooms of press release services have in common.

Each offers a feed, most an interface in JSON, and a web page that lists releases: which of them an address is, its
answer says. A service is described by how the addresses of its releases look, and by how its JSON is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import lxml.html

from iopmine.records import Entry, Issue, Lead, Page, Source
from iopmine.sources.platforms.bodies import MAX_LINKS, base_of, html_root, json_value, looks_like_html
from iopmine.sources.platforms.contract import Ask, Item, Listing, Search
from iopmine.sources.platforms.feed import read_feed
from iopmine.sources.platforms.templates import canonical_link
from iopmine.sources.platforms.walk import Walk
from iopmine.sources.platforms.wording import decoded, plain

ReadJson = Callable[[Any, Page], Listing]
"""A JSON value and the answer it stood in → what it holds. Raises SourceError."""
_LONGEST_CARD = 600
_STAMP = re.compile(r"\s*(\d{4}-\d\d-\d\d)(?!\d)")
_CARD_LEVELS = 5


@dataclass(frozen=True, slots=True)
class Newsroom:
    """One service."""

    name: str
    release: re.Pattern[str]
    """Matched against the path of a link: whether a release lies behind it."""
    read_json: ReadJson | None = None
    title: re.Pattern[str] | None = None
    """What belongs to the title where a link holds more than that (group 1)."""
    month: re.Pattern[str] | None = None
    """Where the path of a release says year and month of its publication (groups 1 and 2)."""
    first: int = 1
    """Number of the first page, where an address counts pages."""

    def find(
        self, source: Source, entry: Entry, ask: Ask, search: Search, *, template: str = ""
    ) -> Iterator[Lead | Issue]:
        """Yield the releases that a feed, an interface or a page of this service lists."""
        first = entry.options.get("first", self.first)
        walk = Walk(source, entry, ask, search)
        yield from walk.lists(self.read, template=template, first=first if isinstance(first, int) else self.first)

    def read(self, page: Page) -> Listing:
        """Read an answer as what it is: a web page, JSON, or else a feed. Raises SourceError."""
        text = decoded(page.body[:4000]).lstrip("\ufeff \t\r\n")
        if looks_like_html(text) or text.startswith("<div"):
            return self.read_page(page)
        if self.read_json is not None and text.startswith(("{", "[")):
            return self.read_json(json_value(page.body), page)
        return read_feed(page)

    def read_page(self, page: Page) -> Listing:
        """Read a web page that lists releases: each link to a release, with the date that stands beside it."""
        root = html_root(page.body)
        base = base_of(root, page.final_url or page.url)
        links = list(root.iter("a"))
        titles: dict[str, Item] = {}
        for link in links[:MAX_LINKS]:
            address = canonical_link(link.get("href") or "", base)
            if address is None or not self.release.search(urlsplit(address).path):
                continue
            title = self._title(link)
            earlier = titles.get(address)
            if earlier is None:
                titles[address] = Item(address, title, date_beside(link) or self._month(address))
            elif len(title) > len(earlier.title):
                titles[address] = replace(earlier, title=title)
        missing = "" if titles else f"The page holds no release of {self.name}: is it a list, or has it changed?"
        damage = f"The page has {len(links)} links; {MAX_LINKS} were read." if len(links) > MAX_LINKS else ""
        return Listing(tuple(titles.values()), if_first=missing, damage=damage)

    def _month(self, address: str) -> str:
        found = self.month.search(urlsplit(address).path) if self.month else None
        return f"{found[1]}-{found[2]}" if found else ""

    def _title(self, link: lxml.html.HtmlElement) -> str:
        """The heading inside the link, if there is one: some links wrap a whole card."""
        for heading in link.iter("h1", "h2", "h3", "h4"):
            return plain(heading.text_content())
        text = plain(link.text_content())
        found = self.title.search(text) if self.title else None
        return found[1] if found else text


def date_beside(link: lxml.html.HtmlElement) -> str:
    """Return the date in or around a link, as written: of the smallest box that holds a ``time`` or a text besides.

    A box with links to other pages is a list, not the card of this link.
    """
    box = link
    for _ in range(_CARD_LEVELS):
        for time in box.iter("time"):
            return time.get("datetime") or str(time.text_content())
        parent = box.getparent()
        if parent is None or parent.tag in {"body", "ul", "ol", "main"} or _has_others(parent, link):
            break
        box = parent
    inside, text = str(link.text_content()), str(box.text_content())
    # A date in the title may be that of an event; a stamp before the title is not.
    stamp = _STAMP.match(inside)
    beside = text.replace(inside, " ").strip() if len(text) <= _LONGEST_CARD else ""
    return beside or (stamp[1] if stamp else "")


def _has_others(box: lxml.html.HtmlElement, link: lxml.html.HtmlElement) -> bool:
    mine = link.get("href")
    return any(other.get("href") not in {mine, None} for other in box.iter("a"))
