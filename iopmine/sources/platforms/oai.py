"""OAI-PMH 2.0 (openarchives.org), as the archives of universities (DiVA) offer it: records in Dublin Core.

A list is cut into answers by resumption tokens. Deleted records are told with ``gone``. The address of a DiVA record is
made from its identifier, because a deleted record has nothing else; of others, the first web address in the record is
taken, and a deleted one has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from urllib.parse import quote, urlsplit, urlunsplit

from lxml import etree

from iopmine.errors import SourceError
from iopmine.records import Entry, Issue, Lead, Page, Source
from iopmine.sources.platforms.bodies import local_name, xml_root
from iopmine.sources.platforms.contract import Ask, Item, Listing, Search
from iopmine.sources.platforms.templates import with_query
from iopmine.sources.platforms.walk import MAX_PAGES, Walk
from iopmine.sources.platforms.wording import plain
from iopmine.text.normal import fold

_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DIVA = re.compile(r"oai:DiVA\.org:([a-z]+)-(\d+)", re.ASCII)
_TOPIC = ("title", "description", "subject")


def find(source: Source, entry: Entry, ask: Ask, search: Search) -> Iterator[Lead | Issue]:
    """Yield the records of an archive, changed ones first seen included.

    Options: ``set`` (which part of the archive), ``terms`` (only records whose title, summary or subjects name one).
    """
    defaults = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
    if isinstance(part := entry.options.get("set"), str):
        defaults["set"] = part
    template = with_query(entry.url, {"from": search.since.isoformat()} if search.since else {}, defaults=defaults)
    chosen = entry.options.get("terms", ())
    terms = tuple(fold(term) for term in (chosen if isinstance(chosen, tuple) else (str(chosen),)))
    walk = Walk(source, entry, ask, search)
    # An answer without a record that is wanted says nothing about the next one.
    yield from walk.lists(partial(read_records, terms=terms), template=template, newest_first=False, patience=MAX_PAGES)


def read_records(page: Page, terms: tuple[str, ...] = ()) -> Listing:
    """Return the records of one answer.

    Raises:
        SourceError: the answer is no list of records, or tells of an error.
    """
    root, damage = xml_root(page.body)
    if local_name(root) != "OAI-PMH":
        raise SourceError("The answer is not OAI-PMH.")
    if (error := root.find(f"{_OAI}error")) is not None:
        if error.get("code") == "noRecordsMatch":
            return Listing()
        raise SourceError(f"The archive refused: {plain(error.get('code') or '', 40)}. {_text(error, 200)}".strip())
    found = root.find(f"{_OAI}ListRecords")
    if found is None:
        raise SourceError("The answer is no list of records: it has no ListRecords.")
    records = found.findall(f"{_OAI}record")
    items = tuple(item for record in records if (item := _item(record, terms)) is not None)
    return Listing(items, next=_next(page.url, found), damage=damage)


def _next(asked: str, found: etree._Element) -> str:
    """A token is an exclusive argument: nothing but the verb goes with it."""
    token = (found.findtext(f"{_OAI}resumptionToken") or "").strip()
    query = f"verb=ListRecords&resumptionToken={quote(token, safe='')}"
    return urlunsplit(urlsplit(asked)._replace(query=query, fragment="")) if token else ""


def _item(record: etree._Element, terms: tuple[str, ...]) -> Item | None:
    header = record.find(f"{_OAI}header")
    if header is None:
        return None
    identifier = (header.findtext(f"{_OAI}identifier") or "").strip()
    stamp = header.findtext(f"{_OAI}datestamp") or ""
    if header.get("status") == "deleted":
        return Item(_diva_address(identifier), modified=stamp, gone=True)
    values: dict[str, list[str]] = {}
    for element in record.iter(f"{_DC}*"):
        values.setdefault(local_name(element), []).append(_text(element, 5000))
    told = fold(" ".join(text for name in _TOPIC for text in values.get(name, ())))
    if terms and not any(term in told for term in terms):
        return None
    links = [value for value in values.get("identifier", ()) if value.startswith(("http://", "https://"))]
    texts = [link for link in links if link.lower().endswith(".pdf")]
    return Item(
        _diva_address(identifier) or next(iter(links), ""),
        next(iter(values.get("title", ())), ""),
        min(values.get("date", ()), key=len, default=""),
        stamp,
        fetch_link=next(iter(texts), ""),
    )


def _diva_address(identifier: str) -> str:
    found = _DIVA.fullmatch(identifier)
    return f"http://urn.kb.se/resolve?urn=urn:nbn:se:{found[1]}:diva-{found[2]}" if found else ""


def _text(element: etree._Element, longest: int) -> str:
    return plain("".join(element.itertext()), longest)
