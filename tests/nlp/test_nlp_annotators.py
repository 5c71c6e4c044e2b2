"""Agreement of two annotators: alpha as in the literature, and what its units are."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.nlp.evaluation.annotators import alpha, compare

TEXT = "Ekdalas kommun och Åsen 🙂 i Norrvik."


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # The two worked examples in Krippendorff, Computing Krippendorff's alpha-reliability (2011), A and B.
        ("0100000010", "1110010000", 0.095),
        ("aabbdcccedda", "babbbccceddd", 0.692),
    ],
)
def test_alpha_is_that_of_the_worked_examples(one, other, expected):
    assert alpha(Counter(zip(one, other, strict=True))) == pytest.approx(expected, abs=0.0006)


def test_alpha_of_no_variation_is_unknown_and_of_agreement_one():
    assert alpha({("a", "a"): 5}) is None
    assert alpha({}) is None
    assert alpha({("a", "a"): 5, ("b", "b"): 1}) == 1


@given(st.dictionaries(st.tuples(*[st.sampled_from("abc")] * 2), st.integers(1, 20), max_size=9))
def test_alpha_is_at_most_one_and_the_same_either_way(judged):
    value = alpha(judged)
    turned = alpha({(b, a): times for (a, b), times in judged.items()})
    assert value == turned or value == pytest.approx(turned)
    assert value is None or value <= 1


def lines(first: dict[str, object], second: dict[str, object]) -> dict[str, tuple[float, float | None, int]]:
    found = compare([{"id": "d"} | first, {"id": "e"}], [{"id": "d"} | second], {"d": TEXT})
    return {line.name: (line.f1, line.alpha, line.units) for line in found}


def test_names_are_compared_by_span_and_by_word():
    first = {"orgs": [{"text": "Åsen"}], "locs": [{"text": "Norrvik"}], "persons": []}
    same = lines(first, first)
    assert same["names"] == (1, 1, 8), "six words, an emoji and the full stop"
    assert same["ORG"][:2] == (1, 1)
    assert same["PER"] == (0, None, 8), "neither marked a person: nothing to tell"
    other = lines(first, {"orgs": [], "locs": [{"text": "Norrvik"}], "persons": []})
    assert other["names"][0] == pytest.approx(2 / 3, abs=1e-4)
    assert other["LOC"][:2] == (1, 1)
    assert other["ORG"][0] == 0
    assert other["ORG"][1] == pytest.approx(alpha({("ORG", ""): 1, ("", ""): 7}), abs=1e-4)


def test_a_genitive_or_a_label_of_one_alone_counts_nothing():
    whole = {"spans": [{"start": 0, "end": 7, "label": "LOC"}]}
    stem = {"spans": [{"start": 0, "end": 6, "label": "LOC"}]}
    assert lines(whole, stem)["LOC"] == (0, 1, 8), "as spans they differ, as words not"
    assert "PER" not in lines({"orgs": [], "persons": []}, {"orgs": []})


def test_labels_of_documents_are_units_of_document_and_label():
    first = {"challenge_areas": ["skola", "vard"], "frames": [], "iop_relevant": True}
    second = {"challenge_areas": ["skola"], "iop_relevant": True}
    found = lines(first, second)
    assert found["areas"][0] == pytest.approx(2 / 3, abs=1e-4)
    assert found["areas"][2] == 2
    assert found["area vard"][0] == 0
    assert found["relevance"] == (1, None, 1)
    assert "frames" not in found
