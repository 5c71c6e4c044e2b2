"""The model finds known subjects, the same to the bit, whatever the order; its measures tell good from bad."""

import random
import time

import numpy as np
import pytest

from iopmine.errors import TopicError
from iopmine.topics.matrix import document_term_matrix
from iopmine.topics.model import FAMILIES, default_topics, fit


def test_known_subjects_are_found(corpus, subjects):
    model = fit(document_term_matrix(corpus), topics=3)
    found = [set(terms) for terms in model.terms()]
    for words in subjects.values():
        assert max(len(terms & set(words)) for terms in found) >= 9


def test_shares_are_shares_and_topics_come_largest_first(corpus):
    model = fit(document_term_matrix(corpus), topics=4)
    assert model.shares.shape == (60, len(model.chosen))
    assert (model.shares.sum(axis=1) <= 1 + 1e-9).all()
    assert model.components.sum(axis=1) == pytest.approx(np.ones(len(model.chosen)))
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


def test_words_outside_what_comes_back_are_left_out(corpus):
    """Three subjects: of twenty topics most are cut out of them at random, and do not come back."""
    matrix = document_term_matrix(corpus)
    right, split = fit(matrix, topics=3), fit(matrix, topics=20)
    assert min(right.stability) > 0.7
    assert len(split.stability) < 20
    assert np.mean(split.stability) < np.mean(right.stability)
    assert all(0 <= value <= 1 for value in split.stability)
    left = split.shares.sum(axis=1)
    assert (left <= 1 + 1e-9).all()
    assert left.mean() < 0.99


def test_more_terms_than_chosen_go_on_with_the_heaviest(corpus):
    model = fit(document_term_matrix(corpus), topics=3)
    for ten, twenty, one in zip(model.terms(), model.terms(20), model.terms(1), strict=True):
        assert twenty[:10] == ten
        assert 10 < len(set(twenty)) == len(twenty) <= 20
        assert one == ten[:1]


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_finds_known_subjects(corpus, subjects, family):
    model = fit(document_term_matrix(corpus), topics=3, family=family)
    found = [set(terms) for terms in model.terms()]
    for words in subjects.values():
        assert max(len(terms & set(words)) for terms in found) >= 9


def test_an_unknown_family_is_named(corpus):
    with pytest.raises(TopicError, match="'lda'") as refused:
        fit(document_term_matrix(corpus), family="lda")
    assert "nmf" in refused.value.hint


def test_dates_and_ids_do_not_matter(corpus):
    """The fit sees texts only: other ids, as other dates would bring them, give the same arrays."""
    expected = fit(document_term_matrix(corpus), topics=4, seed=5)
    renamed = [d._replace(id=f"z{60 - i}") for i, d in enumerate(corpus)]
    again = fit(document_term_matrix(renamed[::-1]), topics=4, seed=5)
    assert again.shares.tobytes() == expected.shares.tobytes()
    assert again.terms() == expected.terms()


def test_identical_documents_are_refused_with_a_reason(corpus):
    same = [corpus[0]._replace(id=f"{i}") for i in range(20)]
    with pytest.raises(TopicError, match="20 documents have 0") as refused:
        document_term_matrix(same)
    assert refused.value.hint


def test_copies_beside_others_do_not_break_the_fit(corpus):
    copies = [corpus[0]._replace(id=f"copy{i}") for i in range(30)]
    model = fit(document_term_matrix([*corpus, *copies]), topics=5)
    assert np.isfinite(model.shares).all()
    rows = [model.shares[model.ids.index(d.id)].tolist() for d in [corpus[0], *copies]]
    assert all(row == rows[0] for row in rows)


def test_many_short_documents_cost_as_many_times_more_as_they_are(make_corpus):
    """A fit looks at 4,000 documents; only reading and sharing out grow with the rest."""
    words = len(make_corpus(1)[0].lemmas)

    def spent(count):
        documents = [d._replace(lemmas=d.lemmas[: words // 2]) for d in make_corpus(count)]
        start = time.process_time()
        fit(document_term_matrix(documents), topics=6, resamples=3)
        return time.process_time() - start

    spent(500)
    assert spent(8000) < 2.6 * spent(4000)
