"""``iopmine extract`` on files: the contract that other programs rely on."""

from __future__ import annotations

import csv
import hashlib
import json
import unicodedata
from pathlib import Path

import openpyxl
import pytest

from iopmine.errors import OutputError, StoreError, UsageError
from iopmine.records import Issue
from iopmine.report.columns import TABLES
from iopmine.report.lines import LINE_FORMATS
from iopmine.steps.extract import ExtractOptions, extract_store, text_name
from tests.harness import ARTICLES, PAGE, SHELTER

KEYS = [
    "id", "title", "published", "published_precision", "date_source", "language", "relevance", "iop_relevant", "topic",
    "main_subject", "kind", "entities", "areas", "frames", "partnerships",
]  # fmt: skip
ENTITY_KEYS = ["start", "end", "text", "label", "entity_id", "canonical", "kommunkod", "rule", "score"]
PARTNERSHIP_KEYS = [
    "public", "idea_based", "areas", "place", "status", "start", "end", "duration", "amount_sek", "amount_basis",
    "rule", "evidence",
]  # fmt: skip
FILLED_BY_EXTRACT = (
    "documents", "mentions", "entities", "partnerships", "partnership_readings", "partnership_evidence",
    "areas", "frames", "count_claims",
)  # fmt: skip


def lines_of(path: Path) -> dict[str, dict]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {row["id"]: row for row in rows}


def table_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_each_line_has_the_keys_of_the_contract_and_no_other(extract, articles, tmp_path):
    assert extract([articles], tmp_path / "x.jsonl") == sorted(ARTICLES)
    rows = lines_of(tmp_path / "x.jsonl")
    assert sorted(rows) == sorted(ARTICLES)
    for row in rows.values():
        assert list(row) == KEYS
        for entity in row["entities"]:
            assert list(entity) == ENTITY_KEYS
            assert entity["label"] in {"ORG", "LOC"}
            assert 0 < entity["score"] <= 1
        assert all(set(area) == {"area_id", "score"} for area in row["areas"])
        assert all(set(frame) == {"frame_id", "score", "speakers"} for frame in row["frames"])
        for reading in row["partnerships"]:
            assert list(reading) == PARTNERSHIP_KEYS
            for party in (*reading["public"], *reading["idea_based"]):
                assert set(party) == {"entity_id", "canonical"}
            assert all({"start", "end"} == set(span) for spans in reading["evidence"].values() for span in spans)


def test_what_a_line_says(extract, articles, tmp_path):
    extract([articles], tmp_path / "x.jsonl")
    row = lines_of(tmp_path / "x.jsonl")["harbarge"]
    assert row["title"] == "Nytt härbärge i Ekdala"
    assert (row["published"], row["published_precision"], row["date_source"]) == ("2018-03-12", "day", "text")
    assert (row["language"], row["iop_relevant"], row["topic"]) == ("sv", True, "iop")
    assert row["relevance"] > 0.9
    city = next(entity for entity in row["entities"] if entity["entity_id"] == "kommun:1480")
    assert (city["text"], city["label"], city["kommunkod"]) == ("Göteborgs Stad", "ORG", "1480")
    assert SHELTER[city["end"]] == "s", "the genitive lies outside"
    assert "hemloshet" in row["areas"][0]["area_id"]
    assert "vinster" in {frame["frame_id"] for frame in row["frames"]}
    assert any(
        [party["canonical"] for party in reading["public"]] == ["Ekdala kommun"]
        and [party["canonical"] for party in reading["idea_based"]] == ["Stiftelsen Fyrbåken"]
        for reading in row["partnerships"]
    )
    undated = lines_of(tmp_path / "x.jsonl")["badhus"]
    assert (undated["published"], undated["published_precision"], undated["date_source"]) == (None, None, None)
    assert undated["iop_relevant"] is False


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


FORMS = {
    "rent": (SHELTER, "utf-8"),
    "crlf": (SHELTER.replace("\n", "\r\n"), "utf-8"),
    "cr": (SHELTER.replace("\n", "\r"), "utf-8"),
    "nfd": (decomposed(SHELTER), "utf-8"),
    "latin": (SHELTER.replace("–", "-"), "latin-1"),
    "windows": (SHELTER.replace("\n", "\r\n"), "cp1252"),
    "sexton": (SHELTER, "utf-16"),
    "hart": (SHELTER.replace("Ekdala kommun", "Ekdala\u00a0kommun"), "utf-8"),
    "mjukt": (SHELTER.replace("Stiftelsen Fyrbåken", "Stift\u00adelsen Fyr\u00adbåken"), "utf-8"),
    "lang": ("\n\n  " + SHELTER, "utf-8"),
}


FORMS |= {f"{name}, märkt": (text, "utf-8-sig") for name, (text, encoding) in FORMS.items() if encoding == "utf-8"}


@pytest.mark.parametrize("form", FORMS)
def test_offsets_point_into_the_decoded_file(form, extract, tmp_path):
    text, encoding = FORMS[form]
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    extract([tmp_path / "a.txt"], tmp_path / "x.jsonl", persons=True, texts=True)
    row = lines_of(tmp_path / "x.jsonl")["a"]
    found = set()
    for entity in row["entities"]:
        printed = text[entity["start"] : entity["end"]]
        assert printed == entity["text"]
        found.add((unicodedata.normalize("NFC", printed).replace("\u00a0", " ").replace("\u00ad", ""), entity["label"]))
    assert found == {
        ("Ekdala", "LOC"), ("Ekdala kommun", "ORG"), ("Stiftelsen Fyrbåken", "ORG"), ("Göteborgs Stad", "ORG"),
        ("Majken Thelander", "PER"), ("Thelander", "PER"), ("Bräcke diakoni", "ORG"),
    }  # fmt: skip
    parties = [row["partnerships"][0]["evidence"][part][0] for part in ("public_parties", "idea_based_parties")]
    plain = [unicodedata.normalize("NFC", text[span["start"] : span["end"]]) for span in parties]
    assert [name.replace("\u00a0", " ").replace("\u00ad", "") for name in plain] == [
        "Ekdala kommun",
        "Stiftelsen Fyrbåken",
    ]
    beside = (tmp_path / "x.texts" / "a.txt").read_bytes().decode("utf-8")
    assert len(beside) == len(text), "the text beside it is the decoded file, masked"
    assert beside[parties[0]["start"] : parties[0]["end"]] == text[parties[0]["start"] : parties[0]["end"]]


def test_offsets_of_a_page_point_into_the_text_beside_it(extract, tmp_path):
    (tmp_path / "sida.html").write_text(PAGE.format(title="Härbärget öppnar"), encoding="utf-8")
    extract([tmp_path / "sida.html"], tmp_path / "x.jsonl", texts=True)
    row = lines_of(tmp_path / "x.jsonl")["sida"]
    text = (tmp_path / "x.texts" / "sida.txt").read_text(encoding="utf-8")
    assert text.startswith(row["title"])
    assert {text[e["start"] : e["end"]] for e in row["entities"]} >= {"Ekdala kommun", "Stiftelsen Fyrbåken"}
    assert all(text[e["start"] : e["end"]] == e["text"] for e in row["entities"])


def test_names_alone_are_the_same_names(extract, articles, tmp_path):
    extract([articles], tmp_path / "all.jsonl")
    extract([articles], tmp_path / "names.jsonl", only_entities=True)
    everything, names = lines_of(tmp_path / "all.jsonl"), lines_of(tmp_path / "names.jsonl")
    assert {key: row["entities"] for key, row in everything.items()} == {
        key: row["entities"] for key, row in names.items()
    }
    assert all(list(row) == KEYS for row in names.values())
    assert all(row["areas"] == row["frames"] == row["partnerships"] == [] for row in names.values())


def test_persons_are_left_out_and_masked_unless_asked_for(extract, tmp_path):
    (tmp_path / "a.txt").write_text(f"Majken Thelander lämnar Stiftelsen Fyrbåken\n\n{SHELTER}", encoding="utf-8")
    extract([tmp_path / "a.txt"], tmp_path / "utan.jsonl")
    extract([tmp_path / "a.txt"], tmp_path / "med.jsonl", persons=True)
    without, withall = lines_of(tmp_path / "utan.jsonl")["a"], lines_of(tmp_path / "med.jsonl")["a"]
    assert without["title"] == "[person] lämnar Stiftelsen Fyrbåken"
    assert withall["title"] == "Majken Thelander lämnar Stiftelsen Fyrbåken"
    assert "Thelander" not in (tmp_path / "utan.jsonl").read_text(encoding="utf-8")
    persons = [entity for entity in withall["entities"] if entity["label"] == "PER"]
    assert {entity["text"] for entity in persons} == {"Majken Thelander", "Thelander"}
    assert [entity for entity in withall["entities"] if entity["label"] != "PER"] == without["entities"]
    assert "linden@example.org" not in (tmp_path / "med.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("persons", [False, True])
def test_texts_are_masked_and_as_long_as_they_were(persons, extract, articles, tmp_path):
    extract([articles], tmp_path / "x.jsonl", texts=True, persons=persons)
    for name, original in ARTICLES.items():
        shown = (tmp_path / "x.texts" / f"{name}.txt").read_bytes().decode()
        assert len(shown) == len(original)
        for row in lines_of(tmp_path / "x.jsonl")[name]["entities"]:
            assert shown[row["start"] : row["end"]] == row["text"] == original[row["start"] : row["end"]]
        assert "linden@example.org" not in shown
        assert "070-174 06 11" not in shown
        assert ("Thelander" in shown) == (persons and "Thelander" in original)


def test_a_folder_holds_all_tables_a_manifest_and_a_description(extract, articles, tmp_path):
    (articles / "tom.txt").touch()
    out = tmp_path / "ut"
    extract([articles], out)
    described = {table.name: [column.name for column in table.columns()] for table in TABLES}
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in package["resources"]] == [*FILLED_BY_EXTRACT, "issues"]
    for resource in package["resources"]:
        name = resource["name"]
        rows = table_of(out / f"{name}.csv")
        assert rows or name == "count_claims", f"{name} is empty"
        header = (out / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()[0]
        assert header.split(",") == described[name] == [field["name"] for field in resource["schema"]["fields"]]
        assert resource["hash"] == f"sha256:{hashlib.sha256((out / resource['path']).read_bytes()).hexdigest()}"
        assert openpyxl.load_workbook(out / f"{name}.xlsx").worksheets[0].max_row >= len(rows) + 1
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert {"iopmine", "pipeline", "model", "lexicon", "settings", "inputs"} <= set(manifest)
    assert manifest["inputs"]["badhus"] == hashlib.sha256(ARTICLES["badhus"].encode()).hexdigest()
    assert "text" not in described["documents"]
    issue = table_of(out / "issues.csv")[0]
    assert (issue["stage"], issue["level"]) == ("extract", "error")


def test_tables_and_lines_say_the_same(extract, articles, tmp_path):
    extract([articles], tmp_path / "ut", formats=("csv", "jsonl"), texts=True)
    extract([articles], tmp_path / "x.jsonl")
    assert (tmp_path / "ut" / "documents.jsonl").read_bytes() == (tmp_path / "x.jsonl").read_bytes()
    rows = lines_of(tmp_path / "x.jsonl")
    mentions = {
        (m["document_id"], int(m["start"]), int(m["end"]), m["text"])
        for m in table_of(tmp_path / "ut" / "mentions.csv")
    }
    assert mentions == {(key, e["start"], e["end"], e["text"]) for key, row in rows.items() for e in row["entities"]}
    documents = table_of(tmp_path / "ut" / "documents.csv")
    assert [d["id"] for d in documents] == list(rows)
    assert all(len(d["text"]) == len(ARTICLES[d["id"]]) for d in documents)
    readings = table_of(tmp_path / "ut" / "partnership_readings.csv")
    assert len(readings) == sum(len(row["partnerships"]) for row in rows.values())
    register = {row["id"] for row in table_of(tmp_path / "ut" / "partnerships.csv")}
    assert {row["partnership_id"] for row in readings} == register


def test_corpus_formats(extract, articles, tmp_path):
    extract([articles], tmp_path / "ut", formats=("conllu", "vrt"))
    words = (tmp_path / "ut" / "documents.conllu").read_text(encoding="utf-8")
    assert [line for line in words.splitlines() if line.startswith("# newdoc")] == [
        f"# newdoc id = {name}" for name in sorted(ARTICLES)
    ]
    for line in words.splitlines():
        if line and not line.startswith("#"):
            cells = line.split("\t")
            assert len(cells) == 10
            start, end = (int(part.split("=")[1]) for part in cells[9].split("|")[:2])
            assert 0 <= start < end
    vertical = (tmp_path / "ut" / "documents.vrt").read_text(encoding="utf-8")
    assert vertical.count("<text ") == len(ARTICLES)
    for content in (words, vertical):
        assert "Thelander" not in content
        assert "linden@" not in content
    assert not (tmp_path / "ut" / "documents.csv").exists()


def test_two_runs_give_the_same_bytes_in_any_order_of_arguments(extract, articles, tmp_path):
    paths = sorted(articles.iterdir())
    everything = ("csv", "xlsx", "jsonl", "conllu", "vrt")
    extract(paths, tmp_path / "a", formats=everything, texts=True)
    extract(paths, tmp_path / "b", formats=everything, texts=True)
    assert tree(tmp_path / "a") == tree(tmp_path / "b")
    extract(paths[::-1], tmp_path / "c", formats=everything, texts=True)
    extract([*paths, articles], tmp_path / "d", formats=everything, texts=True)
    assert tree(tmp_path / "c") == tree(tmp_path / "d") == tree(tmp_path / "a")


def test_a_document_does_not_depend_on_those_before_it(extract, articles, tmp_path):
    extract([articles], tmp_path / "all.jsonl")
    for name in ARTICLES:
        extract([articles / f"{name}.txt"], tmp_path / "one.jsonl")
        assert lines_of(tmp_path / "one.jsonl")[name] == lines_of(tmp_path / "all.jsonl")[name]


def test_ids_are_stems_rows_and_paths_where_stems_collide(extract, articles, tmp_path):
    (articles / "2019").mkdir()
    (articles / "2019" / "badhus.txt").write_text(ARTICLES["badhus"], encoding="utf-8")
    (articles / "tabell.csv").write_text(
        'id,text\na7,"Titel\n\nPartnerskap i Ekdala."\n,"Två\n\nAvtal."\n', encoding="utf-8"
    )
    extract([articles], tmp_path / "x.jsonl", texts=True)
    assert set(lines_of(tmp_path / "x.jsonl")) == {
        "2019/badhus.txt", "badhus.txt", "harbarge", "vinster", "tabell#a7", "tabell#2",
    }  # fmt: skip
    assert len(list((tmp_path / "x.texts").iterdir())) == 6


def test_names_of_text_files():
    assert text_name("artikel – kopia (2)") == "artikel – kopia (2)"
    assert text_name("tabell#7") == "tabell#7"
    strange = [
        "a/b",
        "a\\b",
        "a:b",
        "../x",
        "con",
        "NUL.x",
        "lpt1",
        ".x",
        "x.",
        "x ",
        "",
        "x" * 300,
        "ä" * 150,
        "\0",
        "a\nb",
    ]
    names = [text_name(key) for key in strange]
    assert len(set(names)) == len(names)
    for name in names:
        assert name == Path(name).name
        assert len(name) < 100
        assert text_name(name) == name, "safe as it is"


@pytest.mark.parametrize("formats", [("docx",), (), ("csv", "xml")])
def test_formats_that_are_not_known(formats, extract, articles, tmp_path):
    with pytest.raises(UsageError, match="Unknown format"):
        extract([articles], tmp_path / "ut", formats=formats)
    assert not (tmp_path / "ut").exists()


def test_an_interrupted_run_leaves_the_former_result(extract, articles, tmp_path, monkeypatch):
    out = tmp_path / "x.jsonl"
    extract([articles], out)
    before = out.read_bytes()

    def broken(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(LINE_FORMATS, "jsonl", broken)
    with pytest.raises(OutputError, match="No space left"):
        extract([articles], out)
    assert out.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_nothing_but_bad_files(extract, tmp_path):
    (tmp_path / "tom.txt").touch()
    results = extract([tmp_path / "tom.txt", tmp_path / "borta"], tmp_path / "x.jsonl")
    assert [type(result) for result in results] == [Issue, Issue]
    assert (tmp_path / "x.jsonl").read_bytes() == b""


def test_the_store_needs_documents_and_takes_no_part_of_the_work(place):
    with pytest.raises(StoreError, match="There is no store"):
        list(extract_store(place, ExtractOptions()))
    with pytest.raises(UsageError, match="works on files"):
        list(extract_store(place, ExtractOptions(only_entities=True)))
