"""Words that a PDF file gives damaged: ligatures lost with their font, words spaced apart or divided within a line.

A word is mended only where one word is possible: because what is left is no Swedish word, or because the same text
has the whole word elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_LIGATURES: Final = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": ""})
# Beginnings of words, with the ligature between bars. Where it is lost an f may be left of it, or a gap, or nothing;
# none of the remains begins a word of its own ("flickor" would leave "fickor", "fler" would leave "er").
_LEFT_F: Final = (
    "o|ff|entlig o|ffi|ciell e|ff|ekt |fi|nns |fi|nnas |fi|nans speci|fi|k speci|fi|cer certi|fi|er tra|fi|k kon|fl|ikt"
    " in|fl|yt |fl|ykting re|fl|ekter in|fl|ation di|ff|eren pro|fi|l |fl|exib a|ff|är de|fi|nier de|fi|nition"
    " identi|fi|er kvali|fi|c klassi|fi|c modi|fi|er veri|fi|er |fl|era |fl|erår |fl|ertal gra|fi|sk"
).split()
_LEFT_GAP: Final = (
    "o|ff|entlig o|ffi|ciell e|ff|ekt speci|fi|k speci|fi|cer certi|fi|er kon|fl|ikt in|fl|ytande re|fl|ekt in|fl|ation"
    " di|ff|eren de|fi|nier de|fi|nition identi|fi|er kvali|fi|cer klassi|fi|cer modi|fi|er veri|fi|er"
).split()
_LEFT_NOTHING: Final = "o|ff|entlig |fl|ykting |fl|exib |fi|nansier |fl|ickor |fi|nns |fl|ertal |fl|erårig".split()
_WORD: Final = re.compile(r"[^\W\d_]{4,40}")
_SPACED: Final = re.compile(r"(?<!\w)[A-ZÅÄÖÉ]{1,8}(?: [A-ZÅÄÖÉ]{1,8}){2,11}(?!\w)")
_DIVIDED: Final = re.compile(r"(?<!\w)([^\W\d_]{2,20})- ([a-zåäöé]{2,20})(?!\w)")


def _losses() -> Iterator[tuple[str, str]]:
    for rest, stems in (("f", _LEFT_F), (" ", _LEFT_GAP), ("", _LEFT_NOTHING)):
        for stem in stems:
            before, ligature, after = stem.split("|")
            yield f"{before}{rest}{after}", f"{before}{ligature}{after}"


_LOST: Final = dict(_losses())
# After a hyphen these may be the second half of a whole word: "fi-/nansiering".
_ENDS: Final = frozenset(stem.rpartition("|")[2] for stem in _LEFT_NOTHING if stem.startswith("|"))
_LOST_WORD: Final = re.compile(
    r"\b(?:fer(?=\b)|" + "|".join(map(re.escape, sorted(_LOST, key=len, reverse=True))) + ")", re.IGNORECASE
)


def repaired(text: str) -> str:
    """Return the text with ligatures as letters, also where they were lost and only one word is possible."""
    return _LOST_WORD.sub(_whole, text.translate(_LIGATURES))


def _whole(lost: re.Match[str]) -> str:
    """Return the whole word for a damaged one in lower case, with or without a capital; others stay."""
    found = lost.group()
    divided = lost.string[max(0, lost.start() - 2) : lost.start()].rstrip().endswith("-")
    if not found[1:].islower() or (divided and found.lower() in _ENDS):
        return found
    whole = _LOST.get(found.lower(), "fler")
    return whole.capitalize() if found[0].isupper() else whole


def mended(pages: Iterable[str]) -> list[str]:
    """Return the pages with words that are spaced apart or divided made whole, where the text has them whole too."""
    pages = list(pages)
    known = {word.casefold() for page in pages for word in _WORD.findall(page)}

    def spaced(found: re.Match[str]) -> str:
        whole = found.group().replace(" ", "")
        one = min(map(len, found.group().split())) == 1
        return whole if one and (whole.casefold() in known or whole.casefold().removesuffix("s") in known) else found[0]

    def divided(found: re.Match[str]) -> str:
        whole = found[1] + found[2]
        return whole if whole.casefold() in known else found[0]

    return [_DIVIDED.sub(divided, _SPACED.sub(spaced, page)) for page in pages]
