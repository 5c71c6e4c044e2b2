"""What the home page of a site says of ways in: feed links, WordPress, press rooms. Pure: bytes in, addresses out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from iopmine.urls import canonical_url, is_web_address

PAGE_BYTES = 2_000_000
"""So much of a home page is looked at."""
_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "text/rss+xml"}
)
_COMMENTS = re.compile(r"/comments?/|/kommentar|kommentarer|comments feed", re.IGNORECASE)
_ROOMS = (
    ("mynewsdesk", re.compile(r"https?://(?:www\.)?mynewsdesk\.com/(?:se|no|dk|fi|uk)/[\w-]+")),
    ("mynewsdesk", re.compile(r"https?://(?!www\.)[\w-]+\.mynewsdesk\.com")),
    ("cision", re.compile(r"https?://news\.cision\.com/(?:se|no|dk|fi)/[\w-]+")),
    ("notified", re.compile(r"https?://newsroom\.notified\.com/[\w-]+")),
    ("viatt", re.compile(r"https?://via\.tt\.se/pressrum/\d+/[\w-]+")),
)
_NO_ROOM = frozenset({"rss", "services", "latest", "about", "ir", "search", "_ta"})


@dataclass(frozen=True, slots=True)
class Clues:
    """What a home page says; addresses are canonical and in the order of the page."""

    name: str = ""
    language: str = ""
    feeds: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    """WordPress: the address of its posts."""
    rooms: tuple[tuple[str, str], ...] = ()
    """Press rooms: platform and address."""
    wordpress: bool = False
    """Whether the page was made by WordPress, as its links and its generator tell."""


def read_clues(body: bytes, url: str, encoding: str = "") -> Clues:
    """Return what a page says; of something that is no HTML nothing."""
    parser = html.HTMLParser(no_network=True, huge_tree=False, encoding=_codec(encoding))
    try:
        root = html.document_fromstring(body[:PAGE_BYTES], parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return Clues()
    base = _base(root, url)
    links = [(link, set(link.get("rel", "").lower().split())) for link in root.iter("link")]
    feeds = (
        link.get("href")
        for link, relations in links
        if "alternate" in relations
        and link.get("type", "").partition(";")[0].strip().lower() in _FEED_TYPES
        and not _COMMENTS.search(f"{link.get('href', '')} {link.get('title', '')}")
    )
    roots = _addresses((link.get("href") for link, relations in links if "https://api.w.org/" in relations), base)
    generators = [meta.get("content", "") for meta in root.iter("meta") if meta.get("name", "").lower() == "generator"]
    return Clues(
        name=_name(root),
        language=_language(root),
        feeds=_addresses(feeds, base),
        posts=tuple(f"{api.rstrip('/')}/wp/v2/posts" for api in roots if "?" not in api),
        rooms=_rooms(_addresses((anchor.get("href") for anchor in root.iter("a")), base)),
        wordpress=any("wordpress" in text.lower() for text in generators) or b"/wp-content/" in body[:PAGE_BYTES],
    )


def _codec(encoding: str) -> str | None:
    """Return the encoding if the parser knows it; a name it does not know would be an error."""
    try:
        html.HTMLParser(encoding=encoding or None)
    except (LookupError, ValueError):
        return None
    return encoding or None


def _base(root: html.HtmlElement, url: str) -> str:
    href = next((base.get("href", "") for base in root.iter("base")), "")
    return _joined(url, href) or url


def _joined(base: str, href: str) -> str:
    try:
        address = urljoin(base, href.strip())
    except ValueError:
        return ""
    return address if is_web_address(address) else ""


def _addresses(hrefs: Iterable[str | None], base: str) -> tuple[str, ...]:
    """Return absolute canonical addresses, each once."""
    absolute = (_joined(base, href) for href in hrefs if href)
    return tuple(dict.fromkeys(canonical_url(address) for address in absolute if address))


def _rooms(addresses: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    rooms = {}
    for address in addresses:
        for platform, form in _ROOMS:
            found = form.match(address)
            if found and urlsplit(found[0]).path.rpartition("/")[2].lower() not in _NO_ROOM:
                rooms[found[0]] = platform
                break
    return tuple((platform, address) for address, platform in rooms.items())


def _name(root: html.HtmlElement) -> str:
    """Return what the site calls itself: og:site_name, else the title of the page."""
    names = [meta.get("content", "") for meta in root.iter("meta") if meta.get("property") == "og:site_name"]
    names.extend(title.text_content() for title in root.iter("title"))
    printable = ("".join(sign if sign.isprintable() else " " for sign in name) for name in names)
    return next((unicodedata.normalize("NFC", " ".join(name.split()))[:120] for name in printable if name.strip()), "")


def _language(root: html.HtmlElement) -> str:
    code = root.get("lang", "").partition("-")[0].lower()
    return code if re.fullmatch(r"[a-z]{2}", code) else ""
