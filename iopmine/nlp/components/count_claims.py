"""``iop_counts``: published claims about how many partnerships there are."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from iopmine.nlp.analysis import analyse
from iopmine.nlp.count_claims import read_counts
from iopmine.nlp.extensions import register, text_of
from iopmine.nlp.voices import Body

register()


@Language.component("iop_counts", requires=["doc.ents", "doc._.iop_relevance"], assigns=["doc._.count_claims"])
def set_counts(doc: Doc) -> Doc:
    """Set ``doc._.count_claims``; a text that is not about IOP has none."""
    relevance = doc._.iop_relevance
    if relevance is None or relevance.relevant:
        bodies = [
            Body(name.candidate.start, name.candidate.end, name.link.canonical)
            for name in doc._.iop_names
            if name.candidate.label == "ORG"
        ]
        doc._.count_claims = read_counts(doc._.document_id, analyse(text_of(doc)), bodies)
    return doc
