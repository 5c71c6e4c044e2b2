"""``iop_relevance``: the probability that a text speaks of IOP, its topic, and why."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from iopmine.nlp.clues import is_idea_based, is_public
from iopmine.nlp.extensions import register, text_of
from iopmine.nlp.relevance import assess

register()


@Language.component("iop_relevance", requires=["doc._.iop_names"], assigns=["doc._.iop_relevance"])
def set_relevance(doc: Doc) -> Doc:
    """Set ``doc._.iop_relevance``."""
    names = doc._.iop_names
    doc._.iop_relevance = assess(text_of(doc), parties=any(map(is_public, names)) and any(map(is_idea_based, names)))
    return doc
