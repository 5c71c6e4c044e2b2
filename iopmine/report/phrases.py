"""Sentences of the trends room, taken apart so that the page can say them in either language.

What does not have the expected form is shown as it stands.
"""

from __future__ import annotations

import re
from typing import Any

_COMPARED = re.compile(
    r"From (?P<begin>[\d-]+) (?:on|to (?P<end>[\d-]+)) (?P<here>[\d.]+) % of (?P<inside>\d+) stories, "
    r"(?:before that|outside it) (?P<there>[\d.]+) % of (?P<outside>\d+)"
)
_TOO_FEW = re.compile(
    r"(?P<kind>\w+) (?P<key>.+): (?P<stories>\d+) stories, (?P<present>[\d.]+) with it; "
    r"(?:.*?(?P<least>\d+) stories that have it)?.*"
)


def compared(evidence: str) -> dict[str, Any] | None:
    """Return what a shift compared: from when, to when, and the percentage and number of texts on both sides."""
    found = _COMPARED.match(evidence)
    if not found:
        return None
    return {
        "begin": found["begin"],
        "end": found["end"] or "",
        "here": float(found["here"]),
        "there": float(found["there"]),
        "inside": int(found["inside"]),
        "outside": int(found["outside"]),
    }


def too_few(note: str) -> dict[str, Any] | None:
    """Return what was not tested: kind and key of the series, its texts, those that have it, those needed."""
    found = _TOO_FEW.fullmatch(note)
    if not found:
        return None
    return {
        "kind": found["kind"],
        "key": found["key"],
        "stories": int(found["stories"]),
        "present": float(found["present"]),
        "least": int(found["least"] or 0),
    }
