"""``iop_lemmas``: dictionary lemmas for Swedish (simplemma), with the forms of the field added.

Barbaresi, A. (2021), Simplemma: a simple multilingual lemmatizer. The trained lemmatizer takes its place where a
statistical pipeline is loaded.
"""

from __future__ import annotations

import re
from functools import lru_cache

import simplemma
from spacy.language import Language
from spacy.tokens import Doc

_IOP = re.compile(r"^IOP(?::?(?:er|erna|ers|et|en|n|t|s))?$")
# Forms that the dictionary gives another word's lemma.
_FIELD = {"idéburna": "idéburen", "idéburet": "idéburen", "ideburet": "idéburen", "ideburna": "idéburen"}


@lru_cache(maxsize=200_000)
def lemma_of(form: str) -> str:
    """Return the lemma of a word form, in lower case; ``IOP:er`` is ``iop``."""
    if _IOP.match(form):
        return "iop"
    folded = form.casefold()
    if folded in _FIELD:
        return _FIELD[folded]
    return str(simplemma.lemmatize(folded, lang="sv")).casefold()


@Language.component("iop_lemmas", assigns=["token.lemma"])
def set_lemmas(doc: Doc) -> Doc:
    """Set ``token.lemma_`` of every word; white space and punctuation keep their form."""
    for token in doc:
        token.lemma_ = lemma_of(token.text) if token.text[:1].isalnum() else token.text
    return doc
