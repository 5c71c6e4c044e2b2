"""Normal forms: what a string is compared as, while the text itself stays untouched."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import NamedTuple

_SPACE = re.compile(r"\s+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
# Characters that stay what they are, as long as no combining mark follows; else a letter with its combining marks.
_CLUSTER = re.compile(
    r"(?P<plain>[\x00-\xac\xae-\u02ff]+(?![\u0300-\u036f]))|[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+",
    re.DOTALL,
)
# Below U+0300 nothing combines; of what matches, ``_is_mark`` tells letters from marks.
_BEYOND_LATIN = re.compile(r"[\u0300-\U0010ffff]{31,}")
_MOST_MARKS = 30
_JOINER = "\u034f"
_TO_ASCII = str.maketrans({"å": "a", "ä": "a", "ö": "o", "ø": "o", "æ": "a", "ß": "ss", "ð": "d", "þ": "th"})
# One character each, so that offsets in the result are offsets in the original.
_SAME_LENGTH = str.maketrans({"\u00a0": " ", "\u2011": "-", "\u2019": "'", "\u202f": " "})


def nfc(text: str) -> str:
    """Return the text in Unicode normal form C.

    Runs of more than 30 combining marks, which no language has, are cut by combining grapheme joiners first, as in
    stream-safe text (UAX 15, section 13): to put a run in order takes time by the square of its length.
    """
    return unicodedata.normalize("NFC", _BEYOND_LATIN.sub(lambda found: _stream_safe(found.group()), text))


def _stream_safe(text: str) -> str:
    pieces, marks = [], 0
    for char in text:
        marks = marks + 1 if _is_mark(char) else 0
        if marks > _MOST_MARKS:
            pieces.append(_JOINER)
            marks = 1
        pieces.append(char)
    return "".join(pieces)


def _is_mark(char: str) -> bool:
    """Tell whether a character combines with what stands before it; by category, as some of class 0 decompose."""
    return char != _JOINER and unicodedata.category(char)[0] == "M"


def sha256(text: str) -> str:
    """Return the SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def squeeze(text: str) -> str:
    """Return the text with every run of white space as one space, stripped."""
    return _SPACE.sub(" ", text).strip()


def matching_form(text: str) -> str:
    """Return a copy of equal length with odd spaces, hyphens and apostrophes made plain.

    Offsets into the copy are offsets into the original. Letters written as base + combining mark keep their
    length, so text in normal form D must be composed by the reader first.
    """
    return text.translate(_SAME_LENGTH)


def fold(text: str) -> str:
    """Return the form in which names are compared: NFC, caseless, one space between words."""
    return squeeze(nfc(text)).casefold()


def slug(text: str, limit: int = 80) -> str:
    """Return an ASCII slug: lower-case letters, digits and single hyphens, at most ``limit`` characters.

    Names whose slug would be empty or cut get a hash, so that different names never share a slug.
    """
    folded = fold(text).translate(_TO_ASCII)
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    full = _NOT_SLUG.sub("-", plain).strip("-")
    if full and len(full) <= limit:
        return full
    return f"{full[: limit - 9].rstrip('-') or 'x'}-{sha256(fold(text))[:8]}"


class Aligned(NamedTuple):
    """A text in matching form, with the way back to the offsets of the original.

    ``offsets[i]`` is the original offset of character ``i`` of ``form`` (length ``len(form) + 1``), or None
    where both have the same offsets.
    """

    form: str
    offsets: tuple[int, ...] | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the original text of a span of the form."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end]


def aligned(text: str) -> Aligned:
    """Return the text as it is matched: composed letters, plain spaces and hyphens, no soft hyphens.

    Most texts are composed already, and then nothing moves; else each composed letter points at its base.
    """
    if unicodedata.is_normalized("NFC", text) and "\u00ad" not in text:
        return Aligned(matching_form(text), None)
    letters: list[str] = []
    offsets: list[int] = []
    for found in _CLUSTER.finditer(text):
        printed = found.group()
        composed = printed if found.lastgroup else nfc(printed).replace("\u00ad", "")
        letters.append(composed)
        start, end = found.span()
        offsets.extend(range(start, end) if composed == printed else [start] * len(composed))
    return Aligned(matching_form("".join(letters)), (*offsets, len(text)))
