"""``iopmine status``: what is in the store."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from iopmine.config import Workspace
from iopmine.steps.opening import open_store
from iopmine.store import StoreStatus
from iopmine.text.redaction import redact

__all__ = ["StoreStatus", "status"]


def status(workspace: Workspace) -> StoreStatus:
    """Return the counts of the store; contact data are masked in the names of sources.

    Raises:
        StoreError: there is no store yet, or it cannot be opened.
    """
    with open_store(workspace, read_only=True) as store:
        found = store.status()
    sources: Counter[str] = Counter()
    for source, documents in found.by_source.items():
        sources[redact(source)] += documents
    return replace(found, by_source=dict(sorted(sources.items())))
