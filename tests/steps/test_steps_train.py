"""Training on a user's own gold: what is held back, what is said, what the new model reads."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from iopmine.config import find_workspace
from iopmine.errors import ModelError, UsageError
from iopmine.nlp import integrity, pipeline
from iopmine.records import Document
from iopmine.resources import demo_folder, models_folder
from iopmine.steps.train import adapt

TODAY = date(2026, 11, 22)


@pytest.fixture
def place(tmp_path: Path):
    return find_workspace(None, current=tmp_path)


def gold_file(folder: Path, count: int) -> Path:
    """Gold of our own about an invented kind of name, with a text in each line."""
    rows = [
        {
            "id": f"d{n}",
            "text": f"Projektkontoret Vx{n}an öppnar i dag. Vi besökte Vx{n}an i går. Vx{n}an tackar för besöket.",
            "orgs": [{"text": f"Vx{n}an"}],
            "locs": [],
            "persons": [],
        }
        for n in range(count)
    ]
    path = folder / "gold.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_the_adapted_model_reads_the_new_names(place, tmp_path) -> None:
    done = adapt(place, [gold_file(tmp_path, 100)], out=tmp_path / "model", today=TODAY)
    before, after = done.figures
    assert after.names == before.names >= 50
    assert after.f1 > before.f1
    assert done.better is True
    integrity.check(done.folder)
    assert integrity.digest(done.folder) == done.sha256 != integrity.digest(models_folder() / pipeline.MODEL)
    nlp = pipeline.build(model=str(done.folder), only_entities=True)
    text = "Projektkontoret Vx777an öppnar i dag. Anna Lindh besökte Kiruna."
    document = Document("d", "", "", "", "", text, None, None, None, None, "sv")
    found = {(m.text, m.label) for m in next(pipeline.extract(nlp, [document], persons=True)).mentions}
    assert {("Vx777an", "ORG"), ("Anna Lindh", "PER"), ("Kiruna", "LOC")} <= found


def test_few_names_tell_nothing(place, tmp_path) -> None:
    done = adapt(place, [gold_file(tmp_path, 5)], out=tmp_path / "model", today=TODAY)
    assert done.better is None
    assert done.figures[0].names == 3


def test_the_demo_gold_can_be_learnt_from_twice_to_the_same_bytes(place, tmp_path) -> None:
    lines = (demo_folder() / "gold.jsonl").read_text(encoding="utf-8").splitlines()[:6]
    path = tmp_path / "demo.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    digests = {adapt(place, [path], demo_folder(), out=tmp_path / name, today=TODAY).sha256 for name in ("a", "b")}
    assert len(digests) == 1


def test_what_cannot_be_adapted_is_said(place, tmp_path) -> None:
    with pytest.raises(UsageError, match="two gold documents"):
        adapt(place, [gold_file(tmp_path, 1)], out=tmp_path / "model", today=TODAY)
    with pytest.raises(ModelError):
        adapt(place, [gold_file(tmp_path, 4)], out=tmp_path / "model", model=str(tmp_path), today=TODAY)
