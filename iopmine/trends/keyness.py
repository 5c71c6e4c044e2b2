"""Words that one set of documents uses more than another.

Significance is the log-likelihood ratio G² (Dunning, Accurate methods for the statistics of surprise and coincidence,
Computational Linguistics 19, 1993; Rayson and Garside, Comparing corpora using frequency profiling, 2000); size is
the log ratio (Hardie, Log Ratio: an informal introduction, 2014): the binary logarithm of how many times as frequent.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

G2_LEAST = 15.13
"""For p < .0001 of one word, the usual bound where thousands are looked at."""
DOCUMENTS_LEAST = 3
_ABSENT = 0.5
"""What stands for a count of 0 in the log ratio."""


class Keyword(NamedTuple):
    """A word more frequent in one set (positive ``log_ratio``) or in the other (negative).

    ``inside``/``outside``: how often it stands in the two sets, ``of_inside``/``of_outside``: among how many tokens;
    ``documents``: those that have it in the set where it is more frequent.
    """

    word: str
    g2: float
    log_ratio: float
    documents: int
    inside: int
    outside: int
    of_inside: int
    of_outside: int


def keyness(
    inside: Iterable[Mapping[str, int]],
    outside: Iterable[Mapping[str, int]],
    *,
    documents_least: int = DOCUMENTS_LEAST,
    g2_least: float = G2_LEAST,
) -> list[Keyword]:
    """Return the words that differ, those with the largest G² first.

    Each document is its words with their counts. A word counts where at least ``documents_least`` documents of the
    set have it: one long text does not make a debate.
    """
    (here, here_in), (there, there_in) = _counted(inside), _counted(outside)
    totals = sum(here.values()), sum(there.values())
    if not all(totals):
        return []
    found = []
    for word in here.keys() | there.keys():
        counts = here[word], there[word]
        ratio = log_ratio(*counts, *totals)
        documents = here_in[word] if ratio > 0 else there_in[word]
        g2 = log_likelihood(*counts, *totals)
        if documents >= documents_least and g2 >= g2_least:
            found.append(Keyword(word, g2, ratio, documents, *counts, *totals))
    return sorted(found, key=lambda keyword: (-keyword.g2, keyword.word))


def log_likelihood(first: int, second: int, total_first: int, total_second: int) -> float:
    """Return G² of a word with given counts in two sets of given sizes (in tokens)."""
    rate = (first + second) / (total_first + total_second)
    parts = ((first, total_first * rate), (second, total_second * rate))
    return 2 * sum(count * math.log(count / expected) for count, expected in parts if count)


def log_ratio(first: int, second: int, total_first: int, total_second: int) -> float:
    """Return how many times as frequent a word is in the first set, as a binary logarithm."""
    return math.log2((first or _ABSENT) / total_first) - math.log2((second or _ABSENT) / total_second)


def _counted(documents: Iterable[Mapping[str, int]]) -> tuple[Counter[str], Counter[str]]:
    """Return the tokens of each word, and the documents that have it."""
    tokens: Counter[str] = Counter()
    having: Counter[str] = Counter()
    for document in documents:
        tokens.update(document)
        having.update(word for word, count in document.items() if count)
    return tokens, having
