import random
import time
from dataclasses import replace

import pytest

from iopmine.errors import StoreError
from iopmine.records import Entity, Extraction, Token


@pytest.fixture
def document(store, make_document):
    document = make_document("a", "får å ko text")
    store.add(document, raw_sha256="r", added_at="2026")
    return document


def test_an_extraction_comes_back_whole(store, document, make_extraction):
    extraction = make_extraction(replace(document, language="no", relevance=0.25, iop_relevant=False, topic="ovrigt"))
    assert store.save_extraction(extraction, pipeline="p1")
    assert store.document("a") == extraction.document
    assert tuple(store.mentions()) == extraction.mentions
    assert tuple(store.areas()) == extraction.areas
    assert tuple(store.frames()) == extraction.frames
    assert tuple(store.readings()) == extraction.partnerships
    assert list(store.entities()) == sorted(extraction.entities, key=lambda entity: entity.id)
    assert tuple(store.tokens("a")) == extraction.tokens
    assert [(name, tuple(words)) for name, words in store.lemmas()] == [("a", extraction.tokens)]
    assert store.verify() == []


def test_a_later_extraction_takes_the_place_of_the_earlier(store, document, make_extraction):
    store.save_extraction(make_extraction(document), pipeline="p1")
    new = Extraction(document, entities=(Entity("org:x", "ORG", "Bräcke diakoni", orgnr="802000-0000"),))
    store.save_extraction(new, pipeline="p2")
    assert list(store.mentions()) == list(store.readings()) == list(store.lemmas()) == store.tokens("a") == []
    assert tuple(store.entities()) == new.entities
    assert store.verify() == []


def test_an_entity_stays_while_any_document_speaks_of_it(store, document, make_document, make_extraction):
    other = make_document("b", "annan text")
    store.add(other, raw_sha256="r2", added_at="2026")
    store.save_extractions([make_extraction(document), make_extraction(other)], pipeline="p")
    store.save_extraction(Extraction(document), pipeline="p")
    assert [entity.id for entity in store.entities()] == ["kommun:1480", "org:x"]
    store.save_extraction(Extraction(other), pipeline="p")
    assert list(store.entities()) == []


def test_pending_is_what_this_pipeline_has_not_seen(store, document, make_document, make_extraction):
    assert list(store.pending("p1")) == [document]
    store.save_extraction(make_extraction(document), pipeline="p1")
    assert list(store.pending("p1")) == []
    assert [waiting.id for waiting in store.pending("p2")] == ["a"]
    store.add(make_document("a", "ändrad text"), raw_sha256="r", added_at="2026")
    assert [waiting.text for waiting in store.pending("p1")] == ["ändrad text"]


def test_pending_may_be_saved_while_it_is_read(store, make_document):
    for number in range(450):
        store.add(make_document(f"{number:03d}", f"text {number}"), raw_sha256="r", added_at="2026")
    saved = store.save_extractions((Extraction(waiting) for waiting in store.pending("p")), pipeline="p", every=7)
    assert saved == 450
    assert list(store.pending("p")) == []


def test_a_text_that_changed_meanwhile_is_left_pending(store, document, make_document, make_extraction):
    store.add(make_document("a", "ändrad text"), raw_sha256="r", added_at="2026")
    assert not store.save_extraction(make_extraction(document), pipeline="p")
    assert list(store.mentions()) == []
    assert [waiting.text for waiting in store.pending("p")] == ["ändrad text"]


def test_strangers_are_refused_and_nothing_is_saved(store, document, make_document, make_extraction):
    with pytest.raises(StoreError, match="no document 'x'"):
        store.save_extractions([make_extraction(document), Extraction(make_document("x", "t"))], pipeline="p")
    with pytest.raises(StoreError, match="holds a record of 'b'"):
        store.save_extraction(Extraction(document, tokens=(Token("b", 0, 1, "x", "X"),)), pipeline="p")
    assert list(store.mentions()) == []
    assert store.verify() == []


def test_everything_comes_sorted_by_document(store, make_document, make_extraction):
    ids = [f"{number:03d}" for number in range(230)]
    shuffled = random.Random(1).sample(ids, len(ids))
    for document_id in shuffled:
        document = make_document(document_id, "får å ko text")
        store.add(document, raw_sha256=document_id, added_at="2026")
        store.save_extraction(make_extraction(document), pipeline="p")
    for records in (store.mentions(), store.areas(), store.frames(), store.readings()):
        found = [record.document_id for record in records]
        assert found == sorted(found)
        assert set(found) == set(ids)
    assert [name for name, _ in store.lemmas()] == ids


def test_nothing_new_is_found_out_at_once(store, make_document):
    """Goal: at most one second for 10,000 documents; 1,000 must take a tenth of it."""
    for number in range(1000):
        store.add(make_document(f"{number:04d}", f"text {number}"), raw_sha256="r", added_at="2026")
    store.save_extractions((Extraction(waiting) for waiting in store.pending("p")), pipeline="p", every=500)
    begun = time.perf_counter()
    assert list(store.pending("p")) == []
    assert time.perf_counter() - begun < 0.1
