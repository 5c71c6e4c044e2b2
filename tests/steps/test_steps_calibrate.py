"""``topics --calibrate``: reads the store, simulates corpora like it, says what came of it."""

from __future__ import annotations

import pytest

from iopmine.errors import StoreError
from iopmine.records import Document, Extraction, FrameHit, Topic
from iopmine.records.texts import Mention
from iopmine.steps.calibrate import calibrate, calibration_lines
from iopmine.store import Store
from iopmine.text.normal import sha256
from tests.harness import NOW


def extraction(number: int) -> Extraction:
    """A document of its own month; every third speaks of procurement, every one of a municipality."""
    text = f"Rubrik {number}\nKommunen och föreningen kom överens om avtal nummer {number}."
    document = Document(
        f"d{number:03}",
        f"https://example.se/{number}",
        "bladet" if number % 2 else "kuriren",
        "news",
        text.split("\n")[0],
        text,
        f"{2010 + number // 12}-{1 + number % 12:02}-05",
        "day",
        "meta",
        None,
        "sv",
        sha256=sha256(text),
    )
    frame = FrameHit(document.id, "upphandling", 0, 6, "term:x@text", 0.9)
    mention = Mention(document.id, "ORG", 0, 6, "Rubrik", "org:rubrik", "Rubrik", "list", 1.0)
    return Extraction(document, mentions=(mention,), frames=(frame,) if number % 3 == 0 else ())


@pytest.fixture
def stored(place):
    place.store.parent.mkdir(parents=True, exist_ok=True)
    with Store.create(place.store) as store:
        for number in range(60):
            found = extraction(number)
            store.add(found.document, raw_sha256=found.document.sha256, added_at=NOW)
            store.save_extraction(found, pipeline="p")
    return place


def test_without_a_store_it_says_what_to_do(place):
    with pytest.raises(StoreError, match="no store"):
        calibrate(place)


def test_the_stored_corpus_is_simulated(stored):
    found = calibrate(stored, simulations=3)
    assert (found.stories, found.sources, found.series) == (60, 2, 1)
    assert {row.measure for row in found.rows} == {"false_alarms", "power", "detectable"}
    lines = calibration_lines(found)
    assert lines[0].startswith("Simulated: 60 dated stories from 2 sources, 1 series")
    assert sum("False alarms" in line for line in lines) == 2
    assert any("lasting change" in line for line in lines)
    assert calibrate(stored, simulations=3, seed=stored.settings.topics.seed) == found


def test_a_saved_run_without_shares_changes_nothing(stored):
    before = calibrate(stored, simulations=2)
    with Store.open(stored.store) as store:
        store.save_run("run-1", "{}", [Topic("run-1", 0, "avtal", ("avtal",), None)], [], [], [])
    assert calibrate(stored, simulations=2) == before


def test_too_few_stories_are_an_answer(place):
    place.store.parent.mkdir(parents=True, exist_ok=True)
    with Store.create(place.store) as store:
        found = extraction(0)
        store.add(found.document, raw_sha256=found.document.sha256, added_at=NOW)
        store.save_extraction(found, pipeline="p")
    assert calibration_lines(calibrate(place)) == [
        "Nothing to calibrate: of 1 dated stories no series has enough to be tested."
    ]
