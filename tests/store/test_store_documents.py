from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iopmine.errors import StoreError
from iopmine.store import Store
from iopmine.text.normal import sha256


def test_a_document_comes_back_as_it_was_given(store, make_document):
    document = make_document(
        "å/ä ö#1", "Rubrik\r\n\u00a0Å\u030a och\x00\x01 \U0001f600", modified="2019", demo="retold", story_id="s1"
    )
    assert store.add(document, raw_sha256="r", added_at="2026")
    assert store.document("å/ä ö#1") == document
    assert store.document("å") is None


def test_the_hash_of_the_text_is_filled_in(store, make_document):
    store.add(make_document("a", "text", hashed=False), raw_sha256="r", added_at="2026")
    assert store.document("a").sha256 == sha256("text")


def test_pages_come_back_as_they_went_in(store, make_document):
    document = make_document("a", "text på två sidor", pages=(0, 8))
    store.add(document, raw_sha256="r", added_at="2026")
    assert store.document("a") == document
    assert store.verify() == []


def test_a_wrong_hash_is_refused(store, make_document):
    with pytest.raises(StoreError, match="'a' carries the hash"):
        store.add(replace(make_document("a", "text"), sha256="0" * 64), raw_sha256="r", added_at="2026")
    assert store.document_count() == 0


def test_half_a_character_is_refused_in_words(store, make_document):
    with pytest.raises(StoreError, match="cannot be stored"):
        store.add(make_document("a", "x\ud800y"), raw_sha256="r", added_at="2026")
    assert store.document_count() == 0
    assert store.verify() == []


def test_the_same_text_again_is_nothing_new(store, make_document):
    document = make_document("a", "text")
    assert store.add(document, raw_sha256="first bytes", added_at="2026-01")
    assert not store.add(document, raw_sha256="other bytes", added_at="2026-02")
    assert store.known(["first bytes", "other bytes", "never seen"]) == {"other bytes"}
    assert store.status().last_added == "2026-01"
    assert store.verify() == []


def test_a_changed_text_replaces_the_old_one_and_its_findings(store, make_document, make_extraction):
    old, new = make_document("a", "gammal text om får"), make_document("a", "ny text om lamm", published="2019")
    store.add(old, raw_sha256="r1", added_at="2026-01")
    store.save_extraction(make_extraction(old), pipeline="p")
    assert store.add(new, raw_sha256="r2", added_at="2026-02")
    assert store.document("a") == new
    assert store.versions("a") == [(old.sha256, "2026-01", "2026-02")]
    assert store.document_count() == 1
    assert [hit.document_id for hit in store.search("lamm")] == ["a"]
    assert store.search("får") == []
    assert list(store.mentions()) == list(store.readings()) == list(store.entities()) == []
    assert [document.id for document in store.pending("p")] == ["a"]
    assert store.verify() == []
    assert store.add(old, raw_sha256="r1", added_at="2026-03")
    assert [version[0] for version in store.versions("a")] == [old.sha256, new.sha256]


def test_documents_stream_in_order_of_ids(store, add):
    ids = [f"{number:03d}" for number in range(450)]
    for document_id in reversed(ids):
        add(document_id, f"text {document_id}")
    assert [document.id for document in store.documents()] == ids
    assert [document.id for document in store.documents(ids=[*ids[::2], "okänd", "000"])] == ids[::2]
    assert list(store.documents(ids=[])) == []
    assert store.document_count() == 450


def test_only_relevant_documents(store, make_document, make_extraction):
    for document_id, relevant in (("a", True), ("b", False), ("c", None)):
        document = make_document(document_id, f"text {document_id}")
        store.add(document, raw_sha256=document_id, added_at="2026")
        store.save_extraction(make_extraction(replace(document, iop_relevant=relevant)), pipeline="p")
    assert [document.id for document in store.documents(relevant_only=True)] == ["a"]
    assert [document.id for document in store.documents(ids=["a", "b"], relevant_only=True)] == ["a"]
    assert [document.iop_relevant for document in store.documents()] == [True, False, None]


def test_the_store_may_be_written_to_while_it_is_read(store, add):
    for number in range(300):
        add(f"a{number:03d}", f"text {number}")
    seen = []
    for document in store.documents():
        seen.append(document.id)
        add(f"b{document.id}", "ny text")
        if len(seen) == 600:
            break
    assert len(set(seen)) == 600


def test_stories(store, add):
    add("a", "en")
    add("b", "två")
    store.set_stories({"a": "s1", "b": "s1"})
    assert [document.story_id for document in store.documents()] == ["s1", "s1"]
    with pytest.raises(StoreError, match="no document 'x'"):
        store.set_stories({"b": "s2", "x": "s2"})
    assert store.document("b").story_id == "s1"
    assert store.verify() == []


def test_status_counts(store, add):
    add("a", "en", source="Ö", published="2018")
    add("b", "två", source="A", published="2018-03")
    add("c", "tre", source="A", published=None, published_precision=None)
    status = store.status()
    assert status.counts["documents"] == 3
    assert list(status.by_source.items()) == [("A", 2), ("Ö", 1)]
    assert list(status.by_year.items()) == [("", 1), ("2018", 2)]
    assert status.size_bytes >= 4096
    assert status.schema_version == 4


_fields = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_fields.filter(bool), _fields, _fields, _fields)
def test_any_text_survives(tmp_path_factory, make_document, document_id, first, second, query):
    with Store.create(tmp_path_factory.mktemp("any") / "s.sqlite") as store:
        for text in (first, second):
            document = make_document(document_id, text)
            store.add(document, raw_sha256="r", added_at="2026")
            assert store.document(document_id) == document
        for hit in store.search(query):
            assert all(second[line.start : line.end] == line.keyword for line in hit.lines)
        assert store.verify() == []


def test_each_change_of_a_text_is_told(store, make_document):
    for day, text in enumerate(("En mening. Två.", "En mening. Tre.", "Allt är nytt."), start=1):
        store.add(make_document("a", text), raw_sha256=f"r{day}", added_at=f"2026-01-0{day}")
    store.add(make_document("b", "Aldrig ändrad."), raw_sha256="r", added_at="2026-01-01")
    first, second = store.revisions()
    assert (first.document_id, first.number, first.sentences_added, first.sentences_removed) == ("a", 1, 1, 1)
    assert (first.added_at, first.replaced_at, first.changed) == ("2026-01-01", "2026-01-02", 0.5)
    assert (second.number, second.sentences_added, second.changed) == (2, 1, 1.0)
