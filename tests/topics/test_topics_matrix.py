"""The document-term matrix: which words count, and rows that are blind to order."""

import random

import numpy as np
import pytest

from iopmine.errors import TopicError
from iopmine.topics.matrix import TokenisedDocument, document_term_matrix
from iopmine.topics.stopwords import STOP_WORDS


def document(id_, *lemmas):
    return TokenisedDocument(id_, id_, lemmas)


def with_words(*special, count=10):
    """Return documents of which the first ones have the given words, on top of enough plain words."""
    plain = [f"ord{chr(97 + i)}" for i in range(24)]
    return [document(f"{i}", *plain[i % 2 :: 2], *(special if i < 2 else ())) for i in range(count)]


def test_counts_words_of_several_documents():
    matrix = document_term_matrix(with_words("vinst", "Vinst"))
    column = matrix.vocabulary.index("vinst")
    assert matrix.counts.shape == (10, len(matrix.vocabulary))
    assert matrix.counts[:, column].toarray().ravel().tolist() == [2, 2, 0, 0, 0, 0, 0, 0, 0, 0]


def test_hyphenated_words_count_and_numbers_stop_words_short_words_do_not():
    vocabulary = document_term_matrix(
        with_words("eu-migrant", "2018", "och", "iop", "ek", "a4", "-tal", "x_y_z")
    ).vocabulary
    assert "eu-migrant" in vocabulary
    assert not {"2018", "och", "iop", "ek", "a4", "-tal", "x_y_z"} & set(vocabulary)


def test_words_of_one_document_or_of_most_documents_are_left_out():
    documents = [document(d.id, *d.lemmas, "allmänt", *(["ensamt"] if d.id == "0" else [])) for d in with_words()]
    assert not {"allmänt", "ensamt"} & set(document_term_matrix(documents).vocabulary)


def test_weights_are_rows_of_length_one():
    weights = document_term_matrix(with_words("vinst")).weights()
    assert np.asarray(weights.multiply(weights).sum(axis=1)).ravel() == pytest.approx(np.ones(10))


def test_order_of_documents_does_not_matter(corpus):
    expected = document_term_matrix(corpus)
    random.Random(1).shuffle(corpus)
    matrix = document_term_matrix(corpus)
    assert matrix.ids == expected.ids
    assert (matrix.counts != expected.counts).nnz == 0
    assert matrix.words.tolist() == expected.words.tolist()


def test_only_content_words_count_where_parts_of_speech_are_known():
    documents = [d._replace(lemmas=(*d.lemmas, "vinst", "Norrby")) for d in with_words()]
    known = [d._replace(pos=("NOUN",) * (len(d.lemmas) - 1) + ("PROPN",)) for d in documents]

    def words(documents):
        return document_term_matrix(documents, max_df=1, collocations=False).vocabulary

    assert {"vinst", "norrby"} <= set(words(documents))
    assert {"vinst", "norrby"} & set(words(known)) == {"vinst"}
    mixed = document_term_matrix([*known[:5], *documents[5:]], max_df=1, collocations=False)
    assert mixed.counts[:, mixed.vocabulary.index("norrby")].sum() == 5


def test_words_are_kept_in_reading_order_whole_or_in_part(corpus):
    matrix = document_term_matrix(corpus)
    spoken = {d.id: [w for w in d.lemmas if w in matrix.vocabulary] for d in corpus}
    for part in (matrix, matrix.rows(np.array([0, 7, 59]))):
        read = np.split(part.words, np.cumsum(part.lengths())[:-1])
        assert [[matrix.vocabulary[i] for i in words] for words in read] == [spoken[id_] for id_ in part.ids]


def test_of_very_many_words_the_most_widespread_stay(corpus):
    every, some = document_term_matrix(corpus), document_term_matrix(corpus, max_words=25)
    df = dict(zip(every.vocabulary, (every.counts > 0).sum(axis=0).A1, strict=True))
    assert len(some.vocabulary) == 25
    assert list(some.vocabulary) == sorted(some.vocabulary)
    assert min(df[w] for w in some.vocabulary) >= max(df[w] for w in set(df) - set(some.vocabulary))


def test_too_few_documents_or_words_say_what_to_do(corpus):
    with pytest.raises(TopicError, match="at least 8 documents; there are 7") as few:
        document_term_matrix(corpus[:7])
    assert few.value.hint
    for lemmas in ((), ("och",), ("vård", "skola")):
        with pytest.raises(TopicError, match="at least 20 words"):
            document_term_matrix([document(str(i), *lemmas) for i in range(10)])


def test_stop_words_are_lower_case_words():
    assert all(word == word.lower() and word.strip() == word for word in STOP_WORDS)
    assert {"och", "kommun", "januari", "iop"} <= STOP_WORDS
    assert not {"vinst", "välfärd", "flykting", "upphandling", "kvinnojour"} & STOP_WORDS
