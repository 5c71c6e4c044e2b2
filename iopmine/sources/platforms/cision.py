"""Cision: ``news.cision.com/se/{company}`` with its feeds, and the interface of a company's own pages.

Releases lie at ``/se/{company}/r/{slug},c{number}``. Interface: ``publish.ne.cision.com/papi/NewsFeed/{key}`` with
``pageIndex`` (from 1) and ``pageSize``; its answer tells how many releases there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from iopmine.errors import SourceError
from iopmine.records import Entry, Issue, Lead, Page, Source
from iopmine.sources.platforms.bodies import json_rows, json_text
from iopmine.sources.platforms.contract import Ask, Item, Listing, Search
from iopmine.sources.platforms.newsroom import Newsroom
from iopmine.sources.platforms.templates import parameter, with_query

PAGE_SIZE = 50


def find(source: Source, entry: Entry, ask: Ask, search: Search) -> Iterator[Lead | Issue]:
    """Yield the releases of a company."""
    template = entry.url
    if "/papi/" in entry.url:
        wanted = {"format": "json", "pageIndex": "{page}"}
        template = with_query(entry.url, wanted, defaults={"pageSize": str(PAGE_SIZE)})
    yield from _ROOM.find(source, entry, ask, search, template=template)


def _read_json(value: Any, page: Page) -> Listing:  # noqa: ANN401 - whatever a host sends
    if not isinstance(value, dict) or not isinstance(value.get("Releases"), list):
        raise SourceError("The answer is no list of Cision: it has no Releases.")
    items = tuple(_item(row) for row in json_rows(value["Releases"]))
    total = value.get("TotalFoundReleases")
    read = parameter(page.url, "pageIndex", 1) * parameter(page.url, "pageSize", PAGE_SIZE)
    return Listing(items, last=isinstance(total, int) and read >= total)


def _item(row: dict[str, Any]) -> Item:
    link = json_text(row, "CisionWireUrl", "CanonicalUrl", "PublicUrl")
    return Item(link, json_text(row, "Title"), json_text(row, "PublishDate"), json_text(row, "LastChangeDate"))


_ROOM = Newsroom("Cision", re.compile(r"/r/[^/]+,c\d+/?$"), _read_json)
