"""Swedish inflection of names: the genitive, and what follows a name inside a word."""

from __future__ import annotations

import re

# A name is followed by a genitive, or by the end of the word; a hyphen and a letter make it a compound.
GENITIVE = r"(?::s|['’]s|s)?"
WORD_START = r"(?<![\w])(?<!\w[-‑])"
WORD_END = r"(?!\w)(?![-‑]\w)"
_GENITIVE_END = re.compile(r"(?::s|['’]s|s)$")
_SIBILANT = ("s", "x", "z")


def genitive(name: str) -> str:
    """Return the genitive of a name: nothing is added after s, x or z; abbreviations take a colon.

    Source: Språkrådet, Svenska skrivregler (2017), genitive of proper names.
    """
    if name.casefold().endswith(_SIBILANT):
        return name
    if len(name) > 1 and name.isupper() and name.isalpha():
        return f"{name}:s"
    return f"{name}s"


def without_genitive(word: str) -> str:
    """Return the word without a possible genitive ending (``Göteborgs`` → ``Göteborg``, ``SKR:s`` → ``SKR``)."""
    return _GENITIVE_END.sub("", word)
