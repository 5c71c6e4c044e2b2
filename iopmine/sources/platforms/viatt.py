"""Via TT: ``via.tt.se/pressrum/{id}/{name}``, a feed per publisher, and the interface of its sister sites.

Feed: ``/rss/releases/latest?publisherId={id}``. Interface (documented for the Danish and Norwegian sites that run the
same software): ``/json/v2/releases?publisher={id}`` with ``limit`` and ``offset``. Releases lie at
``/pressmeddelande/{number}/{slug}``, older ones at ``/pressmeddelande/{slug}?publisherId=…&releaseId=…``.
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

LIMIT = 50


def find(source: Source, entry: Entry, ask: Ask, search: Search) -> Iterator[Lead | Issue]:
    """Yield the releases of a publisher, or those that a search finds."""
    template = entry.url
    if "/json/" in entry.url:
        template = with_query(entry.url, {}, defaults={"limit": str(LIMIT), "offset": "0"})
    yield from _ROOM.find(source, entry, ask, search, template=template)


def _read_json(value: Any, page: Page) -> Listing:  # noqa: ANN401 - whatever a host sends
    rows = value.get("releases", value.get("data")) if isinstance(value, dict) else value
    if not isinstance(rows, list):
        raise SourceError("The answer is no list of Via TT: it has no releases.")
    limit, offset = parameter(page.url, "limit", LIMIT), parameter(page.url, "offset", 0)
    following = with_query(page.url, {"offset": str(offset + limit)}) if 0 < limit <= len(rows) else ""
    return Listing(tuple(_item(row) for row in json_rows(rows)), next=following)


def _item(row: dict[str, Any]) -> Item:
    return Item(
        json_text(row, "url"),
        json_text(row, "headline", "title"),
        json_text(row, "publishedAt", "published"),
        json_text(row, "updatedAt", "updated"),
    )


_ROOM = Newsroom("Via TT", re.compile(r"/pressmeddelande/[^/]+"), _read_json)
