"""Rows of tables (CSV, JSON lines) → Drafts: which columns are understood, under which names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from iopmine.reading.address_rows import lead_to, web_address
from iopmine.reading.dateforms import parse_date, plausible
from iopmine.reading.dates import publication_date
from iopmine.reading.decoding import MOJIBAKE_NOTICE, mojibake
from iopmine.reading.drafts import Draft, Item, RowProblem
from iopmine.reading.readings import DateReading, best_reading
from iopmine.reading.titles import beginning_with, shortened, title_of
from iopmine.reading.url_dates import date_from_url
from iopmine.text.normal import nfc, squeeze

# The name of a column in any case; the first that occurs is taken.
ALIASES: dict[str, tuple[str, ...]] = {
    "text": ("text", "brödtext", "brodtext", "body", "content", "fulltext", "full_text", "innehåll"),
    "title": ("title", "titel", "rubrik", "headline"),
    "id": ("id", "document_id", "doc_id"),
    "url": ("url", "link", "länk", "adress"),
    "source": ("source", "källa", "outlet", "tidning", "medium"),
    "published": ("published", "date", "datum", "publicerad", "publiceringsdatum", "pubdate"),
    "kind": ("kind", "typ", "genre"),
    "story_id": ("story_id",),
}


def columns(names: Iterable[object]) -> dict[str, str]:
    """Return which of the given column names holds which field."""
    given = {nfc(str(name)).strip().casefold(): str(name) for name in reversed(list(names)) if name is not None}
    return {
        field: given[alias]
        for field, aliases in ALIASES.items()
        for alias in [next((alias for alias in aliases if alias in given), "")]
        if alias
    }


def missing_text_column(names: Iterable[object]) -> str:
    """Return what to tell the user about a table with neither a text column nor one of addresses."""
    found = ", ".join(str(name) for name in names)[:300] or "none"
    allowed = ", ".join(ALIASES["text"])
    addresses = ", ".join(ALIASES["url"])
    return (
        f"No column holds the text. Columns found: {found}. Name the text column one of: {allowed}; or, for a list of "
        f"addresses, their column one of: {addresses}."
    )


def draft_of(row: Mapping[str, object], fields: Mapping[str, str], number: int, today: date) -> Item:
    """Make a Draft of one row, or a Lead where it holds an address and no text.

    ``number`` counts the rows from 1 and is the key where the row has no id.
    """
    values = {field: _plain(row.get(column)) for field, column in fields.items()}
    body = _lines(values.get("text", ""))
    url = web_address(values.get("url", "").strip())
    title = shortened(squeeze(_lines(values.get("title", ""))))
    stated, notice = _stated(values.get("published", ""), number, today)
    if not body.strip():
        missing = RowProblem(f"Row {number} holds neither text nor a web address and was left out.")
        return lead_to(url, title, stated.published) if url else missing
    title = title or title_of(body)
    text = beginning_with(title, body)
    notices = [MOJIBAKE_NOTICE] if mojibake(text) else []
    return Draft(
        title=title,
        text=text,
        key=squeeze(values.get("id", "")) or str(number),
        url=url,
        source=squeeze(values.get("source", "")),
        kind=squeeze(values.get("kind", "")).casefold(),
        story_id=squeeze(values.get("story_id", "")),
        date=best_reading(stated, publication_date(text, today=today), date_from_url(url, today=today)),
        notices=(*notices, *notice),
    )


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _lines(text: str) -> str:
    return nfc(text).replace("\r\n", "\n").replace("\r", "\n")


def _stated(value: str, number: int, today: date) -> tuple[DateReading, list[str]]:
    """The date column: metadata if it is a possible date, else a notice."""
    if not value.strip():
        return DateReading(), []
    parsed = parse_date(value)
    if parsed is None or not plausible(parsed[0], today):
        return DateReading(), [f"Row {number}: {value[:40]!r} is no date from 1990 to today; write it as 2018-06-07."]
    return DateReading(*parsed, "meta"), []
