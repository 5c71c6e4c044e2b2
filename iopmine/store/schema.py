"""The database as one text: tables, index and triggers, and the numbered steps that lead to it.

Three ideas hold the schema together. A document's data (``documents``) and its text (``texts``) are two tables,
so that lists and filters never read texts. The full-text index is an FTS5 table over a *view* of the texts in
their folded form (``folding.fold``): the text itself is stored once, and triggers write its index row in the
same transaction. Everything that was written carries a ``seal`` (SHA-256 of the row as written), because
``PRAGMA integrity_check`` misses most damage inside rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Final

from iopmine.store.schema_gathering import GATHERING
from iopmine.store.schema_register import REGISTER
from iopmine.store.schema_runs import RUNS

APPLICATION_ID: Final = 0x494F504D  # "IOPM"; see PRAGMA application_id
FOLD_FUNCTION: Final = "iopmine_fold"
SEAL_FUNCTION: Final = "iopmine_seal"  # of the columns of one row; for steps that change which columns there are
TOKENIZER: Final = "unicode61 remove_diacritics 0"  # as in the table search below

_FIRST: Final = """
-- In a WITHOUT ROWID table the columns of the key come first: SQLite 3.40 reports damage where there is none
-- if they do not.
CREATE TABLE documents (
    key INTEGER PRIMARY KEY,                 -- what the other tables and the index point to
    id TEXT NOT NULL UNIQUE CHECK (id <> ''),
    url TEXT NOT NULL,
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    published TEXT,
    published_precision TEXT,
    date_source TEXT,
    modified TEXT,
    language TEXT NOT NULL,
    relevance REAL,
    iop_relevant INTEGER,
    topic TEXT,
    story_id TEXT NOT NULL,
    demo TEXT NOT NULL,
    sha256 TEXT NOT NULL,                    -- of the text in UTF-8
    raw_sha256 TEXT NOT NULL,                -- of the bytes the text was read from
    added_at TEXT NOT NULL,
    seal TEXT NOT NULL                       -- of all columns above but key
) STRICT;
CREATE INDEX documents_by_raw ON documents (raw_sha256);
CREATE INDEX documents_by_text ON documents (id, sha256);

CREATE TABLE texts (
    document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;

-- What a document said before its text changed.
CREATE TABLE versions (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    raw_sha256 TEXT NOT NULL,
    added_at TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (document, ordinal)
) STRICT;

-- remove_diacritics 0 keeps får apart from far and vård from vard; the folding makes é, è and ü plain.
CREATE VIEW folded_texts AS SELECT document, iopmine_fold(text) AS text FROM texts;
CREATE VIRTUAL TABLE search USING fts5 (
    text, content = 'folded_texts', content_rowid = 'document', tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TRIGGER texts_insert AFTER INSERT ON texts BEGIN
    INSERT INTO search (rowid, text) VALUES (new.document, iopmine_fold(new.text));
END;
CREATE TRIGGER texts_delete AFTER DELETE ON texts BEGIN
    INSERT INTO search (search, rowid, text) VALUES ('delete', old.document, iopmine_fold(old.text));
END;
CREATE TRIGGER texts_update AFTER UPDATE ON texts BEGIN
    INSERT INTO search (search, rowid, text) VALUES ('delete', old.document, iopmine_fold(old.text));
    INSERT INTO search (rowid, text) VALUES (new.document, iopmine_fold(new.text));
END;

-- One pass of a pipeline over one text. Its rows below go with it.
CREATE TABLE extractions (
    document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    pipeline TEXT NOT NULL,                  -- fingerprint of model, lexicon and code
    sha256 TEXT NOT NULL,                    -- of the text that was read
    seal TEXT NOT NULL                       -- of all rows with this document in the tables below
) STRICT;
CREATE TABLE tokens (
    document INTEGER PRIMARY KEY REFERENCES extractions ON DELETE CASCADE,
    packed BLOB NOT NULL                     -- zlib of JSON: gaps, lengths, lemmas, parts of speech
) STRICT;
CREATE TABLE mentions (
    document INTEGER NOT NULL REFERENCES extractions ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    label TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    canonical TEXT NOT NULL,
    rule TEXT NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (document, ordinal)
) STRICT, WITHOUT ROWID;
-- Where names of persons stand, so that outputs can mask them; the names themselves are not kept apart.
CREATE TABLE person_spans (
    document INTEGER NOT NULL REFERENCES extractions ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (document, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE area_hits (
    document INTEGER NOT NULL REFERENCES extractions ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    id TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    rule TEXT NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (document, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE frame_hits (
    document INTEGER NOT NULL REFERENCES extractions ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    id TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    rule TEXT NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (document, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE readings (
    document INTEGER NOT NULL REFERENCES extractions ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    areas TEXT NOT NULL,                     -- JSON list
    place TEXT NOT NULL,
    status TEXT NOT NULL,
    "start" TEXT,
    "end" TEXT,
    "precision" TEXT,
    duration REAL,
    amount_sek INTEGER,
    amount_basis TEXT,
    rule TEXT NOT NULL,
    PRIMARY KEY (document, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE parties (
    document INTEGER NOT NULL REFERENCES extractions ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    reading INTEGER NOT NULL,                -- ordinal in readings
    side TEXT NOT NULL CHECK (side IN ('public', 'idea_based')),
    entity_id TEXT NOT NULL,
    canonical TEXT NOT NULL,
    PRIMARY KEY (document, ordinal),
    FOREIGN KEY (document, reading) REFERENCES readings ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE evidence (
    document INTEGER NOT NULL REFERENCES extractions ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    reading INTEGER NOT NULL,                -- ordinal in readings
    field TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (document, ordinal),
    FOREIGN KEY (document, reading) REFERENCES readings ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE entities (
    id TEXT PRIMARY KEY,
    label TEXT NOT NULL,
    canonical TEXT NOT NULL,
    kind TEXT NOT NULL,
    side TEXT NOT NULL,
    parent_id TEXT NOT NULL,
    kommunkod TEXT NOT NULL,
    lan_kod TEXT NOT NULL,
    orgnr TEXT NOT NULL,
    aliases TEXT NOT NULL,                   -- JSON list
    seal TEXT NOT NULL
) STRICT;
-- Which extraction speaks of which entity; an entity that none speaks of is removed.
CREATE TABLE document_entities (
    document INTEGER NOT NULL REFERENCES extractions ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    entity TEXT NOT NULL REFERENCES entities,
    PRIMARY KEY (document, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_entities_by_entity ON document_entities (entity);

-- One fit of a topic model with the curves made from it. The largest key is the latest run.
CREATE TABLE runs (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (id <> ''),
    settings TEXT NOT NULL,                  -- JSON
    seal TEXT NOT NULL                       -- of the settings and all rows with this run in the tables below
) STRICT;
CREATE TABLE topics (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    id INTEGER NOT NULL,
    label TEXT NOT NULL,
    terms TEXT NOT NULL,                     -- JSON list
    stability REAL,
    PRIMARY KEY (run, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE shares (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    topic_id INTEGER NOT NULL,
    weight REAL NOT NULL,
    PRIMARY KEY (run, document_id, topic_id),
    FOREIGN KEY (run, topic_id) REFERENCES topics ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX shares_by_document ON shares (document_id);
CREATE TABLE series (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    kind TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    measure TEXT NOT NULL,
    period TEXT NOT NULL,
    value REAL NOT NULL,
    low REAL,
    high REAL,
    documents INTEGER NOT NULL,
    stories INTEGER NOT NULL,
    PRIMARY KEY (run, kind, "key", "group", measure, period)
) STRICT, WITHOUT ROWID;
CREATE TABLE shifts (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    kind TEXT NOT NULL,
    "key" TEXT NOT NULL,
    family TEXT NOT NULL,
    "date" TEXT NOT NULL,
    date_low TEXT NOT NULL,
    date_high TEXT NOT NULL,
    effect REAL NOT NULL,
    p_value REAL NOT NULL,
    q_value REAL NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (run, kind, "key", family, "date")
) STRICT, WITHOUT ROWID;

CREATE TABLE issues (
    stage TEXT NOT NULL,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    level TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (stage, source, url, level, message)
) STRICT, WITHOUT ROWID;
"""

MIGRATIONS: Final[Mapping[int, str]] = {1: _FIRST, 2: REGISTER, 3: GATHERING, 4: RUNS}
"""The steps from an empty file to today's schema: version → SQL that leads there from the version before.

A published step is never edited; a change is a new number. A step that changes ``folding.fold`` ends with
``INSERT INTO search (search) VALUES ('rebuild')``, since index rows are removed by what they were made from.
"""

VERSION: Final = max(MIGRATIONS)


def statements(sql: str) -> Iterator[str]:
    """Yield the single statements of an SQL text (triggers whole), so that they can share one transaction."""
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending.strip()
            pending = ""
    if pending.strip():
        yield pending.strip()
