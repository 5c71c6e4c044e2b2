"""``iop_sentences``: sentence bounds for Swedish news, line breaks included."""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.attrs import IDX, LENGTH
from spacy.language import Language
from spacy.tokens import Doc

from iopmine.nlp.analysis import analyse
from iopmine.nlp.extensions import text_of


@Language.component("iop_sentences", assigns=["token.is_sent_start", "doc.sents"])
def mark_sentences(doc: Doc) -> Doc:
    """Set ``token.is_sent_start`` from the bounds of ``iopmine.text.sentences``.

    All at once: setting it token by token makes spaCy look through the whole document each time, which is quadratic.
    """
    if not len(doc):
        return doc
    bounds = np.fromiter((start for start, _ in analyse(text_of(doc)).sentences), dtype=np.int64)
    ends = doc.to_array([IDX, LENGTH]).sum(axis=1).astype(np.int64)
    # The first token that reaches beyond a bound opens the sentence.
    opening = np.searchsorted(ends, bounds, side="right")
    marks = np.full(len(doc), -1, dtype=np.int64)
    marks[opening[opening < len(doc)]] = 1
    marks[0] = 1
    # numpy and thinc do not agree on the type of an array.
    column: Any = marks.astype(np.uint64).reshape(-1, 1)
    return doc.from_array(["SENT_START"], column)
