"""Which bodies share an agreement, which have one each, and who stands beside."""

from __future__ import annotations

import time

import pytest

from tests.nlp.reading import extract

IOP = "ett idéburet offentligt partnerskap"
LINNEAN, BARNEN, FRYSHUSET = "Kvinnojouren Linnean", "Rädda Barnen", "Fryshuset"

LISTED = f"""Avtal i Ekdala kommun
• {LINNEAN}, skyddat boende, IOP 2022–2024
• {BARNEN}, läxhjälp, IOP 2023
• {FRYSHUSET}, IOP 2024

{LINNEAN}, {BARNEN} och {FRYSHUSET} får pengar i partnerskapen."""
ROWS = f"""Ekdala kommun har {IOP}. År | Part | Vad
maj 2019 | {LINNEAN} | boende
juni 2020 | {BARNEN} | läxor
juli 2021 | {FRYSHUSET} | fritid"""


def groups(text: str) -> list[set[str]]:
    """Return the idea-based parties of each agreement, in the order of the text."""
    return [{party.canonical for party in reading.idea_based_parties} for reading in extract(text).partnerships]


@pytest.mark.parametrize(
    "text",
    [
        f"Ekdala kommun har tecknat {IOP} med {LINNEAN} och {BARNEN}.",
        f"Parter i partnerskapet är:\n• {LINNEAN}\n• {BARNEN}\n\nEkdala kommun är den offentliga parten i {IOP}.",
        f"Räkna dem:\n\n1. {LINNEAN}\n2. {BARNEN}\n\nTillsammans bär de och Ekdala kommun {IOP}.",
        f"Ekdala kommun har {IOP} med {LINNEAN}. {BARNEN} är också part.",
        f"Den ena parten i {IOP} är Ekdala kommun med {LINNEAN}. Den andra parten är {BARNEN}.",
        f"Ekdala kommun har tecknat {IOP} med {LINNEAN} och {BARNEN}. Två föreningar har ett partnerskap.",
        f"Ekdala kommun har tecknat {IOP} med {LINNEAN} och {BARNEN}. Sedan tidigare finns två avtal om läxhjälp.",
    ],
    ids=[
        "one sentence",
        "list of parties",
        "list and what follows",
        "added",
        "the other party",
        "bodies are counted, not agreements",
        "others are counted",
    ],
)
def test_bodies_of_one_agreement(text: str) -> None:
    assert groups(text) == [{LINNEAN, BARNEN}]


@pytest.mark.parametrize(
    "text",
    [
        f"Ekdala kommun har tre idéburna offentliga partnerskap:\n• {LINNEAN}\n• {BARNEN}\n• {FRYSHUSET}",
        LISTED,
        f"Ekdala kommun har tre partnerskap, IOP. Parter är {LINNEAN}, {BARNEN} och {FRYSHUSET}.",
        ROWS,
        f"Ekdala kommun har IOP, {IOP}. Parter: Ekdala kommun samt {LINNEAN}, {BARNEN} respektive {FRYSHUSET}.",
    ],
    ids=["bare list of several", "list with terms", "counted", "rows in one sentence", "respektive"],
)
def test_bodies_with_an_agreement_each(text: str) -> None:
    assert groups(text) == [{LINNEAN}, {BARNEN}, {FRYSHUSET}]


def test_one_and_the_other_stay_apart_in_a_sentence_about_both() -> None:
    text = (
        f"Ekdala kommun har tecknat idéburna offentliga partnerskap. Det ena är ett partnerskap med {LINNEAN}. "
        f"Det andra är ett partnerskap med {BARNEN}. Vad {LINNEAN} och {BARNEN} får i partnerskapet är inte känt."
    )
    assert groups(text) == [{LINNEAN}, {BARNEN}]


@pytest.mark.parametrize(
    ("owner", "wanted"),
    [
        ("stiftelsen", [{"Stiftelsen Fyrbåken", "Föreningen Linden"}]),
        ("kommunen", [{"Stiftelsen Fyrbåken"}, {"Föreningen Linden"}]),
    ],
)
def test_a_kind_of_body_stands_for_the_one_named_before(owner: str, wanted: list[set[str]]) -> None:
    text = (
        f"Stiftelsen Fyrbåken firar fem år. Pengarna går till det partnerskap om demens, ett IOP, som {owner} har "
        "tecknat med Dalköpings kommun och Föreningen Linden. Stiftelsen Fyrbåken driver huset i partnerskapet."
    )
    assert groups(text) == wanted


def test_what_a_shared_sentence_says_of_each_is_kept_apart() -> None:
    text = (
        f"Ekdala kommun har två idéburna offentliga partnerskap, med {LINNEAN} och med {BARNEN}. "
        f"{LINNEAN} får 200 000 kronor per år i partnerskapet, {BARNEN} 700 000 kronor per år."
    )
    found = {
        party.canonical: reading.amount_sek
        for reading in extract(text).partnerships
        for party in reading.idea_based_parties
    }
    assert found == {LINNEAN: 200_000, BARNEN: 700_000}


# Who stands beside


@pytest.mark.parametrize(
    "text",
    [
        f"Ekdala kommun har tecknat {IOP} med {LINNEAN}. {BARNEN} gratulerar parterna till avtalet.",
        f"Ekdala kommun har tecknat {IOP} med {LINNEAN}. Grattis från {BARNEN} till partnerskapet!",
        f"Ekdala kommun har tecknat {IOP} med {LINNEAN}. I en intervju med {BARNEN} hyllas partnerskapet.",
        f"Ekdala kommun har tecknat {IOP} med {LINNEAN}. Ska kommunen ingå {IOP} med {BARNEN} också?",
        f"Ekdala kommun har tecknat {IOP} med {LINNEAN}. {BARNEN} bjuds in till samtal om ett annat partnerskap.",
    ],
    ids=["congratulates", "sends congratulations", "is interviewed", "is asked about", "is invited"],
)
def test_who_looks_on_is_no_party(text: str) -> None:
    assert groups(text) == [{LINNEAN}]


@pytest.mark.parametrize(
    "text",
    [
        f"Ska Ekdala kommun våga ingå {IOP} med {LINNEAN}? Läsarna är delade.",
        f"Tänk dig att Ekdala kommun ingår {IOP} med {LINNEAN}.",
        f"{LINNEAN} vill ha IOP. Ekdala kommun tvekar.\n\nFakta om modellen: båda parter bidrar med resurser.",
        f"{LINNEAN} och Ekdala kommun har ett samarbetsavtal om lokaler. Om ett IOP har de talat utan resultat.",
        f"Utan {IOP} med Ekdala kommun kan {LINNEAN} inte hålla öppet.",
        f"Ekdala kommun har lagt ut driften av huset på {LINNEAN}. Oppositionen hade hellre sett ett IOP.",
    ],
    ids=["question", "imagined", "hoped for", "talks without result", "missing", "bought"],
)
def test_what_is_not_there_is_no_agreement(text: str) -> None:
    assert groups(text) == []


@pytest.mark.parametrize(
    "text",
    [
        f"Hur gick det med partnerskapet mellan Ekdala kommun och {LINNEAN}? Det förlängs i {IOP}.",
        f"{LINNEAN} har tecknat {IOP} med Ekdala kommun. Nu vill jouren ha ett IOP till.",
        f"Det är ingen upphandling utan {IOP} som Ekdala kommun ingår med {LINNEAN}.",
    ],
    ids=["a question that presupposes it", "hoped for beside what is there", "a contrast"],
)
def test_what_is_there_stays(text: str) -> None:
    assert groups(text) == [{LINNEAN}]


def test_a_common_word_at_a_name_s_place_is_no_body() -> None:
    text = (
        "Ekdala kommun listar sina idéburna offentliga partnerskap.\nKulturarv och scen\n"
        "• Ekdala hembygdsförening, Kulturarv på schemat: 2024–2026\n• OK Ekdala, Hitta ut: 2023–2025"
    )
    assert not {"Kulturarv", "Hitta"} & set().union(*groups(text))


def test_the_place_a_sentence_goes_on_to_says_whose_partnership_it_is() -> None:
    text = (
        "Sälgviks kommun har frågat efter idéburna offentliga partnerskap. Nämnden ser hur det går för grannarna i "
        "Ekdala, där Ekdala Stadsmission driver ett härbärge i partnerskap med kommunen, ett IOP."
    )
    (reading,) = extract(text).partnerships
    assert [party.canonical for party in reading.public_parties] == ["Ekdala kommun"]


@pytest.mark.parametrize(
    "piece",
    [
        f"• {LINNEAN}\n• {BARNEN}\n",
        f"2019 | {LINNEAN} | boende\njuni 2020 | {BARNEN} | läxor\n",
        f"Det ena rör {LINNEAN}. ",
    ],
)
def test_twice_the_text_takes_about_twice_the_time(piece: str) -> None:
    def seconds(times: int) -> float:
        text = f"Partnerskap\n\nEkdala kommun har {IOP}. Parter är:\n" + piece * times
        best = 99.0
        for _ in range(2):
            start = time.process_time()
            extract(text)
            best = min(best, time.process_time() - start)
        return best

    seconds(10)
    # Doubled three times, so that a busy machine does not decide.
    assert seconds(400) <= 2.5**3 * seconds(50)
