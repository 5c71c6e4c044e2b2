"""``iopmine status``: what is in the store, and how each source is doing."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from iopmine.config import Workspace
from iopmine.records import SourceRun
from iopmine.sources.health import Health, health
from iopmine.steps.catalogue import catalogue_of
from iopmine.steps.opening import open_store
from iopmine.store import Coverage, StoreStatus
from iopmine.text.redaction import redact

__all__ = ["Status", "StoreStatus", "status"]


@dataclass(frozen=True, slots=True)
class Status:
    """The store's contents, the health of the sources that have been gathered, and what was seen of each by month."""

    store: StoreStatus
    sources: tuple[Health, ...]
    coverage: tuple[Coverage, ...]


def status(workspace: Workspace) -> Status:
    """Return the counts of the store and the health of its sources; contact data are masked in names of sources.

    Raises:
        StoreError: there is no store yet, or it cannot be opened.
    """
    with open_store(workspace, read_only=True) as store:
        found = store.status()
        runs = store.source_runs()
        coverage = tuple(store.coverage())
    by_source: Counter[str] = Counter()
    for source, documents in found.by_source.items():
        by_source[redact(source)] += documents
    by_name: dict[str, list[SourceRun]] = defaultdict(list)
    for run in runs:
        by_name[run.source].append(run)
    known = catalogue_of(workspace).sources if runs else {}
    states = (health(known[name], by_name[name]) for name in sorted(set(by_name) & set(known)))
    return Status(replace(found, by_source=dict(sorted(by_source.items()))), tuple(states), coverage)
