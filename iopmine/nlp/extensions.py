"""The custom attributes that the components set, registered once for the process.

``doc._.iop_relevance`` (Relevance), ``doc._.partnerships`` (list of PartnershipReading), ``doc._.iop_names`` (list
of NameReading), ``ent._.entity_id``, ``ent._.canonical``, ``ent._.rule``, ``ent._.score`` and ``ent._.offsets``
(exact characters, genitive left out, where spaCy's span covers whole tokens); area and frame spans carry
``span._.rule``, ``span._.score`` and ``span._.offsets``.
"""

from __future__ import annotations

from typing import Any

from spacy.tokens import Doc, Span

_DOC: dict[str, Any] = {"iop_relevance": None, "iop_names": (), "partnerships": (), "document_id": ""}
_SPAN: dict[str, Any] = {"entity_id": "", "canonical": "", "rule": "", "score": 0.0, "offsets": None}


_TEXT = "iopmine_text"


def text_of(doc: Doc) -> str:
    """Return ``doc.text``, which spaCy puts together anew from the tokens each time it is asked, kept in the document.

    The length is compared, because a document made from others inherits what they carried.
    """
    last = doc[-1] if len(doc) else None
    length = last.idx + len(last.text_with_ws) if last is not None else 0
    kept = doc.user_data.get(_TEXT)
    if isinstance(kept, str) and len(kept) == length:
        return kept
    text = str(doc.text)
    doc.user_data[_TEXT] = text
    return text


def register() -> None:
    """Register the attributes; a second call changes nothing."""
    for name, default in _DOC.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
    for name, default in _SPAN.items():
        if not Span.has_extension(name):
            Span.set_extension(name, default=default)
