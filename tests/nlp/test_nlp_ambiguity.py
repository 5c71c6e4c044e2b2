"""Names that are also something else: decided by rule, on sentences of our own."""

from __future__ import annotations

import pytest

from tests.nlp.reading import extract


def found(text: str) -> set[tuple[str, str, str]]:
    return {(m.text, m.label, m.entity_id) for m in extract(text).mentions}


BRACKE = "org:bracke-diakoni"
SKR = "org:sveriges-kommuner-och-regioner"

PRESENT = [
    ("Alingsås kommun och Bräcke diakoni skrev ett avtal.", "Bräcke diakoni", "ORG", BRACKE),
    ("Bräcke kommun ligger i Jämtland.", "Bräcke kommun", "ORG", "kommun:2305"),
    ("Folkhögskolan i Bräcke får nya lokaler.", "Bräcke", "LOC", "kommun:2305"),
    ("Enligt SKR behövs tydligare regler för kommunerna.", "SKR", "ORG", SKR),
    ("Vi frågade Forum om modellen.", "Forum", "ORG", None),
    ("Modellen togs fram av Forum. Forum har sedan dess följt frågan.", "Forum", "ORG", None),
    ("Föreningen KRIS driver ett boende.", "KRIS", "ORG", None),
    ("Riksorganisationen MÄN utbildar ledare.", "MÄN", "ORG", None),
    ("Göteborgs Stad tecknar avtalet.", "Göteborgs Stad", "ORG", "kommun:1480"),
    ("Avtalet gäller i Göteborg.", "Göteborg", "LOC", "kommun:1480"),
    ("Forskare vid Karlstads universitet följer arbetet.", "Karlstads universitet", "ORG", None),
    ("Västra Götalandsregionen är part.", "Västra Götalandsregionen", "ORG", "region:14"),
    ("Det var mötets mål i Vara kommun.", "Vara kommun", "ORG", "kommun:1470"),
]
ABSENT = [
    ("Alingsås kommun och Bräcke diakoni skrev ett avtal.", "kommun:2305"),
    ("Det ska vara enkelt att vara medlem.", "kommun:1470"),
    ("VARA ELLER INTE VARA\nDet var frågan på mötet.", "kommun:1470"),
    ("Ett forum för dialog bildades i går.", "org:forum-ideburna-organisationer-med-social-inriktning"),
    ("Butiken ligger i Nacka Forum.", "org:forum-ideburna-organisationer-med-social-inriktning"),
    ("Kommunen befinner sig i en djup kris.", "org:kris-kriminellas-revansch-i-samhallet"),
    ("Många män och kvinnor deltog.", "org:man"),
    ("Marken såldes för att ge plats åt mark och vatten.", "kommun:1463"),
    ("Festivalen hålls i Bergsjön.", "kommun:2132"),
    ("Bibliotekarien på Hässleholmen i Borås är nöjd.", "kommun:1293"),
    ("Föreningen finns på Varberga i Örebro.", "kommun:1383"),
    ("Gruppen stödjer EU-migranter i staden.", "org:eu"),
    ("Ett IOP är ingen upphandling enligt LOU.", "org:iop"),
    ("Forskare vid Karlstads universitet följer arbetet.", "kommun:1780"),
]


@pytest.mark.parametrize(("text", "name", "label", "entity_id"), PRESENT)
def test_the_name_is_read_as_what_it_is(text: str, name: str, label: str, entity_id: str | None) -> None:
    hits = {(t, lab): i for t, lab, i in found(text)}
    assert (name, label) in hits, hits
    assert entity_id is None or hits[name, label] == entity_id


@pytest.mark.parametrize(("text", "entity_id"), ABSENT)
def test_the_word_is_not_taken_for_the_name(text: str, entity_id: str) -> None:
    assert entity_id not in {i for _, _, i in found(text)}


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Sveriges kristna råd samlar kyrkorna. SKR välkomnar beslutet.", "Sveriges kristna råd"),
        ("SKR ger råd till kommuner och regioner.", "Sveriges Kommuner och Regioner"),
    ],
)
def test_skr_is_resolved_by_context(text: str, canonical: str) -> None:
    assert {m.canonical for m in extract(text).mentions if m.text == "SKR"} == {canonical}


@pytest.mark.parametrize(
    ("text", "entity_id"),
    [
        ("Linköpings Stadsmission växer. Stadsmissionen i Västerås gör det också.", "org:vasteras-stadsmission"),
        ("Stadsmissionen i Kalmar öppnar ett kafé.", "org:kalmar-stadsmission"),
    ],
)
def test_the_town_behind_a_short_name_decides(text: str, entity_id: str) -> None:
    assert {m.entity_id for m in extract(text).mentions if m.text == "Stadsmissionen"} == {entity_id}


def test_a_surname_that_is_a_common_word_stays_a_person() -> None:
    assert {(m.text, m.label) for m in extract("Lars Mind och Eva Forum talade om boendet.").mentions} == {
        ("Lars Mind", "PER"),
        ("Eva Forum", "PER"),
    }


def test_the_town_of_bracke_beside_the_foundation() -> None:
    hits = [(m.text, m.label) for m in extract("Bräcke diakoni har en mottagning i Bräcke i Jämtland.").mentions]
    assert hits[:2] == [("Bräcke diakoni", "ORG"), ("Bräcke", "LOC")]


def test_a_short_name_is_resolved_by_the_articles_place() -> None:
    hits = {t: i for t, _, i in found("Göteborgs Stad förlänger. I avtalet deltar Stadsmissionen med ett härbärge.")}
    assert hits["Stadsmissionen"] == "org:goteborgs-kyrkliga-stadsmission"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Famnas rapport kom i går.", "Famna"),
        ("Det är SKR:s uppfattning om kommunerna.", "SKR"),
        ("I Göteborgs kommun och i Rädda\nBarnens lokaler möts de.", "Rädda\nBarnen"),
        ("Rädda Barnens\r\nlokal är öppen.", "Rädda Barnen"),
    ],
)
def test_genitives_and_line_breaks_stay_outside_or_inside(text: str, name: str) -> None:
    assert name in {m.text for m in extract(text).mentions}


@pytest.mark.parametrize("text", ["Möte i Go\u0308teborg med Ra\u030adet.", "Go\u0308te\u00adborgs Stad skrev på."])
def test_offsets_are_those_of_the_original_text(text: str) -> None:
    mentions = extract(text).mentions
    assert mentions
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
        assert mention.entity_id == "kommun:1480"


def test_of_two_municipalities_sharing_the_word_each_is_a_place() -> None:
    labels = {(t, lab) for t, lab, _ in found("Avtalet omfattar Lunds och Malmö kommuner.")}
    assert {("Lund", "LOC")} <= labels or {("Lunds", "LOC")} <= labels


def test_addresses_are_no_names() -> None:
    assert not found("Läs mer på www.famna.org och skriv till info@goteborg.se.")
