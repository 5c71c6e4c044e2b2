"""Documents in batches: in order, none lost, never large."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from iopmine.nlp.batches import CHARACTERS, DOCUMENTS, batches
from tests.nlp.reading import document

SMALL = document("Ett avtal.")


@given(st.lists(st.integers(min_value=0, max_value=CHARACTERS), max_size=200))
def test_every_document_is_in_one_batch_in_order(lengths: list[int]) -> None:
    documents = [replace(SMALL, id=str(i), text="x" * (length // 1000)) for i, length in enumerate(lengths)]
    found = list(batches(documents))
    assert [d for batch in found for d in batch] == documents
    assert all(1 <= len(batch) <= DOCUMENTS for batch in found)


def test_the_first_batches_are_short_and_nothing_is_read_ahead() -> None:
    read = count()
    stream = batches(replace(SMALL, id=str(next(read))) for _ in range(500))
    assert len(next(stream)) == 1
    assert next(read) == 1, "only the documents of the batch have been read"
    assert [len(batch) for batch in stream][:7] == [2, 4, 8, 16, 32, DOCUMENTS, DOCUMENTS]


def test_a_long_document_ends_its_batch() -> None:
    long = replace(SMALL, text="x" * CHARACTERS)
    assert [len(batch) for batch in batches([SMALL, SMALL, long, SMALL, long, long])] == [1, 2, 2, 1]
