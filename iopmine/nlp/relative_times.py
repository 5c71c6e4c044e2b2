"""Times that a text tells by what stands around them: since when a body has existed, until the end of the year."""

from __future__ import annotations

import re

# "Stiftelsen, som sedan 2009 tar emot gäster": the history of a body, not of its agreement.
OF_BODY = re.compile(
    r"(?<!partnerskap)(?<!partnerskapet)(?<!iop)(?<!avtal)(?<!avtalet),?\ssom\s$",
    re.IGNORECASE,
)
_KEEPS = re.compile(r"\b(?:partnerskap|iop|avtal|överenskommelse|driv)", re.IGNORECASE)
_YEAR_OUT = re.compile(
    r"\b(?:gäller|löper|pågår|sträcker\ssig|fram|till)\s(?:till\s)?årets\sslut\b|\b(?:gäller|löper)\såret\sut\b",
    re.IGNORECASE,
)
# How far before a time its clause may begin, and how far a relative clause is read, in characters.
_BEFORE, _RELATIVE = 30, 60


def is_history(text: str, start: int, end: int) -> bool:
    """Tell whether a time, at these characters, is of the history of a body, and what it does since is no agreement."""
    relative = OF_BODY.search(text, max(0, start - _BEFORE), start) is not None
    return relative and _KEEPS.search(text, end, end + _RELATIVE) is None


def year_out(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a stretch of text says that something runs until the end of the year it was written in."""
    found = _YEAR_OUT.search(text, start, end)
    return found.span() if found is not None else None
