"""A refit keeps what it can: numbers outlive more documents, and what split, merged, came or went is told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopmine.records import Share, Topic
from iopmine.topics.emerging import emerging
from iopmine.topics.lineage import likeness, lineage
from iopmine.topics.matrix import document_term_matrix
from iopmine.topics.model import fit
from iopmine.topics.readout import share_records
from iopmine.topics.snapshot import Snapshot, snapshot
from tests.topics.planted import planted


def of_shares(run, shares, vocabulary=None, components=None, ids=None, numbers=None):
    """A snapshot; each topic has words of its own unless they are given."""
    shares = np.asarray(shares, dtype=float)
    count = shares.shape[1]
    return Snapshot(
        run,
        tuple(range(count)) if numbers is None else numbers,
        tuple(vocabulary or (f"ord{n}" for n in range(count))),
        np.eye(count) if components is None else np.asarray(components, dtype=float),
        tuple(ids or (f"d{n}" for n in range(len(shares)))),
        shares,
    )


def blocks(*sizes):
    """Shares of documents that belong to one topic each."""
    return np.repeat(np.eye(len(sizes)), sizes, axis=0)


def told(found):
    return [(event.kind, event.old, event.new) for event in found.events]


def fitted(documents, topics, run, *, records):
    model = fit(document_term_matrix(documents), topics=topics, seed=0)
    if not records:
        numbers = tuple(range(len(model.components)))
        return Snapshot(run, numbers, model.vocabulary, model.components, model.ids, model.shares)
    topics = [Topic(run, number, "", terms, None) for number, terms in enumerate(model.terms())]
    return snapshot(topics, share_records(model, run=run))


@pytest.mark.parametrize("records", [True, False], ids=["stored records", "fitted arrays"])
@pytest.mark.parametrize("seed", range(2))
def test_ten_percent_more_documents_keep_every_number(seed, records):
    documents = planted(330, themes=8, seed=seed)
    old = fitted(documents[:300], 8, "a", records=records)
    new = fitted(documents, 8, "b", records=records)
    found = lineage(old, new)
    assert [event.kind for event in found.events] == ["kept"] * 8
    assert sorted(found.numbers) == list(range(8))
    for number, words in zip(found.numbers, new.leading(5), strict=True):
        assert len(set(words) & set(old.leading(5)[number])) >= 4


@pytest.mark.parametrize("seed", range(2))
def test_a_planted_theme_is_born_and_gets_the_next_number(seed):
    documents = planted(300, themes=8, seed=seed)
    fresh = planted(45, themes=10, seed=seed + 50, only=9, prefix="ny")
    found = lineage(
        fitted(documents, 8, "a", records=True), fitted(documents + fresh, 9, "b", records=True), taken=(11,)
    )
    assert [(kind, new) for kind, _, new in told(found) if kind != "kept"] == [("born", (12,))]
    assert sorted(found.numbers) == [*range(8), 12]


@pytest.mark.parametrize("seed", range(2))
def test_two_themes_that_become_one_are_merged_and_the_other_way_round_split(seed):
    old = fitted(planted(300, themes=6, seed=seed), 6, "a", records=False)
    size = old.shares.sum(axis=0)
    both = (old.components[:2] * size[:2, None]).sum(axis=0) / size[:2].sum()
    one = of_shares(
        "b",
        np.column_stack([old.shares[:, :2].sum(axis=1), old.shares[:, 2:]]),
        old.vocabulary,
        np.vstack([both, old.components[2:]]),
        old.ids,
    )
    merged = lineage(old, one)
    assert [e for e in told(merged) if e[0] != "kept"] == [("merged", (0, 1), (merged.numbers[0],))]
    assert merged.numbers[0] in {0, 1}, "the main stock keeps its number"
    split = lineage(one, old)
    assert [(e.kind, e.old) for e in split.events if e.kind != "kept"] == [("split", (0,))]
    assert set(split.events[-1].new) == set(split.numbers[:2])


def test_a_theme_that_is_gone_has_ended_and_its_number_is_not_given_again():
    old = of_shares("a", blocks(20, 20, 20))
    new = of_shares("b", blocks(20, 20), ids=old.ids[:40], vocabulary=["ord0", "nytt"])
    new.shares[20:] = 0
    found = lineage(old, new)
    assert found.numbers == (0, 3)
    assert told(found) == [("kept", (0,), (0,)), ("born", (), (3,)), ("ended", (1,), ()), ("ended", (2,), ())]


def test_without_common_documents_words_alone_decide():
    old = of_shares("a", blocks(9, 9))
    new = of_shares("b", blocks(9, 9)[:, ::-1], ids=[f"x{n}" for n in range(18)], vocabulary=["ord1", "annat"])
    found = lineage(old, new)
    assert found.numbers == (1, 2)
    assert {e.kind: e.score for e in found.events} == {"kept": 1.0, "born": 0.0, "ended": 0.0}


def test_likeness_by_hand():
    old = of_shares("a", [[1, 0], [1, 0], [0.5, 0.5], [0, 1]], components=[[0.8, 0.2], [0, 1]])
    new = of_shares("b", [[1], [0], [0.5], [0], [1]], ["ord0"], [[1]], ["d0", "d1", "d2", "d3", "d9"])
    like = likeness(old, new)
    assert like.common == 4
    assert like.documents.ravel() == pytest.approx([1.5 / 2.5, 0.5 / 2.5])
    assert like.of_old.ravel() == pytest.approx([1.5 / 2.5, 0.5 / 1.5])
    assert like.of_new.ravel() == pytest.approx([1.5 / 1.5, 0.5 / 1.5])
    assert like.words.ravel() == pytest.approx([0.8 / np.hypot(0.8, 0.2), 0])
    assert like.score.ravel() == pytest.approx(like.words.ravel()), "four documents in common are too few"


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_topic_has_a_fate_and_every_number_is_given_once(data):
    def drawn(run, count):
        rows, words = 8, 6
        draw = np.random.default_rng(data.draw(st.integers(0, 2**20)))
        shares = draw.dirichlet(np.full(count, 0.3), size=rows) if count else np.zeros((rows, 0))
        components = draw.dirichlet(np.full(words, 0.3), size=count).reshape(count, words)
        return of_shares(run, shares, [f"w{n}" for n in range(words)], components)

    old, new = (drawn(run, data.draw(st.integers(0, 5))) for run in "ab")
    found = lineage(old, new)
    assert len(set(found.numbers)) == len(new.numbers)
    assert {n for event in found.events for n in event.new} == set(found.numbers)
    assert {n for event in found.events for n in event.old} == set(old.numbers)
    assert all(0 <= v <= 1 for e in found.events for v in (e.words, e.documents, e.score))
    assert lineage(old, new) == found
    assert lineage(old, old).numbers == old.numbers


def test_a_snapshot_of_records_counts_a_story_once_and_weighs_words():
    topics = [Topic("r", 4, "", ("vård", "ideell sektor"), None), Topic("r", 7, "", ("skola",), None)]
    shares = [Share("r", "b", 4, 0.7), Share("r", "b", 7, 0.3), Share("r", "a", 4, 0.7), Share("r", "c", 7, 1.0)]
    ranked = snapshot(topics, shares)
    assert (ranked.numbers, ranked.ids) == ((4, 7), ("a", "b", "c"))
    assert ranked.leading(3) == [("vård", "ideell sektor"), ("skola",)]
    assert ranked.components.sum(axis=1) == pytest.approx([1, 1])
    lemmas = {"a": ["Ideell", "sektor", "skola"], "c": ["skola", "skola"]}
    by_story = snapshot(topics, shares, stories={"a": "s", "b": "s", "c": ""}, lemmas=lemmas)
    assert by_story.ids == ("c", "s")
    assert by_story.shares.tolist() == [[0, 1], [0.7, 0]]
    assert by_story.vocabulary == ("ideell sektor", "skola", "vård")
    assert by_story.components.tolist() == [[0.5, 0.5, 0], [0, 1, 0]]
    assert snapshot([], []).shares.shape == (0, 0)


def growing(first, last, seed=0):
    """Shares of one topic that rise from year to year, over 5 years of 40 documents."""
    draw = np.random.default_rng(seed)
    level = np.repeat(np.linspace(first, last, 5), 40)
    present = (draw.random(200) < level).astype(float)
    found = of_shares("r", np.column_stack([present, 1 - present]), numbers=(3, 5))
    return found, {f"d{n}": str(2016 + n // 40) for n in range(200)}


def test_a_born_topic_that_grows_is_emerging():
    found, years = growing(0.02, 0.3)
    (one,) = emerging(found, years, born=(3,))
    assert (one.topic_id, one.first, one.last) == (3, "2016", "2020")
    assert one.share_last > 0.1 > one.share_first
    assert one.p_value < 0.01
    assert emerging(found, years, born=()) == [], "a kept topic is not new"
    assert emerging(found, years, born=(5,)) == [], "the other one shrinks"
    assert emerging(found, dict.fromkeys(found.ids, "2020"), born=(3,)) == []
    assert emerging(found, {}, born=(3,)) == []


def test_a_level_share_seldom_passes_for_growth():
    alarms = sum(bool(emerging(*growing(0.15, 0.15, seed), born=(3, 5))) for seed in range(400))
    assert alarms <= 32, "at most 5 % (400 × 0.05 = 20, and three standard deviations)"
