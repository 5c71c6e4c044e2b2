"""Calibration: alarms counted where nothing changes, finds where something does, on the user's own profile."""

from dataclasses import replace

import numpy as np
import pytest

from iopmine.trends.assurance import calibration_sentence
from iopmine.trends.blocks import blocks
from iopmine.trends.calibration import NARROW, calibrate, exchanged
from iopmine.trends.families import families
from iopmine.trends.permutation import permutation_test
from iopmine.trends.screening import standing
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
    return calibrate(corpus, simulations=SIMULATIONS, seed=1, permutations=499)


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
        assert row.sentence == calibration_sentence(row, "en")
    assert alarms[0].value <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / SIMULATIONS)


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
    one, two, other = (calibrate(corpus, simulations=2, seed=seed, permutations=199) for seed in (3, 3, 4))
    assert one == two != other
    assert calibrate(reversed(corpus), simulations=2, seed=3, permutations=199) == one


def test_alarms_are_those_of_the_test_of_shifts(corpus, monkeypatch):
    """What a few permutations rule out, all of them would not have found: every corpus is tested in full besides."""
    simulated = []
    monkeypatch.setattr(
        "iopmine.trends.calibration.observations",
        lambda *given: simulated.append(observations(*given)) or simulated[-1],
    )
    monkeypatch.setattr("iopmine.trends.calibration._powers", lambda *_: iter(()))
    with monkeypatch.context() as patch:
        patch.setattr("iopmine.trends.calibration.standing", lambda _gathered, rows, _forms, **_: list(rows))
        full = calibrate(corpus, simulations=12, seed=5, alpha=0.2, permutations=99)
    tested, simulated[:] = len(simulated), []
    screened = calibrate(corpus, simulations=12, seed=5, alpha=0.2, permutations=99)
    assert screened == full
    assert any(row.value > 0 for row in full.rows)
    assert len(simulated) < tested == 24


@pytest.mark.parametrize("level", [0.01, 0.1])
def test_what_stands_after_all_permutations_is_what_they_leave(corpus, level):
    gathered = blocks(corpus)
    draw = np.random.default_rng(4)
    shares = np.linspace(0.2, 0.45, 30)[:, None] * np.ones(len(gathered.moments))
    shares[:, len(gathered.moments) // 2 :] += 0.15
    many = replace(gathered, weights=(draw.random(shares.shape) < shares).astype(float))
    rows, forms = list(range(30)), families(many)
    tested = permutation_test(many.weights, many, forms, permutations=199, seed=3)
    kept = [row for row in rows if tested.p_values[row] <= level]
    assert 0 < len(kept) < 30
    assert standing(many, rows, forms, level=level, permutations=199, seed=3) == kept
    early = standing(many, rows, forms, level=level, permutations=199, seed=3, until=30)
    assert set(kept) <= set(early)
    each = np.where(np.arange(30) < 15, level, 0.0)
    assert standing(many, rows, forms, level=each, permutations=199, seed=3) == [row for row in kept if row < 15]


@pytest.mark.parametrize(("part", "tried"), [(1.0, 40), (0.5, 180), (0.0, 40)])
def test_power_stops_where_it_is_known_well_enough(corpus, monkeypatch, part, tried):
    monkeypatch.setattr("iopmine.trends.calibration._false_alarms", lambda *_: iter(()))
    monkeypatch.setattr("iopmine.trends.calibration._found", lambda _corpus, labels, _seed: round(part * len(labels)))
    found = rows(calibrate(corpus), "power")
    assert {(row.value, row.simulations) for row in found} == {(part, tried)}
    assert all(row.high - row.low <= NARROW for row in found)


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
