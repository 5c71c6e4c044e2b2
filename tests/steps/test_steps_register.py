"""The register over a store: one document at a time or all at once, and made anew only when something changed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from iopmine.config import find_workspace
from iopmine.steps.add import add
from iopmine.steps.extract import ExtractOptions, extract_store
from iopmine.steps.init import init
from iopmine.steps.register import update_register
from iopmine.steps.report import report
from iopmine.steps.topics import topics
from iopmine.store import Store
from tests.harness import NOW, TODAY

NEWS = (
    "Lunds kommun och Fontänhuset Lund har tecknat ett idéburet offentligt partnerskap om psykisk hälsa. Avtalet "
    "gäller 2018–2020 och kommunen betalar 900 000 kronor per år. Huset tar emot femtio personer i veckan, och de "
    "flesta kommer tillbaka. Medlemmarna lagar maten, sköter bokföringen och svarar i telefon. I höst öppnar en butik."
)
TEXTS = {
    "a-nyhet": f"Nytt partnerskap i Lund\n\n1 mars 2018\n\n{NEWS}\n",
    "b-eko": f"Nytt partnerskap i Lund\n\n2 mars 2018\n\n{NEWS}\n",
    "c-senare": (
        "Ett år i Lund\n\n4 april 2019\n\nFontänhuset Lund och Lunds kommun har sedan 2018 ett idéburet offentligt "
        "partnerskap om psykisk hälsa. Kommunen betalar 850 000 kronor per år.\n"
    ),
    "d-annat": (
        "Härbärge i Umeå\n\n4 april 2019\n\nUmeå kommun och Umeå Stadsmission har tecknat ett idéburet offentligt "
        "partnerskap om ett härbärge för hemlösa. Enligt Forum fanns det minst 60 IOP:er i landet 2017.\n"
    ),
}


@pytest.fixture
def make(tmp_path: Path):
    """Return a function that makes a workspace by adding and extracting the texts in the given helpings."""

    def made(name, *helpings):
        init(tmp_path / name)
        place = find_workspace(tmp_path / name, current=tmp_path)
        for number, keys in enumerate(helpings):
            folder = tmp_path / f"{name}-{number}"
            folder.mkdir()
            for key in keys:
                (folder / f"{key}.txt").write_text(TEXTS[key], encoding="utf-8")
            list(add(place, [folder], today=TODAY, now=NOW))
            list(extract_store(place, ExtractOptions()))
        return place

    return made


def rows(place, table):
    with (place.tables / f"{table}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_one_document_at_a_time_ends_with_the_register_of_all_at_once(make):
    keys = sorted(TEXTS)
    whole = make("alla", keys)
    apart = make("en-i-taget", *([key] for key in reversed(keys)))
    with Store.open(whole.store) as one, Store.open(apart.store) as other:
        assert list(one.partnerships()) == list(other.partnerships())
        found = [{account.document_id for account in each.readings} for each in one.partnerships()]
        assert sorted(map(sorted, found)) == [["a-nyhet", "b-eko", "c-senare"], ["d-annat"]]
        assert one.verify() == other.verify() == []


def test_the_register_is_made_anew_only_when_something_changed(make, monkeypatch):
    place = make("arbete", sorted(TEXTS))
    with Store.open(place.store) as store:
        before = store.path.read_bytes()
        assert not update_register(store)
        assert store.path.read_bytes() == before
        made_of = store.register_made_of()
    topics(place)
    with Store.open(place.store) as store:
        assert store.register_made_of() == made_of, "stories were known, so topics found nothing to do"
    monkeypatch.setattr("iopmine.steps.register.__version__", "another")
    with Store.open(place.store) as store:
        assert update_register(store)
        assert store.register_made_of() != made_of


def test_the_tables_tell_the_register_its_readings_and_the_words_behind_them(make):
    place = make("tabeller", sorted(TEXTS))
    report(place)
    lund = next(row for row in rows(place, "partnerships") if row["place"] == "Lunds kommun")
    assert (lund["documents"], lund["stories"]) == ("3", "2"), "a reprint is one witness with its story"
    assert lund["readings"] == "a-nyhet#1; b-eko#1; c-senare#1"
    assert "900000 per_year (a-nyhet, b-eko)" in lund["conflicts"]
    assert "850000 per_year (c-senare)" in lund["conflicts"]
    readings = [row for row in rows(place, "partnership_readings") if row["partnership_id"] == lund["id"]]
    assert {row["amount_sek"] for row in readings} == {"900000", "850000"}
    for row in rows(place, "partnership_evidence"):
        assert row["partnership_id"] in {each["id"] for each in rows(place, "partnerships")}
        assert row["quote"]
        assert len(row["quote"]) <= 200
        assert len(row["quote"].split()) <= 25
    (claim,) = rows(place, "count_claims")
    assert (claim["document_id"], claim["value"], claim["qualifier"]) == ("d-annat", "60", "at_least")
    assert (claim["counter"][:5], claim["date"]) == ("Forum", "2017")
    assert TEXTS["d-annat"][int(claim["start"]) : int(claim["end"])] == "minst 60 IOP:er"
