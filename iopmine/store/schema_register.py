"""The second step of the schema: the register of partnerships, and published claims about numbers."""

from __future__ import annotations

from typing import Final

REGISTER: Final = """
-- The seal of an extraction covers its claims too from here on, and extract does them all again anyway.
DELETE FROM extractions;
DELETE FROM entities;
CREATE TABLE count_claims (
    document INTEGER NOT NULL REFERENCES extractions ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    counter TEXT NOT NULL,
    counted TEXT NOT NULL,
    value INTEGER NOT NULL,
    qualifier TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    "date" TEXT,
    PRIMARY KEY (document, ordinal)
) STRICT, WITHOUT ROWID;

-- The register follows from the readings; it is written anew when they, their documents or stories have changed.
CREATE TABLE register (
    key INTEGER PRIMARY KEY CHECK (key = 1),
    basis TEXT NOT NULL,                     -- hash of all that the partnerships below were made from
    seal TEXT NOT NULL                       -- of the basis and all rows of the two tables below
) STRICT;
CREATE TABLE partnerships (
    ordinal INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    public_parties TEXT NOT NULL,            -- JSON list of [entity id, name]
    idea_based_parties TEXT NOT NULL,        -- likewise
    areas TEXT NOT NULL,                     -- JSON list
    place TEXT NOT NULL,
    status TEXT NOT NULL,
    "start" TEXT,
    "end" TEXT,
    "precision" TEXT,
    duration REAL,
    amount_sek INTEGER,
    amount_basis TEXT,
    conflicts TEXT NOT NULL,                 -- JSON list of [field, [[value, [document id, …]], …]]
    documents INTEGER NOT NULL,
    stories INTEGER NOT NULL,
    score REAL NOT NULL,
    reason TEXT NOT NULL
) STRICT;
-- Which reading (number within its document, from 1) is an account of which partnership.
CREATE TABLE accounts (
    partnership TEXT NOT NULL REFERENCES partnerships (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    document_id TEXT NOT NULL,
    reading INTEGER NOT NULL,
    score REAL NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (partnership, ordinal),
    UNIQUE (document_id, reading)
) STRICT, WITHOUT ROWID;
"""
