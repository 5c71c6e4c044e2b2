"""How many topics come back."""

import hashlib
import random

import pytest

from iopmine.topics.matrix import TokenisedDocument, document_term_matrix
from iopmine.topics.number import grid, score_numbers


def corpus_of(subjects, documents, seed=1):
    """Return documents that each draw their words from one of some subjects, of twenty words each, and from all."""
    draw = random.Random(seed)
    letters = "abcdefghijklmnopqrst"
    words = [[f"ord{letters[subject]}{letter}" for letter in letters] for subject in range(subjects)]
    weights = [1 / (rank + 1) for rank in range(20)]
    for index in range(documents):
        own = draw.choices(words[index % subjects], weights, k=25)
        other = [draw.choice(draw.choice(words)) for _ in range(10)]
        yield TokenisedDocument(f"{index}", hashlib.sha256(str(index).encode()).hexdigest(), (*own, *other))


@pytest.fixture(scope="module")
def matrix():
    return document_term_matrix(list(corpus_of(6, 180)), collocations=False)


def test_the_true_number_is_more_stable_than_twice_as_many(matrix):
    true, twice = score_numbers(matrix, [6, 12], seed=0)
    assert (true.topics, twice.topics) == (6, 12)
    assert true.stability > 0.7
    assert true.stability > twice.stability + 0.1
    assert 0 <= true.spread < 0.2


def test_scores_are_the_same_on_every_run_and_each_on_its_own(matrix):
    first = score_numbers(matrix, [4, 6], seed=3)
    assert score_numbers(matrix, [4, 6], seed=3) == first
    assert score_numbers(matrix, [6], seed=3) == first[1:]
    assert score_numbers(matrix, [4], seed=4) != first[:1]


@pytest.mark.parametrize(
    ("documents", "numbers"), [(8, [4]), (40, [4, 5]), (200, [4, 5, 8, 10, 12]), (4000, [12, 15, 22, 30])]
)
def test_numbers_that_are_tried_grow_with_the_corpus(documents, numbers):
    matrix = document_term_matrix(list(corpus_of(6, documents)), collocations=False, min_df=1)
    assert grid(matrix) == numbers
