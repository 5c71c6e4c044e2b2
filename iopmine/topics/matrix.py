"""Documents × words: from lemmas to counts and tf-idf weights."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from iopmine.errors import TopicError
from iopmine.topics.stopwords import STOP_WORDS

DOCUMENTS_LEAST = 8
WORDS_LEAST = 20

# Letters, with hyphens inside: EU-migrant.
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LETTERS_LEAST = 3


class TokenisedDocument(NamedTuple):
    """A document as its lemmas; ``sha256`` is the hash of its text."""

    id: str
    sha256: str
    lemmas: tuple[str, ...]


@dataclass(frozen=True)
class DocumentTermMatrix:
    """Counts of words in documents.

    ``ids``: the n_documents row names, sorted by content hash. ``vocabulary``: the n_words column names, sorted.
    ``counts``: sparse integers of shape (n_documents, n_words).
    """

    ids: tuple[str, ...]
    vocabulary: tuple[str, ...]
    counts: csr_matrix

    def weights(self) -> csr_matrix:
        """Return sublinear tf-idf, rows of length 1, shape (n_documents, n_words)."""
        weights: csr_matrix = TfidfTransformer(sublinear_tf=True, norm="l2").fit_transform(self.counts)
        return weights

    def rows(self, index: npt.NDArray[np.intp]) -> DocumentTermMatrix:
        """Return the same words over some of the documents, given as ascending row numbers."""
        return DocumentTermMatrix(tuple(self.ids[i] for i in index), self.vocabulary, self.counts[index])


def document_term_matrix(
    documents: Sequence[TokenisedDocument],
    *,
    min_df: int = 2,
    max_df: float = 0.6,
    stop_words: Collection[str] = STOP_WORDS,
) -> DocumentTermMatrix:
    """Count the words that at least ``min_df`` documents and at most the share ``max_df`` of them have.

    Words are lower-case lemmas of three letters or more that are not stop words. Rows are sorted by content hash:
    whatever is fitted on them is blind to the dates and to the order of the documents, which is what makes a
    permutation test over dates exact afterwards.

    Raises:
        TopicError: fewer than 8 documents, or fewer than 20 words left.
    """
    if len(documents) < DOCUMENTS_LEAST:
        raise TopicError(f"A topic model needs at least {DOCUMENTS_LEAST} documents; there are {len(documents)}.")
    ordered = sorted(documents, key=lambda document: (document.sha256, document.id))
    vectorizer = CountVectorizer(analyzer=_lower_lemmas, dtype=np.int32)
    try:
        counts = vectorizer.fit_transform(ordered)
    except ValueError:  # scikit-learn's way to say that there is no word at all
        raise _too_few_words(0, len(documents)) from None
    words = vectorizer.get_feature_names_out()
    df = np.bincount(counts.indices, minlength=len(words))
    common = (df >= min_df) & (df <= max_df * len(ordered))
    kept = [i for i in np.flatnonzero(common) if _is_term(words[i], stop_words)]
    if len(kept) < WORDS_LEAST:
        raise _too_few_words(len(kept), len(documents))
    ids = tuple(document.id for document in ordered)
    return DocumentTermMatrix(ids, tuple(words[i] for i in kept), counts[:, kept].tocsr())


def _lower_lemmas(document: TokenisedDocument) -> Iterator[str]:
    return map(str.lower, document.lemmas)


def _is_term(word: str, stop_words: Collection[str]) -> bool:
    return len(word) >= _LETTERS_LEAST and word not in stop_words and _WORD.fullmatch(word) is not None


def _too_few_words(found: int, documents: int) -> TopicError:
    return TopicError(
        f"A topic model needs at least {WORDS_LEAST} words that several documents share; "
        f"{documents} documents have {found}.",
        hint="Add more or longer documents on the subject.",
    )
