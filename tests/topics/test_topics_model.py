"""The model finds known subjects, the same to the bit, whatever the order; its measures tell good from bad."""

import random

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from iopmine.errors import TopicError
from iopmine.topics.coherence import diversity, npmi
from iopmine.topics.matrix import DocumentTermMatrix, document_term_matrix
from iopmine.topics.model import default_topics, fit
from iopmine.topics.stability import stability


def test_known_subjects_are_found(corpus, subjects):
    model = fit(document_term_matrix(corpus), topics=3)
    found = [set(terms) for terms in model.terms()]
    for words in subjects.values():
        assert max(len(terms & set(words)) for terms in found) >= 9


def test_shares_are_shares_and_topics_come_largest_first(corpus):
    model = fit(document_term_matrix(corpus), topics=4)
    assert model.shares.shape == (60, 4)
    assert model.shares.sum(axis=1) == pytest.approx(np.ones(60))
    assert model.components.sum(axis=1) == pytest.approx(np.ones(4))
    size = model.shares.sum(axis=0)
    assert (np.diff(size) <= 0).all()


def test_a_document_without_words_belongs_to_no_topic(corpus):
    corpus[0] = corpus[0]._replace(lemmas=("och",))
    model = fit(document_term_matrix(corpus), topics=3)
    assert model.shares[model.ids.index("d000")].tolist() == [0, 0, 0]


def test_reruns_and_other_orders_are_the_same_to_the_bit(corpus):
    expected = fit(document_term_matrix(corpus), topics=4, seed=5)
    random.Random(2).shuffle(corpus)
    again = fit(document_term_matrix(corpus), topics=4, seed=5)
    assert again.ids == expected.ids
    assert again.shares.tobytes() == expected.shares.tobytes()
    assert again.components.tobytes() == expected.components.tobytes()


@pytest.mark.parametrize(("documents", "topics"), [(8, 4), (200, 10), (1_000_000, 30)])
def test_default_number_of_topics_grows_with_the_corpus(documents, topics):
    assert default_topics(documents) == topics


@pytest.mark.parametrize("topics", [-1, 0, 1, 31])
def test_more_topics_than_the_corpus_carries_are_refused(corpus, topics):
    with pytest.raises(TopicError, match=f"{topics} were asked for") as refused:
        fit(document_term_matrix(corpus), topics=topics)
    assert "--topics" in refused.value.hint


def test_coherence_prefers_words_that_occur_together(corpus, subjects):
    matrix = document_term_matrix(corpus)
    care, school = subjects["vård"][:5], subjects["skola"][:5]
    together, mixed = npmi([care, care[:2] + school[:3]], matrix)
    assert together > 0.3 > mixed
    assert npmi([["vård", "lektion"]], matrix) == [-1.0]
    assert npmi([["vård", "finns-inte"], []], matrix) == [0.0, 0.0]


def test_npmi_by_hand():
    counts = csr_matrix([[1, 1], [2, 1], [1, 0], [0, 0]])
    matrix = DocumentTermMatrix(("a", "b", "c", "d"), ("x", "y"), counts)
    assert npmi([["x", "y"]], matrix) == pytest.approx([np.log(0.5 / (0.75 * 0.5)) / -np.log(0.5)])


def test_diversity_is_the_share_of_distinct_words():
    assert diversity([["a", "b"], ["b", "c"]]) == 0.75
    assert diversity([]) == 0.0


def test_true_topics_are_stabler_than_split_ones(corpus):
    matrix = document_term_matrix(corpus)
    right = stability(matrix, fit(matrix, topics=3))
    split = stability(matrix, fit(matrix, topics=12))
    assert len(right) == 3
    assert min(right) > 0.6
    assert np.mean(split) < np.mean(right)
    assert all(0 <= value <= 1 for value in split)
