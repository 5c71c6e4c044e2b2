"""A new source from the address of a site: which ways in it offers, each asked for once and looked at.

The home page, robots.txt and a handful of addresses are asked for; what was tried is told with what came of it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

from iopmine.errors import FetchError
from iopmine.records.web import Entry, EntryStatus, HistoryNote, Page, Source
from iopmine.sources.clues import Clues, read_clues
from iopmine.sources.form import USUAL
from iopmine.urls import host_of, is_web_address

MOST_OF_A_KIND = 3
"""So many feeds, sitemaps and press rooms are tried at most: each costs the host a request."""
_SHAPE_BYTES = 4_000
_SEARCHES = {"wordpress": "?search={query}"}
"""What is added to the address of an interface, so that it is asked for what is looked for, not for all it has."""
_SITEMAP_LINE = re.compile(rb"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2000})", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One address that was tried as a way in; ``outcome`` says what came of it."""

    platform: str
    url: str
    found: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class Detection:
    """A source with the ways in that answered, and all that were tried."""

    source: Source
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class _Guess:
    """A way in that a site may have: ``status`` says whether a page named it or it was inferred."""

    platform: str
    url: str
    status: EntryStatus


def detect(home: Page, ask: Callable[[str], Page], *, today: date, taken: Collection[str] = ()) -> Detection:
    """Return a source for a site; ``ask`` is a polite GET that raises FetchError, ``taken`` the ids there are.

    A way in is kept if its answer has the form of its platform. Where none answers so, the source has its home page
    as a listing, whose selector a person must choose.
    """
    clues = read_clues(home.body, home.final_url, home.encoding)
    attempts = [_attempt(guess, ask) for guess in _guesses(clues, home, ask)]
    found = [attempt for attempt in attempts if attempt.found]
    names = [attempt.platform for attempt in found]
    entries = tuple(
        Entry(
            id=attempt.platform + (f"-{number}" if (number := names[:place].count(attempt.platform) + 1) > 1 else ""),
            platform=attempt.platform,
            url=attempt.url + _SEARCHES.get(attempt.platform, ""),
            status="seen",
        )
        for place, attempt in enumerate(found)
    )
    fallback = Entry("listing", "listing", home.final_url, "probable", {"selector": "main a[href]"})
    source = Source(
        id=_free_id(home.final_url, taken),
        name=clues.name or host_of(home.final_url),
        kind="other",
        home=home.final_url,
        entries=entries or (fallback,),
        language=clues.language or USUAL["language"],
        note="" if entries else "No feed, sitemap or press room was found: choose a selector for the list of news.",
        history=(HistoryNote(today.isoformat(), "Written from what the site answered."),),
    )
    return Detection(source, tuple(attempts))


def _guesses(clues: Clues, home: Page, ask: Callable[[str], Page]) -> Iterator[_Guess]:
    """Yield the ways in to try, those the site names before those that sites of its kind have."""
    base = home.final_url if home.final_url.endswith("/") else f"{home.final_url}/"
    feeds = clues.feeds[:MOST_OF_A_KIND]
    yield from (_Guess("feed", url, "seen") for url in feeds)
    if clues.wordpress and not feeds:
        yield _Guess("feed", urljoin(base, "feed/"), "probable")
    yield from (_Guess("wordpress", url, "seen") for url in clues.posts[:1])
    if clues.wordpress and not clues.posts:
        yield _Guess("wordpress", urljoin(base, "wp-json/wp/v2/posts"), "probable")
    sitemaps = _named_sitemaps(home, ask)[:MOST_OF_A_KIND]
    yield from (_Guess("sitemap", url, "seen") for url in sitemaps)
    if not sitemaps:
        yield _Guess("sitemap", urljoin(home.final_url, "/sitemap.xml"), "probable")
    yield from (_Guess(platform, url, "seen") for platform, url in clues.rooms[:MOST_OF_A_KIND])


def _named_sitemaps(home: Page, ask: Callable[[str], Page]) -> list[str]:
    """Return the sitemaps that robots.txt names; none where it cannot be read, which hinders nothing."""
    try:
        body = ask(urljoin(home.final_url, "/robots.txt")).body
    except FetchError:
        return []
    named = (match[1].decode("utf-8", "replace") for match in _SITEMAP_LINE.finditer(body[:500_000]))
    return list(dict.fromkeys(url for url in named if is_web_address(url)))


def _attempt(guess: _Guess, ask: Callable[[str], Page]) -> Attempt:
    try:
        page = ask(guess.url)
    except FetchError as error:
        return Attempt(guess.platform, guess.url, found=False, outcome=error.message)
    if page.status != 200:
        return Attempt(guess.platform, guess.url, found=False, outcome=f"answered with status {page.status}")
    fault = _SHAPES.get(guess.platform, _is_anything)(page.body)
    origin = "named by the site" if guess.status == "seen" else "not named by the site"
    return Attempt(guess.platform, guess.url, found=not fault, outcome=fault or f"answered as expected, {origin}")


def _is_anything(body: bytes) -> str:
    return "" if body else "answered with nothing"


def _is_feed(body: bytes) -> str:
    start = body[:_SHAPE_BYTES].lower()
    known = any(mark in start for mark in (b"<rss", b"<feed", b"<rdf:rdf", b"jsonfeed.org/version"))
    return "" if known else "answered, but not with a feed"


def _is_sitemap(body: bytes) -> str:
    start = body[:_SHAPE_BYTES].lower()
    # What is compressed is unpacked by the platform, within bounds.
    known = b"<urlset" in start or b"<sitemapindex" in start or body.startswith(b"\x1f\x8b")
    return "" if known else "answered, but not with a sitemap"


def _is_posts(body: bytes) -> str:
    try:
        posts = json.loads(body)
    except (ValueError, RecursionError):
        return "answered, but not with JSON"
    fits = isinstance(posts, list) and all(isinstance(post, dict) and "link" in post for post in posts)
    return "" if fits else "answered, but not with a list of posts"


_SHAPES: dict[str, Callable[[bytes], str]] = {"feed": _is_feed, "sitemap": _is_sitemap, "wordpress": _is_posts}


def _free_id(url: str, taken: Collection[str]) -> str:
    """Return an id made of the host without its last part, numbered if there is a source of that id."""
    host = host_of(url)
    with suppress(UnicodeError):
        host = host.encode("ascii").decode("idna")
    plain = unicodedata.normalize("NFKD", host).encode("ascii", "ignore").decode().lower()
    names = re.findall(r"[a-z0-9]+", plain if plain.replace(".", "").isdigit() else plain.rpartition(".")[0] or plain)
    base = "-".join(names)[:50].strip("-") or "source"
    numbered = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 2)))
    return next(name for name in numbered if name not in taken)
