"""WordPress sites: the REST interface that they have of themselves (``/wp-json/wp/v2/posts``).

Documented at developer.wordpress.org/rest-api: ``search``, ``page``, ``per_page`` (at most 100), ``orderby``,
``order``, ``after``. A page past the last answers 400.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from iopmine.errors import SourceError
from iopmine.records import Entry, Issue, Lead, Page, Source
from iopmine.sources.platforms.bodies import json_rows, json_text, json_value
from iopmine.sources.platforms.contract import Ask, Item, Listing, Search
from iopmine.sources.platforms.templates import parameter, with_query
from iopmine.sources.platforms.walk import Walk
from iopmine.sources.platforms.wording import plain

PER_PAGE = 100
_FIELDS = "link,title,date,modified"


def find(source: Source, entry: Entry, ask: Ask, search: Search) -> Iterator[Lead | Issue]:
    """Yield the posts of a site, newest first, or those that a search finds."""
    wanted = {"page": "{page}", "orderby": "date", "order": "desc", "_fields": _FIELDS}
    if search.since:
        wanted["after"] = f"{search.since.isoformat()}T00:00:00"
    template = with_query(entry.url, wanted, defaults={"per_page": str(PER_PAGE)})
    yield from Walk(source, entry, ask, search).lists(read_posts, template=template)


def read_posts(page: Page) -> Listing:
    """Return the posts of one answer.

    Raises:
        SourceError: the answer is no list of posts.
    """
    value = json_value(page.body)
    if not isinstance(value, list):
        said = json_text(value, "message", "code") if isinstance(value, dict) else ""
        raise SourceError(f"The answer is no list of WordPress posts. {plain(said, 120)}".strip())
    items = tuple(_item(row) for row in json_rows(value))
    return Listing(items, last=len(value) < parameter(page.url, "per_page", 10))


def _item(post: dict[str, Any]) -> Item:
    title = post.get("title")
    written = json_text(title, "rendered") if isinstance(title, dict) else json_text(post, "title")
    return Item(json_text(post, "link"), written, json_text(post, "date"), json_text(post, "modified"))
