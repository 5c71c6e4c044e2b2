"""The form in which texts are indexed and queries asked, and the way back to offsets in the text itself.

Letters written as base and combining mark are composed, soft hyphens and zero-width characters vanish, and é, è
and ü lose their marks (``ideburet`` finds ``idéburet``); å, ä and ö are letters of their own and stay. Letter
case and every kind of space are left to the tokenizer of FTS5.

The result is part of the schema: see ``schema.MIGRATIONS`` before changing it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from iopmine.text.normal import nfc

MARK_BEFORE: Final = "\x01"
MARK_AFTER: Final = "\x02"
"""Characters that never occur in folded text, so that they can mark places in it."""

_MARKS = "\u0300-\u036f"
_GONE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_PLAIN = {"é": "e", "è": "e", "ü": "u", "É": "E", "È": "E", "Ü": "U", "\u212b": "Å"}
# SQLite ends a string at a zero.
_REPLACED = (*_PLAIN.items(), *((char, "") for char in _GONE), ("\0", " "), (MARK_BEFORE, " "), (MARK_AFTER, " "))
_CLUSTER = re.compile(f"[^{_MARKS}][{_MARKS}]+")
_PIECE = re.compile(f"[^{_MARKS}][{_MARKS}]+|.", re.DOTALL)
_UNEVEN = re.compile(f"[{_GONE}{_MARKS}]")


def fold(text: str) -> str:
    """Return the text as it is indexed."""
    if not unicodedata.is_normalized("NFC", text):
        text = _CLUSTER.sub(lambda found: nfc(found.group()), text)
    for old, new in _REPLACED:
        text = text.replace(old, new)
    return text


class Positions:
    """Where the characters of ``fold(text)`` stand in ``text``."""

    def __init__(self, text: str) -> None:
        self._spans: list[tuple[int, int]] | None = None
        if _UNEVEN.search(text):
            self._spans = [piece.span() for piece in _PIECE.finditer(text) for _ in fold(piece.group())]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the text for a non-empty span in its folded form."""
        if self._spans is None:
            return start, end
        return self._spans[start][0], self._spans[end - 1][1]
