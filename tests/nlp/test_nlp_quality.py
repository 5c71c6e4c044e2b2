"""Floors on the demo gold: our own work, one annotator, one pass; it shows that nothing gets worse, not how good it is.

The terms of areas and frames were corrected on this gold, so their figures flatter. Raise a floor when the measured
figure rises; the figures of the day stand beside it.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache

import pytest

from iopmine.lexicon import load
from iopmine.nlp import evaluation, pipeline
from iopmine.resources import demo_folder
from iopmine.steps.evaluate import documents_of
from tests.nlp.reading import swedish

# Measured 2026-11-22: ORG .975, LOC .967, PER .992, micro .978, relevance 1, areas .849, frames .788, pairs .962.
FLOORS = {
    "ORG": 0.965,
    "LOC": 0.95,
    "PER": 0.985,
    "micro": 0.97,
    "relevance": 0.99,
    "areas": 0.839,
    "frames": 0.778,
    "pairs": 0.952,
}
# Of the fields that are given, the share that is right: .981 amount, .980 basis, 1 duration, .985 end, 1 start, .917
# status (the gold calls some unclear that a text gives in passing).
RIGHT = {"amount": 0.95, "basis": 0.95, "duration": 0.95, "end": 0.95, "start": 0.95, "status": 0.9}


@cache
def _scores() -> evaluation.Evaluation:
    gold = evaluation.read_gold(demo_folder() / "gold.jsonl")
    resolve = {}
    for name in load().names:
        if name.label == "ORG":
            resolve.setdefault(evaluation.party_key(name.text), name.entity_id)
    resolve |= {evaluation.party_key(entity.canonical): entity.id for entity in load().entities.values()}
    documents = documents_of(gold, demo_folder(), today=date(2026, 11, 22))
    assert len(documents) >= 140
    extractions = pipeline.extract(swedish(), documents, persons=True)
    return evaluation.evaluate(gold, extractions, evaluation.Matching(bodies=resolve))


@cache
def measured() -> dict[str, float]:
    scores = _scores()
    found = {label: scores.names.score(label)[2] for label in ("ORG", "LOC", "PER")}
    found["micro"] = scores.names.score()[2]
    for name in ("relevance", "areas", "frames", "pairs"):
        found[name] = getattr(scores, name).score()[2]
    return found


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_the_demo_gold_is_met(name: str) -> None:
    assert measured()[name] >= FLOORS[name], json.dumps(measured(), indent=1)


@pytest.mark.parametrize("field", sorted(RIGHT))
def test_the_fields_that_are_given_are_right(field: str) -> None:
    assert _scores().fields.score(field)[0] >= RIGHT[field]
