"""Tests by people of whether topics mean something: find the word, or the topic, that does not belong.

Source: Chang, Boyd-Graber, Gerrish, Wang and Blei, Reading tea leaves: how humans interpret topic models (NIPS 2009).
Coherence is not validity: it says that words go together, not that a reader sees why.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from iopmine.records.topics import TopicIntrusion, WordIntrusion
from iopmine.topics.snapshot import Floats, Snapshot

T = TypeVar("T")

WORDS_SHOWN = 5
TOPIC_WORDS_SHOWN = 8
TOPICS_SHOWN = 3
FOREIGN_MOST = 0.25
"""How much an intruding word may weigh in the topic, of what it weighs where it weighs most."""
OWN_LEAST = 0.05
"""Least share of a document that makes a topic one of its own."""
SHARE_FLOOR = 0.005
"""What a share that was not stored (below 0.01) is taken for, so that its logarithm exists."""
DECIMALS = 4

Answers = Sequence[tuple[int, int | None]]
"""(Item, the place that was chosen or None for a blank) of each answer."""


class Excerpt(NamedTuple):
    """A document's id and title, and a few words of it, fit to be shown."""

    document_id: str
    title: str
    text: str


class Hits(NamedTuple):
    """``found``: how many of the items people found the intruder in, the mean over coders; ``items`` answered."""

    found: float
    items: int


def word_items(found: Snapshot, terms: Sequence[Sequence[str]], *, seed: int) -> list[WordIntrusion]:
    """Return an item for each topic that can have one, in random order.

    ``terms``: leading words of each topic, the first first. The five first are shown with one that is among the five
    first of another topic and weighs at most a quarter as much in this one as where it weighs most. ``found`` must
    weigh all words in all topics (``snapshot`` with ``lemmas``, or a fitted model).
    """
    draw = np.random.default_rng(seed)
    column = {word: place for place, word in enumerate(found.vocabulary)}
    peak = found.components.max(axis=0, initial=0.0)
    items = []
    for topic, number in enumerate(found.numbers):
        own = tuple(terms[topic][:WORDS_SHOWN])
        others = sorted({word for other, words in enumerate(terms) if other != topic for word in words[:WORDS_SHOWN]})
        foreign = [
            word
            for word in others
            if word not in terms[topic]
            and found.components[topic, column[word]] <= FOREIGN_MOST * peak[column[word]]
            and not _kin(word, own)
        ]
        if len(own) == WORDS_SHOWN and foreign:
            words, place = _mixed(own, foreign[int(draw.integers(len(foreign)))], draw)
            items.append(WordIntrusion(number, words, place))
    return [items[place] for place in draw.permutation(len(items))]


def _kin(word: str, others: Iterable[str]) -> bool:
    """Tell whether a word shares a part with one of the others: a collocation's word would give itself away."""
    return any(set(word.split()) & set(other.split()) for other in others)


def topic_items(
    found: Snapshot, terms: Sequence[Sequence[str]], excerpts: Mapping[str, Excerpt], *, seed: int
) -> list[TopicIntrusion]:
    """Return an item for each excerpt (by row of the snapshot) whose document has topics enough, in random order.

    The three topics that have most of the document are shown, those with less than a twentieth left out but two at
    least, with one drawn from the half of the other topics that have least of it. Topics are shown by their eight
    first words.
    """
    draw = np.random.default_rng(seed)
    row = {key: place for place, key in enumerate(found.ids)}
    shown = {number: tuple(words[:TOPIC_WORDS_SHOWN]) for number, words in zip(found.numbers, terms, strict=True)}
    items = []
    for key in sorted(excerpts.keys() & row.keys()):
        shares = found.shares[row[key]]
        own, foreign = _sides(shares)
        if not own or not foreign:
            continue
        topics, place = _mixed(tuple(own), foreign[int(draw.integers(len(foreign)))], draw)
        numbers = tuple(found.numbers[topic] for topic in topics)
        weights = tuple(round(float(shares[topic]), DECIMALS) for topic in topics)
        words = tuple(shown[number] for number in numbers)
        items.append(TopicIntrusion(*excerpts[key], numbers, words, weights, place))
    return [items[place] for place in draw.permutation(len(items))]


def eligible(found: Snapshot) -> list[str]:
    """Return the rows for which ``topic_items`` can make an item, sorted."""
    return sorted(key for key, shares in zip(found.ids, found.shares, strict=True) if all(_sides(shares)))


def _sides(shares: Floats) -> tuple[list[int], list[int]]:
    """Return a document's own topics, at least two or none, and those that an intruder may be drawn from."""
    order = [int(topic) for topic in np.argsort(-shares, kind="stable")]
    own = [topic for topic in order[:TOPICS_SHOWN] if shares[topic] >= OWN_LEAST]
    rest = [topic for topic in order[TOPICS_SHOWN:] if shares[topic] < OWN_LEAST]
    return own if len(own) > 1 else [], rest[len(rest) // 2 :]


def _mixed(own: tuple[T, ...], intruder: T, draw: np.random.Generator) -> tuple[tuple[T, ...], int]:
    """Return all in random order, and the place of the intruder."""
    order = draw.permutation(len(own) + 1)
    every = (*own, intruder)
    return tuple(every[place] for place in order), int(np.flatnonzero(order == len(own))[0])


def precision(intruders: Sequence[int], answers: Answers) -> Hits:
    """Return in how many items the intruder (its place by item) was found; several coders of one item count as one.

    That is the model precision of Chang et al.; blank answers are passed over.
    """
    said: dict[int, list[bool]] = defaultdict(list)
    for item, chosen in answers:
        if chosen is not None:
            said[item].append(chosen == intruders[item])
    return Hits(sum(sum(right) / len(right) for right in said.values()), len(said))


def log_odds(items: Sequence[TopicIntrusion], answers: Answers) -> float | None:
    """Return the mean topic log odds: of the intruder's share to the share of the topic that was chosen.

    0 where people always find the intruder, the lower the more of the document the topics have that they took for
    foreign. Blank answers are passed over; None without any answer.
    """
    odds = [
        math.log(_share(items[item], items[item].intruder) / _share(items[item], chosen))
        for item, chosen in answers
        if chosen is not None
    ]
    return round(sum(odds) / len(odds), DECIMALS) if odds else None


def _share(item: TopicIntrusion, place: int) -> float:
    return max(item.shares[place], SHARE_FLOOR)
