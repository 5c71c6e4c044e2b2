from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from iopmine.records import Mention
from iopmine.report.masking import Privacy, mask
from iopmine.report.quotation import MAX_CHARACTERS, MAX_WORDS, Quoter
from iopmine.text.redaction import redact

LETTERS = st.text(alphabet="abcåäö .,!?\n–0123456789@\t", max_size=900)


@given(LETTERS, st.integers(0, 900), st.integers(0, 900))
def test_a_quotation_is_short_whatever_the_text(text, first, second):
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    quote = str(Quoter(text).around(start, end))
    assert len(quote) <= MAX_CHARACTERS
    assert len(quote.split()) <= MAX_WORDS
    assert "\n" not in quote


@given(st.integers(0, 60), st.integers(1, 4))
def test_the_words_are_whole_and_marked(start, count):
    words = [f"ord{number}" for number in range(70)]
    text = " ".join(words)
    begin = text.index(words[start])
    hit = " ".join(words[start : start + count])
    quote = Quoter(text).around(begin, begin + len(hit))
    assert quote.hit == hit
    assert {word for word in str(quote).split() if word != "…"} <= set(words)
    assert str(quote).startswith("… ") == (not str(quote).startswith("ord0 "))


def test_a_short_sentence_is_quoted_whole_without_its_neighbours():
    text = "Först detta. Ekdala kommun tecknar ett IOP med jouren. Sedan något annat."
    start = text.index("Ekdala")
    quote = Quoter(text).around(start, start + len("Ekdala kommun"))
    assert (quote.before, quote.hit, quote.after) == ("", "Ekdala kommun", " tecknar ett IOP med jouren.")


def test_a_cut_never_leaves_part_of_a_number_or_a_name():
    filler = "mycket lång text om samverkan " * 4
    text = f"{filler}ring 070-174 06 11 till Majken Thelander {filler}IOP {filler}070-174 06 12 {filler}"
    for position in range(0, len(text), 3):
        quote = str(Quoter(text, ("Majken Thelander",)).around(position, position + 5))
        assert not any(part in quote for part in ("174", "06 1", "Majken", "Thelander"))


@given(st.lists(st.sampled_from(["070-174 06 11", "a@b.se", "Bo Ek", "text", "år", "  "]), max_size=12).map(" ".join))
def test_masking_is_redaction_and_can_keep_the_length(text):
    persons = ("Bo Ek",)
    assert mask(text, persons).text == redact(text, persons)
    assert len(mask(text, persons, keep_length=True).text) == len(text)


def test_offsets_move_with_the_masks():
    text = "Mejla a.b.c@example.org eller ring Ekdala kommun."
    masked = mask(text, ())
    start, end = masked.span(text.index("Ekdala"), text.index("Ekdala") + 6)
    assert masked.text[start:end] == "Ekdala"
    start, end = masked.span(text.index("example"), text.index("example") + 3)
    assert masked.text[start:end] == "[e-post]"


def test_parts_of_a_name_are_masked_unless_they_name_a_place_or_organisation():
    mentions = (Mention("d", "LOC", 0, 4, "Lund", "ort:lund", "Lund", "list", 1.0),)
    privacy = Privacy({"d": ("Karl Lund", "Anna von Essen")}, mentions)
    assert privacy.clean("Karl Lund bor i Lund. Essens svar till ANNA VON ESSEN.", "d") == (
        "[person] bor i Lund. [person]s svar till [person]."
    )
    assert privacy.clean("Karl Lund", "annan") == "Karl Lund"
    assert privacy.clean_words("essen · vinst") == "[person] · vinst"
