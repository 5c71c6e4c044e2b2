"""Figures, lists and periods as a reader of Swedish or English expects them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Language = Literal["sv", "en"]

_HARD = "\N{NO-BREAK SPACE}"
_SMALL, _LARGE = {"sv": "under", "en": "under"}, {"sv": "över", "en": "over"}
_SELDOM = 0.0001
_AND = {"sv": "och", "en": "and"}
_QUARTERS = {"sv": ("första", "andra", "tredje", "fjärde"), "en": ("first", "second", "third", "fourth")}
_MONTHS = {
    "sv": "januari februari mars april maj juni juli augusti september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}


def number(value: float, language: Language, *, places: int = 1) -> str:
    """Return a number with at most so many decimals: 3,2 and 12 000 in Swedish, 3.2 and 12,000 in English."""
    said = f"{value:z,.{places}f}"
    if places:
        said = said.rstrip("0").rstrip(".")
    said = said.replace("-", "\N{MINUS SIGN}")
    return said.translate({ord(","): _HARD, ord("."): ","}) if language == "sv" else said


def percent(share: float, language: Language, *, places: int = 0) -> str:
    """Return a share (0-1) in percent: nothing small is called nothing, and not quite all is not called all."""
    least = 10.0 ** -(places + 2)
    if 0 < share < least:
        return f"{_SMALL[language]} {_percent(least, language, places)}"
    if 1 - least < share < 1:
        return f"{_LARGE[language]} {_percent(1 - least, language, places)}"
    return _percent(share, language, places)


def _percent(share: float, language: Language, places: int) -> str:
    return f"{number(100 * share, language, places=places)}{_HARD}%"


def listed(items: Sequence[str], language: Language) -> str:
    """Return items as a list in a sentence: *a, b och c*."""
    *first, last = items
    return f"{', '.join(first)} {_AND[language]} {last}" if first else last


def month(date: str, language: Language) -> str:
    """Return the name of the month of an ISO date."""
    return _MONTHS[language][int(date[5:7]) - 1]


def period(name: str, language: Language) -> str:
    """Return a year, quarter (2018-Q2) or month (2018-06) in words."""
    year, _, part = name.partition("-")
    if not part:
        return year
    if part.startswith("Q"):
        quarter = _QUARTERS[language][int(part[1:]) - 1]
        return f"{quarter} kvartalet {year}" if language == "sv" else f"the {quarter} quarter of {year}"
    return f"{month(name, language)} {year}"


def odds(p_value: float, language: Language) -> str:
    """Return how often chance alone would show as much: *omkring 1 gång på 20*, at the least one in 10,000."""
    times = number(float(f"{1 / max(p_value, _SELDOM):.2g}"), language, places=0)
    seldom = p_value < _SELDOM
    if language == "sv":
        return f"{'mer sällan än' if seldom else 'omkring'} 1 gång på {times}"
    return f"{'less than' if seldom else 'about'} 1 time in {times}"
