"""Documents in batches: small enough to keep memory flat, large enough to be worth a journey through the components."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from iopmine.records import Document

DOCUMENTS: Final = 48
"""The most documents in a batch."""
CHARACTERS: Final = 200_000
"""A batch that has reached so many characters is full."""


def batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Yield the documents in lists, in order; the first lists are short, so that the first results come at once."""
    batch: list[Document] = []
    characters, most = 0, 1
    for document in documents:
        batch.append(document)
        characters += len(document.text)
        if len(batch) >= most or characters >= CHARACTERS:
            yield batch
            batch, characters, most = [], 0, min(2 * most, DOCUMENTS)
    if batch:
        yield batch
