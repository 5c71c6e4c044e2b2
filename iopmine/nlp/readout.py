"""The read-out: a processed spaCy ``Doc`` → records, with offsets into the document's own text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.attrs import IDX, IS_SPACE, LEMMA, LENGTH, POS
from spacy.parts_of_speech import NAMES
from spacy.tokens import Doc, Span

from iopmine.nlp.names import NameReading
from iopmine.records import (
    AreaHit,
    CountClaim,
    Document,
    Entity,
    Evidence,
    Extraction,
    FrameHit,
    Mention,
    PartnershipReading,
    Token,
)
from iopmine.text.normal import Aligned


def read_out(doc: Doc, document: Document, view: Aligned, *, persons: bool, tokens: bool = True) -> Extraction:
    """Return all that the pipeline found, in the document's own offsets.

    ``view`` is the matching form that the pipeline saw. Persons and words are left out unless asked for.
    """
    readings = [r for r in doc._.iop_names if persons or r.candidate.label != "PER"]
    relevance = doc._.iop_relevance
    return Extraction(
        document=replace(
            document,
            kind=document.kind or (relevance.kind if relevance else ""),
            relevance=relevance.probability if relevance else document.relevance,
            iop_relevant=relevance.relevant if relevance else document.iop_relevant,
            topic=relevance.topic if relevance else document.topic,
            main_subject=relevance.main_subject if relevance else document.main_subject,
        ),
        mentions=tuple(_mention(reading, document, view) for reading in readings),
        entities=_entities(readings),
        areas=tuple(AreaHit(document.id, *_hit(span, view)) for span in doc.spans.get("areas", ())),
        frames=tuple(FrameHit(document.id, *_hit(span, view), span._.speaker) for span in doc.spans.get("frames", ())),
        partnerships=tuple(_partnership(reading, view) for reading in doc._.partnerships),
        tokens=tuple(_tokens(doc, document.id, view)) if tokens else (),
        person_spans=tuple(
            view.original(r.candidate.start, r.candidate.end) for r in doc._.iop_names if r.candidate.label == "PER"
        ),
        count_claims=tuple(_claim(claim, view) for claim in doc._.count_claims),
    )


def _mention(reading: NameReading, document: Document, view: Aligned) -> Mention:
    start, end = view.original(reading.candidate.start, reading.candidate.end)
    return Mention(
        document_id=document.id,
        label=reading.candidate.label,
        start=start,
        end=end,
        text=document.text[start:end],
        entity_id=reading.link.entity.id if reading.link.entity else "",
        canonical=reading.link.canonical,
        rule=reading.candidate.rule,
        score=reading.link.score,
    )


def _entities(readings: list[NameReading]) -> tuple[Entity, ...]:
    found = {r.link.entity.id: r.link.entity for r in readings if r.link.entity is not None}
    return tuple(found[key] for key in sorted(found))


def _hit(span: Span, view: Aligned) -> tuple[str, int, int, str, float]:
    return (span.label_, *view.original(*span._.offsets), span._.rule, span._.score)


def _partnership(reading: PartnershipReading, view: Aligned) -> PartnershipReading:
    if view.offsets is None:
        return reading
    moved = tuple(Evidence(e.field, *view.original(e.start, e.end)) for e in reading.evidence)
    return replace(reading, evidence=moved)


def _claim(claim: CountClaim, view: Aligned) -> CountClaim:
    start, end = view.original(claim.start, claim.end)
    return replace(claim, start=start, end=end)


def _tokens(doc: Doc, document_id: str, view: Aligned) -> Iterator[Token]:
    """Yield the words, read by column: asking token by token costs more."""
    columns = doc.to_array([IDX, LENGTH, LEMMA, POS, IS_SPACE])
    starts, lengths, lemmas, parts, _ = columns[columns[:, -1] == 0].T.tolist()
    strings = doc.vocab.strings
    for start, length, lemma, part in zip(starts, lengths, lemmas, parts, strict=True):
        yield Token(document_id, *view.original(start, start + length), strings[lemma], NAMES[part])
