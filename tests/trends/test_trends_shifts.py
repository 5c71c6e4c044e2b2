"""Shifts: seldom where there is none, found and dated where there is one, blind to reprints, order and source mix."""

import random

import numpy as np

from iopmine.trends.observations import Observation
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
        naive += bool(find_shifts(observe(days, hits[stories]), seed=seed)[0])
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
    assert sum(shift.family == "level" for shift in found) >= 17
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
    assert "2 tests" in shift.evidence


def day_string(day):
    return str(np.datetime64("2010-01-01") + int(day))


def test_a_changing_mix_of_sources_is_no_shift_within_sources(observe):
    draw = np.random.default_rng(6)
    mixed = within = 0
    for seed in range(40):
        days = np.sort(draw.integers(0, DAYS, 150))
        # Source b comes to dominate, and always had more of it; no source changes.
        is_b = draw.random(150) < np.where(days < DAYS / 2, 0.1, 0.9)
        hits = draw.random(150) < np.where(is_b, 0.6, 0.1)
        seen = observe(days, hits, groups=np.where(is_b, "b", "a"))
        mixed += bool(find_shifts(seen, seed=seed)[0])
        within += bool(find_shifts(seen, seed=seed, within_groups=True)[0])
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
    small = find_shifts(observe(days[:39], np.arange(39) % 2))[1]
    assert [row.needed for row in small] == ["40 dated stories"]
    same_day = find_shifts(observe(np.zeros(60), np.arange(60) % 2))[1]
    assert [row.needed for row in same_day] == ["stories of different dates"]
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
    assert len(expected[0]) == 4
    assert all_shifts(seen, seed=4) != expected


def test_many_series_can_still_reach_significance(observe):
    draw = np.random.default_rng(10)
    days, hits = step(draw, low=0.05, high=0.6)
    noise = draw.random((59, 300)) < 0.3
    shifts, _ = find_shifts(observe(days, np.vstack([hits[None], noise])))
    assert [shift.key for shift in shifts] == ["f0"]
