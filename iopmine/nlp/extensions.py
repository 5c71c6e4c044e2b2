"""The custom attributes that the components set, registered once for the process.

``doc._.iop_relevance`` (Relevance), ``doc._.partnerships`` (list of PartnershipReading), ``doc._.count_claims`` (list
of CountClaim), ``doc._.iop_names`` (list of NameReading), ``ent._.entity_id``, ``ent._.canonical``, ``ent._.rule``,
``ent._.score`` and ``ent._.offsets`` (exact characters, genitive left out, where spaCy's span covers whole tokens);
area and frame spans carry ``span._.rule``, ``span._.score`` and ``span._.offsets``, frame spans also
``span._.speaker``.

What spans, relevance and claims carry is kept as plain data, so that ``doc.to_bytes()`` can write it. It is kept by
label: one word may be a place, an area and a frame, and spaCy's own store of span attributes, which knows only where a
span stands, would let the last one overwrite the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple
from functools import partial
from typing import Any

from spacy.tokens import Doc, Span

from iopmine.nlp.relevance import Relevance
from iopmine.records import CountClaim

_DOC: dict[str, Any] = {"iop_names": (), "partnerships": (), "document_id": "", "published": None}
_SPAN: dict[str, Any] = {"entity_id": "", "canonical": "", "rule": "", "score": 0.0, "offsets": None, "speaker": ""}


_TEXT = "iopmine_text"
_RELEVANCE = "iopmine_relevance"
_COUNT_CLAIMS = "iopmine_count_claims"


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


def _relevance(doc: Doc) -> Relevance | None:
    kept = doc.user_data.get(_RELEVANCE)
    return None if kept is None else Relevance.restored(kept)


def _set_relevance(doc: Doc, value: Relevance | None) -> None:
    doc.user_data[_RELEVANCE] = None if value is None else value.plain()


def _count_claims(doc: Doc) -> tuple[CountClaim, ...]:
    return tuple(CountClaim(*row) for row in doc.user_data.get(_COUNT_CLAIMS, ()))


def _set_count_claims(doc: Doc, claims: Iterable[CountClaim]) -> None:
    doc.user_data[_COUNT_CLAIMS] = [astuple(claim) for claim in claims]


def _key(name: str, span: Span) -> str:
    return f"iopmine:{name}:{span.label_}:{span.start_char}:{span.end_char}"


def _attribute(name: str, span: Span) -> object:
    return span.doc.user_data.get(_key(name, span), _SPAN[name])


def _set_attribute(name: str, span: Span, value: object) -> None:
    span.doc.user_data[_key(name, span)] = value


def register() -> None:
    """Register the attributes; a second call changes nothing."""
    if not Doc.has_extension("iop_relevance"):
        Doc.set_extension("iop_relevance", getter=_relevance, setter=_set_relevance)
    if not Doc.has_extension("count_claims"):
        Doc.set_extension("count_claims", getter=_count_claims, setter=_set_count_claims)
    for name, default in _DOC.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
    for name in _SPAN:
        if not Span.has_extension(name):
            Span.set_extension(name, getter=partial(_attribute, name), setter=partial(_set_attribute, name))
