"""``iopmine search``: full-text search in the store, with the keyword in context."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from iopmine.config import Workspace
from iopmine.errors import UsageError
from iopmine.records import Document
from iopmine.report.files import without_controls
from iopmine.report.masking import MaskedText, Privacy, mask
from iopmine.steps.opening import open_store
from iopmine.steps.persons import names_stored
from iopmine.store import Hit, KwicLine
from iopmine.store.query import match_expression

__all__ = ["Found", "KwicLine", "search"]

_SPACE = re.compile(r"\s+")
# Who knows other search engines writes these; alone they are no words to look for.
_OPERATORS = frozenset({"AND", "OR", "NOT", "NEAR"})


@dataclass(frozen=True, slots=True)
class Found(Hit):
    """A document that matches, with the outlet it stood in."""

    source: str


def search(
    workspace: Workspace,
    query: str,
    *,
    limit: int = 20,
    lines: int = 3,
    since: str | None = None,
    until: str | None = None,
    kind: str | None = None,
) -> list[Found]:
    """Return the documents that match, best first.

    Contact data are masked in what is shown, and persons where ``extract`` has found them.

    Raises:
        StoreError: there is no store yet.
        UsageError: a bound is not a date, or the query holds no words.
    """
    if match_expression(" ".join(part for part in query.split() if part.strip("()") not in _OPERATORS)) is None:
        raise UsageError(
            "The query holds no words to search for.", hint='Write words, "phrases" or begin*; -without needs one more.'
        )
    with open_store(workspace, read_only=True) as store:
        hits = store.search(query, limit=limit, kind=kind, since=since, until=until, lines=lines)
        documents = {document.id: document for document in store.documents(ids=[hit.document_id for hit in hits])}
        privacy = Privacy(names_stored(store, {name: document.text for name, document in documents.items()}))
    return [_masked(hit, documents[hit.document_id], privacy) for hit in hits]


def _masked(hit: Hit, document: Document, privacy: Privacy) -> Found:
    """Mask the whole text first, so that no line can begin or end inside a name or a number."""
    shown = mask(document.text, privacy.masked_in(document.id))
    return Found(
        document_id=hit.document_id,
        title=privacy.clean(hit.title, document.id),
        published=hit.published,
        url=privacy.clean(hit.url, document.id),
        score=hit.score,
        source=privacy.clean(document.source, document.id),
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
