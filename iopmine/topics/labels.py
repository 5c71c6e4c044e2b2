"""What a topic is about, without a language model: a phrase, areas and frames, five documents, three sentences."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

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
SHARE_LEAST = 0.2
"""A document with less of a topic than this is no example of it."""
DECIMALS = 4
_LETTERS_LEAST = 3
_WORDS_LEAST, _WORDS_MOST, _CHARACTERS_MOST = 6, 25, 200
_WHOLE = re.compile(r"[A-ZÅÄÖ\"”–].*[.!?][\"”]?", re.DOTALL)

Floats = npt.NDArray[np.float64]
Hit = tuple[str, Literal["area", "frame"], str]
"""A row of the snapshot, area or frame, and its id."""


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of one topic; ``phrase`` is empty where its documents have none in common."""

    topic_id: int
    phrase: str
    matters: tuple[TopicMatter, ...]
    documents: tuple[TopicExample, ...]
    sentences: tuple[TopicExample, ...]


def foremost(found: Snapshot, *, count: int = READ_MOST) -> list[str]:
    """Return the rows whose texts ``describe`` reads, sorted: of each topic the ``count`` that belong to it most."""
    order = np.argsort(-found.shares, axis=0, kind="stable")[:count]
    return sorted({found.ids[row] for topic, rows in enumerate(order.T) for row in rows if found.shares[row, topic]})


def describe(found: Snapshot, readings: Mapping[str, Reading], hits: Iterable[Hit]) -> list[Description]:
    """Describe every topic of a snapshot, in its order.

    ``readings``: the texts of the rows that ``foremost`` names; a row without one is no example. Of rows that tell one
    story the first is read. ``hits``: areas and frames of all rows.
    """
    first = {readings[key].story: key for key in reversed(found.ids) if key in readings}
    chosen_ids = set(first.values())
    rows = [row for row, key in enumerate(found.ids) if key in chosen_ids]
    read = [readings[found.ids[row]] for row in rows]
    shares = found.shares[rows]
    words = leading_weights(found)
    phrases = representative_phrases(read, shares, words)
    scores = shares * closeness(vectors(read), shares)
    about = matters(found, hits)
    described = []
    for topic, number in enumerate(found.numbers):
        chosen = _foremost_rows(scores[:, topic], shares[:, topic])
        phrase = phrases[topic]
        described.append(
            Description(
                topic_id=number,
                phrase=phrase.text if phrase else "",
                matters=tuple(about[number]),
                documents=tuple(
                    TopicExample(found.run, number, "document", rank, read[row].id, 0, len(read[row].text), score)
                    for rank, (row, score) in enumerate(chosen, start=1)
                ),
                sentences=tuple(
                    TopicExample(found.run, number, "sentence", rank, read[row].id, start, end, score)
                    for rank, (row, start, end, score) in enumerate(_sentences(read, chosen, words[topic]), start=1)
                ),
            )
        )
    return described


def leading_weights(found: Snapshot, *, count: int = WORDS) -> list[dict[str, float]]:
    """Return how much the leading words of each topic weigh, the heaviest 1."""
    column = {word: place for place, word in enumerate(found.vocabulary)}
    return [
        {word: float(row[column[word]] / row.max()) for word in words}
        for row, words in zip(found.components, found.leading(count), strict=True)
    ]


def vectors(readings: Sequence[Reading]) -> csr_matrix:
    """Return sublinear tf-idf of the readings' lemmas, rows of length 1 (or 0), shape (n_readings, n_words)."""
    texts = [_content(token.lemma.lower() for token in reading.tokens) for reading in readings]
    if not any(texts):
        return csr_matrix((len(readings), 1))
    found: csr_matrix = TfidfVectorizer(analyzer=list, sublinear_tf=True).fit_transform(texts)
    return found


def _content(lemmas: Iterable[str]) -> list[str]:
    return [lemma for lemma in lemmas if len(lemma) >= _LETTERS_LEAST and lemma.isalpha() and lemma not in STOP_WORDS]


def closeness(rows: csr_matrix, shares: Floats) -> Floats:
    """Return how close each document is to the centre of each topic: the cosine, shape (n_documents, n_topics).

    ``rows``: document vectors of length 1, shape (n_documents, n_words); the centre is their mean weighted by share.
    """
    centres = np.asarray((rows.T @ shares).T)
    lengths = np.linalg.norm(centres, axis=1, keepdims=True)
    found: Floats = rows @ np.divide(centres, lengths, out=np.zeros_like(centres), where=lengths > 0).T
    return found


def _foremost_rows(scores: Floats, shares: Floats) -> list[tuple[int, float]]:
    """Return the best rows and their scores; ties in the order of the rows."""
    order = np.argsort(-np.where(shares >= SHARE_LEAST, scores, 0.0), kind="stable")[:DOCUMENTS]
    return [(int(row), round(float(scores[row]), DECIMALS)) for row in order if shares[row] >= SHARE_LEAST]


def _sentences(
    read: Sequence[Reading], chosen: Sequence[tuple[int, float]], words: Mapping[str, float]
) -> list[tuple[int, int, int, float]]:
    """Return (row, start, end, weight) of the sentences with the weightiest topic words: first one a document."""
    found = []
    for place, (row, _) in enumerate(chosen):
        own = sorted(_weighed(read[row], words), key=lambda item: (-item[2], item[0]))
        found += [(turn > 0, -score, place, row, start, end) for turn, (start, end, score) in enumerate(own)]
    shown: dict[str, tuple[int, int, int, float]] = {}
    for _, score, _, row, start, end in sorted(found):
        shown.setdefault(read[row].text[start:end], (row, start, end, round(-score, DECIMALS)))
    return list(shown.values())[:SENTENCES]


def _weighed(reading: Reading, words: Mapping[str, float]) -> Iterator[tuple[int, int, float]]:
    """Yield (start, end, weight) of the sentences that have topic words."""
    for start, end, lemmas in _whole_sentences(reading):
        # Exact, so that the order of a set, which is another in each process, decides no tie.
        weight = math.fsum(words.get(word, 0.0) for word in set(words_and_pairs(lemmas)))
        if weight > 0:
            yield start, end, weight


def telling_sentence(reading: Reading) -> tuple[int, int] | None:
    """Return where the sentence with most different words of its own stands, the first of them; None without one."""
    found = [(-len(set(_content(lemmas))), start, end) for start, end, lemmas in _whole_sentences(reading)]
    return min(found)[1:] if found else None


def _whole_sentences(reading: Reading) -> Iterator[tuple[int, int, list[str]]]:
    """Yield (start, end, own lemmas) of the sentences of 6 to 25 words and at most 200 characters."""
    at = 0
    for start, end in sentences(reading.text):
        lemmas = []
        while at < len(reading.tokens) and reading.tokens[at].start < end:
            if reading.tokens[at].start >= start:
                lemmas.append(reading.tokens[at].lemma.lower())
            at += 1
        sentence = reading.text[start:end]
        fits = end - start <= _CHARACTERS_MOST and _WORDS_LEAST <= len(sentence.split()) <= _WORDS_MOST
        if lemmas and fits and _WHOLE.fullmatch(sentence):
            yield start, end, lemmas


def matters(found: Snapshot, hits: Iterable[Hit]) -> dict[int, list[TopicMatter]]:
    """Return the areas and frames that overlap most with each topic, the strongest first.

    Each row counts by its share in the topic. Listed is what is more frequent there than in the corpus (lift over 1)
    and stands in three stories' worth of it; order is by the share within times the logarithm of the lift, so that
    neither what is everywhere nor what is rare comes first.
    """
    row = {key: place for place, key in enumerate(found.ids)}
    carriers: dict[tuple[Literal["area", "frame"], str], set[int]] = defaultdict(set)
    for key, kind, name in hits:
        if key in row:
            carriers[kind, name].add(row[key])
    of = found.shares.sum(axis=0)
    listed: dict[int, list[tuple[float, TopicMatter]]] = {number: [] for number in found.numbers}
    for (kind, name), rows in sorted(carriers.items()):
        within = found.shares[sorted(rows)].sum(axis=0)
        for topic, number in enumerate(found.numbers):
            if within[topic] < STORIES_LEAST:
                continue
            part = within[topic] / of[topic]
            lift = float(part * len(found.ids) / len(rows))
            own, whole = round(float(within[topic]), 1), round(float(of[topic]), 1)
            matter = TopicMatter(found.run, number, kind, name, round(lift, 2), own, whole, len(rows))
            if lift > 1:
                listed[number].append((-float(part * np.log(lift)), matter))
    return {number: [m for _, m in sorted(of_topic, key=_order)[:MATTERS]] for number, of_topic in listed.items()}


def _order(item: tuple[float, TopicMatter]) -> tuple[float, str, str]:
    return item[0], item[1].kind, item[1].key
