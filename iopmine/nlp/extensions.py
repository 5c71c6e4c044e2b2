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


def register() -> None:
    """Register the attributes; a second call changes nothing."""
    for name, default in _DOC.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
    for name, default in _SPAN.items():
        if not Span.has_extension(name):
            Span.set_extension(name, default=default)
