"""Texts, the words in them, and what the words name or are evidence for."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from iopmine.records.fields import DateSource, DemoKind, Label, Precision, TopicName, doc


@dataclass(frozen=True, slots=True)
class Document:
    """One text with its provenance."""

    id: str = field(metadata=doc("Stem of the file, or a hash of the canonical address."))
    url: str = field(metadata=doc("Canonical address, empty for a file without one."))
    source: str = field(metadata=doc("Outlet or source the text came from."))
    kind: str = field(metadata=doc("Kind of text: news, press, opinion, minutes, report, guide; empty if unknown."))
    title: str = field(metadata=doc("Title as printed."))
    text: str = field(repr=False, metadata=doc("The text that offsets point into; only with --texts."))
    published: str | None = field(metadata=doc("Publication date, truncated ISO; empty if the text carries none."))
    published_precision: Precision | None = field(metadata=doc("day, month or year."))
    date_source: DateSource | None = field(metadata=doc("Where the date was read: meta, text, url or feed."))
    modified: str | None = field(metadata=doc("Date of the last change, if the page says so."))
    language: str = field(metadata=doc("ISO 639-1 code of the language, empty if too short to tell."))
    relevance: float | None = field(default=None, metadata=doc("Probability (0-1) that the text speaks of IOP."))
    iop_relevant: bool | None = field(default=None, metadata=doc("Whether relevance is at least one half."))
    topic: TopicName | None = field(default=None, metadata=doc("iop, valfardsdebatt or ovrigt."))
    story_id: str = field(default="", metadata=doc("Id of the story: reprints of one text share it."))
    demo: DemoKind = field(default="", metadata=doc("retold or invented in the embedded corpus, else empty."))
    sha256: str = field(default="", metadata=doc("SHA-256 of the text in UTF-8."))
    main_subject: bool | None = field(default=None, metadata=doc("Whether IOP is its subject, not named in passing."))
    pages: tuple[int, ...] = field(default=(), metadata=doc("Where each page of the file begins in the text, if any."))


def page_of(document: Document, start: int) -> int | None:
    """Return the page of the file, from 1, on which a character of the text stands; None for a text without pages."""
    return max(1, bisect_right(document.pages, start)) if document.pages else None


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of a text that was stored: when it was noticed, and how much of the text it touches."""

    document_id: str = field(metadata=doc("Document whose text changed."))
    number: int = field(metadata=doc("Number of the change, from 1."))
    added_at: str = field(metadata=doc("Time the earlier text was stored."))
    replaced_at: str = field(metadata=doc("Time the later text took its place."))
    sentences_added: int = field(metadata=doc("Sentences that only the later text has."))
    sentences_removed: int = field(metadata=doc("Sentences that only the earlier text has."))
    changed: float = field(metadata=doc("Share of the sentences of both texts that only one of them has (0-1)."))


@dataclass(frozen=True, slots=True)
class Token:
    """One word as topics and corpus formats read it."""

    document_id: str
    start: int
    end: int
    lemma: str
    pos: str


@dataclass(frozen=True, slots=True)
class Entity:
    """An organisation, place or person that texts mention."""

    id: str = field(metadata=doc("kommun:, region:, lan:, org:, land:, ort: or per: and a code or slug."))
    label: Label = field(metadata=doc("ORG, LOC or PER."))
    canonical: str = field(metadata=doc("The name used in tables and figures."))
    kind: str = field(default="", metadata=doc("Kind of body or place, for example kommun, stiftelse, stadsdel."))
    side: str = field(default="", metadata=doc("ideburen, offentlig, foretag, naringsliv, facklig, politik, akademi …"))
    parent_id: str = field(default="", metadata=doc("Id of the body this one is a local branch of."))
    kommunkod: str = field(default="", metadata=doc("Municipality code (SCB, four digits)."))
    lan_kod: str = field(default="", metadata=doc("County code (SCB, two digits)."))
    orgnr: str = field(default="", metadata=doc("Organisation number, where a text or the lexicon gives it."))
    aliases: tuple[str, ...] = field(default=(), metadata=doc("Other names, joined by '; '."))


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of an entity in a text; a genitive ending lies outside the offsets."""

    document_id: str = field(metadata=doc("Document the mention stands in."))
    label: Label = field(metadata=doc("ORG, LOC or PER."))
    start: int = field(metadata=doc("First character, counted from 0."))
    end: int = field(metadata=doc("Character after the last."))
    text: str = field(metadata=doc("The words as printed."))
    entity_id: str = field(metadata=doc("Id of the entity; empty when a tie was left open."))
    canonical: str = field(metadata=doc("The entity's name."))
    rule: str = field(metadata=doc("The rule or list that found it."))
    score: float = field(metadata=doc("Confidence of the rule (0-1)."))


@dataclass(frozen=True, slots=True)
class AreaHit:
    """Evidence for a challenge area (samhällsutmaning)."""

    document_id: str = field(metadata=doc("Document the evidence stands in."))
    id: str = field(metadata=doc("Area id from corpus/lexicon/challenge_areas.csv."))
    start: int = field(metadata=doc("First character of the evidence."))
    end: int = field(metadata=doc("Character after the last."))
    rule: str = field(metadata=doc("The term pattern that fired, and where."))
    score: float = field(metadata=doc("Weight of the area in the document (0-1)."))


@dataclass(frozen=True, slots=True)
class FrameHit:
    """Evidence for a debate frame."""

    document_id: str = field(metadata=doc("Document the evidence stands in."))
    id: str = field(metadata=doc("Frame id from corpus/lexicon/debate_frames.csv."))
    start: int = field(metadata=doc("First character of the evidence."))
    end: int = field(metadata=doc("Character after the last."))
    rule: str = field(metadata=doc("The term pattern that fired, and where."))
    score: float = field(metadata=doc("Weight of the frame in the document (0-1)."))
    speaker: str = field(default="", metadata=doc("Id of the body that says it, where the text says so."))
