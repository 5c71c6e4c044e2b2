"""Where the pipeline runs: in this process, or in several worker processes; what comes out is the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

from iopmine.nlp.workers import Order, Ready, Workers
from iopmine.records import Document, Extraction, Issue


class Extractor(Protocol):
    """A pipeline that is ready to be used; ``ready`` names it."""

    ready: Ready

    def extract(self, documents: Iterable[Document]) -> Iterator[Extraction | Issue]:
        """Yield the extraction of each document, or an issue for one that could not be worked through, in order."""
        ...


class _Here:
    """The pipeline in this process."""

    def __init__(self, order: Order) -> None:
        # Loaded when it is needed: with workers, this process has no use for spaCy.
        from iopmine.nlp import pipeline

        self._pipeline, self._order = pipeline, order
        self._nlp = pipeline.build(
            model=order.model, lexicon_extensions=order.lexicon_extensions, only_entities=order.only_entities
        )
        self.ready = Ready(pipeline.fingerprint(self._nlp, order.lexicon_extensions), pipeline.describe(self._nlp))

    def extract(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        return self._pipeline.extract(self._nlp, documents, persons=self._order.persons)


@contextmanager
def extractor(order: Order, workers: int) -> Iterator[Extractor]:
    """Give the pipeline, here or in ``workers`` processes, which end with the block.

    Raises:
        ModelError: the pipeline cannot be built.
    """
    if workers == 1:
        yield _Here(order)
        return
    with Workers(workers, order) as several:
        yield several
