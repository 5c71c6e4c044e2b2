from __future__ import annotations

import csv
import dataclasses
import json
import sys

import openpyxl
import pytest

from iopmine import records
from iopmine.errors import OutputError, UsageError
from iopmine.report.columns import TABLES
from iopmine.report.dictionary import data_dictionary
from iopmine.report.package import write_datapackage, write_manifest
from iopmine.report.spreadsheet import MAX_CELL, fitted
from iopmine.report.tables import write_tables
from iopmine.resources import PACKAGE

FORMULAS = (
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠A1", '=HYPERLINK("x")',
)  # fmt: skip


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_columns_are_the_fields_of_the_records_in_their_order(tables, tmp_path):
    write_tables(tmp_path, tables, formats=["csv"])
    assert list(read(tmp_path / "mentions.csv")[0]) == [*records.column_names(records.Mention), "demo"]
    assert list(read(tmp_path / "documents.csv")[0]) == [
        name for name in records.column_names(records.Document) if name not in {"text", "pages"}
    ]
    assert list(read(tmp_path / "partnership_readings.csv")[0])[:5] == [
        "document_id", "public_parties", "public_party_ids", "idea_based_parties", "idea_based_party_ids",
    ]  # fmt: skip
    assert {path.stem for path in tmp_path.glob("*.csv")} == {table.name for table in TABLES}


def test_parties_lists_and_evidence(tables, tmp_path):
    write_tables(tmp_path, tables, formats=["csv"], names={"a1-linden": ("Majken Thelander",)})
    for table in ("partnerships", "partnership_readings"):
        row = read(tmp_path / f"{table}.csv")[0]
        assert (row["public_parties"], row["public_party_ids"]) == ("Ekdala kommun", "kommun:9901")
        assert (row["amount_sek"], row["duration"], row["score"]) == ("850000", "3.0", "0.95")
    (row,) = read(tmp_path / "partnerships.csv")
    assert (row["readings"], row["documents"], row["stories"]) == ("a1-linden#1; a2-linden#1", "2", "1")
    assert row["conflicts"] == "amount_sek: 850000 per_year (a1-linden) | 900000 total (a2-linden)"
    readings = read(tmp_path / "partnership_readings.csv")
    assert [(row["reading"], row["partnership_id"]) for row in readings] == [("1", "iop:1")] * 2
    entities = {row["id"]: row for row in read(tmp_path / "entities.csv")}
    assert entities["org:linden"]["aliases"] == "Linden; KJ Linden"
    evidence = read(tmp_path / "partnership_evidence.csv")
    assert [row["field"] for row in evidence] == ["public_parties", "status"] * 2
    assert {row["partnership_id"] for row in evidence} == {"iop:1"}
    assert "skriver under ett idéburet offentligt partnerskap" in evidence[1]["quote"]
    text = tables["documents"][0].text
    assert text[int(evidence[1]["start"]) : int(evidence[1]["end"])] == "skriver under"


def test_evidence_tells_the_page_of_the_file(tables, tmp_path):
    first, *others = tables["documents"]
    second = first.text.index("skriver under")
    paged = tables | {"documents": (dataclasses.replace(first, pages=(0, second)), *others)}
    write_tables(tmp_path, paged, formats=["csv"])
    of_document = [row for row in read(tmp_path / "partnership_evidence.csv") if row["document_id"] == first.id]
    assert [(row["field"], row["page"]) for row in of_document] == [("public_parties", "1"), ("status", "2")]
    assert {row["page"] for row in read(tmp_path / "partnership_evidence.csv") if row not in of_document} == {""}


def test_an_example_of_a_topic_is_quoted_masked_and_short(tables, tmp_path):
    long = dataclasses.replace(tables["topic_examples"][2], start=0, end=4000)
    tables["topic_examples"].append(long)
    write_tables(tmp_path, tables, formats=["csv"], names={"a1-linden": ("Majken Thelander",)})
    document, first, second, cut = [row["quote"] for row in read(tmp_path / "topic_examples.csv")]
    assert document == ""
    assert first == "Riskkapital har inget i omsorgen att göra."
    assert second.startswith("– Nu vet vi vad som gäller, säger [person]")
    assert cut.endswith("…")
    assert len(cut.split()) <= 25


def test_words_that_are_names_of_persons_are_masked_in_findings_too(tables, tmp_path):
    write_tables(tmp_path, tables, formats=["csv"], names={"a1-linden": ("Majken Thelander",)})
    receipts = read(tmp_path / "receipts.csv")
    assert [(row["id"], row["text"]) for row in receipts if row["what"] == "word"] == [
        ("vinsttak", "vinsttak"), ("[person]", "[person]"),
    ]  # fmt: skip
    assert [row["id"] for row in receipts if row["what"] == "organisation"] == ["org:fyrbaken"]
    assert [row["word"] for row in read(tmp_path / "word_drift.csv")] == ["vinsttak", "[person]"]


def test_demo_stands_in_every_table(tables, tmp_path):
    write_tables(tmp_path, tables, formats=["csv"], demo=True)
    assert {row["demo"] for row in read(tmp_path / "series.csv")} == {"demo"}
    assert {row["document_id"]: row["demo"] for row in read(tmp_path / "areas.csv")} == {
        "a1-linden": "retold", "a2-linden": "invented", "e1-ukraina": "retold",
    }  # fmt: skip
    for table in TABLES:
        assert "demo" in read(tmp_path / f"{table.name}.csv")[0]


def test_persons_stay_out_unless_asked_for(tables, tmp_path):
    names = {"a1-linden": ("Majken Thelander",)}
    write_tables(tmp_path / "masked", tables, formats=["csv"], texts=True, names=names)
    write_tables(tmp_path / "named", tables, formats=["csv"], texts=True, names=names, persons=True)
    masked = "".join(path.read_text("utf-8") for path in (tmp_path / "masked").iterdir())
    named = "".join(path.read_text("utf-8") for path in (tmp_path / "named").iterdir())
    assert "Thelander" not in masked
    assert "Majken Thelander" in named
    assert "per:thelander" in named
    for text in (masked, named):
        assert "070-174" not in text
        assert "linden@" not in text


def test_masked_texts_keep_their_offsets(tables, tmp_path):
    write_tables(tmp_path, tables, formats=["csv"], texts=True, names={"a1-linden": ("Majken Thelander",)})
    texts = {row["id"]: row["text"] for row in read(tmp_path / "documents.csv")}
    assert {key: len(text) for key, text in texts.items()} == {d.id: len(d.text) for d in tables["documents"]}
    for row in read(tmp_path / "mentions.csv"):
        assert texts[row["document_id"]][int(row["start"]) : int(row["end"])] == row["text"]


@pytest.mark.parametrize("payload", FORMULAS)
def test_text_is_never_a_formula_and_numbers_stay_numbers(tables, tmp_path, payload):
    tables["documents"] = [dataclasses.replace(tables["documents"][0], title=payload, url="https://e.se/" + "x" * 3000)]
    write_tables(tmp_path, tables)
    assert read(tmp_path / "documents.csv")[0]["title"] == f"'{payload}"
    for path in tmp_path.glob("*.xlsx"):
        for row in openpyxl.load_workbook(path).active.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    sheet = openpyxl.load_workbook(tmp_path / "documents.xlsx").active
    cells = dict(zip([c.value for c in sheet[1]], sheet[2], strict=True))
    assert cells["relevance"].value == pytest.approx(0.91)
    assert cells["iop_relevant"].value is True
    assert len(cells["url"].value) > 3000


def test_cells_beyond_the_format_are_cut_with_a_notice_and_controls_removed():
    assert fitted("a\x00b\x1b[2Jc\ud800") == "ab[2Jc"
    cut = fitted("ö" * 40_000)
    assert len(cut) == MAX_CELL
    assert cut.endswith("… [cut: 40000 characters]")
    assert fitted("ö" * MAX_CELL) == "ö" * MAX_CELL


def test_the_same_records_give_the_same_bytes(tables, tmp_path):
    for name in ("one", "two"):
        written = write_tables(tmp_path / name, tables, names={"a1-linden": ("Majken Thelander",)})
        write_datapackage(tmp_path / name, written, version="1", demo=True)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_unknown_table_or_format_says_what_is_known(tables, tmp_path):
    with pytest.raises(UsageError, match="parket") as caught:
        write_tables(tmp_path, tables, formats=["parket"])
    assert "parquet" in caught.value.hint
    with pytest.raises(UsageError, match="people"):
        write_tables(tmp_path, {"people": []})


def test_a_folder_that_cannot_be_written_is_an_output_error(tables, tmp_path):
    (tmp_path / "file").write_text("x")
    for form in ("csv", "xlsx"):
        with pytest.raises(OutputError, match="could not be written"):
            write_tables(tmp_path / "file" / "sub", tables, formats=[form])


def test_a_failed_write_leaves_the_old_file_and_no_part(tables, tmp_path, monkeypatch):
    write_tables(tmp_path, tables, formats=["csv"])
    before = (tmp_path / "documents.csv").read_bytes()

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(csv, "writer", full)
    with pytest.raises(OutputError, match="No space left"):
        write_tables(tmp_path, tables, formats=["csv"])
    assert (tmp_path / "documents.csv").read_bytes() == before
    assert not list(tmp_path.glob(".*"))


def test_parquet_without_pyarrow_names_the_extra(tables, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(OutputError) as caught:
        write_tables(tmp_path, tables, formats=["parquet"])
    assert "iopmine[parquet]" in caught.value.hint


def test_parquet_keeps_types(tables, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    write_tables(tmp_path, tables, formats=["parquet"])
    table = parquet.read_table(tmp_path / "mentions.parquet")
    assert table.num_rows == sum(m.label != "PER" for m in tables["mentions"])
    assert str(table.schema.field("start").type) == "int64"
    assert table.column("entity_id")[0].as_py() == "kommun:9901"


def test_the_data_package_describes_what_is_there(tables, tmp_path):
    written = write_tables(tmp_path, tables)
    package = json.loads(write_datapackage(tmp_path, written, version="0.1.0", demo=True).read_text("utf-8"))
    for resource in package["resources"]:
        header = read(tmp_path / resource["path"])[0]
        assert [field["name"] for field in resource["schema"]["fields"]] == list(header)
        assert resource["bytes"] == (tmp_path / resource["path"]).stat().st_size
    assert "demo" in package["description"]


def test_the_manifest_is_sorted_json(tmp_path):
    path = write_manifest(tmp_path, {"seed": 7, "model": "abc", "inputs": {"ö": "1"}})
    assert list(json.loads(path.read_text("utf-8"))) == ["inputs", "model", "seed"]
    assert "ö" in path.read_text("utf-8")


def test_the_data_dictionary_names_every_column_and_is_the_page_in_outputs():
    page = data_dictionary()
    for table in TABLES:
        assert f"\n## {table.name}\n" in page
        for column in table.columns(texts=True):
            assert f"| `{column.name}` | {column.type} | {column.doc} |" in page
    written = PACKAGE.parent / "outputs" / "README.md"
    assert written.read_text("utf-8") == page
