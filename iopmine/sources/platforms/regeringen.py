"""regeringen.se: the feeds of ``/Filter/RssFeed``, the lists of ``/Filter/GetFilteredItems`` (HTML inside JSON).

The feeds show a recent window only; the lists go back in time and count their pages. The path of a page says year and
month of its publication (``/pressmeddelanden/2018/06/…``), which is kept where no day stands beside the link.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from iopmine.errors import SourceError
from iopmine.records import Entry, Issue, Lead, Page, Source
from iopmine.sources.platforms.bodies import json_text
from iopmine.sources.platforms.contract import Ask, Listing, Search
from iopmine.sources.platforms.newsroom import Newsroom
from iopmine.sources.platforms.templates import with_query

_MONTH = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/[^/]+/?$")


def find(source: Source, entry: Entry, ask: Ask, search: Search) -> Iterator[Lead | Issue]:
    """Yield the pages that a feed or a list names."""
    listed = "/Filter/GetFilteredItems" in entry.url
    template = with_query(entry.url, {"page": "{page}"}) if listed else entry.url
    yield from _ROOM.find(source, entry, ask, search, template=template)


def _read_json(value: Any, page: Page) -> Listing:  # noqa: ANN401 - whatever a host sends
    """``{"Message": "<ul>…</ul>"}``, sometimes with the markup escaped once more."""
    markup = json_text(value, "Message") if isinstance(value, dict) else ""
    if not markup:
        raise SourceError("The answer is no list of regeringen.se: it has no Message.")
    if "<a" not in markup:
        markup = html.unescape(markup)
    return _ROOM.read_page(replace(page, body=markup.encode("utf-8", "replace")))


_ROOM = Newsroom("regeringen.se", _MONTH, _read_json, month=_MONTH)
