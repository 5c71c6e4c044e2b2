"""What if: the grid of settings, what each leaves of a corpus, and in how many a shift is found."""

import pytest

from iopmine.records import Shift
from iopmine.trends.observations import DOCUMENTS, Observation
from iopmine.trends.whatif import Setting, grid, restricted, what_if


def shift(key="vinster", family="pulse", low="2013-01-01", date="2014-06-01", high="2015-12-31", effect=0.2):
    values = {"kind": "frame", "key": key, "family": family, "date": date, "date_low": low, "date_high": high}
    values |= {"effect": effect, "p_value": 0.001, "q_value": 0.01, "evidence": "said"}
    known = Shift.__dataclass_fields__
    rest = {name: _blank(f.type) for name, f in known.items() if name not in values and f.default is f.default_factory}
    return Shift(**values, **rest)


def _blank(kind):
    return None if "None" in str(kind) else {"str": "", "float": 0.0, "int": 0}.get(str(kind), ())


def seen(story, published, precision="day", group="a", document=None):
    return Observation(document or story, story, published, precision, group, DOCUMENTS, "all")


def test_a_grid_changes_one_thing_at_a_time():
    main = Setting(topics=12)
    settings = grid(main, topics=[10, 12, 14], seeds=[0, 1], units=["placements"], without=["svt"])
    assert settings[0] == main
    assert [setting.name for setting in settings] == [
        "topics=12 seed=0 unit=stories",
        "topics=10 seed=0 unit=stories",
        "topics=14 seed=0 unit=stories",
        "topics=12 seed=1 unit=stories",
        "topics=12 seed=0 unit=placements",
        "topics=12 seed=0 unit=stories without=svt",
    ]


def test_a_crossed_grid_holds_every_combination_once():
    settings = grid(Setting(), topics=[8, 10], seeds=[0, 1], periods=[("2015", None)], crossed=True)
    assert settings[0] == Setting()
    assert len(settings) == len(set(settings)) == 3 * 2 * 2
    assert Setting(topics=10, seed=1, begin="2015") in settings


def test_a_setting_restricts_the_corpus():
    corpus = [
        seen("s1", "2014-12-31"),
        seen("s1", "2015-01-01", document="s1.1"),
        seen("s2", "2015", "year", group="b"),
        seen("s3", "2016-02", "month"),
        seen("s4", "2016-03-01"),
        seen("s5", None, None),
    ]
    inside = restricted(corpus, Setting(begin="2015-01-01", end="2016-02-29"))
    assert [o.document_id for o in inside] == ["s1.1", "s2", "s3", "s5"]
    # A document of the year 2015 may be of its first half: it is not surely inside.
    assert [o.document_id for o in restricted(corpus, Setting(begin="2015-07"))] == ["s3", "s4", "s5"]
    assert [o.document_id for o in restricted(corpus, Setting(end="2014"))] == ["s1", "s5"]
    assert "s2" not in {o.story_id for o in restricted(corpus, Setting(without="b"))}
    assert [o.story_id for o in restricted(corpus, Setting(unit="placements"))][:2] == ["s1", "s1.1"]
    assert restricted(corpus, Setting()) == corpus


def test_a_shift_is_followed_through_the_settings():
    main, other, last = Setting(), Setting(seed=1), Setting(seed=2)
    found = {
        main: [shift(), shift(key="upphandling")],
        other: [shift(low="2015-06-01", date="2016-01-01", high="2017-01-01", effect=0.1)],
        last: [shift(low="2018-01-01", date="2018-06-01", high="2019-01-01"), shift(family="level")],
    }
    rows = what_if([main, other, last], found.__getitem__)
    told = [(row.key, row.family, row.held, row.settings, row.main, row.missing) for row in rows]
    assert told == [
        ("vinster", "pulse", 2, 3, True, (last.name,)),
        ("upphandling", "pulse", 1, 3, True, (other.name, last.name)),
        ("vinster", "level", 1, 3, False, (main.name, other.name)),
        ("vinster", "pulse", 1, 3, False, (main.name, other.name)),
    ]
    assert (rows[0].date, rows[0].date_low, rows[0].date_high) == ("2014-06-01", "2013-01-01", "2017-01-01")
    assert (rows[0].effect_low, rows[0].effect_high) == (0.1, 0.2)


def test_two_shifts_of_one_setting_in_one_interval_count_once():
    rows = what_if([Setting()], lambda _: [shift(), shift(date="2014-07-01")])
    assert [(row.held, row.settings) for row in rows] == [(1, 1)]


def test_nothing_found_is_an_empty_table():
    assert what_if(grid(Setting(), seeds=[1, 2]), lambda _: []) == []


def test_what_a_setting_raises_is_not_hidden():
    def run(_):
        raise ValueError("no topics")

    with pytest.raises(ValueError, match="no topics"):
        what_if([Setting()], run)
