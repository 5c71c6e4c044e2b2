"""The register in the store: saved whole, read back as it was, sealed; and claims that go with their extraction."""

from __future__ import annotations

import dataclasses
import sqlite3

import pytest

from iopmine.errors import StoreError
from iopmine.records import Account, Conflict, CountClaim, Partnership, Party
from iopmine.store import Store
from iopmine.store.connection import create_database
from iopmine.store.folding import fold
from iopmine.store.schema import MIGRATIONS
from iopmine.store.sealing import seal
from iopmine.text.normal import sha256


def partnership(number: int, *readings: tuple[str, int]) -> Partnership:
    return Partnership(
        id=f"iop:{number}", public_parties=(Party("kommun:1480", "Göteborgs Stad"),),
        idea_based_parties=(Party("org:x", "Bräcke diakoni"), Party("", "Kören i Å")), areas=("flykt", "vräkt"),
        place="Göteborgs Stad", status="extended", start="2018-06", end=None, precision="month", duration=3,
        amount_sek=2_000_000, amount_basis="per_year", score=0.925, reason="samma område", documents=2, stories=1,
        conflicts=(Conflict("amount_sek", (("2000000 per_year", ("a", "b")), ("900000 total", ("c",)))),),
        readings=tuple(Account(document, reading, 0.925, "samma område") for document, reading in readings),
    )  # fmt: skip


def test_what_is_saved_is_read_back_in_order(store):
    given = [partnership(9, ("b", 1), ("a", 2)), partnership(1, ("a", 1)), partnership(5)]
    store.save_register(given, basis="b1")
    assert list(store.partnerships()) == given
    assert store.register_made_of() == "b1"
    store.save_register(given[:1], basis="b2")
    assert list(store.partnerships()) == given[:1]
    assert (store.register_made_of(), store.status().counts["accounts"]) == ("b2", 2)
    assert store.verify() == []


def test_an_empty_store_has_no_register(store):
    assert store.register_made_of() is None
    assert list(store.partnerships()) == []
    store.save_register([], basis="b")
    assert (store.register_made_of(), store.verify()) == ("b", [])


def test_a_register_that_contradicts_itself_is_refused_and_the_former_kept(store):
    good = [partnership(1, ("a", 1))]
    store.save_register(good, basis="b1")
    for wrong in ([partnership(1), partnership(1)], [partnership(1, ("a", 1)), partnership(2, ("a", 1))]):
        with pytest.raises(StoreError):
            store.save_register(wrong, basis="b2")
    assert list(store.partnerships()) == good
    assert store.register_made_of() == "b1"


@pytest.mark.parametrize("change", ["UPDATE partnerships SET amount_sek = 1", "DELETE FROM accounts"])
def test_a_changed_register_is_found(path, store, change):
    store.save_register([partnership(1, ("a", 1))], basis="b")
    other = sqlite3.connect(path)
    with other:
        other.execute(change)
    other.close()
    assert ["register" in issue.message for issue in store.verify()] == [True]


def test_the_basis_changes_with_documents_stories_and_extractions_and_with_nothing_else(
    store, add, make_document, make_extraction
):
    seen = [store.register_basis("1")]

    def changed() -> bool:
        seen.append(store.register_basis("1"))
        return seen[-1] != seen[-2]

    add("a", "Ett IOP i Å")
    assert changed()
    store.save_extraction(make_extraction(make_document("a", "Ett IOP i Å")), pipeline="p")
    assert changed()
    store.set_stories({"a": "s-a"})
    assert changed()
    store.save_register([], basis=seen[-1])
    assert not add("a", "Ett IOP i Å")
    assert not changed()
    assert store.register_basis("2") != seen[-1]


def test_claims_are_read_back_and_go_with_their_extraction(store, add, make_document, make_extraction):
    add("a", "Minst 60 IOP:er i Å")
    claim = CountClaim("a", "Forum", "partnerships", 60, "at_least", 0, 15, "2017")
    extraction = make_extraction(make_document("a", "Minst 60 IOP:er i Å"))
    store.save_extraction(dataclasses.replace(extraction, count_claims=(claim,)), pipeline="p")
    assert list(store.count_claims()) == [claim]
    assert store.verify() == []
    store.save_extraction(extraction, pipeline="p2")
    assert list(store.count_claims()) == []
    strange = dataclasses.replace(extraction, count_claims=(dataclasses.replace(claim, document_id="b"),))
    with pytest.raises(StoreError, match="record of 'b'"):
        store.save_extraction(strange, pipeline="p")


def test_a_store_of_the_first_schema_keeps_its_documents_and_is_extracted_anew(
    path, make_document, make_extraction, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr("iopmine.store.connection.VERSION", 1)
        patch.setattr("iopmine.store.connection.migrate.__defaults__", ({1: MIGRATIONS[1]},))
        create_database(path)
    document = make_document("a", "Ett IOP i Å")
    other = sqlite3.connect(path)
    assert other.execute("PRAGMA user_version").fetchone() == (1,)
    with other:
        other.execute("INSERT INTO extractions VALUES (7, 'p', 'h', 'sealed without claims')")
        other.execute(
            "INSERT INTO readings (document, ordinal, areas, place, status, rule) VALUES (7, 0, '[]', '', '', '')"
        )
        other.execute("INSERT INTO entities VALUES ('org:x', 'ORG', 'X', '', '', '', '', '', '', '[]', 's')")
        # As version 0.1.0 wrote a document, sealed over the columns there were then.
        row = (
            "old", "", "Ö", "news", "t", "2018", "year", "meta", None, "sv", 0.5, 1, "iop", "", "", sha256("en text"),
            "raw", "2026",
        )  # fmt: skip
        other.execute(f"INSERT INTO documents VALUES (3, {', '.join('?' * len(row))}, ?)", (*row, seal([row])))
        other.create_function("iopmine_fold", 1, fold)
        other.execute("INSERT INTO texts VALUES (3, 'en text')")
    other.close()
    with Store.open(path) as store:
        assert store.verify() == []
        assert store.document("old").main_subject is None
        assert store.document("old").pages == ()
        counts = store.status().counts
        assert [counts[table] for table in ("extractions", "readings", "entities", "partnerships")] == [0, 0, 0, 0]
        store.add(document, raw_sha256="r", added_at="2026")
        assert [d.id for d in store.pending("p")] == ["a", "old"]
        store.save_extraction(make_extraction(document), pipeline="p")
        assert store.verify() == []
