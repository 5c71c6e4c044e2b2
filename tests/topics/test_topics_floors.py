"""Floors under the quality of topic words, on documents made from planted subjects; half of them are kept unseen."""

import numpy as np
import pytest

from iopmine.topics.coherence import diversity, npmi
from iopmine.topics.consensus import TOP_TERMS, subsamples
from iopmine.topics.matrix import document_term_matrix
from iopmine.topics.model import fit
from iopmine.topics.nmf import factorise
from iopmine.topics.selection import heaviest
from tests.bench.bench_topics import made, overlap

TOPICS = 20


@pytest.fixture(scope="module")
def halves():
    matrix = document_term_matrix(list(made(1600)))
    return [matrix.rows(np.arange(start, 1600, 2)) for start in (0, 1)]


@pytest.fixture(scope="module")
def model(halves):
    return fit(halves[0], topics=TOPICS)


def test_words_cohere_on_documents_that_were_not_seen(halves, model):
    """Measured: 0.356, and 0.291 for the heaviest words of one fit."""
    half, held = halves
    one = factorise(half, topics=TOPICS, seed=0)
    plain = [[half.vocabulary[column] for column in heaviest(row, TOP_TERMS)] for row in one]
    assert np.mean(npmi(model.terms(), held)) >= 0.32
    assert np.mean(npmi(model.terms(), held)) >= 1.15 * np.mean(npmi(plain, held))
    assert diversity(model.terms()) >= 0.95


def test_topics_come_back_on_a_subsample(halves, model):
    """Measured: 0.76 here, 0.64 to 0.78 with other draws."""
    (part,) = subsamples(halves[0], 1, seed=5)
    assert overlap(model.terms(), fit(part, topics=TOPICS).terms()) >= 0.65
