"""Two words that belong together count as one."""

import hashlib
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopmine.topics.collocations import join_collocations
from iopmine.topics.matrix import TokenisedDocument, document_term_matrix

FILLING = [f"fyll{chr(97 + a)}{chr(97 + b)}" for a in range(10) for b in range(10)]


def corpus_with(*special, documents=40, times=1, seed=4):
    """Return documents of random words, each with the special ones in one run somewhere."""
    draw = random.Random(seed)
    made = []
    for index in range(documents):
        words = draw.choices(FILLING, k=40)
        for _ in range(times if index % 2 else 0):
            at = draw.randrange(len(words))
            words[at:at] = special
        made.append(TokenisedDocument(f"{index}", hashlib.sha256(str(index).encode()).hexdigest(), tuple(words)))
    return made


def pairs(documents):
    return {word for word in document_term_matrix(documents).vocabulary if " " in word}


def test_words_that_always_stand_together_become_one():
    matrix = document_term_matrix(corpus_with("ideell", "sektor"))
    assert [word for word in matrix.vocabulary if " " in word] == ["ideell sektor"]
    assert matrix.counts[:, matrix.vocabulary.index("ideell sektor")].sum() == 20
    assert not {"ideell", "sektor"} & set(matrix.vocabulary)


@pytest.mark.parametrize("between", ["", "och", "."])
def test_what_stands_between_keeps_words_apart(between):
    assert pairs(corpus_with("ideell", between, "sektor")) == set()


def test_chance_neighbours_and_rare_pairs_stay_apart():
    assert pairs(corpus_with("ideell", "sektor", documents=8)) == set()
    assert pairs(corpus_with("ideell")) == set()
    apart = [*corpus_with("ideell"), *[d._replace(id=f"x{d.id}") for d in corpus_with("sektor")]]
    assert pairs(apart) == set()


def test_a_pair_of_one_document_alone_is_no_term():
    plain = corpus_with()
    plain[0] = plain[0]._replace(lemmas=plain[0].lemmas + ("ideell", "sektor") * 30)
    assert pairs(plain) == set()


def test_a_word_is_part_of_one_pair_only():
    matrix = document_term_matrix(corpus_with("ideell", "sektor", "viktig"))
    assert "ideell sektor" in matrix.vocabulary
    assert "sektor viktig" not in matrix.vocabulary


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-1, 5), min_size=0, max_size=80), st.integers(1, 4))
def test_joining_loses_no_word(tokens, documents):
    words = np.array(tokens, dtype=np.int64)
    rows = np.sort(np.arange(len(tokens)) % documents)
    joined, names = join_collocations(words, list("abcdef"), rows, count_least=2, npmi_least=0.1)
    read = [name for token in joined.tolist() if token >= 0 for name in names[token].split()]
    assert read == ["abcdef"[token] for token in tokens if token >= 0]
    assert len(joined) == len(words)
