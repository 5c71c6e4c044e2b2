"""Strings from elsewhere → one line of clean text, and bytes → text."""

from __future__ import annotations

import codecs
import html
import re
import unicodedata

from iopmine.text.normal import nfc, squeeze

LONGEST_TITLE = 300
_BREAK = re.compile(r"</?(?:br|p|div|li|h[1-6])\b[^<>]{0,300}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def plain(written: str, longest: int = LONGEST_TITLE) -> str:
    """Return a title as one line of plain text: no tags, no entities, nothing that ``clean`` removes."""
    untagged = _TAG.sub("", _BREAK.sub(" ", html.unescape(written[: 8 * longest])))
    return clean(html.unescape(untagged), longest)


def clean(written: str, longest: int) -> str:
    """Return one line in NFC without control, direction or invisible characters, cut at ``longest`` characters."""
    spaced = "".join(" " if char.isspace() else char for char in written[: 8 * longest])
    kept = "".join(char for char in spaced if unicodedata.category(char) not in _UNWANTED)
    return squeeze(nfc(kept))[:longest].rstrip()


def decoded(body: bytes) -> str:
    """Return the text of a list: by its byte-order mark, as UTF-8, or in the old Western set of Windows."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")
