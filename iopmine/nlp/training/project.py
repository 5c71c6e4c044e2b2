"""The training project: settings and corpora in, a pipeline folder and its figures out."""

from __future__ import annotations

import gzip
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from iopmine.errors import ModelError, ReadingError
from iopmine.lexicon import Lexicon
from iopmine.nlp.chain.names import NameModel
from iopmine.nlp.evaluation.words import score_words
from iopmine.nlp.training.assembly import TrainedParts
from iopmine.nlp.training.conllu import AnnotatedSentence, read_conllu
from iopmine.nlp.training.corpora import TaggedSentence, read_iob2, read_suc, read_web_news, spans
from iopmine.nlp.training.knowledge import file_lists, lexicon_lists, merged
from iopmine.nlp.training.learning import Regularisation
from iopmine.nlp.training.names import NameSettings, train_names
from iopmine.nlp.training.tagging import TaggingSettings, train_tagging
from iopmine.text.sentences import sentences as sentence_bounds

_READERS = {"web_news": read_web_news, "suc": read_suc, "iob2": read_iob2}
Counts = dict[str, tuple[int, int, int]]
"""True positives, false positives and false negatives by label."""


@dataclass(frozen=True, slots=True)
class Material:
    """All that the pipeline is trained on; ``held_back`` are sentences by corpus, ``named`` the others."""

    named: tuple[TaggedSentence, ...]
    held_back: Mapping[str, tuple[TaggedSentence, ...]]
    treebank: tuple[AnnotatedSentence, ...]
    yardstick: tuple[AnnotatedSentence, ...]
    raw: tuple[tuple[str, ...], ...]
    lists: Mapping[str, Sequence[str]]


def read_settings(path: Path) -> dict[str, Any]:
    """Return the settings of a training project.

    Raises:
        ModelError: the file is missing or not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ModelError(f"The settings {path} could not be read: {error}.") from error


def read_material(settings: Mapping[str, Any], data: Path, lists: Path, lexicon: Lexicon) -> Material:
    """Return the corpora that the settings name, from the folder of assets.

    Raises:
        ReadingError: a corpus is missing or not of its form.
    """
    corpora = settings["corpora"]
    block, every = settings["held_back"]["block"], settings["held_back"]["every"]
    named: list[TaggedSentence] = []
    held_back: dict[str, tuple[TaggedSentence, ...]] = {}
    for kind, reader in _READERS.items():
        sentences = [s for name in corpora[kind] for s in reader(data / name)]
        kept = [s for i, s in enumerate(sentences) if (i // block) % every != 2]
        held_back[kind] = tuple(s for i, s in enumerate(sentences) if (i // block) % every == 2)
        named += kept
    known = {sentence.tokens for part in held_back.values() for sentence in part}
    treebank, yardstick = _treebank(corpora["treebank"], data)
    raw = tuple(sentence for name in corpora["raw"] for sentence in _raw_sentences(data / name))
    return Material(
        tuple(s for s in named if s.tokens not in known),
        held_back,
        treebank,
        yardstick,
        raw,
        merged(lexicon_lists(lexicon), file_lists(lists)),
    )


def _treebank(names: Sequence[str], data: Path) -> tuple[tuple[AnnotatedSentence, ...], tuple[AnnotatedSentence, ...]]:
    """Read ``FILE`` whole, of ``FILE:N`` the first N sentences; the others are the yardstick."""
    read: list[AnnotatedSentence] = []
    kept: list[AnnotatedSentence] = []
    for name in names:
        path, _, count = name.partition(":")
        sentences = read_conllu(data / path)
        read += sentences[: int(count)] if count else sentences
        kept += sentences[int(count) :] if count else []
    return tuple(read), tuple(kept)


def _raw_sentences(path: Path) -> Iterator[tuple[str, ...]]:
    """Yield the sentences of documents in gzipped JSON lines (key ``text``) as tokens."""
    tokenizer = spacy.blank("sv").tokenizer
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line)["text"]
                for start, end in sentence_bounds(text):
                    words = tuple(token.text for token in tokenizer(text[start:end]) if not token.is_space)
                    if words:
                        yield words
    except (OSError, EOFError, ValueError, KeyError) as error:
        raise ReadingError(f"The corpus {path} could not be read: {error}.") from error


def train(
    settings: Mapping[str, Any], material: Material, *, everything: bool, say: Callable[[str], None]
) -> TrainedParts:
    """Train all parts; with ``everything``, the held-back sentences are learnt from as well."""
    more = [s for part in material.held_back.values() for s in part] if everything else []
    named = [*material.named, *more]
    say(f"tagger and lemmatizer: {len(material.treebank)} sentences, {len(material.raw)} of raw text")
    tagging, lemmas = train_tagging(material.treebank, material.raw, named, _tagging_settings(settings["tagging"]))
    say(f"names: {len(named)} sentences, {len(material.lists)} listed names")
    return TrainedParts(
        tagging, lemmas, train_names(named, material.raw, material.lists, _name_settings(settings["names"]))
    )


def name_counts(model: NameModel, sentences: Sequence[TaggedSentence]) -> Counts:
    """Return how many names are found exactly, by label, on given tokens."""
    counts = {label: [0, 0, 0] for label in ("ORG", "LOC", "PER")}
    for sentence in sentences:
        gold = spans(sentence.tags)
        found = {(n.start, n.end, n.label) for n in model.recognise(sentence.tokens, [len(sentence.tokens)])}
        for column, names in enumerate((gold & found, found - gold, gold - found)):
            for _, _, label in names:
                counts[label][column] += 1
    return {label: (row[0], row[1], row[2]) for label, row in counts.items()}


def word_shares(nlp: Language, material: Material) -> list[tuple[str, float]]:
    """Return the shares of the yardstick's words that are right: parts of speech, features, lemmas."""
    scores = score_words(nlp, material.yardstick)
    return [("UPOS", round(scores.pos, 4)), ("FEATS", round(scores.features, 4)), ("lemma", round(scores.lemma, 4))]


def _regularisation(settings: Mapping[str, Any]) -> Regularisation:
    return Regularisation(settings["l1"], settings["l2"], settings["iterations"])


def _name_settings(settings: Mapping[str, Any]) -> NameSettings:
    return NameSettings(_regularisation(settings), tuple(settings["swapped"]), settings["seed"])


def _tagging_settings(settings: Mapping[str, Any]) -> TaggingSettings:
    return TaggingSettings(_regularisation(settings), seed=settings["seed"])
