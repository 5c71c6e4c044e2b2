"""Gold on the command line: annotate, read back, evaluate, two annotators, and what is refused."""

from __future__ import annotations

import json

import openpyxl
import pytest


@pytest.fixture
def gold(article, tmp_path, call):
    """Gold as the pipeline itself would give it."""
    assert call("annotate", article, "--out", tmp_path / "ut.xlsx", "--persons").code == 0
    said = call("annotate", "--read", tmp_path / "ut.xlsx", "--out", tmp_path / "gold.jsonl", "--json")
    assert said.json == {"documents": 1, "left_out": []}
    return tmp_path / "gold.jsonl"


def test_from_annotation_to_scores(gold, call):
    shown = call("evaluate", gold, "--errors", 3)
    assert shown.code == 0
    assert shown.out.startswith("1 document\n")
    assert "1.00-1.00" in shown.out
    result = call("evaluate", gold, "--floor", "0.9", "--json").json
    assert set(result) == {"documents", "rows", "links", "errors", "without_text"}
    keys = {
        "name",
        "precision",
        "recall",
        "f1",
        "tp",
        "fp",
        "fn",
        "precision_interval",
        "recall_interval",
        "f1_interval",
    }
    assert all(set(row) == keys for row in result["rows"])
    assert {row["f1"] for row in result["rows"] if row["name"] in {"ORG", "names"}} == {1.0}
    assert call("evaluate", gold, "--json").out == call("evaluate", gold, "--json", "--seed", 1).out


def test_a_floor_that_is_missed_and_one_without_names(gold, call, tmp_path):
    row = json.loads(gold.read_text(encoding="utf-8"))
    gold.write_text(json.dumps(row | {"orgs": [{"text": "idéburet"}], "locs": [], "persons": []}), encoding="utf-8")
    missed = call("evaluate", gold, "--floor", "0.5", "--errors", 3)
    assert missed.code == 3
    assert "under the floor 0.500" in missed.err
    assert "[idéburet]" in missed.out
    gold.write_text(json.dumps({"id": "d", "text": "Badhuset.", "challenge_areas": []}), encoding="utf-8")
    none = call("evaluate", gold, "--floor", "0.5")
    assert (none.code, none.out) == (2, "")
    assert "0.000" not in call("evaluate", gold).out, "nothing to find and nothing found is no failure"


def test_two_annotators_are_compared(gold, call, tmp_path):
    shown = call("evaluate", "--agreement", gold, gold)
    assert shown.code == 0
    assert shown.out.startswith("1 document in both files\n")
    assert call("evaluate", "--agreement", gold, gold, "--json").json["rows"][0]["alpha"] == 1
    assert call("evaluate", "--agreement", gold).code == 2


def test_a_coded_sheet_is_turned_into_recall(article, call, tmp_path):
    (tmp_path / "badhus.txt").write_text("Badhuset stänger\n\nKön var lång.\n", encoding="utf-8")
    sheet = tmp_path / "bort.xlsx"
    drawn = call("annotate", article, tmp_path / "badhus.txt", "--rejected", 5, "--out", sheet)
    assert drawn.out.startswith("1 document written")
    book = openpyxl.load_workbook(sheet)
    book["Urval"]["D2"].value = "nej"
    book.save(sheet)
    assert "recall of selection 1.000 (95 %: 0." in call("evaluate", sheet).out
    assert call("evaluate", sheet, "--json").json["kept"] == 1


def test_what_annotate_refuses(article, call, tmp_path):
    assert "--out is missing" in call("annotate", article).err
    assert "--read takes one file" in call("annotate", article, "--read", article, "--out", tmp_path / "x.jsonl").err
    failed = call("annotate", article, tmp_path / "borta.txt", "--out", tmp_path / "x.jsonl")
    assert failed.code != 0
    assert failed.err
