"""Topics that a person has named beforehand, by words or by a few documents; the rest of the debate stays free.

Source: examples against all that is not known, Elkan and Noto, Learning classifiers from only positive and unlabeled
data (KDD 2008); words as the first examples, Li and Liu, Learning to classify texts using positive and unlabeled data
(IJCAI 2003).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from iopmine.errors import TopicError
from iopmine.topics.consensus import TOP_TERMS, jaccard
from iopmine.topics.embedding import class_tf_idf
from iopmine.topics.matrix import DocumentTermMatrix
from iopmine.topics.nmf import rows_to_one
from iopmine.topics.selection import heaviest, select

EXAMPLES_MOST = 50
_RESAMPLES = 5
_SUBSAMPLE = 0.8
_UNKNOWN = -1

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Named:
    """Named topics in the order of their names.

    ``shares``: the probability that a document belongs to each, shape (n_documents, n_names); what is missing to 1
    belongs to none of them. ``components``: word weights, rows summing to 1, shape (n_names, n_words). ``words``: the
    columns of each one's leading words. ``stability``: the overlap (Jaccard, 0-1) of its heaviest words when a fifth
    of the examples is left out.
    """

    names: tuple[str, ...]
    shares: Floats
    components: Floats
    words: tuple[npt.NDArray[np.intp], ...]
    stability: Floats


def named_topics(
    matrix: DocumentTermMatrix, anchors: Mapping[str, Sequence[str]], labelled: Mapping[str, str], *, seed: int
) -> Named:
    """Learn named topics by logistic regression on tf-idf weights.

    ``anchors``: name → words; the 50 documents where these weigh most are examples of it. ``labelled``: document id →
    name; a label outweighs any word. Documents with neither stand for everything else.

    Raises:
        TopicError: a label for a document that is not there; a name without an example; no document left to tell the
            named topics from.
    """
    names = tuple(sorted({*anchors, *labelled.values()}))
    weights = matrix.weights()
    classes = _examples(matrix, weights, names, anchors, labelled)
    shares = _probabilities(weights, classes, len(names))
    components = rows_to_one(class_tf_idf(matrix.counts, shares))
    words = tuple(select(components, matrix, count=TOP_TERMS))
    return Named(names, shares, components, words, _stability(matrix, weights, classes, components, seed))


def _examples(
    matrix: DocumentTermMatrix,
    weights: csr_matrix,
    names: Sequence[str],
    anchors: Mapping[str, Sequence[str]],
    labelled: Mapping[str, str],
) -> Integers:
    """Return the number of the name that each document is an example of, ``len(names)`` for none, -1 for unknown."""
    row = {id_: index for index, id_ in enumerate(matrix.ids)}
    if strange := sorted(set(labelled) - set(row)):
        raise TopicError(
            f"{len(strange)} labelled documents are not among those modelled; the first is {strange[0]!r}.",
            hint="Label documents of this corpus, the first of each story.",
        )
    score = np.column_stack([_anchor_score(matrix, weights, anchors.get(name, ())) for name in names])
    classes = np.full(len(matrix.ids), len(names))
    classes[score.max(axis=1) > 0] = _UNKNOWN
    best = score.argmax(axis=1)
    for number in range(len(names)):
        order = np.argsort(-np.where(best == number, score[:, number], 0.0), kind="stable")[:EXAMPLES_MOST]
        classes[order[(score[order, number] > 0) & (best[order] == number)]] = number
    for id_, name in labelled.items():
        classes[row[id_]] = names.index(name)
    for number, name in enumerate(names):
        if not (classes == number).any():
            raise TopicError(
                f"No document is an example of the topic {name!r}: none has its words.",
                hint="Give it other words (lemmas, lower case) or label a document with it.",
            )
    if len(np.unique(classes[classes != _UNKNOWN])) < 2:
        raise TopicError(
            f"Every document belongs to the topic {names[0]!r}; there is nothing to tell it from.",
            hint="Give it fewer or rarer words.",
        )
    return classes


def _anchor_score(matrix: DocumentTermMatrix, weights: csr_matrix, words: Sequence[str]) -> Floats:
    """Return the summed weights of the words in each document; where any document has two of them, one is no sign."""
    wanted = {word.lower() for word in words}
    columns = [index for index, word in enumerate(matrix.vocabulary) if word in wanted]
    part = weights[:, columns]
    distinct = np.asarray((part > 0).sum(axis=1)).ravel()
    total = np.asarray(part.sum(axis=1), dtype=np.float64).ravel()
    return np.where(distinct >= min(2, distinct.max(initial=0)), total, 0.0)


def _probabilities(weights: csr_matrix, classes: Integers, names: int) -> Floats:
    known = classes != _UNKNOWN
    model = LogisticRegression(C=1.0, class_weight="balanced", max_iter=500).fit(weights[known], classes[known])
    shares = np.zeros((weights.shape[0], names + 1))
    shares[:, model.classes_] = model.predict_proba(weights)
    # A document without words says nothing.
    shares[np.diff(weights.indptr) == 0] = 0.0
    return shares[:, :names]


def _stability(
    matrix: DocumentTermMatrix, weights: csr_matrix, classes: Integers, components: Floats, seed: int
) -> Floats:
    draw = np.random.default_rng(seed)
    wanted = [set(heaviest(row, TOP_TERMS).tolist()) for row in components]
    overlap = np.zeros(len(wanted))
    for _ in range(_RESAMPLES):
        fewer = np.where(draw.random(len(classes)) < _SUBSAMPLE, classes, _UNKNOWN)
        if len(np.unique(fewer[fewer != _UNKNOWN])) < 2:
            continue
        again = class_tf_idf(matrix.counts, _probabilities(weights, fewer, len(wanted)))
        overlap += [
            jaccard(one, set(heaviest(row, TOP_TERMS).tolist())) for one, row in zip(wanted, again, strict=True)
        ]
    return overlap / _RESAMPLES
