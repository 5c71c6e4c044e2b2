"""The error rates that the explorer tells are those that are measured."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from iopmine.config import find_workspace
from iopmine.resources import demo_folder
from iopmine.steps.evaluate import Scores, evaluate
from iopmine.steps.quality import DEMO_F1, quality


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> Scores:
    place = find_workspace(None, current=Path(tmp_path_factory.mktemp("quality")))
    return evaluate(place, [demo_folder() / "gold.jsonl"], demo_folder(), today=date(2026, 11, 22))


@pytest.mark.parametrize("name", sorted(DEMO_F1))
def test_told_figures_are_the_measured_ones(scores: Scores, name: str) -> None:
    measured = next(row.f1 for row in scores.rows if row.name == name)
    assert DEMO_F1[name] == pytest.approx(measured, abs=0.0051), "tell the new figure in steps/quality.py and README.md"


def test_every_sentence_is_told_in_both_languages() -> None:
    for swedish, english in quality():
        assert swedish != english
        for figure in DEMO_F1.values():
            said = f"{figure:.2f}"
            assert (said in english) == (said.replace(".", ",") in swedish)


def test_the_readme_tells_the_same_figures() -> None:
    readme = Path(__file__).parents[2] / "README.md"
    table = readme.read_text(encoding="utf-8")
    for name, figure in DEMO_F1.items():
        assert f"{figure:.2f}" in table, f"README.md does not tell {name} {figure:.2f}"
