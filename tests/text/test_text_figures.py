"""Figures in words: decimal comma and point, no-break spaces, nothing small called nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.text.figures import listed, month, number, odds, percent, period


@pytest.mark.parametrize(
    ("value", "places", "swedish", "english"),
    [
        (3.2, 1, "3,2", "3.2"),
        (3.0, 1, "3", "3"),
        (100.0, 0, "100", "100"),
        (12345.67, 1, "12\xa0345,7", "12,345.7"),
        (-0.04, 1, "0", "0"),
        (-1.5, 1, "−1,5", "−1.5"),
        (0.625, 2, "0,62", "0.62"),
    ],
)
def test_numbers(value, places, swedish, english):
    assert number(value, "sv", places=places) == swedish
    assert number(value, "en", places=places) == english


@pytest.mark.parametrize(
    ("share", "swedish"),
    [
        (0.0, "0\xa0%"),
        (0.002, "under 1\xa0%"),
        (0.105, "10\xa0%"),
        (0.997, "över 99\xa0%"),
        (1.0, "100\xa0%"),
    ],
)
def test_shares(share, swedish):
    assert percent(share, "sv") == swedish


def test_shares_with_decimals():
    assert percent(0.046, "sv", places=1) == "4,6\xa0%"
    assert percent(0.0004, "en", places=1) == "under 0.1\xa0%"
    assert percent(0.02, "en", places=1) == "2\xa0%"


@given(st.floats(0, 1))
def test_only_nothing_is_nothing_and_only_all_is_all(share):
    assert (percent(share, "sv") == "0\xa0%") == (share == 0)
    assert (percent(share, "sv") == "100\xa0%") == (share == 1)


def test_lists():
    assert listed(["a"], "sv") == "a"
    assert listed(["a", "b", "c"], "sv") == "a, b och c"
    assert listed(["a", "b"], "en") == "a and b"


@pytest.mark.parametrize(
    ("name", "swedish", "english"),
    [
        ("2018", "2018", "2018"),
        ("2018-Q2", "andra kvartalet 2018", "the second quarter of 2018"),
        ("2018-06", "juni 2018", "June 2018"),
    ],
)
def test_periods(name, swedish, english):
    assert period(name, "sv") == swedish
    assert period(name, "en") == english


def test_months_and_odds():
    assert [month(f"2020-{n:02}-01", "sv") for n in (1, 5, 12)] == ["januari", "maj", "december"]
    assert odds(0.05, "sv") == "omkring 1 gång på 20"
    assert odds(0.0005, "en") == "about 1 time in 2,000"
    assert odds(0.0021, "sv") == "omkring 1 gång på 480"
    # A p-value that was rounded to nothing is not "never".
    assert odds(0.0, "sv") == "mer sällan än 1 gång på 10\xa0000"
