"""Shifts in plain sentences: what changed, when, how sure, and what it does not say."""

import pytest

from iopmine.records import Shift
from iopmine.trends.telling import shift_sentence

LEVEL = Shift(
    "frame", "vinster", "level", "2014-05-01", "2013-11-02", "2015-01-20", 0.2, 0.001, 0.01, "",
    begin="2014-05-01", end="2020-12-31", inside=0.3, outside=0.1, form_share=0.95,
)  # fmt: skip


def with_(**changed):
    return Shift(**{**{name: getattr(LEVEL, name) for name in Shift.__slots__}, **changed})


def test_a_level_in_swedish():
    assert shift_sentence(LEVEL, "Vinster i välfärden") == (
        "”Vinster i välfärden” blev vanligare omkring 2014-05-01 (troligen mellan 2013-11-02 och 2015-01-20): från 10 %"
        " till 30 % av texterna. Det visar när andelen ändrades i de insamlade texterna, inte varför."
    )


@pytest.mark.parametrize(
    ("changed", "swedish", "english"),
    [
        ({}, "blev vanligare", "became more common"),
        ({"effect": -0.2}, "blev ovanligare", "became less common"),
        ({"family": "pulse"}, "var tillfälligt vanligare", "was more common for a time"),
        ({"family": "pulse", "effect": -0.1}, "var tillfälligt ovanligare", "was less common for a time"),
        ({"family": "trend"}, "har blivit vanligare steg för steg", "has become more common step by step"),
        ({"family": "season"}, "vanligast kring maj", "most common around May"),
        ({"outside": 0.002}, "från under 1 % till 30 %", "from under 1 % to 30 %"),
        ({"form_share": 0.5}, "säkrare än på vilket sätt", "more certain than in what way"),
        ({"scope": "2012-01-01/2016-02-03"}, "inom perioden 2012-01-01 till 2016-02-03", "exploratory finding"),
    ],
)
def test_each_form_has_its_words(changed, swedish, english):
    assert swedish in shift_sentence(with_(**changed), "Etikett")
    said = shift_sentence(with_(**changed), "Label", "en")
    assert english in said
    assert said.endswith("not why.")


def test_a_clear_shift_over_all_the_time_has_one_caveat():
    said = shift_sentence(LEVEL, "Etikett")
    assert "utforskande" not in said
    assert "säkrare" not in said
    assert said.endswith("inte varför.")
