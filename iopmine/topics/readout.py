"""From lemmas to records: topics with their words and stability, and each document's shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from iopmine.records import Share, Topic
from iopmine.topics.matrix import TokenisedDocument, document_term_matrix
from iopmine.topics.model import TopicModel, fit
from iopmine.topics.number import NumberScore, choose_number, grid, score_numbers

LABEL_WORDS = 3
SHARE_LEAST = 0.01
DECIMALS = 4


class Modelled(NamedTuple):
    """A fitted model, and the numbers of topics that were tried (none where the user gave one)."""

    model: TopicModel
    numbers: tuple[NumberScore, ...]


def model_topics(
    documents: Sequence[TokenisedDocument],
    *,
    topics: int | None = None,
    seed: int = 0,
    run: str,
    anchors: Mapping[str, Sequence[str]] | None = None,
    labelled: Mapping[str, str] | None = None,
) -> tuple[list[Topic], list[Share]]:
    """Model the topics of a corpus; dates are never seen. ``run`` is the id that the records carry.

    Raises:
        TopicError: too few documents or words, more topics than they carry, or names without examples.
    """
    model = fit_topics(documents, topics=topics, seed=seed, anchors=anchors, labelled=labelled).model
    return topic_records(model, run=run), share_records(model, run=run)


def fit_topics(
    documents: Sequence[TokenisedDocument],
    *,
    topics: int | None = None,
    seed: int = 0,
    anchors: Mapping[str, Sequence[str]] | None = None,
    labelled: Mapping[str, str] | None = None,
) -> Modelled:
    """Fit a model; without a number of topics, with the number that is most stable.

    ``anchors``: name → words, and ``labelled``: document id → name, make topics that a person has named beforehand.

    Raises:
        TopicError: as ``model_topics``.
    """
    matrix = document_term_matrix(documents)
    numbers = tuple(score_numbers(matrix, grid(matrix), seed=seed)) if topics is None else ()
    wanted = choose_number(numbers) if topics is None else topics
    return Modelled(fit(matrix, topics=wanted, seed=seed, anchors=anchors, labelled=labelled), numbers)


def topic_records(model: TopicModel, *, run: str) -> list[Topic]:
    """Return the topics, largest first, numbered from 0; the label is the name given or the three leading words."""
    return [
        Topic(run, number, name or ", ".join(terms[:LABEL_WORDS]), terms, round(value, DECIMALS))
        for number, (name, terms, value) in enumerate(zip(model.names, model.terms(), model.stability, strict=True))
    ]


def share_records(model: TopicModel, *, run: str) -> list[Share]:
    """Return the shares of at least 0.01, to four decimals, sorted by document and topic."""
    rows, topics = np.nonzero(model.shares >= SHARE_LEAST)
    records = [
        Share(run, model.ids[row], int(topic), round(float(model.shares[row, topic]), DECIMALS))
        for row, topic in zip(rows, topics, strict=True)
    ]
    return sorted(records, key=lambda share: (share.document_id, share.topic_id))
