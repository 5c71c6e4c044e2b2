"""The tables: which record each is made of, its columns, and the cells of a row.

Columns are the fields of the record in their order. Parties take two columns, names and ids; evidence has a table
of its own; every table ends with ``demo``.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Literal, Union, get_args, get_origin, get_type_hints

from iopmine import records
from iopmine.records import PartnershipReading
from iopmine.report.masking import Privacy, mask
from iopmine.report.quotation import Quoter

ColumnType = Literal["string", "integer", "number", "boolean"]
Cell = str | int | float | bool | None

JOINT = "; "
# Ids, hashes and codes join tables and are no prose: masking digits inside a hash would break them.
_KEYS = frozenset(
    {"id", "document_id", "story_id", "entity_id", "parent_id", "key", "sha256", "orgnr", "kommunkod", "run"}
)
_PARTY_FIELDS = {"public_parties": "public_party_ids", "idea_based_parties": "idea_based_party_ids"}
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class PartnershipEvidence:
    """Where one field of one reading of an agreement stands in the text."""

    document_id: str = dataclasses.field(metadata=records.doc("Document that tells of the agreement."))
    reading: int = dataclasses.field(metadata=records.doc("Number of the agreement within the document, from 1."))
    field: str = dataclasses.field(metadata=records.doc("Field of an agreement that the words are evidence for."))
    start: int = dataclasses.field(metadata=records.doc("First character, counted from 0."))
    end: int = dataclasses.field(metadata=records.doc("Character after the last."))
    quote: str = dataclasses.field(metadata=records.doc("The words around it: at most 25 words and 200 characters."))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, type and the sentence that describes it."""

    name: str
    type: ColumnType
    doc: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, the record each row is, and what it holds."""

    name: str
    record: type
    doc: str

    def columns(self, *, texts: bool = False) -> tuple[Column, ...]:
        """Return the columns; the text of documents only on demand."""
        return _columns(self.record, texts)


TABLES: tuple[Table, ...] = (
    Table("documents", records.Document, "One row per text: where it comes from and when."),
    Table("mentions", records.Mention, "One row per occurrence of an organisation or place."),
    Table("entities", records.Entity, "One row per organisation or place that is mentioned."),
    Table("partnerships", records.PartnershipReading, "One row per agreement as one text tells it."),
    Table("partnership_evidence", PartnershipEvidence, "One row per field of an agreement: the words that say so."),
    Table("areas", records.AreaHit, "One row per piece of evidence for a challenge area."),
    Table("frames", records.FrameHit, "One row per piece of evidence for a debate frame."),
    Table("topics", records.Topic, "One row per topic of the model."),
    Table("topic_shares", records.Share, "One row per document and topic."),
    Table("series", records.Series, "One row per point of a curve."),
    Table("shifts", records.Shift, "One row per tested change of level."),
    Table("issues", records.Issue, "One row per thing that was noticed and did not stop the run."),
)
TABLE_NAMES = tuple(table.name for table in TABLES)


@cache
def _columns(record: type, texts: bool) -> tuple[Column, ...]:
    hints = get_type_hints(record)
    found: list[Column] = []
    for item in fields(record):
        about = item.metadata["doc"]
        if item.name == "evidence" and record is PartnershipReading:
            continue
        if item.name == "text" and record is records.Document and not texts:
            continue
        found.append(Column(item.name, _type(hints[item.name]), about))
        if item.name in _PARTY_FIELDS:
            found.append(Column(_PARTY_FIELDS[item.name], "string", f"{about[:-1]}: entity ids in the same order."))
    if record is PartnershipReading:
        found.append(Column("reading", "integer", "Number of the agreement within the document, from 1."))
    if all(column.name != "demo" for column in found):
        found.append(Column("demo", "string", _demo_doc(record)))
    return tuple(found)


def _demo_doc(record: type) -> str:
    if any(item.name == "document_id" for item in fields(record)):
        return "retold or invented if the document is from the embedded corpus, else empty."
    return "demo if the run read the embedded corpus, else empty."


def _type(hint: object) -> ColumnType:
    """Return the column type of a field: the first part of ``X | None``; literals and tuples are text."""
    if get_origin(hint) in {Union, types.UnionType}:
        hint = get_args(hint)[0]
    names: dict[object, ColumnType] = {int: "integer", float: "number", bool: "boolean"}
    return names.get(hint, "string")


@dataclass(frozen=True)
class Outgoing:
    """What turns records into cells: the privacy of the run, the demo kind of its documents, whether texts go too."""

    privacy: Privacy
    demo_of: Mapping[str, str]
    demo: bool = False
    texts: bool = False

    def rows(self, table: Table, items: Iterable[object]) -> Iterator[tuple[Cell, ...]]:
        """Yield one tuple of cells per record, in the order of the columns."""
        names = [column.name for column in table.columns(texts=self.texts)]
        seen: dict[str, int] = {}
        for item in items:
            if self._is_person(item):
                continue
            document: str = getattr(item, "id" if table.name == "documents" else "document_id", "")
            seen[document] = seen.get(document, 0) + 1
            extra: dict[str, Cell] = {"demo": self.demo_of.get(document, "") if document else "demo" * self.demo}
            if table.name == "partnerships":
                extra["reading"] = seen[document]
            yield tuple(self._cell(item, name, document, extra) for name in names)

    def _is_person(self, item: object) -> bool:
        """Tell whether a record is about a person, and persons are not asked for."""
        if self.privacy.persons:
            return False
        if isinstance(item, records.Mention | records.Entity):
            return item.label == "PER"
        return isinstance(item, records.Series | records.Shift) and item.key.startswith("per:")

    def _cell(self, item: object, name: str, document: str, extra: Mapping[str, Cell]) -> Cell:
        if name in extra:
            return extra[name]
        for parties, ids in _PARTY_FIELDS.items():
            if name == ids:
                return JOINT.join(party.entity_id for party in getattr(item, parties))
        value: Cell | tuple[object, ...] = getattr(item, name)
        if name == "text" and isinstance(item, records.Document):
            return mask(item.text, self.privacy.masked_in(document), keep_length=True).text
        if isinstance(value, tuple):
            value = JOINT.join(str(getattr(part, "canonical", part)) for part in value)
        if isinstance(value, str):
            return value if name in _KEYS else self._text(value, item, document)
        return round(value, _DECIMALS) if isinstance(value, float) else value

    def _text(self, value: str, item: object, document: str) -> str:
        """Return a text as it may leave; topic words know no document, so every name of the run is masked."""
        if isinstance(item, records.Topic):
            return self.privacy.clean_words(value)
        return self.privacy.clean(value, document)


def evidence_rows(
    partnerships: Iterable[PartnershipReading], texts: Mapping[str, str], privacy: Privacy
) -> Iterator[PartnershipEvidence]:
    """Yield the evidence of each reading; the quotation is empty where the document is not at hand."""
    seen: dict[str, int] = {}
    for reading in partnerships:
        number = seen[reading.document_id] = seen.get(reading.document_id, 0) + 1
        text = texts.get(reading.document_id, "")
        quoter = Quoter(text, privacy.masked_in(reading.document_id))
        for item in reading.evidence:
            quote = str(quoter.around(item.start, item.end)) if text else ""
            yield PartnershipEvidence(reading.document_id, number, item.field, item.start, item.end, quote)
