"""Bad input through the real command line: one line each, the exit code as designed, the rest of the batch done."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from iopmine.store import Store
from tests.harness import ARTICLE, ENVIRONMENT, PAGE, command

POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX files")


def pdf_without_text(path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    document.save(path)


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"Partnerskap.\n")
        file.truncate(50_000_000)


def garbled(path: Path) -> None:
    path.write_bytes((ARTICLE * 3).encode().decode("latin-1").encode())


# name → how it is made, what is said of it, and whether the document is stored all the same.
BAD = {
    "tom": (Path.mkdir, "error: {}: The folder holds no files.", False),
    "nollad.txt": (Path.touch, "error: {}: The file is empty.", False),
    "bara-mellanrum.txt": (lambda p: p.write_text(" \n\t\n"), "error: {}: The file holds no text.", False),
    "binar.txt": (lambda p: p.write_bytes(bytes(range(256)) * 40), "error: {}: The file is binary", False),
    "bild.txt": (
        lambda p: p.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 99),
        "error: {}: The file is binary, not text (it is a PNG",
        False,
    ),
    "stor.txt": (huge, "error: {}: The file is too large: 50000000 bytes", False),
    "utan-text.pdf": (pdf_without_text, "error: {}: ", False),
    "trasig.pdf": (lambda p: p.write_bytes(b"%PDF-1.7 och inget mer"), "error: {}: The PDF is damaged", False),
    "tabell.csv": (lambda p: p.write_text("rubrik;datum\nx;2019\n"), "error: {}: No column holds the text.", False),
    "rader.jsonl": (lambda p: p.write_text('{"a": 1}\nikke json\n'), "error: {}: Line 1: No column holds", False),
    "okand.xyz": (lambda p: p.write_text("x"), "warning: {}: No reader for the ending .xyz.", False),
    "garblad.txt": (garbled, "warning: {}: Some letters are garbled", True),
}
GOOD = {
    "latin.txt": ARTICLE.encode("latin-1"),
    "windows.txt": ARTICLE.replace("\n", "\r\n").encode("cp1252"),
    "marke.txt": ARTICLE.encode("utf-8-sig"),
    "sexton.txt": ARTICLE.encode("utf-16"),
    "sida.html": PAGE.format(title="Härbärget öppnar").encode("latin-1").replace(b"utf-8", b"iso-8859-1"),
}


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, (make, _, _) in BAD.items():
        make(folder / name)
    for name, content in GOOD.items():
        (folder / name).write_bytes(content)
    return folder


def shown(folder: Path, name: str) -> str:
    return BAD[name][1].format(folder / name)


def test_a_batch_with_every_bad_file_stores_the_good_ones(iopmine, workspace, bad, tmp_path):
    done = iopmine("add", "-w", workspace, bad, cwd=tmp_path)
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    for name in BAD.keys() - {"tom"}:
        assert [line for line in lines if line.startswith(shown(bad, name))], name
        said = sum(f"{os.sep}{name}: " in line for line in lines)
        assert said == (2 if name == "rader.jsonl" else 1), f"one line for each fault: {name}"
    stored = len(GOOD) + sum(kept for _, _, kept in BAD.values())
    errors = sum(line.startswith("error: ") for line in lines)
    assert done.stdout.startswith(f"{stored} new or changed, 0 known already, {errors} failed")
    with Store.open(workspace / "corpus" / "iop.sqlite", read_only=True) as store:
        texts = {document.id: document.text for document in store.documents()}
        noted = {Path(issue.url).name: issue for issue in store.issues()}
    assert len(texts) == stored
    assert set(BAD) - {"tom"} <= set(noted)
    assert all(issue.stage == "add" and issue.message for issue in noted.values())
    assert texts["latin"] == texts["marke"] == texts["sexton"] == ARTICLE
    assert texts["windows"] == ARTICLE.replace("\n", "\r\n")
    assert texts["sida"].startswith("Härbärget öppnar")


@pytest.mark.parametrize("name", BAD)
def test_each_bad_file_alone(name, call, workspace, bad):
    said = call("add", "-w", workspace, bad / name)
    expected = shown(bad, name)
    # A warning about a text that was read all the same is no failure; a call that read nothing is one.
    assert said.code == (0 if BAD[name][2] else 1)
    assert said.err.startswith(expected)
    quiet = call("add", "-w", workspace, bad / name, "--quiet")
    assert quiet.out == ""
    assert quiet.code == said.code
    assert all(line.startswith("error: ") for line in quiet.err.splitlines())


def test_extract_writes_the_issues_beside_the_results(iopmine, bad, tmp_path):
    out = tmp_path / "ut"
    done = iopmine("extract", bad, "--out", out, "--format", "csv", cwd=tmp_path)
    assert done.returncode == 1
    issues = (out / "issues.csv").read_text(encoding="utf-8-sig")
    for name in BAD.keys() - {"tom"}:
        assert name in issues
    documents = (out / "documents.csv").read_text(encoding="utf-8-sig")
    for name in GOOD:
        assert f"\n{Path(name).stem}," in documents


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(call, workspace, article):
    article.chmod(0)
    said = call("add", "-w", workspace, article)
    assert said.code == 1
    assert said.err.startswith(f"error: {article}: There is no permission")


@POSIX
def test_what_is_no_file_cannot_be_read_and_is_said(call, workspace, article, tmp_path):
    os.mkfifo(tmp_path / "ror.txt")
    (tmp_path / "lank.txt").symlink_to(tmp_path / "borta.txt")
    (tmp_path / "ring.txt").symlink_to(tmp_path / "ring.txt")
    paths = [tmp_path / name for name in ("ror.txt", "lank.txt", "ring.txt", "finns-inte.txt")]
    said = call("add", "-w", workspace, *paths, article)
    assert said.code == 1
    lines = said.err.splitlines()
    assert len(lines) == len(paths)
    assert sum("no regular file" in line for line in lines) == 1
    assert said.out.startswith("1 new or changed")


def test_a_path_longer_than_any(call, workspace, tmp_path):
    said = call("add", "-w", workspace, tmp_path / ("x" * 300))
    assert (said.code, said.err.count("\n")) == (1, 1)


@POSIX
def test_names_that_are_no_utf8_and_names_with_line_ends(iopmine, call, workspace, tmp_path):
    """A name from an old archive keeps its letters, and no name breaks the batch or the line."""
    folder = tmp_path / "gammalt"
    folder.mkdir()
    try:
        (folder / os.fsdecode("nämnden".encode("latin-1") + b".txt")).write_text(ARTICLE, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (folder / os.fsdecode("lås".encode("latin-1") + b".txt")).touch()
    (folder / "två\nrader.txt").touch()
    done = iopmine("add", "-w", workspace, folder, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("1 new or changed, 0 known already, 2 failed")
    assert [line.split(": ")[1].rsplit("/", 1)[1] for line in done.stderr.splitlines()] == ["lås.txt", "två rader.txt"]
    with Store.open(workspace / "corpus" / "iop.sqlite", read_only=True) as store:
        assert [document.id for document in store.documents()] == ["nämnden"]
    out = tmp_path / "ut"
    for form in ("ut", "ut.jsonl"):
        assert call("extract", folder, "--out", tmp_path / form, "--texts").code == 1
    assert [path.name for path in (out / "texts").iterdir()] == ["nämnden.txt"]


def test_rows_with_impossible_ids_and_half_characters(iopmine, call, workspace, tmp_path):
    rows = tmp_path / "rader.jsonl"
    ids = ["\\u0000x", "x" * 300, "../../bort", "CON", "a/b", "a:b", ".dold", ""]
    text = "Partnerskap i staden\\n\\nEkdala kommun och F\\ud800reningen Åsen skriver ett avtal \\u0000 om läxhjälp."
    rows.write_text("".join(f'{{"id": "{key}", "text": "{text}"}}\n' for key in ids), encoding="utf-8")
    out = tmp_path / "ut"
    for form in ("ut", "ut.jsonl"):
        said = call("extract", rows, "--out", tmp_path / form, "--texts", "--format", "csv,xlsx,jsonl,conllu,vrt")
        assert said.code == 0, said.err
        assert said.out.startswith(f"{len(ids)} documents extracted")
        assert "halves of characters" in said.err
    written = list((out / "texts").iterdir())
    assert len(written) == len(ids), "one text a document, none over another"
    assert {path.resolve().parent for path in written} == {(out / "texts").resolve()}
    assert sorted(path.name for path in written) == sorted(path.name for path in (tmp_path / "ut.texts").iterdir())
    assert iopmine("add", "-w", workspace, rows, cwd=tmp_path).returncode == 0


def break_version(store: Path) -> None:
    connection = sqlite3.connect(store)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def break_header(store: Path) -> None:
    store.write_bytes(b"<!doctype html><title>404</title>" + b" " * 200)


def break_owner(store: Path) -> None:
    store.unlink()
    connection = sqlite3.connect(store)
    connection.execute("CREATE TABLE bookmarks (url)")
    connection.close()


@pytest.mark.parametrize(
    ("breaking", "says"),
    [
        (break_version, "was written by a newer iopmine"),
        (break_header, "is not an SQLite database"),
        (break_owner, "is the database of another program"),
        (lambda store: store.write_bytes(b""), "is an empty file"),
        (lambda store: store.write_bytes(store.read_bytes()[:5000]), "is damaged"),
    ],
    ids=["newer", "html", "foreign", "empty", "cut"],
)
@pytest.mark.parametrize(
    "asked", [["add", "{article}"], ["run"], ["search", "x"], ["status"], ["verify"], ["report"]], ids=lambda c: c[0]
)
def test_a_store_that_is_none_is_refused_and_left_alone(breaking, says, asked, filled, article, call):
    store = filled / "corpus" / "iop.sqlite"
    breaking(store)
    before = store.read_bytes()
    said = call(*(part.format(article=article) for part in asked), "-w", filled, "--quiet")
    assert said.code == 1
    assert said.out == ""
    assert says in said.err
    assert said.err.startswith("iopmine: ")
    assert said.err.count("\n") == 1
    assert store.read_bytes() == before


def test_through_the_real_command_line_too(iopmine, filled, tmp_path):
    break_header(filled / "corpus" / "iop.sqlite")
    done = iopmine("status", "-w", filled, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)


def test_a_lexicon_row_with_a_wrong_code_names_file_and_line(iopmine, workspace, article, tmp_path):
    extension = workspace / "corpus" / "lexicon" / "localities.csv"
    extension.write_text("kommunkod,name,kommun,match\n9999,Ekstad,Ekdala,name\n", encoding="utf-8")
    done = iopmine("extract", article, "-w", workspace, "--out", "x.jsonl", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"iopmine: {extension}, line 2, column kommunkod: '9999' is not allowed")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "x.jsonl").exists()


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("frob = 1", "frob is no setting; allowed there: title, topics, outputs, gather, watch."),
        ("[topics]\nnmber = 3", "topics.nmber is no setting; allowed there: number, seed, by, primary, anchors."),
        ("[topics]\nnumber = 'många'", "topics.number: Input should be a valid integer"),
        ("topics = 3", "topics: "),
        (
            "[outputs]\nformats = ['docx']",
            "outputs.formats.0: Input should be 'csv', 'xlsx' or 'parquet'; found: 'docx'",
        ),
        ("[topics", "could not be read as TOML"),
        ("title = '\udcff'", "could not be read as TOML"),
    ],
)
def test_settings_that_are_wrong(settings, says, filled, call):
    (filled / "iopmine.toml").write_text(settings, encoding="utf-8", errors="surrogateescape")
    said = call("status", "-w", filled)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith(f"iopmine: {filled / 'iopmine.toml'}")
    assert says in said.err


def test_a_folder_that_is_no_workspace(call, tmp_path):
    said = call("run", "-w", tmp_path / "ingenstans")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert "Make one with: iopmine init" in said.err


@pytest.mark.parametrize("out", ["fil/x.jsonl", "fil", "fil/under", "mapp.jsonl"])
def test_results_that_cannot_be_written(out, call, article, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("fil").write_text("i vägen")
    Path("mapp.jsonl").mkdir()
    said = call("extract", article, "--out", out)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "could not be written" in said.err
    assert Path("fil").read_text() == "i vägen"


def test_no_folder_for_the_outputs(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("outputs").write_text("i vägen")
    said = call("run", "--quiet")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "outputs cannot be made" in said.err


def test_the_outputs_of_a_workspace_cannot_be_written(call, filled):
    (filled / "outputs").rmdir()
    (filled / "outputs").write_text("i vägen")
    said = call("report", "-w", filled)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "could not be written" in said.err


def test_init_on_what_is_taken(call, filled, tmp_path):
    (tmp_path / "fil").write_text("i vägen")
    for target, code in ((filled, 2), (tmp_path / "fil", 2), (tmp_path / "fil" / "under", 1)):
        said = call("init", target)
        assert (said.code, said.out, said.err.count("\n")) == (code, "", 1)


def test_an_existing_folder_keeps_its_files(call, tmp_path):
    (tmp_path / ".gitignore").write_text("mine\n")
    assert call("init", tmp_path).code == 0
    assert (tmp_path / ".gitignore").read_text() == "mine\n"
    assert call("status", "-w", tmp_path).err.startswith("iopmine: There is no store at")


@pytest.mark.parametrize(
    ("gold", "labels", "says"),
    [
        ("inte json", None, "not JSON"),
        ('["en lista"]', None, "a gold line is a JSON object"),
        ('{"id": "borta"}', None, "None of the 1 gold texts"),
        ('{"id": "laxhjalpen"}', "[1, 2]", "label map"),
        ('{"id": "laxhjalpen"}', '{"areas": 3}', "label map"),
        ('{"id": "laxhjalpen"}', "inte json", "label map"),
    ],
)
def test_gold_that_cannot_be_used(gold, labels, says, call, article, tmp_path):
    (tmp_path / "gold.jsonl").write_text(gold)
    arguments = ["evaluate", tmp_path / "gold.jsonl", "--texts", tmp_path]
    if labels:
        (tmp_path / "labels.json").write_text(labels)
        arguments += ["--labels", tmp_path / "labels.json"]
    said = call(*arguments)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert says in said.err


def test_a_model_that_is_not_there(call, article, tmp_path):
    said = call("extract", article, "--out", tmp_path / "x.jsonl", "--model", "sv_finns_inte")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "sv_finns_inte" in said.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_stdout(filled, tmp_path):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command("status", "-w", filled), stdout=full, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
        )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("iopmine: The system refused: No space left on device")
    assert "Exception" not in done.stderr


def test_a_store_in_a_synchronised_folder_is_warned_of(call, article, tmp_path):
    place = tmp_path / "OneDrive" / "studie"
    assert call("init", place).code == 0
    said = call("add", "-w", place, article)
    assert said.code == 0
    assert "The store lies in OneDrive" in said.err
