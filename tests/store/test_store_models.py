import pytest

from iopmine.errors import StoreError
from iopmine.records import (
    CalibrationRow,
    EmergingTopic,
    Held,
    Issue,
    Receipt,
    Series,
    Share,
    Shift,
    TooFew,
    Topic,
    TopicEvent,
    TopicExample,
    TopicMatter,
    TopicNumber,
    WordDrift,
)

TOPICS = [Topic("r1", 1, "vård", ("vård", "hälsa"), None), Topic("r1", 0, "flykt", ("flykt",), 0.5)]
SHARES = [Share("r1", "b", 0, 1), Share("r1", "a", 1, 0.25), Share("r1", "a", 0, 0.75)]
SERIES = [
    Series("topic", "1", "all", "share", "2018-Q2", 0.5, None, 0.75, 3, 2),
    Series("topic", "0", "all", "count", "2018", 4, None, None, 4, 4),
]
SHIFTS = [Shift("topic", "0", "level", "2018-06", "2018-01", "2019", 0.1, 0.01, 0.02, "12 mot 14 texter")]


@pytest.fixture
def filled(store, add):
    add("a", "en")
    add("b", "två")
    store.save_run("r1", '{"topics": 2}', TOPICS, SHARES, SERIES, SHIFTS)
    return store


def test_a_run_comes_back_sorted(filled):
    assert filled.latest_run() == "r1"
    assert filled.run_settings("r1") == '{"topics": 2}'
    assert filled.topics("r1") == TOPICS[::-1]
    assert filled.shares("r1") == SHARES[::-1]
    assert filled.series("r1") == SERIES[::-1]
    assert filled.shifts("r1") == SHIFTS
    assert filled.verify() == []


def test_a_run_with_the_same_id_replaces_and_becomes_the_latest(filled):
    filled.save_run("r2", "{}", [], [], [], [])
    assert filled.latest_run() == "r2"
    filled.save_run("r1", "{}", TOPICS[:1], [], [], [])
    assert filled.latest_run() == "r1"
    assert filled.topics("r1") == TOPICS[:1]
    assert filled.shares("r1") == filled.series("r1") == filled.shifts("r1") == []
    assert filled.topics("r2") == []
    assert filled.verify() == []


@pytest.mark.parametrize(
    ("topics", "shares", "series"),
    [
        (TOPICS, [Share("r1", "okänd", 0, 1.0)], []),
        (TOPICS, [Share("r1", "a", 9, 1.0)], []),
        ([Topic("r9", 0, "x", (), None)], [], []),
        ([], [], [SERIES[0], SERIES[0]]),
        ([Topic("r1", 0, "x", (), float("inf")), Topic("r1", 0, "y", (), None)], [], []),
    ],
    ids=["unknown document", "unknown topic", "another run", "the same point twice", "the same topic twice"],
)
def test_an_impossible_run_changes_nothing(filled, topics, shares, series):
    with pytest.raises(StoreError):
        filled.save_run("r1", "{}", topics, shares, series, [])
    assert filled.shares("r1") == SHARES[::-1]
    assert filled.verify() == []


def test_an_unknown_run_is_named(filled, store):
    for read in (store.topics, store.shares, store.series, store.shifts, store.run_settings):
        with pytest.raises(StoreError, match="no topic run 'r7'"):
            read("r7")


def test_an_empty_store_has_no_run(store):
    assert store.latest_run() is None


def test_issues_are_noted_once_sorted_and_cleared_by_stage(store):
    late, early = Issue("extract", "s", "u", "error", "m"), Issue("add", "s", "u", "warning", "m")
    for issue in (late, early, late):
        store.add_issue(issue)
    assert list(store.issues()) == [early, late]
    store.clear_issues("add")
    assert list(store.issues()) == [late]


FURTHER = [
    Receipt("topic", "0", "2018-06", "word", "flykt", "flykt", 2.5, 12, 3, 400, 380, 9.1),
    TooFew("area", "halsa", 90, 3, 87, "8 stories that have it", 0.25),
    TopicNumber("r1", 2, 0.75, 0.04, True),
    TopicEvent("r1", "r0", "split", (4,), (0, 1), 0.5, 0.25, 0.375),
    EmergingTopic("r1", 1, "2016", "2018", 0.01, 0.2, 0.03),
    TopicMatter("r1", 1, "area", "halsa", 2.5, 4.5, 9, 6),
    TopicExample("r1", 1, "sentence", 1, "a", 0, 2, 1.5),
    WordDrift("topic", "1", "vård", "2017-01-01", 0.1, 0.4, 60, 0.01),
]
LATER = {
    CalibrationRow: [
        CalibrationRow("false_alarms", "events", None, None, 0.04, 0.02, 0.08, 200, "Få."),
        CalibrationRow("power", "step", 0.1, 0.2, 0.8, 0.7, 0.9, 200, "Många."),
    ],
    Held: [
        Held(
            "topic", "0", "level", "2018-06", "2018-01", "2019", 0.1, 0.2, True, 3, 4, "topics=2 seed=0", ("topics=3",)
        )
    ],
}


def test_a_run_holds_whatever_else_it_found(filled):
    filled.save_run("r1", "{}", TOPICS, SHARES, SERIES, SHIFTS, FURTHER)
    for record in FURTHER:
        assert filled.of_run("r1", type(record)) == [record]
    assert filled.shares("r1") == SHARES[::-1]
    assert filled.verify() == []


def test_what_is_computed_later_takes_the_place_of_what_was(filled):
    for kind, rows in LATER.items():
        filled.replace_in_run("r1", kind, rows)
        filled.replace_in_run("r1", kind, rows)
        assert filled.of_run("r1", kind) == rows
        filled.replace_in_run("r1", kind, rows[:0])
        assert filled.of_run("r1", kind) == []
    assert filled.topics("r1") == TOPICS[::-1]
    assert filled.verify() == []
    with pytest.raises(StoreError, match="no topic run 'r7'"):
        filled.replace_in_run("r7", Held, [])
