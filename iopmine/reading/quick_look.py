"""A first look at a page, by patterns only: what it says, how it begins and when it was published, before it is parsed.

Parsing a page takes a hundred times as long as looking at it, and most pages are of no interest. The look errs on the
side of seeing too much; what it says of pages that are read after all is not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Final

from iopmine.reading.dateforms import parse_date, plausible
from iopmine.reading.html_dates import stamp_day
from iopmine.reading.readings import DateReading
from iopmine.text.normal import nfc, squeeze

_SCRIPTS = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
_UNSEEN = re.compile(r"<(?:script|style|template|nav|header|footer|noscript|aside)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_IN_TAG: Final = (
    r"(?:/?(?:abbr|em|font|mark|small|span|strong|sub|sup|wbr|[abiu])(?:[\s/][^<>]{0,2000})?|!--[^<>]{0,2000})>"
)
_INLINE = re.compile(f"<{_IN_TAG}", re.IGNORECASE)
# Entities count as letters: many are, and to look twice is cheap. What comes first is what is quickly found.
_INSIDE_WORD = re.compile(rf"<(?<=[\w;]<){_IN_TAG}(?:<{_IN_TAG})*(?=[\w&])", re.IGNORECASE)
# More digits than a character can have; beyond 4,300 Python refuses to read a number.
_NO_CHARACTER = re.compile(r"&#\d{8,}")
_HEADED = 400_000
_DATED = 100_000
_META = re.compile(r"<meta\b[^<>]{0,600}>", re.IGNORECASE)
_META_PUBLISHED = re.compile(
    r"""\b(?:property|name|itemprop)\s{0,9}=\s{0,9}["']?(?:(?:og:)?article:published_time|datePublished)\b""",
    re.IGNORECASE,
)
_META_CONTENT = re.compile(r"""\bcontent\s{0,9}=\s{0,9}["']?([^"'<>]{4,60})""", re.IGNORECASE)
_LINKED_DATA = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"<>]{4,60})"')
_TIME = re.compile(r"""<time\b[^<>]{0,300}?\bdatetime\s{0,9}=\s{0,9}["']?([^"'<>]{4,60})""", re.IGNORECASE)
_ARTICLE = re.compile(r"<(?:main|article|h1)\b", re.IGNORECASE)


def seen_in(markup: str) -> str:
    """Return, roughly, the text of a page: markup becomes spaces, entities letters, and only scripts are left out.

    Markup within a line joins what it stands between, as in a browser (``part<wbr>nerskap``). Where that may be two
    words (labels side by side), the text follows again with spaces there.
    """
    shown = _shown(markup, _SCRIPTS)
    joined = _plain(_INLINE.sub("", shown))
    return f"{joined}\n{_plain(shown)}" if _INSIDE_WORD.search(shown) else joined


def beginning_of(markup: str, *, characters: int) -> str:
    """Return the beginning of what a reader would see, without menus as far as they are marked as such."""
    start = max(markup.find("<h1"), 0)
    return _plain(_INLINE.sub("", _shown(markup[start : start + _HEADED], _UNSEEN)))[:characters]


def stated_day(markup: str, *, today: date) -> DateReading:
    """Return the date of publication that the head or the beginning of a page states, if it is a possible one.

    Of meta tags, linked data and time elements (of the article's own, if it has a place of its own) the first counts.
    """
    for value in _stated(markup[: max(markup.find("</head>"), _DATED)]):
        parsed = stamp_day(value.strip()) or parse_date(value)
        if parsed and plausible(parsed[0], today):
            return DateReading(*parsed, "meta")
    return DateReading()


def _stated(markup: str) -> Iterator[str]:
    for tag in _META.findall(markup):
        if _META_PUBLISHED.search(tag):
            yield from _META_CONTENT.findall(tag)
    yield from _LINKED_DATA.findall(markup)
    article = _ARTICLE.search(markup)
    yield from _TIME.findall(markup, article.start() if article else 0)


def _shown(markup: str, unseen: re.Pattern[str]) -> str:
    """Return markup without the elements that ``unseen`` opens."""
    pieces, last = [], 0
    while opened := unseen.search(markup, last):
        pieces.append(markup[last : opened.start()])
        closed = re.compile(rf"</{opened.group()[1:]}[^<>]{{0,99}}>", re.IGNORECASE).search(markup, opened.end())
        # A start tag without an end hides the rest, in browsers too.
        last = closed.end() if closed else len(markup)
    pieces.append(markup[last:])
    return " ".join(pieces)


def _plain(markup: str) -> str:
    """Return markup as one line of text: no tags, no soft hyphens."""
    return squeeze(nfc(unescape(_NO_CHARACTER.sub(" ", _TAG.sub(" ", markup)))).replace("\u00ad", ""))
