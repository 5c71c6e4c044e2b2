"""What a topic is about, without a language model: a phrase, areas and frames, five documents, three sentences."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from iopmine.records.topics import TopicExample, TopicMatter
from iopmine.text.sentences import sentences
from iopmine.topics.phrases import Reading, representative_phrases
from iopmine.topics.snapshot import Snapshot, words_and_pairs
from iopmine.topics.stopwords import STOP_WORDS

DOCUMENTS, SENTENCES, MATTERS = 5, 3, 5
READ_MOST = 200
"""Stories read for each topic: those that belong to it most."""
WORDS = 25
STORIES_LEAST = 3
SHARE_LEAST = 0.05
"""A document with less of a topic than this is no example of it."""
DECIMALS = 4
_WORDS_LEAST, _WORDS_MOST, _CHARACTERS_MOST = 6, 25, 200
_WHOLE = re.compile(r"[A-ZÅÄÖ\"”–].*[.!?]", re.DOTALL)

Floats = npt.NDArray[np.float64]
Hit = tuple[str, Literal["area", "frame"], str]
"""Row of the snapshot, area or frame, its id."""


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of one topic; ``phrase`` is empty where its documents have none in common."""

    topic_id: int
    phrase: str
    matters: tuple[TopicMatter, ...]
    documents: tuple[TopicExample, ...]
    sentences: tuple[TopicExample, ...]


def foremost(found: Snapshot, *, count: int = READ_MOST) -> list[str]:
    """Return the rows that ``describe`` reads, sorted: of each topic the ``count`` that belong to it most."""
    order = np.argsort(-found.shares, axis=0, kind="stable")[:count]
    return sorted(
        {found.ids[row] for column, rows in enumerate(order.T) for row in rows if found.shares[row, column] > 0}
    )


def describe(found: Snapshot, readings: Mapping[str, Reading], hits: Iterable[Hit]) -> list[Description]:
    """Describe every topic of a snapshot whose rows are stories.

    ``readings``: the texts of the rows that ``foremost`` names, one a story; a row without one is no example.
    """
    rows = [row for row, key in enumerate(found.ids) if key in readings]
    read = [readings[found.ids[row]] for row in rows]
    shares = found.shares[rows]
    words = leading_weights(found)
    phrases = representative_phrases(read, shares, words)
    close = shares * closeness(vectors(read), shares)
    about = matters(found, hits)
    described = []
    for column, number in enumerate(found.numbers):
        shown = _examples(read, shares[:, column], close[:, column], found.run, number)
        phrase = phrases[column]
        described.append(
            Description(
                topic_id=number,
                phrase=phrase.text if phrase else "",
                matters=tuple(about[number]),
                documents=tuple(shown),
                sentences=tuple(typical_sentences([readings_of(read, e) for e in shown], words[column], shown)),
            )
        )
    return described
