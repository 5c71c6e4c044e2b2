"""What fits on subsamples agree on."""

import numpy as np
import pytest

from iopmine.topics.consensus import TOP_TERMS, align, consensus, jaccard, recurrence, sample, subsamples
from iopmine.topics.matrix import document_term_matrix
from iopmine.topics.nmf import project, rows_to_one


@pytest.fixture
def matrix(corpus):
    return document_term_matrix(corpus)


def test_subsamples_are_parts_drawn_by_the_seed(matrix):
    parts = list(subsamples(matrix, 3, seed=1))
    assert [len(part.ids) for part in parts] == [48] * 3
    assert all(set(part.ids) < set(matrix.ids) for part in parts)
    assert len({part.ids for part in parts}) == 3
    assert [part.ids for part in subsamples(matrix, 3, seed=1)] == [part.ids for part in parts]
    assert next(subsamples(matrix, 1, seed=2)).ids != parts[0].ids


def test_a_fit_sees_at_most_so_many_documents_whichever_their_order(matrix):
    assert sample(matrix).ids == matrix.ids
    assert sample(matrix, 20).ids == matrix.ids[:20]


def test_parts_are_laid_over_each_other_whatever_their_order():
    draw = np.random.default_rng(0)
    topics = rows_to_one(draw.random((5, 40)) ** 8)
    parts = [np.clip(topics + draw.normal(0, 0.002, topics.shape), 0, None)[draw.permutation(5)] for _ in range(4)]
    laid = align(topics, parts)
    assert laid.shape == (4, 5, 40)
    assert np.abs(laid - topics).max() < 0.03
    assert recurrence(topics, laid).shape == (4, 5)
    assert recurrence(topics, np.stack([topics])).min() == 1


def test_only_topics_that_come_back_stay(matrix, subjects):
    """A fit that adds a topic of words drawn anew each time loses it in the consensus."""
    vocabulary = matrix.vocabulary
    known = np.array([[word in words for word in vocabulary] for words in subjects.values()], dtype=float)
    draw = np.random.default_rng(3)

    def unsteady(part, *, topics, seed):
        luck = np.zeros((1, len(vocabulary)))
        luck[0, draw.choice(len(vocabulary), TOP_TERMS, replace=False)] = 1
        return rows_to_one(np.vstack([known * draw.uniform(0.9, 1.1, known.shape), luck]))

    found = consensus(matrix, topics=4, seed=0, fit=unsteady)
    assert len(found.components) == 3
    assert len(found.dropped) == 1
    for words, chosen in zip(subjects.values(), found.words, strict=True):
        assert {vocabulary[column] for column in chosen} <= set(words)
        assert len(chosen) == TOP_TERMS


def test_one_topic_stays_even_if_none_comes_back(matrix):
    draw = np.random.default_rng(3)
    found = consensus(matrix, topics=2, seed=0, fit=lambda *_, **__: rows_to_one(draw.random((2, 40)) ** 9))
    assert len(found.components) >= 1


def test_jaccard():
    assert jaccard({1, 2, 3}, {2, 3, 4}) == 0.5
    assert jaccard(set(), set()) == 0.0


def test_projection_recovers_the_mixture():
    draw = np.random.default_rng(5)
    topics = rows_to_one(draw.random((4, 50)) ** 6)
    shares = draw.dirichlet(np.full(4, 0.5), size=30)
    assert np.abs(project(shares @ topics, topics) - shares).max() < 0.01
    assert project(np.zeros((2, 50)), topics).tolist() == [[0] * 4] * 2
    with_empty = np.vstack([topics, np.zeros(50)])
    assert project(shares @ topics, with_empty)[:, 4].tolist() == [0] * 30
