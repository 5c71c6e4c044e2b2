"""Gold lines: what is read, what is refused, and which spans they stand for."""

from __future__ import annotations

import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.errors import UsageError
from iopmine.nlp.evaluation import gold_spans, normal_label, read_gold, scored_labels

TEXT = "Ekdalas Röda\nKorset och Röda Korsets krets i Ekdala-Norrvik. Ekdala kommun: SKR:s avtal."


def spans(row: dict[str, object], text: str = TEXT) -> list[tuple[str, str]]:
    return [(text[s.start : s.end], s.label) for s in gold_spans({"id": "d"} | row, text)]


def test_forms_become_spans_as_the_guidelines_say():
    row = {
        "orgs": [{"text": "Ekdala kommun"}, {"text": "Röda Korset"}, {"text": "SKR"}],
        "locs": [{"text": "Ekdala"}],
        "optional": [{"text": "krets"}],
    }
    assert spans(row) == [
        ("Ekdala", "LOC"), ("Röda\nKorset", "ORG"), ("Röda Korset", "ORG"), ("krets", ""),
        ("Ekdala kommun", "ORG"), ("SKR", "ORG"),
    ]  # fmt: skip
    assert [s.reach - s.end for s in gold_spans({"id": "d"} | row, TEXT)] == [1, 0, 1, 0, 0, 2]


def test_exact_spans_go_before_forms_and_reach_over_a_genitive():
    row = {"orgs": [{"text": "krets"}], "spans": [{"start": 0, "end": 6, "label": "GPE"}]}
    (span,) = gold_spans({"id": "d"} | row, TEXT)
    assert (span.start, span.end, span.reach, span.label) == (0, 6, 7, "LOC")
    with pytest.raises(UsageError, match="outside its text of 3"):
        gold_spans({"id": "d"} | row, "Ekd")


def test_the_canonical_name_travels_with_the_span():
    (span,) = gold_spans({"id": "d", "orgs": [{"text": "SKR", "canonical": "Sveriges Kommuner"}]}, TEXT)
    assert span.canonical == "Sveriges Kommuner"


def test_a_line_scores_only_the_labels_it_has():
    assert scored_labels({"id": "d"}) == frozenset()
    assert scored_labels({"id": "d", "orgs": [], "locs": None}) == {"ORG", "LOC"}
    assert scored_labels({"id": "d", "spans": []}) == {"ORG", "LOC", "PER"}
    assert scored_labels({"id": "d", "spans": [], "orgs": []}) == {"ORG"}


def test_labels_of_other_tools_are_understood():
    assert [normal_label(x) for x in ("prs", "GPE", "Organization", "ORG", "EVENT")] == ["PER", "LOC", "ORG", "ORG", ""]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ([1], "with an id"),
        ({"id": 3}, "with an id"),
        ({"id": "d", "text": 3}, "text is the text"),
        ({"id": "d", "orgs": ["Ekdala"]}, "orgs is a list of objects"),
        ({"id": "d", "orgs": {"text": "x"}}, "orgs is a list of objects"),
        ({"id": "d", "locs": [{"text": " "}]}, "locs is a list of objects"),
        ({"id": "d", "frames": "tillit"}, "frames is a list of labels"),
        ({"id": "d", "challenge_areas": [3]}, "challenge_areas is a list of labels"),
        ({"id": "d", "spans": [{"start": 3, "end": 3, "label": "ORG"}]}, "spans is a list"),
        ({"id": "d", "spans": [{"start": 0, "end": 3}]}, "spans is a list"),
        ({"id": "d", "mentions": [{"text": "x", "label": "ORG"}]}, "mentions is a list of objects"),
        ({"id": "d", "kind": ["news"]}, "kind is a text or null"),
        ({"id": "d", "partnerships": [{"duration": "tre"}]}, "duration of a partnership is a number or null"),
        ({"id": "d", "partnerships": [{"start": 2018}]}, "start of a partnership is a text or null"),
        ({"id": "d", "orgs": [{"text": "x", "canonical": 3}]}, "orgs is a list of objects"),
        ({"id": "d", "partnerships": ["x"]}, "partnerships is a list of objects"),
        ({"id": "d", "partnerships": [{"public": [{"canonical": "x"}]}]}, "looks like a result of iopmine extract"),
    ],
)
def test_what_is_no_gold_line_is_refused_with_its_number(row, says, tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a"}\n\n' + json.dumps(row), encoding="utf-8")
    with pytest.raises(UsageError, match=says) as caught:
        read_gold(path)
    assert "line 3" in str(caught.value)


def test_a_byte_order_mark_and_odd_line_ends_inside_texts_do_no_harm(tmp_path: Path):
    path = tmp_path / "gold.jsonl"
    path.write_bytes(
        b"\xef\xbb\xbf" + json.dumps({"id": "a", "text": "å\u2028b"}, ensure_ascii=False).encode() + b"\r\n"
    )
    assert read_gold(path) == [{"id": "a", "text": "å\u2028b"}]


@given(st.lists(st.sampled_from(["Åsen", "Röda Korset", "Korset", "kommun", "Å", "🙂", "\n", " "]), max_size=30))
def test_spans_are_in_order_and_say_the_form(parts):
    text = " ".join(parts)
    forms = ["Åsen", "Röda Korset", "Korset", "Å"]
    found = gold_spans({"id": "d", "orgs": [{"text": form} for form in forms]}, text)
    for before, after in pairwise(found):
        assert before.reach <= after.start
    for span in found:
        assert " ".join(text[span.start : span.end].split()) in forms


def test_time_grows_with_the_text():
    row = {"id": "d", "orgs": [{"text": "Föreningen Åsen"}, {"text": "Ekdala kommun"}]}
    text = "Föreningen Åsen och Ekdala kommun skriver avtal. " * 2000

    def seconds(times: int) -> float:
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            gold_spans(row, text * times)
            best = min(best, time.perf_counter() - start)
        return best

    assert seconds(4) < 4 * 2 * seconds(1) + 0.05
