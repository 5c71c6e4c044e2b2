"""Periods and points in time from truncated ISO dates."""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import date, timedelta
from typing import Literal

from iopmine.records import Precision

Granularity = Literal["year", "quarter", "month"]


def period_of(published: str, precision: Precision, by: Granularity) -> str | None:
    """Return the year (``2018``), quarter (``2018-Q2``) or month (``2018-06``) of a date.

    None where the date is not precise enough: a year counts for yearly series only.
    """
    if by == "year":
        return published[:4]
    if precision == "year":
        return None
    if by == "month":
        return published[:7]
    return f"{published[:4]}-Q{(int(published[5:7]) + 2) // 3}"


def midpoint(published: str, precision: Precision) -> float:
    """Return the middle of the day, month or year as a fractional year: ``2018`` is 2018.5."""
    year = int(published[:4])
    if precision == "year":
        return year + 0.5
    month = int(published[5:7])
    if precision == "month":
        begin, days = date(year, month, 1), monthrange(year, month)[1]
    else:
        begin, days = date(year, month, int(published[8:10])), 1
    return year + (begin.timetuple().tm_yday - 1 + days / 2) / _days(year)


def day_of(moment: float) -> str:
    """Return the day (ISO) that a fractional year lies in."""
    year = int(moment)
    day = min(int((moment - year) * _days(year)), _days(year) - 1)
    return (date(year, 1, 1) + timedelta(days=day)).isoformat()


def _days(year: int) -> int:
    return 366 if isleap(year) else 365
