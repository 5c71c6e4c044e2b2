"""Evidence is part of the contract: each field that is given stands in words of the text, and those words hold it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from iopmine.nlp import evaluation, pipeline
from iopmine.records import Document, PartnershipReading
from iopmine.resources import demo_folder
from iopmine.text.normal import fold
from tests.nlp.reading import document, swedish

GOLD = Path(__file__).parents[2] / "corpus" / "gold" / "partnerships.jsonl"
# ``precision`` is that of the date, and ``rule`` names the pattern: neither has words of its own.
FIELDS = (
    "public_parties", "idea_based_parties", "areas", "place", "status", "start", "end", "duration", "amount_sek",
    "amount_basis",
)  # fmt: skip
# A day without a year is read from the day of publication, the turn of a year from the year named before it.
YEARLESS = re.compile(r"\d{1,2} [a-zåäö]+|årsskiftet")
NUMBERS = (
    r"\d|\b(?:en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|hel|halv)|(?:ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio)år"
)


def _texts() -> Iterator[Document]:
    for path in sorted(demo_folder().glob("*/*.txt")):
        text = path.read_bytes().decode("utf-8")
        yield Document(path.stem, "", "", "", text.split("\n")[0], text, None, None, None, None, "sv")
    for row in evaluation.read_gold(GOLD):
        yield document(row["text"])


@cache
def readings() -> list[tuple[str, PartnershipReading]]:
    """Return (text, reading) of every agreement that is read in the demo corpus and in our own sentences."""
    extractions = pipeline.extract(swedish(), _texts())
    return [(each.document.text, reading) for each in extractions for reading in each.partnerships]


def said(text: str, reading: PartnershipReading, field: str) -> list[str]:
    return [text[e.start : e.end] for e in reading.evidence if e.field == field]


def given(reading: PartnershipReading, field: str) -> bool:
    return getattr(reading, field) not in (None, "", "unclear", ())


def stems(words: str) -> set[str]:
    """Return the first four letters of each word, which inflection leaves alone."""
    return {word[:4] for word in re.findall(r"\w+", fold(words))}


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_has_evidence_if_and_only_if_it_is_given(field: str) -> None:
    assert len(readings()) > 300
    assert any(given(reading, field) for _, reading in readings())
    for text, reading in readings():
        words = said(text, reading, field)
        assert bool(words) == given(reading, field), (field, text[:60])
        assert all(each == each.strip() and each for each in words), words


@pytest.mark.parametrize("field", ["public_parties", "idea_based_parties"])
def test_each_party_has_its_words(field: str) -> None:
    for text, reading in readings():
        parties, words = getattr(reading, field), said(text, reading, field)
        assert len(parties) == len(words)
        for party in parties:
            # "Kommunen" and an abbreviation stand for a name; other words share one with it.
            meant = any(stems(each) & stems(party.canonical) or each.isupper() for each in words)
            assert meant, (party.canonical, words)


def test_each_area_has_its_words() -> None:
    assert all(len(said(text, reading, "areas")) == len(reading.areas) for text, reading in readings())


def test_the_place_is_named_in_its_words() -> None:
    assert all(stems(reading.place) & stems(said(text, reading, "place")[0]) for text, reading in readings())


@pytest.mark.parametrize("field", ["start", "end"])
def test_a_date_stands_in_its_words(field: str) -> None:
    for text, reading in readings():
        date = getattr(reading, field)
        if date is not None:
            words = " ".join(said(text, reading, field))
            assert date[2:4] in words or YEARLESS.search(words), (date, words)


@pytest.mark.parametrize("field", ["amount_sek", "duration"])
def test_a_quantity_stands_in_its_words(field: str) -> None:
    for text, reading in readings():
        if given(reading, field):
            words = " ".join(said(text, reading, field)).casefold()
            assert re.search(NUMBERS, words), words


def test_what_a_year_costs_says_so() -> None:
    for text, reading in readings():
        if reading.amount_basis == "per_year":
            assert re.search(r"år|vartdera", " ".join(said(text, reading, "amount_basis")).casefold())


def at(published: str | None) -> tuple[str, list[str]]:
    """Return status and its words of an agreement for 2018–2020, as read in a text of a day."""
    text = "Ekdala kommun och Kvinnojouren Linnean och ett idéburet offentligt partnerskap för åren 2018–2020."
    dated = Document("d", "", "", "", "", text, published, "day" if published else None, "meta", None, "sv")
    ((reading,),) = (extraction.partnerships for extraction in pipeline.extract(swedish(), [dated]))
    return reading.status, said(text, reading, "status")


def test_dates_tell_the_status_where_no_verb_does() -> None:
    assert at("2023-05-02") == ("ended", ["2020"])
    assert at("2019-05-02") == ("running", ["2018"])
    assert at("2017-05-02") == ("unclear", [])
    assert at(None) == ("unclear", [])
