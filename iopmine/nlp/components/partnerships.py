"""``iop_partnerships``: readings of agreements from names, sentences and areas."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from iopmine.nlp.extensions import register
from iopmine.nlp.partnerships import read_partnerships
from iopmine.text.passages import passages
from iopmine.text.sentences import sentences

register()


@Language.component(
    "iop_partnerships",
    requires=["doc.ents", "doc.spans", "doc._.iop_relevance"],
    assigns=["doc._.partnerships"],
)
def set_partnerships(doc: Doc) -> Doc:
    """Set ``doc._.partnerships``; a text that is not about IOP has none."""
    relevance = doc._.iop_relevance
    if relevance is None or not relevance.relevant:
        return doc
    doc._.partnerships = read_partnerships(
        doc._.document_id,
        doc.text,
        list(sentences(doc.text)),
        doc._.iop_names,
        passages(doc.text),
        [(span.label_, span._.offsets[0]) for span in doc.spans.get("areas", ())],
    )
    return doc
