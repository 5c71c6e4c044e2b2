"""HTML pages: main text by trafilatura, title as printed, date from meta tags, text or address.

Trafilatura never downloads here: it gets a decoded string. Its parsers can take minutes on a hostile page and cannot
be interrupted, so files are read through ``worker``; the functions of this module are what runs there.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.metadata import extract_title
from trafilatura.utils import load_html

from iopmine.errors import ReadingError
from iopmine.reading.dates import publication_date
from iopmine.reading.decoding import MOJIBAKE_NOTICE, decode, mojibake
from iopmine.reading.drafts import Draft
from iopmine.reading.html_dates import meta_date, printed_lines, visible_lines
from iopmine.reading.html_furniture import main_heading, own_part, prune
from iopmine.reading.kinds import kind_of
from iopmine.reading.readings import DateReading, best_reading
from iopmine.reading.titles import beginning_with, shortened, title_of
from iopmine.reading.url_dates import date_from_url
from iopmine.text.furniture import without_furniture
from iopmine.text.normal import fold, nfc, squeeze
from iopmine.urls import canonical_url, host_of, is_web_address

# Characters of text below which an extractor gives up on an article and returns what else the page has.
_SHORT = 300
_SENTENCE = 40

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def read(content: bytes, today: date, url: str = "") -> Draft:
    """Read a page; ``url`` is where it came from, if known (else the page's own canonical address is taken).

    Raises:
        ReadingError: binary, no HTML, or no text beside menus and banners.
    """
    markup, _ = decode(content)
    tree = load_html(markup)
    if tree is None:
        raise _no_text()
    url = url or _own_address(tree)
    date_reading = _date(tree, url, today)
    title = _title(tree)
    source = _meta(tree, "og:site_name") or host_of(url)
    lines = _main_lines(tree, title, url)
    own = without_furniture(lines)
    if not own:
        raise _no_text()
    # What a text is shows in its byline and its press contact too, which are no part of it.
    kind = kind_of("\n".join([title, *lines]), dated=date_reading.published is not None)
    body = _joined(own)
    title = title or title_of(body)
    text = nfc(beginning_with(title, body))
    notices = (MOJIBAKE_NOTICE,) if mojibake(text) else ()
    return Draft(title=nfc(title), text=text, url=url, source=source, kind=kind, date=date_reading, notices=notices)


def _no_text() -> ReadingError:
    return ReadingError(
        "The page holds no article text (only menus, banners or scripts).",
        hint="Open it in a browser and save the page again as text, or leave it out.",
    )


def _own_address(tree: HtmlElement) -> str:
    """The canonical address that the page gives for itself."""
    links = [str(link.get("href", "")).strip() for link in tree.iterfind(".//link[@rel='canonical']")]
    for address in (*links, _meta(tree, "og:url")):
        if is_web_address(address):
            return canonical_url(address)
    return ""


def _meta(tree: HtmlElement, name: str) -> str:
    for tag in tree.iterfind(".//meta"):
        if str(tag.get("property") or tag.get("name") or "").casefold() == name:
            return squeeze(str(tag.get("content", "")))
    return ""


def _title(tree: HtmlElement) -> str:
    """Title as printed: the only h1, else og:title, else what trafilatura finds."""
    headings = [squeeze(str(heading.text_content())) for heading in tree.iterfind(".//h1")]
    printed = headings[0] if len(headings) == 1 else ""
    return shortened(printed or _meta(tree, "og:title") or squeeze(extract_title(tree) or ""))


def _main_lines(tree: HtmlElement, title: str, url: str) -> list[str]:
    """The lines of the main text; where an extractor finds too little, what stands with the heading."""
    heading = main_heading(tree, title)
    prune(tree, heading)
    found = bare_extraction(tree, url=url or None, include_comments=False, include_tables=True, with_metadata=False)
    extracted = str(getattr(found, "text", "") or "")
    lines = [line.strip() for line in extracted.splitlines() if line.strip()]
    if heading is None or sum(map(len, without_furniture(lines))) >= _SHORT:
        return lines
    own = [line for line in visible_lines(own_part(heading)) if fold(line) != fold(title)]
    return own if own and _said(own) >= _said(lines) else lines


def _said(lines: Sequence[str]) -> int:
    """Count the characters of whole sentences: menus have none."""
    return sum(len(line) for line in lines if len(line) >= _SENTENCE and line.endswith((".", "!", "?", "”", '"')))


def _joined(lines: Sequence[str]) -> str:
    """Paragraphs with blank lines between them; list items and table rows one a line."""
    pieces: list[str] = []
    for index, line in enumerate(lines):
        if index:
            together = line.startswith(("- ", "|")) and lines[index - 1].startswith(("- ", "|"))
            pieces.append("\n" if together else "\n\n")
        pieces.append(line)
    return "".join(pieces)


def _date(tree: HtmlElement, url: str, today: date) -> DateReading:
    """Meta tags, then the printed lines around the heading, then the address."""
    from_url = date_from_url(url, today=today)
    year = int(from_url.published[:4]) if from_url.published else None
    printed = publication_date("\n".join(printed_lines(tree)), today=today, year=year)
    return best_reading(meta_date(tree, today=today), printed, from_url)
