"""Entries of reference files (RIS, BibTeX) → texts where there is an abstract, else addresses to fetch."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from iopmine.reading.address_rows import web_address
from iopmine.reading.dateforms import plausible
from iopmine.reading.dates import publication_date
from iopmine.reading.drafts import Draft, Item, RowProblem
from iopmine.reading.readings import DateReading, best_reading
from iopmine.reading.titles import beginning_with, shortened, title_of
from iopmine.records import Lead, Precision
from iopmine.text.normal import nfc, squeeze

MIN_TEXT = 200
_ADDRESS = re.compile(r"https?://[^\s<>\"{}]{1,2000}", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S{1,200}")
_PRECISIONS: tuple[Precision, ...] = ("year", "month", "day")


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry, as its file has it: ``texts`` are abstract and notes, ``dates`` truncated ISO dates, best first."""

    key: str
    title: str
    texts: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    doi: str = ""
    source: str = ""
    kind: str = ""
    dates: tuple[str, ...] = ()


def item_of(reference: Reference, entry: str, today: date) -> Item:
    """Return a text if the entry has one of at least 200 characters, else its address, else what it lacks.

    Args:
        reference: the entry.
        entry: name of the format, to be noted in a Lead.
        today: bounds which dates are possible.
    """
    url = _address(reference)
    title = shortened(squeeze(nfc(reference.title)))
    stated = _stated(reference.dates, today)
    text = nfc("\n\n".join(dict.fromkeys(text.strip() for text in reference.texts if text.strip())))
    if len(text) >= MIN_TEXT:
        return Draft(
            title=title or title_of(text),
            text=beginning_with(title, text),
            key=squeeze(reference.key),
            url=url,
            source=squeeze(nfc(reference.source)),
            kind=reference.kind,
            date=best_reading(stated, publication_date(text, today=today)),
        )
    if url:
        return Lead(url, source="", entry=entry, title=title, published=stated.published)
    return RowProblem(
        f"The reference {squeeze(reference.key)[:80]!r} holds neither an address nor an abstract of {MIN_TEXT} "
        "characters, and was left out. Add the text of the article itself."
    )


def first_address(values: Iterable[str]) -> str:
    """Return the first web address in the values, in canonical form, or an empty string."""
    for value in values:
        for found in _ADDRESS.finditer(value):
            url = web_address(found.group().rstrip(".,;:)]'"))
            if url:
                return url
    return ""


def _address(reference: Reference) -> str:
    doi = _DOI.search(reference.doi)
    by_doi = f"https://doi.org/{quote(doi.group().rstrip('.,;'), safe='/:;()._-')}" if doi else ""
    return first_address([*reference.addresses, by_doi])


def _stated(dates: Iterable[str], today: date) -> DateReading:
    readings = [
        DateReading(iso, _PRECISIONS[len(iso.split("-")) - 1], "meta") for iso in dates if plausible(iso, today)
    ]
    return best_reading(*readings)


def iso_date(year: str, month: str = "", day: str = "") -> str:
    """Return the truncated ISO date as far as the parts are a date; empty without a year of four digits."""
    if not re.fullmatch(r"[12]\d{3}", year):
        return ""
    if not (month.isascii() and month.isdigit() and 1 <= int(month[:4]) <= 12):
        return year
    try:
        return date(int(year), int(month), int(day[:4])).isoformat()
    except ValueError:
        return f"{year}-{int(month):02d}"
