"""Names that no list knows, names in lists and headlines, and what is never a name."""

from __future__ import annotations

import pytest

from tests.nlp.reading import extract


def names(text: str, *labels: str) -> list[str]:
    return [m.text for m in extract(text).mentions if m.label in (labels or ("ORG", "LOC", "PER"))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Forum Syd är en annan organisation.", "Forum Syd"),
        ("ForumCiv bytte namn 2020.", "ForumCiv"),
    ],
)
def test_other_bodies_with_forum_in_their_name(text: str, wanted: str) -> None:
    (mention,) = extract(text).mentions
    assert mention.text == wanted
    assert mention.entity_id != "org:forum-ideburna-organisationer-med-social-inriktning"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Kommunal verksamhet kostar pengar.", []),
        ("Fackförbundet Kommunal kräver besked.", ["Kommunal"]),
        ("Det säger Mind, som driver Självmordslinjen.", ["Mind"]),
        ("Forum är ett latinskt ord.", []),
    ],
)
def test_common_words_need_more_than_a_capital(text: str, wanted: list[str]) -> None:
    assert [name for name in names(text, "ORG") if name in {"Kommunal", "Mind", "Forum"}] == wanted


@pytest.mark.parametrize(
    ("text", "name", "label", "entity_id"),
    [
        ("Uppsala kommun är part.", "Uppsala kommun", "ORG", "kommun:0380"),
        ("Region Uppsala är part.", "Region Uppsala", "ORG", "region:03"),
        ("Det gäller hela Uppsala län.", "Uppsala län", "LOC", "lan:03"),
        ("Möten hålls i Uppsala.", "Uppsala", "LOC", "kommun:0380"),
        ("Region Gotland är både kommun och region.", "Region Gotland", "ORG", "kommun:0980"),
    ],
)
def test_municipality_region_and_county_share_a_name(text: str, name: str, label: str, entity_id: str) -> None:
    assert (name, label, entity_id) in {(m.text, m.label, m.entity_id) for m in extract(text).mentions}


def test_goteborgsregionen_is_neither_the_region_nor_the_city() -> None:
    found = {m.text: m.entity_id for m in extract("I våras gick Göteborgsregionen med i arbetet.").mentions}
    assert found["Göteborgsregionen"] not in {"region:14", "kommun:1480"}


def test_the_county_board_is_the_state() -> None:
    entities = {e.canonical: e for e in extract("Det beslutar Länsstyrelsen i Aspmarks län om.").entities}
    assert entities["Länsstyrelsen i Aspmarks län"].side == "offentlig"
    assert entities["Länsstyrelsen i Aspmarks län"].kind == "myndighet"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Avtalet omfattar Lunds och Malmö kommuner.", ["Lund", "Malmö"]),
        ("De möts i Aspvik och Grenköping.", ["Aspvik", "Grenköping"]),
        ("GRENKÖPING. På torsdag öppnar huset.", ["GRENKÖPING"]),
        ("PRESSMEDDELANDE. På torsdag öppnar huset.", []),
        ("Huset ligger på Slussgatan intill kajen.", ["Slussgatan"]),
        ("Grenby kommun växer. Nu vill fler bo i Grenby.", ["Grenby"]),
        ("Sillnäs kommun växer. Fler vill bo i Sillnäs.", ["Sillnäs"]),
        ("Boken skildrar Göteborgsfallet.", []),
    ],
)
def test_places(text: str, wanted: list[str]) -> None:
    assert names(text, "LOC") == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Avtalet slöts med Rädda Barnen och Öppna Händer.",
        "Avtalet slöts med Rädda Barnen samt Öppna Händer.",
        "Avtalet slöts med Rädda Barnen & Öppna Händer.",
        "Avtalet slöts med Rädda Barnen, Öppna Händer och Fryshuset.",
        "Avtalet slöts med Öppna Händer och Rädda Barnen.",
    ],
)
def test_what_is_listed_with_a_body_is_a_body(text: str) -> None:
    assert {"Rädda Barnen", "Öppna Händer"} <= set(names(text, "ORG"))


def test_a_list_of_unknown_names_is_followed_from_a_known_one() -> None:
    text = "I arbetet ingår Fryshuset, Öppna Händer, Gröna Stegen och Varma Rummet."
    assert set(names(text, "ORG")) == {"Fryshuset", "Öppna Händer", "Gröna Stegen", "Varma Rummet"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Avtalet med Öppna Händer i Grenköping förlängs.", "Öppna Händer i Grenköping"),
        ("Det säger Linnea Ek, verksamhetsledare på Vändkorset.", "Vändkorset"),
        ("Vi frågade Vändkorsets ordförande om saken.", "Vändkorset"),
        ("Enligt NBX saknas pengar.", "NBX"),
    ],
)
def test_an_unknown_name_is_told_by_its_company(text: str, wanted: str) -> None:
    assert wanted in names(text, "ORG")


def test_one_good_context_speaks_for_the_whole_text() -> None:
    text = "Vändkorset öppnade i maj. Avtalet tecknades av Vändkorsets ordförande."
    assert names(text, "ORG") == ["Vändkorset", "Vändkorset"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Föreningen Gnistan växer. Nu söker Gnistan fler volontärer.", ["Föreningen Gnistan", "Gnistan"]),
        ("Grenby Stadsmission växer. Stadsmissionen har nu två hus.", ["Grenby Stadsmission", "Stadsmissionen"]),
        ("Riksnätet Trygga Hem (RTH) är med. Det är RTH som leder.", ["Riksnätet Trygga Hem", "RTH", "RTH"]),
        ("Byalaget Aspvik är part. Huset ligger i Aspvik.", ["Byalaget Aspvik"]),
    ],
)
def test_a_text_goes_on_with_the_short_name(text: str, wanted: list[str]) -> None:
    assert names(text, "ORG") == wanted


def test_the_longest_name_stands_alone() -> None:
    assert names("Det säger Skyddsvärnet i Göteborg om frågan.") == ["Skyddsvärnet i Göteborg"]


@pytest.mark.parametrize(
    "text",
    ["Ett IOP gäller.", "IOP:er blir fler.", "IOP:s form är ny.", "IOP-avtal och IOP-en.", "LOU och LOV gäller."],
)
def test_iop_and_laws_are_no_names(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize("text", ["Skriv till anna@rk.se.", "Se https://famna.org/forum.", "Mer på socialforum.se."])
def test_addresses_hold_no_names(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Det säger Anna Ek, ordförande. Senare tillade Ek att det räcker.", ["Anna Ek", "Ek"]),
        ("Foto: Maja Lundgren", ["Maja Lundgren"]),
        ("Socialchefen Per-Ola Lind är nöjd.", ["Per-Ola Lind"]),
        ("Vi talade med föreningens grundare Raila Koskinoff.", ["Raila Koskinoff"]),
        ("Det är Karin Lindbergs åsikt.", ["Karin Lindberg"]),
        ("Reepalu föreslog ett tak.", ["Reepalu"]),
        ("Sven Ström (S) röstade ja.", ["Sven Ström"]),
        ("Alla i Gröna Trossen röstade ja.", []),
        ("Bygget av Förbifart Stockholm fortsätter.", []),
    ],
)
def test_persons(text: str, wanted: list[str]) -> None:
    assert names(text, "PER") == wanted


def test_an_unknown_body_gets_an_id_of_its_own() -> None:
    first, second = (
        extract(f"I går kom {name} hit.").mentions[0] for name in ("Grenby Stadsmission", "GRENBY STADSMISSION")
    )
    assert first.entity_id == "org:grenby-stadsmission"
    assert second.entity_id in {"org:grenby-stadsmission", first.entity_id}


def test_persons_are_left_out_unless_asked_for() -> None:
    from iopmine.nlp import pipeline
    from tests.nlp.reading import document, swedish

    text = "Det säger Anna Ek i Göteborg."
    without = next(pipeline.extract(swedish(), [document(text)]))
    assert {m.label for m in without.mentions} == {"LOC"}
    assert [text[slice(*span)] for span in without.person_spans] == ["Anna Ek"]
