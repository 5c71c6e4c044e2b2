"""Sitemaps (sitemaps.org): indexes, gzip, ``lastmod``, and the news extension with titles and days of publication."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from iopmine.errors import SourceError
from iopmine.records import Entry, Issue, Lead, Page, Source
from iopmine.sources.dates import is_older, read_date
from iopmine.sources.platforms.bodies import MAX_XML_BYTES, local_name, unpacked, xml_root
from iopmine.sources.platforms.contract import Ask, Item, Listing, Search
from iopmine.sources.platforms.templates import following_link
from iopmine.sources.platforms.walk import Walk

MAX_DEPTH = 3
"""Indexes inside indexes; the protocol allows none at all."""
MAX_SITEMAPS = 1000
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


class _Waiting(NamedTuple):
    address: str
    depth: int


def find(source: Source, entry: Entry, ask: Ask, search: Search) -> Iterator[Lead | Issue]:
    """Yield the leads of a sitemap and of the sitemaps that an index names; those unchanged since then are not read."""
    walk = Walk(source, entry, ask, search)
    waiting = deque([_Waiting(entry.url, 0)])
    asked = {entry.url}
    while waiting and not walk.ended:
        address, depth = waiting.popleft()
        answer = yield from walk.listing(address, read_sitemap)
        if answer is None:
            continue
        page, listing = answer
        yield from walk.leads(page, listing)
        children = [child for child in listing.lists if _is_due(child, search)]
        addresses = [following_link(child.link, page.final_url or page.url) for child in children]
        if None in addresses:
            yield walk.issue("error", address, "The index names sitemaps of another site: they were not read.")
        fresh = dict.fromkeys(child for child in addresses if child is not None and child not in asked)
        if fresh and (depth == MAX_DEPTH or len(asked) + len(fresh) > MAX_SITEMAPS):
            yield walk.issue("error", address, f"Sitemaps nested too deep or too many: {len(fresh)} were not read.")
            continue
        asked.update(fresh)
        waiting.extend(_Waiting(child, depth + 1) for child in fresh)


def read_sitemap(page: Page) -> Listing:
    """Return the addresses of a sitemap, or the sitemaps of an index.

    Raises:
        SourceError: the answer is no sitemap.
    """
    content = unpacked(page.body, MAX_XML_BYTES)
    root, damage = xml_root(content)
    kind = local_name(root)
    if kind == "sitemapindex":
        children = (Item(_value(child, "loc"), modified=_value(child, "lastmod")) for child in _named(root, "sitemap"))
        return Listing(lists=tuple(children), damage=damage)
    if kind != "urlset":
        raise SourceError(f"The answer is no sitemap: its root is {kind}.")
    urls = _named(root, "url")
    # What is cut off in the middle of a text may have half an address in its last entry.
    whole = urls[:-1] if damage and not content.rstrip().endswith(b">") else urls
    return Listing(tuple(_item(url) for url in whole), damage=damage)


def _is_due(sitemap: Item, search: Search) -> bool:
    return not is_older(read_date(sitemap.modified, search.today), search.since)


def _item(url: etree._Element) -> Item:
    news = url.find(f"{{{_NEWS}}}news")
    title = "" if news is None else _value(news, "title")
    published = "" if news is None else _value(news, "publication_date")
    return Item(_value(url, "loc"), title, published, _value(url, "lastmod"))


def _named(parent: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in parent if isinstance(child.tag, str) and local_name(child) == name]


def _value(parent: etree._Element, name: str) -> str:
    """Return the text of the first child with this name; other namespaces have children of the same names."""
    for child in _named(parent, name):
        if str(child.tag).rpartition("}")[0] == str(parent.tag).rpartition("}")[0]:
            return (child.text or "").strip()
    return ""
