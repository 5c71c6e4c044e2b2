"""``iopmine topics`` on the command line: what it prints, its options, and how it refuses."""

from __future__ import annotations

import pytest

from iopmine.store import Store
from tests.debate import debate, stored


@pytest.fixture
def known(workspace):
    stored(workspace / "corpus" / "iop.sqlite", debate(150))
    return workspace


def test_topics_and_shifts_are_told_with_what_was_too_little(known, call):
    done = call("topics", "-w", known)
    assert done.code == 0, done.err
    assert "stability" in done.out
    assert "frame vinster: From 201" in done.out
    assert "Too few stories to test 1 series" in done.out, "one topic is too small"
    assert done.out == call("topics", "-w", known).out, "once more gives the same"


def test_a_name_once_given_stays(known, call):
    assert call("topics", "-w", known, "--topics", 3).code == 0
    first = call("topics", "-w", known, "--topics", 3, "--name", "1=Det andra ämnet")
    assert first.code == 0
    assert "Det andra ämnet" in first.out
    stored(known / "corpus" / "iop.sqlite", debate(30, first=2000))
    assert "Det andra ämnet" in call("topics", "-w", known, "--topics", 3).out
    for wrong in ("Namn", "x=Namn", "99=Namn", "1= "):
        refused = call("topics", "-w", known, "--name", wrong)
        assert (refused.code, refused.err.count("\n") <= 2) == (2, True), refused.err


def test_curves_of_each_source_are_counted_on_demand(known, call):
    def groups(*options):
        assert call("topics", "-w", known, "--topics", 3, *options).code == 0
        with Store.open(known / "corpus" / "iop.sqlite", read_only=True) as store:
            return {(point.group, len(point.period)) for point in store.series(store.latest_run())}

    assert groups() == {("all", 4)}
    with_sources = groups("--group", "source", "--by", "year, quarter")
    assert {group for group, _ in with_sources} == {"all", "bladet", "kuriren", "posten"}
    assert {length for _, length in with_sources} == {4, 7}
    assert call("topics", "-w", known, "--group", "party").code == 2
    assert call("topics", "-w", known, "--by", "week").code == 2


def test_topics_may_be_begun_from_words(known, call):
    done = call("topics", "-w", known, "--topics", 3, "--anchor", "Tak över huvudet=härbärge,natt")
    assert done.code == 0
    assert "Tak över huvudet" in done.out
    refused = call("topics", "-w", known, "--anchor", "area:finns.inte")
    assert (refused.code, "there is no such area" in refused.err) == (2, True)
    assert call("topics", "-w", known, "--labelled", known / "saknas.csv").code == 2


def test_how_far_it_can_be_trusted_stands_beside_it(known, call):
    done = call("topics", "-w", known, "--topics", 3, "--what-if", "--json")
    assert done.code == 0
    (held,) = (row for row in done.json["what_if"]["held"] if row["key"] == "vinster")
    assert held["main"]
    assert done.json["calibration"] is None
    told = call("topics", "-w", known, "--topics", 3, "--what-if", "-q")
    assert "ways to count" in told.out
    assert told.err == ""
