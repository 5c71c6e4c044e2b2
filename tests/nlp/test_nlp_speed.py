"""What a text costs grows with its length and no faster; absolute figures are for ``python -m tests.bench``."""

from __future__ import annotations

import time
from collections.abc import Callable

from iopmine.nlp import pipeline
from iopmine.records import Document
from tests.bench.texts import articles, lengthened, times
from tests.nlp.reading import swedish


def cost(documents: list[Document]) -> Callable[[], float]:
    """Seconds of CPU to extract the documents once."""

    def spent() -> float:
        start = time.process_time()
        assert sum(1 for _ in pipeline.extract(swedish(), documents)) == len(documents)
        return time.process_time() - start

    return spent


def growth(few: list[Document], many: list[Document]) -> float:
    """How many times as much the second costs; they take turns, and the best of each counts."""
    runs = cost(few), cost(many)
    rounds = [[run() for run in runs] for _ in range(4)]
    # The first round fills what is remembered of each word form.
    less, more = (min(taken) for taken in zip(*rounds[1:], strict=True))
    return more / less


def test_four_times_the_length_costs_four_times_as_much() -> None:
    some = articles()[::20]
    # A square would be sixteen.
    assert growth(lengthened(some, 2), lengthened(some, 8)) < 5.5


def test_ten_times_the_documents_cost_ten_times_as_much() -> None:
    some = articles()[::20]
    assert growth(some, times(some, 10)) < 13
