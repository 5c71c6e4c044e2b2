"""From lemmas to records."""

import random

import pytest

from iopmine.errors import TopicError
from iopmine.topics.number import NumberScore, choose_number
from iopmine.topics.readout import fit_topics, model_topics


def test_records_are_complete_and_consistent(corpus):
    topics, shares = model_topics(corpus, topics=3, run="r1")
    assert [topic.id for topic in topics] == [0, 1, 2]
    for topic in topics:
        assert topic.run == "r1"
        assert len(topic.terms) == 10
        assert topic.label == ", ".join(topic.terms[:3])
        assert 0 <= topic.stability <= 1
    assert {share.document_id for share in shares} == {document.id for document in corpus}
    assert all(0.01 <= share.weight <= 1 and share.weight == round(share.weight, 4) for share in shares)
    assert shares == sorted(shares, key=lambda share: (share.document_id, share.topic_id))


def test_documents_of_one_subject_share_their_main_topic(corpus):
    _, shares = model_topics(corpus, topics=3, run="r")
    main = {}
    for share in sorted(shares, key=lambda share: share.weight):
        main[share.document_id] = share.topic_id
    assert [len({main[f"d{i:03}"] for i in range(first, 60, 3)}) for first in range(3)] == [1, 1, 1]
    assert len(set(main.values())) == 3


def test_same_records_whatever_the_order(corpus):
    expected = model_topics(corpus, run="r", seed=1)
    random.Random(9).shuffle(corpus)
    assert model_topics(corpus, run="r", seed=1) == expected


def test_eight_documents_are_enough_and_seven_are_not(make_corpus):
    topics, shares = model_topics(make_corpus(8), run="r")
    assert 2 <= len(topics) <= 4
    assert shares
    with pytest.raises(TopicError):
        model_topics(make_corpus(7), run="r")


def test_a_name_given_is_the_label(corpus):
    topics, _ = model_topics(corpus, topics=3, run="r", anchors={"Vård och omsorg": ["läkare", "patient"]})
    (named,) = [topic for topic in topics if topic.label == "Vård och omsorg"]
    assert {"läkare", "patient"} <= set(named.terms)


def test_the_number_is_the_largest_stable_one_and_all_tried_are_told(make_corpus):
    found = fit_topics(make_corpus(120))
    assert [score.topics for score in found.numbers] == sorted({score.topics for score in found.numbers})
    assert all(0 <= score.stability <= 1 and score.spread >= 0 for score in found.numbers)
    assert len(found.model.chosen) <= choose_number(found.numbers)


def test_a_number_given_wins_and_nothing_else_is_tried(corpus):
    found = fit_topics(corpus, topics=3)
    assert found.numbers == ()
    assert len(found.model.chosen) == 3


@pytest.mark.parametrize(
    ("stabilities", "chosen"),
    [((0.9, 0.7, 0.56, 0.4), 3), ((0.4, 0.45, 0.3, 0.45), 4), ((0.9, 0.4, 0.55, 0.2), 3), ((0.1,), 1)],
)
def test_choice_of_number(stabilities, chosen):
    scores = [NumberScore(topics, value, 0.05) for topics, value in enumerate(stabilities, 1)]
    assert choose_number(scores) == chosen
