"""Partnerships: as one text tells them, as all texts together do, and what is said of their number."""

from __future__ import annotations

from dataclasses import dataclass, field

from iopmine.records.fields import Precision, doc


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
