"""Relevance, kind, areas and frames on our own gold: sentences and short texts, one annotator, one pass.

The gold was written by the writer of the rules, so these figures say that nothing got worse, not how unseen pages are
read. Two thirds are for development, one third is held out (by the hash of the id): errors were looked at in the first
part only. Raise a floor when the measured figure rises; the figures of the day stand beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from iopmine.nlp.analysis import Analysis
from iopmine.nlp.components.terms import TermComponent
from iopmine.nlp.relevance import BIAS, WEIGHTS, assess, features
from iopmine.resources import demo_folder
from iopmine.text.normal import aligned
from tests.nlp.judging import judges

GOLD = Path(__file__).parents[2] / "corpus" / "gold"
BANDS = ((0.0, 0.1), (0.1, 0.5), (0.5, 0.9), (0.9, 1.01))
HELD_OUT = 3


def part(row_id: str) -> str:
    digest = int(hashlib.sha256(row_id.encode()).hexdigest(), 16)
    return "held out" if digest % HELD_OUT == 0 else "development"


@cache
def rows(name: str) -> list[dict[str, Any]]:
    lines = (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def demo() -> list[tuple[str, bool]]:
    gold = [json.loads(line) for line in (demo_folder() / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    paths = {path.stem: path for path in demo_folder().glob("*/*.txt")}
    return [(paths[row["id"]].read_text(encoding="utf-8"), row["iop_relevant"]) for row in gold if row["id"] in paths]


def relevance_of(part_name: str) -> Iterator[tuple[str, bool]]:
    return ((row["text"], row["iop_relevant"]) for row in rows("relevance") if part(row["id"]) == part_name)


@pytest.mark.parametrize(
    ("name", "field", "least"), [("areas", "challenge_areas", 300), ("frames", "frames", 200), ("relevance", "", 150)]
)
def test_the_gold_is_large_and_half_of_it_is_negative(name: str, field: str, least: int) -> None:
    found = rows(name)
    positive = sum(bool(row[field] if field else row["iop_relevant"]) for row in found)
    assert len(found) >= least
    assert len({row["id"] for row in found}) == len(found)
    assert [row["id"] for row in found] == sorted(row["id"] for row in found)
    assert 0.3 * len(found) <= positive <= 0.55 * len(found)


@pytest.mark.parametrize(("name", "ids"), [("areas", "challenge_areas"), ("frames", "frames")])
def test_the_gold_knows_only_ids_of_the_lexicon(name: str, ids: str) -> None:
    column = "area_id" if name == "areas" else "frame_id"
    table = "challenge_areas.csv" if name == "areas" else "debate_frames.csv"
    text = (GOLD.parent / "lexicon" / table).read_text(encoding="utf-8")
    assert text.startswith(column)
    known = {line.partition(",")[0] for line in text.splitlines()[1:]}
    used = Counter(label for row in rows(name) for label in row[ids])
    assert set(used) <= known
    assert len(used) >= 0.9 * len(known)


def f1(name: str, field: str, part_name: str) -> float:
    """Micro F1 over labels; an area is found by itself, its parent or one of its sub-areas."""
    component = judges().get_pipe(f"iop_{name}")
    assert isinstance(component, TermComponent)
    tally: Counter[str] = Counter()
    for row in rows(name):
        if part(row["id"]) != part_name:
            continue
        found = {item.hit.key for item in component.weighed(Analysis(aligned(row["text"]).form))}
        used: set[str] = set()
        for label in row[field]:
            match = {key for key in found if key == label or key.startswith(f"{label}.") or label.startswith(f"{key}.")}
            used |= match
            tally["tp" if match else "fn"] += 1
        tally["fp"] += len(found - used)
    return 2 * tally["tp"] / (2 * tally["tp"] + tally["fp"] + tally["fn"])


# Measured 2026-11-22: areas .935 and .907, frames .948 and .915; the lexicon before this gold: areas .777 and .790,
# frames .705 and .603.
@pytest.mark.parametrize(
    ("name", "field", "part_name", "floor"),
    [
        ("areas", "challenge_areas", "development", 0.925),
        ("areas", "challenge_areas", "held out", 0.896),
        ("frames", "frames", "development", 0.937),
        ("frames", "frames", "held out", 0.904),
    ],
)
def test_areas_and_frames_of_sentences(name: str, field: str, part_name: str, floor: float) -> None:
    assert f1(name, field, part_name) >= floor


# Measured 2026-11-22: 1.00 and 1.00 on both parts and on the demo gold.
@pytest.mark.parametrize("part_name", ["development", "held out", "demo"])
def test_relevance(part_name: str) -> None:
    texts = demo() if part_name == "demo" else list(relevance_of(part_name))
    found = Counter((assess(aligned(text).form).relevant, wanted) for text, wanted in texts)
    precision = found[True, True] / (found[True, True] + found[True, False])
    recall = found[True, True] / (found[True, True] + found[False, True])
    assert precision >= 0.98
    assert recall >= 0.98


def reliability(texts: Sequence[tuple[str, bool]]) -> list[tuple[float, float, int, float, float]]:
    """The reliability table: band (from, to), texts, mean probability, observed share of relevant texts."""
    scored = [(assess(aligned(text).form).probability, wanted) for text, wanted in texts]
    table = []
    for low, high in BANDS:
        here = [(probability, wanted) for probability, wanted in scored if low <= probability < high]
        if here:
            mean = sum(probability for probability, _ in here) / len(here)
            observed = sum(wanted for _, wanted in here) / len(here)
            table.append((low, high, len(here), round(mean, 3), round(observed, 3)))
    return table


def test_the_probability_is_calibrated() -> None:
    texts = [*relevance_of("held out"), *demo()]
    table = reliability(texts)
    # Measured (texts, mean, observed): 0-.1: 55, .016, 0; .1-.5: 1, .214, 0; .5-.9: 3, .802, 1; .9-1: 139, .994, 1.
    for _low, _high, number, mean, observed in table:
        assert abs(mean - observed) <= 0.05 + 1 / number, table
    brier = sum((assess(aligned(text).form).probability - wanted) ** 2 for text, wanted in texts) / len(texts)
    assert brier <= 0.01


def test_the_weights_are_those_of_the_gold() -> None:
    texts = [*relevance_of("development"), *demo()]
    counts = np.array([features(aligned(text).form) for text, _ in texts], dtype=float)
    fitted = LogisticRegression(C=10, max_iter=5000).fit(counts, [wanted for _, wanted in texts])
    assert np.allclose(fitted.coef_[0], WEIGHTS, atol=0.4)
    assert fitted.intercept_[0] == pytest.approx(BIAS, abs=0.4)


# Measured 2026-11-22: kind .876 and .887, main subject .84 and .91; what has no marks of its kind is read as news.
@pytest.mark.parametrize(("part_name", "floor"), [("development", 0.85), ("held out", 0.85)])
def test_kinds(part_name: str, floor: float) -> None:
    found = [assess(row["text"]).kind == row["kind"] for row in rows("relevance") if part(row["id"]) == part_name]
    assert sum(found) / len(found) >= floor


@pytest.mark.parametrize(("part_name", "floor"), [("development", 0.80), ("held out", 0.85)])
def test_main_subject_or_in_passing(part_name: str, floor: float) -> None:
    relevant = [row for row in rows("relevance") if part(row["id"]) == part_name and row["iop_relevant"]]
    found = [assess(row["text"]).main_subject == row["main_subject"] for row in relevant]
    assert sum(found) / len(found) >= floor


def test_what_is_not_relevant_has_no_main_subject() -> None:
    assert not any(assess(row["text"]).main_subject for row in rows("relevance") if not row["iop_relevant"])
