"""Sentences and passages: they cover the text, in order, and never overlap."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.text.passages import DEMO_STAMP, inside, passages
from iopmine.text.sentences import sentences

PIECES = st.lists(
    st.sampled_from(
        ["Ekdala", "kommun", "bl.a.", "t.ex.", "kl.", "10.30", ".", "!", "?", "…", "”", "(", ")", "–", "\n", "\n\n",
         "\r\n", " ", "\t", "•", "avtal", "A.", "S.k.", "Vad är IOP?", "Kontakt:", "Läs mer", "Fakta", "\u00a0"]
    ),
    max_size=30,
).map(lambda words: " ".join(words))  # fmt: skip


@given(PIECES | st.text(max_size=80))
def test_sentences_cover_all_words_in_order_without_overlap(text):
    spans = list(sentences(text))
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(text)
        assert not text[last:start].strip(), "no word between two sentences"
        assert text[start:end] == text[start:end].strip()
        last = end
    assert not text[last:].strip()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ett. Två! Tre? Fyra…", 4),
        ("Det gäller bl.a. skolan och t.ex. vården. Nästa.", 2),
        ("Möte kl. 10.30 på torget. Kom!", 2),
        ("”Vi är klara.” Hon ler.", 2),
        ("Anna S. Ek talade.", 1),
        ("Rubrik\n\nFörsta stycket. Andra meningen.", 3),
        ("Rubrik\nIngress med text.\n– Ett citat.\n– Ett till.", 4),
        ("Budget 1.5 miljoner. slut", 1),
        ("", 0),
        (" \n ", 0),
    ],
)
def test_where_sentences_end(text, wanted):
    assert len(list(sentences(text))) == wanted


def test_a_hard_wrapped_line_goes_on():
    text = "Kommunen och föreningen skriver ett avtal om ett natthärbärge som ska\nöppna i november. Det är nytt."
    assert [text[start:end].count("\n") for start, end in sentences(text)] == [1, 0]


@given(PIECES | st.text(max_size=80))
def test_passages_are_in_order_and_apart(text):
    found = passages(text)
    assert all(0 <= p.start < p.end <= len(text) for p in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    for p in found:
        assert inside(p.start, found, p.kind)
        assert inside(p.end - 1, found)
    assert not inside(-1, found)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(p.kind, text[p.start : p.end].split("\n")[0]) for p in passages(text)]


def test_what_is_not_the_articles_own():
    text = (
        "Nytt avtal i Ekdala\n\nKommunen och jouren skriver ett avtal.\n\n"
        "Vad är ett IOP?\nEtt samarbete mellan offentlig sektor och ideella.\n\n"
        "Kontakt:\nMajken Thelander\nordförande\n\n"
        f"{DEMO_STAMP} påhittad text."
    )
    assert kinds(text) == [
        ("definition", "Vad är ett IOP?"), ("contact", "Kontakt:"), ("demo", f"{DEMO_STAMP} påhittad text."),
    ]  # fmt: skip


def test_an_opening_that_defines_is_the_articles_own():
    assert kinds("Ett IOP är en modell för samverkan\n\nI Ekdala prövas den nu.") == []


def test_a_fact_box_about_the_own_partnership_is_news():
    assert kinds("Nytt avtal\n\nFakta\nAvtalet gäller i tre år och omfattar tolv platser.") == []
