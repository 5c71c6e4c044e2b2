"""``iop_sentences``: sentence bounds for Swedish news, line breaks included."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from iopmine.nlp.analysis import analyse


@Language.component("iop_sentences", assigns=["token.is_sent_start", "doc.sents"])
def mark_sentences(doc: Doc) -> Doc:
    """Set ``token.is_sent_start`` from the bounds of ``iopmine.text.sentences``."""
    starts = iter([start for start, _ in analyse(doc.text).sentences])
    following = next(starts, None)
    for token in doc:
        opens = following is not None and token.idx + len(token) > following
        token.is_sent_start = token.i == 0 or opens
        while following is not None and token.idx + len(token) > following:
            following = next(starts, None)
    return doc
