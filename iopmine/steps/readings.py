"""The own words of stored documents: what topics are fitted on and described by."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from iopmine.records import Document, Token
from iopmine.store import Store
from iopmine.text.passages import inside, passages
from iopmine.topics.phrases import Reading

Spans = Sequence[tuple[int, int]]


class Readings:
    """Reads the words of documents, without what is not their own.

    Boxes, contacts and links are not; names are left out so that topics are about matters, not about who speaks, and
    so that no person becomes a topic word.
    """

    def __init__(self, store: Store, documents: Iterable[Document]) -> None:
        self._store = store
        texts = {document.id: document.text for document in documents}
        names: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._persons: set[str] = set()
        for document_id, span in store.person_spans():
            if document_id in texts:
                names[document_id].append(span)
                self._persons.update(texts[document_id][slice(*span)].casefold().split())
        for mention in store.mentions():
            names[mention.document_id].append((mention.start, mention.end))
        self._names = {document_id: sorted(spans) for document_id, spans in names.items()}

    def tokens(self, document: Document) -> list[Token]:
        """Return the document's own words in reading order."""
        return [token for token, own in self._judged(document) if own]

    def words(self, document: Document) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return lemma and part of speech of each word; an empty lemma where a word is not the document's own.

        What is left out keeps its neighbours apart: they are no term together.
        """
        judged = self._judged(document)
        return tuple(token.lemma if own else "" for token, own in judged), tuple(token.pos for token, _ in judged)

    def _judged(self, document: Document) -> list[tuple[Token, bool]]:
        """Return each word of the document, and whether it is its own."""
        marked = passages(document.text)
        spans = self._names.get(document.id, [])
        starts = [start for start, _ in spans]
        return [
            (
                token,
                token.lemma.casefold() not in self._persons
                and not inside(token.start, marked)
                and not _covered(token.start, starts, spans),
            )
            for token in self._store.tokens(document.id)
        ]

    def reading(self, document: Document) -> Reading:
        """Return the document as labels of topics read it."""
        return Reading(document.id, document.story_id or document.id, document.text, self.tokens(document))


def _covered(position: int, starts: Sequence[int], spans: Spans) -> bool:
    """Tell whether a position lies in one of the spans, which are sorted and do not overlap."""
    index = bisect_right(starts, position) - 1
    return index >= 0 and position < spans[index][1]
