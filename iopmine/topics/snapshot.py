"""One fit as lineage, labels and intrusion tests see it: words, documents, and numbers that outlive a refit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from iopmine.records import Share, Topic

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Snapshot:
    """Topics of one fit.

    ``run``: its id. ``numbers``: the stable number of each of the n_topics. ``vocabulary``: the n_words column names.
    ``components``: word weights, rows summing to 1 (or 0), shape (n_topics, n_words). ``ids``: the n_documents row
    names. ``shares``: how much of each document belongs to each topic, shape (n_documents, n_topics). A fitted model
    has these arrays; ``snapshot`` makes them of stored records.
    """

    run: str
    numbers: tuple[int, ...]
    vocabulary: tuple[str, ...]
    components: Floats
    ids: tuple[str, ...]
    shares: Floats

    def leading(self, count: int) -> list[tuple[str, ...]]:
        """Return each topic's heaviest words, ties in alphabetic order."""
        order = np.argsort(-self.components, axis=1, kind="stable")[:, :count]
        return [
            tuple(self.vocabulary[word] for word in row if weights[word] > 0)
            for row, weights in zip(order, self.components, strict=True)
        ]


def snapshot(
    topics: Sequence[Topic],
    shares: Iterable[Share],
    *,
    stories: Mapping[str, str] | None = None,
    lemmas: Mapping[str, Iterable[str]] | None = None,
) -> Snapshot:
    """Return the snapshot of a stored run.

    A word weighs by its rank among the topic's words (the first 1, the second 1/2, …). With ``lemmas`` (document id →
    words) it weighs by how much of the topic's documents has it instead, so that a word also weighs where it is not
    listed. With ``stories`` (document id → story id) rows are stories, and placements of one story count once.
    """
    run = topics[0].run if topics else ""
    numbers = tuple(topic.id for topic in topics)
    vocabulary = tuple(sorted({word for topic in topics for word in topic.terms}))
    member, matrix = _shares(numbers, shares, stories or {})
    if lemmas is None:
        components = _by_rank(topics, vocabulary)
    else:
        components = _by_documents(vocabulary, (lemmas.get(key, ()) for key in member.values()), matrix)
    return Snapshot(run, numbers, vocabulary, rows_to_one(components), tuple(member), matrix)


def _shares(
    numbers: Sequence[int], shares: Iterable[Share], stories: Mapping[str, str]
) -> tuple[dict[str, str], Floats]:
    """Return row name → the document that speaks for it, and the shares, shape (n_rows, n_topics)."""
    place = {number: index for index, number in enumerate(numbers)}
    weights: dict[str, dict[int, float]] = {}
    member: dict[str, str] = {}
    for share in sorted(shares, key=lambda share: share.document_id):
        key = stories.get(share.document_id) or share.document_id
        if share.topic_id in place and member.setdefault(key, share.document_id) == share.document_id:
            weights.setdefault(key, {})[place[share.topic_id]] = share.weight
    matrix = np.zeros((len(weights), len(numbers)))
    for row, key in enumerate(sorted(weights)):
        for topic, weight in weights[key].items():
            matrix[row, topic] = weight
    return {key: member[key] for key in sorted(weights)}, matrix


def _by_rank(topics: Sequence[Topic], vocabulary: Sequence[str]) -> Floats:
    column = {word: index for index, word in enumerate(vocabulary)}
    components = np.zeros((len(topics), len(vocabulary)))
    for row, topic in enumerate(topics):
        for rank, word in enumerate(topic.terms, start=1):
            components[row, column[word]] = 1 / rank
    return components


def _by_documents(vocabulary: Sequence[str], documents: Iterable[Iterable[str]], shares: Floats) -> Floats:
    """Return in how much of each topic's documents a word stands."""
    column = {word: index for index, word in enumerate(vocabulary)}
    components = np.zeros((shares.shape[1], len(vocabulary)))
    for row, lemmas in zip(shares, documents, strict=True):
        present = sorted({column[word] for word in words_and_pairs(lemmas) if word in column})
        components[:, present] += row[:, None]
    return components


def words_and_pairs(lemmas: Iterable[str]) -> Iterator[str]:
    """Yield the words in lower case, and each two neighbours as one: a topic's words may be collocations."""
    last = ""
    for lemma in lemmas:
        word = lemma.lower()
        yield word
        if last:
            yield f"{last} {word}"
        last = word


def rows_to_one(values: Floats) -> Floats:
    """Return the rows divided by their sums; a row of zeros stays one."""
    total = values.sum(axis=1, keepdims=True)
    found: Floats = np.divide(values, total, out=np.zeros_like(values), where=total > 0)
    return found
