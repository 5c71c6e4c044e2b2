"""Money as agreements state it, beside the money that is no agreement's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.nlp.money import amounts


@pytest.mark.parametrize(
    ("text", "sek", "basis"),
    [
        ("Sammanlagt satsar landstinget och kommunen 4,8 miljoner kronor.", 4_800_000, "total"),
        ("De lägger 280 000 kronor för tiden fram till hösten.", 280_000, "total"),
        ("Kommunens del är 900 000 kronor för det första året.", 900_000, "per_year"),
        ("Föreningen får 145 000 kr för 2020.", 145_000, "total"),
        ("Kommunen ska betala 610 000 kronor om året.", 610_000, "per_year"),
        ("Staden lägger 4,5 MSEK per år.", 4_500_000, "per_year"),
    ],
)
def test_what_a_sum_is_counted_over(text: str, sek: int, basis: str) -> None:
    assert [(a.sek, a.basis) for a in amounts(text)] == [(sek, basis)]


@pytest.mark.parametrize(
    "text",
    [
        "Föreningen fick 100 000 kronor i årligt föreningsbidrag.",
        "Alingsås kommun ska betala fem miljoner kronor.",
        "Medianersättningen är 640 000 kronor per år.",
        "Kostnaden uppskattas till en miljon kronor om året.",
        "Det blir 3,7 miljoner kronor i årets budget.",
        "Regeringen har avsatt 50 miljoner kronor för modellen.",
        "I år fördelar regeringen 50 miljoner kronor.",
        "Föreningen har fått 2 miljoner kronor från staten.",
        "Kommunen har dömts att betala 3 miljoner kronor.",
        "Kommunen fick betala 3 miljoner kronor för otillåten direktupphandling.",
    ],
)
def test_money_that_is_no_agreements(text: str) -> None:
    assert not list(amounts(text))


@given(
    st.integers(min_value=1, max_value=999), st.sampled_from(["kr", "kronor"]), st.sampled_from([" ", "\u00a0", "."])
)
def test_thousands_are_read_whatever_parts_them(thousands: int, unit: str, gap: str) -> None:
    (found,) = amounts(f"Stödet är {thousands}{gap}000 {unit} per år.")
    assert (found.sek, found.basis) == (thousands * 1000, "per_year")


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for found in amounts(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.sek >= 1000


@pytest.mark.parametrize(
    "text",
    [
        "Myndigheten begär en upphandlingsskadeavgift. Summan är fem miljoner kronor.",
        "Kommunen hotas av vite. Det handlar om 2 miljoner kronor.",
        "I juni döms Ekdala kommun av Förvaltningsrätten i Göteborg, efter två års väntan, att betala 5 mnkr.",
        "Domstolen ålägger staden, som länge hade hoppats på motsatsen, att betala 800 000 kronor.",
    ],
)
def test_a_fine_is_no_sum_of_an_agreement_wherever_it_is_named(text: str) -> None:
    sentences = text.partition(". ")
    start = len(text) - len(sentences[2]) if sentences[2] else 0
    assert not list(amounts(text, start))


@pytest.mark.parametrize(
    "text",
    [
        "Myndigheten begär en upphandlingsskadeavgift. Avtalet är värt 5 miljoner kronor.",
        "Kommunen fick vite. Partnerskapet kostar 5 miljoner kronor.",
        "Parterna är överens. Summan är 5 miljoner kronor.",
        "Rätten avslog kravet på skadestånd. Staden betalar 5 miljoner kronor om året i partnerskapet.",
    ],
)
def test_a_fine_in_the_sentence_before_leaves_the_agreements_sum(text: str) -> None:
    assert [a.sek for a in amounts(text, text.index(". ") + 2)] == [5_000_000]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Staden betalar 900 000 kronor per år till jouren.", "per år"),
        ("Årligen betalas 500 000 kr ut.", "Årligen betalas"),
        ("Sammanlagt betalar staden 1,5 mnkr.", "Sammanlagt betalar staden"),
        ("Staden betalar 900 000 kronor till jouren.", None),
    ],
)
def test_the_words_for_the_basis_are_kept(text: str, words: str | None) -> None:
    (found,) = amounts(text)
    assert (text[slice(*found.said)] if found.said else None) == words


def test_a_spread_over_many_agreements_is_no_sum() -> None:
    assert not list(amounts("Spridningen är stor: från 90 000 kr till 3,1 mnkr."))
