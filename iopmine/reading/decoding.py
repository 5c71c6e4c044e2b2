"""Bytes → text, once: byte-order mark dropped, nothing else changed.

Swedish files are UTF-8, UTF-16 with or without a mark, or one of the old eight-bit sets. Of these the one is taken in
which the letters come out as letters of Swedish text; declared encodings are wrong too often to be asked.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import NamedTuple

from iopmine.errors import ReadingError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# In the order of their likelihood: a tie goes to the first.
_EIGHT_BIT = ("cp1252", "mac_roman", "cp850")
_EXPECTED = frozenset("åäöÅÄÖéÉèàáüÜæøÆØçñßôêíóúë–—”“’‘„…•·§½¼°«»€£©®´´×²³\u00a0\u00ad")
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3\x00", "a database"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_GARBLED = re.compile("Ã[¥¤¶©…„–\u00a0-\u00bf\u2026\u201e\u2013]|â€|Â[\u00a0§»«°´·]|Ă[¤¶Ľ\u00a5]|ďż˝|\ufffd")
_SAMPLE = 1_000_000
_CHUNK = 1 << 20
_MAX_CONTROL_SHARE = 0.02
_MAX_BROKEN_SHARE = 0.02
_MIN_GARBLED = 3
_MIN_PAIRS = 2
_GARBLED_PER_CHARACTER = 1 / 1000


class Decoded(NamedTuple):
    """A text and the encoding it was read in."""

    text: str
    encoding: str


def decode(content: bytes) -> Decoded:
    """Decode a whole file.

    Raises:
        ReadingError: the bytes are not text.
    """
    for signature, name in _SIGNATURES:
        if content.startswith(signature):
            raise _binary(f"it is {name}")
    encoding, skip = encoding_of(content)
    errors = "replace" if encoding != "latin-1" else "strict"
    text = content[skip:].decode(encoding, errors)
    sample = text[:_SAMPLE]
    if "\x00" in sample or len(_CONTROL.findall(sample)) > _MAX_CONTROL_SHARE * len(sample):
        raise _binary("it is full of control characters")
    return Decoded(text, encoding)


def _binary(reason: str) -> ReadingError:
    return ReadingError(
        f"The file is binary, not text ({reason}).",
        hint="Give it the ending of its real format (.pdf, .docx, .html), or export it as UTF-8 text.",
    )


def encoding_of(content: bytes) -> tuple[str, int]:
    """Return the name of the encoding and the length of the byte-order mark."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name, len(mark)
    if wide := _utf16_without_mark(content[:4000]):
        return wide, 0
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return (_nearly_utf8(content) or _eight_bit(content[:_SAMPLE])), 0
    return "utf-8", 0


def _utf16_without_mark(head: bytes) -> str | None:
    """Every other byte of Latin text in UTF-16 is zero."""
    pairs = len(head) // 2
    if pairs < _MIN_PAIRS:
        return None
    if head[1::2].count(0) > 0.7 * pairs and head[::2].count(0) == 0:
        return "utf-16-le"
    if head[::2].count(0) > 0.7 * pairs and head[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _nearly_utf8(content: bytes) -> str | None:
    """A few damaged bytes do not make a UTF-8 file something else."""
    text = content[:_SAMPLE].decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(char > "\x7f" for char in text) - broken
    return "utf-8" if broken <= _MAX_BROKEN_SHARE * whole else None


def _eight_bit(content: bytes) -> str:
    """Return the set in which most of the characters beyond ASCII are those of Swedish text."""
    high = bytes(byte for byte in content if byte >= 0x80)
    best, best_score = "latin-1", -1
    for name in _EIGHT_BIT:
        try:
            text = high.decode(name)
        except UnicodeDecodeError:
            continue
        score = sum(char in _EXPECTED for char in text)
        if score > best_score:
            best, best_score = name, score
    return best


def encoding_of_file(path: Path) -> str:
    """Return the encoding of a large file without holding it: ``utf-8-sig``, UTF-16, or an eight-bit set."""
    with path.open("rb") as file:
        head = file.read(_CHUNK)
        marked = next((name for mark, name in _MARKS[1:] if head.startswith(mark)), None)
        if marked:
            return marked.removesuffix("-le").removesuffix("-be")
        if wide := _utf16_without_mark(head[:4000]):
            return wide
        decoder = codecs.getincrementaldecoder("utf-8")()
        chunk = head
        try:
            while chunk:
                decoder.decode(chunk)
                chunk = file.read(_CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _nearly_utf8(chunk) or _eight_bit(chunk)
    return "utf-8-sig"


def mojibake(text: str) -> bool:
    """Tell whether the text was decoded wrongly before it was saved (``Ã¥`` for å), or has lost letters."""
    found = len(_GARBLED.findall(text))
    return found >= _MIN_GARBLED and found > _GARBLED_PER_CHARACTER * len(text)


MOJIBAKE_NOTICE = (
    "Some letters are garbled (such as Ã¥ for å): the file was saved in the wrong encoding, and names in it will be "
    "missed. Export it from its source again as UTF-8."
)
