"""Coherence of words, and the choice of words by it."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopmine.topics.coherence import diversity, npmi, pair_npmi, windows_together
from iopmine.topics.matrix import TokenisedDocument, document_term_matrix
from iopmine.topics.selection import Selection, heaviest, log_weights, select


def matrix_of(texts):
    documents = [TokenisedDocument(f"{i}", f"{i:03}", tuple(text)) for i, text in enumerate(texts)]
    return document_term_matrix(documents, min_df=1, max_df=1, collocations=False)


NAMES = [f"ord{chr(97 + i)}" for i in range(22)]


def by_hand(texts, one, other, window):
    """Count windows with both words, one by one."""
    windows = [set(text[start : start + window]) for text in texts for start in range(max(len(text) - window + 1, 1))]
    return sum(one in seen and other in seen for seen in windows), len(windows)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 5), max_size=14), min_size=8, max_size=9), st.integers(2, 6))
def test_windows_are_counted_as_by_hand(numbers, window):
    texts = [[NAMES[i] for i in text] for text in numbers] + [[name] for name in NAMES]
    matrix = matrix_of(texts)
    columns = [matrix.vocabulary.index(name) for name in NAMES[:6]]
    together, total = windows_together(matrix, columns, window=window)
    for a, b in itertools.product(range(6), repeat=2):
        assert (together[a, b], total) == by_hand(texts, NAMES[a], NAMES[b], window)


def test_npmi_by_hand():
    together = np.array([[3.0, 2.0, 0.0], [2.0, 2.0, 0.0], [0.0, 0.0, 1.0]])
    scores = pair_npmi(together, 4)
    assert scores[0, 1] == pytest.approx(np.log(0.5 / (0.75 * 0.5)) / -np.log(0.5))
    assert scores[0, 2] == scores[1, 2] == -1
    assert pair_npmi(np.full((2, 2), 4.0), 4).tolist() == [[0, 0], [0, 0]]


def test_coherence_prefers_words_that_occur_together(corpus, subjects):
    matrix = document_term_matrix(corpus)
    care, school = subjects["vård"][:5], subjects["skola"][:5]
    together, mixed = npmi([care, care[:2] + school[:3]], matrix)
    assert together > 0.15 > 0 > mixed
    assert npmi([["vård", "lektion"]], matrix) == [-1.0]
    assert npmi([["vård", "finns-inte"], []], matrix) == [0.0, 0.0]


def test_diversity_is_the_share_of_distinct_words():
    assert diversity([["a", "b"], ["b", "c"]]) == 0.75
    assert diversity([]) == 0.0


def test_words_that_occur_together_are_chosen_over_heavier_strangers(corpus, subjects):
    matrix = document_term_matrix(corpus)
    weights = np.zeros((1, len(matrix.vocabulary)))
    care = [matrix.vocabulary.index(word) for word in subjects["vård"][:4]]
    strangers = [matrix.vocabulary.index(word) for word in ("rektor", "hyra", "läxa")]
    weights[0, care], weights[0, strangers] = [9, 4, 4, 4], [5, 5, 5]
    (chosen,) = select(weights, matrix, count=4, how=Selection(25, 0.2, 0.05))
    assert sorted(chosen.tolist()) == sorted(care)
    assert chosen[0] == care[0]
    (by_weight,) = select(weights, matrix, count=4, how=Selection(25, 1e6, 0.05))
    assert set(by_weight.tolist()) == {care[0], *strangers}


def test_a_word_shown_before_gives_way_to_one_as_good(corpus, subjects):
    matrix = document_term_matrix(corpus)
    columns = [matrix.vocabulary.index(word) for word in subjects["skola"]]
    weights = np.zeros((2, len(matrix.vocabulary)))
    weights[:, columns] = 1.0
    free, bound = (select(weights, matrix, count=6, how=Selection(25, 0.2, penalty)) for penalty in (0.0, 5.0))
    assert set(free[0].tolist()) == set(free[1].tolist())
    assert not set(bound[0].tolist()) & set(bound[1].tolist())


def test_fewer_words_than_wanted_are_all_chosen(corpus):
    matrix = document_term_matrix(corpus)
    weights = np.zeros((2, len(matrix.vocabulary)))
    weights[0, [3, 1]] = [1, 2]
    chosen = select(weights, matrix, count=10)
    assert [words.tolist() for words in chosen] == [[1, 3], []]
    assert heaviest(weights[0], 5).tolist() == [1, 3]
    assert log_weights(np.array([1.0, 0.01, 0.0])).tolist() == pytest.approx([0, -0.5, -1])
    assert log_weights(np.zeros(2)).tolist() == [-1, -1]
