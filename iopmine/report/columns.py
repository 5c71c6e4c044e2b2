"""The tables: which record each is made of, its columns, and the cells of a row.

Columns are the fields of the record in their order. Parties take two columns, names and ids; evidence has a table
of its own; every table ends with ``demo``.
"""

from __future__ import annotations

import dataclasses
import types
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Literal, Union, get_args, get_origin, get_type_hints

from iopmine import records
from iopmine.records import Account, Document, Partnership, PartnershipReading, TopicExample, page_of
from iopmine.report.masking import Privacy, mask
from iopmine.report.quotation import Quoter

ColumnType = Literal["string", "integer", "number", "boolean"]
Cell = str | int | float | bool | None

JOINT = "; "
# Ids, hashes and codes join tables and are no prose: masking digits inside a hash would break them.
_KEYS = frozenset(
    "id document_id partnership_id story_id entity_id parent_id key sha256 orgnr kommunkod run readings".split()
)
_PARTY_FIELDS = {"public_parties": "public_party_ids", "idea_based_parties": "idea_based_party_ids"}
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class PartnershipEvidence:
    """Where one field of one account of a partnership stands in the text."""

    partnership_id: str = dataclasses.field(metadata=records.doc("Partnership that the account is of."))
    document_id: str = dataclasses.field(metadata=records.doc("Document that tells of the agreement."))
    reading: int = dataclasses.field(metadata=records.doc("Number of the agreement within the document, from 1."))
    field: str = dataclasses.field(metadata=records.doc("Field of an agreement that the words are evidence for."))
    start: int = dataclasses.field(metadata=records.doc("First character, counted from 0."))
    end: int = dataclasses.field(metadata=records.doc("Character after the last."))
    quote: str = dataclasses.field(metadata=records.doc("The words around it: at most 25 words and 200 characters."))
    page: int | None = dataclasses.field(metadata=records.doc("Page of the file, from 1; empty for a text without."))


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
    Table("revisions", records.Revision, "One row per change of a stored text: when, and how much of it."),
    Table("mentions", records.Mention, "One row per occurrence of an organisation or place."),
    Table("entities", records.Entity, "One row per organisation or place that is mentioned."),
    Table("partnerships", records.Partnership, "The register: one row per partnership, as all texts together tell it."),
    Table("partnership_readings", records.PartnershipReading, "One row per agreement as one text tells it."),
    Table("partnership_evidence", PartnershipEvidence, "One row per field of an account: the words that say so."),
    Table("areas", records.AreaHit, "One row per piece of evidence for a challenge area."),
    Table("frames", records.FrameHit, "One row per piece of evidence for a debate frame."),
    Table("count_claims", records.CountClaim, "One row per published claim about how many; no one series."),
    Table("topics", records.Topic, "One row per topic of the model."),
    Table("topic_shares", records.Share, "One row per document and topic."),
    Table("topic_numbers", records.TopicNumber, "One row per number of topics that was tried."),
    Table("topic_matters", records.TopicMatter, "One row per area or frame that is frequent in a topic."),
    Table("topic_examples", records.TopicExample, "One row per document or sentence that shows what a topic is about."),
    Table("topic_events", records.TopicEvent, "One row per fate of topics since the run before."),
    Table("emerging_topics", records.EmergingTopic, "One row per topic that is new and growing."),
    Table("series", records.Series, "One row per point of a curve."),
    Table("shifts", records.Shift, "One row per tested change."),
    Table("receipts", records.Receipt, "One row per thing that a shift rests on, or that coincides with it."),
    Table("what_if", records.Held, "One row per shift that any setting found: in how many it holds."),
    Table("calibration", records.CalibrationRow, "One row per figure on how often the tests err and find."),
    Table("too_few", records.TooFew, "One row per series that could not be tested."),
    Table("word_drift", records.WordDrift, "One row per word that came or went within a topic, area or frame."),
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
        if record is records.Document and (item.name == "pages" or (item.name == "text" and not texts)):
            continue
        found.append(Column(item.name, _type(hints[item.name]), about))
        if item.name in _PARTY_FIELDS:
            found.append(Column(_PARTY_FIELDS[item.name], "string", f"{about[:-1]}: entity ids in the same order."))
    if record is PartnershipReading:
        found.append(Column("reading", "integer", "Number of the agreement within the document, from 1."))
        found.append(Column("partnership_id", "string", "Partnership of the register that it is an account of."))
        found.append(Column("score", "number", "How surely it is an account of that partnership (0-1)."))
        found.append(Column("reason", "string", "What it has in common with the account that it is likest to."))
    if record is TopicExample:
        found.append(Column("quote", "string", "The sentence: at most 25 words, 200 characters; empty for a document."))
    if all(column.name != "demo" for column in found):
        found.append(Column("demo", "string", _demo_doc(record)))
    return tuple(found)


def _demo_doc(record: type) -> str:
    if record is Partnership or any(item.name == "document_id" for item in fields(record)):
        return "retold or invented if the document is from the embedded corpus, else empty."
    return "demo if the run read the embedded corpus, else empty."


def _type(hint: object) -> ColumnType:
    """Return the column type of a field: the first part of ``X | None``; literals and tuples are text."""
    if get_origin(hint) in {Union, types.UnionType}:
        hint = get_args(hint)[0]
    names: dict[object, ColumnType] = {int: "integer", float: "number", bool: "boolean"}
    return names.get(hint, "string")


Accounts = Mapping[tuple[str, int], tuple[str, Account]]
"""Document id and number of a reading → the id of its partnership, and how it belongs there."""


def accounts_of(partnerships: Iterable[Partnership]) -> Accounts:
    """Return which partnership each reading is an account of."""
    return {(each.document_id, each.reading): (found.id, each) for found in partnerships for each in found.readings}


@dataclass(frozen=True)
class Outgoing:
    """What turns records into cells.

    The privacy of the run, its documents, whether it read the embedded corpus, whether texts go too, and what readings
    are accounts of.
    """

    privacy: Privacy
    documents: Mapping[str, Document]
    demo: bool = False
    texts: bool = False
    accounts: Accounts = dataclasses.field(default_factory=dict)

    def rows(self, table: Table, items: Iterable[object]) -> Iterator[tuple[Cell, ...]]:
        """Yield one tuple of cells per record, in the order of the columns."""
        names = [column.name for column in table.columns(texts=self.texts)]
        seen: Counter[str] = Counter()
        for item in items:
            if self._is_person(item):
                continue
            documents = _documents_of(item)
            kinds = [self.documents[document].demo for document in documents if document in self.documents]
            extra: dict[str, Cell] = {"demo": next(iter(filter(None, kinds)), "" if documents else "demo" * self.demo)}
            if isinstance(item, PartnershipReading):
                seen[item.document_id] += 1
                extra |= self._account(item.document_id, seen[item.document_id])
            if isinstance(item, TopicExample):
                extra["quote"] = example_quote(item, self.documents.get(item.document_id), self.privacy)
            yield tuple(self._cell(item, name, documents, extra) for name in names)

    def _account(self, document: str, number: int) -> dict[str, Cell]:
        partnership, account = self.accounts.get((document, number), ("", None))
        said = (account.score, account.reason) if account is not None else (None, "")
        return {"reading": number, "partnership_id": partnership, "score": said[0], "reason": said[1]}

    def _is_person(self, item: object) -> bool:
        """Tell whether a record is about a person, and persons are not asked for."""
        if self.privacy.persons:
            return False
        if isinstance(item, records.Mention | records.Entity):
            return item.label == "PER"
        key: str = item.id if isinstance(item, records.Receipt) else getattr(item, "key", "")
        return key.startswith("per:")

    def _cell(self, item: object, name: str, documents: Sequence[str], extra: Mapping[str, Cell]) -> Cell:
        if name in extra:
            return extra[name]
        for parties, ids in _PARTY_FIELDS.items():
            if name == ids:
                return JOINT.join(party.entity_id for party in getattr(item, parties))
        value: Cell | tuple[object, ...] = getattr(item, name)
        if name == "text" and isinstance(item, records.Document):
            return mask(item.text, self.privacy.masked_in(item.id), keep_length=True).text
        if isinstance(value, tuple):
            value = JOINT.join(str(getattr(part, "canonical", part)) for part in value)
        if isinstance(value, str):
            return value if name in _KEYS and not _is_word(item) else self._text(value, item, documents)
        return round(value, _DECIMALS) if isinstance(value, float) else value

    def _text(self, value: str, item: object, documents: Sequence[str]) -> str:
        """Return a text as it may leave; words of the model know no document, so every name of the run is masked."""
        if isinstance(item, records.Topic) or _is_word(item):
            return self.privacy.clean_words(value)
        if isinstance(item, records.Receipt) and item.what == "document":
            return self.privacy.clean(value, item.id)
        for document in documents or ("",):
            value = self.privacy.clean(value, document)
        return value


def _is_word(item: object) -> bool:
    """Tell whether a record is about a word of the model, which its id may be."""
    return isinstance(item, records.WordDrift) or (isinstance(item, records.Receipt) and item.what == "word")


def _documents_of(item: object) -> tuple[str, ...]:
    """Return the ids of the documents that a record is of: none for a topic, several for a partnership."""
    if isinstance(item, records.Document):
        return (item.id,)
    if isinstance(item, Partnership):
        return tuple(dict.fromkeys(account.document_id for account in item.readings))
    document: str = getattr(item, "document_id", "")
    return (document,) if document else ()


def evidence_rows(
    readings: Iterable[PartnershipReading], accounts: Accounts, documents: Mapping[str, Document], privacy: Privacy
) -> Iterator[PartnershipEvidence]:
    """Yield the evidence of each reading; the quotation is empty where the document is not at hand."""
    seen: Counter[str] = Counter()
    for reading in readings:
        key = reading.document_id
        seen[key] += 1
        partnership = accounts[key, seen[key]][0] if (key, seen[key]) in accounts else ""
        document = documents.get(key)
        quoter = Quoter(document.text if document else "", privacy.masked_in(key))
        for item in reading.evidence:
            quote = str(quoter.around(item.start, item.end)) if document and document.text else ""
            page = page_of(document, item.start) if document else None
            yield PartnershipEvidence(partnership, key, seen[key], item.field, item.start, item.end, quote, page)


def example_quote(example: TopicExample, document: Document | None, privacy: Privacy) -> str:
    """Return the sentence of an example as it may leave; empty for a document, or if its text is not at hand."""
    if example.kind == "document" or document is None or not document.text:
        return ""
    return str(Quoter(document.text, privacy.masked_in(document.id)).around(example.start, example.end))
