"""``iopmine search``: full-text search in the store, with the keyword in context."""

from __future__ import annotations

import re
from dataclasses import replace

from iopmine.config import Workspace
from iopmine.report.files import without_controls
from iopmine.report.masking import MaskedText, Privacy, mask
from iopmine.steps.opening import open_store
from iopmine.steps.persons import names_stored
from iopmine.store import Hit, KwicLine

__all__ = ["Hit", "KwicLine", "search"]

_SPACE = re.compile(r"\s+")


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
    """Return the documents that match, best first.

    Contact data are masked in what is shown, and persons where ``extract`` has found them.

    Raises:
        StoreError: there is no store yet.
        UsageError: a bound is not a date.
    """
    with open_store(workspace, read_only=True) as store:
        hits = store.search(query, limit=limit, kind=kind, since=since, until=until, lines=lines)
        texts = {document.id: document.text for document in store.documents(ids=[hit.document_id for hit in hits])}
        privacy = Privacy(names_stored(store, texts))
    return [_masked(hit, texts[hit.document_id], privacy) for hit in hits]


def _masked(hit: Hit, text: str, privacy: Privacy) -> Hit:
    """Mask the whole text first, so that no line can begin or end inside a name or a number."""
    shown = mask(text, privacy.masked_in(hit.document_id))
    return replace(
        hit,
        title=privacy.clean(hit.title, hit.document_id),
        url=privacy.clean(hit.url, hit.document_id),
        lines=tuple(_line(line, shown) for line in hit.lines),
    )


def _line(line: KwicLine, shown: MaskedText) -> KwicLine:
    start, end = shown.span(line.start, line.end)
    left, keyword, right = (
        _SPACE.sub(" ", without_controls(piece))
        for piece in (
            shown.text[max(0, start - len(line.left)) : start],
            shown.text[start:end],
            shown.text[end : end + len(line.right)],
        )
    )
    return replace(line, left=left, keyword=keyword, right=right)
