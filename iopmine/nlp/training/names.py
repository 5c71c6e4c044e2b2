"""Training the recogniser of names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from iopmine.nlp.chain.names import NameKnowledge, NameModel
from iopmine.nlp.chain.weights import Template
from iopmine.nlp.training.augmentation import NamePools, swapped
from iopmine.nlp.training.corpora import TaggedSentence, spans
from iopmine.nlp.training.features import SentenceFeatures
from iopmine.nlp.training.knowledge import usage
from iopmine.nlp.training.learning import Regularisation, learn, mean

TEMPLATES = tuple(
    Template.parse(name)
    for name in (
        "shape-1.shape+0",
        "shape+0.shape+1",
        "shape-1.shape+0.shape+1",
        "word-1.word+0",
        "word+0.word+1",
        "lists-1.lists+0",
        "lists+0.lists+1",
    )
)


_REGULARISATION = Regularisation(l1=0.03, l2=0.05, iterations=120)


@dataclass(frozen=True, slots=True)
class NameSettings:
    """How the recogniser is trained.

    One chain is trained for each of ``swapped``, the share of sentences that are repeated with other names in them;
    the recogniser is the mean of the chains. ``seed`` draws the names.
    """

    regularisation: Regularisation = _REGULARISATION
    swapped: tuple[float, ...] = (0.0, 0.5)
    seed: int = 1


def train_names(
    sentences: Sequence[TaggedSentence],
    raw: Iterable[Sequence[str]],
    lists: Mapping[str, Sequence[str]],
    settings: NameSettings | None = None,
) -> NameModel:
    """Return a recogniser learnt from annotated sentences.

    ``raw`` are tokenised sentences of running text, from which the use of capitals is counted; ``lists`` maps names to
    the lists they stand in.
    """
    settings = settings or NameSettings()
    knowledge = NameKnowledge(lists, usage([*raw, *(sentence.tokens for sentence in sentences)]))
    features = SentenceFeatures(knowledge.forms(), TEMPLATES, knowledge.sequences())
    words = frozenset(word for name in lists for word in name.split())
    pools = NamePools.of(lists)
    chains = []
    for index, share in enumerate(settings.swapped):
        more = swapped(sentences, pools, words, share=share, seed=settings.seed + index)
        material = ((features.of(s.tokens), bilou(s.tags)) for s in [*sentences, *more])
        chains.append(learn(material, TEMPLATES, settings.regularisation))
    return NameModel(mean(chains), knowledge)


def bilou(tags: Sequence[str]) -> list[str]:
    """Return BIO tags as BILOU: begin, inside, last, outside, unit (Ratinov and Roth 2009)."""
    out = list(tags)
    for start, end, label in spans(tags):
        inner = [f"I-{label}"] * (end - start - 2)
        out[start:end] = [f"U-{label}"] if end - start == 1 else [f"B-{label}", *inner, f"L-{label}"]
    return out
