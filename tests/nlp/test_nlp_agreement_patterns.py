"""The patterns that read agreements: each has examples and counter-examples of its own."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from importlib import import_module
from pathlib import Path

import pytest

MODULES = (
    "status", "stages", "periods", "clauses", "drafts", "groups", "scope", "partnerships", "slots", "money", "parties",
    "references", "relative_times",
)  # fmt: skip
# White space and list marks before a sentence, and an item of a list that holds no more than a name: the empty match
# is their counter-example.
ALWAYS = {"scope._LEAD", "groups._BARE"}
with (Path(__file__).parent / "agreement_patterns.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter=";"))


def patterns() -> dict[str, re.Pattern[str]]:
    found = {}
    for name in MODULES:
        for key, value in vars(import_module(f"iopmine.nlp.{name}")).items():
            if isinstance(value, re.Pattern) and (name, key) not in {
                ("stages", "PLAN"),
                ("stages", "AHEAD"),
                ("stages", "OF_BODY"),
            }:
                found[f"{name}.{key}"] = value
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['pattern']}-{row['text'][:30]}")
def test_the_pattern_fires_where_it_should_and_nowhere_else(row: dict[str, str]) -> None:
    found = patterns()[row["pattern"]].search(row["text"])
    if row["finds"]:
        assert found is not None
        assert row["finds"] in found.group()
    else:
        assert found is None


def test_every_pattern_has_an_example_and_a_counter_example() -> None:
    kinds: dict[str, set[bool]] = defaultdict(set)
    for row in ROWS:
        kinds[row["pattern"]].add(bool(row["finds"]))
    assert kinds.keys() == patterns().keys()
    assert {pattern for pattern, seen in kinds.items() if len(seen) < 2} == ALWAYS
