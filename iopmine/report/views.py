"""What the explorer is made from: the records of a run, and the words people use for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from iopmine.records import (
    AreaHit,
    CalibrationRow,
    CountClaim,
    Document,
    EmergingTopic,
    Entity,
    FrameHit,
    Held,
    Issue,
    Mention,
    Partnership,
    PartnershipReading,
    Precision,
    Receipt,
    Series,
    Share,
    Shift,
    TooFew,
    Topic,
    TopicEvent,
    TopicExample,
    TopicMatter,
    TopicNumber,
    WordDrift,
)

Pair = tuple[str, str]
"""One text in Swedish and in English."""

R = TypeVar("R")
Said = tuple[R, Pair]
"""A record, and what it says in Swedish and in English."""

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
        too_few: what could not be tested, and the smallest change that could have been seen.
        area_labels, frame_labels: id → name in Swedish and in English.
        names: persons per document; they are masked in every text of that document.
        quality: sentences on how well the reading works (error rates with what they were measured on).
        shift_texts: (kind, key, family, date, scope) of a shift → what it says, in Swedish and in English.
        receipts: what the shifts rest on, the strongest first within each shift and kind.
        held: in how many settings each shift was found; setting_texts: name of a setting → the same in words.
        calibration: how often the tests err and find.
        drift: words that came or went. numbers: of topics, that were tried, and numbers_text what they say.
        fates: what became of topics since the run before. emerging: topics that are new and growing.
        matters: areas and frames of topics. examples: documents and sentences that show what a topic is about.
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
    shift_texts: Mapping[tuple[str, str, str, str, str], Pair] = field(default_factory=dict)
    receipts: Sequence[Said[Receipt]] = ()
    held: Sequence[Said[Held]] = ()
    setting_texts: Mapping[str, Pair] = field(default_factory=dict)
    calibration: Sequence[Said[CalibrationRow]] = ()
    too_few: Sequence[Said[TooFew]] = ()
    drift: Sequence[Said[WordDrift]] = ()
    numbers: Sequence[TopicNumber] = ()
    numbers_text: Pair = ("", "")
    fates: Sequence[Said[TopicEvent]] = ()
    emerging: Sequence[Said[EmergingTopic]] = ()
    matters: Sequence[Said[TopicMatter]] = ()
    examples: Sequence[TopicExample] = ()
    issues: Sequence[Issue] = ()
    area_labels: Mapping[str, Pair] = field(default_factory=dict)
    frame_labels: Mapping[str, Pair] = field(default_factory=dict)
    events: Sequence[Event] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    quality: Sequence[Pair] = ()
    title: Pair = DEFAULT_TITLE
    about: Pair = ("", "")
    version: str = ""
