"""Fingerprints: copies share them, whatever the typography; passages that are not the article's own have none."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from iopmine.stories.fingerprint import SHINGLE, WINDOW, fingerprints, own_words

WORDS = [f"ord{i}" for i in range(400)]


def test_typography_does_not_matter():
    plain = "Föreningen öppnar ett nytt härbärge på Storgatan i november, säger ordföranden till tidningen."
    printed = "FÖRENINGEN  öppnar ett\u00a0nytt härbärge på\nStorgatan i november – säger ordföranden till tidningen"
    assert fingerprints(plain).tolist() == fingerprints(printed).tolist()


def test_definition_contact_and_stamp_are_left_out():
    body = "Härbärget får tre nya rum\n\nKommunen och föreningen har enats om hyran för de kommande åren."
    page = (
        f"{body}\n\nVad är IOP?\nIdéburet offentligt partnerskap är en samverkansform mellan kommun och förening.\n\n"
        "Presskontakt\nAnna Ek, 070-174 06 05\n\nDemotext i iopmine: påhittad artikel."
    )
    assert own_words(page) == own_words(body)
    assert fingerprints(page).tolist() == fingerprints(body).tolist()


def test_a_text_of_its_own_words_only_has_fingerprints():
    assert len(fingerprints("")) == 0
    assert len(fingerprints(" – !\n")) == 0
    assert len(fingerprints("Kort notis")) == 1


def test_word_order_counts():
    assert fingerprints("a b c d e f").tolist() != fingerprints("b a c d e f").tolist()


@given(
    st.lists(st.sampled_from(WORDS), max_size=60),
    st.permutations(WORDS).map(lambda words: words[: SHINGLE + WINDOW - 1]),
    st.lists(st.sampled_from(WORDS), max_size=60),
)
def test_a_shared_run_of_words_is_always_seen(before, run, after):
    one = fingerprints(" ".join([*before, *run]))
    other = fingerprints(" ".join([*run, *after]))
    assert np.intersect1d(one, other).size > 0


@given(st.text(max_size=300))
def test_any_text_has_sorted_distinct_fingerprints(text):
    found = fingerprints(text)
    assert found.dtype == np.uint64
    assert (np.diff(found.astype(object)) > 0).all()
