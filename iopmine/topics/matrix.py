"""Documents × words: from lemmas to counts, tf-idf weights and the order the words were read in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.preprocessing import normalize

from iopmine.errors import TopicError
from iopmine.topics.collocations import join_collocations
from iopmine.topics.stopwords import STOP_WORDS

DOCUMENTS_LEAST = 8
WORDS_LEAST = 20
WORDS_MOST = 4000
"""The most frequent words of a very large corpus; rarer ones lead no topic, and memory stays bounded."""
CONTENT = frozenset({"NOUN", "ADJ", "VERB"})
"""Universal parts of speech that name matters. Proper nouns name who and where."""

# Letters, with hyphens inside: EU-migrant.
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LETTERS_LEAST = 3
_PIECE, _ROWS_OF_PIECE = 1 << 20, 1 << 15

Integers = npt.NDArray[np.int64]


class TokenisedDocument(NamedTuple):
    """A document as its lemmas in reading order; ``sha256`` is the hash of its text.

    ``pos``: universal parts of speech, one a lemma, or empty where they are not known. An empty lemma stands for
    something left out (a name, say): it counts as no word but keeps its neighbours apart.
    """

    id: str
    sha256: str
    lemmas: tuple[str, ...]
    pos: tuple[str, ...] = ()


@dataclass(frozen=True)
class DocumentTermMatrix:
    """Counts of words in documents.

    ``ids``: the n_documents row names, sorted by content hash. ``vocabulary``: the n_words column names, sorted;
    a collocation is a name of two words. ``counts``: sparse integers of shape (n_documents, n_words). ``words``: the
    column of each word read, document after document, shape (counts.sum(),).
    """

    ids: tuple[str, ...]
    vocabulary: tuple[str, ...]
    counts: csr_matrix
    words: npt.NDArray[np.int32]

    def weights(self, rows: slice = slice(None)) -> csr_matrix:
        """Return sublinear tf-idf of the documents or of some, rows of length 1, shape (n_documents, n_words)."""
        counts = self.counts[rows]
        frequency = (1 + np.log(counts.data)) * self._rarity[counts.indices]
        scaled = csr_matrix((frequency, counts.indices, counts.indptr), shape=counts.shape)
        weights: csr_matrix = normalize(scaled, copy=False)
        return weights

    @cached_property
    def _rarity(self) -> npt.NDArray[np.float64]:
        """How few documents have each word (smoothed idf), shape (n_words,)."""
        documents = np.zeros(len(self.vocabulary), dtype=np.int64)
        # In pieces, as counting too makes wide copies.
        for start in range(0, self.counts.nnz, _PIECE):
            documents += np.bincount(self.counts.indices[start : start + _PIECE], minlength=len(documents))
        rarity: npt.NDArray[np.float64] = 1 + np.log((1 + len(self.ids)) / (1 + documents))
        return rarity

    def lengths(self) -> Integers:
        """Return how many words each document has, shape (n_documents,)."""
        lengths = np.empty(len(self.ids), dtype=np.int64)
        # In pieces, because adding up makes wide copies.
        for start in range(0, len(lengths), _ROWS_OF_PIECE):
            lengths[start : start + _ROWS_OF_PIECE] = self.counts[start : start + _ROWS_OF_PIECE].sum(axis=1).ravel()
        return lengths

    def rows(self, index: npt.NDArray[np.intp]) -> DocumentTermMatrix:
        """Return the same words over some of the documents, given as ascending row numbers."""
        chosen = np.zeros(len(self.ids), dtype=bool)
        chosen[index] = True
        words = self.words[np.repeat(chosen, self.lengths())]
        return DocumentTermMatrix(tuple(self.ids[i] for i in index), self.vocabulary, self.counts[index], words)


def document_term_matrix(
    documents: Sequence[TokenisedDocument],
    *,
    min_df: int = 2,
    max_df: float = 0.6,
    max_words: int = WORDS_MOST,
    stop_words: Collection[str] = STOP_WORDS,
    content: Collection[str] = CONTENT,
    collocations: bool = True,
) -> DocumentTermMatrix:
    """Count the words that at least ``min_df`` documents and at most the share ``max_df`` of them have.

    Words are lower-case lemmas of three letters or more that are not stop words; where parts of speech are known,
    those of ``content``. Pairs of words that belong together (``collocations``) count as one. Rows are sorted by
    content hash: whatever is fitted on them is blind to the dates and to the order of the documents, which is what
    makes a permutation test over dates exact afterwards.

    Raises:
        TopicError: fewer than 8 documents, or fewer than 20 words left.
    """
    if len(documents) < DOCUMENTS_LEAST:
        raise TopicError(f"A topic model needs at least {DOCUMENTS_LEAST} documents; there are {len(documents)}.")
    ordered = sorted(documents, key=lambda document: (document.sha256, document.id))
    tokens, names = _encoded(ordered, stop_words, content)
    lengths = np.fromiter((len(document.lemmas) for document in ordered), np.int64, len(ordered))
    rows = np.repeat(np.arange(len(ordered)), lengths)
    if collocations:
        tokens, names = join_collocations(tokens, names, rows)
    columns, vocabulary = _columns(tokens, names, rows, (min_df, max_df * len(ordered)), max_words)
    if len(vocabulary) < WORDS_LEAST:
        raise _too_few_words(len(vocabulary), len(documents))
    kept = columns >= 0
    rows, words = rows[kept], columns[kept]
    shape = (len(ordered), len(vocabulary))
    counts = csr_matrix((np.ones(len(words), dtype=np.int32), (rows, words)), shape=shape)
    return DocumentTermMatrix(tuple(document.id for document in ordered), vocabulary, counts, words)


def _encoded(
    documents: Sequence[TokenisedDocument], stop_words: Collection[str], content: Collection[str]
) -> tuple[Integers, list[str]]:
    """Return each token as the number of its word, -1 where it is none, and the words in alphabetic order."""
    forms = _Numbers()
    lemmas = _numbered(forms, (document.lemmas for document in documents))
    lower = [form.lower() for form in forms]
    names = sorted({word for word in lower if _is_term(word, stop_words)})
    number = {word: index for index, word in enumerate(names)}
    words = np.array([number.get(word, -1) for word in lower] or [-1], dtype=np.int64)[lemmas]
    if any(document.pos for document in documents):
        tags = _Numbers()
        unknown = ("",)
        pos = _numbered(tags, (document.pos or unknown * len(document.lemmas) for document in documents))
        counted = np.array([not tag or tag in content for tag in tags], dtype=bool)
        words = np.where(counted[pos], words, -1)
    return words, names


class _Numbers(defaultdict[str, int]):
    """Numbers given out in the order of first sight."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


def _numbered(numbers: _Numbers, sequences: Iterable[Sequence[str]]) -> Integers:
    return np.fromiter(map(numbers.__getitem__, chain.from_iterable(sequences)), np.int64)


def _columns(
    tokens: Integers, names: Sequence[str], rows: Integers, df_range: tuple[float, float], most: int
) -> tuple[npt.NDArray[np.int32], tuple[str, ...]]:
    """Return each token as a column of the vocabulary, -1 where its word is too rare or too common, and the names."""
    seen = tokens >= 0
    shape = (int(rows.max(initial=-1)) + 1, len(names))
    pairs = csr_matrix((np.ones(seen.sum(), dtype=np.int32), (rows[seen], tokens[seen])), shape=shape)
    df = np.bincount(pairs.indices, minlength=len(names))
    often = [int(i) for i in np.argsort(-df, kind="stable") if df_range[0] <= df[i] <= df_range[1]]
    kept = sorted(often[:most], key=names.__getitem__)
    # The last entry is what -1 points at.
    column = np.full(len(names) + 1, -1, dtype=np.int32)
    column[kept] = np.arange(len(kept))
    return column[tokens], tuple(names[i] for i in kept)


def _is_term(word: str, stop_words: Collection[str]) -> bool:
    return len(word) >= _LETTERS_LEAST and word not in stop_words and _WORD.fullmatch(word) is not None


def _too_few_words(found: int, documents: int) -> TopicError:
    return TopicError(
        f"A topic model needs at least {WORDS_LEAST} words that several documents share; "
        f"{documents} documents have {found}.",
        hint="Add more or longer documents on the subject.",
    )
