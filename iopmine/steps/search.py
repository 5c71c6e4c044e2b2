"""``iopmine search``: full-text search in the store, with the keyword in context."""

from __future__ import annotations

from iopmine.config import Workspace
from iopmine.steps.opening import open_store
from iopmine.store import Hit, KwicLine
from iopmine.text.redaction import redact

__all__ = ["Hit", "KwicLine", "search"]


def search(
    workspace: Workspace,
    query: str,
    *,
    limit: int = 20,
    lines: int = 3,
    since: str | None = None,
    until: str | None = None,
    kind: str | None = None,
) -> list[Hit]:
    """Return the documents that match, best first, contact data masked in what is shown.

    Raises:
        StoreError: there is no store yet.
        UsageError: a bound is not a date.
    """
    with open_store(workspace, read_only=True) as store:
        hits = store.search(query, limit=limit, kind=kind, since=since, until=until, lines=lines)
    return [_masked(hit) for hit in hits]


def _masked(hit: Hit) -> Hit:
    shown = tuple(
        KwicLine(redact(line.left), redact(line.keyword), redact(line.right), line.start, line.end)
        for line in hit.lines
    )
    return Hit(hit.document_id, redact(hit.title), hit.published, hit.url, hit.score, shown)
