"""Names of persons, read back from where they stand: kept as positions only, and needed to mask them on the way out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from iopmine.records import Extraction
from iopmine.store import Store

Names = dict[str, tuple[str, ...]]


def names_in(extraction: Extraction) -> tuple[str, ...]:
    """Return the names of persons that stand in one document, as printed."""
    text = extraction.document.text
    return _no_outlet({text[start:end] for start, end in extraction.person_spans}, extraction.document.source)


def names_stored(store: Store, texts: Mapping[str, str]) -> Names:
    """Return the names of persons in each of the given documents (id → text) of a store, as printed."""
    names: dict[str, set[str]] = defaultdict(set)
    for document_id, (start, end) in _spans(store, texts):
        names[document_id].add(texts[document_id][start:end])
    outlets = {document.id: document.source for document in store.documents(ids=sorted(names))}
    return {document_id: _no_outlet(found, outlets[document_id]) for document_id, found in sorted(names.items())}


def _no_outlet(names: Iterable[str], outlet: str) -> tuple[str, ...]:
    """Return the names in order, without those that the outlet is named by: what it is called is no secret."""
    return tuple(sorted(name for name in names if not re.search(rf"(?<!\w){re.escape(name)}(?=s?(?!\w))", outlet)))


def _spans(store: Store, wanted: Collection[str]) -> Iterable[tuple[str, tuple[int, int]]]:
    """Yield the spans in the wanted documents; the store gives them by document id, so the last one ends the walk."""
    last = max(wanted, default="")
    for document_id, span in store.person_spans():
        if document_id > last:
            return
        if document_id in wanted:
            yield document_id, span
