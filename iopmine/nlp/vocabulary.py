"""The Swedish word list (simplemma): lemmas, and whether a form is a word of the language or can only be a name.

Barbaresi, A. (2021), Simplemma: a simple multilingual lemmatizer. The trained lemmatizer takes its place where a
statistical pipeline is loaded.
"""

from __future__ import annotations

import re
from functools import lru_cache

import simplemma

_IOP = re.compile(r"IOP(?::?(?:er|erna|ers|et|en|n|t|s))?")
# Forms that the dictionary gives another word's lemma.
_FIELD = {"idéburna": "idéburen", "idéburet": "idéburen", "ideburet": "idéburen", "ideburna": "idéburen"}


@lru_cache(maxsize=200_000)
def lemma_of(form: str) -> str:
    """Return the lemma of a word form, in lower case; ``IOP:er`` is ``iop``."""
    if _IOP.fullmatch(form):
        return "iop"
    folded = form.casefold()
    if folded in _FIELD:
        return _FIELD[folded]
    return str(simplemma.lemmatize(folded, lang="sv")).casefold()


@lru_cache(maxsize=50_000)
def is_common_word(form: str) -> bool:
    """Tell whether a form, its capital aside, is in the word list as a word and not as a name.

    ``Gröna`` and ``Händer`` are words; ``Andersson`` and ``Koskela`` are not (the list gives names a capital).
    """
    folded = form.casefold()
    if not simplemma.is_known(folded, lang="sv"):
        return False
    return str(simplemma.lemmatize(folded, lang="sv"))[:1].islower()
