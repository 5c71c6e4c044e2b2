"""Mynewsdesk: newsrooms under ``www.mynewsdesk.com/se/{room}`` or at a host of their own.

Feeds: ``/se/rss/current_news/{id}``, ``/se/rss/source/{id}/{type}``. Interface (needs the room's key):
``/services/pressroom/list/{key}?format=json`` with ``limit`` (at most 100) and ``offset``. Releases lie at
``…/pressreleases/{slug}-{number}``; slugs write å, ä and ö as aa, ae and oe.
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

LIMIT = 100


def find(source: Source, entry: Entry, ask: Ask, search: Search) -> Iterator[Lead | Issue]:
    """Yield the releases, news and blog posts of a room."""
    template = entry.url
    if "/services/pressroom/" in entry.url:
        wanted = {"format": "json", "order": "published"}
        template = with_query(entry.url, wanted, defaults={"limit": str(LIMIT), "offset": "0"})
    yield from _ROOM.find(source, entry, ask, search, template=template)


def _read_json(value: Any, page: Page) -> Listing:  # noqa: ANN401 - whatever a host sends
    """``{"items": {"item": […]}}``, or ``{"search_result": {"items": […]}}`` of a search."""
    outer = value.get("items") or value.get("search_result") if isinstance(value, dict) else None
    inner = outer.get("item", outer.get("items")) if isinstance(outer, dict) else outer
    if inner is None:
        raise SourceError("The answer is no list of Mynewsdesk.")
    rows = json_rows(inner)
    limit, offset = parameter(page.url, "limit", LIMIT), parameter(page.url, "offset", 0)
    following = with_query(page.url, {"offset": str(offset + limit)}) if 0 < limit <= len(rows) else ""
    return Listing(tuple(_item(row) for row in rows), next=following)


def _item(row: dict[str, Any]) -> Item:
    return Item(
        json_text(row, "url", "source_url"),
        json_text(row, "header", "name"),
        _moment(row, "published_at"),
        _moment(row, "updated_at"),
    )


def _moment(row: dict[str, Any], name: str) -> str:
    """``"2018-06-07 10:00:00"``, or an object with ``datetime`` and ``text``."""
    value = row.get(name)
    return json_text(value, "datetime", "text") if isinstance(value, dict) else json_text(row, name)


_ROOM = Newsroom(
    "Mynewsdesk",
    re.compile(r"/(?:pressreleases|news|blog_posts|pressmeddelanden|nyheter)/[^/]+-\d+/?$"),
    _read_json,
)
