"""The fourth step of the schema: what is said beside the curves, and how far it can be trusted."""

from __future__ import annotations

from typing import Final

RUNS: Final = """
-- The seal of a run covers more tables from here on; iopmine topics computes all of them anew.
DELETE FROM runs;
DROP TABLE receipts;
CREATE TABLE receipts (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    kind TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    what TEXT NOT NULL,
    id TEXT NOT NULL,
    text TEXT NOT NULL,
    value REAL NOT NULL,
    inside REAL,
    outside REAL,
    of_inside INTEGER,
    of_outside INTEGER,
    g2 REAL,
    PRIMARY KEY (run, kind, "key", "date", what, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE too_few (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    kind TEXT NOT NULL,
    "key" TEXT NOT NULL,
    stories INTEGER NOT NULL,
    present REAL NOT NULL,
    absent REAL NOT NULL,
    needed TEXT NOT NULL,
    smallest REAL,
    PRIMARY KEY (run, kind, "key")
) STRICT, WITHOUT ROWID;
CREATE TABLE topic_numbers (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    topics INTEGER NOT NULL,
    stability REAL NOT NULL,
    spread REAL NOT NULL,
    chosen INTEGER NOT NULL,
    PRIMARY KEY (run, topics)
) STRICT, WITHOUT ROWID;
CREATE TABLE topic_events (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    earlier_run TEXT NOT NULL,
    kind TEXT NOT NULL,
    old TEXT NOT NULL,                       -- JSON list
    new TEXT NOT NULL,                       -- JSON list
    words REAL NOT NULL,
    documents REAL NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (run, kind, old, new)
) STRICT, WITHOUT ROWID;
CREATE TABLE emerging_topics (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    topic_id INTEGER NOT NULL,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    share_first REAL NOT NULL,
    share_last REAL NOT NULL,
    p_value REAL NOT NULL,
    PRIMARY KEY (run, topic_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE topic_matters (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    topic_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    "key" TEXT NOT NULL,
    lift REAL NOT NULL,
    within REAL NOT NULL,
    of REAL NOT NULL,
    stories INTEGER NOT NULL,
    PRIMARY KEY (run, topic_id, kind, "key")
) STRICT, WITHOUT ROWID;
CREATE TABLE topic_examples (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    topic_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    rank INTEGER NOT NULL,
    document_id TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (run, topic_id, kind, rank)
) STRICT, WITHOUT ROWID;
CREATE TABLE word_drift (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    kind TEXT NOT NULL,
    "key" TEXT NOT NULL,
    word TEXT NOT NULL,
    "date" TEXT NOT NULL,
    before REAL NOT NULL,
    after REAL NOT NULL,
    stories INTEGER NOT NULL,
    p_value REAL NOT NULL,
    PRIMARY KEY (run, kind, "key", word)
) STRICT, WITHOUT ROWID;
-- A base or size that does not apply is empty, so there is no key.
CREATE TABLE calibration (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    measure TEXT NOT NULL,
    scenario TEXT NOT NULL,
    base REAL,
    size REAL,
    value REAL,
    low REAL,
    high REAL,
    simulations INTEGER NOT NULL,
    sentence TEXT NOT NULL
) STRICT;
CREATE INDEX calibration_by_run ON calibration (run);
CREATE TABLE what_if (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    kind TEXT NOT NULL,
    "key" TEXT NOT NULL,
    family TEXT NOT NULL,
    "date" TEXT NOT NULL,
    date_low TEXT NOT NULL,
    date_high TEXT NOT NULL,
    effect_low REAL NOT NULL,
    effect_high REAL NOT NULL,
    main INTEGER NOT NULL,
    held INTEGER NOT NULL,
    settings INTEGER NOT NULL,
    setting TEXT NOT NULL,
    missing TEXT NOT NULL,                   -- JSON list
    PRIMARY KEY (run, kind, "key", family, "date")
) STRICT, WITHOUT ROWID;
"""
