"""Topics that a person has named beforehand, by words or by labelled documents."""

import random

import numpy as np
import pytest

from iopmine.errors import TopicError
from iopmine.topics.matrix import document_term_matrix
from iopmine.topics.model import fit

CARE, SCHOOL, HOME = range(3)


def of(matrix, subject):
    """Return the rows whose document is about a subject: every third one."""
    return np.array([int(id_[1:]) % 3 == subject for id_ in matrix.ids])


@pytest.fixture
def matrix(make_corpus):
    return document_term_matrix(make_corpus(120))


def test_anchor_words_name_a_topic_and_the_rest_stays_free(matrix):
    model = fit(matrix, topics=3, anchors={"Vården": ["läkare", "Sjukhus", "patient", "finns-inte"]})
    named = model.names.index("Vården")
    assert sorted(model.names) == ["", "", "Vården"]
    care = model.shares[:, named]
    assert care[of(matrix, CARE)].min() > care[~of(matrix, CARE)].max()
    assert {"läkare", "sjukhus", "patient"} <= set(model.terms(12)[named])
    free = np.delete(model.shares, named, axis=1)
    assert free[of(matrix, SCHOOL)].sum() + free[of(matrix, HOME)].sum() > 4 * free[of(matrix, CARE)].sum()
    assert (model.shares.sum(axis=1) <= 1 + 1e-9).all()
    assert all(0 < value <= 1 for value in model.stability)


def test_a_few_labelled_documents_are_enough(matrix):
    labelled = {f"d{i:03}": ("skola" if i % 3 == SCHOOL else "hem") for i in range(24) if i % 3}
    model = fit(matrix, topics=3, labelled=labelled)
    unseen = np.array([id_ not in labelled for id_ in matrix.ids])
    for name, subject in (("skola", SCHOOL), ("hem", HOME)):
        share = model.shares[:, model.names.index(name)]
        inside, outside = share[of(matrix, subject) & unseen], share[~of(matrix, subject) & unseen]
        # The chance that a document on the subject has more of it than one on another.
        assert (inside[:, None] > outside[None, :]).mean() > 0.95


def test_a_label_outweighs_words(matrix):
    anchors = {"vård": ["läkare", "sjukhus"], "hem": ["hyra", "nyckel"]}
    labelled = {f"d{i:03}": "vård" for i in range(90) if i % 3 == HOME}
    shares = []
    for labels in ({}, labelled):
        model = fit(matrix, topics=2, anchors=anchors, labelled=labels)
        shares.append(model.shares[of(matrix, HOME), model.names.index("vård")].mean())
    assert shares[0] < 0.1
    assert shares[1] > 0.3


def test_anchored_models_are_the_same_to_the_bit(make_corpus):
    corpus = make_corpus(60)
    anchors = {"vård": ["läkare", "sjukhus"], "skola": ["rektor", "betyg"]}
    expected = fit(document_term_matrix(corpus), topics=4, anchors=anchors)
    random.Random(2).shuffle(corpus)
    again = fit(document_term_matrix(corpus), topics=4, anchors=dict(reversed(anchors.items())))
    assert again.shares.tobytes() == expected.shares.tobytes()
    assert again.names == expected.names


def test_names_without_examples_and_labels_without_documents_are_told(matrix):
    with pytest.raises(TopicError, match="'rymd'") as no_words:
        fit(matrix, topics=3, anchors={"rymd": ["raket"], "vård": ["läkare", "patient"]})
    assert "label a document" in no_words.value.hint
    with pytest.raises(TopicError, match="'d999'"):
        fit(matrix, topics=3, labelled={"d999": "vård", "d001": "skola"})
    with pytest.raises(TopicError, match="nothing to tell it from"):
        fit(matrix, topics=3, labelled=dict.fromkeys(matrix.ids, "allt"))


def test_a_document_without_words_belongs_to_no_named_topic(make_corpus):
    corpus = make_corpus(60)
    corpus[0] = corpus[0]._replace(lemmas=("och",))
    model = fit(document_term_matrix(corpus), topics=3, anchors={"vård": ["läkare", "sjukhus"]})
    assert model.shares[model.ids.index("d000")].sum() == 0
