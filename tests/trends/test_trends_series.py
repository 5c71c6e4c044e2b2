"""Curves: counts and shares by stories, placements beside them, zeros and gaps."""

import random

import pytest

from iopmine.trends.intervals import counted, counted_in_clusters, effective_trials, wilson
from iopmine.trends.observations import DOCUMENTS, Observation
from iopmine.trends.series import series


def document(id_, published, *frames, story=None, group="a", precision="day"):
    base = (id_, story or f"s-{id_}", published, precision, group)
    return [Observation(*base, DOCUMENTS, "all"), *(Observation(*base, "frame", frame) for frame in frames)]


CORPUS = [
    *document("1", "2018-01-05", "vinst"),
    *document("2", "2018-01-06", "vinst", story="s-1", group="b"),
    *document("3", "2018-03-01"),
    *document("4", "2018", "kris", precision="year"),
    *document("5", "2020-07", precision="month"),
    *document("6", None, "vinst"),
]


def rows(observations, **settings):
    return {(row.kind, row.key, row.group, row.measure, row.period): row for row in series(observations, **settings)}


def test_stories_are_counted_once_and_placements_beside_them():
    found = rows(CORPUS, by="year")
    share = found["frame", "vinst", "all", "share", "2018"]
    assert (share.value, share.documents, share.stories) == (round(1 / 3, 4), 2, 1)
    assert (share.low, share.high) == tuple(round(end, 4) for end in wilson(1, 3))
    count = found["frame", "vinst", "all", "count", "2018"]
    assert (count.value, count.documents, count.stories) == (1.0, 2, 1)
    assert (count.low, count.high) == tuple(round(end, 4) for end in counted(1))
    every = found[DOCUMENTS, "all", "all", "count", "2018"]
    assert (every.value, every.documents, every.stories) == (3.0, 4, 3)


def test_zero_where_the_corpus_has_documents_and_no_row_where_it_has_none():
    found = rows(CORPUS, by="year")
    assert found["frame", "vinst", "all", "count", "2020"].value == 0
    zero = found["frame", "vinst", "all", "share", "2020"]
    assert (zero.value, zero.low, zero.documents, zero.stories) == (0, 0, 0, 0)
    assert zero.high > 0.7
    assert not [row for row in found.values() if row.period == "2019"]


def test_a_year_counts_in_yearly_curves_only():
    assert ("frame", "kris", "all", "count", "2018") in rows(CORPUS, by="year")
    for by in ("quarter", "month"):
        assert not [key for key in rows(CORPUS, by=by) if key[1] == "kris"]
    assert rows(CORPUS, by="quarter")["frame", "vinst", "all", "share", "2018-Q1"].value == 0.5
    assert rows(CORPUS, by="month")["frame", "vinst", "all", "share", "2018-03"].value == 0


def test_groups_have_curves_of_their_own():
    found = rows(CORPUS, by="year", groups=True)
    assert found["frame", "vinst", "b", "share", "2018"].value == 1.0
    assert found["frame", "vinst", "a", "share", "2018"].documents == 1
    assert found["frame", "vinst", "all", "share", "2018"].documents == 2
    assert {row.group for row in series(CORPUS, by="year")} == {"all"}


def test_shares_of_topics_are_summed():
    base = ("2018-01-01", "day", "a", "topic", "0")
    seen = [Observation("1", "s1", *base, 0.25), Observation("2", "s2", *base, 0.5), *document("3", "2018-01-01")]
    found = rows(seen, by="year")
    assert found["topic", "0", "all", "count", "2018"].value == 0.75
    assert found["topic", "0", "all", "share", "2018"].value == 0.25


def test_all_documents_have_no_share_of_themselves():
    assert not [row for row in series(CORPUS, by="year") if row.kind == DOCUMENTS and row.measure == "share"]


def test_sorted_and_blind_to_order():
    expected = series(CORPUS, by="month", groups=True)
    shuffled = list(CORPUS)
    random.Random(4).shuffle(shuffled)
    assert series(shuffled, by="month", groups=True) == expected
    keys = [(row.kind, row.key, row.group, row.measure, row.period) for row in expected]
    assert keys == sorted(keys)
    assert series([], by="year") == []


def test_placements_are_counted_beside_stories():
    found = rows(CORPUS, by="year", placements=True)
    assert found["frame", "vinst", "all", "count_placements", "2018"].value == 2
    share = found["frame", "vinst", "all", "share_placements", "2018"]
    assert share.value == 0.5
    # Two of the four placements are one story, so the interval is that of fewer than four trials.
    assert share.low < round(wilson(2, 4)[0], 4)
    assert not [key for key in rows(CORPUS, by="year") if key[3].endswith("placements")]


def test_intervals_of_clusters():
    # Without reprints nothing is lost; four copies of each are worth a quarter.
    assert effective_trials([(1, 1), (0, 1), (0, 1), (1, 1)]) == 4
    assert effective_trials([(4, 4), (0, 4), (0, 4), (4, 4)]) == 4
    assert effective_trials([(0, 3), (0, 1)]) == 16 / 10
    assert counted_in_clusters([1, 1, 1]) == counted(3)
    low, high = counted_in_clusters([3])
    assert low < counted(3)[0] < 3 < counted(3)[1] < high
    assert counted(0)[0] == 0
    assert counted_in_clusters([]) == counted(0)
    with pytest.raises(ValueError, match="no count"):
        counted(-1)


def mixed(year, group, number, having):
    return [
        row
        for i in range(number)
        for row in document(f"{year}-{group}-{i}", str(year), *["x"] * (i < having), group=group, precision="year")
    ]


def test_a_changed_mix_of_sources_leaves_the_standardised_share():
    # Source b always has the frame in half of its articles, source a in none; b grows from 10 to 30 of 40.
    corpus = [*mixed(2018, "a", 30, 0), *mixed(2018, "b", 10, 5), *mixed(2019, "a", 10, 0), *mixed(2019, "b", 30, 15)]
    found = rows(corpus, by="year", standardised=True)
    shares = [
        found["frame", "x", "all", measure, year].value
        for measure in ("share", "share_standardised")
        for year in ("2018", "2019")
    ]
    assert shares == [0.125, 0.375, 0.25, 0.25]
    point = found["frame", "x", "all", "share_standardised", "2018"]
    assert point.low < 0.25 < point.high
    # The weights are unlike the sizes, which costs precision.
    low, high = wilson(10, 40)
    assert point.high - point.low > high - low
    # Where the sources present are less than half of the corpus, nothing is said.
    alone = rows([*corpus, *mixed(2020, "c", 3, 1)], by="year", standardised=True)
    assert ("frame", "x", "all", "share_standardised", "2020") not in alone


def test_a_source_that_was_seen_has_a_zero_and_a_silent_one_a_gap():
    corpus = [
        *document("1", "2018", "x", group="a", precision="year"),
        *document("2", "2018", group="b", precision="year"),
        *document("3", "2020", "x", group="a", precision="year"),
    ]
    seen = {("a", "2018"): 9, ("a", "2019"): 4, ("a", "2020"): 5, ("b", "2018"): 3, ("b", "2019"): 0, ("b", "2020"): 0}
    found = rows(corpus, by="year", groups=True, seen=seen)
    assert found["frame", "x", "a", "count", "2019"].value == 0
    assert ("frame", "x", "a", "share", "2019") not in found
    assert ("documents", "all", "b", "count", "2019") not in found
    assert ("documents", "all", "b", "count", "2020") not in found
    assert [found["documents", "all", "all", "sources", year].value for year in ("2018", "2019", "2020")] == [2, 1, 1]
    assert found["documents", "all", "all", "count", "2019"].value == 0
    unknown = rows(corpus, by="year", groups=True)
    assert ("documents", "all", "all", "count", "2019") not in unknown
