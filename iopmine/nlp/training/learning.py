"""Learning the weights of a chain with python-crfsuite (needed for training only)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from iopmine.errors import ModelError
from iopmine.nlp.chain.weights import ChainWeights, Template, build, features_of


@dataclass(frozen=True, slots=True)
class Regularisation:
    """How strongly weights are held small, and how long the trainer looks: L-BFGS with elastic net."""

    l1: float = 0.1
    l2: float = 0.05
    iterations: int = 80


def learn(
    sentences: Iterable[tuple[list[list[str]], Sequence[str]]],
    templates: Sequence[Template],
    settings: Regularisation = Regularisation(),
) -> ChainWeights:
    """Return the weights learnt from sentences of (features of each word, label of each word).

    Raises:
        ModelError: python-crfsuite is not installed.
    """
    try:
        import pycrfsuite
    except ImportError as error:
        raise ModelError(
            "Training needs python-crfsuite, which is not installed.", hint="pip install 'iopmine[train]'"
        ) from error
    trainer = pycrfsuite.Trainer("lbfgs", verbose=False)
    for features, labels in sentences:
        trainer.append(features, list(labels))
    trainer.set_params({"c1": settings.l1, "c2": settings.l2, "max_iterations": settings.iterations})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chain.crfsuite"
        trainer.train(str(path))
        tagger = pycrfsuite.Tagger()
        tagger.open(str(path))
        info = tagger.info()
        tagger.close()
    return build(sorted(info.labels), info.state_features, info.transitions, templates)


def mean(members: Sequence[ChainWeights]) -> ChainWeights:
    """Return the mean of chains with the same labels and templates: one chain that decides as their committee would.

    The scores of a chain are linear in its weights, so the mean of the weights gives the mean of the scores.
    """
    labels, templates = members[0].labels, list(members[0].tables)
    state: dict[tuple[str, str], float] = {}
    steps: dict[tuple[str, str], float] = {}
    for member in members:
        for feature, row in features_of(member).items():
            for label, value in zip(labels, row.tolist(), strict=True):
                if value:
                    state[feature, label] = state.get((feature, label), 0.0) + value / len(members)
        for before, row in zip(labels, member.transitions.tolist(), strict=True):
            for label, value in zip(labels, row, strict=True):
                steps[before, label] = steps.get((before, label), 0.0) + value / len(members)
    return build(labels, state, steps, templates)
