"""The text of an article without its foot: copyright, terms of use, the address of the web copy, rulers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from iopmine.reading.press.lines import FOOTERS, GAPS, Row
from iopmine.urls import canonical_url, is_web_address

_FOOT = GAPS | FOOTERS | {"rule", "profile", "page"}
_TERMS = re.compile(
    r"upphovsrätt|skyddad|rättighets|distribuer|kopieras|medgivande|godkännande|avtalslicens|mångfaldig|retriever"
    r"|mediearkivet|utgivare|databasens namn|den enskilda|organisationen",
    re.IGNORECASE,
)
_MAX_TERMS_LINES = 8
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"()]+")
# "… (Bild: TT)© Outlet", "… säger hon.©Outlet<br>Alla artiklar är skyddade …": the foot runs on from the last line.
_CLOSING = re.compile(r"(?:©|\(c\) )[^©]{0,80}\Z|©[^©]{0,120}Alla artiklar är skyddade.*\Z", re.DOTALL | re.IGNORECASE)


class Body(NamedTuple):
    """The rows of an article's own text, and the address its foot gives, or an empty string."""

    rows: tuple[int, ...]
    url: str


def body_of(rows: Sequence[Row], start: int, end: int) -> Body:
    """Return what of the rows from ``start`` to ``end`` is the article's text."""
    last = _text_end(rows, start, end)
    kept = [at for at in range(start, last) if not _dropped(rows, at)]
    while kept and rows[kept[0]].kind in GAPS | {"byline"}:
        kept.pop(0)
    while kept and rows[kept[-1]].kind in GAPS | {"byline"}:
        kept.pop()
    return Body(tuple(kept), _address(rows, last, end) or _address(rows, start, last, archive_only=True))


def without_closing(text: str) -> str:
    """Return the text without a copyright line that has run into its last paragraph."""
    tail = max(0, len(text) - 2000)
    return text[:tail] + _CLOSING.sub("", text[tail:]).rstrip()


def _text_end(rows: Sequence[Row], start: int, end: int) -> int:
    """Walk up over the foot; lines that the terms of use run on in belong to it."""
    last = end
    while last > start:
        if rows[last - 1].kind in _FOOT:
            last -= 1
            continue
        opening = _terms_opening(rows, start, last)
        if opening is None:
            break
        last = opening
    return last


def _terms_opening(rows: Sequence[Row], start: int, last: int) -> int | None:
    """The row with which terms of use begin, if the last row before ``last`` continues them."""
    held = False
    for at in range(last - 1, max(start, last - _MAX_TERMS_LINES) - 1, -1):
        if rows[at].kind == "legal":
            return at if held or _TERMS.search(rows[at].text) else None
        if rows[at].kind in GAPS:
            return None
        held = held or _TERMS.search(rows[at].text) is not None
    return None


def _dropped(rows: Sequence[Row], at: int) -> bool:
    """Rulers and page breaks, and the archive's own links wherever they stand."""
    row = rows[at]
    return row.kind in {"rule", "break"} or (row.kind in {"link", "address"} and "ret.nu/" in row.text)


def _address(rows: Sequence[Row], start: int, end: int, *, archive_only: bool = False) -> str:
    for at in range(start, end):
        if rows[at].kind not in {"link", "address"}:
            continue
        found = _ADDRESS.search(rows[at].text)
        if found is None or (archive_only and "ret.nu/" not in found.group()):
            continue
        address = found.group().rstrip(".,;)")
        address = address if address.startswith("http") else f"https://{address}"
        if is_web_address(address):
            return canonical_url(address)
    return ""
