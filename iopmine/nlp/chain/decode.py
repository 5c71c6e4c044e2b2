"""Decoding a linear chain, many sentences at once.

Sentences are walked in step, the longest first, so that one array operation serves all that are still going: the
cost is that of the longest sentence in steps and of all words in arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences of a text, longest first: ``starts`` and ``lengths`` in words, both ``(n_sentences,)``."""

    starts: Indices
    lengths: Indices

    @classmethod
    def of(cls, lengths: Indices) -> Batch:
        """Return the batch of sentences that follow each other without a gap; none may be empty."""
        starts = np.cumsum(lengths) - lengths
        order = np.argsort(-lengths, kind="stable")
        return cls(starts[order], lengths[order])

    def going(self) -> Indices:
        """Return how many sentences are longer than 0, 1, 2, … words, ``(longest,)``."""
        longest = int(self.lengths[0]) if len(self.lengths) else 0
        return np.searchsorted(-self.lengths, -np.arange(longest), side="left").astype(np.int64)


def viterbi(emissions: Floats, transitions: Floats, lengths: Indices) -> Indices:
    """Return the best labels ``(n_words,)``.

    ``emissions`` are ``(n_words, n_labels)``, ``transitions`` ``(n_labels, n_labels)`` from the label before to the
    label, ``lengths`` the words of each sentence. Viterbi (1967).
    """
    batch = Batch.of(lengths)
    going = batch.going()
    best = emissions.copy()
    back = np.zeros(emissions.shape, dtype=np.int8)
    for step in range(1, len(going)):
        rows = batch.starts[: going[step]] + step
        scores = best[rows - 1][:, :, None] + transitions
        chosen = scores.argmax(axis=1)
        back[rows] = chosen
        best[rows] += np.take_along_axis(scores, chosen[:, None, :], axis=1)[:, 0, :]
    labels = np.zeros(len(emissions), dtype=np.int64)
    last = batch.starts + batch.lengths - 1
    labels[last] = best[last].argmax(axis=1)
    for step in range(len(going) - 1, 0, -1):
        rows = batch.starts[: going[step]] + step
        labels[rows - 1] = back[rows, labels[rows]]
    return labels


def marginals(emissions: Floats, transitions: Floats, lengths: Indices) -> Floats:
    """Return the probability of each label at each word, ``(n_words, n_labels)``; arguments as for ``viterbi``."""
    return expectations(emissions, transitions, lengths).labels


@dataclass(frozen=True, slots=True)
class Expectations:
    """What a chain expects of sentences.

    ``labels`` are the probabilities of the labels at each word ``(n_words, n_labels)``, ``steps`` the expected number
    of times that a label follows another ``(n_labels, n_labels)``, ``log_partition`` the sum of the sentences'
    logarithmic partition functions.
    """

    labels: Floats
    steps: Floats
    log_partition: float


def expectations(emissions: Floats, transitions: Floats, lengths: Indices) -> Expectations:
    """Return the expectations of the chain by the forward-backward algorithm; arguments as for ``viterbi``.

    The messages are scaled at every step, so long sentences do not underflow (Rabiner 1989, V.A).
    """
    batch = Batch.of(lengths)
    going = batch.going()
    peaks = emissions.max(axis=1, keepdims=True)
    local = np.exp(emissions - peaks)
    matrix = np.exp(transitions)
    forward, backward = local.copy(), np.ones_like(local)
    scales = forward.sum(axis=1, keepdims=True)
    forward /= scales
    for step in range(1, len(going)):
        rows = batch.starts[: going[step]] + step
        message = (forward[rows - 1] @ matrix) * local[rows]
        scales[rows] = message.sum(axis=1, keepdims=True)
        forward[rows] = message / scales[rows]
    steps = np.zeros_like(matrix)
    for step in range(len(going) - 1, 0, -1):
        rows = batch.starts[: going[step]] + step
        reach = local[rows] * backward[rows] / scales[rows]
        backward[rows - 1] = reach @ matrix.T
        steps += matrix * (forward[rows - 1].T @ reach)
    joint = forward * backward
    log_partition = float(np.log(scales.astype(np.float64)).sum() + peaks.astype(np.float64).sum())
    return Expectations(joint / joint.sum(axis=1, keepdims=True), steps, log_partition)
