"""Seals: the SHA-256 of rows as they are stored, because SQLite's own check misses most damage inside rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

compact_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""One encoder for all calls: ``json.dumps`` with options makes a new one each time."""


def seal(rows: Iterable[Sequence[Any]]) -> str:
    """Return the SHA-256 over rows as they are stored: equal again when read back undamaged."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(compact_json(row).encode("utf-8", "surrogatepass"))
        digest.update(b"\n")
    return digest.hexdigest()
