"""The grammar of organisation names: each pattern has examples and counter-examples of its own."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from iopmine.nlp.analysis import analyse
from iopmine.nlp.org_patterns import PATTERNS, pattern_candidates

with (Path(__file__).parent / "patterns.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['rule']}-{row['text'][:30]}")
def test_the_pattern_finds_the_name_and_nothing_else(row: dict[str, str]) -> None:
    text = row["text"]
    candidates = pattern_candidates(text, analyse(text).sentence_starts)
    found = [text[c.start : c.end] for c in candidates if c.rule == row["rule"]]
    assert found == ([row["expected"]] if row["expected"] else [])


@pytest.mark.parametrize("rule", [pattern.rule for pattern in PATTERNS])
def test_every_pattern_has_three_examples_and_three_counter_examples(rule: str) -> None:
    kinds = Counter(bool(row["expected"]) for row in ROWS if row["rule"] == rule)
    assert kinds[True] >= 3
    assert kinds[False] >= 3


def test_a_capital_inside_a_sentence_vouches_for_the_name_at_its_start() -> None:
    text = "Hamnmissionen växer. I fjol bytte Hamnmissionen lokal."
    found = [c.start for c in pattern_candidates(text, analyse(text).sentence_starts) if c.rule == "pattern:compound"]
    assert sorted(found) == [0, text.rindex("Hamnmissionen")]
