"""When an agreement runs: forms of the news, days without a year, and what is no agreement's time."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.nlp.periods import period


@pytest.mark.parametrize(
    ("text", "start", "end", "duration"),
    [
        ("Avtalet gäller under 2021.", "2021", "2021", None),
        ("Surte BK\tIdrott\t2021\t80 tkr", "2021", "2021", None),
        ("Läsåren 2022/23 och 2023/24.", "2022", "2024", None),
        ("Från 2019; förlängt 2020 och på nytt för 2022–2023.", "2019", "2023", None),
        ("Det sträcker sig över 2024 och 2025 och går ut den 31 december 2025.", "2024", "2025-12-31", None),
        ("De har sedan 2013 samarbetat, men först i januari 2019 blev det ett IOP.", "2019-01", None, None),
        ("Partnerskapet avslutades vid årsskiftet 2020/21.", None, "2020-12-31", None),
        ("Sista öppetdag blir 30 september 2021.", None, "2021-09-30", None),
        ("Hösten 2021 började samarbetet.", "2021", None, None),
        ("Avtalet löper på 18 månader.", None, None, 1.5),
        ("Det blir två år till.", None, None, 2.0),
        ("Föreningen har drivit en mötesplats i fem år.", None, None, None),
        ("Vid årsskiftet 2020/21 var det kallt.", "2021-01-01", None, None),
    ],
)
def test_forms(text: str, start: str | None, end: str | None, duration: float | None) -> None:
    found = period(text)
    assert (found.start, found.end, found.duration) == (start, end, duration)


@pytest.mark.parametrize(
    ("text", "published", "start", "end"),
    [
        ("Det gäller från den 1 september.", "2019-06-20", "2019-09-01", None),
        ("Det gäller från den 1 februari.", "2019-06-20", "2020-02-01", None),
        ("Den 31 december upphör avtalet.", "2025-09-18", None, "2025-12-31"),
        ("Det gäller från den 1 oktober till och med den 30 april.", "2019-06-20", "2019-10-01", "2020-04-30"),
        ("Det gäller från den 1 september.", None, None, None),
        ("Det gäller från den 1 september.", "2019", None, None),
    ],
)
def test_a_day_without_a_year_is_the_next_such_day(
    text: str, published: str | None, start: str | None, end: str | None
) -> None:
    found = period(text, published=published)
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Avtalet tecknades 2021.", "2021"),
        ("I juni 2018 skrev parterna under.", "2018-06"),
        ("Avtalet undertecknades i oktober 2020.", "2020-10"),
        ("Avtalet undertecknades den 3 mars 2020.", "2020-03"),
        ("Avtalet tecknades i maj 2018 och gäller 2018–2020.", "2018"),
        ("Avtalet tecknades i december 2021.", None),
        ("Avtalet tecknades 2021 och gäller från den 1 maj 2022.", "2022-05-01"),
    ],
)
def test_the_time_of_signing_stands_in_for_the_start(text: str, start: str | None) -> None:
    assert period(text).resolved().start == start


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        # A page, a report or a result is dated, not an agreement.
        ("Enligt en av stadens sidor från 2023 är det äldre.", None, None),
        ("Stiftelsen redovisar ett överskott på 9 miljoner kronor för 2017.", None, None),
        ("Föreningen får 145 000 kr för 2020.", "2020", "2020"),
        ("Samarbetet pågår från 2023.", "2023", None),
        ("Sedan starten 2016 har familjer fått stöd.", "2016", None),
        # The turn of the year that follows the year named before it.
        ("Avtalet skrevs på i slutet av oktober 2018 och börjar gälla vid årsskiftet.", "2019-01-01", None),
        ("Det börjar gälla vid årsskiftet.", None, None),
        ("Avtalet från maj 2018 löper ut vid årsskiftet.", "2018-05", None),
    ],
)
def test_what_is_dated_beside_the_agreement(text: str, start: str | None, end: str | None) -> None:
    found = period(text)
    assert (found.start, found.end) == (start, end)


@given(st.text(), st.sampled_from([None, "2020-05-01"]))
def test_any_text_is_read(text: str, published: str | None) -> None:
    for name, start, end in period(text, published=published).spans:
        assert name in {"start", "end", "duration", "signed"}
        assert 0 <= start < end <= len(text)


@given(st.dates(min_value=date(2010, 1, 1), max_value=date(2030, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    assert period(f"Avtalet gäller till och med {day}.").end == str(day)
