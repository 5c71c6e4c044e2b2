"""Words that dictionaries do not know, and whether a form is a word of the language or can only be a name.

The word list is that of Barbaresi, A. (2021), Simplemma: a simple multilingual lemmatizer.
"""

from __future__ import annotations

import re
from functools import lru_cache

import simplemma

_IOP = re.compile(r"IOP(?::?(?:er|erna|ers|et|en|n|t|s))?")
# Forms that the dictionary gives another word's lemma.
_FIELD = {"idéburna": "idéburen", "idéburet": "idéburen", "ideburet": "idéburen", "ideburna": "idéburen"}


def field_lemma(form: str) -> str | None:
    """Return the lemma of a word of the field that dictionaries and newspapers do not know; None for other words."""
    return "iop" if _IOP.fullmatch(form) else _FIELD.get(form.casefold())


@lru_cache(maxsize=50_000)
def is_common_word(form: str) -> bool:
    """Tell whether a form, its capital aside, is in the word list as a word and not as a name.

    ``Gröna`` and ``Händer`` are words; ``Andersson`` and ``Koskela`` are not (the list gives names a capital).
    """
    folded = form.casefold()
    if not simplemma.is_known(folded, lang="sv"):
        return False
    return str(simplemma.lemmatize(folded, lang="sv"))[:1].islower()
