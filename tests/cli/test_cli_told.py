"""What the commands tell somebody who uses them for the first time, and what they refuse."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path

import pytest

from iopmine.cli.board import Board
from iopmine.cli.clock import SystemClock
from iopmine.config import find_workspace
from iopmine.records import Lead, SourceRun
from iopmine.steps.add import fill
from iopmine.steps.gather import Named
from iopmine.steps.run import run
from iopmine.store import Store
from iopmine.text.counting import counted
from tests.harness import ARTICLE, NOW, TODAY

SOURCE = """\
id = "bladet"
name = "Bladet"
kind = "media"
home = "https://www.bladet.example/"

[[entries]]
id = "rss"
platform = "feed"
url = "https://flode.bladet.example/rss.xml"
status = "seen"
"""


@pytest.fixture(autouse=True)
def only_our_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ingen").mkdir()
    monkeypatch.setattr("iopmine.steps.catalogue.sources_folder", lambda: tmp_path / "ingen")


@pytest.fixture
def sources(workspace: Path) -> Path:
    folder = workspace / "corpus" / "sources"
    (folder / "bladet.toml").write_text(SOURCE, encoding="utf-8")
    return folder


def test_texts_are_not_added_to_the_demo_corpus(call, article, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = call("add", article)
    assert (said.code, said.out) == (2, "")
    assert "iopmine init DIR" in said.err
    assert not (tmp_path / "outputs").exists()
    # The line over the demo corpus still takes its own texts.
    assert next(fill(find_workspace(None, current=tmp_path), [article], today=TODAY, now=NOW)).new


def test_a_broken_source_is_told_where_it_is_named_and_the_others_go_on(call, sources, workspace):
    (sources / "trasig.toml").write_text(SOURCE.replace('"bladet"', '"trasig"') + "\nfrob = 1\n", encoding="utf-8")
    for arguments in (["gather", "trasig", "--dry-run"], ["sources", "check", "trasig"], ["gather", "trasig"]):
        settings = workspace / "iopmine.toml"
        settings.write_text('[gather]\ncontact = "prov@example.org"\n', encoding="utf-8")
        said = call(*arguments, "-w", workspace)
        assert said.code == 1
        assert "frob" in said.err
        assert "No source has the id" not in said.err
        assert said.err.count("corpus/sources, or run") == 1, "the next step is told once"
    planned = call("gather", "--dry-run", "-w", workspace, "--json")
    assert [each["source"] for each in planned.json] == ["bladet"]
    assert planned.code == 1
    assert "frob" in planned.err
    assert call("gather", "bladet", "--dry-run", "-w", workspace).out.count("bladet") >= 1


def test_the_plan_names_hosts_and_says_what_it_cannot_know(call, sources, workspace):
    with Store.create(workspace / "corpus" / "iop.sqlite") as store:
        store.note_leads([Lead("https://arkiv.bladet.example/a", "bladet", "rss")], now=NOW)
    (planned,) = call("gather", "--dry-run", "-w", workspace, "--json", "--limit", 7).json
    assert planned["hosts"] == ["arkiv.bladet.example", "flode.bladet.example"]
    assert (planned["due"], planned["most"]) == (1, 7)
    shown = call("gather", "--dry-run", "-w", workspace, "--limit", 7)
    assert "arkiv.bladet.example, flode.bladet.example" in shown.out
    assert "1 source. Nothing was asked." in shown.err
    assert "New pages come on top: at most 7 a source" in shown.err


@pytest.mark.parametrize("since", ["2024", "2024-05", "2024-05-06"])
def test_since_is_a_year_a_month_or_a_day(call, sources, workspace, since):
    assert call("gather", "--dry-run", "--since", since, "-w", workspace).code == 0


@pytest.mark.parametrize("since", ["2024-13", "24", "2024-5", "i fjol"])
def test_since_is_nothing_else(call, sources, workspace, since):
    said = call("gather", "--dry-run", "--since", since, "-w", workspace)
    assert (said.code, said.out) == (2, "")
    assert "2024, 2024-01 or 2024-01-31" in said.err


def test_the_first_day_of_a_year_or_month_is_meant():
    from iopmine.cli.gathering import _day

    assert [str(_day(text)) for text in ("2024", "2024-05", "2024-05-06")] == ["2024-01-01", "2024-05-01", "2024-05-06"]


def test_no_time_is_told_before_five_pages_are_done():
    board = Board()
    board.named("bladet", 10, 100.0)
    for done in range(1, 5):
        board.settled("bladet", "kept", 10 - done)
        assert "about" not in board.line(104.0)
    board.settled("bladet", "failed", 5)
    assert board.line(110.0) == "0 of 1 source done, 5 pages, 4 kept; 5 pages left of bladet, about 10 s"


def test_search_shows_outlet_and_address_on_lines_of_their_own(call, workspace, tmp_path):
    row = {"id": "a", "text": ARTICLE, "source": "Ekdala\nTidning", "url": "https://www.bladet.example/a"}
    (tmp_path / "rad.jsonl").write_text(json.dumps(row), encoding="utf-8")
    call("add", tmp_path / "rad.jsonl", "-w", workspace)
    lines = call("search", "läxhjälp", "-w", workspace).out.splitlines()
    assert [line.strip() for line in lines[1:3]] == ["Ekdala Tidning", "https://www.bladet.example/a"]
    (hit,) = call("search", "läxhjälp", "-w", workspace, "--json").json
    assert hit["source"].split() == ["Ekdala", "Tidning"]


@pytest.mark.parametrize("query", ["", "  ", "AND OR (", "(NOT)", '"', "-ord", "***"])
def test_a_query_without_words_is_told(call, filled, query):
    said = call("search", "-w", filled, "--", query)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert "The query holds no words to search for." in said.err


def test_operators_are_words_where_they_stand_with_others(call, filled):
    assert call("search", '"and"', "-w", filled).code == 0
    assert call("search", "partnerskap or", "-w", filled).code == 0


def test_init_quotes_the_folder_and_warns_of_synchronised_ones(call, tmp_path):
    place = tmp_path / "mitt bevak"
    said = call("init", place)
    assert f"cd {shlex.quote(str(place))} && iopmine add" in said.out
    assert said.err == ""
    assert f"--workspace {shlex.quote(str(place))}" in call("init", place).err
    clouded = call("init", tmp_path / "Dropbox" / "bevak")
    assert clouded.code == 0
    assert "lies in Dropbox" in clouded.err


def test_verify_checks_a_store_that_cannot_be_written_to(call, filled, monkeypatch):
    store, access = filled / "corpus" / "iop.sqlite", os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
    said = call("verify", "-w", filled)
    assert said.code == 0
    assert "All is as it was written." in said.out
    assert f"{store} cannot be written to: the words of its index were not compared." in said.err
    refused = call("verify", "--rebuild-index", "-w", filled)
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "cannot be made anew" in refused.err


def test_run_tells_how_many_addresses_wait_for_a_contact(call, filled):
    with Store.open(filled / "corpus" / "iop.sqlite") as store:
        leads = [Lead(f"https://www.bladet.example/{number}", "egna-adresser", "rader") for number in range(3)]
        store.note_leads(leads, now=NOW)
    said = call("run", "-w", filled)
    assert "not asked for: 3 addresses" in said.out
    assert "contact" in said.out
    assert call("run", "-w", filled, "--json").json["waiting"] == 3


@pytest.mark.parametrize(
    ("number", "told"), [(0, "0 addresses"), (1, "1 address"), (2, "2 addresses"), (1000, "1000 addresses")]
)
def test_one_is_one(number, told):
    assert counted(number, "address", "addresses") == told
    assert counted(number, "source") == told.replace("addresses", "sources").replace("address", "source")


def test_one_document_is_told_as_one(call, filled):
    assert "1 document." in call("search", "partnerskap", "-w", filled).err
    assert "1 document and" in call("verify", "-w", filled).out
    assert "Over the workspace: 1 document in 1 story" in call("run", "-w", filled).out


def test_a_text_where_a_list_belongs_is_told_with_the_list(call, workspace):
    (workspace / "iopmine.toml").write_text('[gather]\nsources = "forum"\n', encoding="utf-8")
    said = call("status", "-w", workspace)
    assert said.code == 2
    assert 'gather.sources: write a list, for example ["forum"]' in said.err
    assert "tuple" not in said.err


def run_of(**counts: object) -> SourceRun:
    return SourceRun("bladet", NOW, NOW, **{"leads": 9, "asked": 4, **counts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ({}, 0),
        ({"failed": 1}, 1),
        ({"floor_missed": True}, 3),
        ({"failed": 1, "floor_missed": True}, 3),
    ],
)
def test_gather_ends_with_1_for_some_failures_and_3_for_a_floor(call, workspace, monkeypatch, counts, code):
    monkeypatch.setattr("iopmine.steps.gather.gather", lambda *_, **__: iter([run_of(**counts)]))
    assert call("gather", "-w", workspace).code == code


def test_the_table_of_gather_tells_what_robots_closed(call, workspace, monkeypatch):
    monkeypatch.setattr("iopmine.steps.gather.gather", lambda *_, **__: iter([run_of(disallowed=17, cut=23, kept=1)]))
    head, row, *rest = call("gather", "-w", workspace).out.splitlines()
    assert head.index("disallowed") == row.index("17")
    assert head.index("not asked") == row.index("23")
    assert rest[0].startswith("1 new text, 0 changed")


def test_run_passes_what_happens_while_it_gathers(filled, monkeypatch):
    (filled / "iopmine.toml").write_text('[gather]\ncontact = "prov@example.org"\n', encoding="utf-8")
    monkeypatch.setattr("iopmine.steps.run.gather", lambda *_, **__: iter([Named("bladet", 1, 1, 1), run_of()]))
    seen = []

    def watch(events):
        for event in events:
            seen.append(type(event).__name__)
            yield event

    place = find_workspace(filled, current=filled)
    summary = run(place, today=TODAY, now=NOW, progress=lambda _: None, clock=SystemClock(), watch=watch)
    assert seen == ["Named", "SourceRun"]
    assert summary.waiting == 0
