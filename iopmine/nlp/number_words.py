"""Whole numbers as Swedish texts write them: ``1 200``, ``femtiosex``, ``ett hundratal``, ``ett par hundra``."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

_UNITS = "två tre fyra fem sex sju åtta nio".split()
_TEENS = "tio elva tolv tretton fjorton femton sexton sjutton arton nitton".split()
_TENS = "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio".split()
_ROUND = {"hundra": 100, "tusen": 1000}
_ROUGHLY = {"par": 2, "dussin": 12, "dussintal": 12, "halvdussin": 6, "tiotal": 10, "hundratal": 100, "tusental": 1000}

NUMBER = r"(?>\d{1,3}(?:\s\d{3})++|\d{1,6}|(?:en|ett)\s(?:par\s)?[a-zåäö]{3,14}|par\s(?:hundra|tusen)|[a-zåäö]{3,24})"
"""Pattern of what may be a number; ``read_number`` tells whether it is one."""


class Number(NamedTuple):
    """A whole number, and whether the words for it are rough (``ett hundratal``)."""

    value: int
    rough: bool


@cache
def _words() -> dict[str, int]:
    """Return the number words from two to 999, in one word each."""
    small = {word: value for value, word in enumerate(_UNITS, start=2)}
    below = small | {word: value for value, word in enumerate(_TEENS, start=10)}
    for ten, word in enumerate(_TENS, start=2):
        below |= {word: 10 * ten} | {f"{word}{unit}": 10 * ten + value for unit, value in small.items()}
        below |= {f"{word}{one}": 10 * ten + 1 for one in ("ett", "en")}
    found = dict(below)
    for hundreds, word in ((1, ""), (1, "ett"), *((value, unit) for unit, value in small.items())):
        found[f"{word}hundra"] = 100 * hundreds
        found |= {f"{word}hundra{rest}": 100 * hundreds + value for rest, value in below.items()}
    return found


def read_number(words: str) -> Number | None:
    """Return the number that words or figures stand for, None if they stand for none, or for a year."""
    text = " ".join(words.casefold().split())
    if text[0].isdigit():
        return _figures(text)
    text = text.removeprefix("ett ").removeprefix("en ")
    counted, _, unit = text.partition(" ")
    if unit:
        return Number(2 * _ROUND[unit], rough=True) if counted == "par" and unit in _ROUND else None
    if text in _words() or text == "tusen":
        return Number(_words().get(text, 1000), rough=False)
    rough = _ROUGHLY.get(text) or _words().get(text.removesuffix("tal"))
    return Number(rough, rough=True) if rough and text != "par" else None


def _figures(text: str) -> Number | None:
    value = int(re.sub(r"\s", "", text))
    year = 1900 <= value < 2100 and " " not in text
    return None if year or value < 2 else Number(value, rough=False)
