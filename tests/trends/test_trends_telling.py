"""Findings in plain sentences: what changed, when, how sure, what shows it, and what it does not say."""

import pytest

from iopmine.records import Receipt, Shift, WordDrift
from iopmine.trends.telling import drift_sentence, receipt_sentence, shift_sentence

LEVEL = Shift(
    "frame", "vinster", "level", "2014-05-01", "2013-11-02", "2015-01-20", 0.2, 0.001, 0.01, "",
    begin="2014-05-01", end="2020-12-31", inside=0.3, outside=0.1, form_share=0.95, stories_inside=100, stories=300,
)  # fmt: skip


def with_(**changed):
    return Shift(**{**{name: getattr(LEVEL, name) for name in Shift.__slots__}, **changed})


def plain(sentence):
    """The sentence with ordinary spaces, which are easier to read in a test."""
    return sentence.replace("\xa0", " ")


def test_a_level_in_swedish():
    assert shift_sentence(LEVEL, "Vinster i välfärden") == (
        "”Vinster i välfärden” blev vanligare omkring 2014-05-01 (troligen mellan 2013-11-02 och 2015-01-20): från"
        " 10\xa0% till 30\xa0% av texterna. Det visar när andelen ändrades i de insamlade texterna, inte varför."
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
        ({"outside": 0.034, "inside": 0.0281}, "från 3,4 % till 2,8 %", "from 3.4 % to 2.8 %"),
        ({"form_share": 0.5}, "säkrare än på vilket sätt", "more certain than in what way"),
        ({"stories_inside": 20}, "bygger på få texter", "rests on few texts"),
        ({"effect": -0.2, "stories": 150}, "bygger på få texter", "rests on few texts"),
        ({"scope": "2012-01-01/2016-02-03"}, "inom perioden 2012-01-01 till 2016-02-03", "exploratory finding"),
    ],
)
def test_each_form_has_its_words(changed, swedish, english):
    assert swedish in plain(shift_sentence(with_(**changed), "Etikett"))
    said = plain(shift_sentence(with_(**changed), "Label", "en"))
    assert english in said
    assert said.endswith("not why.")


@pytest.mark.parametrize("changed", [{}, {"family": "trend", "stories_inside": 10}, {"stories_inside": None}])
def test_a_clear_shift_over_all_the_time_has_one_caveat(changed):
    said = shift_sentence(with_(**changed), "Etikett")
    assert "utforskande" not in said
    assert "säkrare" not in said
    assert "få texter" not in said
    assert said.endswith("inte varför.")


def receipt(what, text, value, *sides):
    return Receipt("frame", "vinster", "2014-05-01", what, "id", text, value, *sides)


def test_a_word_tells_how_much_more_frequent_it_is_and_where():
    came = receipt("word", "vinsttak", 3.1, 108, 12, 12340, 8800, 55.0)
    assert plain(receipt_sentence(came)) == (
        "Ordet ”vinsttak” är 8,6 gånger så vanligt inom perioden som utanför: 108 av 12 340 ord, mot 12 av 8 800, i"
        " texterna om saken."
    )
    left = receipt("word", "stöd", -2.0, 10, 30, 1000, 980, 25.0)
    assert "4 times as frequent outside the period as within: 30 of 980 words" in receipt_sentence(left, "en")


def test_a_word_that_is_only_on_one_side_has_no_invented_ratio():
    only = receipt("word", "vinsttak", 3.1, 8, 0, 1234, 880, 15.0)
    assert "finns bara inom perioden: 8 av" in receipt_sentence(only)
    assert "gånger" not in receipt_sentence(only)
    assert receipt_sentence(only).endswith("få förekomster.")
    assert receipt_sentence(only, "en").endswith("few occurrences.")


def test_an_organisation_tells_how_many_texts_that_is():
    named = receipt("organisation", "Nya föreningen", 0.6, 30, 2, 40, 20)
    assert receipt_sentence(named) == (
        "Nya föreningen nämns i 30 av 40 texter om saken inom perioden, mot 2 av 20 utanför."
    )
    few = receipt("organisation", "Nya föreningen", 1.0, 12, 0, 12, 2)
    assert receipt_sentence(few).endswith("Det bygger på få texter.")
    assert receipt_sentence(few, "en").endswith("rests on few texts.")


def test_documents_and_events_have_their_day_where_it_is_known():
    assert receipt_sentence(receipt("document", "Ny regel", 0.02), when="2014-05-02") == (
        "Texten ”Ny regel”, 2014-05-02, är en av dem som skiftet främst vilar på."
    )
    # A text without a title is called by its id.
    assert receipt_sentence(receipt("document", "", 0.02), "en").startswith("The text “id” is one")
    event = receipt("event", "Val till riksdagen", 0.0)
    assert receipt_sentence(event, when="2014-09-14") == (
        "Vid samma tid: Val till riksdagen (2014-09-14). Att tiden är densamma visar inte att det är orsaken."
    )
    assert receipt_sentence(event, "en").endswith("does not make it the cause.")


@pytest.mark.parametrize(("after", "verb"), [(0.58, "vanligare"), (0.01, "ovanligare")])
def test_drift_tells_the_word_the_shares_and_what_chance_gives(after, verb):
    said = plain(drift_sentence(WordDrift("topic", "3", "digital", "2016-02-01", 0.05, after, 123, 0.02), "Omsorg"))
    assert said.startswith(f"I texterna om ”Omsorg” blev ordet ”digital” {verb} omkring 2016-02-01: från 5 % till")
    assert "(123 har det)" in said
    assert "omkring 1 gång på 50" in said
    assert said.endswith("utforskande och visar när, inte varför.")


def test_drift_in_english():
    said = plain(drift_sentence(WordDrift("topic", "3", "digital", "2016-02-01", 0.05, 0.58, 123, 0.001), "Care", "en"))
    assert "became more common around 2016-02-01: from 5 % to 58 % of them" in said
    assert "about 1 time in 1,000" in said
