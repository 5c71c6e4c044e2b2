"""Curves: counts and shares by stories, placements beside them, zeros and gaps."""

import random

from iopmine.trends.intervals import wilson
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
    assert (count.value, count.low, count.high, count.documents, count.stories) == (1.0, None, None, 2, 1)
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
