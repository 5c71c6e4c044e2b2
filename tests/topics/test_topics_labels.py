"""Topics described by their own documents: phrases as printed, matters by lift, examples that can be read."""

from __future__ import annotations

import re
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.records import Token
from iopmine.topics.labels import closeness, describe, foremost, matters, telling_sentence, vectors
from iopmine.topics.phrases import Reading, candidates
from iopmine.topics.snapshot import Snapshot

LEMMAS = {
    "barnen": "barn", "skyddade": "skyddad", "skyddat": "skyddad", "boenden": "boende", "boendet": "boende",
    "jouren": "jour", "jourer": "jour", "kvinnor": "kvinna", "vinster": "vinst", "välfärden": "välfärd",
    "begränsas": "begränsa", "bolagen": "bolag", "öppnar": "öppna", "ger": "ge", "får": "få", "nya": "ny",
}  # fmt: skip
POS = {
    "skyddad": "ADJ", "ny": "ADJ", "privat": "ADJ", "boende": "NOUN", "jour": "NOUN", "kvinna": "NOUN",
    "vinst": "NOUN", "välfärd": "NOUN", "bolag": "NOUN", "barn": "NOUN", "i": "ADP", "till": "ADP", "om": "ADP",
    "plats": "NOUN", "tak": "NOUN",
}  # fmt: skip


def reading(id_, text, story=None, left_out=()):
    """A text with lemmas and parts of speech from the small lists above; names in ``left_out`` are no words of it."""
    tokens = []
    for found in re.finditer(r"\w+", text):
        word = found.group().lower()
        lemma = LEMMAS.get(word, word)
        if found.group() not in left_out:
            tokens.append(Token(id_, found.start(), found.end(), lemma, POS.get(lemma, "X")))
    return Reading(id_, story or id_, text, tokens)


SHELTER = (
    "Jouren har platser.\nJouren Moa öppnar ett nytt skyddat boende för kvinnor. Två skyddade boenden fanns redan.",
    "Kvinnor och barn får hjälp av jouren i ett skyddat boende hela året.",
    "Nämnden ger jouren stöd så att skyddat boende finns i hela kommunen.",
    "Ett skyddat boende till kvinnor kostar pengar, säger jouren i sin ansökan.",
)
PROFIT = (
    "Regeringen vill att vinster i välfärden begränsas med ett nytt tak.",
    "Vinster i välfärden är fel, skriver tre debattörer om bolagen.",
    "Bolagen får behålla sina vinster i välfärden om förslaget faller.",
    "Debatten om vinster i välfärden tar ny fart, och bolagen svarar.",
)


@pytest.fixture
def found():
    """Two topics over eight stories, and words that lead them."""
    vocabulary = ("boende", "bolag", "jour", "kvinna", "skyddad", "vinst", "välfärd")
    weights = {0: {"boende": 4, "jour": 5, "kvinna": 2, "skyddad": 3}, 1: {"vinst": 5, "välfärd": 4, "bolag": 2}}
    components = np.array([[weights[topic].get(word, 0) for word in vocabulary] for topic in weights], dtype=float)
    shares = np.array([[0.9, 0.1]] * 4 + [[0.1, 0.9]] * 4)
    return Snapshot("r", (3, 8), vocabulary, components, tuple(f"d{n}" for n in range(8)), shares)


@pytest.fixture
def readings():
    return {f"d{n}": reading(f"d{n}", text, left_out=("Moa",)) for n, text in enumerate(SHELTER + PROFIT)}


def test_topics_are_named_by_phrases_of_their_documents_in_printed_form(found, readings):
    shelter, profit = describe(found, readings, [])
    assert (shelter.topic_id, shelter.phrase) == (3, "skyddat boende")
    assert (profit.topic_id, profit.phrase) == (8, "vinster i välfärden")


def test_no_phrase_reaches_over_a_name_that_is_left_out_or_a_line():
    one = reading("d", "nya Moa boenden\nprivat\nboende nya, boende", left_out=("Moa",))
    assert {text for _, text in candidates(one)} == {"boenden", "boende"}
    assert ("vinst", "i", "privat", "välfärd") in dict(candidates(reading("d", "Vinster i privat välfärd.")))
    assert "stor kommun" not in dict(candidates(reading("d", "stor kommun"))).values(), "stop words name no topic"


def test_an_adjective_is_not_left_before_a_definite_noun(found):
    texts = ["I det skyddade boendet är jouren.", "I det skyddade boendet är jouren.", "Ett skyddat boende i jouren."]
    read = {f"d{n}": reading(f"d{n}", text) for n, text in enumerate([*texts, *SHELTER[3:], *PROFIT])}
    assert describe(found, read, [])[0].phrase == "skyddat boende"


def test_two_topics_never_have_one_phrase(found, readings):
    alike = Snapshot("r", (0, 1), found.vocabulary, found.components[[0, 0]], found.ids, found.shares[:, [0, 0]])
    one, other = describe(alike, readings, [])
    assert one.phrase
    assert other.phrase
    assert one.phrase != other.phrase


def test_documents_are_of_different_stories_and_the_closest_first(found, readings):
    readings["d1"] = readings["d1"]._replace(story="d0")
    shelter, profit = describe(found, readings, [])
    assert {e.document_id for e in shelter.documents} == {"d0", "d2", "d3"}
    assert {e.document_id for e in profit.documents} == {"d4", "d5", "d6", "d7"}
    scores = [e.score for e in profit.documents]
    assert scores == sorted(scores, reverse=True)
    assert [e.rank for e in profit.documents] == [1, 2, 3, 4]
    assert describe(found, {}, [])[0].documents == ()


def test_sentences_are_whole_short_and_from_different_documents(found, readings):
    long = " ".join(["jouren"] * 26) + "."
    readings["d2"] = reading("d2", f"Jouren kvinnor skyddat boende\n{long}\nJouren, boende.\n{SHELTER[2]}")
    for described in describe(found, readings, []):
        assert len({e.document_id for e in described.sentences}) == 3
        for example in described.sentences:
            sentence = readings[example.document_id].text[example.start : example.end]
            assert 6 <= len(sentence.split()) <= 25
            assert len(sentence) <= 200
            assert sentence[0].isupper()
            assert sentence[-1] in ".!?"
    first = describe(found, readings, [])[0].sentences[0]
    assert readings[first.document_id].text[first.start : first.end] == (
        "Jouren Moa öppnar ett nytt skyddat boende för kvinnor."
    )


def test_a_telling_sentence_has_many_words_of_its_own():
    text = "Vi ses vid torget i morgon.\nBolagen får ta vinster i välfärden om taket faller.\nKort."
    start, end = telling_sentence(reading("d", text))
    assert text[start:end].startswith("Bolagen")
    assert telling_sentence(reading("d", "Bara en rubrik")) is None


def test_closeness_is_the_cosine_to_the_weighted_mean():
    read = [reading("a", "jour kvinna"), reading("b", "jour kvinna"), reading("c", "vinst"), reading("d", "och")]
    close = closeness(vectors(read), np.array([[1, 0.0], [1, 0], [0, 1], [0.5, 0.5]]))
    assert close[:, 0] == pytest.approx([1, 1, 0, 0])
    assert close[:, 1] == pytest.approx([0, 0, 1, 0])
    assert closeness(vectors([reading("a", "")]), np.ones((1, 2))).tolist() == [[0, 0]]


def test_matters_are_ranked_by_lift_and_counted(found):
    hits = [(f"d{n}", "area", "vald") for n in range(4)] * 2 + [(f"d{n}", "frame", "vinster") for n in range(3, 8)]
    hits += [(f"d{n}", "area", "allt") for n in range(8)] + [("d0", "area", "sällan"), ("borta", "area", "vald")]
    by_topic = matters(found, hits)
    (violence,) = by_topic[3]
    assert (violence.kind, violence.key, violence.stories) == ("area", "vald", 4)
    assert (violence.within, violence.of) == (3.6, 4.0)
    assert violence.lift == pytest.approx((3.6 / 4) / (4 / 8))
    assert [m.key for m in by_topic[8]] == ["vinster"]


def test_rows_to_read_are_those_that_belong_most(found):
    assert foremost(found, count=2) == ["d0", "d1", "d4", "d5"]
    assert foremost(found) == sorted(found.ids)


@given(st.text(alphabet="aåÄ bC.,\n-1", max_size=60))
def test_any_text_can_be_read(text):
    one = reading("d", text)
    for key, form in candidates(one):
        assert form in text
        assert len(key) == len(form.split(" "))
    place = telling_sentence(one)
    assert place is None or text[slice(*place)].strip() == text[slice(*place)]


def test_a_text_twice_as_long_takes_at_most_about_twice_the_time():
    def seconds(times):
        one = reading("d", (SHELTER[0] + "\n" + PROFIT[0] + "\n") * times)
        begun = time.process_time()
        assert list(candidates(one))
        assert telling_sentence(one)
        return time.process_time() - begun

    assert min(seconds(300) for _ in range(3)) <= 3 * min(seconds(150) for _ in range(3))


def test_the_words_of_a_collocation_lead_to_its_phrase(found, readings):
    vocabulary = ("bolag", "skyddad boende", "vinst")
    components = np.array([[0, 5, 0], [1, 0, 5]], dtype=float)
    joined = Snapshot("r", found.numbers, vocabulary, components, found.ids, found.shares)
    assert [d.phrase for d in describe(joined, readings, [])] == ["skyddat boende", "vinster i välfärden"]
