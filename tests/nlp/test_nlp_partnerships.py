"""Agreements: who with whom, and what is none."""

from __future__ import annotations

import pytest

from tests.nlp.reading import extract

BOX = "\n\nFakta\nEtt idéburet offentligt partnerskap är en samverkansmodell för flyktingar och EU-migranter."


def pairs(text: str) -> set[tuple[str, str]]:
    return {
        (public.canonical, idea.canonical)
        for reading in extract(text).partnerships
        for public in reading.public_parties
        for idea in reading.idea_based_parties
    }


@pytest.mark.parametrize(
    "text",
    [
        "Nytt partnerskap\n\nEkdala kommun och Kvinnojouren Linnean har tecknat ett idéburet offentligt partnerskap.",
        "Nytt\n\nKvinnojouren Linnean ingår ett idéburet offentligt partnerskap med Ekdala kommun.",
        "Nytt\n\nEtt idéburet offentligt partnerskap är klart. Parter är Ekdala kommun och Kvinnojouren Linnean.",
    ],
)
def test_parties_are_found_whatever_their_order(text: str) -> None:
    assert pairs(text) == {("Ekdala kommun", "Kvinnojouren Linnean")}


def test_nine_parties_in_one_sentence() -> None:
    names = "Bräcke diakoni, Rädda Barnen, Reningsborg, Skyddsvärnet i Göteborg, Frälsningsarmén och Fryshuset"
    text = f"Stort partnerskap\n\nGöteborgs Stad har tecknat ett idéburet offentligt partnerskap med {names}."
    assert len(pairs(text)) == 6


@pytest.mark.parametrize(
    "text",
    [
        "Nej\n\nEkdala kommun säger nej till ett idéburet offentligt partnerskap med Kvinnojouren Linnean.",
        "Anbud\n\nEkdala kommun upphandlar skyddat boende. Kvinnojouren Linnean lämnade anbud.",
    ],
)
def test_refusals_and_purchases_are_none(text: str) -> None:
    assert pairs(text) == set()


def test_a_wish_is_told_as_planned() -> None:
    text = "Fråga väckt\n\nEkdala kommun vill utreda ett idéburet offentligt partnerskap med Kvinnojouren Linnean."
    assert [reading.status for reading in extract(text).partnerships] == ["planned"]


def test_an_interviewee_is_no_party() -> None:
    text = (
        "Nytt\n\nEkdala kommun och Kvinnojouren Linnean har tecknat ett idéburet offentligt partnerskap.\n\n"
        "– Modellen växer, säger Anna Ek, generalsekreterare på Famna."
    )
    assert pairs(text) == {("Ekdala kommun", "Kvinnojouren Linnean")}


def test_period_and_amount_carry_their_evidence() -> None:
    text = (
        "Nytt partnerskap\n\nEkdala kommun och Kvinnojouren Linnean tecknar ett idéburet offentligt partnerskap för "
        "2022–2024, värt 650 000 kronor per år."
    )
    (reading,) = extract(text).partnerships
    assert (reading.start, reading.end) == ("2022", "2024")
    assert (reading.amount_sek, reading.amount_basis) == (650_000, "per_year")
    said = {e.field: text[e.start : e.end] for e in reading.evidence}
    assert "650 000" in said["amount_sek"]
    assert "2022" in said["start"]


@pytest.mark.parametrize(
    ("text", "relevant"),
    [
        ("Kommunen och föreningen inleder ett idéburet offentligt partnerskap.", True),
        ("Normalt IOP ligger mellan 10 och 21 mmHg. Högt ögontryck kan ge glaukom.", False),
        ("Högskolan tecknar läsavtal med fysikförlaget IOP för open access.", False),
        ("Klubben har fått en ny huvudpartner. Partnerskapet med banken gäller i tre år.", False),
    ],
)
def test_relevance(text: str, relevant: bool) -> None:
    assert extract(text).document.iop_relevant is relevant


def test_a_definition_box_makes_no_area() -> None:
    text = "Nytt partnerskap\n\nEkdala kommun och Kvinnojouren Linnean har tecknat ett avtal om skyddat boende."
    assert {h.id for h in extract(text + BOX).areas} == {h.id for h in extract(text).areas}


@pytest.mark.parametrize(
    "text", ["Nytt integrationstest av journalsystemet.", "Kultur- och fritidsnämnden sammanträdde."]
)
def test_near_misses_are_no_areas(text: str) -> None:
    assert not extract(text).areas
