"""Whether every byte of a store still is what was written.

SQLite's own check sees the structure of the file; most damage inside rows passes it. So each text is hashed
again, each seal is compared, and the index is compared with the texts.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator
from typing import Final

from iopmine.errors import StoreBusyError, StoreError
from iopmine.records import Issue
from iopmine.store import documents, extractions, gathering, models, register
from iopmine.store.connection import Database, Row
from iopmine.store.rows import listed
from iopmine.store.sealing import seal
from iopmine.text.normal import sha256

_REBUILD: Final = "Rebuild it from the stored texts with Store.rebuild_index()."
_RESTORE: Final = "Restore the file from a backup, or add this document again in a new workspace."
_AGAIN: Final = "Run: iopmine extract."


def findings(database: Database) -> Iterator[Issue]:
    """Yield an issue for everything that is not as it was written.

    Raises:
        StoreBusyError: another process is writing.
    """
    checks = (
        _structure,
        _references,
        _index_size,
        _documents,
        _versions,
        _entities,
        _extractions,
        _runs,
        _register,
        _addresses,
        _raw_pages,
    )
    for check in checks:
        with database.snapshot():
            yield from _guarded(check, database)
    if not database.read_only:
        yield from _guarded(_index_words, database)


def _error(database: Database, message: str, *, document: str = "") -> Issue:
    return Issue("verify", database.path.name, document, "error", message)


def _guarded(check: Callable[[Database], Iterator[Issue]], database: Database) -> Iterator[Issue]:
    """Turn a page so damaged that reading stops into a finding: it is not the end of the inspection."""
    try:
        yield from check(database)
    except StoreBusyError:
        raise
    except StoreError as error:
        yield _error(database, f"{error.message} {_RESTORE}")
    except (TypeError, ValueError, AttributeError) as error:
        # One changed bit can make bytes or nothing of a text.
        yield _error(database, f"A stored value is of another kind than the one written ({error}). {_RESTORE}")


def _structure(database: Database) -> Iterator[Issue]:
    for (line,) in database.rows("PRAGMA integrity_check"):
        if line != "ok":
            yield _error(database, f"The structure of the file is damaged: {line}. {_RESTORE}")


def _references(database: Database) -> Iterator[Issue]:
    for table, row, parent, _ in database.rows("PRAGMA foreign_key_check"):
        yield _error(database, f"A row of {table} ({row}) points to a row of {parent} that is gone. {_RESTORE}")
    for (document_id,) in database.rows(
        "SELECT id FROM documents WHERE key NOT IN (SELECT document FROM texts) ORDER BY id"
    ):
        yield _error(database, f"The text is gone. {_RESTORE}", document=document_id)


def _index_size(database: Database) -> Iterator[Issue]:
    counts = [database.value(f"SELECT count(*) FROM {table}") for table in ("documents", "search_docsize")]  # noqa: S608
    if counts[0] != counts[1]:
        yield _error(database, f"The index holds {counts[1]} of {counts[0]} documents. {_REBUILD}")


def _index_words(database: Database) -> Iterator[Issue]:
    try:
        with database.transaction():
            database.write("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    except StoreBusyError:
        raise
    except StoreError as error:
        yield _error(database, f"The full-text index does not match the texts: {error.message} {_REBUILD}")


def _documents(database: Database) -> Iterator[Issue]:
    columns = listed(documents.SEALED, "d")
    for bounds in documents.pages(database):
        for *row, mark, text in database.rows(
            f"SELECT {columns}, d.seal, t.text FROM documents d JOIN texts t ON t.document = d.key "  # noqa: S608
            "WHERE d.id > ? AND d.id <= ? ORDER BY d.id",
            bounds,
        ):
            stored = dict(zip(documents.SEALED, row, strict=True))
            if sha256(text) != stored["sha256"]:
                yield _error(database, f"The text is not the one that was added. {_RESTORE}", document=row[0])
            if seal([row]) != mark:
                yield _error(database, f"The data about the text were changed. {_RESTORE}", document=row[0])


def _versions(database: Database) -> Iterator[Issue]:
    for document_id, digest, text in database.rows(
        "SELECT d.id, v.sha256, v.text FROM versions v JOIN documents d ON d.key = v.document ORDER BY d.id, v.ordinal"
    ):
        if sha256(text) != digest:
            yield _error(database, f"An earlier text is not the one that was added. {_RESTORE}", document=document_id)


def _entities(database: Database) -> Iterator[Issue]:
    for *row, mark in database.rows(f"SELECT {listed(extractions.ENTITY_COLUMNS)}, seal FROM entities ORDER BY id"):  # noqa: S608
        if seal([row]) != mark:
            yield _error(database, f"The entity {row[0]!r} was changed. {_AGAIN}")
    for (entity_id,) in database.rows(
        "SELECT id FROM entities WHERE id NOT IN (SELECT entity FROM document_entities) ORDER BY id"
    ):
        yield _error(database, f"No document speaks of the entity {entity_id!r}. {_AGAIN}")


def _extractions(database: Database) -> Iterator[Issue]:
    for after, upto in documents.pages(database):
        for key, document_id, pipeline, digest, mark, current, packed in database.rows(
            "SELECT d.key, d.id, x.pipeline, x.sha256, x.seal, d.sha256, t.packed "
            "FROM documents d JOIN extractions x ON x.document = d.key LEFT JOIN tokens t ON t.document = d.key "
            "WHERE d.id > ? AND d.id <= ? ORDER BY d.id",
            (after, upto),
        ):
            tables = [_ordered(database, table, columns, key) for table, columns in extractions.TABLES.items()]
            if extractions.extraction_seal(pipeline, digest, packed or b"", tables) != mark:
                yield _error(database, f"What was extracted was changed. {_AGAIN}", document=document_id)
            if digest != current:
                yield _error(database, f"What was extracted belongs to another text. {_AGAIN}", document=document_id)


def _ordered(database: Database, table: str, columns: tuple[str, ...], key: int) -> list[Row]:
    return database.rows(f"SELECT {listed(columns)} FROM {table} WHERE document = ? ORDER BY ordinal", (key,))  # noqa: S608


def _runs(database: Database) -> Iterator[Issue]:
    for key, run_id, settings, mark in database.rows("SELECT key, id, settings, seal FROM runs ORDER BY key"):
        tables = (models.run_rows(database, key, table) for table in models.TABLES)
        if models.run_seal(settings, tables) != mark:
            yield _error(database, f"The topic run {run_id!r} was changed. Run: iopmine topics.")


def _register(database: Database) -> Iterator[Issue]:
    row = database.row("SELECT basis, seal FROM register")
    if row is not None and register.register_seal(row[0], register.stored(database)) != row[1]:
        yield _error(database, f"The register of partnerships was changed. {_AGAIN}")


def _addresses(database: Database) -> Iterator[Issue]:
    columns = listed(gathering.ADDRESS_COLUMNS)
    for *row, mark in database.rows(f'SELECT {columns}, seal FROM addresses ORDER BY "identity"'):  # noqa: S608
        if seal([row]) != mark:
            yield _error(database, f"What is known of the address {row[0]} was changed. Run: iopmine gather.")


def _raw_pages(database: Database) -> Iterator[Issue]:
    for (digest,) in database.rows("SELECT sha256 FROM raw_pages ORDER BY sha256"):
        (packed,) = database.row("SELECT packed FROM raw_pages WHERE sha256 = ?", (digest,)) or (b"",)
        try:
            whole = hashlib.sha256(zlib.decompress(packed)).hexdigest() == digest
        except zlib.error:
            whole = False
        if not whole:
            yield _error(database, f"The bytes of the page {digest} are not those that came. {_RESTORE}")
