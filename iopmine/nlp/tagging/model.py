"""The chains that tag: a part of speech for each word, then the morphological features that such a word may have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from iopmine.nlp.chain.decode import Indices
from iopmine.nlp.chain.tagger import ChainTagger
from iopmine.nlp.chain.weights import ChainWeights, load, save
from iopmine.nlp.tagging import auxiliaries
from iopmine.nlp.tagging.distribution import Distribution
from iopmine.nlp.tagging.words import TAGGED, MorphForms, WordForms

NO_FEATURES: Final = "_"
"""Stands for the empty set of features, as in CoNLL-U."""
_WORDS, _POS, _FEATURES = "words.npz", "pos.npz", "features.npz"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a sequence of words: numbers of labels, both ``(n_words,)``."""

    pos: Indices
    features: Indices


class TaggingModel:
    """Tags sentences. Not safe to share between threads: it remembers forms."""

    def __init__(self, distribution: Distribution, pos: ChainWeights, features: ChainWeights) -> None:
        self.distribution = distribution
        self.pos_weights = pos
        self.feature_weights = features
        words = WordForms(distribution)
        self._pos = ChainTagger(pos, words)
        self._features = ChainTagger(features, MorphForms(words))

    @property
    def pos_labels(self) -> tuple[str, ...]:
        """The parts of speech (UPOS), in the order of their numbers."""
        return self._pos.labels

    @property
    def feature_labels(self) -> tuple[str, ...]:
        """The sets of features (FEATS; ``NO_FEATURES`` if empty), in the order of their numbers."""
        return self._features.labels

    def read(self, forms: Sequence[str], lengths: Sequence[int]) -> Reading:
        """Return the labels of words; ``lengths`` are the words of each sentence, none of them zero."""
        pos = self._pos.tag(forms, lengths)
        if not forms:
            return Reading(pos, pos)
        names = self.pos_labels
        chosen = [names[label] for label in pos.tolist()]
        tagged = [f"{form}{TAGGED}{name}" for form, name in zip(forms, chosen, strict=True)]
        features = self._features.emissions(tagged, np.asarray(lengths, dtype=np.int64)).argmax(axis=1)
        sets = self.feature_labels
        read = [sets[label] for label in features.tolist()]
        for index, settled in auxiliaries.settled(forms, lengths, chosen, read):
            # A pipeline that never learnt of auxiliaries keeps its verbs.
            pos[index] = names.index(settled) if settled in names else pos[index]
        return Reading(pos, features)

    def to_disk(self, folder: Path) -> None:
        """Write the model into a folder; the same bytes every time."""
        folder.mkdir(parents=True, exist_ok=True)
        self.distribution.save(folder / _WORDS)
        save(self.pos_weights, folder / _POS)
        save(self.feature_weights, folder / _FEATURES)

    @classmethod
    def from_disk(cls, folder: Path) -> TaggingModel:
        """Read what ``to_disk`` wrote.

        Raises:
            ModelError: a file is missing or damaged.
        """
        return cls(Distribution.load(folder / _WORDS), load(folder / _POS), load(folder / _FEATURES))
