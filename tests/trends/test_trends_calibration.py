"""Calibration: alarms counted where nothing changes, finds where something does, on the user's own profile."""

import numpy as np
import pytest

from iopmine.trends.calibration import calibrate, exchanged
from iopmine.trends.shifts import find_shifts
from iopmine.trends.simulation import Change, hits, in_events, observations, told

VOLUME = {"a": dict.fromkeys(range(2010, 2018), 9), "b": dict.fromkeys(range(2010, 2018), 6)}
SIMULATIONS = 15
KEYS = [("frame", "f0"), ("frame", "f1")]


@pytest.fixture(scope="module")
def corpus():
    draw = np.random.default_rng(0)
    profile = told(draw, VOLUME, reprints=0.3)
    shares = np.repeat([[0.15], [0.4]], len(profile.names), axis=1)
    return observations(profile, KEYS, hits(draw, profile, shares))


@pytest.fixture(scope="module")
def calibration(corpus):
    return calibrate(corpus, simulations=SIMULATIONS, seed=1)


def rows(calibration, measure, scenario=None):
    return [r for r in calibration.rows if r.measure == measure and scenario in {None, r.scenario}]


def test_it_is_about_the_corpus_given(calibration):
    assert (calibration.stories, calibration.sources, calibration.series) == (120, 2, 2)
    bases = {row.base for row in rows(calibration, "power")}
    assert len(bases) == 2
    assert all(abs(base - near) < 0.1 for base, near in zip(sorted(bases), (0.15, 0.4), strict=True))


def test_false_alarms_are_seldom_and_have_an_interval(calibration):
    alarms = rows(calibration, "false_alarms")
    assert [row.scenario for row in alarms] == ["stories", "events"]
    for row in alarms:
        assert row.low <= row.value <= row.high
        assert row.simulations == SIMULATIONS
    assert alarms[0].value <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / SIMULATIONS)
    assert f"{100 * alarms[0].value:.3g} % of {SIMULATIONS}" in alarms[0].sentence


def test_power_grows_with_the_change_until_it_is_detectable(calibration):
    for form in ("step", "pulse"):
        for base in {row.base for row in rows(calibration, "power", form)}:
            found = [row for row in rows(calibration, "power", form) if row.base == base]
            assert found[0].value < 0.6
            assert found[-1].value > (0.75 if form == "step" else found[0].value)
            (least,) = [row for row in rows(calibration, "detectable", form) if row.base == base]
            below = [row.size for row in found if row.value < 0.8]
            reached = [row.size for row in found if row.value >= 0.8]
            assert (max(below) < least.value <= min(reached)) if reached else least.value is None
            assert least.sentence


def test_power_is_what_the_test_of_shifts_gives(calibration):
    """A change of the size called detectable is found by find_shifts itself about as often as said."""
    (least,) = [row for row in rows(calibration, "detectable", "step") if row.base < 0.3]
    found = 0
    for seed, draw in enumerate(np.random.default_rng(2).spawn(20)):
        profile = told(draw, VOLUME, reprints=0.3)
        shares = np.full((2, len(profile.names)), 0.4)
        shares[0] = Change("step", least.value, 2014.0).shares(profile.moments, least.base)
        shifts, _ = find_shifts(observations(profile, KEYS, hits(draw, profile, shares)), seed=seed)
        found += any(shift.key == "f0" for shift in shifts)
    assert found / 20 >= 0.5


def test_the_same_seed_gives_the_same_figures(corpus):
    one, two, other = (calibrate(corpus, simulations=2, seed=seed) for seed in (3, 3, 4))
    assert one == two != other
    assert calibrate(reversed(corpus), simulations=2, seed=3) == one


def test_too_little_to_test_is_an_answer():
    assert calibrate([]).rows == ()
    draw = np.random.default_rng(0)
    profile = told(draw, {"a": {2010: 20}})
    few = calibrate(observations(profile, KEYS[:1], np.ones((1, 20))))
    assert (few.stories, few.series, few.rows) == (20, 0, ())


def test_exchanged_labels_keep_what_is_not_about_time():
    draw = np.random.default_rng(8)
    profile = told(draw, {"a": {2010: 600}, "b": {2015: 600}})
    is_b = np.array(profile.groups) == "b"
    first = (draw.random(1200) < np.where(is_b, 0.6, 0.1)).astype(float)
    weights = np.stack([first, 0.25 * first])
    drawn = exchanged(draw, profile, weights)
    # Sources stay as different as they are, and series that go together still do.
    assert drawn[0, is_b].mean() == pytest.approx(0.6, abs=0.08)
    assert drawn[0, ~is_b].mean() == pytest.approx(0.1, abs=0.08)
    assert (drawn[1] == 0.25 * drawn[0]).all()
    assert (drawn[0] != first).any()


def test_exchanged_labels_are_those_of_the_event():
    draw = np.random.default_rng(9)
    profile = in_events(draw, told(draw, {"a": {2010: 300}}), share=0.8)
    drawn = exchanged(draw, profile, draw.random((1, 300)))[0]
    for event in range(profile.events.max() + 1):
        assert np.ptp(drawn[profile.events == event]) == 0
