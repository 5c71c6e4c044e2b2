"""One line of JSON per document: what ``iopmine extract`` promises other programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from iopmine.records import AreaHit, Extraction, FrameHit, Mention, PartnershipReading, Party
from iopmine.report.masking import Privacy

_DECIMALS = 4


def document_line(extraction: Extraction, *, names: tuple[str, ...] = (), persons: bool = False) -> dict[str, Any]:
    """Return the document as the contract in the README says, keys in that order.

    Args:
        extraction: everything one pass found.
        names: persons recognised in the document, masked in every text unless ``persons`` is set.
        persons: give mentions of persons too, under their names.
    """
    document = extraction.document
    privacy = Privacy({document.id: names}, extraction.mentions, persons)
    codes = {entity.id: entity.kommunkod for entity in extraction.entities}
    line: dict[str, Any] = {
        "id": document.id,
        "title": privacy.clean(document.title, document.id),
        "published": document.published,
        "published_precision": document.published_precision,
        "date_source": document.date_source,
        "language": document.language,
        "relevance": None if document.relevance is None else round(document.relevance, _DECIMALS),
        "iop_relevant": document.iop_relevant,
        "topic": document.topic,
        "main_subject": document.main_subject,
        "kind": document.kind,
        "entities": [
            _entity(mention, codes.get(mention.entity_id, ""), privacy)
            for mention in sorted(extraction.mentions, key=lambda m: (m.start, m.end, m.label))
            if persons or mention.label != "PER"
        ],
        "areas": [{"area_id": key, "score": score} for key, score in _folded(extraction.areas)],
        "frames": [
            {"frame_id": key, "score": score, "speakers": _speakers(extraction.frames, key)}
            for key, score in _folded(extraction.frames)
        ],
        "partnerships": [_partnership(reading, privacy) for reading in extraction.partnerships],
    }
    return {**line, "demo": document.demo} if document.demo else line


def _entity(mention: Mention, kommunkod: str, privacy: Privacy) -> dict[str, Any]:
    return {
        "start": mention.start,
        "end": mention.end,
        "text": privacy.clean(mention.text, mention.document_id),
        "label": mention.label,
        "entity_id": mention.entity_id,
        "canonical": privacy.clean(mention.canonical, mention.document_id),
        "kommunkod": kommunkod,
        "rule": mention.rule,
        "score": round(mention.score, _DECIMALS),
    }


def _folded(hits: Sequence[AreaHit] | Sequence[FrameHit]) -> list[tuple[str, float]]:
    """Return one score per area or frame, the highest of its pieces of evidence, highest first."""
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.id] = max(hit.score, best.get(hit.id, 0.0))
    return sorted(((key, round(score, _DECIMALS)) for key, score in best.items()), key=lambda kv: (-kv[1], kv[0]))


def _speakers(frames: Sequence[FrameHit], key: str) -> list[str]:
    """Return the ids of the bodies that a frame's evidence is attributed to, sorted."""
    return sorted({hit.speaker for hit in frames if hit.id == key and hit.speaker})


def _partnership(reading: PartnershipReading, privacy: Privacy) -> dict[str, Any]:
    def parties(given: tuple[Party, ...]) -> list[dict[str, str]]:
        return [
            {"entity_id": party.entity_id, "canonical": privacy.clean(party.canonical, reading.document_id)}
            for party in given
        ]

    evidence: dict[str, list[dict[str, int]]] = {}
    for item in reading.evidence:
        evidence.setdefault(item.field, []).append({"start": item.start, "end": item.end})
    return {
        "public": parties(reading.public_parties),
        "idea_based": parties(reading.idea_based_parties),
        "areas": list(reading.areas),
        "place": privacy.clean(reading.place, reading.document_id),
        "status": reading.status,
        "start": reading.start,
        "end": reading.end,
        "duration": reading.duration,
        "amount_sek": reading.amount_sek,
        "amount_basis": reading.amount_basis,
        "rule": reading.rule,
        "evidence": evidence,
    }
