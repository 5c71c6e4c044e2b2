"""All that one pass over one document yields."""

from __future__ import annotations

from dataclasses import dataclass

from iopmine.records.agreements import CountClaim, PartnershipReading
from iopmine.records.texts import AreaHit, Document, Entity, FrameHit, Mention, Token


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one pass over one document yields."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    areas: tuple[AreaHit, ...] = ()
    frames: tuple[FrameHit, ...] = ()
    partnerships: tuple[PartnershipReading, ...] = ()
    tokens: tuple[Token, ...] = ()
    # Where names of persons stand, (start, end), so that outputs can mask them; stored as positions, never as names.
    person_spans: tuple[tuple[int, int], ...] = ()
    count_claims: tuple[CountClaim, ...] = ()
