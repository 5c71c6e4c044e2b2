"""Input that no model can be made of: an error that says what and what is allowed, and never a warning of numpy."""

import hashlib
import random
import time
import warnings

import numpy as np
import pytest

from iopmine.errors import TopicError
from iopmine.topics.matrix import TokenisedDocument, document_term_matrix
from iopmine.topics.model import fit
from iopmine.topics.number import grid, score_numbers
from iopmine.topics.readout import fit_topics
from tests.bench.bench_topics import made


@pytest.fixture(autouse=True)
def _warnings_are_errors():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def documents(texts):
    return [
        TokenisedDocument(f"{number}", hashlib.sha256(f"{number}".encode()).hexdigest(), tuple(text.split()))
        for number, text in enumerate(texts)
    ]


PLAIN = " ".join(f"ord{letter}{other}" for letter in "abcde" for other in "fghij")


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([], "at least 8 documents; there are 0"),
        ([PLAIN], "at least 8 documents; there are 1"),
        ([PLAIN] * 50, "50 documents have 0"),
        ([""] * 50, "50 documents have 0"),
        (["och att det som"] * 50, "50 documents have 0"),
        (["2018 17,5 4711 100000"] * 50, "50 documents have 0"),
        (["vård", "skola"] * 25, "50 documents have 2"),
        ([f"unikt{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(50)], "50 documents have 0"),
    ],
    ids=["none", "one", "identical", "empty", "stop words", "numbers", "two words", "nothing shared"],
)
def test_nothing_to_model_is_said(texts, said):
    with pytest.raises(TopicError, match=said) as refused:
        fit_topics(documents(texts))
    assert "at least" in str(refused.value)
    assert refused.value.hint


@pytest.mark.parametrize("topics", [2, 5, 10])
def test_more_topics_than_half_of_the_documents_are_refused(topics):
    words = PLAIN.split()
    few = documents(" ".join(words[i % 2 :: 2]) for i in range(8))
    if topics <= 4:
        assert fit_topics(few, topics=topics).model.chosen
        return
    with pytest.raises(TopicError, match=f"carry 2 to 4 topics; {topics} were asked for"):
        fit_topics(few, topics=topics)


def test_documents_of_one_word_are_modelled():
    words = PLAIN.split()
    model = fit_topics(documents(words[i % len(words)] for i in range(200))).model
    assert np.isfinite(model.shares).all()
    assert np.isfinite(model.components).all()
    assert 1 <= len(model.chosen) <= 12


def test_two_kinds_of_identical_documents_are_modelled():
    """The weights have rank two: most of what is asked for is not there."""
    words = [f"{word}{end}" for word in PLAIN.split() for end in "klm"]
    model = fit_topics(documents(" ".join(words[i % 2 :: 2]) for i in range(60))).model
    assert np.isfinite(model.shares).all()
    assert 1 <= len(model.chosen) <= 5


def test_documents_without_words_beside_others_are_in_no_topic():
    words = PLAIN.split()
    draw = random.Random(1)
    texts = [" ".join(draw.sample(words, 8)) if i % 3 else "2018" for i in range(90)]
    model = fit_topics(documents(texts)).model
    empty = [row for row, id_ in enumerate(model.ids) if int(id_) % 3 == 0]
    assert not model.shares[empty].any()
    assert model.shares.any()


def test_ten_times_the_documents_cost_no_more_than_ten_times_as_much():
    """Fits look at 4,000 documents at most; what grows is reading and sharing out."""

    def spent(count):
        given = list(made(count))
        start = time.process_time()
        matrix = document_term_matrix(given)
        fit(matrix, topics=8, resamples=4)
        score_numbers(matrix, grid(matrix)[:1], seed=0, resamples=2)
        return time.process_time() - start

    spent(400)
    assert spent(4000) < 10 * spent(400)
