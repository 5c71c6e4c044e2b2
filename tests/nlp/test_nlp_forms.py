"""Money, periods and modality: the forms that agreements take in the news."""

from __future__ import annotations

import pytest

from iopmine.nlp.money import amounts
from iopmine.nlp.periods import period
from iopmine.nlp.relevance import assess


@pytest.mark.parametrize(
    ("text", "sek", "basis"),
    [
        ("Stödet är 1,3 miljoner kronor per år.", 1_300_000, "per_year"),
        ("Kommunen betalar 850 tkr årligen.", 850_000, "per_year"),
        ("Regionen lägger 2,4 mnkr på arbetet.", 2_400_000, "unclear"),
        ("Föreningen får 650 000 kr om året.", 650_000, "per_year"),
        ("Sammanlagt 4,5 miljoner under tre år.", 4_500_000, "total"),
        ("Värdet är en miljon kronor årligen.", 1_000_000, "per_year"),
        ("Ersättningen är 575 000 kronor per år.", 575_000, "per_year"),
    ],
)
def test_amounts(text: str, sek: int, basis: str) -> None:
    assert [(a.sek, a.basis) for a in amounts(text)] == [(sek, basis)]


@pytest.mark.parametrize(
    "text",
    [
        "Kommunen dömdes att betala upphandlingsskadeavgift på fem miljoner kronor.",
        "Det kostar 30 kronor per invånare.",
        "Under 2016 kom 1 200 personer.",
        "Beslutet fattades 2018 av 12 ledamöter.",
    ],
)
def test_what_is_no_contract_sum(text: str) -> None:
    assert not list(amounts(text))


@pytest.mark.parametrize(
    ("text", "start", "end", "duration"),
    [
        ("Avtalet gäller 2015 – 2020.", "2015", "2020", None),
        ("Det gäller från den 1 januari 2022 till och med den 31 december 2023.", "2022-01-01", "2023-12-31", None),
        ("Avtalet löper t.o.m. 31 december 2026.", None, "2026-12-31", None),
        ("Partnerskapet är treårigt.", None, None, 3.0),
        ("Från årsskiftet 18/19 är föreningen part.", "2019-01-01", None, None),
        ("Det gäller fram till och med 30 april 2024.", None, "2024-04-30", None),
        ("Avtalsperiod: 1 januari 2018 – 31 december 2018", "2018-01-01", "2018-12-31", None),
    ],
)
def test_periods(text: str, start: str | None, end: str | None, duration: float | None) -> None:
    found = period(text)
    assert (found.start, found.end) == (start, end)
    assert duration is None or found.duration == duration


@pytest.mark.parametrize(
    ("text", "relevant"),
    [
        ("Vad är ett idéburet offentligt partnerskap?", True),
        ("Kommunens ideburna offentliga partnerskap utvärderas.", True),
        ("Ögonläkaren mäter IOP. Högt ögontryck, över 21 mmHg, kan ge glaukom.", False),
        ("Registrerat partnerskap ersattes av äktenskapet.", False),
        ("Kommunen planterar träd i parken.", False),
    ],
)
def test_relevance(text: str, relevant: bool) -> None:
    assert assess(text).relevant is relevant
