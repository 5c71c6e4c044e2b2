"""Shifts: seldom where there is none, found and dated where there is one, blind to reprints, order and source mix."""

import math
import random

import numpy as np
import pytest

from iopmine.trends.blocks import blocks
from iopmine.trends.enough import within_strata
from iopmine.trends.observations import DOCUMENTS, Observation
from iopmine.trends.power import smallest_change
from iopmine.trends.shifts import all_shifts, find_shifts

DAYS = 16 * 365


def binomial_bound(share, trials):
    """Return what a share should not exceed in so many trials (three standard errors)."""
    return share + 3 * np.sqrt(share * (1 - share) / trials)


def step(draw, count=300, low=0.1, high=0.4):
    days = np.sort(draw.integers(0, DAYS, count))
    return days, draw.random(count) < np.where(days < DAYS / 2, low, high)


def test_false_alarms_stay_under_the_level(observe):
    draw = np.random.default_rng(0)
    alarms = 0
    for seed in range(200):
        # Volume grows over the years, which must not matter.
        days = DAYS * np.sqrt(draw.random(60))
        hits = draw.random((3, 60)) < np.array([[0.2], [0.35], [0.5]])
        alarms += bool(find_shifts(observe(days, hits), seed=seed)[0])
    assert alarms / 200 <= binomial_bound(0.05, 200)


def test_bursts_about_one_event_are_no_shift(observe):
    draw = np.random.default_rng(11)
    alarms = naive = 0
    for seed in range(60):
        # Events of about four stories within a fortnight, all with the same frame; nobody has clustered them.
        begins, hits = draw.integers(0, DAYS, 40), draw.random(40) < 0.25
        events = np.repeat(np.arange(40), 1 + draw.poisson(3, 40))
        days = begins[events] + draw.integers(0, 14, len(events))
        seen = observe(days, hits[events])
        alarms += bool(find_shifts(seen, permutations=199, seed=seed)[0])
        naive += bool(find_shifts(seen, permutations=199, seed=seed, block_days=0)[0])
    assert alarms / 60 <= binomial_bound(0.05, 60)
    # Taking each story by itself would raise the alarm in the same corpora: the test can fail.
    assert naive / 60 > 0.3


def test_bursts_of_reprints_are_no_shift(observe):
    draw = np.random.default_rng(5)
    alarms = naive = 0
    for seed in range(60):
        # 80 stories; some are reprinted eight times within a week.
        begins, hits = draw.integers(0, DAYS, 80), draw.random(80) < 0.25
        copies = np.where(draw.random(80) < 0.15, 8, 1)
        stories = np.repeat(np.arange(80), copies)
        days = np.repeat(begins, copies) + draw.integers(0, 7, len(stories))
        alarms += bool(find_shifts(observe(days, hits[stories], stories=stories), seed=seed)[0])
        naive += bool(find_shifts(observe(days, hits[stories]), seed=seed, block_days=0)[0])
    assert alarms / 60 <= binomial_bound(0.05, 60)
    # Without stories the same corpora would raise the alarm: the test can fail.
    assert naive / 60 > 0.3


def test_a_strong_step_is_found_and_dated(observe):
    draw = np.random.default_rng(1)
    found = []
    for seed in range(20):
        days, hits = step(draw)
        found += find_shifts(observe(days, hits), seed=seed)[0]
    assert len(found) >= 18
    assert sum(shift.family == "level" for shift in found) >= 14
    assert sum(shift.date_low <= "2017-12-31" <= shift.date_high for shift in found) >= 0.8 * len(found)
    for shift in found:
        assert shift.date_low <= shift.date <= shift.date_high
        assert 0.1 < shift.effect < 0.6
        assert shift.p_value <= shift.q_value <= 0.05


def test_a_pulse_is_found_and_not_taken_for_a_lasting_step(observe):
    draw = np.random.default_rng(2)
    found = []
    for seed in range(10):
        days = np.sort(draw.integers(0, DAYS, 300))
        inside = (days > 6 * 365) & (days < 8 * 365)
        hits = draw.random(300) < np.where(inside, 0.7, 0.1)
        found += find_shifts(observe(days, hits), seed=seed)[0]
    assert [shift.family for shift in found] == ["pulse"] * 10
    assert all("2016-01-01" < shift.date < "2018-01-01" for shift in found)
    assert all(shift.effect > 0.3 for shift in found)


def test_a_decline_has_a_negative_effect(observe):
    days, hits = step(np.random.default_rng(3), low=0.5, high=0.1)
    (shift,), _ = find_shifts(observe(days, hits))
    assert shift.effect < -0.2


def test_evidence_says_what_was_compared(observe):
    days, hits = step(np.random.default_rng(4), low=0.1, high=0.5)
    (shift,), _ = find_shifts(observe(days, hits))
    after = hits[np.array([day_string(day) for day in days]) >= shift.date]
    assert f"From {shift.date} on {after.mean():.0%}".replace("%", " %") + f" of {len(after)} stories" in shift.evidence
    assert "before that" in shift.evidence
    assert "after correction for 1 series" in shift.evidence
    assert (shift.begin, shift.stories_inside, shift.stories) == (shift.date, len(after), 300)
    assert shift.inside == round(float(after.mean()), 4)
    assert shift.effect == pytest.approx(shift.inside - shift.outside, abs=0.0002)
    assert shift.effect_low < shift.effect < shift.effect_high


def day_string(day):
    return str(np.datetime64("2010-01-01") + int(day))


def test_a_changing_mix_of_sources_is_no_shift_within_sources(observe):
    draw = np.random.default_rng(6)
    mixed = within = 0
    for seed in range(40):
        days = np.sort(draw.integers(0, DAYS, 150))
        # Source b comes to dominate, and always had more of it; no source changes.
        is_b = draw.random(150) < np.where(days < DAYS / 2, 0.1, 0.9)
        hits = draw.random(150) < np.where(is_b, 0.7, 0.1)
        seen = observe(days, hits, groups=np.where(is_b, "b", "a"))
        mixed += bool(find_shifts(seen, seed=seed, within_groups=False)[0])
        within += bool(find_shifts(seen, seed=seed)[0])
    assert mixed > 30
    assert within / 40 <= binomial_bound(0.05, 40)


def test_a_shift_within_sources_is_found(observe):
    days, hits = step(np.random.default_rng(7), low=0.1, high=0.6)
    groups = np.array(["a", "b", "c"])[np.arange(300) % 3]
    (shift,), _ = find_shifts(observe(days, hits, groups=groups), within_groups=True)
    assert "within sources +" in shift.evidence


def test_topic_shares_are_tested_as_weights(observe):
    draw = np.random.default_rng(8)
    days, hits = step(draw, low=0.1, high=0.5)
    weights = np.where(hits, draw.uniform(0.5, 1, 300), draw.uniform(0, 0.2, 300))
    (shift,), _ = find_shifts(observe(days, weights))
    assert shift.family == "level"


def test_too_few_is_an_answer(observe):
    days = np.arange(60) * 50
    rare, common = np.arange(60) < 5, np.arange(60) < 55
    shifts, too_few = find_shifts(observe(days, np.stack([rare, common, np.arange(60) % 2])))
    assert shifts == []
    assert [(row.key, row.stories, row.present, row.absent, row.needed) for row in too_few] == [
        ("f0", 60, 5, 55, "8 stories that have it"),
        ("f1", 60, 55, 5, "8 stories that do not"),
    ]
    # So few stories could show a rise of a frame that some of them have, and none of one that half of them have.
    assert [row.smallest is None for row in too_few] == [False, True]
    small = find_shifts(observe(days[:39], np.arange(39) % 2))[1]
    assert [row.needed for row in small] == ["40 dated stories"]
    same_day = find_shifts(observe(np.zeros(60), np.arange(60) % 2))[1]
    assert [row.needed for row in same_day] == ["stories of 12 different fortnights"]
    assert find_shifts([]) == ([], [])


def test_undated_documents_take_no_part(observe):
    days, hits = step(np.random.default_rng(4))
    seen = observe(days, hits)
    undated = [Observation(f"u{i}", f"u{i}", None, None, "a", "frame", "f0") for i in range(50)]
    assert find_shifts(seen + undated) == find_shifts(seen)


def test_same_seed_same_records_whatever_the_order(observe):
    draw = np.random.default_rng(9)
    days, hits = step(draw)
    seen = observe(days, np.stack([hits, draw.random(300) < 0.3]))
    expected = all_shifts(seen, seed=3)
    random.Random(1).shuffle(seen)
    assert all_shifts(seen, seed=3) == expected
    assert len(expected[0]) == 8
    assert all_shifts(seen, seed=4) != expected


def test_many_series_can_still_reach_significance(observe):
    draw = np.random.default_rng(10)
    days, hits = step(draw, low=0.05, high=0.6)
    noise = draw.random((39, 300)) < 0.3
    shifts, _ = find_shifts(observe(days, np.vstack([hits[None], noise])))
    assert [shift.key for shift in shifts] == ["f0"]


def test_all_forms_of_a_series_share_one_p_value(observe):
    days, hits = step(np.random.default_rng(4), low=0.1, high=0.5)
    tests, _ = all_shifts(observe(days, hits))
    assert [test.shift.family for test in tests] == ["level", "pulse", "trend", "season"]
    assert len({(test.shift.p_value, test.shift.q_value) for test in tests}) == 1
    assert sum(test.shift.form_share for test in tests) == pytest.approx(1, abs=0.001)
    assert max(tests, key=lambda test: test.shift.form_share).shift.family == "level"


def test_a_season_is_dated_to_its_peak(observe):
    draw = np.random.default_rng(12)
    days = np.sort(draw.integers(0, DAYS, 500))
    # The peak is a quarter into the year.
    hits = draw.random(500) < 0.3 + 0.25 * np.sin(2 * np.pi * (days / 365.25))
    (shift,), _ = find_shifts(observe(days, hits))
    assert shift.family == "season"
    assert shift.date[5:7] in ("03", "04")
    assert shift.date_low < shift.date < shift.date_high
    assert shift.effect_low < 0.5 < shift.effect_high
    assert shift.inside > shift.outside


def test_a_trend_is_a_change_from_begin_to_end(observe):
    draw = np.random.default_rng(13)
    days = np.sort(draw.integers(0, DAYS, 600))
    hits = draw.random(600) < 0.05 + 0.6 * days / DAYS
    (shift,), _ = find_shifts(observe(days, hits))
    assert shift.family == "trend"
    assert shift.effect_low < 0.6 < shift.effect_high
    assert (shift.begin, shift.end) == (day_string(days[0]), day_string(days[-1]))


def test_a_question_asked_before_has_half_of_the_level(observe):
    draw = np.random.default_rng(14)
    days = np.sort(draw.integers(0, DAYS, 200))
    hits = draw.random((12, 200)) < 0.3
    hits[7] = draw.random(200) < np.where(days < DAYS / 2, 0.15, 0.4)
    seen = observe(days, hits)
    named = {test.shift.key: test.shift for test in all_shifts(seen, primary={("frame", "f7")})[0]}
    alike = {test.shift.key: test.shift for test in all_shifts(seen)[0]}
    assert named["f7"].p_value == alike["f7"].p_value < 0.05
    assert named["f7"].q_value == pytest.approx(2 * named["f7"].p_value, abs=1e-5)
    assert alike["f7"].q_value > named["f7"].q_value


def test_a_second_step_is_found_in_a_part_and_called_exploratory(observe):
    draw = np.random.default_rng(15)
    days = np.sort(draw.integers(0, DAYS, 900))
    hits = draw.random(900) < np.select([days < DAYS * 0.3, days < DAYS * 0.75], [0.9, 0.1], 0.4)
    seen = observe(days, hits)
    assert [shift.scope for shift in find_shifts(seen)[0]] == [""]
    root, *deeper = find_shifts(seen, splits=True)[0]
    assert root == find_shifts(seen)[0][0]
    assert deeper
    for shift in deeper:
        begin, end = shift.scope.split("/")
        assert begin <= shift.date <= end
        assert "exploratory" in shift.evidence
        # Nothing is asked of the time in which the first step may have begun.
        assert end <= root.date_low or begin >= root.date_high
    quiet = observe(days, draw.random(900) < 0.3)
    assert find_shifts(quiet, splits=True)[0] == []


def test_dates_of_years_only_are_tested_one_by_one(observe):
    draw = np.random.default_rng(16)
    days = np.sort(draw.integers(0, DAYS, 300))
    hits = draw.random(300) < np.where(days < DAYS / 2, 0.1, 0.6)
    yearly = [row._replace(published=row.published[:4], precision="year") for row in observe(days, hits)]
    (shift,), _ = find_shifts(yearly)
    assert shift.family == "level"
    assert shift.date_low <= "2018-01-01" <= shift.date_high


def test_the_smallest_change_is_found_about_as_often_as_it_says(observe):
    draw = np.random.default_rng(17)
    change, found = smallest_change(300, 0.3), 0
    for seed in range(60):
        days = np.sort(draw.integers(0, DAYS, 300))
        hits = draw.random(300) < np.where(days < np.median(days), 0.3, 0.3 + change)
        found += bool(find_shifts(observe(days, hits), permutations=199, seed=seed)[0])
    assert 0.65 <= found / 60 <= 0.95
    assert smallest_change(300, 0.3, series=50) > change > smallest_change(1200, 0.3)
    assert 0.2 < smallest_change(200, 0.04, series=33) < 0.3, "what is rare can become common"
    assert smallest_change(40, 0.6) is None
    assert smallest_change(300, 1.0) is None
    with pytest.raises(ValueError, match="no share"):
        smallest_change(0, 0.5)


def test_a_change_that_three_stories_carry_is_too_little(observe):
    days = np.arange(600) * 9
    hits = np.isin(np.arange(600), [300, 302, 304, 306, 20, 90, 440, 520])
    tests, _ = all_shifts(observe(days, hits), block_days=0)
    assert tests[0].shift.q_value <= 0.05
    shifts, lacking = find_shifts(observe(days, hits), block_days=0)
    assert shifts == []
    assert [row.needed for row in lacking] == ["5 stories that carry the change"]


def test_comparing_within_sources_costs_what_they_cannot_tell():
    def of(groups):
        seen = [
            Observation(f"d{i}", f"d{i}", f"{2000 + i}-06-01", "day", group, *what)
            for i, group in enumerate(groups)
            for what in ((DOCUMENTS, "all", 1.0), ("frame", "f", 1.0))
        ]
        return within_strata(blocks(seen))

    assert of("aaaaaaaa") == pytest.approx(1.0)
    assert of("abababab") == pytest.approx(1.0)
    assert of("aaabbbba") > 1.3, "most of either source lies on one side"
    assert of("aaaabbbb") == math.inf
