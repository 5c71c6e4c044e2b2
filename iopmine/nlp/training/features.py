"""The features of a sentence as strings, for the trainer: the same that ``chain.tagger`` sums up at run time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from iopmine.nlp.chain.forms import OUT, Describer, Form
from iopmine.nlp.chain.sequences import NameSequences
from iopmine.nlp.chain.tagger import WINDOW
from iopmine.nlp.chain.weights import SEPARATOR, Template


class SentenceFeatures:
    """Writes out the features of sentences; descriptions of forms are kept."""

    def __init__(
        self, describer: Describer, templates: Sequence[Template], sequences: NameSequences | None = None
    ) -> None:
        self._describe = cache(describer.describe)
        self._at = cache(self._seen_at)
        self._position = {name: i for i, name in enumerate(describer.attributes)}
        self._templates = templates
        self._sequences = sequences

    def of(self, forms: Sequence[str]) -> list[list[str]]:
        """Return the features of each word of one sentence."""
        padded = [OUT, OUT, *forms, OUT, OUT]
        found: list[list[str]] = []
        for place in range(2, len(forms) + 2):
            features = [f for offset in WINDOW for f in self._at(padded[place + offset], offset)]
            features += [self._combination(template, padded, place) for template in self._templates]
            found.append(features)
        self._add_marks(found, forms)
        return found

    def _seen_at(self, form: str, offset: int) -> tuple[str, ...]:
        return tuple(f"{offset}:{feature}" for feature in self._describe(form).at(offset))

    def _combination(self, template: Template, padded: Sequence[str], place: int) -> str:
        values = [self._value(self._describe(padded[place + offset]), name) for name, offset in template.parts]
        return SEPARATOR.join([template.name, *values])

    def _value(self, form: Form, attribute: str) -> str:
        return form.attributes[self._position[attribute]]

    def _add_marks(self, found: list[list[str]], forms: Sequence[str]) -> None:
        if self._sequences is None:
            return
        starts = [i for i, form in enumerate(forms) if self._sequences.may_begin(form)]
        for index, mark in self._sequences.marks(forms, starts, [len(forms)] * len(forms)):
            for offset in (-1, 0, 1):
                if 0 <= index - offset < len(forms):
                    found[index - offset].append(f"{offset}:q={mark}")
