"""What a shift rests on: words by keyness, documents, organisations, and events of its time."""

import math

import numpy as np
import pytest

from iopmine.records import Shift
from iopmine.trends.drift import vocabulary_drift
from iopmine.trends.keyness import keyness, log_likelihood, log_ratio
from iopmine.trends.observations import DOCUMENTS, Observation
from iopmine.trends.receipts import Event, receipts


def shift(**changed):
    fields = {
        "kind": "frame", "key": "vinster", "family": "level", "date": "2014-01-01", "date_low": "2013-06-01",
        "date_high": "2014-06-01", "effect": 0.5, "p_value": 0.001, "q_value": 0.01, "evidence": "",
        "begin": "2014-01-01", "end": "2019-12-31", "inside": 0.75, "outside": 0.25,
    }  # fmt: skip
    return Shift(**{**fields, **changed})


def test_log_likelihood_against_a_worked_example():
    # 30 in 1,000 tokens against 10 in 2,000: expected 13.33 and 26.67.
    expected = 2 * (30 * math.log(30 / (40 / 3)) + 10 * math.log(10 / (80 / 3)))
    assert log_likelihood(30, 10, 1000, 2000) == pytest.approx(expected)
    assert log_likelihood(10, 20, 1000, 2000) == pytest.approx(0)
    assert log_ratio(30, 10, 1000, 2000) == pytest.approx(math.log2(6))
    assert log_ratio(4, 0, 1000, 1000) == pytest.approx(3)


def test_keyness_needs_several_documents():
    before = [{"kommun": 50, "stöd": 10}] * 5
    after = [{"kommun": 50, "vinst": 12}, {"kommun": 50, "vinst": 9}, {"kommun": 50, "vinst": 7, "ägare": 60}]
    found = {keyword.word: keyword for keyword in keyness(after, before)}
    assert set(found) == {"vinst", "stöd"}
    assert found["vinst"][3:] == (3, 28, 0, 238, 300)
    assert found["vinst"].log_ratio > 0 > found["stöd"].log_ratio
    # One text may say a word sixty times and is still one text.
    assert "ägare" in {keyword.word for keyword in keyness(after, before, documents_least=1)}
    assert keyness([], before) == keyness(after, [{}]) == []


def corpus():
    rows = []
    for number in range(24):
        year = 2012 + number // 4
        base = (f"d{number}", f"s{number}", f"{year}-03-0{number % 4 + 1}", "day", "a")
        rows.append(Observation(*base, DOCUMENTS, "all"))
        if number % 4 < (1 if year < 2014 else 3):
            rows.append(Observation(*base, "frame", "vinster"))
            rows.append(Observation(*base, "entity", "org:gammal" if year < 2014 else "org:ny"))
    return rows


def test_receipts_of_a_level():
    words = {f"d{n}": {"tillsyn": 20, "vinsttak": 0 if n < 8 else 9} for n in range(24)}
    events = [
        Event("e1", "2013-10-02", "Beslut"),
        Event("e2", "2014", "Val"),
        Event("e3", "2015-02", "Efteråt"),
        Event("e4", "2012-01-01", "Utredning", end="2013-06-02"),
    ]
    found = receipts(
        shift(), corpus(), words=words, events=events, titles={"d8": "Ny regel"}, names={"org:ny": "Nya föreningen"}
    )
    by = {what: [row for row in found if row.what == what] for what in ("word", "document", "organisation", "event")}
    # Two stories before have it, which is under what keyness asks of a word that left, not of one that came.
    assert [row.id for row in by["word"]] == ["vinsttak"]
    word = by["word"][0]
    assert word.text == "vinsttak"
    # Of the stories that have the frame 12 lie inside and 2 outside.
    assert (word.inside, word.outside, word.of_inside, word.of_outside) == (108, 0, 12 * 29, 2 * 20)
    assert word.g2 == pytest.approx(log_likelihood(108, 0, 348, 40), abs=1e-4)
    assert word.value == pytest.approx(log_ratio(108, 0, 348, 40), abs=1e-4)
    assert [row.id for row in by["document"]] == ["d8", "d9", "d10", "d12", "d13"]
    assert by["document"][0].text == "Ny regel"
    assert by["document"][0].value == pytest.approx(0.75 / 16, abs=1e-4)
    assert [(row.id, row.value) for row in by["organisation"]] == [("org:ny", 1.0)]
    named = by["organisation"][0]
    assert (named.text, named.inside, named.outside, named.of_inside, named.of_outside, named.g2) == (
        "Nya föreningen", 12, 0, 12, 2, None,
    )  # fmt: skip
    assert [(row.id, row.text) for row in by["event"]] == [("e4", "Utredning"), ("e1", "Beslut"), ("e2", "Val")]
    for row in [*by["document"], *by["event"]]:
        assert {row.inside, row.outside, row.of_inside, row.of_outside, row.g2} == {None}
    assert {(row.kind, row.key, row.date) for row in found} == {("frame", "vinster", "2014-01-01")}


def test_a_fall_is_carried_by_what_was_there_before():
    fallen = shift(effect=-0.5, inside=0.25, outside=0.75, begin="2012-01-01", end="2013-12-31")
    assert [row.id for row in receipts(fallen, corpus()) if row.what == "document"][:2] == ["d8", "d9"]


def test_a_shift_within_a_part_has_its_receipts_there():
    part = shift(scope="2013-01-01/2015-12-31")
    documents = [row.id for row in receipts(part, corpus()) if row.what == "document"]
    assert documents
    assert set(documents) <= {f"d{n}" for n in range(8, 16)}


def test_a_trend_has_no_moment_for_events():
    found = receipts(shift(family="trend"), corpus(), events=[Event("e1", "2014", "Val")])
    assert {row.what for row in found} <= {"word"}


def drifting(count, late):
    draw = np.random.default_rng(6)
    moments = 2010 + 10 * np.sort(draw.random(count))
    words = [
        {f"w{n}" for n in range(30) if draw.random() < 0.2} | ({"digital"} if draw.random() < share else set())
        for share in np.where(moments > 2016, late, 0.05)
    ]
    return moments.tolist(), words, ["a"] * count


def test_a_word_that_comes_is_found_and_dated():
    (found,) = vocabulary_drift(*drifting(400, 0.6), of=("topic", "3"), permutations=199)
    assert found.word == "digital"
    assert "2015" < found.date < "2017"
    assert found.before < 0.15 < 0.5 < found.after
    assert found.p_value <= 0.05


def test_a_word_of_a_source_that_comes_is_no_drift():
    moments = [2010.0 + n / 40 for n in range(400)]
    late = [moment > 2015 for moment in moments]
    groups = ["b" if (n % 10 < (8 if after else 2)) else "a" for n, after in enumerate(late)]
    words = [{"egenord"} if group == "b" else {"annat"} for group in groups]
    assert vocabulary_drift(moments, words, groups, of=("topic", "3"), permutations=199) == []
    assert vocabulary_drift(moments, words, ["a"] * 400, of=("topic", "3"), permutations=199) != []


def test_many_series_share_the_level():
    drift = vocabulary_drift(*drifting(400, 0.6), of=("topic", "3"), series=40, permutations=199)
    assert [each.word for each in drift] == ["digital"]
    assert drift[0].p_value > 0.02


def test_vocabulary_is_silent_without_drift_or_documents():
    assert vocabulary_drift(*drifting(400, 0.05), of=("topic", "3"), permutations=199) == []
    assert vocabulary_drift(*drifting(299, 0.6), of=("topic", "3"), permutations=199) == []
    assert vocabulary_drift([2010.0 + n / 30 for n in range(300)], [set()] * 300, ["a"] * 300, of=("topic", "3")) == []
