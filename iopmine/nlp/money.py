"""Amounts in Swedish kronor as agreements state them: ``1,3 miljoner kronor per år``, ``850 tkr``, ``2,4 mnkr``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Basis = Literal["per_year", "total", "unclear"]


class Amount(NamedTuple):
    """An amount with its offsets, in whole kronor, and what it is counted over."""

    start: int
    end: int
    sek: int
    basis: Basis


_NUMBER = r"\d{1,3}(?:[ \u00a0.]\d{3})+|\d+(?:,\d+)?"
_WORDS = {
    "en": 1.0,
    "en halv": 0.5,
    "en och en halv": 1.5,
    "två": 2.0,
    "tre": 3.0,
    "fyra": 4.0,
    "fem": 5.0,
    "sex": 6.0,
    "sju": 7.0,
    "åtta": 8.0,
    "nio": 9.0,
    "tio": 10.0,
}
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_UNITS = {
    "miljon": 1_000_000,
    "mnkr": 1_000_000,
    "mkr": 1_000_000,
    "msek": 1_000_000,
    "tkr": 1_000,
    "tusen": 1_000,
    "kr": 1,
    "sek": 1,
}
_AMOUNT = re.compile(
    rf"(?<![\w,.])(?P<number>{_NUMBER}|{_WORD})[ \u00a0]*(?P<unit>miljon(?:er)?|mnkr|mkr|msek|tkr|tusen|kronor|kr|sek)\b\.?"
    r"(?:\s+(?:svenska\s+)?(?:kronor|kr))?",
    re.IGNORECASE,
)
_PER_YEAR = re.compile(
    r"^[\s,]{0,2}(?:(?:per|om|varje|i)\s+år(?:et)?\b|årlig\w*|/\s?år|vartdera|per\s+kalenderår|och\s+år\b)|^\s*(?:\w+\s+){0,3}?(?:per|varje|om)\s+år(?:et)?\b",
    re.IGNORECASE,
)
_PER_YEAR_BEFORE = re.compile(r"(?:årlig\w*|varje år|per år|om året)\W+(?:[\wåäö]+\W+){0,5}$", re.IGNORECASE)
_TOTAL = re.compile(
    r"^\s*(?:\w+\s+){0,2}?(?:under|på|över|för|i|fördelat på)\s+(?:hela\s+)?(?:\w+\s+år\b|avtalsperiod\w*|perioden|\d{4})",
    re.IGNORECASE,
)
_TOTAL_BEFORE = re.compile(
    r"(?:sammanlagt|totalt|tillsammans|sammantaget|en total\w*|hela)\W+(?:[\wåäö]+\W+){0,3}$", re.IGNORECASE
)
_NOT_AGREEMENT = re.compile(
    r"(?:böter|skadeavgift\w*|vite\w*|avgift\w*|bötfäll\w*|döm\w*|omsätt\w*|budget\w*|omsättning\w*|underskott\w*|per\s+invånare|insaml\w*|skänk\w*)",
    re.IGNORECASE,
)
_CONTEXT = 60


def amounts(text: str, start: int = 0, end: int | None = None) -> Iterator[Amount]:
    """Yield the amounts in a stretch of text that may be an agreement's; fines, fees and budgets are left out."""
    end = len(text) if end is None else end
    for found in _AMOUNT.finditer(text, start, end):
        before = text[max(start, found.start() - _CONTEXT) : found.start()]
        after = text[found.end() : min(end, found.end() + _CONTEXT)]
        sek = _value(found)
        if (
            sek < 1000
            or _NOT_AGREEMENT.search(before)
            or re.match(r"\s*(?:per|och)\s+(?:invånare|dygn|timme|person)", after)
        ):
            continue
        yield Amount(found.start(), found.end(), sek, _basis(before, after))


def _value(found: re.Match[str]) -> int:
    number = found.group("number").casefold()
    quantity = _WORDS.get(number)
    if quantity is None:
        quantity = float(re.sub(r"[ \u00a0.]", "", number).replace(",", "."))
    unit = found.group("unit").casefold()
    factor = next((value for name, value in _UNITS.items() if unit.startswith(name)), 1)
    return round(quantity * factor)


def _basis(before: str, after: str) -> Basis:
    if _PER_YEAR.match(after) or _PER_YEAR_BEFORE.search(before):
        return "per_year"
    if _TOTAL.match(after) or _TOTAL_BEFORE.search(before):
        return "total"
    return "unclear"
