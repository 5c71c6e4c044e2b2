"""More text for the parts of speech: sentences whose names are marked, tagged by a first model.

Treebanks for Swedish hold few names, news holds many. Where people have marked persons and places, the words of the
names are proper nouns; the words around them are what a first model says, kept if it is sure of each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from iopmine.nlp.chain import decode
from iopmine.nlp.chain.tagger import ChainTagger
from iopmine.nlp.chain.weights import ChainWeights
from iopmine.nlp.tagging.wordlist import lookup
from iopmine.nlp.tagging.words import WordForms
from iopmine.nlp.training.corpora import TaggedSentence

_NAME: Final = "PROPN"
# Outweighs every score that a chain gives.
_CERTAIN: Final = 1_000.0


@dataclass(frozen=True, slots=True)
class SilverSettings:
    """Which sentences are kept: at most ``sentences``, each word with at least the probability ``sure``."""

    sentences: int = 3_000
    shortest: int = 5
    longest: int = 35
    sure: float = 0.7


PosSentence = tuple[tuple[str, ...], list[str]]


def silver(
    named: Sequence[TaggedSentence], weights: ChainWeights, words: WordForms, settings: SilverSettings
) -> list[PosSentence]:
    """Return (forms, parts of speech) of the sentences with names of which the model is sure, spread evenly."""
    if _NAME not in weights.labels:
        return []
    fitting = [s for s in named if settings.shortest <= len(s.tokens) <= settings.longest and any(_certain(s))]
    sure = list(_sure(fitting, weights, words, settings.sure)) if fitting else []
    step = max(1.0, len(sure) / settings.sentences)
    return [sure[int(i * step)] for i in range(min(len(sure), settings.sentences))]


def _sure(
    sentences: Sequence[TaggedSentence], weights: ChainWeights, words: WordForms, least: float
) -> Iterator[PosSentence]:
    tagger = ChainTagger(weights, words)
    lengths = np.array([len(s.tokens) for s in sentences], dtype=np.int64)
    scores = tagger.emissions([form for s in sentences for form in s.tokens], lengths)
    names = np.array([certain for s in sentences for certain in _certain(s)])
    scores[names, weights.labels.index(_NAME)] += _CERTAIN
    labels = decode.viterbi(scores, weights.transitions, lengths)
    probabilities = decode.marginals(scores, weights.transitions, lengths)[np.arange(len(labels)), labels]
    ends = np.cumsum(lengths)
    for sentence, start, end in zip(sentences, ends - lengths, ends, strict=True):
        if probabilities[start:end].min() >= least:
            yield sentence.tokens, [weights.labels[label] for label in labels[start:end]]


def _certain(sentence: TaggedSentence) -> list[bool]:
    """Tell which words are proper nouns: in names of persons and places, and unlisted words in other names."""
    return [
        form[:1].isupper() and (tag[2:] in {"PER", "LOC"} or (tag != "O" and lookup(form.lower()) is None))
        for form, tag in zip(sentence.tokens, sentence.tags, strict=True)
    ]
