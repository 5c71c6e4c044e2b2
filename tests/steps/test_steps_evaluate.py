"""``iopmine evaluate``: gold with and without texts of its own, what is scored, and two annotators."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from iopmine.errors import UsageError
from iopmine.steps.agreement import agreement
from iopmine.steps.evaluate import evaluate
from tests.harness import SHELTER, TODAY

Write = Callable[..., Path]
SENTENCE = (
    "Ekdala kommun och Stiftelsen Fyrbåken tecknar ett idéburet offentligt partnerskap om ett härbärge för hemlösa."
)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(*rows: Mapping[str, object], name: str = "gold.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
        return path

    return write


def test_sentences_carry_their_texts_and_score_what_they_have(place, write):
    agreed = {
        "public": ["Ekdala kommun"],
        "idea_based": ["Stiftelsen Fyrbåken"],
        "area": "hemloshet",
        "amount_sek": None,
    }
    gold = write(
        {"id": "p1", "text": SENTENCE, "partnerships": [agreed], "annotator": "prov"},
        {"id": "a1", "text": SENTENCE, "challenge_areas": ["hemloshet"]},
        {"id": "r1", "text": "Badhuset stängs.", "iop_relevant": False},
    )
    scores = evaluate(place, [gold], today=TODAY)
    rows = {row.name: row for row in scores.rows}
    assert scores.documents == 3
    assert set(rows) == {"pairs", "fields", "field area", "areas", "area hemloshet", "relevance"}
    assert (rows["pairs"].tp, rows["areas"].tp, rows["field area"].tp) == (1, 1, 1)
    assert rows["pairs"].f1_interval == (1.0, 1.0)
    assert rows["relevance"].f1_interval is None, "nothing to find and nothing found"
    assert scores.names_f1 is None
    assert evaluate(place, [gold], today=TODAY) == scores


def test_lines_with_and_without_a_text_are_read_together(place, write, articles):
    own = {"id": "egen", "text": SHELTER, "iop_relevant": True, "date": "2018-03-12"}
    gold = write({"id": "harbarge", "iop_relevant": True}, own)
    scores = evaluate(place, [gold], articles, today=TODAY)
    rows = {row.name: row for row in scores.rows}
    assert scores.documents == 2
    assert (rows["relevance"].tp, rows["dates"].tp) == (2, 1)
    alone = evaluate(place, [gold], today=TODAY)
    assert (alone.documents, alone.without_text) == (1, ("harbarge",))


def test_gold_that_cannot_be_scored(place, write):
    with pytest.raises(UsageError, match="Two gold lines have the id 'd'"):
        evaluate(place, [write({"id": "d", "text": "x"}, {"id": "d", "text": "y"})], today=TODAY)
    with pytest.raises(UsageError, match="carries a text"):
        evaluate(place, [write({"id": "d"})], today=TODAY)


def test_errors_show_their_context(place, write):
    gold = write({"id": "d", "text": SENTENCE, "orgs": [], "locs": []})
    errors = evaluate(place, [gold], today=TODAY, errors=9).errors
    assert {(e.kind, e.words) for e in errors} == {("spurious", "Ekdala kommun"), ("spurious", "Stiftelsen Fyrbåken")}
    assert any(e.context.startswith("[Ekdala kommun] och") for e in errors)


def test_two_annotators(write):
    first = {"id": "d", "text": SENTENCE, "orgs": [{"text": "Ekdala kommun"}], "iop_relevant": True}
    second = first | {"orgs": [{"text": "Ekdala kommun"}, {"text": "Stiftelsen Fyrbåken"}]}
    one = write(first, {"id": "e", "text": "x"}, name="a.jsonl")
    found = agreement(one, write(second, name="b.jsonl"), today=TODAY)
    assert (found.documents, found.only_first, found.only_second) == (1, ("e",), ())
    rows = {row.name: row for row in found.rows}
    assert rows["ORG"].f1 == pytest.approx(2 / 3, abs=1e-4)
    assert rows["ORG"].alpha is not None
    assert 0 < rows["ORG"].alpha < 1
    with pytest.raises(UsageError, match="different texts of 'd'"):
        agreement(one, write(second | {"text": SENTENCE + " Nu."}, name="b.jsonl"), today=TODAY)
    with pytest.raises(UsageError, match="No document is in both"):
        agreement(one, write({"id": "f", "text": "x"}, name="b.jsonl"), today=TODAY)
