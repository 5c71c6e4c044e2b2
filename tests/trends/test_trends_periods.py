"""Periods of dates of any precision, and points in time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.trends.intervals import wilson
from iopmine.trends.periods import day_of, midpoint, period_of


@pytest.mark.parametrize(
    ("published", "precision", "by", "period"),
    [
        ("2018-06-07", "day", "year", "2018"),
        ("2018-06-07", "day", "quarter", "2018-Q2"),
        ("2018-06-07", "day", "month", "2018-06"),
        ("2018-12", "month", "quarter", "2018-Q4"),
        ("2018-01", "month", "month", "2018-01"),
        ("2018", "year", "year", "2018"),
        ("2018", "year", "quarter", None),
        ("2018", "year", "month", None),
    ],
)
def test_period_of_a_date(published, precision, by, period):
    assert period_of(published, precision, by) == period


def test_midpoints():
    assert midpoint("2018", "year") == 2018.5
    assert midpoint("2020-01-01", "day") == pytest.approx(2020 + 0.5 / 366)
    assert midpoint("2019-02", "month") == pytest.approx(2019 + (31 + 14) / 365)


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)))
def test_day_and_moment_are_inverse_and_in_order(day):
    moment = midpoint(day.isoformat(), "day")
    assert day_of(moment) == day.isoformat()
    assert moment < midpoint((day + timedelta(days=1)).isoformat(), "day")


def test_wilson_against_published_values():
    # Newcombe, Two-sided confidence intervals for the single proportion (Statistics in Medicine 17, 1998), method 3.
    for successes, trials, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611)):
        assert wilson(successes, trials) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_wilson_holds_the_share(trials, share):
    low, high = wilson(share * trials, trials)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (2, 1), (-1, 5)])
def test_what_is_no_share_is_refused(successes, trials):
    with pytest.raises(ValueError, match="no share"):
        wilson(successes, trials)
