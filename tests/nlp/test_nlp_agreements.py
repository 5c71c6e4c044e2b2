"""Agreements in running text, lists and tables: parties, stages and terms, as plain data that other processes carry."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from iopmine.lexicon import load
from iopmine.nlp import evaluation, pipeline
from iopmine.records import Document, Evidence, PartnershipReading, Party
from tests.nlp.reading import document, extract, swedish

IOP = "ett idéburet offentligt partnerskap"
Pairs = set[tuple[str, str]]


def pairs(text: str) -> Pairs:
    return {
        (public.canonical, idea.canonical)
        for reading in extract(text).partnerships
        for public in reading.public_parties
        for idea in reading.idea_based_parties
    }


def by_party(text: str) -> dict[str, PartnershipReading]:
    return {idea.canonical: r for r in extract(text).partnerships for idea in r.idea_based_parties}


@pytest.mark.parametrize(
    "text",
    [
        f"Ekdala kommun har ett vanligt avtal med Kvinnojouren Linnean. Det är inte {IOP}.",
        "Ekdala kommun har ett samarbetsavtal med Rädda Barnen. Det innebär inga pengar och kallas inte IOP.",
        f"Malmö stad arrangerar en heldag om {IOP}. Yalla Trappan och Rädda Barnen medverkar.",
        "Oppositionen i Ekdala kommun kräver ett IOP med Kvinnojouren Linnean.",
        "Föreningen Ankaret har ansökt om ett IOP hos Ekdala kommun.",
        f"Samtalen om {IOP} mellan Ekdala kommun och Kvinnojouren Linnean strandade.",
        f"Kommunförbundet ger ut en handbok om {IOP} med stöd av Region Skåne och Rädda Barnen.",
        "Ekdala kommun ger Ekdala BTK 200 000 kronor i föreningsbidrag. Något IOP är inte aktuellt.",
    ],
)
def test_what_stands_beside_the_model_is_no_party(text: str) -> None:
    assert pairs(text) == set()


@pytest.mark.parametrize(
    ("text", "idea"),
    [
        (f"Gnosjö kommun sluter {IOP} med Gnosjö Sykafé.", "Gnosjö Sykafé"),
        (f"Vaggeryds kommun och Skillingaryds Folkets Hus ingår {IOP}.", "Skillingaryds Folkets Hus"),
    ],
)
def test_an_unknown_name_in_the_partners_place_is_a_party(text: str, idea: str) -> None:
    assert idea in {name for _, name in pairs(text)}


def test_a_public_body_may_join_in_the_next_sentence() -> None:
    text = f"Nacka kommun och Kvinnojouren Linnean har {IOP}. Även Värmdö kommun är part."
    assert pairs(text) == {("Nacka kommun", "Kvinnojouren Linnean"), ("Värmdö kommun", "Kvinnojouren Linnean")}


def test_a_contrast_leaves_out_its_body() -> None:
    text = f"Solna stad har {IOP} med Kvinnojouren Linnean, men inte med Fryshuset."
    assert pairs(text) == {("Solna stad", "Kvinnojouren Linnean")}


def test_the_speakers_own_body_is_the_party_of_our_partnership() -> None:
    text = f"– Vi är stolta över vårt {IOP[4:]} med Ekdala kommun, säger Lo Ek, ordförande i Kvinnojouren Linnean."
    assert pairs(text) == {("Ekdala kommun", "Kvinnojouren Linnean")}


def test_each_with_is_an_agreement_of_its_own() -> None:
    text = (
        "Med Kvinnojouren Linnean tecknar Ekdala kommun IOP för 2024–2026, "
        "med Rädda Barnen förlängs IOP till 2025 och med Föreningen Bara Bra avslutas det."
    )
    found = by_party(text)
    assert {name: r.status for name, r in found.items()} == {
        "Kvinnojouren Linnean": "signed",
        "Rädda Barnen": "extended",
        "Föreningen Bara Bra": "ended",
    }
    assert (found["Kvinnojouren Linnean"].start, found["Kvinnojouren Linnean"].end) == ("2024", "2026")
    assert found["Rädda Barnen"].end == "2025"


@pytest.mark.parametrize(
    ("text", "towns"),
    [
        (f"Lunds och Malmö kommuner har tillsammans med Rädda Barnen tecknat {IOP}.", {"1281", "1280"}),
        (f"Kommunerna Sorsele, Malå och Storuman har tecknat {IOP} med Rädda Barnen.", {"2422", "2418", "2421"}),
    ],
)
def test_towns_named_as_municipalities_in_a_row_are_public_parties(text: str, towns: set[str]) -> None:
    (reading,) = extract(text).partnerships
    assert {p.entity_id for p in reading.public_parties} == {f"kommun:{code}" for code in towns}
    assert all(p.canonical.endswith((" kommun", " stad")) for p in reading.public_parties)
    assert [p.canonical for p in reading.idea_based_parties] == ["Rädda Barnen"]


def test_towns_beside_each_other_that_nothing_calls_municipalities_are_no_parties() -> None:
    assert not pairs(f"I Lund och Malmö har Rädda Barnen talat om {IOP}.")


@pytest.mark.parametrize("body", ["Regeringen", "Förvaltningsrätten i Malmö", "Högsta förvaltningsdomstolen"])
def test_government_and_courts_are_no_parties(body: str) -> None:
    assert not pairs(f"Lunds kommun har ingått {IOP} med {body}.")


def test_a_second_clause_shares_the_verb_of_the_first() -> None:
    found = by_party(
        f"Ett {IOP[4:]} blir vanligare. Linköpings kommun har tecknat avtal med Linköpings Stadsmission "
        "och Västerås stad med Västerås Stadsmission."
    )
    assert {name: ([p.canonical for p in r.public_parties], r.status) for name, r in found.items()} == {
        "Linköpings Stadsmission": (["Linköpings kommun"], "signed"),
        "Västerås Stadsmission": (["Västerås stad"], "signed"),
    }


@pytest.mark.parametrize(
    "goes_on",
    [
        ", och Röda Korset står på tur.",
        " medan Röda Korset och Fryshuset väntar på besked.",
        ". På tur står Röda Korset och Fryshuset.",
        ", och Fryshuset vill också.",
    ],
)
def test_who_waits_is_no_party_of_what_is_signed(goes_on: str) -> None:
    assert pairs(f"Solna stad har tecknat {IOP} med Kvinnojouren Linnean{goes_on}") == {
        ("Solna stad", "Kvinnojouren Linnean")
    }


@pytest.mark.parametrize(
    ("row", "ideas"),
    [
        ("Nätverket Hela Byn", {"Nätverket Hela Byn"}),
        ("Tråden, Flätan samt Trappan", {"Tråden", "Flätan", "Trappan"}),
        ("Café Trappan (ideell förening)", {"Café Trappan"}),
    ],
)
def test_unknown_bodies_in_a_row_with_the_public_party_are_parties(row: str, ideas: set[str]) -> None:
    assert pairs(f"Göteborgs Stad och {row} har ingått {IOP}.") == {("Göteborgs Stad", idea) for idea in ideas}


def test_a_row_of_a_table_keeps_its_terms() -> None:
    text = (
        "Förening\tOmråde\tTid\tBelopp\nKvinnojouren Siv\tVåld\t2019–2021\t700 tkr/år\nSurte BK\tIdrott\t2021\t80 tkr\n"
        "Sammanställning av idéburna offentliga partnerskap i Ale kommun."
    )
    found = by_party(text)
    siv, surte = found["Kvinnojouren Siv"], found["Surte BK"]
    assert (siv.start, siv.end, siv.amount_sek, siv.amount_basis) == ("2019", "2021", 700_000, "per_year")
    assert (surte.start, surte.end, surte.amount_sek) == ("2021", "2021", 80_000)


def test_an_agreement_without_a_named_partner_has_an_empty_side() -> None:
    (reading,) = extract(
        "Laholms kommun har ingått ett idéburet offentligt partnerskap om en fritidsbank."
    ).partnerships
    assert (reading.idea_based_parties, reading.rule) == ((), "partnership:open")
    assert not extract("I Göteborgs Stad finns 14 idéburna offentliga partnerskap.").partnerships


def test_the_length_of_a_study_is_not_the_agreements() -> None:
    text = (
        f"Ekdala kommun och Kvinnojouren Linnean har tecknat {IOP}.\n\n"
        "Under ett år ska Bo Ek studera avtalet tillsammans med Karlstads universitet."
    )
    assert [r.duration for r in extract(text).partnerships] == [None]


def test_public_parties_that_pay_apart_leave_the_sum_open() -> None:
    text = (
        f"Sollefteå kommun, Kramfors kommun och Kvinnojouren Ådalen har enats om {IOP}. "
        "Sollefteå bidrar med 400 000 kronor per år och Kramfors med 300 000 kronor per år."
    )
    assert [r.amount_sek for r in extract(text).partnerships] == [None]


def test_every_field_that_is_given_has_evidence() -> None:
    text = f"Ekdala kommun och Kvinnojouren Linnean tecknar {IOP} för 2022–2024, värt 650 000 kronor per år."
    (reading,) = extract(text).partnerships
    assert {e.field for e in reading.evidence} >= {
        "public_parties", "idea_based_parties", "status", "start", "end", "amount_sek"
    }  # fmt: skip
    assert all(text[e.start : e.end].strip() for e in reading.evidence)


def test_readings_survive_bytes() -> None:
    nlp = spacy.blank("sv")
    doc = nlp("Ett avtal.")
    party = Party("org:x", "X")
    reading = PartnershipReading(
        "d",
        (party,),
        (),
        ("vald",),
        "X",
        "signed",
        "2020",
        None,
        "year",
        1.5,
        None,
        None,
        "r",
        (Evidence("start", 0, 3),),
    )
    doc._.partnerships = [reading]
    assert Doc(nlp.vocab).from_bytes(doc.to_bytes())._.partnerships == (reading,)


def _held_out(row_id: str) -> bool:
    return int(sha256(row_id.encode()).hexdigest(), 16) % 3 == 0


@cache
def scores(*, held_out: bool) -> evaluation.Evaluation:
    """Scores on our own sentences, apart for one third by the hash of the id."""
    path = Path(__file__).parents[2] / "corpus" / "gold" / "partnerships.jsonl"
    rows = [row for row in evaluation.read_gold(path) if _held_out(row["id"]) is held_out]
    bodies = {evaluation.party_key(n.text): n.entity_id for n in load().names if n.label == "ORG"}
    documents = [_as_document(row) for row in rows]
    return evaluation.evaluate(rows, pipeline.extract(swedish(), documents), evaluation.Matching(bodies=bodies))


# Measured 2026-11-22: pairs .929, and .955 on the third that was held out until its errors were looked at as well; one
# author wrote sentences and rules, so neither says how well real pages are read.
@pytest.mark.parametrize(("held_out", "floor"), [(False, 0.915), (True, 0.94)])
def test_pairs_on_our_own_sentences(held_out: bool, floor: float) -> None:
    assert scores(held_out=held_out).pairs.score()[2] >= floor


def _as_document(row: dict[str, str]) -> Document:
    return replace(document(row["text"]), id=row["id"])


@pytest.mark.parametrize(
    "piece",
    [
        f"Ekdala kommun har tecknat {IOP} med Kvinnojouren Linnean. ",
        "Kvinnojouren Linnean\tIOP 2020–2022\t150 000 kr\n",
        "Ekdala kommun och Kvinnojouren Linnean IOP med Rädda Barnen, med Fryshuset, ",
        "§ 12 Kommunstyrelsen i Ekdala kommun godkänner anmälan. ",
    ],
)
def test_twice_the_text_takes_about_twice_the_time(piece: str) -> None:
    def seconds(times: int) -> float:
        text = f"Partnerskap\n\nEkdala kommun har {IOP}.\n\n" + piece * times
        best = 99.0
        for _ in range(2):
            start = time.process_time()
            extract(text)
            best = min(best, time.process_time() - start)
        return best

    seconds(10)
    # Doubled three times, so that a busy machine does not decide.
    assert seconds(800) <= 2.5**3 * seconds(100)
