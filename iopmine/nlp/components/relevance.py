"""``iop_relevance``: the probability that a text speaks of IOP, its topic, its kind, and why."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from iopmine.nlp.extensions import register, text_of
from iopmine.nlp.relevance import assess

register()


@Language.component("iop_relevance", assigns=["doc._.iop_relevance"])
def set_relevance(doc: Doc) -> Doc:
    """Set ``doc._.iop_relevance``."""
    doc._.iop_relevance = assess(text_of(doc))
    return doc
