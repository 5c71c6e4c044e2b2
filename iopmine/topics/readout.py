"""From lemmas to records: topics with their words and stability, and each document's shares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from iopmine.records import Share, Topic
from iopmine.topics.matrix import TokenisedDocument, document_term_matrix
from iopmine.topics.model import TopicModel, fit
from iopmine.topics.stability import stability

LABEL_WORDS = 3
SHARE_LEAST = 0.01
DECIMALS = 4


def model_topics(
    documents: Sequence[TokenisedDocument], *, topics: int | None = None, seed: int = 0, run: str
) -> tuple[list[Topic], list[Share]]:
    """Model the topics of a corpus; dates are never seen. ``run`` is the id that the records carry.

    Raises:
        TopicError: too few documents or words, or more topics than they carry.
    """
    matrix = document_term_matrix(documents)
    model = fit(matrix, topics=topics, seed=seed)
    return topic_records(model, stability(matrix, model), run=run), share_records(model, run=run)


def topic_records(model: TopicModel, stabilities: Sequence[float], *, run: str) -> list[Topic]:
    """Return the topics, largest first, numbered from 0; the label is the three leading words."""
    return [
        Topic(run, number, ", ".join(terms[:LABEL_WORDS]), terms, round(value, DECIMALS))
        for number, (terms, value) in enumerate(zip(model.terms(), stabilities, strict=True))
    ]


def share_records(model: TopicModel, *, run: str) -> list[Share]:
    """Return the shares of at least 0.01, to four decimals, sorted by document and topic."""
    rows, topics = np.nonzero(model.shares >= SHARE_LEAST)
    records = [
        Share(run, model.ids[row], int(topic), round(float(model.shares[row, topic]), DECIMALS))
        for row, topic in zip(rows, topics, strict=True)
    ]
    return sorted(records, key=lambda share: (share.document_id, share.topic_id))
