"""What the explorer is made from: the records of a run, and the words people use for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from iopmine.records import (
    AreaHit,
    CountClaim,
    Document,
    Entity,
    FrameHit,
    Issue,
    Mention,
    Partnership,
    PartnershipReading,
    Precision,
    Series,
    Share,
    Shift,
    Topic,
)

Pair = tuple[str, str]
"""One text in Swedish and in English."""

DEFAULT_TITLE: Pair = (
    "Idéburet offentligt partnerskap i\u00a0svensk press",
    "Idea-based public partnership in the Swedish press",
)


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event of the field, shown beside the curves.

    ``date`` is a truncated ISO date; ``url`` an address to read more at, or empty.
    """

    date: str
    precision: Precision
    label: Pair
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportData:
    """Everything the explorer shows.

    Args:
        documents: with their texts, which quotations are cut from and which are not published.
        readings: what the partnerships' accounts refer to, document by document in the order of the text.
        too_few: plain sentences on what could not be tested, and the smallest change that could have been seen.
        area_labels, frame_labels: id → name in Swedish and in English.
        names: persons per document; they are masked in every text of that document.
        quality: sentences on how well the reading works (error rates with what they were measured on).
        shift_texts: (kind, key, family, date) of a shift → what it says, in Swedish and in English.
        title, about: heading and introduction; where empty, iopmine's own.
        version: version and hashes of what made the page, for its foot.
    """

    documents: Sequence[Document]
    mentions: Sequence[Mention] = ()
    entities: Sequence[Entity] = ()
    areas: Sequence[AreaHit] = ()
    frames: Sequence[FrameHit] = ()
    partnerships: Sequence[Partnership] = ()
    readings: Sequence[PartnershipReading] = ()
    count_claims: Sequence[CountClaim] = ()
    topics: Sequence[Topic] = ()
    shares: Sequence[Share] = ()
    series: Sequence[Series] = ()
    shifts: Sequence[Shift] = ()
    shift_texts: Mapping[tuple[str, str, str, str], Pair] = field(default_factory=dict)
    too_few: Sequence[str] = ()
    issues: Sequence[Issue] = ()
    area_labels: Mapping[str, Pair] = field(default_factory=dict)
    frame_labels: Mapping[str, Pair] = field(default_factory=dict)
    events: Sequence[Event] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    quality: Sequence[Pair] = ()
    title: Pair = DEFAULT_TITLE
    about: Pair = ("", "")
    version: str = ""
