"""``iop_lemmas``: dictionary lemmas for Swedish, with the forms of the field added."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from iopmine.nlp.vocabulary import lemma_of


@Language.component("iop_lemmas", assigns=["token.lemma"])
def set_lemmas(doc: Doc) -> Doc:
    """Set ``token.lemma_`` of every word; white space and punctuation keep their form."""
    for token in doc:
        token.lemma_ = lemma_of(token.text) if token.text[:1].isalnum() else token.text
    return doc
