"""The shared vocabulary: frozen, described, and in the order that the tables and the contracts promise."""

from __future__ import annotations

import dataclasses
import inspect

import pytest

from iopmine import records
from iopmine.records import column_names, precision_of
from iopmine.report.columns import TABLES

RECORDS = [
    value
    for _, value in inspect.getmembers(records, inspect.isclass)
    if dataclasses.is_dataclass(value) and value.__module__.startswith(f"{records.__name__}.")
]
WRITTEN = {table.record for table in TABLES if table.record.__module__.startswith(f"{records.__name__}.")}
CONTRACT = {
    "Document": "id url source kind title text published published_precision date_source modified language relevance "
    "iop_relevant topic story_id demo sha256 main_subject pages",
    "Mention": "document_id label start end text entity_id canonical rule score",
    "Entity": "id label canonical kind side parent_id kommunkod lan_kod orgnr aliases",
    "AreaHit": "document_id id start end rule score",
    "FrameHit": "document_id id start end rule score speaker",
    "Partnership": "id public_parties idea_based_parties areas place status start end precision duration amount_sek "
    "amount_basis conflicts documents stories score reason readings",
    "CountClaim": "document_id counter counted value qualifier start end date",
    "Topic": "run id label terms stability",
    "Share": "run document_id topic_id weight",
    "Series": "kind key group measure period value low high documents stories",
    "Shift": "kind key family date date_low date_high effect p_value q_value evidence begin end effect_low effect_high "
    "inside outside stories_inside stories form_p_value form_share scope",
    "Receipt": "kind key date what id text value inside outside of_inside of_outside g2",
    "Issue": "stage source url level message",
}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_records_are_frozen_and_small(record):
    assert record.__dataclass_params__.frozen
    assert "__slots__" in vars(record), "no attribute can be added by mistake"
    assert (record.__doc__ or "").strip()


@pytest.mark.parametrize(
    "record", sorted(WRITTEN, key=lambda record: record.__name__), ids=lambda record: record.__name__
)
def test_every_column_is_described_in_a_sentence(record):
    described = [field.metadata.get("doc", "") for field in dataclasses.fields(record)]
    assert all(described), [field.name for field in dataclasses.fields(record) if not field.metadata.get("doc")]
    for sentence in described:
        assert sentence[0].isupper() or sentence.split()[0].strip(":,").islower()
        assert sentence.endswith((".", "…")), sentence
    assert len(set(described)) == len(described), "no two columns share a description"


@pytest.mark.parametrize("name", CONTRACT)
def test_columns_are_the_fields_in_the_order_that_was_promised(name):
    assert column_names(getattr(records, name)) == tuple(CONTRACT[name].split())


def test_every_table_but_the_evidence_is_a_record():
    assert {table.record.__name__ for table in TABLES} - {record.__name__ for record in RECORDS} == {
        "PartnershipEvidence"
    }


def test_a_character_stands_on_a_page():
    document = records.Document("a", "", "", "", "", "x" * 99, None, None, None, None, "", pages=(0, 40, 40, 70))
    assert [records.page_of(document, start) for start in (0, 39, 40, 69, 70, 98)] == [1, 1, 3, 3, 4, 4]
    assert records.page_of(dataclasses.replace(document, pages=()), 5) is None


def test_precision_follows_from_the_form_of_a_date():
    assert [precision_of(date) for date in ("2018", "2018-06", "2018-06-07")] == ["year", "month", "day"]
    for wrong in ("", "18", "2018-6", "2018-06-07T12:00"):
        with pytest.raises(ValueError, match="not a truncated ISO date"):
            precision_of(wrong)


def test_the_text_of_a_document_is_not_shown_when_it_is_printed():
    document = records.Document("a", "", "", "", "Titel", "HEMLIGT", None, None, None, None, "sv")
    assert "HEMLIGT" not in repr(document)
    with pytest.raises(dataclasses.FrozenInstanceError):
        document.text = "annat"
