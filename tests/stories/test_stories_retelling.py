"""Retellings: written anew from one press release, with a quotation and the facts in common."""

import time
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.stories import cluster
from iopmine.stories.marks import Marks, marks_of
from iopmine.stories.retelling import facts, quotations, same_facts, same_quotation, told_together

RELEASE = """Bykommun och Stiftelsen Fyrvakten skriver avtal om kvällsjour

2023-05-10 09:00Pressmeddelande

Från den 1 juni 2023 till den 31 maj 2026 ska Bykommun och Stiftelsen Fyrvakten driva en kvällsjour för unga i
Norrhagen. Kommunen lägger 1,4 miljoner kronor om året i ett idéburet offentligt partnerskap, stiftelsen 350 000 kronor.

– Det här är timmarna då ingen annan svarar i telefonen, och då ska vi göra det, säger Malin Torkelsson, verksamhetschef
på Fyrvakten.

Jouren har provats sedan 2021 i Söderlunda, där 212 unga har hört av sig. Anders Vik leder socialnämnden i Bykommun.
"""
RETOLD = """Unga ska få någon att ringa på kvällen

Nu får tonåringar i Norrhagen en jour att vända sig till när skolan har stängt. Bakom den står Fyrvakten, en stiftelse
som redan har prövat arbetssättet i Söderlunda. Där ringde 212 personer på två år.

– Det här är timmarna då ingen annan svarar i telefonen, och då ska vi göra det, säger Malin Torkelsson till Bybladet.

Av politikern Anders Vik får hon medhåll. Avtalet med Bykommun löper från 1 juni 2023 till 31 maj 2026, och varje år
betalar skattebetalarna 1,4 miljoner kronor medan Fyrvakten själv står för 350 000.
"""
OTHER = """Fler jourer öppnar på kvällstid

Ännu en jour har öppnat i länet, denna gång i Västerlunda. Bakom den står föreningen Nattljus.

– Det här är timmarna då ingen annan svarar i telefonen, och då ska vi göra det, har Malin Torkelsson på Fyrvakten sagt.

I Västerlunda räknar man med 90 samtal i månaden och en kostnad av 600 000 kronor under 2024.
"""


def story_ids(documents):
    return cluster.story_ids((document_id, day, marks_of(text)) for document_id, day, text in documents)


def stories(*told):
    return list(story_ids((f"d{i}", day, text) for i, (day, text) in enumerate(told)).values())


@pytest.mark.parametrize("day", ["2023-05-12", "2023-05-24", "2023-05", "2023", None])
def test_a_release_and_what_a_newspaper_made_of_it_are_one_story(day):
    assert len(set(stories(("2023-05-10", RELEASE), (day, RETOLD)))) == 1


@pytest.mark.parametrize("day", ["2023-05-25", "2023-06", "2022"])
def test_the_same_facts_told_later_are_another_story(day):
    assert len(set(stories(("2023-05-10", RELEASE), (day, RETOLD)))) == 2


def test_a_quotation_alone_is_not_enough():
    assert len(set(stories(("2023-05-10", RELEASE), ("2023-05-12", OTHER)))) == 2


def test_facts_alone_are_not_enough():
    unquoted = "\n".join(line for line in RETOLD.splitlines() if not line.startswith("–"))
    assert same_facts(facts(RELEASE), facts(unquoted))
    assert len(set(stories(("2023-05-10", RELEASE), ("2023-05-10", unquoted)))) == 2


def test_the_order_of_the_texts_does_not_matter():
    one = story_ids([("a", "2023-05-10", RELEASE), ("b", "2023-05-12", RETOLD), ("c", "2023-05-12", OTHER)])
    other = story_ids([("c", "2023-05-12", OTHER), ("b", "2023-05-12", RETOLD), ("a", "2023-05-10", RELEASE)])
    assert one == other == {"a": "s-a", "b": "s-a", "c": "s-c"}


def test_a_genitive_and_a_decimal_comma_are_the_same_fact():
    assert same_facts(facts("x " + RELEASE), facts(RELEASE.replace("1,4", "1.4").replace("Norrhagen", "Norrhagens")))


@pytest.mark.parametrize("said", ["– {}", "”{}”, säger hon.", '"{}", säger hon.', "- {}", "»{}», säger hon."])
def test_what_is_a_quotation(said):
    words = "Vi tänker inte stänga dörren för någon som fryser"
    assert same_quotation(quotations(f"Rubrik\n{said.format(words)}"), quotations(f"Annat\n– {words} i natt"))
    assert not same_quotation(quotations(f"Rubrik\n{said.format(words)}"), quotations(f"Annat\n{words} i natt"))


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_texts_can_be_compared(one, other):
    assert same_facts(facts(one), facts(other)) == same_facts(facts(other), facts(one))
    assert same_quotation(quotations(one), quotations(other)) == same_quotation(quotations(other), quotations(one))
    assert told_together(None, "2020")


@pytest.mark.parametrize("text", ["– a" * 40_000, "”" * 100_000, "9," * 50_000, " A" * 50_000, "\n- " * 33_000])
def test_long_odd_texts_cost_no_more_than_their_length(text):
    def cost(part):
        spans = []
        for _ in range(3):
            start = time.process_time()
            facts(part), quotations(part)
            spans.append(time.process_time() - start)
        return min(spans)

    assert cost(text) <= 3.5 * cost(text[: len(text) // 2]) + 0.05


@given(st.text(max_size=400))
def test_marks_survive_being_packed(text):
    marks = marks_of(text)
    assert [list(part) for part in astuple(Marks.unpack(marks.pack()))] == [list(part) for part in astuple(marks)]


@pytest.mark.parametrize("packed", [b"", b"x" * 24, b"\x01" + b"\x00" * 23, b"\xff" * 32])
def test_other_bytes_are_no_marks(packed):
    with pytest.raises(ValueError, match="no marks"):
        Marks.unpack(packed)
