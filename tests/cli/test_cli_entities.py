"""``iopmine entities`` from the command line."""

from __future__ import annotations

import pytest


def test_a_decision_is_written_once_and_obeyed(filled, call):
    listed = call("entities", "-w", filled, "--json").json
    assert {c["id"] for c in listed["unknown"]} == {"org:ekdala-kommun", "org:foreningen-asen"}
    assert listed["unresolved"] == []
    done = call("entities", "alias", "org:famna", "Föreningen Åsen", "--note", "prov", "-w", filled, "--json")
    assert done.json["new"] is True
    assert done.json["decision"]["note"] == "prov"
    again = call("entities", "alias", "org:famna", "Föreningen Åsen", "-w", filled)
    assert (again.code, again.out) == (0, "")
    assert again.err.startswith("Stands already")
    assert call("extract", "-w", filled).code == 0
    left = call("entities", "-w", filled, "--json").json
    assert {c["id"] for c in left["unknown"]} == {"org:ekdala-kommun"}


def test_the_list_shows_id_name_counts_and_context(filled, call):
    said = call("entities", "list", "-w", filled)
    (line,) = [line for line in said.out.splitlines() if line.startswith("org:foreningen-asen")]
    assert "[Föreningen Åsen] förlänger" in line
    assert "does not know" in said.err
    assert call("entities", "-w", filled, "--quiet").err == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["rename"], ["merge", "org:famna"], ["split"], ["split", "a", "b"], ["alias", "org:famna"], ["not-this"],
        ["list", "x"], ["merge", "org:a", "org:b"], ["split", "Åsen", "--document", "d1"], ["list", "--note", "x"],
        ["not-this", "Åsen", "--document", "d1"], ["--limit", "0"], ["split", "Famna"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_wrong_call_exits_2_and_writes_nothing(arguments, filled, call):
    said = call("entities", *arguments, "-w", filled)
    assert said.code == 2
    assert said.out == ""
    assert said.err.strip()
    assert not (filled / "corpus" / "lexicon" / "decisions.csv").exists()


def test_a_broken_decision_is_named_and_stops_the_extraction(filled, call):
    path = filled / "corpus" / "lexicon" / "decisions.csv"
    path.write_text("decision,subject,entity_id\nmerge,org:famna,org:famna\n", encoding="utf-8")
    said = call("extract", "-w", filled)
    assert said.code == 1
    assert "decisions.csv, line 2, column subject" in said.err
