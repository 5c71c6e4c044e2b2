"""What is printed: results on stdout, the rest on stderr, JSON that parses, and nothing that steers a terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from iopmine.cli.terminal import one_line, print_json, safe, table
from tests.harness import ARTICLE, ENVIRONMENT, PAGE, command

# Everything that moves a cursor, rings, sets titles or turns the direction of writing; line ends and tabs may stand.
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
HOSTILE = "\x1b[2J\x1b]0;kapad\x07 \x9b31mPartnerskap\u202e i staden\x08\x08 \x1b[1A"
MEANT = "Partnerskap i staden"

COMMANDS = {
    "add": ["add", "{article}"],
    "extract": ["extract"],
    "extract files": ["extract", "{article}", "--out", "{workspace}/x.jsonl"],
    "topics": ["topics"],
    "report": ["report"],
    "run": ["run"],
    "search": ["search", "partnerskap"],
    "status": ["status"],
    "verify": ["verify"],
    "annotate": ["annotate", "{article}", "--out", "{workspace}/x.xlsx"],
    "evaluate": ["evaluate", "{workspace}/gold.jsonl", "--texts", "{folder}"],
}


@pytest.fixture
def asked(filled, article):
    """Return the arguments of a command on the filled workspace."""
    (filled / "gold.jsonl").write_text(
        json.dumps({"id": "laxhjalpen", "orgs": [{"text": "Ekdala kommun"}]}), encoding="utf-8"
    )

    def asked(name: str) -> list[object]:
        places = {"article": article, "workspace": filled, "folder": article.parent}
        return [*(part.format(**places) for part in COMMANDS[name]), "-w", filled]

    return asked


@pytest.mark.parametrize("name", COMMANDS)
def test_json_is_all_that_stands_on_stdout(name, asked, call):
    said = call(*asked(name), "--json")
    assert said.code == 0, said.err
    assert said.json is not None
    assert call(*asked(name), "--json", "--quiet").json is not None


@pytest.mark.parametrize("name", COMMANDS)
def test_quiet_prints_results_and_nothing_else(name, asked, call):
    loud = call(*asked(name))
    quiet = call(*asked(name), "--quiet")
    assert quiet.code == 0
    assert quiet.err == ""
    if name == "add":  # the second time it is known already
        assert quiet.out == ""
    else:
        assert set(quiet.out.splitlines()) <= set(loud.out.splitlines()), "a result is printed as without --quiet"


def test_the_results_that_quiet_commands_print(asked, call, filled):
    page = filled / "outputs" / "report" / "index.html"
    assert call(*asked("run"), "-q").out == f"{page}\n"
    assert call(*asked("report"), "-q").out == f"{page}\n"
    assert call(*asked("search"), "-q").out.startswith("2018-03-12  Läxhjälpen i Ekdala blir kvar  [laxhjalpen]\n")
    assert "documents" in call(*asked("status"), "-q").out
    assert call(*asked("verify"), "-q").out == "All is as it was written.\n"
    assert "names" in call(*asked("evaluate"), "-q").out
    for name in ("add", "extract", "extract files", "annotate"):
        assert call(*asked(name), "-q").out == ""


def test_init_says_what_it_made(call, tmp_path):
    made = call("init", tmp_path / "ny", "--json").json
    assert sorted(map(Path, made)) == sorted(path for path in (tmp_path / "ny").rglob("*") if path.is_file())
    assert call("init", tmp_path / "tyst", "-q") == (0, "", "")


def test_what_json_says_is_what_happened(asked, call, tmp_path):
    other = tmp_path / "nytt.txt"
    other.write_text(ARTICLE.replace("Läxhjälpen", "Natthärbärget"), encoding="utf-8")
    (tmp_path / "tom.txt").touch()
    arguments = asked("add")
    said = call(*arguments, other, tmp_path / "tom.txt", "--json")
    assert said.code == 1
    assert (said.json["new"], said.json["known"], len(said.json["issues"])) == (1, 1, 1)
    assert set(said.json["issues"][0]) == {"stage", "source", "url", "level", "message"}
    assert call(*asked("extract"), "--json").json == {"documents": 1, "issues": []}
    hits = call(*asked("search"), "--json").json
    assert {hit["document_id"] for hit in hits} == {"laxhjalpen", "nytt"}
    for hit in hits:
        for line in hit["lines"]:
            assert ARTICLE.find("partnerskap") > 0
            assert line["keyword"].casefold().startswith("partnerskap")
    assert call(*asked("status"), "--json").json["counts"]["documents"] == 2


@pytest.fixture
def hostile(tmp_path):
    """Texts whose titles, ids, sources and file names steer a terminal if they are let through."""
    folder = tmp_path / "fientligt"
    folder.mkdir()
    (folder / "sida.html").write_text(PAGE.format(title=HOSTILE), encoding="utf-8")
    (folder / "text.txt").write_text(f"{HOSTILE}\n\n{ARTICLE}", encoding="utf-8")
    row = {"id": f"r{HOSTILE}", "text": f"{HOSTILE}\n\n{ARTICLE}", "title": HOSTILE, "source": f"Blad {HOSTILE}"}
    (folder / "rader.jsonl").write_text(json.dumps(row) + "\n" + json.dumps({HOSTILE: 1}) + "\n", encoding="utf-8")
    if os.name != "nt":
        (folder / f"namn{HOSTILE.replace('/', '')}.txt").touch()
        (folder / f"okänt{HOSTILE.replace('/', '')}.xyz").touch()
    return folder


def test_nothing_steers_the_terminal(hostile, workspace, call, iopmine, tmp_path):
    calls = [
        ["add", hostile], ["extract"], ["topics"], ["report"], ["verify"], ["search", "partnerskap"], ["status"],
        ["extract", hostile, "--out", tmp_path / "x.jsonl"], ["search", HOSTILE], ["run"],
        ["evaluate", hostile / "rader.jsonl", "--texts", hostile, "--errors", "9"],
        ["topics", "--by", HOSTILE], ["extract", f"{HOSTILE}.txt", "--out", f"{HOSTILE}.docx", "--format", HOSTILE],
        ["frob" + HOSTILE], ["search", "x", "--since", HOSTILE], ["status", "-w", tmp_path / HOSTILE.replace("/", "")],
    ]  # fmt: skip
    shown = ""
    for arguments in calls:
        for options in ([], ["--json"]):
            place = [] if "-w" in arguments else ["-w", workspace]
            said = call(*arguments, *place, *options)
            assert not STEERING.findall(said.out + said.err), arguments
            shown += said.out
    assert MEANT in shown, "what is meant is shown"
    done = iopmine("search", "partnerskap", "-w", workspace, cwd=tmp_path)
    assert MEANT in done.stdout
    assert not STEERING.findall(done.stdout + done.stderr)


def test_json_keeps_every_character(capsys):
    value = {"titel": HOSTILE + " å ” 🙂", "half": "\udce5"}
    print_json(value)
    out = capsys.readouterr().out
    assert not STEERING.findall(out)
    assert json.loads(out) == value


def test_safe_and_one_line():
    assert safe("a\x1b[1mb\tc\nd\u2066") == "a[1mb\tc\nd"
    assert one_line("a\r\n b\t\x07c\u2028d") == "a b c d"
    assert table([("ä", 1), ("lång\nrad", "\x1b")]) == "ä         1\nlång rad"
    assert table([]) == ""


def test_a_terminal_that_lacks_the_letters(asked, iopmine, tmp_path):
    done = iopmine(*asked("search"), cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert r"L\xe4xhj\xe4lpen" in done.stdout
    assert json.loads(iopmine(*asked("search"), "--json", cwd=tmp_path, PYTHONIOENCODING="ascii").stdout)


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
@pytest.mark.parametrize("times", [1, 4000])
def test_a_reader_that_leaves_is_no_error(times, workspace, call, tmp_path):
    """As in ``iopmine search … | head``, whether the output fits the buffer of the pipe or not."""
    rows = tmp_path / "rader.csv"
    rows.write_text("text\n" + '"Partnerskap, en rubrik som tar plats i utskriften"\n' * times, encoding="utf-8")
    assert call("add", "-w", workspace, rows).code == 0
    read, write = os.pipe()
    process = subprocess.Popen(
        command("search", "partnerskap", "-w", workspace, "-n", "9999"),
        stdout=write,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
    )
    os.close(write)
    os.close(read)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert err == b"" or err == f"{times} documents.\n".encode()
