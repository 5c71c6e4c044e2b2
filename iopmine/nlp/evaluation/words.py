"""How often parts of speech, morphological features and lemmas are right, on given tokens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token

from iopmine.nlp.training.conllu import AnnotatedSentence

# They mark what the tagger does not need; sentence bounds come with the gold.
_SCORED = ("iop_tagger", "iop_lemmatizer")


@dataclass(frozen=True, slots=True)
class WordFault:
    """A word that was read wrongly: what, in which form, and both values."""

    layer: str
    form: str
    gold: str
    found: str


@dataclass(frozen=True, slots=True)
class WordScores:
    """Shares of right words, 0 to 1; ``lemma`` leaves punctuation out. ``faults`` come in text order."""

    words: int
    pos: float
    features: float
    lemma: float
    faults: tuple[WordFault, ...]


def score_words(nlp: Language, sentences: Sequence[AnnotatedSentence]) -> WordScores:
    """Return the scores of a pipeline on annotated sentences, each given as tokens of its own.

    Components of iopmine that read neither parts of speech nor lemmas are left out; those of other pipelines all run.
    """
    idle = [name for name in nlp.pipe_names if name.startswith("iop_") and name not in _SCORED]
    docs = [Doc(nlp.vocab, words=list(s.forms), sent_starts=[i == 0 for i in range(len(s))]) for s in sentences]
    faults: list[WordFault] = []
    words = lemmatised = 0
    with nlp.select_pipes(disable=idle):
        for doc, sentence in zip(nlp.pipe(docs), sentences, strict=True):
            words += len(sentence)
            lemmatised += sum(pos != "PUNCT" for pos in sentence.pos)
            faults += _faults(doc, sentence)
    missed = {layer: sum(fault.layer == layer for fault in faults) for layer in ("pos", "features", "lemma")}
    return WordScores(
        words,
        _share(words - missed["pos"], words),
        _share(words - missed["features"], words),
        _share(lemmatised - missed["lemma"], lemmatised),
        tuple(faults),
    )


def _faults(doc: Iterable[Token], sentence: AnnotatedSentence) -> Iterable[WordFault]:
    gold = zip(sentence.pos, sentence.features, sentence.lemmas, strict=True)
    for token, (pos, features, lemma) in zip(doc, gold, strict=True):
        if token.pos_ != pos:
            yield WordFault("pos", token.text, pos, token.pos_)
        if _as_set(str(token.morph)) != _as_set(features):
            yield WordFault("features", token.text, features, str(token.morph) or "_")
        if token.lemma_ != lemma and pos != "PUNCT":
            yield WordFault("lemma", token.text, lemma, token.lemma_)


def _as_set(features: str) -> frozenset[str]:
    """Return features without their order, in which spaCy and Universal Dependencies differ."""
    return frozenset(features.split("|")) - {"", "_"}


def _share(right: int, total: int) -> float:
    return right / total if total else 0.0
