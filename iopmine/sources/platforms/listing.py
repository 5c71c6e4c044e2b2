"""Web pages that list others: selectors say which links count, which date belongs to each, and how the list goes on.

Options: ``selector`` (required: the links, or boxes of which the first link counts), ``date_selector``, ``next`` (the
link to the next page; or ``{page}`` in the address, counted from ``first``), ``newest_first`` (default true).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml.html import HtmlElement as _Element

from iopmine.errors import SourceError
from iopmine.records import Entry, Issue, Lead, Page, Source
from iopmine.sources.platforms.bodies import MAX_LINKS, base_of, html_root
from iopmine.sources.platforms.contract import Ask, Item, Listing, Search
from iopmine.sources.platforms.selectors import Selector
from iopmine.sources.platforms.walk import Walk
from iopmine.sources.platforms.wording import plain

_LEVELS = 8
"""How far around a date its link may lie."""


def find(source: Source, entry: Entry, ask: Ask, search: Search) -> Iterator[Lead | Issue]:
    """Yield the leads that the selectors find."""
    walk = Walk(source, entry, ask, search)
    try:
        reader = ListReader.of(entry)
    except SourceError as error:
        yield walk.issue("error", entry.url, str(error))
        return
    first = entry.options.get("first", 1)
    yield from walk.lists(
        reader.read,
        first=first if isinstance(first, int) else 1,
        newest_first=entry.options.get("newest_first", True) is not False,
    )


@dataclass(frozen=True, slots=True)
class ListReader:
    """How one listing page is read."""

    links: Selector
    dates: Selector | None
    next: Selector | None

    @classmethod
    def of(cls, entry: Entry) -> ListReader:
        """Compile the selectors of an entry. Raises SourceError."""
        written = {name: entry.options.get(name, "") for name in ("selector", "date_selector", "next")}
        if not written["selector"]:
            raise SourceError(
                f"The entry point {entry.id} has no selector, so nothing says which links of {entry.url} count.",
                hint='Set options.selector, for example: selector = "h2 a".',
            )
        links, dates, following = (Selector(str(value)) if value else None for value in written.values())
        assert links is not None  # noqa: S101 - checked above, for the type checker
        return cls(links, dates, following)

    def read(self, page: Page) -> Listing:
        """Return the links of one page. Raises SourceError."""
        root = html_root(page.body)
        base = base_of(root, page.final_url or page.url)
        found = [link for element in self.links.elements(root) if (link := _link(element)) is not None]
        links = [(link, _absolute(link, base)) for link in found[:MAX_LINKS]]
        beside = _beside(links, self.dates.elements(root) if self.dates else [])
        titles: dict[str, str] = {}
        for link, address in links:
            # A card may link its picture first, which has no words.
            titles[address] = titles.get(address) or plain(str(link.text_content()))
        items = tuple(Item(address, title, beside.get(address, "")) for address, title in titles.items())
        following = self.next.elements(root) if self.next else []
        target = next((link for element in following if (link := _link(element)) is not None), None)
        undated = links and self.dates is not None and not beside
        return Listing(
            items,
            next=_absolute(target, base) if target is not None else "",
            doubts=(f"The date selector {self.dates.text!r} finds nothing.",) if undated and self.dates else (),
            damage=f"The page has {len(found)} links; {MAX_LINKS} were read." if len(found) > MAX_LINKS else "",
            if_first="" if links else f"The selector {self.links.text!r} finds nothing: has the page changed?",
        )


def _link(element: _Element) -> _Element | None:
    """Return the element if it is a link, else the first link in it."""
    return next((link for link in element.iter("a") if link.get("href")), None)


def _absolute(link: _Element, base: str) -> str:
    try:
        return urljoin(base, str(link.get("href") or "").strip())
    except ValueError:
        return ""


def _beside(links: list[tuple[_Element, str]], dates: list[_Element]) -> dict[str, str]:
    """Give each date to the only address in the smallest box around it that holds links."""
    inside: dict[_Element, set[str]] = {}
    for link, address in links:
        for box in _boxes(link):
            inside.setdefault(box, set()).add(address)
    beside: dict[str, str] = {}
    for date in dates:
        around = next((inside[box] for box in _boxes(date) if box in inside), set())
        if len(around) == 1:
            beside.setdefault(next(iter(around)), date.get("datetime") or str(date.text_content()))
    return beside


def _boxes(element: _Element) -> Iterator[_Element]:
    box: _Element | None = element
    for _ in range(_LEVELS):
        if box is None:
            return
        yield box
        box = box.getparent()
