"""The open data of the Riksdag: ``data.riksdagen.se/dokumentlista/`` finds, ``/dokument/{id}.html`` holds the text.

The list is asked for as JSON, newest first, a hundred at a time. It names its next page itself; pages after the
hundredth are refused, so a search with more than 10,000 hits cannot be read to its end. A hit that stands alone is no
list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from iopmine.errors import SourceError
from iopmine.records import Entry, Issue, Lead, Page, Source
from iopmine.sources.platforms.bodies import json_rows, json_text, json_value
from iopmine.sources.platforms.contract import Ask, Item, Listing, Search
from iopmine.sources.platforms.templates import with_query
from iopmine.sources.platforms.walk import Walk

PAGE_SIZE = 100
READABLE_PAGES = 100
_ID = re.compile(r"[\w-]{3,40}", re.ASCII)


def find(source: Source, entry: Entry, ask: Ask, search: Search) -> Iterator[Lead | Issue]:
    """Yield the documents that each query finds; the text of a document is fetched from the open data."""
    wanted = {"utformat": "json", "sort": "datum", "sortorder": "desc", "a": "s", "p": "1"}
    if search.since:
        wanted["from"] = search.since.isoformat()
    template = with_query(entry.url, wanted, defaults={"sz": str(PAGE_SIZE)})
    yield from Walk(source, entry, ask, search).lists(read_list, template=template)


def read_list(page: Page) -> Listing:
    """Return the documents of one answer.

    Raises:
        SourceError: the answer is no list of documents.
    """
    value = json_value(page.body)
    found = value.get("dokumentlista") if isinstance(value, dict) else None
    if not isinstance(found, dict):
        raise SourceError("The answer is no list of the Riksdag's open data: it has no dokumentlista.")
    pages = json_text(found, "@sidor")
    many = pages.isascii() and pages.isdigit() and len(pages) < 9 and int(pages) > READABLE_PAGES
    return Listing(
        items=tuple(_item(row) for row in json_rows(found.get("dokument"))),
        next=json_text(found, "@nasta_sida"),
        if_first=f"The search has {pages} pages; only the first {READABLE_PAGES} can be read. Narrow it."
        if many
        else "",
    )


def _item(row: dict[str, Any]) -> Item:
    name = json_text(row, "dok_id", "id").strip()
    if not _ID.fullmatch(name):
        return Item("")
    return Item(
        f"/dokument/{name}",
        json_text(row, "titel"),
        json_text(row, "datum", "publicerad"),
        json_text(row, "systemdatum"),
        fetch_link=f"/dokument/{name}.html",
    )
