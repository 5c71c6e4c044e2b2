"""More sentences from the annotated ones: other names in the same places, so that context counts as well as lists."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from iopmine.nlp.training.corpora import TaggedSentence, spans

_GIVEN = ("given", "given_sv", "given_world")
_SURNAME = ("surname", "surname_sv", "surname_world")
_PLACES = ("place-ort", "place-kommun", "place-land", "place_world", "place_sv", "country")
_BODIES = ("org", "company", "company_world", "club", "agency", "party", "body", "school", "media", "band")
# A lone name of a person in the news is a surname more often than a given name.
_SURNAME_ALONE = 0.7


@dataclass(frozen=True, slots=True)
class NamePools:
    """Names to draw from, by what they name."""

    given: Sequence[str]
    surnames: Sequence[str]
    places: Sequence[str]
    bodies: Sequence[str]

    @classmethod
    def of(cls, lists: Mapping[str, Iterable[str]]) -> NamePools:
        """Return the pools of names with the lists they stand in."""

        def pool(wanted: Sequence[str]) -> list[str]:
            return [name for name, found in lists.items() if not set(wanted).isdisjoint(found)]

        return cls(pool(_GIVEN), pool(_SURNAME), pool(_PLACES), pool(_BODIES))

    def draw(self, label: str, words: int, rng: random.Random) -> list[str] | None:
        """Return a name of the label for one of so many words, or None where none of that form is drawn."""
        if label == "PER":
            if words == 1:
                return rng.choice(self.surnames if rng.random() < _SURNAME_ALONE else self.given).split()
            return [*rng.choice(self.given).split(), *rng.choice(self.surnames).split()] if words == 2 else None
        if label == "LOC":
            return rng.choice(self.places).split() if words == 1 else None
        return rng.choice(self.bodies).split() if words <= 2 else None


def swapped(
    sentences: Iterable[TaggedSentence], pools: NamePools, known: frozenset[str], *, share: float, seed: int
) -> Iterator[TaggedSentence]:
    """Yield a share of the sentences that hold names again, with other names in their places.

    ``known`` are listed names, by which a genitive ending is told from a name that ends in s.
    """
    rng = random.Random(seed)  # noqa: S311 - a draw of training sentences, not a secret
    for sentence in sentences:
        if any(tag != "O" for tag in sentence.tags) and rng.random() < share:
            yield _with_other_names(sentence, pools, known, rng)


def _with_other_names(
    sentence: TaggedSentence, pools: NamePools, known: frozenset[str], rng: random.Random
) -> TaggedSentence:
    tokens: list[str] = []
    tags: list[str] = []
    done = 0
    for start, end, label in sorted(spans(sentence.tags)):
        tokens += sentence.tokens[done:start]
        tags += sentence.tags[done:start]
        old = sentence.tokens[start:end]
        new = pools.draw(label, end - start, rng) or list(old)
        if old[-1][-1:] == "s" and old[-1][:-1] in known and new[-1][-1:] not in "sxz":
            new[-1] += "s"
        tokens += new
        tags += [f"B-{label}", *[f"I-{label}"] * (len(new) - 1)]
        done = end
    return TaggedSentence((*tokens, *sentence.tokens[done:]), (*tags, *sentence.tags[done:]))
