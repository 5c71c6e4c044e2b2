"""The trained recogniser of names: words of sentences in, names with probabilities out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from iopmine.errors import ModelError
from iopmine.nlp.chain.forms import NameForms, list_key
from iopmine.nlp.chain.sequences import NameSequences
from iopmine.nlp.chain.tagger import ChainTagger
from iopmine.nlp.chain.weights import ChainWeights, load, save

_WEIGHTS, _LISTS, _USAGE = "weights.npz", "lists.tsv", "usage.tsv"


class Recognised(NamedTuple):
    """A name: half-open word indices, label, and the least probability of its words' labels."""

    start: int
    end: int
    label: str
    probability: float


@dataclass(frozen=True, slots=True)
class NameKnowledge:
    """What the recogniser knows of words beside its weights.

    ``lists`` maps names (as printed) to the name lists they stand in; ``usage`` maps folded words to how running text
    writes them.
    """

    lists: Mapping[str, Sequence[str]]
    usage: Mapping[str, str]

    def forms(self) -> NameForms:
        """Return the describer of word forms."""
        classes: dict[str, set[str]] = {}
        for name, lists in self.lists.items():
            if len(name.split()) == 1:
                classes.setdefault(list_key(name), set()).update(lists)
        return NameForms({name: sorted(found) for name, found in classes.items()}, self.usage)

    def sequences(self) -> NameSequences:
        """Return the finder of listed names of several words."""
        names: dict[tuple[str, ...], set[str]] = {}
        for name, lists in self.lists.items():
            words = tuple(name.casefold().split())
            if len(words) > 1:
                names.setdefault(words, set()).update(lists)
        return NameSequences({words: sorted(found) for words, found in names.items()})


class NameModel:
    """A chain with the knowledge it was trained with."""

    def __init__(self, weights: ChainWeights, knowledge: NameKnowledge) -> None:
        self.weights, self.knowledge = weights, knowledge
        self._tagger = ChainTagger(weights, knowledge.forms(), knowledge.sequences())

    def recognise(self, words: Sequence[str], lengths: Sequence[int]) -> list[Recognised]:
        """Return the names in sentences of ``lengths`` words, in order, never overlapping."""
        labels, probabilities = self._tagger.tag_with_probabilities(words, lengths)
        names = self._tagger.labels
        chosen = probabilities[range(len(labels)), labels].tolist()
        return list(decoded([names[label] for label in labels.tolist()], chosen))

    def to_disk(self, folder: Path) -> None:
        """Write weights and knowledge; the same bytes every time."""
        folder.mkdir(parents=True, exist_ok=True)
        save(self.weights, folder / _WEIGHTS)
        lists = (f"{name}\t{' '.join(found)}\n" for name, found in sorted(self.knowledge.lists.items()))
        (folder / _LISTS).write_text("".join(lists), encoding="utf-8", newline="\n")
        usage = (f"{word}\t{kind}\n" for word, kind in sorted(self.knowledge.usage.items()))
        (folder / _USAGE).write_text("".join(usage), encoding="utf-8", newline="\n")

    @classmethod
    def from_disk(cls, folder: Path) -> NameModel:
        """Read what ``to_disk`` wrote.

        Raises:
            ModelError: a file is missing or damaged.
        """
        lists = {name: tuple(found.split()) for name, found in _pairs(folder / _LISTS)}
        return cls(load(folder / _WEIGHTS), NameKnowledge(lists, dict(_pairs(folder / _USAGE))))


def decoded(tags: Sequence[str], probabilities: Sequence[float]) -> Iterator[Recognised]:
    """Yield the names that BILOU tags mark (Ratinov and Roth 2009); a tag that does not go on begins anew."""
    start = -1
    label = ""
    for index, tag in enumerate([*tags, "O"]):
        place, _, kind = tag.partition("-")
        if start >= 0 and not (place in {"I", "L"} and kind == label):
            yield Recognised(start, index, label, min(probabilities[start:index]))
            start = -1
        if start < 0 and place != "O":
            start, label = index, kind


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(
            f"The model file {path} could not be read: {error}.", hint="Install iopmine again, or train the model anew."
        ) from error
    for line in lines:
        first, _, second = line.partition("\t")
        yield first, second
