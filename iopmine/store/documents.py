"""Documents: what was added, under which id, with which text, and what it said before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from iopmine.errors import StoreError
from iopmine.records import Document, Revision
from iopmine.store.connection import Database, Row
from iopmine.store.rows import RowMap, checked, insert_into, listed
from iopmine.store.sealing import seal
from iopmine.text.changes import changed
from iopmine.text.normal import sha256

PAGE: Final = 200
"""Documents fetched at a time: memory stays flat, and no statement is left open between two of them."""

ROWS: Final = RowMap(Document, without={"text"})
SEALED: Final = (*ROWS.columns, "raw_sha256", "added_at")
_INSERT = insert_into("documents", (*SEALED, "seal"))
# Column names come from the record, values always travel as parameters.
_UPDATE = f"UPDATE documents SET ({listed((*SEALED, 'seal'))}) = ({', '.join('?' * (len(SEALED) + 1))}) WHERE key = ?"  # noqa: S608
_SELECT = f"SELECT {listed(ROWS.columns, 'd')}, t.text FROM documents d JOIN texts t ON t.document = d.key"  # noqa: S608
_SEALED_BY_ID = f"SELECT key, {listed(SEALED)} FROM documents WHERE id = ?"  # noqa: S608
_MARKS = ", ".join("?" * PAGE)


def pages(database: Database) -> Iterator[tuple[str, str]]:
    """Yield (after, up to) bounds that cut all document ids, in order, into pages."""
    after = ""
    while True:
        upto = database.value(
            "SELECT max(id) FROM (SELECT id FROM documents WHERE id > ? ORDER BY id LIMIT ?)", (after, PAGE)
        )
        if upto is None:
            return
        yield after, upto
        after = upto


def as_document(row: Row) -> Document:
    """Return the document for the metadata columns followed by the text."""
    return ROWS.record(row[:-1], text=checked(row)[-1])


def sealed_row(database: Database, document_id: str) -> tuple[int, dict[str, object]]:
    """Return the key and the sealed columns of a stored document.

    Raises:
        StoreError: no document has this id.
    """
    row = database.row(_SEALED_BY_ID, (document_id,))
    if row is None:
        raise StoreError(f"There is no document {document_id!r} in {database.path}.", hint="List them: iopmine status.")
    return row[0], dict(zip(SEALED, row[1:], strict=True))


def update_document(database: Database, key: int, columns: Mapping[str, object]) -> None:
    """Write all sealed columns of a document and its seal (inside the caller's transaction)."""
    row = tuple(columns[name] for name in SEALED)
    database.write(_UPDATE, (*row, seal([row]), key))


class Documents:
    """The documents of a store."""

    _database: Database

    def add(self, document: Document, *, raw_sha256: str, added_at: str) -> bool:
        """Store a document in one transaction; once this returns, a killed process does not lose it.

        The id decides: a new id is added, a known id with the same text is left as it is (only the hash of its
        raw bytes is noted), and a changed text takes the place of the old one, which is kept as a version. What
        was extracted from the old text goes, so no offset ever points into another text.

        Args:
            raw_sha256: SHA-256 of the bytes the text was read from, for ``known``.
            added_at: time of adding, ISO 8601, as the caller's clock has it.

        Returns:
            True if the document is new or its text changed.

        Raises:
            StoreError: the document's own ``sha256`` is not that of its text, or SQLite refused.
        """
        with self._database.transaction():
            return self._add(document, raw_sha256=raw_sha256, added_at=added_at)

    def _add(self, document: Document, *, raw_sha256: str, added_at: str) -> bool:
        """Do what ``add`` says inside the caller's transaction."""
        digest = sha256(document.text)
        if document.sha256 not in {"", digest}:
            raise StoreError(
                f"The document {document.id!r} carries the hash of another text.",
                hint="Leave sha256 empty, or read the document again.",
            )
        row = (*ROWS.row(replace(document, sha256=digest)), raw_sha256, added_at)
        known = self._database.row("SELECT key, sha256, raw_sha256 FROM documents WHERE id = ?", (document.id,))
        if known is None:
            self._insert(row, document.text)
        elif known[1] != digest:
            self._replace(known[0], row, document.text)
        else:
            if known[2] != raw_sha256:
                key, columns = sealed_row(self._database, document.id)
                update_document(self._database, key, columns | {"raw_sha256": raw_sha256})
            return False
        return True

    def _insert(self, row: Row, text: str) -> None:
        self._database.write(_INSERT, (*row, seal([row])))
        key = self._database.value("SELECT last_insert_rowid()")
        self._database.write("INSERT INTO texts (document, text) VALUES (?, ?)", (key, text))

    def _replace(self, key: int, row: Row, text: str) -> None:
        columns = dict(zip(SEALED, row, strict=True))
        self._database.write(
            "INSERT INTO versions SELECT d.key, (SELECT count(*) FROM versions WHERE document = d.key), "
            "d.sha256, d.raw_sha256, d.added_at, ?, d.title, t.text "
            "FROM documents d JOIN texts t ON t.document = d.key WHERE d.key = ?",
            (columns["added_at"], key),
        )
        former = drop_extraction(self._database, key)
        update_document(self._database, key, columns)
        self._database.write("UPDATE texts SET text = ? WHERE document = ?", (text, key))
        drop_unspoken(self._database, former)

    def document(self, document_id: str) -> Document | None:
        """Return the document with this id, or None."""
        row = self._database.row(f"{_SELECT} WHERE d.id = ?", (document_id,))
        return None if row is None else as_document(row)

    def documents(self, *, ids: Iterable[str] | None = None, relevant_only: bool = False) -> Iterator[Document]:
        """Yield the documents in order of their ids, page by page.

        Args:
            ids: only these; unknown ids are passed over.
            relevant_only: only those that an extraction found to speak of IOP.
        """
        only = " AND d.iop_relevant = 1" if relevant_only else ""
        if ids is None:
            for bounds in pages(self._database):
                for row in self._database.rows(f"{_SELECT} WHERE d.id > ? AND d.id <= ?{only} ORDER BY d.id", bounds):
                    yield as_document(row)
            return
        wanted = sorted(set(ids))
        for first in range(0, len(wanted), PAGE):
            page = wanted[first : first + PAGE]
            page += page[-1:] * (PAGE - len(page))
            for row in self._database.rows(f"{_SELECT} WHERE d.id IN ({_MARKS}){only} ORDER BY d.id", page):
                yield as_document(row)

    def document_count(self) -> int:
        """Return the number of documents."""
        return int(self._database.value("SELECT count(*) FROM documents"))

    def known(self, raw_sha256s: Iterable[str]) -> set[str]:
        """Return those of the raw hashes that a stored document was read from."""
        query = "SELECT raw_sha256 FROM documents WHERE raw_sha256 = ? LIMIT 1"
        return {raw for raw in set(raw_sha256s) if self._database.value(query, (raw,)) is not None}

    def versions(self, document_id: str) -> list[tuple[str, str, str]]:
        """Return (SHA-256, added, replaced) of each earlier text of a document, oldest first."""
        return self._database.rows(
            "SELECT v.sha256, v.added_at, v.replaced_at FROM versions v JOIN documents d ON d.key = v.document "
            "WHERE d.id = ? ORDER BY v.ordinal",
            (document_id,),
        )

    def revisions(self) -> Iterator[Revision]:
        """Yield the changes of all texts, by document and time."""
        query = (
            "SELECT v.added_at, v.replaced_at, v.text, t.text FROM versions v "
            "JOIN documents d ON d.key = v.document JOIN texts t ON t.document = d.key "
            "WHERE d.id = ? ORDER BY v.ordinal"
        )
        ids = self._database.rows(
            "SELECT DISTINCT d.id FROM versions v JOIN documents d ON d.key = v.document ORDER BY d.id"
        )
        for (document_id,) in ids:
            rows = self._database.rows(query, (document_id,))
            later_texts = [*(row[2] for row in rows[1:]), *(row[3] for row in rows[-1:])]
            for number, ((added, replaced, text, _), later) in enumerate(zip(rows, later_texts, strict=True), 1):
                yield Revision(document_id, number, added, replaced, *changed(text, later))

    def marks(self, form: int) -> Iterator[tuple[str, str | None, bytes | None]]:
        """Yield (id, publication date, packed marks) of the documents in order of their ids.

        None stands for marks that are missing, of another form, or of an earlier text.
        """
        for bounds in pages(self._database):
            yield from self._database.rows(
                "SELECT d.id, d.published, m.packed FROM documents d "
                "LEFT JOIN marks m ON m.document = d.key AND m.sha256 = d.sha256 AND m.form = ? "
                "WHERE d.id > ? AND d.id <= ? ORDER BY d.id",
                (form, *bounds),
            )

    def save_marks(self, marks: Iterable[tuple[str, str, bytes]], *, form: int) -> None:
        """Keep the packed marks of texts (id and SHA-256 of the text, marks), in one transaction."""
        with self._database.transaction():
            self._database.write_many(
                "INSERT OR REPLACE INTO marks SELECT key, sha256, ?, ? FROM documents WHERE id = ? AND sha256 = ?",
                [(form, packed, document_id, digest) for document_id, digest, packed in marks],
            )

    def set_stories(self, stories: Mapping[str, str]) -> None:
        """Note the story of each document (document id → story id), in one transaction.

        Raises:
            StoreError: a document is not in the store; then nothing is changed.
        """
        with self._database.transaction():
            for document_id, story_id in sorted(stories.items()):
                key, columns = sealed_row(self._database, document_id)
                if columns["story_id"] != story_id:
                    update_document(self._database, key, columns | {"story_id": story_id})


def drop_extraction(database: Database, key: int) -> set[str]:
    """Remove what was extracted from a document; return the ids of the entities it spoke of."""
    spoken = {entity for (entity,) in database.rows("SELECT entity FROM document_entities WHERE document = ?", (key,))}
    database.write("DELETE FROM extractions WHERE document = ?", (key,))
    return spoken


def drop_unspoken(database: Database, entities: Iterable[str]) -> None:
    """Remove those of the entities that no extraction speaks of any more (inside the caller's transaction)."""
    database.write_many(
        "DELETE FROM entities WHERE id = ? AND id NOT IN (SELECT entity FROM document_entities WHERE entity = id)",
        [(entity,) for entity in sorted(entities)],
    )
