"""Challenge areas and debate frames: evidence with its place, main subjects only."""

from __future__ import annotations

import pytest

from iopmine.nlp.analysis import analyse, words
from iopmine.nlp.components.terms import layout_of
from iopmine.nlp.terms import TermIndex, unmasked
from iopmine.nlp.weighing import most_specific, weigh
from tests.nlp.reading import extract


def areas(text: str) -> set[str]:
    return {hit.id for hit in extract(text).areas}


def frames(text: str) -> set[str]:
    return {hit.id for hit in extract(text).frames}


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Nytt härbärge för hemlösa\n\nDe som sover ute får ett natthärbärge.", "hemloshet"),
        ("Stöd till våldsutsatta kvinnor\n\nKvinnojouren ordnar skyddat boende.", "vald"),
        ("Språkkafé för nyanlända\n\nFlyktingar får träna svenska.", "integration"),
        ("Mötesplats för demenssjuka\n\nAnhöriga till den som har demens får stöd.", "aldre.demens"),
    ],
)
def test_areas(text: str, area: str) -> None:
    assert any(found == area or found.startswith(f"{area}.") for found in areas(text)), areas(text)


@pytest.mark.parametrize(
    "text",
    [
        "Integrationstest\n\nEtt integrationstest av journalsystemet pågår.",
        "Protokoll\n\nBarn- och ungdomsnämnden sammanträdde.",
        "Protokoll\n\nDet beslutade äldrenämnden i tisdags.",
    ],
)
def test_names_of_boards_and_tests_are_no_areas(text: str) -> None:
    assert not areas(text)


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("Vinsttak\n\nVinster i välfärden och vinstuttag i skolan delar partierna.", "vinster"),
        ("Domen\n\nAvtalet var en otillåten direktupphandling enligt LOU.", "upphandling"),
        ("Valfrihet\n\nValfriheten hotas när privata utförare försvinner.", "valfrihet"),
    ],
)
def test_frames(text: str, frame: str) -> None:
    assert frame in frames(text)


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("Vinst\n\nDet är en vinst för samhället, en samhällsvinst.", "vinster"),
        ("Lov\n\nBarnen har lov på måndag.", "valfrihet"),
        ("Bredband\n\nEn utredning har gjorts om bredband.", "lagstiftning"),
    ],
)
def test_words_that_only_look_like_a_frame(text: str, frame: str) -> None:
    assert frame not in frames(text)


def test_every_hit_tells_its_term_and_its_place() -> None:
    extraction = extract("Nytt härbärge\n\nEtt natthärbärge öppnar för hemlösa.")
    assert extraction.areas
    for hit in extraction.areas:
        assert hit.rule.startswith("term:")
        assert hit.rule.rpartition("@")[2] in {"title", "near", "lead", "text"}
        assert 0 < hit.score <= 1


def test_terms_match_by_their_syntax() -> None:
    index = TermIndex([("a", "flykting*"), ("b", "=LOV"), ("c", "god man*"), ("d", "*stöd"), ("e", "antal* iop*")])
    text = "Flyktingar på lov enligt LOV. God mans föräldrastöd. Antalet IOP:er."
    assert [(hit.key, text[hit.start : hit.end]) for hit in index.find(words(text))] == [
        ("a", "Flyktingar"),
        ("b", "LOV"),
        ("c", "God mans"),
        ("d", "föräldrastöd"),
        ("e", "Antalet IOP"),
    ]


def test_a_near_miss_masks_its_own_key_only() -> None:
    tokens = words("Ett integrationstest.")
    hits = list(TermIndex([("a", "integration*"), ("b", "integration*")]).find(tokens))
    misses = TermIndex([("a", "integrationstest")]).find(tokens)
    assert [hit.key for hit in unmasked(hits, misses)] == ["b"]


def test_the_title_weighs_more_than_the_text_and_repetition_less() -> None:
    text = "Hemlösa\n\n" + "x " * 400 + "Skola. Skola."
    index = TermIndex([("a", "hemlös*"), ("b", "skola")])
    analysis = analyse(text)
    scores = {w.hit.key: w.score for w in weigh(index.find(analysis.words), layout_of(analysis), threshold=0.1)}
    assert scores["a"] > scores["b"]
    once = weigh(index.find(words("Rubrik\n\nskola")), layout_of(analyse("Rubrik\n\nskola")), threshold=0.1)
    assert scores["b"] < 2 * once[0].score


def test_only_what_weighs_a_share_of_the_heaviest_counts() -> None:
    text = "Hemlösa och hemlöshet\n\nHemlösa. Skola."
    index = TermIndex([("a", "hemlösa"), ("a", "hemlöshet"), ("b", "skola")])
    analysis = analyse(text)
    kept = {w.hit.key for w in weigh(index.find(analysis.words), layout_of(analysis), threshold=0.1, share=0.5)}
    assert kept == {"a"}


def test_the_sub_area_stands_for_its_area() -> None:
    assert most_specific({"vald": 3.0, "vald.heder": 2.5}, {"vald.heder": "vald"}) == ["vald.heder"]
    assert most_specific({"vald": 9.0, "vald.heder": 2.5}, {"vald.heder": "vald"}) == ["vald", "vald.heder"]
