"""Lemmas of tagged words: what the training text gave, else the best way of undoing the form's ending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from iopmine.nlp.chain.weights import joined, reading, split
from iopmine.nlp.tagging.endings import applied, candidates, evidence, listed_lemmas, normal_form

INFLECTED: Final = frozenset({"ADJ", "ADV", "AUX", "INTJ", "NOUN", "NUM", "PROPN", "VERB", "X"})
"""The parts of speech whose unseen words are undone by rules; other words are closed classes."""

UNINFLECTED: Final = frozenset({"PUNCT", "SPACE", "SYM"})
"""What is no word is its own lemma."""


@dataclass(frozen=True, slots=True)
class LemmaModel:
    """Gives words their lemmas.

    ``seen`` maps (folded form, or form of a name; part of speech; features) to a lemma, with empty features where
    any will do; ``rules`` maps (part of speech, features) to the rules learnt, features empty likewise; ``weights``
    belong to the names of ``endings.evidence``.
    """

    seen: Mapping[tuple[str, str, str], str]
    rules: Mapping[tuple[str, str], tuple[str, ...]]
    weights: Mapping[str, float] = field(repr=False)

    def lemma(self, form: str, pos: str, features: str) -> str:
        """Return the lemma of a word; ``features`` are written as in CoNLL-U, empty if there are none."""
        if pos in UNINFLECTED:
            return form
        key = seen_key(form, pos)
        known = self.seen.get((key, pos, features)) or self.seen.get((key, pos, ""))
        if known is not None:
            return known
        if pos not in INFLECTED or form.endswith("-"):
            return key
        written = normal_form(form, pos)
        listed = listed_lemmas(written, features)
        learnt = self.rules.get((pos, features)) or self.rules.get((pos, ""), ())
        rules = candidates(written, listed, learnt)
        best = max(rules, key=lambda rule: (self._score(written, pos, features, rule, listed), rule))
        return applied(best, written) or written

    def _score(self, form: str, pos: str, features: str, rule: str, listed: list[str]) -> float:
        return sum(self.weights.get(name, 0.0) for name in evidence(form, pos, features, rule, listed))

    def save(self, path: Path) -> None:
        """Write a compressed ``.npz`` of plain arrays, the same bytes every time."""
        np.savez_compressed(
            path,
            allow_pickle=False,
            seen=joined("\t".join((*key, lemma)) for key, lemma in sorted(self.seen.items())),
            rules=joined("\t".join((*key, *rules)) for key, rules in sorted(self.rules.items())),
            names=joined(sorted(self.weights)),
            weights=np.array([self.weights[name] for name in sorted(self.weights)], dtype=np.float16),
        )

    @classmethod
    def load(cls, path: Path) -> LemmaModel:
        """Read what ``save`` wrote.

        Raises:
            ModelError: the file is missing or damaged.
        """
        with reading(path) as arrays:
            seen = [line.split("\t") for line in split(arrays["seen"])]
            rules = [line.split("\t") for line in split(arrays["rules"])]
            weights = dict(zip(split(arrays["names"]), arrays["weights"].astype(float).tolist(), strict=True))
            return cls(
                {(form, pos, features): lemma for form, pos, features, lemma in seen},
                {(pos, features): tuple(found) for pos, features, *found in rules},
                weights,
            )


def seen_key(form: str, pos: str) -> str:
    """Return under which form the lemma of a word is remembered."""
    return form if pos == "PROPN" else form.casefold()
