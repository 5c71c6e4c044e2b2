"""Worker processes: order, and what happens when one dies, hangs, fails or is interrupted.

The workers here do what a document's text tells them; the real pipeline in workers is tested with the steps.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from multiprocessing.connection import Connection

import pytest

from iopmine.errors import ModelError
from iopmine.nlp.workers import Order, Patience, Ready, Workers
from iopmine.records import Document, Extraction, Issue, Token
from tests.nlp.reading import document

READY = Ready("abc", {"name": "sv_prov"})
HURRY = Patience(start=60, batch=1.5, characters=1e9)


def obey(line: Connection, order: Order) -> None:
    """A worker that does what texts tell it to, and answers with one word a document."""
    line.send(READY)
    while True:
        found = []
        for item in line.recv():
            if item.text == "die":
                os._exit(1)
            if item.text == "hang":
                time.sleep(60)
            if item.text.startswith("sleep"):
                time.sleep(float(item.text.split()[1]))
            columns = ((0,), (3,), ("ord",), ("NOUN",)) if order.tokens else ((), (), (), ())
            found.append((Extraction(replace(item, kind=str(os.getpid()))), columns))
        line.send(found)


def refuse(line: Connection, order: Order) -> None:
    line.send(ModelError("Ingen modell."))


def stay_away(line: Connection, order: Order) -> None:
    os._exit(3)


def texts(*told: str) -> list[Document]:
    return [replace(document(text), id=f"d{number}", source="mapp") for number, text in enumerate(told)]


def ids(found: list[Extraction | Issue]) -> list[str]:
    return [item.url if isinstance(item, Issue) else item.document.id for item in found]


def test_results_come_in_the_order_of_the_documents_from_all_workers() -> None:
    # The first batch takes longest: what is done before it waits for it.
    documents = texts("sleep 0.5", *["x"] * 300)
    with Workers(2, Order(), HURRY, serve=obey) as workers:
        assert workers.ready == READY
        found = [item for item in workers.extract(documents) if isinstance(item, Extraction)]
    assert ids([*found]) == [d.id for d in documents]
    assert len({item.document.kind for item in found}) == 2, "both processes have worked"
    assert found[7].tokens == (Token("d7", 0, 3, "ord", "NOUN"),)
    assert [replace(item.document, kind="") for item in found] == documents


def test_words_stay_where_they_are_unless_asked_for() -> None:
    with Workers(1, Order(tokens=False), HURRY, serve=obey) as workers:
        (found,) = workers.extract(texts("x"))
    assert isinstance(found, Extraction)
    assert found.tokens == ()


@pytest.mark.parametrize(("told", "reason"), [("die", "ended the process"), ("hang", "took longer than 2 seconds")])
def test_a_document_that_ends_its_worker_becomes_an_issue_and_the_rest_goes_on(told: str, reason: str) -> None:
    documents = texts("x", "x", "x", "x", "x", told, "x", "x", "x")
    with Workers(2, Order(), HURRY, serve=obey) as workers:
        found = list(workers.extract(documents))
        assert ids(found) == [d.id for d in documents]
        (issue,) = (item for item in found if isinstance(item, Issue))
        assert (issue.stage, issue.source, issue.url, issue.level) == ("extract", "mapp", "d5", "error")
        assert reason in issue.message
        # The workers that took the place of the dead ones go on.
        assert ids(list(workers.extract(texts("x", "x")))) == ["d0", "d1"]


def test_whoever_stops_listening_ends_the_workers() -> None:
    began = time.monotonic()
    with Workers(2, Order(), Patience(), serve=obey) as workers:
        stream = workers.extract(texts("x", *["hang"] * 20))
        assert ids([next(stream)]) == ["d0"]
        stream.close()
    assert time.monotonic() - began < 30


def test_a_pipeline_that_cannot_be_built_says_why() -> None:
    with pytest.raises(ModelError, match="Ingen modell"), Workers(2, Order(), HURRY, serve=refuse):
        pass


def test_processes_that_do_not_start_are_told_of() -> None:
    with pytest.raises(ModelError, match=r"did not start.*__main__"), Workers(2, Order(), HURRY, serve=stay_away):
        pass
