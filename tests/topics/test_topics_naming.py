"""A name given once is found again in every refit, or told to be without its topic."""

from __future__ import annotations

import pytest

from iopmine.errors import UsageError
from iopmine.lexicon.facts import TopicLabel
from iopmine.records import Topic
from iopmine.topics.matrix import document_term_matrix
from iopmine.topics.model import fit
from iopmine.topics.naming import label_of, names_of, with_label
from iopmine.topics.readout import share_records
from iopmine.topics.snapshot import snapshot
from tests.topics.planted import planted


def fitted(documents, topics):
    model = fit(document_term_matrix(documents), topics=topics, seed=0)
    records = [Topic("r", number, "", terms, None) for number, terms in enumerate(model.terms())]
    return snapshot(records, share_records(model, run="r"))


@pytest.fixture(scope="module")
def corpus():
    return planted(330, themes=6, seed=4)


@pytest.fixture(scope="module")
def old(corpus):
    return fitted(corpus[:200], 6)


def theme_of(words):
    return words[0][:5]


def test_names_follow_their_topics_through_a_refit(corpus, old):
    labels = [label_of(old, number, f"Namn {theme_of(words)}") for number, words in enumerate(old.leading(1))]
    assert all(len(label.words) == len(label.documents) == 10 for label in labels)
    for documents in (corpus, corpus[150:], planted(200, themes=6, seed=99, prefix="annan")):
        new = fitted(documents, 6)
        names = names_of(labels, new)
        assert names.unmatched == ()
        assert names.by_topic == {n: f"Namn {theme_of(words)}" for n, words in enumerate(new.leading(1))}


def test_a_name_whose_topic_has_ended_is_kept_and_told(old):
    gone = TopicLabel("Fjärilar", ("fjäril", "puppa", "vinge"), ("okänd",), "")
    real = label_of(old, 2, "  Två ", note="min")
    assert (real.label, real.note) == ("Två", "min")
    names = names_of([gone, real], old)
    assert (dict(names.by_topic), names.unmatched) == ({2: "Två"}, ("Fjärilar",))
    assert names_of([], old).by_topic == {}
    assert names_of([real, gone], snapshot([], [])).unmatched == ("Fjärilar", "Två")


def test_a_topic_has_one_name_and_a_name_one_topic(old):
    labels = with_label((), label_of(old, 2, "Hemlöshet"), 2, old)
    labels = with_label(labels, label_of(old, 3, "Skola"), 3, old)
    renamed = with_label(labels, label_of(old, 2, "Bostadslöshet"), 2, old)
    assert dict(names_of(renamed, old).by_topic) == {2: "Bostadslöshet", 3: "Skola"}
    moved = with_label(renamed, label_of(old, 4, "Skola"), 4, old)
    assert dict(names_of(moved, old).by_topic) == {2: "Bostadslöshet", 4: "Skola"}


@pytest.mark.parametrize(("number", "label", "message"), [(6, "X", "no topic 6"), (1, " ", "name of topic 1 is empty")])
def test_what_cannot_be_named(old, number, label, message):
    with pytest.raises(UsageError, match=message) as refused:
        label_of(old, number, label)
    assert refused.value.hint
