"""The third step of the schema: the address book, hosts, the runs of gathering, and what tells reprints."""

from __future__ import annotations

from typing import Final

GATHERING: Final = """
-- The seal of an extraction covers who says what from here on, and extract does them all again anyway.
DELETE FROM extractions;
DELETE FROM entities;
ALTER TABLE frame_hits ADD COLUMN speaker TEXT NOT NULL DEFAULT '';

ALTER TABLE documents ADD COLUMN main_subject INTEGER;
ALTER TABLE documents ADD COLUMN pages TEXT NOT NULL DEFAULT '[]'; -- JSON list
UPDATE documents SET seal = iopmine_seal(
    id, url, source, kind, title, published, published_precision, date_source, modified, language, relevance,
    iop_relevant, topic, story_id, demo, sha256, main_subject, pages, raw_sha256, added_at
);

-- One line for each address a source has named. The columns of records.Address, and what identifies the page.
CREATE TABLE addresses (
    "identity" TEXT PRIMARY KEY CHECK ("identity" <> ''),
    url TEXT NOT NULL,
    source TEXT NOT NULL,
    entry TEXT NOT NULL,
    title TEXT NOT NULL,
    published TEXT,
    modified TEXT,
    fetch_url TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('new', 'kept', 'left_out', 'failed', 'disallowed', 'gone')),
    reason TEXT NOT NULL,
    status INTEGER,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    sha256 TEXT NOT NULL,                    -- of the bytes last read
    document_id TEXT NOT NULL,               -- empty, or documents.id
    attempts INTEGER NOT NULL,
    not_before TEXT NOT NULL,
    reservation TEXT NOT NULL,
    relevance REAL,
    excerpt TEXT NOT NULL,
    seal TEXT NOT NULL                       -- of all columns above
) STRICT, WITHOUT ROWID;
CREATE INDEX addresses_by_source ON addresses (source, state);
CREATE INDEX addresses_by_document ON addresses (document_id);
CREATE INDEX documents_by_url ON documents (url);
-- Whether an entry point was read to its end when it was last read: only then is a page of known addresses the end.
CREATE TABLE entries (
    source TEXT NOT NULL,
    entry TEXT NOT NULL,
    complete INTEGER NOT NULL,
    PRIMARY KEY (source, entry)
) STRICT, WITHOUT ROWID;

-- The bytes of the pages that were kept, as they came: to be decoded again if it was done wrongly.
CREATE TABLE raw_pages (
    sha256 TEXT PRIMARY KEY,
    packed BLOB NOT NULL                     -- zlib
) STRICT;

-- What a host asked of its visitors, and when it was last visited. Losing it costs a new look at robots.txt.
CREATE TABLE hosts (
    host TEXT PRIMARY KEY CHECK (host <> ''),
    robots BLOB NOT NULL,
    robots_outcome TEXT NOT NULL,
    robots_at TEXT NOT NULL,
    last_request_at TEXT NOT NULL,
    not_before TEXT NOT NULL,
    failures INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE gatherings (
    key INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    ended_at TEXT NOT NULL,                  -- empty while it goes on, and for ever if it was killed
    followed TEXT NOT NULL                   -- JSON list of the names that were followed
) STRICT;
CREATE TABLE source_runs (
    key INTEGER PRIMARY KEY,
    gathering INTEGER NOT NULL REFERENCES gatherings ON DELETE CASCADE,
    source TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT NOT NULL,
    leads INTEGER NOT NULL,
    new INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    left_out INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    disallowed INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    cut INTEGER NOT NULL,
    entries TEXT NOT NULL,                   -- JSON list
    complete INTEGER NOT NULL,
    floor_missed INTEGER NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX source_runs_by_source ON source_runs (source, key);

-- By what a text is compared with others to find reprints; made anew when the text or the form has changed.
CREATE TABLE marks (
    document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    sha256 TEXT NOT NULL,                    -- of the text
    form INTEGER NOT NULL,
    packed BLOB NOT NULL
) STRICT;

-- Shifts say more than before, and what they rest on; topics, series and shifts are computed anew by iopmine topics.
DELETE FROM runs;
DROP TABLE shifts;
CREATE TABLE shifts (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    kind TEXT NOT NULL,
    "key" TEXT NOT NULL,
    family TEXT NOT NULL,
    "date" TEXT NOT NULL,
    scope TEXT NOT NULL,
    date_low TEXT NOT NULL,
    date_high TEXT NOT NULL,
    effect REAL NOT NULL,
    p_value REAL NOT NULL,
    q_value REAL NOT NULL,
    evidence TEXT NOT NULL,
    "begin" TEXT NOT NULL,
    "end" TEXT NOT NULL,
    effect_low REAL,
    effect_high REAL,
    inside REAL,
    outside REAL,
    stories_inside INTEGER,
    stories INTEGER,
    form_p_value REAL,
    form_share REAL,
    PRIMARY KEY (run, kind, "key", family, "date", scope)
) STRICT, WITHOUT ROWID;
CREATE TABLE receipts (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    kind TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    what TEXT NOT NULL,
    id TEXT NOT NULL,
    text TEXT NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (run, kind, "key", "date", what, id)
) STRICT, WITHOUT ROWID;
"""
