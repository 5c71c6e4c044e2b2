"""Simulated corpora hold what was asked for: volumes, reprints, bursts, changes, the user's own dates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.trends.blocks import blocks
from iopmine.trends.observations import DOCUMENTS, Observation
from iopmine.trends.simulation import Change, hits, in_events, observations, profile_of, told

VOLUME = {"a": {2010: 30, 2011: 60}, "b": {2011: 10}}


def test_stories_are_told_when_and_where_asked():
    profile = told(np.random.default_rng(0), VOLUME)
    assert len(profile.names) == 100
    years = np.floor(profile.moments).astype(int)
    assert [(g, int(y)) for g, y in zip(profile.groups, years, strict=True)].count(("a", 2011)) == 60
    assert (years[np.array(profile.groups) == "b"] == 2011).all()
    assert (np.diff(profile.moments) >= 0).all()
    assert len(set(profile.events.tolist())) == 100
    assert all(len(placed) == 1 for placed in profile.placements)


def test_reprints_follow_within_a_week():
    profile = told(np.random.default_rng(1), {"a": {2010: 300}, "b": {2010: 100}}, reprints=0.5)
    extra = [len(placed) - 1 for placed in profile.placements]
    assert 0.4 < np.mean(extra) < 0.6
    for placed in profile.placements:
        days = [np.datetime64(place.published) for place in placed]
        assert max(days) - min(days) <= np.timedelta64(8, "D")
    assert {p.group for placed in profile.placements for p in placed[1:]} == {"a", "b"}


def test_events_are_told_by_several_sources_within_a_fortnight():
    profile = told(np.random.default_rng(2), {"a": {2010: 200, 2015: 200}, "b": {2010: 200, 2015: 200}}, event=4.0)
    assert 600 < len(profile.names) < 1000
    sizes = np.bincount(profile.events)
    assert 3.5 < sizes.mean() < 4.5
    mixed = 0
    for event in np.flatnonzero(sizes > 1):
        inside = profile.events == event
        assert np.ptp(profile.moments[inside]) <= 15 / 365
        mixed += len({g for g, within in zip(profile.groups, inside, strict=True) if within}) > 1
    assert mixed > 100
    weights = hits(np.random.default_rng(3), profile, np.full((2, len(profile.names)), 0.3))
    for event in range(len(sizes)):
        assert (np.ptp(weights[:, profile.events == event], axis=1) == 0).all()


MOMENTS = np.linspace(2010, 2020, 1001)


@pytest.mark.parametrize(
    ("change", "moment", "share"),
    [
        (Change("quiet", 0.5), 2015, 0.1),
        (Change("step", 0.2, 2015), 2014.99, 0.1),
        (Change("step", 0.2, 2015), 2015, 0.3),
        (Change("ramp", 0.2, 2012, 2016), 2014, 0.2),
        (Change("ramp", 0.2, 2012, 2016), 2019, 0.3),
        (Change("pulse", 0.2, 2012, 2014), 2013, 0.3),
        (Change("pulse", 0.2, 2012, 2014), 2014, 0.1),
        (Change("season", 0.2, 2012.25), 2018.25, 0.3),
        (Change("season", 0.2, 2012.25), 2018.75, 0.1),
        (Change("step", -0.2, 2015), 2018, 0.0),
    ],
)
def test_a_change_has_its_form(change, moment, share):
    assert change.shares(np.array([float(moment)]), 0.1) == pytest.approx(share)


@given(st.sampled_from(["quiet", "step", "ramp", "pulse", "season"]), st.floats(-1, 1), st.floats(0, 1))
def test_shares_stay_shares(form, size, base):
    shares = Change(form, size, 2012.0, 2016.0).shares(MOMENTS, base)
    assert ((shares >= 0) & (shares <= 1)).all()


def test_hits_follow_their_shares():
    profile = told(np.random.default_rng(4), {"a": {2010: 2000, 2015: 2000}})
    shares = Change("step", 0.4, 2012).shares(profile.moments, 0.2)
    (drawn,) = hits(np.random.default_rng(5), profile, shares[None])
    assert drawn[profile.moments < 2012].mean() == pytest.approx(0.2, abs=0.04)
    assert drawn[profile.moments > 2012].mean() == pytest.approx(0.6, abs=0.04)


def test_a_profile_is_that_of_the_corpus():
    corpus = [
        Observation("d2", "s1", "2015-03-02", "day", "b", DOCUMENTS, "all"),
        Observation("d1", "s1", "2015-03-01", "day", "a", DOCUMENTS, "all"),
        Observation("d1", "s1", "2015-03-01", "day", "a", "frame", "f"),
        Observation("d3", "s0", "2016", "year", "b", DOCUMENTS, "all"),
        Observation("d4", "s2", None, None, "b", DOCUMENTS, "all"),
    ]
    profile = profile_of(corpus)
    assert profile.names == ("s1", "s0")
    assert [p.document_id for p in profile.placements[0]] == ["d1", "d2"]
    assert profile.groups == ("a", "b")
    assert profile.moments[1] == 2016.5
    again = observations(profile, [("frame", "f")], np.array([[1.0, 0.0]]))
    assert {o for o in again if o.kind == DOCUMENTS} == {o for o in corpus if o.kind == DOCUMENTS and o.published}
    assert [o.document_id for o in again if o.kind == "frame"] == ["d1", "d2"]
    assert profile_of([]).names == ()


def test_a_profile_orders_stories_as_the_tests_do():
    profile = told(np.random.default_rng(8), VOLUME, reprints=1.0)
    seen = observations(profile, [("frame", "f")], np.ones((1, len(profile.names))))
    assert profile_of(seen).names == profile.names == blocks(seen).stories


def test_stories_near_in_time_can_be_made_events():
    profile = told(np.random.default_rng(6), {"a": dict.fromkeys(range(2010, 2020), 400)})
    gathered = in_events(np.random.default_rng(7), profile, share=0.3)
    assert (gathered.names, gathered.placements) == (profile.names, profile.placements)
    sizes = np.bincount(gathered.events)
    assert (sizes > 0).all()
    # An event of one story is one of the share as well, so a little less is seen.
    assert 0.25 < sizes[sizes > 1].sum() / len(profile.names) < 0.31
    for event in np.flatnonzero(sizes > 1):
        assert np.ptp(profile.moments[gathered.events == event]) < 15 / 365


def test_the_same_seed_gives_the_same_corpus():
    def corpus(seed):
        draw = np.random.default_rng(seed)
        profile = told(draw, VOLUME, reprints=1.0, event=3.0)
        return observations(profile, [("frame", "f")], hits(draw, profile, np.full((1, len(profile.names)), 0.5)))

    assert corpus(1) == corpus(1) != corpus(2)
