"""The vocabulary that all rooms share: small frozen records, named by what they are.

Offsets count characters (Unicode code points) and are half-open, into ``Document.text``. Dates are truncated
ISO strings (``2018``, ``2018-06``, ``2018-06-07``) or None: never a guess dressed as a fact. The order of the
fields is the order of the columns in the tables; the data dictionary in ``outputs/README.md`` is generated
from the ``doc`` texts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Literal

Label = Literal["ORG", "LOC", "PER"]
Precision = Literal["day", "month", "year"]
DateSource = Literal["meta", "text", "url", "feed"]
TopicName = Literal["iop", "valfardsdebatt", "ovrigt"]
DemoKind = Literal["", "retold", "invented"]


def doc(text: str) -> dict[str, str]:
    """Return field metadata: the sentence that describes the column in the data dictionary."""
    return {"doc": text}


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


@dataclass(frozen=True, slots=True)
class Party:
    """A party of an agreement: an entity with the name used for it."""

    entity_id: str
    canonical: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where in the text one field of a reading stands."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PartnershipReading:
    """One agreement as one text tells it."""

    document_id: str = field(metadata=doc("Document that tells of the agreement."))
    public_parties: tuple[Party, ...] = field(metadata=doc("Public parties."))
    idea_based_parties: tuple[Party, ...] = field(metadata=doc("Idea-based parties."))
    areas: tuple[str, ...] = field(metadata=doc("Area ids."))
    place: str = field(metadata=doc("Municipality or region the agreement is for."))
    status: str = field(metadata=doc("planned, signed, running, extended, ended, annulled or unclear."))
    start: str | None = field(metadata=doc("First day, month or year of the agreement."))
    end: str | None = field(metadata=doc("Last day, month or year of the agreement."))
    precision: Precision | None = field(
        metadata=doc("Precision of the start date (of the end date if only that is known).")
    )
    duration: float | None = field(metadata=doc("Length in years, where the text gives one."))
    amount_sek: int | None = field(metadata=doc("Amount in Swedish kronor."))
    amount_basis: str | None = field(metadata=doc("per_year, total or unclear."))
    rule: str = field(metadata=doc("The pattern that found the agreement."))
    evidence: tuple[Evidence, ...] = field(default=(), metadata=doc("Spans, in the table partnership_evidence."))


@dataclass(frozen=True, slots=True)
class Account:
    """A reading (number in its document, from 1) as part of a partnership: how surely it belongs there, and why."""

    document_id: str
    reading: int
    score: float
    reason: str

    def __str__(self) -> str:
        return f"{self.document_id}#{self.reading}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """What texts say differently of a field: (value, documents that give it), the value the register shows first."""

    field: str
    versions: tuple[tuple[str, tuple[str, ...]], ...]

    def __str__(self) -> str:
        told = (f"{value} ({', '.join(documents)})" for value, documents in self.versions)
        return f"{self.field}: {' | '.join(told)}"


@dataclass(frozen=True, slots=True)
class Partnership:
    """One agreement as all texts together tell it: a row of the register."""

    id: str = field(metadata=doc("iop: and a hash of parties, area and first year as the earliest account has them."))
    public_parties: tuple[Party, ...] = field(metadata=doc("Public parties: the fullest list most stories agree with."))
    idea_based_parties: tuple[Party, ...] = field(metadata=doc("Idea-based parties, chosen in the same way."))
    areas: tuple[str, ...] = field(metadata=doc("Area ids, at most two: those of most stories."))
    place: str = field(metadata=doc("Municipality or region the agreement is for."))
    status: str = field(metadata=doc("Where the texts, read by date, leave it: values as in partnership_readings."))
    start: str | None = field(metadata=doc("First day, month or year; of several, what most stories say."))
    end: str | None = field(metadata=doc("Last day, month or year, prolongations included."))
    precision: Precision | None = field(metadata=doc("Precision of the start date, else of the end date."))
    duration: float | None = field(metadata=doc("Length in years that most stories give."))
    amount_sek: int | None = field(metadata=doc("Amount in Swedish kronor that most stories give."))
    amount_basis: str | None = field(metadata=doc("per_year, total or unclear."))
    conflicts: tuple[Conflict, ...] = field(metadata=doc("Field: each value with its documents, the one shown first."))
    documents: int = field(metadata=doc("Documents that tell of it, reprints included."))
    stories: int = field(metadata=doc("Stories that tell of it: reprints of one text are one."))
    score: float = field(metadata=doc("How surely the accounts are of one agreement: that of the weakest (0-1)."))
    reason: str = field(metadata=doc("Why the weakest account was counted to it."))
    readings: tuple[Account, ...] = field(metadata=doc("Its accounts: document id, # and number of the reading."))


@dataclass(frozen=True, slots=True)
class CountClaim:
    """A published claim about how many partnerships, or bodies that have one, there are."""

    document_id: str = field(metadata=doc("Document the claim stands in."))
    counter: str = field(metadata=doc("Who counted, where the sentence says so."))
    counted: str = field(metadata=doc("What was counted: partnerships, municipalities, regions or organisations."))
    value: int = field(metadata=doc("The number."))
    qualifier: str = field(metadata=doc("exactly, about, at_least, more_than, at_most or fewer_than."))
    start: int = field(metadata=doc("First character of the claim, counted from 0."))
    end: int = field(metadata=doc("Character after its last."))
    date: str | None = field(default=None, metadata=doc("Time the number belongs to, where the sentence says so."))


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


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of a fitted model."""

    run: str = field(metadata=doc("Id of the model run."))
    id: int = field(metadata=doc("Number of the topic within the run, largest first."))
    label: str = field(metadata=doc("Its leading words."))
    terms: tuple[str, ...] = field(metadata=doc("Top words, most characteristic first."))
    stability: float | None = field(metadata=doc("Mean overlap (Jaccard) of its top words under resampling (0-1)."))


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a document belongs to a topic."""

    run: str = field(metadata=doc("Id of the model run."))
    document_id: str = field(metadata=doc("Document."))
    topic_id: int = field(metadata=doc("Topic."))
    weight: float = field(metadata=doc("Share of the document (0-1)."))


@dataclass(frozen=True, slots=True)
class Series:
    """One point of a curve, with its uncertainty and what it rests on."""

    kind: str = field(metadata=doc("What is followed: documents, topic, area, frame or entity."))
    key: str = field(metadata=doc("Which one: topic number, area id, frame id, entity id."))
    group: str = field(metadata=doc("Part of the corpus, or 'all'."))
    measure: str = field(metadata=doc("count or share (of the stories of the period)."))
    period: str = field(metadata=doc("Year, quarter (2018-Q2) or month (2018-06)."))
    value: float = field(metadata=doc("The count or share, by stories."))
    low: float | None = field(metadata=doc("Lower end of the 95 % interval (Wilson) of a share."))
    high: float | None = field(metadata=doc("Upper end of the 95 % interval."))
    documents: int = field(metadata=doc("Placements: documents counted, reprints included."))
    stories: int = field(metadata=doc("Stories counted: reprints of one text are one."))


@dataclass(frozen=True, slots=True)
class Shift:
    """A tested change of level in a series."""

    kind: str = field(metadata=doc("What is followed: topic, area, frame or entity."))
    key: str = field(metadata=doc("Which one."))
    family: str = field(metadata=doc("Form of change tested for: level or pulse."))
    date: str = field(metadata=doc("Most likely date of the change."))
    date_low: str = field(metadata=doc("Earliest date the data allow."))
    date_high: str = field(metadata=doc("Latest date the data allow."))
    effect: float = field(
        metadata=doc("Share after the change minus share before (for a pulse: inside minus outside).")
    )
    p_value: float = field(metadata=doc("Permutation p-value of this series alone."))
    q_value: float = field(metadata=doc("p-value after correction for all series and families tested (Holm)."))
    evidence: str = field(metadata=doc("What was compared with what."))


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that was noticed and did not stop the run."""

    stage: str = field(metadata=doc("Step that noticed: add, extract, topics …"))
    source: str = field(metadata=doc("Source or folder."))
    url: str = field(metadata=doc("Address or file."))
    level: Literal["info", "warning", "error"] = field(metadata=doc("info, warning or error."))
    message: str = field(metadata=doc("What happened and what to do."))


def column_names(record: type) -> tuple[str, ...]:
    """Return the field names of a record type, in column order."""
    return tuple(f.name for f in fields(record))


def precision_of(date: str) -> Precision:
    """Return the precision of a truncated ISO date.

    Raises:
        ValueError: it is none.
    """
    match len(date):
        case 4:
            return "year"
        case 7:
            return "month"
        case 10:
            return "day"
    raise ValueError(f"not a truncated ISO date: {date!r}")
