"""Claims about how many partnerships there are: gold sentences, number words, who counted, long texts."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from iopmine.nlp.analysis import Analysis
from iopmine.nlp.count_claims import read_counts
from iopmine.nlp.number_words import read_number
from iopmine.nlp.voices import Body
from tests.nlp.reading import extract

GOLD = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "corpus" / "gold" / "count_claims.jsonl").read_text("utf-8").splitlines()
]
FIELDS = ("value", "qualifier", "counted", "date")


def claims(text, bodies=()):
    return read_counts("d", Analysis(text), bodies)


def rows(found, fields=FIELDS):
    return [tuple(getattr(claim, name) for name in fields) for claim in found]


def test_the_gold_has_at_least_as_many_negatives():
    assert len(GOLD) >= 120
    assert sum(not line["claims"] for line in GOLD) * 2 >= len(GOLD)
    assert len({line["text"] for line in GOLD}) == len(GOLD)


@pytest.mark.parametrize("line", GOLD, ids=lambda line: line["id"])
def test_gold_sentences(line):
    assert rows(claims(line["text"])) == [tuple(claim[name] for name in FIELDS) for claim in line["claims"]]


def test_who_counted_is_named_where_the_sentence_names_them():
    """Over the gold sentences with a counter; the rest must name nobody but a body that the sentence names."""
    told = [line for line in GOLD if any(claim["counter"] for claim in line["claims"])]
    right = [
        line["id"]
        for line in told
        if line["claims"][0]["counter"].split(" – ")[0]
        in [claim.counter.split(" – ")[0] for claim in extract(line["text"]).count_claims]
    ]
    assert len(right) >= 0.8 * len(told), sorted({line["id"] for line in told} - set(right))


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Famna räknade till 94 IOP:er.", "Famna"),
        ("Enligt en sammanställning från Famna finns 94 IOP:er.", "Famna"),
        ("Famnas kartläggning tar upp 94 IOP:er.", "Famna"),
        ("– Det finns 94 IOP:er, säger en talesperson för Famna.", "Famna"),
        ("Det finns 94 IOP:er, och Famna är med i elva av dem.", ""),
    ],
)
def test_the_counter_is_who_the_number_is_given_by(text, who):
    start = text.index("Famna")
    assert [claim.counter for claim in claims(text, [Body(start, start + 5, "Famna")])] == [who]


def test_the_claim_covers_qualifier_number_and_word():
    text = "Så här är det. Det finns minst 60 kända IOP:er 2017."
    (claim,) = claims(text)
    assert text[claim.start : claim.end] == "minst 60 kända IOP:er"


def test_offsets_are_those_of_the_text_as_given():
    text = "Det fanns da\u0308r minst 60 IOP:er 2017, ett ide\u0301buret offentligt partnerskap i taget."
    (claim,) = extract(text).count_claims
    assert text[claim.start : claim.end] == "minst 60 IOP:er"


def test_a_text_about_eye_pressure_claims_nothing():
    text = (
        "Ögontrycket, IOP, sjönk. Läkaren gjorde 40 IOP hos patienter med glaukom. IOP mättes i mmHg före operationen."
    )
    assert extract(text).count_claims == ()


def test_claims_survive_being_written_with_the_document():
    nlp = spacy.blank("sv")
    for pipe in ("iop_sentences", "iop_names", "iop_relevance"):
        nlp.add_pipe(pipe)
    nlp.add_pipe("iop_counts")
    doc = nlp("Det finns minst 60 idéburna offentliga partnerskap (IOP) i landet.")
    assert rows(doc._.count_claims, ("value", "qualifier")) == [(60, "at_least")]
    # Names are kept as objects, so only what this component sets is written here.
    bare = Doc(nlp.vocab, words=[token.text for token in doc])
    bare._.count_claims = doc._.count_claims
    assert Doc(nlp.vocab).from_bytes(bare.to_bytes())._.count_claims == doc._.count_claims


@pytest.mark.parametrize(
    ("words", "value", "rough"),
    [
        ("94", 94, False), ("1 200", 1200, False), ("femtiosex", 56, False), ("Tolv", 12, False),
        ("ett hundra", 100, False), ("tvåhundra", 200, False), ("trehundrafyrtiofem", 345, False),
        ("tusen", 1000, False),
        ("ett hundratal", 100, True), ("ett tjugotal", 20, True), ("ett dussin", 12, True), ("par hundra", 200, True),
        ("ett par hundra", 200, True), ("ett par tusen", 2000, True),
    ],
)  # fmt: skip
def test_number_words(words, value, rough):
    assert read_number(words) == (value, rough)


@pytest.mark.parametrize("words", ["2019", "ett par", "1", "0", "ett partnerskap", "några", "par", "ett par veckor"])
def test_what_is_no_number_or_says_no_definite_one(words):
    assert read_number(words) is None


@given(st.from_regex(r"(?:(?:ett |en )?(?:par )?[a-zåäö]{1,12}|\d{1,6}|\d{1,3} \d{3})", fullmatch=True))
def test_reading_a_number_never_fails(words):
    found = read_number(words)
    assert found is None or found.value >= 2


@given(st.lists(st.sampled_from([line["text"] for line in GOLD]), min_size=1, max_size=4))
def test_sentences_do_not_disturb_each_other(texts):
    whole = " ".join(texts)
    found = claims(whole)
    assert [claim.start for claim in found] == sorted(claim.start for claim in found)
    assert all(0 <= a.start < a.end <= len(whole) for a in found)
    assert sum(len(claims(text)) for text in texts) <= len(found)


@pytest.mark.parametrize("piece", [GOLD[0]["text"] + " ", "antalet IOP:er ", "minst 60 ", "kommuner ", "94 IOP:er "])
def test_eight_times_the_text_costs_at_most_a_little_more_than_eight_times(piece):
    def cost(text):
        times = []
        for _ in range(2):
            begun = time.process_time()
            claims(text)
            times.append(time.process_time() - begun)
        return min(times)

    assert cost(piece * 1600) <= 20 * max(cost(piece * 200), 0.001)
