"""Tests for people: the intruder is foreign, the draw is repeatable, and answers are scored by hand-checked rules."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.records.topics import TopicIntrusion
from iopmine.topics.intrusion import Excerpt, eligible, log_odds, precision, topic_items, word_items
from iopmine.topics.snapshot import Snapshot

TOPICS = 6
TERMS = [tuple(f"ord{topic}{place}" for place in range(10)) for topic in range(TOPICS)]


def made(shares=None, components=None, terms=TERMS):
    vocabulary = tuple(sorted({word for words in terms for word in words}))
    if components is None:
        components = np.array([[float(word in words) for word in vocabulary] for words in terms])
    if shares is None:
        shares = np.random.default_rng(1).dirichlet(np.full(len(terms), 0.3), size=30)
    return Snapshot(
        "r",
        tuple(range(3, 3 + len(terms))),
        vocabulary,
        components,
        tuple(f"d{n:02}" for n in range(len(shares))),
        shares,
    )


def excerpts(found):
    return {key: Excerpt(f"id-{key}", "Rubrik", "Text.") for key in found.ids}


@given(st.integers(0, 10_000))
def test_a_word_item_has_five_first_words_and_a_foreign_one(seed):
    items = word_items(made(), TERMS, seed=seed)
    assert sorted(item.topic_id for item in items) == [3, 4, 5, 6, 7, 8]
    for item in items:
        own = TERMS[item.topic_id - 3]
        assert {word for place, word in enumerate(item.words) if place != item.intruder} == set(own[:5])
        intruder = item.words[item.intruder]
        assert intruder not in own
        assert any(intruder in words[:5] for words in TERMS)
    assert items == word_items(made(), TERMS, seed=seed)


def test_words_that_weigh_in_the_topic_too_or_share_a_part_do_not_intrude():
    terms = [("a", "b", "c", "d", "ideell sektor"), ("q", "a x", "sektor", "w", "e")]
    found = made(terms=terms, shares=np.eye(2))
    weights = found.components.copy()
    weights[0, found.vocabulary.index("q")] = 0.3
    weights[0, found.vocabulary.index("w")] = 0.2
    found = made(terms=terms, shares=np.eye(2), components=weights)
    drawn = {
        item.words[item.intruder]
        for seed in range(40)
        for item in word_items(found, terms, seed=seed)
        if item.topic_id == 3
    }
    assert drawn == {"w", "e"}


def test_places_are_spread_and_short_topics_left_out():
    places = [item.intruder for seed in range(60) for item in word_items(made(), TERMS, seed=seed)]
    assert all(40 <= places.count(place) <= 80 for place in range(6)), "360 items over six places"
    short = [TERMS[0][:4], *TERMS[1:]]
    assert 3 not in {item.topic_id for item in word_items(made(), short, seed=1)}
    assert word_items(made(terms=TERMS[:1], shares=np.ones((2, 1))), TERMS[:1], seed=1) == []


@given(st.integers(0, 10_000))
def test_a_topic_item_has_the_documents_topics_and_one_with_little_of_it(seed):
    found = made()
    items = topic_items(found, TERMS, excerpts(found), seed=seed)
    assert [item.document_id for item in items] != sorted(item.document_id for item in items) or len(items) < 3
    assert {item.document_id for item in items} == {f"id-{key}" for key in eligible(found)}
    for item in items:
        others = [share for place, share in enumerate(item.shares) if place != item.intruder]
        assert item.shares[item.intruder] < 0.05 <= min(others)
        assert 2 <= len(others) <= 3
        assert item.words == tuple(TERMS[topic - 3][:8] for topic in item.topics)
    assert items == topic_items(found, TERMS, excerpts(found), seed=seed)


def test_documents_of_a_single_topic_cannot_be_tested():
    found = made(shares=np.array([[1, 0, 0, 0, 0, 0], [0.5, 0.5, 0, 0, 0, 0], [0.3, 0.3, 0.2, 0.1, 0.06, 0.04]]))
    assert eligible(found) == ["d01", "d02"]
    assert eligible(made(shares=np.full((3, 6), 1 / 6))) == []


def test_precision_counts_an_item_once_and_passes_over_blanks():
    assert precision([0, 1, 2, 3], [(0, 0), (0, 5), (1, 1), (2, None), (3, 0)]) == (pytest.approx(1.5), 3)
    assert precision([0], [(0, None)]) == (0, 0)


def test_log_odds_by_hand():
    item = TopicIntrusion("d", "", "", (1, 2, 3), (("a",),) * 3, (0.6, 0.02, 0.3), 1)
    unseen = TopicIntrusion("d", "", "", (1, 2, 3), (("a",),) * 3, (0.6, 0.0, 0.4), 1)
    assert log_odds([item], [(0, 1)]) == 0
    assert log_odds([item], [(0, 0), (0, 1), (0, None)]) == pytest.approx(math.log(0.02 / 0.6) / 2, abs=1e-4)
    assert log_odds([unseen], [(0, 2)]) == pytest.approx(math.log(0.005 / 0.4), abs=1e-4)
    assert log_odds([item], [(0, None)]) is None
