"""Full-text search, best first (BM25), with every match in its context (KWIC)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from iopmine.errors import UsageError
from iopmine.store.connection import Database, memory_database
from iopmine.store.folding import MARK_AFTER, MARK_BEFORE, Positions, fold
from iopmine.store.query import match_expression
from iopmine.store.rows import checked
from iopmine.store.schema import TOKENIZER

CONTEXT: Final = 60
"""Characters of context on each side of a keyword."""

# FTS5 itself says where the match is.
_MARKED = re.compile(f"{MARK_BEFORE}([^{MARK_BEFORE}{MARK_AFTER}]*){MARK_AFTER}")
_NOT_PRINTED = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")
_FIND = """
    SELECT search.rowid, bm25(search) AS score FROM search
    WHERE search MATCH ? ORDER BY score, search.rowid LIMIT ?
"""
# A date may be a year or a month: it counts when some day of it lies within the bounds.
_FIND_WHERE = """
    SELECT search.rowid, bm25(search) AS score FROM search CROSS JOIN documents d ON d.key = search.rowid
    WHERE search MATCH ?1
      AND (?2 IS NULL OR d.kind = ?2)
      AND (?3 IS NULL OR d.published || substr('9999-12-31', length(d.published) + 1) >= ?3)
      AND (?4 IS NULL OR d.published <= ?4 || substr('9999-12-31', length(?4) + 1))
    ORDER BY score, search.rowid LIMIT ?5
"""
_SHOW = """
    SELECT d.id, d.title, d.published, d.url, t.text
    FROM documents d JOIN texts t ON t.document = d.key WHERE d.key = ?
"""
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class KwicLine:
    """One match with the words around it; ``start`` and ``end`` are offsets into ``Document.text``."""

    left: str
    keyword: str
    right: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that matches; ``score`` is its BM25 score, higher is better."""

    document_id: str
    title: str
    published: str | None
    url: str
    score: float
    lines: tuple[KwicLine, ...]


class Search:
    """The full-text index of a store."""

    _database: Database

    def search(
        self,
        query: str,
        *,
        limit: int = 20,
        kind: str | None = None,
        since: str | None = None,
        until: str | None = None,
        lines: int = 10,
    ) -> list[Hit]:
        """Return the documents that match, best first (BM25; of equals, the one added first).

        Args:
            query: words, ``"phrases"``, ``begin*`` and ``-without``; see ``query.match_expression``. Any text is
                allowed; one without a word to look for finds nothing.
            limit: at most so many documents.
            kind: only this kind of text.
            since: only from this day, month or year on (truncated ISO date, included).
            until: only up to this day, month or year (included). With either bound, undated texts are left out.
            lines: at most so many matches shown of each document.

        Raises:
            UsageError: a bound is not a date, or a number is below its least value.
        """
        if limit < 1 or lines < 0:
            raise UsageError(
                f"A search cannot show {limit} documents with {lines} lines each.", hint="Ask for 1 or more."
            )
        for bound in (since, until):
            if bound is not None and not _DATE.fullmatch(bound):
                raise UsageError(f"{bound!r} is not a date.", hint="Write 2018, 2018-06 or 2018-06-07.")
        expression = match_expression(query)
        if expression is None:
            return []
        with self._database.snapshot():
            if kind is since is until is None:
                found = self._database.rows(_FIND, (expression, limit))
            else:
                found = self._database.rows(_FIND_WHERE, (expression, kind, since, until, limit))
            shown = [(*checked(row), score) for key, score in found for row in self._database.rows(_SHOW, (key,))]
        marked = marked_texts([text for *_, text, _ in shown], expression)
        return [
            Hit(document_id, title, published, url, round(-score, 6), tuple(kwic(text, marks, lines)))
            for (document_id, title, published, url, text, score), marks in zip(shown, marked, strict=True)
        ]


def marked_texts(texts: Sequence[str], expression: str) -> list[str]:
    """Return matching texts in folded form with marks around each match.

    The few texts to show get an index of their own in memory: to ask the large one again for each of them would
    cost a walk through all documents a term stands in.
    """
    with memory_database() as scratch:
        scratch.write(f"CREATE VIRTUAL TABLE shown USING fts5 (text, tokenize = '{TOKENIZER}')")
        scratch.write_many("INSERT INTO shown (text) VALUES (?)", [(fold(text),) for text in texts])
        return [
            marked
            for (marked,) in scratch.rows(
                "SELECT highlight(shown, 0, ?, ?) FROM shown WHERE shown MATCH ? ORDER BY rowid",
                (MARK_BEFORE, MARK_AFTER, expression),
            )
        ]


def kwic(text: str, marked: str, limit: int) -> Iterator[KwicLine]:
    """Yield the first matches in a text, given its folded form with marks around each match."""
    positions = Positions(text)
    for number, found in enumerate(_MARKED.finditer(marked)):
        if number == limit:
            return
        # Each match before this one added two marks, and this one's first mark stands before it.
        start, end = positions.span(found.start() - 2 * number, found.end() - 2 * number - 2)
        left = _NOT_PRINTED.sub(" ", text[max(0, start - CONTEXT) : start])
        right = _NOT_PRINTED.sub(" ", text[end : end + CONTEXT])
        yield KwicLine(left, text[start:end], right, start, end)
