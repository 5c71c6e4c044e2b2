"""Whether bytes hold a phrase, before anything is decoded or parsed: for archives of which little is wanted.

It may let too much through, but must not turn away a page that prints the phrase: letters are looked for in UTF-8
(composed or not), in the eight-bit sets of Windows and Latin-1, and as HTML entities; between words may stand markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from html.entities import codepoint2name

from iopmine.text.normal import nfc, squeeze

# Spaces, hyphens and dashes in any encoding, entities for them, and tags.
_GAP = (
    rb"(?:[\s\xa0-]|\xc2\xa0|\xe2\x80[\x80-\x95\xaf]"
    rb"|&(?:nbsp|ndash|mdash|#\d{1,5}|#x[\da-f]{1,5});|<[^<>]{0,300}>){1,12}"
)
_HYPHENATION = re.compile(rb"\xc2\xad|&shy;|&#173;|&#xad;|<wbr ?/?>")
_HYPHENATED = (b"\xc2\xad", b"&shy;", b"&#173;", b"&#xad;", b"<wbr")
_RUN = re.compile(r"[a-z0-9]+")
_HEAD = 200


def byte_filter(phrases: Iterable[str]) -> Callable[[bytes], bool]:
    """Return a function that tells whether bytes may hold one of the phrases (at least one), in any case.

    A phrase must begin at the beginning of a word and may go on in any ending (``partnerskap`` finds
    ``partnerskapen``).
    """
    wanted = sorted({squeeze(nfc(phrase)).casefold() for phrase in phrases} - {""})
    pattern = re.compile(rb"(?<![a-z0-9])(?:" + b"|".join(map(_spelled, wanted)) + rb")", re.DOTALL)
    # One plain word of each phrase is looked for first: a search for bytes is ten times as fast as a pattern.
    words = tuple(sorted({_longest_run(phrase) for phrase in wanted}))

    def holds(content: bytes) -> bool:
        lowered = _narrow(content).lower()
        if any(sign in lowered for sign in _HYPHENATED):
            lowered = _HYPHENATION.sub(b"", lowered)
        return any(word in lowered for word in words) and pattern.search(lowered) is not None

    return holds


def _longest_run(phrase: str) -> bytes:
    """Return the longest run of letters that all encodings share; empty, and so in every text, if there is none."""
    return max(_RUN.findall(phrase), key=len, default="").encode()


def _narrow(content: bytes) -> bytes:
    """Return UTF-16 as UTF-8; everything else as it is."""
    head = content[:_HEAD]
    if not head or 4 * head.count(0) < len(head):
        return content
    wide = "utf-16-be" if head.startswith(b"\xfe\xff") or head[::2].count(0) > head[1::2].count(0) else "utf-16-le"
    return content.decode(wide, "replace").encode()


def _spelled(phrase: str) -> bytes:
    return _GAP.join(b"".join(_letter(char) for char in word) for word in re.split(r"[\s-]+", phrase))


def _letter(char: str) -> bytes:
    """Return all the ways to write a letter, small or capital; bytes beyond ASCII are not lowered with the rest."""
    if char.isascii():
        return re.escape(char.encode())
    ways: set[bytes] = set()
    for form in {char, char.upper()}:
        ways |= {form.encode(), unicodedata.normalize("NFD", form).encode()}
        ways |= {form.encode(name, "ignore") for name in ("cp1252", "mac_roman", "cp850")} - {b""}
        if len(form) == 1:
            name = codepoint2name.get(ord(form), "").lower()
            ways |= {f"&#{ord(form)};".encode(), f"&#x{ord(form):x};".encode()}
            ways |= {f"&{name};".encode()} if name else set()
    return b"(?:" + b"|".join(sorted({re.escape(way.lower()) for way in ways})) + b")"
