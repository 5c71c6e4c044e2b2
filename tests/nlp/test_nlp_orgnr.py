"""Organisation numbers: which digits are one, and whose they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.nlp.candidates import Candidate
from iopmine.nlp.orgnr import numbered, organisation_numbers
from iopmine.text.luhn import has_check_digit


def org(text: str, name: str) -> Candidate:
    start = text.index(name)
    return Candidate(start, start + len(name), start + len(name), "ORG", (), "list:name", 1.0)


@pytest.mark.parametrize(
    "text",
    [
        "802006-3684", "(802006-3684)", "802006–3684", "org.nr 8020063684", "org nr: 802006-3684", "orgnr 8020063684",
        "Organisationsnummer: 802006-3684", "org. nr 16802006-3684", "ORG.NR 802006-3684.",
    ],
)  # fmt: skip
def test_a_number_is_read_in_each_of_its_forms(text: str) -> None:
    assert [number for _, _, number in organisation_numbers(text)] == ["802006-3684"]


@pytest.mark.parametrize(
    "text",
    [
        "802006-3685",  # wrong check digit
        "850101-1236",  # a month: a person
        "8020063684",  # ten digits that nothing calls a number
        "1802006-3684", "802006-36841", "802006-3684-1", "08-802006-3684", "bankgiro 5402-9681", "2020-06-36 84",
    ],
)  # fmt: skip
def test_other_digits_are_none(text: str) -> None:
    assert not list(organisation_numbers(text))


@given(st.integers(0, 10**9 - 1))
def test_one_of_ten_last_digits_fits(number: int) -> None:
    assert sum(has_check_digit(f"{number:09}{last}") for last in range(10)) == 1


@given(st.text(alphabet="0123456789-– orgn.:()ABab\n", max_size=60))
def test_what_is_found_lies_in_the_text_and_is_valid(text: str) -> None:
    for start, end, number in organisation_numbers(text):
        digits = "".join(filter(str.isdigit, number))
        assert digits in "".join(filter(str.isdigit, text[start:end]))
        assert has_check_digit(digits)
        assert int(digits[2:4]) >= 20


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Föreningen Åsen (802006-3684) och Bris skrev på.", "Föreningen Åsen"),
        ("Föreningen Åsen, org.nr 802006-3684, och Bris skrev på.", "Föreningen Åsen"),
        ("Parter är Bris och Föreningen Åsen, med organisationsnummer 802006-3684.", "Föreningen Åsen"),
        ("802006-3684 Föreningen Åsen", "Föreningen Åsen"),
        ("Bris var där.\n802006-3684, Föreningen Åsen", "Föreningen Åsen"),
        ("Föreningen Åsen var där. Numret är 802006-3684.", None),
        ("Föreningen Åsen var där\n802006-3684", None),
    ],
)
def test_a_number_belongs_to_the_name_beside_it(text: str, owner: str | None) -> None:
    chosen = sorted((org(text, name) for name in ("Föreningen Åsen", "Bris") if name in text), key=lambda c: c.start)
    owners = {text[chosen[i].start : chosen[i].end]: number for i, number in numbered(text, chosen).items()}
    assert owners == ({owner: "802006-3684"} if owner else {})
