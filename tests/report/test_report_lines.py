from __future__ import annotations

import dataclasses
import json
import xml.etree.ElementTree as ET

import pytest

from iopmine.errors import OutputError, UsageError
from iopmine.records import FrameHit
from iopmine.report.contract import document_line
from iopmine.report.lines import conllu, vrt, write_lines

NAMES = {"a1-linden": ("Majken Thelander",)}
KEYS = [
    "id", "title", "published", "published_precision", "date_source", "language", "relevance", "iop_relevant", "topic",
    "main_subject", "kind", "entities", "areas", "frames", "partnerships",
]  # fmt: skip


def test_a_line_has_the_keys_of_the_contract(extraction):
    line = document_line(extraction, names=NAMES["a1-linden"])
    assert list(line) == [*KEYS, "demo"]
    own = dataclasses.replace(extraction, document=dataclasses.replace(extraction.document, demo=""))
    assert list(document_line(own)) == KEYS
    assert list(line["entities"][0]) == [
        "start", "end", "text", "label", "entity_id", "canonical", "kommunkod", "rule", "score",
    ]  # fmt: skip
    assert list(line["partnerships"][0]) == [
        "public", "idea_based", "areas", "place", "status", "start", "end", "duration", "amount_sek", "amount_basis",
        "rule", "evidence",
    ]  # fmt: skip


def test_entities_areas_and_partnerships_of_a_line(extraction):
    line = document_line(extraction, names=NAMES["a1-linden"])
    text = extraction.document.text
    codes = {item["canonical"]: item["kommunkod"] for item in line["entities"]}
    assert codes == {"Kvinnojouren Linden": "", "Ekdala kommun": "9901"}
    assert all(text[item["start"] : item["end"]] == item["text"] for item in line["entities"])
    assert [item["start"] for item in line["entities"]] == sorted(item["start"] for item in line["entities"])
    assert line["areas"] == [{"area_id": "vald.skyddat_boende", "score": 0.9}]
    partnership = line["partnerships"][0]
    assert partnership["public"] == [{"entity_id": "kommun:9901", "canonical": "Ekdala kommun"}]
    start = text.index("skriver under")
    assert partnership["evidence"]["status"] == [{"start": start, "end": start + len("skriver under")}]


def test_a_line_says_whether_iop_is_the_subject_and_who_says_what(extraction):
    told = FrameHit(extraction.document.id, "vinster", 0, 4, "term:vinst*@title", 0.8, "org:linden")
    silent = dataclasses.replace(told, id="tillit", speaker="")
    passing = dataclasses.replace(extraction.document, main_subject=False)
    line = document_line(dataclasses.replace(extraction, document=passing, frames=(told, told, silent)))
    assert line["main_subject"] is False
    assert line["frames"] == [
        {"frame_id": "tillit", "score": 0.8, "speakers": []},
        {"frame_id": "vinster", "score": 0.8, "speakers": ["org:linden"]},
    ]


def test_persons_are_given_on_demand_only(extraction):
    labels = {item["label"] for item in document_line(extraction, names=NAMES["a1-linden"])["entities"]}
    assert labels == {"ORG"}
    asked = document_line(extraction, names=NAMES["a1-linden"], persons=True)
    assert "Majken Thelander" in [item["text"] for item in asked["entities"]]


def test_jsonl_is_one_object_per_line(extraction, tmp_path):
    path = write_lines(tmp_path / "x.jsonl", [extraction, extraction], "jsonl", names=NAMES)
    lines = path.read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["a1-linden"] * 2


def test_conllu_has_ten_columns_running_ids_and_offsets_into_the_text(extraction):
    written = conllu(extraction)
    text = extraction.document.text
    blocks = [block for block in written.split("\n\n") if block.strip()]
    assert written.startswith(
        "# newdoc id = a1-linden\n# demo = retold\n# sent_id = a1-linden-1\n# text = Kvinnojouren"
    )
    assert len(blocks) >= 4
    for block in blocks:
        rows = [line.split("\t") for line in block.splitlines() if not line.startswith("#")]
        assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
        for row in rows:
            assert len(row) == 10
            misc = dict(pair.split("=") for pair in row[9].split("|"))
            if row[3] != "X":
                assert text[int(misc["start_char"]) : int(misc["end_char"])] == row[1]
    assert "under ett idéburet offentligt partnerskap om skyddat boende." in written


def test_masked_words_are_one_word(extraction):
    for form in (conllu, vrt):
        written = form(extraction, NAMES["a1-linden"])
        assert "Thelander" not in written
        assert "thelander" not in written
        assert "\t06\t" not in written
        assert written.count("[telefon]\t") >= 1
        assert written.count("[person]\t") >= 2


def test_vrt_is_well_formed_whatever_the_title(extraction):
    hostile = dataclasses.replace(extraction.document, title='"><script>&')
    root = ET.fromstring(vrt(dataclasses.replace(extraction, document=hostile)))
    assert root.attrib["title"] == '"><script>&'
    words = [line.split("\t") for line in "".join(root.itertext()).splitlines() if line.strip()]
    assert all(len(row) == 3 for row in words)
    assert [row[0] for row in words[:3]] == ["Kvinnojouren", "Linden", "får"]


def test_unknown_format_and_unwritable_file(extraction, tmp_path):
    with pytest.raises(UsageError, match="tei"):
        write_lines(tmp_path / "x", [extraction], "tei")
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError):
        write_lines(tmp_path / "file" / "x.jsonl", [extraction], "jsonl")
