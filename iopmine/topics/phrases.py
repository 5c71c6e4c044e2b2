"""The phrase that stands for a topic: words as they are printed, from its own documents.

Candidates are noun phrases of one to four words by part of speech (Justeson and Katz, Technical terminology, Natural
Language Engineering 1, 1995), counted by lemmas and shown in their most frequent printed form. They are weighed by
class-based tf-idf (Grootendorst, BERTopic, 2022), by how far the stories that have the phrase are the topic's stories
(cosine), by the weight of their words in the topic, and by length, as several words say more than one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from iopmine.records import Token
from iopmine.topics.stopwords import STOP_WORDS

STORIES_LEAST = 3
SEVERAL_WORDS = 8.0
"""How many times lighter a phrase of several words may be than a single word and still go before it."""
_LETTERS_LEAST = 3
# One letter a word: adjective, noun, preposition. Looked for ahead, so that phrases may overlap.
_PHRASES = tuple(re.compile(f"(?=({shape}))") for shape in ("N", "AN", "AAN", "NPN", "ANPN", "NPAN"))
_BREAK = "."
# Unknown parts of speech pass for nouns.
_CLASSES = {"ADJ": "A", "NOUN": "N", "ADP": "P", "": "N"}
_CONTENT = frozenset("AN")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

Floats = npt.NDArray[np.float64]
Key = tuple[str, ...]


class Reading(NamedTuple):
    """A document as labels read it: its text, and its own words in reading order.

    Names of persons and bodies, boxes and contacts are left out of ``tokens``; no phrase reaches over the gap.
    """

    id: str
    story: str
    text: str
    tokens: Sequence[Token]


class Phrase(NamedTuple):
    """A phrase: the lemmas it is counted by, the words it is shown as, and how many of the stories read have it."""

    key: Key
    text: str
    stories: int


def candidates(reading: Reading) -> Iterator[tuple[Key, str]]:
    """Yield (lemmas, printed words) of every noun phrase: words with single spaces between and no stop word."""
    tokens, text = reading.tokens, reading.text
    letters: list[str] = []
    index: list[int] = []
    last = 0
    for number, token in enumerate(tokens):
        if text[last : token.start] != " ":
            letters.append(_BREAK)
            index.append(number)
        letters.append(_class_of(text[token.start : token.end], token.lemma.lower(), token.pos))
        index.append(number)
        last = token.end
    classes = "".join(letters)
    for pattern in _PHRASES:
        for found in pattern.finditer(classes):
            inside = [tokens[number] for number in index[found.start() : found.end(1)]]
            yield tuple(token.lemma.lower() for token in inside), text[inside[0].start : inside[-1].end]


@lru_cache(maxsize=1 << 16)
def _class_of(word: str, lemma: str, pos: str) -> str:
    """Return the letter of a word's class, or a break for what is part of no phrase."""
    found = _CLASSES.get(pos, _BREAK)
    if found not in _CONTENT:
        return found
    stop = lemma in STOP_WORDS or word.lower() in STOP_WORDS or len(word) < _LETTERS_LEAST
    return _BREAK if stop or not _WORD.fullmatch(word) else found


def representative_phrases(
    readings: Sequence[Reading], shares: Floats, words: Sequence[Mapping[str, float]]
) -> list[Phrase | None]:
    """Return the phrase of each topic, no two the same; None where no phrase stands in three stories.

    ``readings``: one a story. ``shares``: of shape (len(readings), n_topics). ``words``: for each topic, how much its
    words weigh, the heaviest 1. A phrase has at least one of them.
    """
    words = [_by_part(own) for own in words]
    leading = frozenset(word for own in words for word in own)
    stories: dict[Key, list[int]] = defaultdict(list)
    printed: dict[Key, Counter[str]] = defaultdict(Counter)
    for row, reading in enumerate(readings):
        found = [(key, form) for key, form in candidates(reading) if not leading.isdisjoint(key)]
        for key in dict.fromkeys(key for key, _ in found):
            stories[key].append(row)
        for key, form in found:
            printed[key][_lower_first(form)] += 1
    keys = sorted(key for key, rows in stories.items() if len(rows) >= STORIES_LEAST)
    scores = _scores(keys, _presence(len(readings), [stories[key] for key in keys]), shares, words)
    chosen: list[Phrase | None] = []
    taken: set[Key] = set()
    for row in scores:
        order = np.argsort(-row, kind="stable")
        best = next((keys[place] for place in order if row[place] > 0 and keys[place] not in taken), None)
        chosen.append(None if best is None else Phrase(best, _shown(best, printed[best]), len(stories[best])))
        taken.update(() if best is None else (best,))
    return chosen


def _by_part(words: Mapping[str, float]) -> dict[str, float]:
    """Return the weights of single words; each word of a collocation has the weight of the whole."""
    weights: dict[str, float] = {}
    for word, weight in words.items():
        for part in word.split(" "):
            weights[part] = max(weight, weights.get(part, 0.0))
    return weights


def _presence(rows: int, columns: Sequence[Sequence[int]]) -> csr_matrix:
    """Return which story has which phrase, shape (rows, n_phrases); ``columns`` lists the rows of each phrase."""
    place = np.array([row for column in columns for row in column], dtype=np.int64)
    number = np.repeat(np.arange(len(columns)), [len(column) for column in columns])
    return csr_matrix((np.ones(len(place)), (place, number)), shape=(rows, len(columns)))


def _scores(keys: Sequence[Key], present: csr_matrix, shares: Floats, words: Sequence[Mapping[str, float]]) -> Floats:
    """Return how well each phrase stands for each topic, shape (n_topics, n_phrases)."""
    tf = np.asarray((present.T @ shares).T)
    of_topic = tf.sum(axis=1, keepdims=True)
    idf = np.log1p(of_topic.mean() / np.maximum(tf.sum(axis=0), 1e-12))
    lengths = np.linalg.norm(shares, axis=0)[:, None] * np.sqrt(np.asarray(present.sum(axis=0)))
    coherence = tf / np.maximum(lengths, 1e-12)
    content = [[lemma for lemma in key if len(lemma) >= _LETTERS_LEAST] for key in keys]
    size = np.array([SEVERAL_WORDS if len(parts) > 1 else 1.0 for parts in content])
    weight = np.array([[sum(own.get(lemma, 0.0) for lemma in parts) for parts in content] for own in words])
    scores: Floats = tf / np.maximum(of_topic, 1e-12) * idf * coherence * size * weight.reshape(tf.shape)
    return scores


def _lower_first(form: str) -> str:
    """Return the words with a small letter first, as inside a sentence; abbreviations and names keep theirs."""
    return form[0].lower() + form[1:] if form[1:].islower() else form


def _shown(key: Key, forms: Counter[str]) -> str:
    """Return the most frequent form that can stand alone: an adjective before a definite noun needs an article."""
    if len(key) == 1:
        return key[0] if any(form.lower() == key[0] for form in forms) else min(forms, key=lambda f: (-forms[f], f))
    return min(forms, key=lambda form: (_lacks_article(key, form), -forms[form], len(form), form))


def _lacks_article(key: Key, form: str) -> bool:
    """Tell whether a definite noun follows another word without a preposition between: *ideella sektorn*."""
    words = form.lower().split(" ")
    heads = [place for place in range(1, len(key)) if len(key[place - 1]) >= _LETTERS_LEAST]
    return any(_is_definite(key[place], words[place]) for place in heads)


def _is_definite(lemma: str, word: str) -> bool:
    """Tell a definite ending from a plural: *sektorn*, *taket*, *listorna*; but *boenden* may be several."""
    endings = ("t",) if lemma.endswith("e") else ("n", "en", "et")
    return word != lemma and (word.endswith("na") or word in {lemma + ending for ending in endings})
