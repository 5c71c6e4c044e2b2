"""Measures of a topic's words: do they occur together, and do topics differ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from iopmine.topics.matrix import DocumentTermMatrix


def npmi(terms: Sequence[Sequence[str]], matrix: DocumentTermMatrix) -> list[float]:
    """Return each topic's mean normalised pointwise mutual information over its pairs of words, -1 to 1.

    Words occur together when a document has both. A pair that never does scores -1; words outside the vocabulary
    are passed over; a topic with fewer than two words scores 0. Score a model on documents it was not fitted on
    to see more than how well it knows them. Source: Bouma, Normalized (pointwise) mutual information (GSCL 2009).
    """
    column = {word: index for index, word in enumerate(matrix.vocabulary)}
    return [_pairs_mean(matrix, [column[word] for word in words if word in column]) for words in terms]


def _pairs_mean(matrix: DocumentTermMatrix, columns: list[int]) -> float:
    if len(columns) < 2:
        return 0.0
    present = (matrix.counts[:, columns] > 0).toarray().astype(np.float64)
    together = present.T @ present / len(matrix.ids)
    alone = np.diag(together)
    first, second = np.triu_indices(len(columns), 1)
    joint, chance = together[first, second], alone[first] * alone[second]
    scores = np.full(len(joint), -1.0)
    # Two words that every document has together carry no information: 0.
    scores[joint >= 1] = 0.0
    seen = (joint > 0) & (joint < 1)
    scores[seen] = np.log(joint[seen] / chance[seen]) / -np.log(joint[seen])
    return float(scores.mean())


def diversity(terms: Sequence[Sequence[str]]) -> float:
    """Return the share of distinct words among the leading words of all topics, 0 to 1.

    Source: Dieng, Ruiz and Blei, Topic modeling in embedding spaces (TACL 8, 2020).
    """
    words = [word for topic in terms for word in topic]
    return len(set(words)) / len(words) if words else 0.0
