"""``iopmine run`` over the embedded corpus: what it makes, what it finds, and that it makes the same again."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from iopmine.config import find_workspace
from iopmine.report.columns import TABLE_NAMES
from iopmine.resources import demo_folder
from iopmine.steps.add import fill
from iopmine.steps.run import run
from iopmine.steps.topics import TopicOptions, topics
from iopmine.steps.verify import verify
from tests.harness import ARTICLES, NOW, TODAY, run_iopmine

pytestmark = pytest.mark.slow


def rows_of(outputs: Path, table: str) -> list[dict[str, str]]:
    with (outputs / "tables" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def tree(outputs: Path) -> dict[str, str]:
    """All files but the store: its bytes depend on the order in which pages were freed."""
    return {
        path.relative_to(outputs).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(outputs.rglob("*"))
        if path.is_file() and not path.name.startswith("iop.sqlite")
    }


@pytest.fixture(scope="session")
def outputs(demo: Path) -> Path:
    return demo / "outputs"


@pytest.fixture
def copy(demo: Path, tmp_path: Path):
    """A copy of the run that may be changed."""
    shutil.copytree(demo / "outputs", tmp_path / "kopia" / "outputs")
    return find_workspace(None, current=tmp_path / "kopia")


def test_it_ends_with_a_short_summary_and_the_address_of_the_page(demo, outputs):
    code, *said = (demo / "said.txt").read_text(encoding="utf-8").splitlines()
    assert code == "0"
    assert len(said) <= 12
    assert said[-1] == str(outputs / "report" / "index.html")
    assert (outputs / "report" / "index.html").is_file()
    summary = next(line for line in said if line.startswith("Over the embedded demo corpus"))
    numbers = [int(number) for number in re.findall(r"\d+", summary)]
    assert numbers[0] == len(rows_of(outputs, "documents")) >= 200
    assert numbers[2] == len(rows_of(outputs, "mentions")) > 500
    assert numbers[4] == len(rows_of(outputs, "partnerships")) > 50
    assert numbers[5] == len(rows_of(outputs, "topics")) >= 5
    assert numbers[6] == len(rows_of(outputs, "shifts"))


def test_all_of_the_embedded_corpus_is_read(outputs):
    with (demo_folder() / "manifest.csv").open(encoding="utf-8", newline="") as file:
        wanted = {row["id"]: row for row in csv.DictReader(file)}
    found = {row["id"]: row for row in rows_of(outputs, "documents")}
    assert found.keys() == wanted.keys()
    assert all(found[key]["demo"] == wanted[key]["kind"] for key in wanted)
    assert {row["language"] for row in found.values()} == {"sv"}


# One run over texts that never change: nothing to compare with, nothing tried besides, no words that drift.
_MAY_BE_EMPTY = {"issues", "revisions", "topic_events", "emerging_topics", "word_drift", "what_if", "calibration"}


def test_every_row_of_every_table_says_that_it_is_demo_data(outputs):
    for table in TABLE_NAMES:
        rows = rows_of(outputs, table)
        assert rows or table in _MAY_BE_EMPTY, table
        of_documents = "document_id" in (rows or [{}])[0] or table in {"documents", "partnerships"}
        kinds = {"retold", "invented"} if of_documents else {"demo"}
        assert {row["demo"] for row in rows} <= kinds, table
        sheet = openpyxl.load_workbook(outputs / "tables" / f"{table}.xlsx").worksheets[0]
        header, *cells = sheet.iter_rows(values_only=True)
        assert {line[header.index("demo")] for line in cells} <= kinds, table
        assert len(cells) == len(rows), table
    package = json.loads((outputs / "tables" / "datapackage.json").read_text(encoding="utf-8"))
    assert "demo corpus" in package["description"]
    assert "Demotexter: skrivna för iopmine" in (outputs / "report" / "index.html").read_text(encoding="utf-8")


def test_every_count_leads_back_to_sentences(outputs):
    documents = {row["id"] for row in rows_of(outputs, "documents")}
    for table in ("mentions", "areas", "frames", "partnership_evidence", "count_claims"):
        for row in rows_of(outputs, table):
            assert row["document_id"] in documents
            assert 0 <= int(row["start"]) < int(row["end"])
    entities = {row["id"]: row for row in rows_of(outputs, "entities")}
    mentioned = {row["entity_id"] for row in rows_of(outputs, "mentions")}
    assert mentioned - {""} == set(entities)
    assert not [key for key in entities if key.startswith("per:")]


def test_no_real_body_is_credited_with_what_an_invented_text_says(outputs):
    """The places of the invented articles do not exist, so no reading in them may name a municipality that does."""
    for row in rows_of(outputs, "partnerships"):
        if row["demo"] == "invented":
            real = [key for key in row["public_party_ids"].split("; ") if key.startswith("kommun:")]
            assert not real, row


def test_the_known_shift_is_recovered_and_no_other_of_its_kind(outputs):
    claimed = [row for row in rows_of(outputs, "shifts") if (row["kind"], row["key"]) == ("frame", "vinster")]
    assert [row["family"] for row in claimed] == ["pulse"]
    first, last = re.findall(r"\d{4}-\d{2}-\d{2}", claimed[0]["evidence"])[:2]
    assert "2014-09" <= first < last < "2019-01"
    assert first <= claimed[0]["date_low"] <= claimed[0]["date"] <= claimed[0]["date_high"] <= last
    assert float(claimed[0]["effect"]) > 0.3
    assert float(claimed[0]["q_value"]) < 0.05


def test_the_manifest_says_what_it_was_made_of(outputs):
    manifest = json.loads((outputs / "manifest.json").read_text(encoding="utf-8"))
    assert {"iopmine", "lexicon", "pipelines", "run", "run_settings", "settings", "inputs"} <= set(manifest)
    assert manifest["inputs"] == {row["id"]: row["sha256"] for row in rows_of(outputs, "documents")}
    assert {row["run"] for row in rows_of(outputs, "topics")} == {manifest["run"]}


def test_no_path_of_this_machine_is_in_the_outputs(outputs):
    for path in outputs.rglob("*"):
        if path.is_file() and not path.name.startswith("iop.sqlite"):
            content = path.read_bytes()
            assert str(outputs).encode() not in content, path
            assert str(demo_folder()).encode() not in content, path


def test_a_second_run_elsewhere_gives_the_same_bytes(outputs, tmp_path):
    done = run_iopmine("run", "--quiet", cwd=tmp_path, PYTHONHASHSEED="7", TZ="Pacific/Auckland", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{tmp_path / 'outputs' / 'report' / 'index.html'}\n"
    assert tree(tmp_path / "outputs") == tree(outputs)


def test_running_again_in_place_changes_nothing(copy, outputs):
    told: list[str] = []
    summary = run(copy, today=TODAY, now=NOW, progress=told.append)
    assert tree(copy.outputs) == tree(outputs)
    assert (summary.demo, len(told)) == (True, 4)
    assert not summary.issues


def test_verify_is_clean_and_sees_what_was_changed(copy):
    clean = verify(copy)
    assert clean.faults == ()
    assert clean.documents >= 200
    assert clean.files == len(tree(copy.outputs))
    tables = copy.tables
    content = bytearray((tables / "mentions.csv").read_bytes())
    content[len(content) // 2] ^= 1
    (tables / "mentions.csv").write_bytes(bytes(content))
    (tables / "areas.csv").unlink()
    (tables / "eget.csv").write_text("x")
    (copy.outputs / "manifest.json").write_text("{}")
    faults = verify(copy).faults
    assert [fault.split(":")[0] for fault in faults] == [
        "outputs/tables/areas.csv", "outputs/tables/eget.csv", "outputs/manifest.json", "outputs/tables/mentions.csv",
    ]  # fmt: skip


def test_own_texts_beside_the_demo_keep_their_stamps_apart(copy, tmp_path):
    """A store of an earlier version may hold texts beside the demo: its rows keep saying what they are."""
    folder = tmp_path / "egna"
    folder.mkdir()
    (folder / "badhus.txt").write_text(ARTICLES["badhus"], encoding="utf-8")
    list(fill(copy, [folder], today=TODAY, now=NOW))
    run(copy, today=TODAY, now=NOW, progress=lambda _: None)
    kinds = {row["id"]: row["demo"] for row in rows_of(copy.outputs, "documents")}
    assert kinds["badhus"] == ""
    assert sum(kind in {"retold", "invented"} for kind in kinds.values()) == len(kinds) - 1


def test_topics_are_a_function_of_texts_and_settings(copy):
    one, two, other = (topics(copy, TopicOptions(seed=seed, number=6)) for seed in (3, 3, 4))
    assert one == two
    assert one.run != other.run
    # A topic that does not come back on subsamples is left out.
    assert 4 <= len(one.topics) <= 6
    by = topics(copy, TopicOptions(by=("year", "quarter"), number=6, seed=3))
    assert {point.period for point in by.series} > {point.period for point in one.series}


def test_what_was_not_tested_is_said_in_a_sentence(outputs):
    page = (outputs / "report" / "index.html").read_text(encoding="utf-8")
    notes = rows_of(outputs, "too_few")
    assert notes
    assert "För få texter för att pröva" in page
    assert all(float(row["present"]) < float(row["stories"]) and row["needed"] for row in notes)
    claimed = {(row["kind"], row["key"]) for row in rows_of(outputs, "shifts")}
    assert not claimed & {(row["kind"], row["key"]) for row in notes}


@pytest.mark.browser
def test_the_explorer_opens_from_disk(outputs, chromium):
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    errors: list[str] = []
    requests: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    page.on("request", lambda request: requests.append(request.url))
    page.goto((outputs / "report" / "index.html").as_uri())
    page.wait_for_selector("#artiklar tbody tr", state="attached")
    page.wait_for_selector(".chart svg", state="attached")
    assert page.locator("#demo").is_visible()
    assert "Vinster i välfärden" in page.locator("#skiften").inner_text()
    page.locator("#organisationer .open").first.click()
    page.wait_for_selector("#evidence-list mark")
    page.close()
    assert errors == []
    assert [url for url in requests if not url.startswith("file:")] == []
