"""Normal forms: offsets that lead back, slugs that never meet."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.text.inflection import genitive, without_genitive
from iopmine.text.normal import aligned, fold, matching_form, nfc, sha256, slug, squeeze

MIXED = st.text(
    alphabet=st.sampled_from("aåäöAÅÖe\u0301\u030a\u0308\u00ad\u00a0\u2011\u2019\u202f \n\rnßé🙂가"), max_size=40
)


@given(MIXED | st.text(max_size=40))
def test_every_offset_of_the_matching_form_leads_back(text):
    view = aligned(text)
    length = len(view.form)
    offsets = [view.original(at, at)[0] for at in range(length + 1)]
    assert offsets == sorted(offsets)
    assert offsets[0] == 0 or not view.form or text[: offsets[0]].strip("\u00ad") == ""
    assert offsets[-1] == len(text)
    assert "\u00ad" not in view.form


@given(MIXED, st.data())
def test_a_span_of_the_form_is_the_same_words_in_the_text(text, data):
    view = aligned(text)
    start = data.draw(st.integers(0, len(view.form)))
    end = data.draw(st.integers(start, len(view.form)))
    at, till = view.original(start, end)
    # A letter that is composed of several cannot be cut: what ends within it ends before it.
    inside = any(cut > 0 and view.original(cut - 1, cut)[0] == view.original(cut, cut)[0] for cut in (start, end))
    if not inside:
        assert matching_form(nfc(text[at:till]).replace("\u00ad", "")) == view.form[start:end]


@given(st.text())
def test_composed_text_does_not_move(text):
    plain = nfc(text).replace("\u00ad", "")
    if unicodedata.is_normalized("NFC", plain):
        view = aligned(plain)
        assert view.offsets is None
        assert len(view.form) == len(plain)
        assert view.original(3, 5) == (3, 5)


def test_a_name_in_decomposed_letters_with_soft_hyphens():
    text = unicodedata.normalize("NFD", "Vi på Fyr\u00adbåken och Öland")
    view = aligned(text)
    start = view.form.index("Fyrbåken")
    at, till = view.original(start, start + len("Fyrbåken"))
    assert nfc(text[at:till]).replace("\u00ad", "") == "Fyrbåken"
    assert till == text.index(" och")


@given(st.text(), st.text())
def test_slugs_are_safe_and_tell_names_apart(one, two):
    for name in (one, two):
        made = slug(name)
        assert 1 <= len(made) <= 80
        assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert made.strip("-") == made
    if fold(one) == fold(two):
        assert slug(one) == slug(two)


def test_slugs_of_swedish_names():
    assert slug("Stiftelsen Fyrbåken i Östra Ängby") == "stiftelsen-fyrbaken-i-ostra-angby"
    assert slug("!!!") != slug("???")
    assert slug("x" * 200) != slug("x" * 201)


@given(st.text())
def test_squeeze_fold_and_hash(text):
    assert squeeze(squeeze(text)) == squeeze(text) == squeeze(f" \n{text}\t")
    assert fold(text.upper()) == fold(fold(text.upper()))
    assert len(sha256(text)) == 64


def test_hash_of_half_a_character_is_one():
    assert sha256("\ud800") != sha256("")


@given(st.text(alphabet="abcåäöxzsS", min_size=2, max_size=12))
def test_the_genitive_is_taken_off_again(name):
    assert without_genitive(genitive(name)) in {name, without_genitive(name)}


def test_genitives_by_the_rules():
    assert [genitive(name) for name in ("Ekdala", "Norrvikens", "SKR", "Max", "Fritz", "A")] == [
        "Ekdalas", "Norrvikens", "SKR:s", "Max", "Fritz", "As",
    ]  # fmt: skip


@pytest.mark.parametrize("marks", ["\u0301\u0316", "\u0f73", "\u05b0\u05ae", "\U0001d165\U0001d16d"])
@pytest.mark.parametrize("form", [nfc, aligned])
def test_runs_of_marks_take_time_by_their_length(marks, form):
    def seconds(times):
        started = time.process_time()
        form("Ekdala" + marks * times)
        return time.process_time() - started

    assert seconds(40_000) < 3 * max(seconds(20_000), 0.05)


def test_only_runs_that_no_language_has_are_cut():
    marks = "\u0316\u0301" * 15
    assert nfc(f"e{marks}x") == unicodedata.normalize("NFC", f"e{marks}x")
    cut = nfc(f"e{marks}\u0301x{marks}")
    assert cut.count("\u034f") == 1
    assert unicodedata.is_normalized("NFC", cut)
    assert len(cut.replace("\u034f", "")) == len(unicodedata.normalize("NFC", f"e{marks}\u0301x{marks}"))
    assert nfc(cut) == cut
    for letters in ("ж" * 90, "日本" * 40, "\u0915\u093e\u0902" * 40):
        assert nfc(letters) == letters


@given(st.text(alphabet=st.sampled_from("ae\u0301\u0316\u0308\u00e5日"), min_size=25, max_size=90))
def test_normal_form_loses_nothing(text):
    assert unicodedata.is_normalized("NFC", nfc(text))
    if "\u034f" not in nfc(text):
        assert nfc(text) == unicodedata.normalize("NFC", text)
