"""What ``extract`` found in each document: saved whole or not at all, read back in order.

Every table below ``extractions`` has the key (document, ordinal), so a document's rows lie together, come back
in the order they were given, and go when the extraction goes. One seal covers them all.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, TypeVar

from iopmine.errors import StoreError
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
    Party,
    Token,
)
from iopmine.store.connection import Database, Row
from iopmine.store.documents import PAGE, Documents, drop_extraction, drop_unspoken, pages, sealed_row, update_document
from iopmine.store.rows import RowMap, insert, listed
from iopmine.store.sealing import seal
from iopmine.store.tokens import pack_tokens, unpack_tokens

R = TypeVar("R")

_MENTIONS: Final = RowMap(Mention, without={"document_id"})
_AREAS: Final = RowMap(AreaHit, without={"document_id"})
_FRAMES: Final = RowMap(FrameHit, without={"document_id"})
_CLAIMS: Final = RowMap(CountClaim, without={"document_id"})
_ENTITIES: Final = RowMap(Entity)
_READINGS: Final = RowMap(
    PartnershipReading, without={"document_id", "public_parties", "idea_based_parties", "evidence"}
)
_PARTY: Final = ("reading", "side", "entity_id", "canonical")
_EVIDENCE: Final = ("reading", "field", "start", "end")
_SPAN: Final = ("start", "end")

# Parents before children: parties and evidence point to readings.
TABLES: Final[dict[str, tuple[str, ...]]] = {
    "mentions": _MENTIONS.columns,
    "area_hits": _AREAS.columns,
    "frame_hits": _FRAMES.columns,
    "readings": _READINGS.columns,
    "parties": _PARTY,
    "evidence": _EVIDENCE,
    "document_entities": ("entity",),
    "person_spans": _SPAN,
    "count_claims": _CLAIMS.columns,
}
ENTITY_COLUMNS: Final = _ENTITIES.columns

_UPSERT = (
    f"INSERT INTO entities ({listed((*ENTITY_COLUMNS, 'seal'))}) "  # noqa: S608 (names from the record)
    f"VALUES ({', '.join('?' * (len(ENTITY_COLUMNS) + 1))}) ON CONFLICT (id) DO UPDATE SET "
    f"({listed((*ENTITY_COLUMNS[1:], 'seal'))}) = ({listed((*ENTITY_COLUMNS[1:], 'seal'), 'excluded')}) "
    "WHERE excluded.seal <> entities.seal"
)


def extraction_seal(pipeline: str, sha256: str, tokens: bytes, tables: Iterable[Sequence[Row]]) -> str:
    """Return the seal over one extraction; ``tables`` in the order of ``TABLES``."""
    contents = ([len(rows), *rows] for rows in tables)
    return seal([[pipeline, sha256, zlib.crc32(tokens)], *contents])


class Extractions(Documents):
    """What was extracted from the documents of a store."""

    def save_extraction(self, extraction: Extraction, *, pipeline: str) -> bool:
        """Save what one pass found in a document, in place of what an earlier pass found, in one transaction.

        The document's language, relevance and topic are taken from ``extraction.document``.

        Args:
            pipeline: fingerprint of what extracted (model, lexicon, code); see ``pending``.

        Returns:
            False if the stored text changed since it was read: then nothing is saved and it stays pending.

        Raises:
            StoreError: the document is not in the store, or a record belongs to another document.
        """
        return self.save_extractions([extraction], pipeline=pipeline) == 1

    def save_extractions(self, extractions: Iterable[Extraction], *, pipeline: str, every: int = 50) -> int:
        """Save many, committing every so many, and return how many were saved; see ``save_extraction``.

        The write lock is held only while rows are written, never while the iterable computes the next.
        """
        waiting, saved = iter(extractions), 0
        while batch := list(islice(waiting, every)):
            with self._database.transaction():
                former: set[str] = set()
                for extraction in batch:
                    saved += _save(self._database, extraction, pipeline, former)
                drop_unspoken(self._database, former)
        return saved

    def pending(self, pipeline: str) -> Iterator[Document]:
        """Yield, in order of ids, the documents that this pipeline has not seen, or not with this text.

        The list is made when the iteration begins, so results may be saved while it goes on.
        """
        missing = self._database.rows(
            "SELECT d.id FROM documents d LEFT JOIN extractions x ON x.document = d.key "
            "WHERE x.pipeline IS NOT ? OR x.sha256 IS NOT d.sha256 ORDER BY d.id",
            (pipeline,),
        )
        for first in range(0, len(missing), PAGE):
            yield from self.documents(ids=[document_id for (document_id,) in missing[first : first + PAGE]])

    def pipelines(self) -> list[str]:
        """Return the fingerprints of the pipelines that the stored extractions come from, sorted."""
        return [name for (name,) in self._database.rows("SELECT DISTINCT pipeline FROM extractions ORDER BY pipeline")]

    def mentions(self) -> Iterator[Mention]:
        """Yield all mentions by document id, in the order the extraction gave them."""
        return self._records("mentions", _MENTIONS)

    def areas(self) -> Iterator[AreaHit]:
        """Yield all evidence for challenge areas by document id, in the order given."""
        return self._records("area_hits", _AREAS)

    def frames(self) -> Iterator[FrameHit]:
        """Yield all evidence for debate frames by document id, in the order given."""
        return self._records("frame_hits", _FRAMES)

    def count_claims(self) -> Iterator[CountClaim]:
        """Yield all published claims about numbers by document id, in the order given."""
        return self._records("count_claims", _CLAIMS)

    def entities(self) -> Iterator[Entity]:
        """Yield the entities that the stored extractions speak of, by id."""
        for row in self._database.rows(f"SELECT {listed(ENTITY_COLUMNS)} FROM entities ORDER BY id"):  # noqa: S608
            yield _ENTITIES.record(row)

    def readings(self) -> Iterator[PartnershipReading]:
        """Yield all readings of agreements, with parties and evidence, by document id, in the order given."""
        for bounds in pages(self._database):
            yield from self._partnerships_page(bounds)

    def _partnerships_page(self, bounds: tuple[str, str]) -> list[PartnershipReading]:
        with self._database.snapshot():
            parties: dict[tuple[str, int, str], list[Party]] = defaultdict(list)
            for document_id, _, reading, side, *party in _page(self._database, "parties", _PARTY, bounds):
                parties[document_id, reading, side].append(Party(*party))
            evidence: dict[tuple[str, int], list[Evidence]] = defaultdict(list)
            for document_id, _, reading, *span in _page(self._database, "evidence", _EVIDENCE, bounds):
                evidence[document_id, reading].append(Evidence(*span))
            return [
                _READINGS.record(
                    row,
                    document_id=document_id,
                    public_parties=tuple(parties[document_id, number, "public"]),
                    idea_based_parties=tuple(parties[document_id, number, "idea_based"]),
                    evidence=tuple(evidence[document_id, number]),
                )
                for document_id, number, *row in _page(self._database, "readings", _READINGS.columns, bounds)
            ]

    def tokens(self, document_id: str) -> list[Token]:
        """Return the words of one document; empty if none were saved."""
        packed = self._database.value(
            "SELECT t.packed FROM tokens t JOIN documents d ON d.key = t.document WHERE d.id = ?", (document_id,)
        )
        return [] if packed is None else unpack_tokens(document_id, packed)

    def lemmas(self) -> Iterator[tuple[str, list[Token]]]:
        """Yield (document id, its words) for every document whose words were saved, by id."""
        for bounds in pages(self._database):
            for document_id, packed in self._database.rows(
                "SELECT d.id, t.packed FROM documents d JOIN tokens t ON t.document = d.key "
                "WHERE d.id > ? AND d.id <= ? ORDER BY d.id",
                bounds,
            ):
                yield document_id, unpack_tokens(document_id, packed)

    def person_spans(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield (document id, (start, end)) for every stretch of text that names a person, by document id."""
        for bounds in pages(self._database):
            for document_id, _, start, end in _page(self._database, "person_spans", _SPAN, bounds):
                yield document_id, (start, end)

    def _records(self, table: str, rows: RowMap[R]) -> Iterator[R]:
        for bounds in pages(self._database):
            for document_id, _, *row in _page(self._database, table, rows.columns, bounds):
                yield rows.record(row, document_id=document_id)


def _page(database: Database, table: str, columns: Sequence[str], bounds: tuple[str, str]) -> list[Row]:
    return database.rows(
        f"SELECT d.id, c.ordinal, {listed(columns, 'c')} FROM documents d JOIN {table} c ON c.document = d.key "  # noqa: S608
        "WHERE d.id > ? AND d.id <= ? ORDER BY d.id, c.ordinal",
        bounds,
    )


def _save(database: Database, extraction: Extraction, pipeline: str, former: set[str]) -> bool:
    """Write one extraction unless the text is another by now; note in ``former`` what the earlier one spoke of."""
    document = extraction.document
    key, columns = sealed_row(database, document.id)
    if document.sha256 != columns["sha256"]:
        return False
    _check_owner(extraction)
    columns |= {"language": document.language, "topic": document.topic}
    columns["relevance"] = None if document.relevance is None else float(document.relevance)
    columns["iop_relevant"] = None if document.iop_relevant is None else int(document.iop_relevant)
    columns["main_subject"] = None if document.main_subject is None else int(document.main_subject)
    update_document(database, key, columns)
    former |= drop_extraction(database, key)
    for entity in extraction.entities:
        row = _ENTITIES.row(entity)
        database.write(_UPSERT, (*row, seal([row])))
    tables = _tables(extraction)
    packed = pack_tokens(extraction.tokens) if extraction.tokens else b""
    mark = extraction_seal(pipeline, document.sha256, packed, tables)
    database.write("INSERT INTO extractions VALUES (?, ?, ?, ?)", (key, pipeline, document.sha256, mark))
    if packed:
        database.write("INSERT INTO tokens VALUES (?, ?)", (key, packed))
    for (table, names), rows in zip(TABLES.items(), tables, strict=True):
        numbered = [(key, ordinal, *row) for ordinal, row in enumerate(rows)]
        insert(database, table, ("document", "ordinal", *names), numbered)
    return True


def _tables(extraction: Extraction) -> list[list[Row]]:
    """Return the rows of one extraction, table by table in the order of ``TABLES``."""
    parties: list[Row] = []
    evidence: list[Row] = []
    for number, reading in enumerate(extraction.partnerships):
        for side, named in (("public", reading.public_parties), ("idea_based", reading.idea_based_parties)):
            parties += [(number, side, party.entity_id, party.canonical) for party in named]
        evidence += [(number, span.field, int(span.start), int(span.end)) for span in reading.evidence]
    return [
        [_MENTIONS.row(mention) for mention in extraction.mentions],
        [_AREAS.row(hit) for hit in extraction.areas],
        [_FRAMES.row(hit) for hit in extraction.frames],
        [_READINGS.row(reading) for reading in extraction.partnerships],
        parties,
        evidence,
        [(entity_id,) for entity_id in sorted({entity.id for entity in extraction.entities})],
        [(int(start), int(end)) for start, end in extraction.person_spans],
        [_CLAIMS.row(claim) for claim in extraction.count_claims],
    ]


def _check_owner(extraction: Extraction) -> None:
    parts: tuple[Iterable[Any], ...] = (
        extraction.mentions,
        extraction.areas,
        extraction.frames,
        extraction.partnerships,
        extraction.count_claims,
        extraction.tokens,
    )
    for part in parts:
        for record in part:
            if record.document_id != extraction.document.id:
                raise StoreError(
                    f"The extraction of {extraction.document.id!r} holds a record of {record.document_id!r}.",
                    hint="Save each document's records with the document they stand in.",
                )
