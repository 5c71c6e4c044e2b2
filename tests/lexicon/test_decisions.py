"""Decisions about names: read, checked against each other, and carried out in names and entities."""

from __future__ import annotations

from pathlib import Path

import pytest

from iopmine.errors import LexiconError
from iopmine.lexicon import Decision, Lexicon, load
from iopmine.lexicon.decisions import as_csv, written

HEADER = "decision,subject,entity_id,document_id,name,kind,side,note\n"


def decided(folder: Path, *lines: str) -> Lexicon:
    (folder / "decisions.csv").write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return load(None, folder)


def test_the_packaged_lexicon_decides_nothing() -> None:
    found = load().decided
    assert (dict(found.merged), found.split, dict(found.rejected)) == ({}, frozenset(), {})


def test_an_alias_takes_the_name_from_all_others(tmp_path: Path) -> None:
    lexicon = decided(tmp_path, "alias,SKR,org:sveriges-kristna-rad,,,,,", "alias,Famnas kansli,org:famna,,,,,")
    assert lexicon.search("SKR") == ("org:sveriges-kristna-rad",)
    assert lexicon.search("famnas kansli") == ("org:famna",)
    assert "Famnas kansli" in lexicon.entities["org:famna"].aliases


def test_an_alias_of_an_unlisted_body_brings_the_body(tmp_path: Path) -> None:
    lexicon = decided(tmp_path, "alias,Huset,org:byns-hus,,Byns Hus,idéburen förening,ideburen,")
    assert lexicon.canonical("org:byns-hus", "ORG") == "Byns Hus"
    assert lexicon.entities["org:byns-hus"].side == "ideburen"
    # A single word may be a word: it needs a capital inside a sentence.
    assert [n.match for n in lexicon.names if n.text == "Huset"] == ["cautious"]


def test_a_merge_moves_names_branches_and_short_names(tmp_path: Path) -> None:
    lexicon = decided(
        tmp_path,
        "merge,org:radda-barnen,org:bris,,,,,",
        "merge,org:uppsala-stadsmission,org:sveriges-stadsmissioner,,,,,",
    )
    assert lexicon.search("Rädda Barnen") == ("org:bris",)
    assert "org:radda-barnen" not in lexicon.entities
    assert "Rädda Barnen" in lexicon.entities["org:bris"].aliases
    assert lexicon.entities["org:radda-barnen-malmo"].parent_id == "org:bris"
    moved = {row.entity_id for row in lexicon.short_names if row.kommunkod == "0380"}
    assert moved == {"org:sveriges-stadsmissioner"}


def test_merges_are_followed_to_the_end(tmp_path: Path) -> None:
    lexicon = decided(tmp_path, "merge,org:a,org:bris,,,,,", "merge,org:bris,org:famna,,,,,")
    assert dict(lexicon.decided.merged) == {"org:a": "org:famna", "org:bris": "org:famna"}
    assert lexicon.search("Bris") == ("org:famna",)


def test_a_split_makes_a_body_of_a_name(tmp_path: Path) -> None:
    lexicon = decided(tmp_path, "split,Nytida,,,,,,")
    assert lexicon.search("Nytida") == ("org:nytida",)
    assert lexicon.entities["org:nytida"].side == "foretag"
    assert "Nytida" not in lexicon.entities["org:ambea"].aliases


def test_a_false_alarm_is_no_name_everywhere_or_in_one_document(tmp_path: Path) -> None:
    lexicon = decided(tmp_path, "not-this,Bris,,,,,,", "not-this,Famna,,d7,,,,")
    assert lexicon.search("Bris") == ()
    assert lexicon.search("Famna") == ("org:famna",)
    rejects = lexicon.decided.rejects
    assert rejects("BRIS", "d1")
    assert rejects("Famna", "d7")
    assert not rejects("Famna", "d1")


BROKEN = [
    (["merge,org:bris,org:finns-inte,,,,,"], "line 2", "an entity_id that the lexicon lists"),
    (["alias,Ny,,,,,,"], "line 2", "an entity_id that the lexicon lists"),
    (["merge,org:bris,org:bris,,,,,"], "line 2", "come back to where it began"),
    (["merge,org:bris,org:famna,,,,,", "merge,org:famna,org:bris,,,,,"], "line 3", "come back to where it began"),
    (
        ["merge,org:a,org:famna,,,,,", "merge,org:famna,org:bris,,,,,", "merge,org:bris,org:a,,Ny,,,"],
        "line 4",
        "come back",
    ),
    (["merge,Bris,org:famna,,,,,"], "line 2", "an id"),
    (["alias,Åsen,org:famna,,,,,", "split,åsen,,,,,,"], "line 3", "alias org:famna Åsen stands already"),
    (["alias,Åsen,org:famna,,,,,", "not-this,Åsen,,,,,,"], "line 3", "one decision on a name"),
    (["alias,Åsen,org:famna,,,,,", "alias,ÅSEN,org:bris,,,,,"], "line 3", "one decision on a name"),
    (["split,Famna,,,,,,"], "line 2", "not the full name of a listed body"),
    (["alias,Famna,org:bris,,,,,"], "line 2", "merge org:famna org:bris"),
    (["rename,Famna,org:bris,,,,,"], "line 2", "merge, split, alias, not-this"),
    (["split,,,,,,,"], "line 2", "a name"),
]


@pytest.mark.parametrize(("lines", "place", "allowed"), BROKEN)
def test_what_contradicts_itself_is_refused(tmp_path: Path, lines: list[str], place: str, allowed: str) -> None:
    with pytest.raises(LexiconError) as raised:
        decided(tmp_path, *lines)
    assert f"{tmp_path / 'decisions.csv'}, {place}" in raised.value.message
    assert allowed in raised.value.message


def test_a_false_alarm_in_one_document_goes_with_other_decisions(tmp_path: Path) -> None:
    decided(tmp_path, "alias,Åsen,org:famna,,,,,", "not-this,Åsen,,d1,,,,", "not-this,Åsen,,d2,,,,")


def test_the_file_is_sorted_and_comes_back_as_it_was(tmp_path: Path) -> None:
    rows = (
        Decision("split", "Åsen", "", "", "", "", "", "två, olika"),
        Decision("alias", 'Huset "Björken"', "org:famna", "", "", "", "", ""),
    )
    (tmp_path / "decisions.csv").write_bytes(as_csv(rows))
    assert written(tmp_path) == tuple(reversed(rows))
    assert as_csv(reversed(rows)) == as_csv(rows)
    assert written(tmp_path / "corpus") == ()
