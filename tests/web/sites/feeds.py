"""Feeds of several forms from entries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from tests.web import dates
from tests.web.answers import Answer, as_json, xml


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    url: str
    title: str
    published: date
    summary: str
    stamp: str | None = None
    """pubDate where it is not the usual form; empty: the element is missing."""
    modified: date | None = None


def rss(
    title: str, home: str, entries: Iterable[Entry], *, media: str = "application/rss+xml; charset=utf-8"
) -> Answer:
    """Return RSS 2.0."""
    made = []
    for entry in entries:
        stamp = dates.rfc(entry.published) if entry.stamp is None else entry.stamp
        when = f"<pubDate>{escape(stamp)}</pubDate>" if stamp else ""
        made.append(
            f"<item><title>{escape(entry.title)}</title><link>{escape(entry.url)}</link>"
            f'<guid isPermaLink="true">{escape(entry.url)}</guid>{when}'
            f"<dc:creator>Redaktionen</dc:creator><description>{escape(f'<p>{entry.summary}</p>')}</description></item>"
        )
    items = "\n".join(made)
    return xml(
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{escape(title)}</title><link>{escape(home)}</link><description>{escape(title)}</description>"
        f"<language>sv</language>\n{items}\n</channel></rss>",
        media=media,
    )


def atom(title: str, home: str, entries: Iterable[Entry]) -> Answer:
    """Return Atom 1.0."""
    items = "\n".join(
        f"<entry><id>{escape(entry.url)}</id><title>{escape(entry.title)}</title>"
        f'<link rel="alternate" type="text/html" href={quoteattr(entry.url)}/>'
        f"<published>{dates.moment(entry.published).isoformat()}</published>"
        f"<updated>{dates.moment(entry.modified or entry.published).isoformat()}</updated>"
        f"<summary>{escape(entry.summary)}</summary></entry>"
        for entry in entries
    )
    return xml(
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="sv"><id>{escape(home)}</id>'
        f"<title>{escape(title)}</title>\n<updated>2026-11-01T07:00:00+01:00</updated>\n{items}\n</feed>",
        media="application/atom+xml; charset=utf-8",
    )


def json_feed(title: str, home: str, entries: Iterable[Entry]) -> Answer:
    """Return JSON Feed 1.1."""
    items = [
        {
            "id": entry.url,
            "url": entry.url,
            "title": entry.title,
            "date_published": dates.moment(entry.published).isoformat(),
            "date_modified": dates.moment(entry.modified or entry.published).isoformat(),
            "content_text": entry.summary,
        }
        for entry in entries
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": title, "home_page_url": home, "items": items}
    return as_json(feed, media="application/feed+json")


def alternate(path: str, title: str, media: str = "application/rss+xml") -> str:
    """Return the element by which a page announces a feed."""
    return f'<link rel="alternate" type="{media}" title="{title}" href="{path}">\n'
