"""Applies a chain to the words of a text; what each form contributes is summed once and kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from iopmine.nlp.chain import decode
from iopmine.nlp.chain.decode import Floats, Indices
from iopmine.nlp.chain.forms import OUT, Describer
from iopmine.nlp.chain.sequences import NameSequences
from iopmine.nlp.chain.weights import ChainWeights, combined

WINDOW: Final = (-2, -1, 0, 1, 2)
_PAD: Final = 2
# The offsets at which a form's core, near and full features count, as places in the window.
_EVERYWHERE: Final = slice(0, 5)
_BESIDE: Final = slice(1, 4)
_HERE: Final = slice(2, 3)
# Forms described together: enough for array operations to pay, few enough to keep them small.
_LEARNT_AT_ONCE: Final = 500
# Longer ones are damaged text or addresses: what their first letters tell is enough.
_LONGEST_FORM: Final = 100
# Forms kept with their sums: some hundred bytes each. Beyond this the memory starts anew.
_KEPT_FORMS: Final = 150_000


class ChainTagger:
    """Tags sentences with the labels of a chain. Not safe to share between threads: it remembers forms."""

    def __init__(self, weights: ChainWeights, describer: Describer, sequences: NameSequences | None = None) -> None:
        self._weights = weights
        self._describer = describer
        self._sequences = sequences
        self._marks = _mark_rows(weights)
        self._contributions = _Contributions(weights)
        self._forget()

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, in the order of their numbers."""
        return self._weights.labels

    def tag(self, forms: Sequence[str], lengths: Sequence[int]) -> Indices:
        """Return the number of the best label of each word, ``(n_words,)``; ``lengths`` are the sentences' words."""
        if not forms:
            return np.zeros(0, dtype=np.int64)
        sizes = np.asarray(lengths, dtype=np.int64)
        return decode.viterbi(self.emissions(forms, sizes), self._weights.transitions, sizes)

    def tag_with_probabilities(self, forms: Sequence[str], lengths: Sequence[int]) -> tuple[Indices, Floats]:
        """Return the best labels and the probability of every label at every word, ``(n_words, n_labels)``."""
        sizes = np.asarray(lengths, dtype=np.int64)
        if not forms:
            return np.zeros(0, dtype=np.int64), np.zeros((0, len(self.labels)), dtype=np.float32)
        emissions = self.emissions(forms, sizes)
        transitions = self._weights.transitions
        return decode.viterbi(emissions, transitions, sizes), decode.marginals(emissions, transitions, sizes)

    def emissions(self, forms: Sequence[str], lengths: Indices) -> Floats:
        """Return the scores of the labels at each word without their neighbours' labels, ``(n_words, n_labels)``."""
        numbers = self._numbers(forms)
        places, padded = _padded(numbers, lengths)
        total = np.zeros((len(forms), len(self.labels)), dtype=np.float32)
        for index, offset in enumerate(WINDOW):
            total += self._rows[index, padded[places + offset]]
        for template, (keys, rows) in self._weights.tables.items():
            columns = [self._values[name][padded[places + offset]] for name, offset in template.parts]
            wanted = combined(columns)
            found = np.searchsorted(keys, wanted)
            found[found == len(keys)] = 0
            hit = np.nonzero(keys[found] == wanted)[0] if len(keys) else found[:0]
            total[hit] += rows[found[hit]]
        if self._sequences is not None:
            self._add_marks(self._sequences, total, forms, numbers, lengths)
        return total

    def _add_marks(
        self, sequences: NameSequences, total: Floats, forms: Sequence[str], numbers: Indices, lengths: Indices
    ) -> None:
        """Add what listed names of several words tell about their words and the words beside them."""
        candidates = np.nonzero(self._begins[numbers])[0].tolist()
        if not candidates:
            return
        ends = np.cumsum(lengths)
        end_of = np.repeat(ends, lengths)
        start_of = np.repeat(ends - lengths, lengths)
        for index, mark in sequences.marks(forms, candidates, end_of.tolist()):
            for offset, rows in self._marks.items():
                row = rows.get(mark)
                seen_from = index - offset
                if row is not None and start_of[index] <= seen_from < end_of[index]:
                    total[seen_from] += row

    def _numbers(self, forms: Sequence[str]) -> Indices:
        known = self._known
        try:
            return np.fromiter((known[form] for form in forms), dtype=np.int64, count=len(forms))
        except KeyError:
            if len(known) > _KEPT_FORMS:
                self._forget()
                known = self._known
            self._learn([form for form in dict.fromkeys(forms) if form not in known])
            return np.fromiter((known[form] for form in forms), dtype=np.int64, count=len(forms))

    def _forget(self) -> None:
        self._known: dict[str, int] = {}
        self._rows = np.zeros((len(WINDOW), 0, len(self.labels)), dtype=np.float32)
        self._values: dict[str, NDArray[np.int64]] = {
            name: np.zeros(0, dtype=np.int64) for name in self._describer.attributes
        }
        self._begins = np.zeros(0, dtype=bool)
        self._learn([OUT])

    def _learn(self, forms: Sequence[str]) -> None:
        """Sum up what new forms contribute at each offset."""
        for start in range(0, len(forms), _LEARNT_AT_ONCE):
            self._learn_some(forms[start : start + _LEARNT_AT_ONCE])

    def _learn_some(self, forms: Sequence[str]) -> None:
        first, end = len(self._known), len(self._known) + len(forms)
        if end > self._rows.shape[1]:
            self._grow(max(1024, 2 * end))
        described = [self._describer.describe(form[:_LONGEST_FORM]) for form in forms]
        rows = self._contributions.sums([form.core for form in described], _EVERYWHERE)
        rows[:, _BESIDE] += self._contributions.sums([form.near for form in described], _BESIDE)
        rows[:, _HERE] += self._contributions.sums([form.full for form in described], _HERE)
        self._rows[:, first:end] = rows.swapaxes(0, 1)
        for index, name in enumerate(self._describer.attributes):
            known = self._weights.values.get(name, {})
            self._values[name][first:end] = [known.get(form.attributes[index], 0) for form in described]
        if self._sequences is not None:
            self._begins[first:end] = [self._sequences.may_begin(form) for form in forms]
        self._known.update(zip(forms, range(first, end), strict=True))

    def _grow(self, size: int) -> None:
        more = size - self._rows.shape[1]
        self._rows = np.pad(self._rows, ((0, 0), (0, more), (0, 0)))
        self._values = {name: np.pad(values, (0, more)) for name, values in self._values.items()}
        self._begins = np.pad(self._begins, (0, more))


def _padded(numbers: Indices, lengths: Indices) -> tuple[Indices, Indices]:
    """Return where each word stands in, and, the numbers of the forms with two outsides around each sentence."""
    places = np.arange(len(numbers)) + _PAD * (1 + np.repeat(np.arange(len(lengths)), lengths))
    padded = np.zeros(len(numbers) + _PAD * (len(lengths) + 1), dtype=np.int64)
    padded[places] = numbers
    return places, padded


class _Contributions:
    """The rows of each feature at all offsets of the window, to be summed for many forms at once."""

    def __init__(self, weights: ChainWeights) -> None:
        self._number: dict[str, int] = {}
        parts = list(_split(weights))
        for _, name, _ in parts:
            self._number.setdefault(name, len(self._number))
        self._rows = np.zeros((len(self._number), len(WINDOW), len(weights.labels)), dtype=np.float32)
        for offset, name, row in parts:
            self._rows[self._number[name], WINDOW.index(offset)] = weights.form_rows[row]

    def sums(self, features: Sequence[Sequence[str]], offsets: slice) -> Floats:
        """Return the sums for each form's features, ``(n_forms, n_offsets, n_labels)``, at some offsets."""
        known = self._number
        numbers = [[known[name] for name in names if name in known] for names in features]
        bounds = np.cumsum([0, *map(len, numbers)])
        columns = [number for row in numbers for number in row]
        counts = csr_matrix((np.ones(len(columns), np.float32), columns, bounds), shape=(len(features), len(known)))
        part = self._rows[:, offsets]
        summed: Floats = counts @ part.reshape(len(known), part.shape[1] * part.shape[2])
        return summed.reshape(len(features), *part.shape[1:])


def _split(weights: ChainWeights) -> Iterator[tuple[int, str, int]]:
    """Yield (offset, feature, row) of every feature of a form."""
    for feature, number in weights.forms.items():
        offset, _, name = feature.partition(":")
        yield int(offset), name, number


def _mark_rows(weights: ChainWeights) -> dict[int, Mapping[str, Floats]]:
    rows: dict[int, dict[str, Floats]] = {-1: {}, 0: {}, 1: {}}
    for feature, number in weights.forms.items():
        offset, _, name = feature.partition(":q=")
        if name:
            rows[int(offset)][name] = weights.form_rows[number]
    return dict(rows)
