"""Feeds: RSS, Atom, RDF (through feedparser) and JSON Feed.

Only links, titles and dates are taken. feedparser is given bytes in a stream (a string could be taken for a file name),
in UTF-8 (some of the encodings a feed may declare take quadratic time to decode), and never a feed that is larger,
nested deeper or begins later than real ones do: those take minutes.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import Any

import feedparser

from iopmine.errors import SourceError
from iopmine.records import Entry, Issue, Lead, Page, Source
from iopmine.sources.platforms.bodies import is_well_formed, json_rows, json_text, json_value, looks_like_html
from iopmine.sources.platforms.contract import Ask, Item, Listing, Search
from iopmine.sources.platforms.walk import Walk
from iopmine.sources.platforms.wording import decoded, plain

MAX_FEED_BYTES = 2_000_000
MAX_BROKEN = 500_000
"""Characters of a feed that is no proper XML; mending takes many times as long as reading."""
_MAX_DEPTH = 500
_ILLEGAL = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\ufffe\uffff]")
_CLOSED = re.compile(r"</(?:rss|feed|\w{1,9}:rdf)\s*>\s*\Z", re.IGNORECASE)
_FIRST_ELEMENT = re.compile(r"<\w")
_PREAMBLE = 4000
_MARKUP = re.compile(r"<(?P<end>/?)[a-zA-Z][^<>]{0,2000}>")
_EMPTY_TAGS = re.compile(r"<(?:br|img|hr|input|meta|source|wbr)\b", re.IGNORECASE)


def find(source: Source, entry: Entry, ask: Ask, search: Search) -> Iterator[Lead | Issue]:
    """Yield the leads of a feed; a paged one (RFC 5005, or ``{page}`` in the address) is followed to its end."""
    first = entry.options.get("first", 1)
    yield from Walk(source, entry, ask, search).lists(read_feed, first=first if isinstance(first, int) else 1)


def read_feed(page: Page) -> Listing:
    """Return what a feed holds.

    Raises:
        SourceError: the answer is no feed, or one that would take very long to read.
    """
    if len(page.body) > MAX_FEED_BYTES:
        raise SourceError(f"The feed has {len(page.body):,} bytes; {MAX_FEED_BYTES:,} are allowed.")
    text = _ILLEGAL.sub("", decoded(page.body)).lstrip("\ufeff \t\r\n")
    if text.startswith("{"):
        return _json_feed(page)
    if looks_like_html(text):
        raise SourceError("The address answered with a web page instead of a feed.")
    if not _FIRST_ELEMENT.search(text[:_PREAMBLE]) or _depth(text) > _MAX_DEPTH:
        raise SourceError("The answer is no feed: it begins with no element, or is nested deeper than feeds are.")
    if len(text) > MAX_BROKEN and not is_well_formed(text.encode("utf-8", "replace")):
        raise SourceError(f"The feed is no proper XML, and with {len(text):,} characters too large to be mended.")
    return _parsed(text, page.final_url or page.url)


def _parsed(text: str, base: str) -> Listing:
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": base}
    stream = io.BytesIO(codecs.BOM_UTF8 + text.encode("utf-8", "replace"))
    try:
        read = feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # whatever its tolerant parsers stumble over, it is one broken feed
        raise SourceError(f"The feed could not be read: {type(error).__name__}.") from error
    if not read.get("version") and not read.entries:
        raise SourceError("The answer is no feed.")
    rss = str(read.get("version", "")).startswith("rss")
    items = tuple(_item(entry, rss=rss) for entry in read.entries)
    broken = read.get("bozo_exception")
    if not read.bozo or "SAX" not in type(broken).__name__:
        return Listing(items, next=_next(read.feed))
    told = plain(str(broken), 120)
    if _CLOSED.search(text[-200:]):
        return Listing(items, next=_next(read.feed), doubts=(f"The feed is no proper XML: {told}.",))
    # What is cut off in the middle of a text may have half an address in its last entry.
    whole = items if text.rstrip().endswith(">") else items[:-1]
    return Listing(whole, damage=f"The feed is cut off: {told}.")


def _item(entry: Any, *, rss: bool) -> Item:  # noqa: ANN401 - feedparser's dictionaries, which have no types
    # Plain dictionary access: feedparser's own answers "published" where "updated" is asked for.
    link = _string(entry, "feedburner_origlink") or _string(entry, "link")
    published, updated = _string(entry, "published"), _string(entry, "updated")
    if rss and not published:
        # In RSS and RDF the one date of Dublin Core is the day of publication.
        published, updated = updated or _string(entry, "created"), ""
    return Item(link or _string(entry, "id"), _string(entry, "title"), published, updated)


def _string(entry: Any, name: str) -> str:  # noqa: ANN401 - see above
    value = dict.get(entry, name)
    return value if isinstance(value, str) else ""


def _next(feed: Any) -> str:  # noqa: ANN401 - see above
    links = dict.get(feed, "links")
    for link in links if isinstance(links, list) else []:
        if _string(link, "rel") == "next":
            return _string(link, "href")
    return ""


def _depth(text: str) -> int:
    """Return how deep the elements are nested outside CDATA, at most; tags that HTML leaves open are passed over."""
    depth = deepest = position = 0
    while position >= 0:
        section = text.find("<![CDATA[", position)
        for tag in _MARKUP.finditer(text, position, section if section >= 0 else len(text)):
            if tag["end"]:
                depth = max(0, depth - 1)
            elif not tag.group().endswith("/>") and not _EMPTY_TAGS.match(tag.group()):
                depth += 1
                deepest = max(deepest, depth)
        position = text.find("]]>", section) if section >= 0 else -1
    return deepest


def _json_feed(page: Page) -> Listing:
    """JSON Feed 1.0 and 1.1 (jsonfeed.org): ``items`` with ``url``, ``title``, ``date_published``; ``next_url``."""
    value = json_value(page.body)
    if not isinstance(value, dict) or not isinstance(value.get("items"), list):
        raise SourceError("The answer is JSON, but no JSON Feed: it has no list of items.")
    items = tuple(
        Item(
            json_text(row, "url", "external_url", "id"),
            json_text(row, "title"),
            json_text(row, "date_published"),
            json_text(row, "date_modified"),
        )
        for row in json_rows(value["items"])
    )
    return Listing(items, next=json_text(value, "next_url"))
