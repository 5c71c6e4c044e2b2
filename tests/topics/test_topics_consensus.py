"""What fits on subsamples agree on."""

import numpy as np
import pytest

from iopmine.topics.consensus import TOP_TERMS, align, consensus, jaccard, recurrence, sample, subsamples, versions
from iopmine.topics.matrix import document_term_matrix
from iopmine.topics.nmf import Factorisation, project, rows_to_one


@pytest.fixture
def matrix(corpus):
    return document_term_matrix(corpus)


def test_subsamples_are_parts_drawn_by_the_seed():
    parts = [part.tolist() for part in subsamples(60, 3, seed=1)]
    assert [len(part) for part in parts] == [48] * 3
    assert all(part == sorted(set(part)) and set(part) <= set(range(60)) for part in parts)
    assert len({*map(tuple, parts)}) == 3
    assert [part.tolist() for part in subsamples(60, 3, seed=1)] == parts
    assert next(subsamples(60, 1, seed=2)).tolist() != parts[0]


def test_subsamples_of_many_documents_are_halves_that_see_all_of_them():
    first, second = subsamples(4000, 2, seed=0)
    assert len(first) == len(second) == 2000
    assert not set(first) & set(second)
    assert len(next(subsamples(9000, 1, seed=0))) == 2000


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

    class Unsteady:
        def __init__(self, matrix, *, topics, seed):
            pass

        def fit(self, topics, rows=None):
            luck = np.zeros((1, len(vocabulary)))
            luck[0, draw.choice(len(vocabulary), TOP_TERMS, replace=False)] = 1
            return rows_to_one(np.vstack([known * draw.uniform(0.9, 1.1, known.shape), luck]))

    found = consensus(matrix, topics=4, seed=0, fit=Unsteady)
    assert len(found.components) == 3
    assert len(found.dropped) == 1
    for words, chosen in zip(subjects.values(), found.words, strict=True):
        assert {vocabulary[column] for column in chosen} <= set(words)
        assert len(chosen) == TOP_TERMS


def test_one_topic_stays_even_if_none_comes_back(matrix):
    draw = np.random.default_rng(3)

    class Random:
        def __init__(self, matrix, *, topics, seed):
            pass

        def fit(self, topics, rows=None):
            return rows_to_one(draw.random((topics, len(matrix.vocabulary))) ** 9)

    assert len(consensus(matrix, topics=2, seed=0, fit=Random).components) >= 1


def test_a_version_far_from_the_others_weighs_little():
    """Nine versions agree; the tenth is another topic and must not show among the words."""
    common, other = np.zeros((1, 40)), np.zeros((1, 40))
    common[0, :10], other[0, 20:] = 0.1, 0.05

    class Mostly:
        def __init__(self):
            self.fits = 0

        def fit(self, topics, rows=None):
            self.fits += 1
            return other if self.fits == 5 else common

    components, laid = versions(Mostly(), [np.arange(3)] * 10, 1)
    assert laid.shape == (10, 1, 40)
    assert components[0, 20:].sum() < 0.01
    assert np.flatnonzero(recurrence(components, laid).ravel() < 1).tolist() == [3]


def test_a_part_is_fitted_as_if_it_were_alone(matrix):
    """What fits share, the singular vectors of the whole, is where they start, not what they find."""
    rows = np.arange(0, len(matrix.ids), 2)
    shared = Factorisation(matrix, topics=3, seed=0).fit(3, rows)
    alone = Factorisation(matrix.rows(rows), topics=3, seed=0).fit(3)
    again = align(alone, [shared])[0]
    assert recurrence(alone, again[None]).mean() > 0.9


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
