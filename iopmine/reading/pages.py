"""Gathered pages → documents: which reader an answer needs, and what the source knew that the page does not say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final, Literal
from urllib.parse import urlsplit

from iopmine.errors import ReadingError
from iopmine.reading.decoding import decode
from iopmine.reading.documents import document_of
from iopmine.reading.drafts import Draft, only
from iopmine.reading.readings import DateReading, best_reading
from iopmine.reading.registry import Reader, readers
from iopmine.reading.url_dates import date_from_url
from iopmine.reading.worker import Worker
from iopmine.records import Address, Document, Page, precision_of
from iopmine.urls import canonical_url, host_of, identity, url_id

_BY_SIGNATURE: Final = ((b"%PDF-", ".pdf"), (b"PK\x03\x04", ".docx"), (b"{\\rtf", ".rtf"))
_BY_TYPE: Final = {
    "application/pdf": ".pdf",
    "application/rtf": ".rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/xhtml+xml": ".html",
    "text/html": ".html",
    "text/markdown": ".txt",
    "text/plain": ".txt",
    "text/rtf": ".rtf",
}
_MARKUP = re.compile(rb"<\s{0,10}(?:!doctype|html|head|body|article|main|div|p|h1)\b", re.IGNORECASE)
_FRONT: Final = frozenset({"", "sv", "start", "startsida", "index.html"})
_PLAIN: Final = frozenset({".html", ".txt"})


def ending_of(page: Page) -> str:
    """Return the file ending by which a page is read: what its bytes are goes before what the host calls them."""
    for signature, ending in _BY_SIGNATURE:
        if page.body.startswith(signature):
            return ending
    if _MARKUP.search(page.body[:2000]):
        return ".html"
    return _BY_TYPE.get(page.media_type, "" if page.media_type else ".html")


def moved_to(page: Page, address: Address) -> Literal["", "front", "elsewhere"]:
    """Say where redirects led: nowhere, to the front page of a site (as dead articles often do), or to another page."""
    if identity(page.final_url) == identity(address.url):
        return ""
    parts = urlsplit(page.final_url)
    return "front" if parts.path.strip("/") in _FRONT and not parts.query else "elsewhere"


def read_page(page: Page, address: Address, worker: Worker, *, today: date) -> tuple[Document, tuple[str, ...]]:
    """Return the document of a page, and what is doubtful about it.

    The id is a hash of the address, or of the one that answered where that is another page's. The source's title stands
    in where the page has none, and its date where neither markup, text nor address carry one.

    Raises:
        ReadingError: no reader for such a page, no text in it, or the reader was stopped.
    """
    url = _answering(page, address)
    ending = ending_of(page)
    reader: Reader | None = readers().get(ending)
    if reader is None:
        raise ReadingError(
            f"Pages of the type {page.media_type!r} are not read.", hint="Add a drop pattern to the source for them."
        )
    draft = _draft(reader, ending, page, url, worker, today)
    completed = replace(
        draft,
        url=address.url,
        source=draft.source or host_of(address.url),
        title=draft.title or address.title,
        date=told_date(draft.date, page, address, today=today),
    )
    return document_of(completed, url_id(url)), draft.notices


def told_date(stated: DateReading, page: Page, address: Address, *, today: date) -> DateReading:
    """Return the date of a page: what it states itself, or what its address says, or what its source says."""
    from_feed = DateReading(address.published, precision_of(address.published), "feed") if address.published else None
    from_url = date_from_url(_answering(page, address), today=today)
    return best_reading(stated, from_url, *([from_feed] if from_feed else []))


def _answering(page: Page, address: Address) -> str:
    """Return the address of the page itself: the one that answered, where that is another page's."""
    return canonical_url(page.final_url) if not address.fetch_url and moved_to(page, address) else address.url


def _draft(reader: Reader, ending: str, page: Page, url: str, worker: Worker, today: date) -> Draft:
    if ending == ".html":
        return worker.read(reader, page.body, today, url)
    if reader.isolated:
        return worker.read(reader, page.body, today)
    return only(reader.load()(page.body, today))


def markup_of(page: Page) -> str:
    """Return the markup or the text of a page for a quick look, or an empty string where it must be parsed to be seen.

    Raises:
        ReadingError: the bytes are no text.
    """
    return decode(page.body).text if ending_of(page) in _PLAIN else ""
