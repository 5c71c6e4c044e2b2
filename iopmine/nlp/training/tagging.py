"""Training the tagger and the lemmatizer from annotated sentences and raw text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from iopmine.nlp.chain.weights import ChainWeights
from iopmine.nlp.tagging.distribution import Distribution
from iopmine.nlp.tagging.lemmas import LemmaModel
from iopmine.nlp.tagging.model import TaggingModel
from iopmine.nlp.tagging.words import FEATURE_TEMPLATES, TAGGED, WORD_TEMPLATES, MorphForms, WordForms
from iopmine.nlp.training.company import word_groups
from iopmine.nlp.training.conllu import AnnotatedSentence
from iopmine.nlp.training.corpora import TaggedSentence
from iopmine.nlp.training.features import SentenceFeatures
from iopmine.nlp.training.knowledge import usage
from iopmine.nlp.training.learning import Regularisation, learn
from iopmine.nlp.training.lemmas import learn_lemmas
from iopmine.nlp.training.silver import PosSentence, SilverSettings, silver

_REGULARISATION = Regularisation(l1=0.3, l2=0.3, iterations=80)
_SILVER = SilverSettings()
# Below every score that a set of features can reach.
_FORBIDDEN = -10_000.0


@dataclass(frozen=True, slots=True)
class TaggingSettings:
    """How the chains are trained; the values are the best of a cross-validation, and flat around it."""

    regularisation: Regularisation = _REGULARISATION
    silver: SilverSettings = _SILVER
    seed: int = 0


def train_tagging(
    sentences: Sequence[AnnotatedSentence],
    raw: Sequence[Sequence[str]],
    named: Sequence[TaggedSentence] = (),
    settings: TaggingSettings | None = None,
) -> tuple[TaggingModel, LemmaModel]:
    """Return a tagger and a lemmatizer learnt from annotated sentences.

    ``raw`` are tokenised sentences of running text, from which the company that words keep and the use of capitals
    are counted; ``named`` are sentences with marked names, from which the tagger learns proper nouns in many
    surroundings.
    """
    settings = settings or TaggingSettings()
    text = [*raw, *(sentence.forms for sentence in sentences)]
    distribution = Distribution(word_groups(text, seed=settings.seed), usage(text))
    words = WordForms(distribution)
    pos = learn_pos(sentences, words, settings.regularisation)
    more = silver(named, pos, words, settings.silver)
    if more:
        pos = learn_pos(sentences, words, settings.regularisation, more)
    features = learn_features(sentences, words, settings.regularisation)
    return TaggingModel(distribution, pos, features), learn_lemmas(sentences)


def learn_pos(
    sentences: Sequence[AnnotatedSentence],
    words: WordForms,
    regularisation: Regularisation,
    more: Sequence[PosSentence] = (),
) -> ChainWeights:
    """Return the weights of the chain of parts of speech; ``more`` are (forms, parts of speech) beside the gold."""
    described = SentenceFeatures(words, WORD_TEMPLATES)
    material = [*((s.forms, list(s.pos)) for s in sentences), *more]
    return learn(((described.of(forms), pos) for forms, pos in material), WORD_TEMPLATES, regularisation)


def learn_features(
    sentences: Sequence[AnnotatedSentence], words: WordForms, regularisation: Regularisation
) -> ChainWeights:
    """Return the weights of the sets of features: each word for itself, given the parts of speech around it."""
    described = SentenceFeatures(MorphForms(words), FEATURE_TEMPLATES)

    def single_words() -> Iterator[tuple[list[list[str]], list[str]]]:
        for s in sentences:
            tagged = [f"{form}{TAGGED}{pos}" for form, pos in zip(s.forms, s.pos, strict=True)]
            for features, label in zip(described.of(tagged), s.features, strict=True):
                yield [features], [label]

    return _restricted(learn(single_words(), FEATURE_TEMPLATES, regularisation), sentences)


def _restricted(weights: ChainWeights, sentences: Sequence[AnnotatedSentence]) -> ChainWeights:
    """Forbid each part of speech the sets of features that it was never seen with."""
    allowed: dict[str, set[str]] = {}
    for sentence in sentences:
        for pos, features in zip(sentence.pos, sentence.features, strict=True):
            allowed.setdefault(pos, set()).add(features)
    forms = dict(weights.forms)
    for pos in sorted(allowed):
        forms.setdefault(f"0:t={pos}", len(forms))
    rows = np.zeros((len(forms), len(weights.labels)), dtype=np.float32)
    rows[: len(weights.form_rows)] = weights.form_rows
    for pos, seen in allowed.items():
        rows[forms[f"0:t={pos}"]] += [0.0 if label in seen else _FORBIDDEN for label in weights.labels]
    return replace(weights, forms=forms, form_rows=rows)
