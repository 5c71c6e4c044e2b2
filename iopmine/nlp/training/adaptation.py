"""Adapting a trained chain to a user's own annotated sentences.

The weights are moved as little as the new sentences ask for: maximum a posteriori estimation with the trained weights
as the mean of a Gaussian prior (Chelba and Acero 2004, Adaptation of maximum entropy capitalizer). No corpus but the
user's own is needed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from iopmine.nlp.chain.decode import expectations
from iopmine.nlp.chain.names import NameKnowledge, NameModel
from iopmine.nlp.chain.weights import ChainWeights, Template, build, features_of
from iopmine.nlp.training.corpora import TaggedSentence
from iopmine.nlp.training.features import SentenceFeatures
from iopmine.nlp.training.names import bilou

Doubles = NDArray[np.float64]
# Weights smaller than this after adaptation say nothing.
_NOTHING = 1e-4


def adapted(model: NameModel, sentences: Sequence[TaggedSentence], *, prior: float = 1.0) -> NameModel:
    """Return the model adapted to annotated sentences.

    ``prior`` says how firmly the trained weights are held: the inverse variance of the Gaussian around them.
    """
    knowledge, weights = model.knowledge, model.weights
    moved, transitions = _estimate(weights, knowledge, sentences, prior)
    labels = weights.labels
    state = {
        (feature, label): float(value)
        for feature, row in moved.items()
        for label, value in zip(labels, row, strict=True)
        if abs(value) > _NOTHING
    }
    steps = {(a, b): float(transitions[i, j]) for i, a in enumerate(labels) for j, b in enumerate(labels)}
    return NameModel(build(labels, state, steps, list(weights.tables)), knowledge)


def _estimate(
    weights: ChainWeights, knowledge: NameKnowledge, sentences: Sequence[TaggedSentence], prior: float
) -> tuple[dict[str, Doubles], Doubles]:
    """Return the rows of all features, those of the sentences moved, and the transitions."""
    rows = {feature: row.astype(np.float64) for feature, row in features_of(weights).items()}
    templates: list[Template] = list(weights.tables)
    describe = SentenceFeatures(knowledge.forms(), templates, knowledge.sequences())
    seen: dict[str, int] = {}
    columns: list[int] = []
    bounds = [0]
    for sentence in sentences:
        for features in describe.of(sentence.tokens):
            columns += [seen.setdefault(feature, len(seen)) for feature in features]
            bounds.append(len(columns))
    counts = csr_matrix((np.ones(len(columns)), columns, bounds), shape=(len(bounds) - 1, len(seen)))
    number = {label: i for i, label in enumerate(weights.labels)}
    gold = np.array([number[tag] for sentence in sentences for tag in bilou(sentence.tags)])
    lengths = np.array([len(sentence.tokens) for sentence in sentences])
    nothing = np.zeros(len(weights.labels))
    start = np.vstack([np.array([rows.get(feature, nothing) for feature in seen]), weights.transitions])
    found = _minimum(counts, gold, lengths, start, prior)
    rows.update(zip(seen, found[: len(seen)], strict=True))
    return rows, found[len(seen) :]


def _minimum(
    counts: csr_matrix, gold: NDArray[np.int64], lengths: NDArray[np.int64], start: Doubles, prior: float
) -> Doubles:
    """Return the rows and transitions of most posterior probability: ``(n_features + n_labels, n_labels)``."""
    n_features, n_labels = counts.shape[1], start.shape[1]
    truth = np.zeros((len(gold), n_labels))
    truth[np.arange(len(gold)), gold] = 1.0
    opens = np.zeros(len(gold), dtype=bool)
    opens[np.cumsum(lengths) - lengths] = True
    follows = np.nonzero(~opens)[0]
    steps = np.zeros((n_labels, n_labels))
    np.add.at(steps, (gold[follows - 1], gold[follows]), 1.0)

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        rows = flat.reshape(start.shape)
        emissions = counts @ rows[:n_features]
        expected = expectations(emissions, rows[n_features:], lengths)
        score = float((emissions * truth).sum() + (rows[n_features:] * steps).sum())
        away = rows - start
        gradient = np.vstack([counts.T @ (expected.labels - truth), expected.steps - steps]) + prior * away
        return expected.log_partition - score + prior / 2 * float((away**2).sum()), gradient.ravel()

    result = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 60})
    return np.asarray(result.x).reshape(start.shape)
