"""Names that people gave topics, found again after every refit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from iopmine.errors import UsageError
from iopmine.lexicon.facts import TopicLabel
from iopmine.topics.snapshot import Snapshot

NAMED_LEAST = 0.4
"""Likeness from which on a topic is the one that was named: that of a kept topic in a refit."""
WORDS = 10
DOCUMENTS = 10

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Names:
    """``by_topic``: the name of each topic that has one; ``unmatched``: names whose topic is not there any more."""

    by_topic: Mapping[int, str]
    unmatched: tuple[str, ...]


def label_of(found: Snapshot, number: int, label: str, *, note: str = "") -> TopicLabel:
    """Return a name for a topic, with what the topic will be known by: ten leading words and ten documents.

    Raises:
        UsageError: there is no such topic, or the name is empty.
    """
    if number not in found.numbers:
        allowed = ", ".join(map(str, found.numbers))
        raise UsageError(f"There is no topic {number}.", hint=f"Choose from: {allowed}.")
    if not label.strip():
        raise UsageError(f"The name of topic {number} is empty.", hint='Name it like this: --name 3="Hemlöshet".')
    place = found.numbers.index(number)
    shares = found.shares[:, place]
    rows = np.argsort(-shares, kind="stable")[:DOCUMENTS]
    documents = tuple(found.ids[row] for row in rows if shares[row] > 0)
    return TopicLabel(label.strip(), found.leading(WORDS)[place], documents, note)


def names_of(labels: Sequence[TopicLabel], found: Snapshot) -> Names:
    """Find the topics that were named, in this fit.

    Likeness is the mean of that of the words (cosine of their ranks) and that of the documents (how much of them is
    the topic's, compared with the topic that has most of each); words alone count where none of the documents is
    there. Pairs are chosen so that the sum is largest, and hold from 0.4 on; a name without its topic is kept and
    told.
    """
    score = _likeness(labels, found)
    rows, columns = linear_sum_assignment(score, maximize=True)
    pairs = {int(a): int(b) for a, b in zip(rows, columns, strict=True) if score[a, b] >= NAMED_LEAST}
    names = {found.numbers[column]: labels[row].label for row, column in pairs.items()}
    unmatched = sorted(label.label for row, label in enumerate(labels) if row not in pairs)
    return Names(MappingProxyType(dict(sorted(names.items()))), tuple(unmatched))


def with_label(labels: Iterable[TopicLabel], new: TopicLabel, number: int, found: Snapshot) -> tuple[TopicLabel, ...]:
    """Return the names with a new one for a topic, in place of the one that it has and of the same name elsewhere."""
    listed = tuple(labels)
    former = names_of(listed, found).by_topic.get(number)
    return (*(row for row in listed if row.label not in {former, new.label}), new)


def _likeness(labels: Sequence[TopicLabel], found: Snapshot) -> Floats:
    """Return how like each named topic is to each topic of the fit, shape (n_labels, n_topics)."""
    own = [_ranks(words) for words in found.leading(WORDS)]
    words = [[_cosine(_ranks(label.words), other) for other in own] for label in labels]
    row = {key: place for place, key in enumerate(found.ids)}
    most = found.shares.max(axis=1, keepdims=True, initial=0.0)
    part = np.divide(found.shares, most, out=np.zeros_like(found.shares), where=most > 0)
    score = np.array(words, dtype=np.float64).reshape(len(labels), len(found.numbers))
    for place, label in enumerate(labels):
        rows = [row[key] for key in label.documents if key in row]
        if rows:
            score[place] = (score[place] + part[rows].mean(axis=0)) / 2
    return score


def _ranks(words: Iterable[str]) -> dict[str, float]:
    return {word: 1 / rank for rank, word in enumerate(words, start=1)}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    lengths = np.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    return float(sum(weight * other.get(word, 0.0) for word, weight in one.items()) / lengths) if lengths else 0.0
