"""Dates in the markup of a page: meta tags, JSON-LD, time elements; and the lines a reader sees around the heading.

Only tags that say what they are (published, modified) are believed, and their precision is kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from iopmine.reading.dateforms import parse_date, plausible
from iopmine.reading.readings import DateReading
from iopmine.records import Precision

_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "publication_date",
    "publishdate",
    "publish-date",
    "pubdate",
    "parsely-pub-date",
    "citation_publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "date",
)
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dc.date.modified",
    "dcterms.modified",
    "last-modified",
    "revised",
)
_ARTICLE_TYPE = re.compile(r"article|posting|report|webpage", re.IGNORECASE)
_MAX_JSON = 500_000
_STAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ]\d\d:\d\d.{0,20}")
_BLOCK = frozenset(
    "address article blockquote body br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p "
    "pre section table td th tr ul".split()
)
_HIDDEN = frozenset("script style noscript template nav aside button select svg iframe".split())
_VALUES = frozenset({"dd", "td"})
_LINES_ABOVE = 3
_HEADING = "\x01"


def meta_date(tree: HtmlElement, *, today: date) -> DateReading:
    """Read the dates that the markup states."""
    stated = _stated(tree)
    found = _first_possible(stated, _PUBLISHED, today)
    changed = _first_possible(stated, _MODIFIED, today)
    modified = changed[0] if changed else None
    return DateReading(modified=modified) if found is None else DateReading(*found, "meta", modified)


def _stated(tree: HtmlElement) -> dict[str, list[str]]:
    """All values by the lower-case name under which they are given, meta tags first."""
    stated: dict[str, list[str]] = {}
    for tag in tree.iterfind(".//meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv") or ""
        stated.setdefault(str(name).casefold(), []).append(str(tag.get("content", "")))
    for key, value in _linked_data(tree):
        stated.setdefault(key, []).append(value)
    for tag in tree.iter("time", "span", "p", "div"):
        name = "datepublished" if tag.tag == "time" and "pubdate" in tag.attrib else str(tag.get("itemprop", ""))
        if name:
            value = tag.get("datetime") or tag.get("content") or tag.text or ""
            stated.setdefault(name.casefold(), []).append(str(value))
    return stated


def _linked_data(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """``datePublished`` and ``dateModified`` of the page's article in JSON-LD; lists of other pages do not count."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            data = json.loads((script.text or "")[:_MAX_JSON])
        except (ValueError, RecursionError):
            continue
        for thing in _things(data):
            if _ARTICLE_TYPE.search(str(thing.get("@type", ""))):
                for key in ("datePublished", "dateModified"):
                    if isinstance(thing.get(key), str):
                        yield key.casefold(), thing[key]


def _things(data: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON
    """The objects at the top of JSON-LD: alone, in a list or in a graph; articles before pages."""
    top = data if isinstance(data, list) else [data]
    things = [thing for thing in top if isinstance(thing, dict)]
    for thing in list(things):
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            inner = thing.get(key)
            things += [item for item in (inner if isinstance(inner, list) else [inner]) if isinstance(item, dict)]
    return sorted(things, key=lambda thing: "webpage" in str(thing.get("@type", "")).casefold())


def _first_possible(stated: dict[str, list[str]], names: tuple[str, ...], today: date) -> tuple[str, Precision] | None:
    for name in names:
        for value in stated.get(name, ()):
            parsed = stamp_day(value.strip()) or parse_date(value)
            if parsed and plausible(parsed[0], today):
                return parsed
    return None


def stamp_day(value: str) -> tuple[str, Precision] | None:
    """Return the Swedish calendar day of an ISO time stamp; one without a zone is taken as Swedish time."""
    if not _STAMP.fullmatch(value):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    if moment.tzinfo is not None:
        moment = _swedish(moment.astimezone(UTC).replace(tzinfo=None))
    return moment.date().isoformat(), "day"


def _swedish(moment: datetime) -> datetime:
    """UTC → Swedish time by directive 2000/84/EC: summer from the last Sunday of March to that of October, 01 UTC."""
    begins, ends = (_last_sunday(moment.year, month) for month in (3, 10))
    return moment + timedelta(hours=2 if begins <= moment < ends else 1)


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1)  # noqa: DTZ001 - UTC by construction
    return last - timedelta(days=(last.weekday() + 1) % 7)


def printed_lines(tree: HtmlElement) -> list[str]:
    """Return the lines that a reader sees from just above the heading on, menus and side columns left out.

    A time element stands for the day in its ``datetime``: pages print ``3 mars`` or ``för 8 år sedan`` there.
    """
    container = next(
        (found for tag in ("main", "article", "body") if (found := tree.find(f".//{tag}")) is not None), tree
    )
    lines = _lines(container)
    heading = next((index for index, line in enumerate(lines) if _HEADING in line), 0)
    return [line.replace(_HEADING, "") for line in lines[max(0, heading - _LINES_ABOVE) :]]


def visible_lines(element: HtmlElement) -> list[str]:
    """Return all lines that a reader sees in a part of a page, menus and side columns left out."""
    return [line.replace(_HEADING, "") for line in _lines(element) if any(map(str.isalnum, line))]


def _lines(container: HtmlElement) -> list[str]:
    return [line for raw in "".join(_pieces(container)).split("\n") if (line := " ".join(raw.split()))]


def _pieces(container: HtmlElement) -> Iterator[str]:
    """Yield the visible text with a line break at both ends of each block and a mark before the first-level heading."""
    walker = iterwalk(container, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            day = _time_day(element) if tag == "time" else None
            if tag in _HIDDEN or day:
                walker.skip_subtree()
            yield from ("\n" if tag in _BLOCK else "", _HEADING if tag == "h1" else "")
            yield day or (str(element.text or "") if tag not in _HIDDEN else "")
        else:
            # A label whose value is lost must not take the line below for it.
            yield "\n-\n" if tag in _VALUES and not len(element) and not (element.text or "").strip() else ""
            yield "\n" if tag in _BLOCK else ""
            yield str(element.tail or "") if element is not container else ""


def _time_day(element: HtmlElement) -> str | None:
    value = str(element.get("datetime", "")).strip()
    parsed = stamp_day(value) or parse_date(value)
    return f" {parsed[0]} " if parsed and parsed[1] == "day" else None
