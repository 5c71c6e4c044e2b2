"""``iopmine annotate``: what the pipeline finds goes out, comes back as gold, and scores against itself as one."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from iopmine.errors import UsageError
from iopmine.records import Address
from iopmine.report.annotation import Annotation, Span
from iopmine.steps.add import add
from iopmine.steps.annotate import AnnotateOptions, annotate, gold_line, read_back
from iopmine.steps.evaluate import evaluate
from iopmine.steps.extract import ExtractOptions, extract_store
from iopmine.steps.selection import recall_of_selection, rejected
from iopmine.store import Store
from iopmine.urls import url_id
from tests.harness import NOW, TODAY
from tests.report.test_report_annotation import submitted

ODD = "🙂 Ekdala kommun\r\nmöter Åsens förening.\r\n\r\nEtt idéburet offentligt partnerskap i Ekdala om läxhjälp.\r\n"


@pytest.fixture
def texts(articles: Path) -> Path:
    (articles / "udda rad#1.txt").write_bytes(ODD.encode())
    return articles


@pytest.mark.parametrize("persons", [True, False])
@pytest.mark.parametrize("ending", ["jsonl", "json", "xlsx"])
def test_the_round_trip_gives_the_pipelines_own_predictions(place, texts, tmp_path, ending, persons):
    out, gold = tmp_path / f"ut.{ending}", tmp_path / "gold.jsonl"
    done = list(annotate(place, [texts], out, AnnotateOptions(persons=persons), today=TODAY))
    assert len(done) == 4
    if ending == "json":
        submitted(out)
    assert read_back(out, gold).documents == 4
    scores = evaluate(place, [gold], today=TODAY, errors=9)
    assert scores.errors == ()
    rows = {row.name: row for row in scores.rows}
    assert {"ORG", "LOC", "names", "areas", "frames", "relevance"} <= set(rows)
    assert ("PER" in rows) is persons
    for row in rows.values():
        assert (row.fp, row.fn) == (0, 0)
    assert rows["names"].f1 == 1
    shown = gold.read_text(encoding="utf-8")
    assert ("Thelander" in shown) is persons
    assert "070-174" not in shown
    assert "linden@" not in shown


def test_without_paths_the_store_is_annotated(place, texts, tmp_path):
    list(add(place, [texts], today=TODAY, now=NOW))
    out = tmp_path / "ut.jsonl"
    done = list(annotate(place, [], out, AnnotateOptions(sample=2, seed=3), today=TODAY))
    assert len(done) == 2
    again = list(annotate(place, [], tmp_path / "igen.jsonl", AnnotateOptions(sample=2, seed=3), today=TODAY))
    assert done == again
    assert out.read_bytes() == (tmp_path / "igen.jsonl").read_bytes()


def test_forms_that_would_say_something_else_keep_exact_spans():
    text = "Forum möter Forum. Ekdala."
    plain = Annotation("d", text, spans=(Span(0, 5, "ORG"), Span(12, 17, "ORG"), Span(19, 25, "LOC")))
    line = gold_line(plain)
    assert line["orgs"] == [{"text": "Forum", "count": 2}]
    assert "spans" not in line
    once = gold_line(Annotation("d", text, spans=(Span(12, 17, "ORG"),)))
    assert once["spans"] == [{"start": 12, "end": 17, "label": "ORG"}]
    part = gold_line(Annotation("d", text, spans=(Span(0, 3, "ORG"),)))
    assert part["spans"] == [{"start": 0, "end": 3, "label": "ORG"}]
    other = gold_line(Annotation("d", text, spans=(Span(19, 25, "EVENT"),)))
    assert (other["other"], other["orgs"]) == ([{"text": "Ekdala", "count": 1}], [])


def test_what_was_not_judged_is_left_out_of_the_gold():
    line = gold_line(Annotation("d", "x", judged=frozenset({"ORG", "frames"})))
    assert line == {"id": "d", "text": "x", "orgs": [], "frames": []}


def test_what_cannot_be_annotated(place, texts, tmp_path):
    with pytest.raises(UsageError, match="says no format"):
        list(annotate(place, [texts], tmp_path / "ut.doc", AnnotateOptions(), today=TODAY))
    with pytest.raises(UsageError, match="--format brat is not known"):
        list(annotate(place, [texts], tmp_path / "ut.doc", AnnotateOptions(form="brat"), today=TODAY))
    (tmp_path / "tom").mkdir()
    with pytest.raises(UsageError, match="nothing to annotate"):
        list(annotate(place, [tmp_path / "tom"], tmp_path / "ut.jsonl", AnnotateOptions(), today=TODAY))
    row = json.dumps({"id": 1, "document_id": "d", "text": "x"})
    (tmp_path / "dubbel.jsonl").write_text(f"{row}\n{row}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="two documents have the id 'd'"):
        read_back(tmp_path / "dubbel.jsonl", tmp_path / "gold.jsonl")


def code(sheet: Path, said: dict[str, str]) -> None:
    book = openpyxl.load_workbook(sheet)
    for row in book["Urval"].iter_rows(min_row=2):
        row[3].value = said.get(str(row[0].value))
    book.save(sheet)


@pytest.mark.parametrize("stored", [True, False])
def test_a_coded_sheet_gives_the_recall_of_selection(place, texts, tmp_path, stored):
    sheet = tmp_path / "bort.xlsx"
    if stored:
        list(add(place, [texts], today=TODAY, now=NOW))
        with pytest.raises(UsageError, match="none of 4 documents") as caught:
            list(rejected(place, [], sheet, 5, AnnotateOptions(), today=TODAY))
        assert "iopmine extract" in str(caught.value)
        list(extract_store(place, ExtractOptions()))
    (texts / "badhus2.txt").write_text("Badhuset öppnar igen\n\nKön var lång.\n", encoding="utf-8")
    if stored:
        list(add(place, [texts], today=TODAY, now=NOW))
        list(extract_store(place, ExtractOptions()))
    drawn = list(rejected(place, [] if stored else [texts], sheet, 5, AnnotateOptions(), today=TODAY))
    assert drawn == ["badhus", "badhus2"]
    with pytest.raises(UsageError, match="Nobody has coded"):
        recall_of_selection(sheet)
    code(sheet, {"badhus": "nej", "badhus2": "nej"})
    none = recall_of_selection(sheet)
    assert (none.recall, none.interval[1]) == (1.0, 1.0)
    assert none.interval[0] < 0.9, "two documents prove little"
    assert (none.kept, none.turned_away, none.coded, none.relevant) == (3, 2, 2, 0)
    code(sheet, {"badhus": "ja", "badhus2": "nej"})
    one = recall_of_selection(sheet)
    assert one.recall == pytest.approx(3 / 4)
    assert one.interval[0] < one.recall < one.interval[1]
    assert one.missed == 1


def test_what_gathering_keeps_was_not_turned_away(place, texts, tmp_path):
    """The debate about profits, and pages with a watched name, are no rejects; pages left out come with the reason."""
    (texts / "vinst.txt").write_text(
        "Vinster i välfärden\n\nVinster i välfärden ska begränsas med ett vinsttak i skolan, säger partiet.\n",
        encoding="utf-8",
    )
    (texts / "namn.txt").write_text("Bräcke diakoni bygger\n\nBygget blir klart i maj.\n", encoding="utf-8")
    list(add(place, [texts], today=TODAY, now=NOW))
    list(extract_store(place, ExtractOptions()))
    url = "https://www.bladet.example/"
    with Store.open(place.store) as store:
        topics = {document.id: document.topic for document in store.documents()}
        assert (topics["vinst"], topics["namn"]) == ("valfardsdebatt", "ovrigt")
        store.settle(
            Address(url + "namn", "bladet", "rss", state="kept", document_id="namn", reason="names Bräcke diakoni"),
            now=NOW,
        )
        store.settle(
            Address(
                url + "bort",
                "bladet",
                "rss",
                state="left_out",
                title="Badväder",
                reason="Not about IOP.",
                relevance=0.01,
            ),
            now=NOW,
        )
    sheet = tmp_path / "bort.xlsx"
    drawn = list(rejected(place, [], sheet, 9, AnnotateOptions(), today=TODAY))
    assert sorted(drawn) == sorted(["badhus", url_id(url + "bort")])
    book = openpyxl.load_workbook(sheet)
    head, *rows = book["Urval"].iter_rows(values_only=True)
    told = {row[head.index("Dokument")]: row for row in rows}[url_id(url + "bort")]
    assert (told[head.index("Skäl")], told[head.index("Adress")]) == ("Not about IOP.", url + "bort")
    code(sheet, {"badhus": "nej"})
    assert recall_of_selection(sheet).turned_away == 2


def test_a_sheet_to_code_is_a_workbook(place, texts, tmp_path):
    with pytest.raises(UsageError, match="is a workbook"):
        list(rejected(place, [texts], tmp_path / "bort.csv", 5, AnnotateOptions(), today=TODAY))
