"""Broken data is refused: the message names the file, the line and what was allowed."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from iopmine.errors import LexiconError
from iopmine.lexicon import load
from iopmine.lexicon.schema import FILES
from iopmine.resources import lexicon_folder

ORG = "entity_id,name,kind,side,parent_id,kommunkod,url,valid_from,valid_to"
ALIAS = "entity_id,alias,match,cues,not_before,not_after,valid_from,valid_to"
EVENT = "event_id,date,precision,title_sv,event,frame_ids,status"
AREA = "area_id,parent,label_sv,label_en,definition,trigger_terms,near_miss_terms"
SHORT = "short_name,entity_id,kommunkod"
COUNTRY = "entity_id,name,kind,country,match,cues"

# file, header, row, column or fact in the message, value in the message
BROKEN = [
    ("organisations.csv", ORG, "famna,Ny,förening,,,,,,", "column entity_id", "'famna'"),
    ("organisations.csv", ORG, "org:ny,,förening,,,,,,", "column name", "empty"),
    ("organisations.csv", ORG, "org:ny,Ny,förening,,org:finns-inte,,,,", "column parent_id", "'org:finns-inte'"),
    ("organisations.csv", ORG, "org:ny,Ny,förening,,org:ny,,,,", "column parent_id", "its own branch"),
    ("organisations.csv", ORG, "org:ny,Ny,förening,,,148,,,", "column kommunkod", "four digits"),
    ("organisations.csv", ORG, "org:ny,Ny,förening,,,9999,,,", "column kommunkod", "municipalities.csv"),
    ("organisations.csv", ORG, "org:ny,Ny,förening,,,,javascript:alert(1),,", "column url", "web address"),
    ("organisations.csv", ORG, "org:ny,Ny,förening,,,,,2018-13,", "column valid_from", "'2018-13'"),
    ("organisations.csv", ORG, "org:ny,Ny,förening,,,,,2019,2018", "column valid_to", "valid_from"),
    ("organisations.csv", ORG, "org:ny,Ny,förening,,,,,", "8 cells", "9"),
    ("organisation_names.csv", ALIAS, "org:finns-inte,Ny,name,,,,,", "column entity_id", "organisations.csv"),
    ("organisation_names.csv", ALIAS, "org:famna,Ny,maybe,,,,,", "column match", "name, exact, cautious, cue, never"),
    ("organisation_names.csv", ALIAS, "org:famna,Ny,cue,,,,,", "column cues", "at least one cue"),
    ("organisation_names.csv", ALIAS, "org:famna,Ny,name,,två ord,,,", "column not_before", "'två ord'"),
    ("timeline.csv", EVENT, "evx,2018-02-30,day,Titel,Event,,verified", "column date", "'2018-02-30'"),
    ("timeline.csv", EVENT, "evx,2018,day,Titel,Event,,verified", "column date", "precise"),
    ("timeline.csv", EVENT, "evx,2018,year,Titel,Event,finns_inte,verified", "column frame_ids", "debate_frames.csv"),
    ("timeline.csv", EVENT, "evx,2018,year,Titel,Event,,maybe", "column status", "verified, unverified"),
    ("challenge_areas.csv", AREA, "a.b,finns_inte,A,A,A,,", "column parent", "challenge_areas.csv"),
    ("challenge_areas.csv", AREA, "a,,A,A,A,trauma (olycka),", "column trigger_terms", "'trauma (olycka)'"),
    ("short_names.csv", SHORT, "Missionen,org:finns-inte,1480", "column entity_id", "'org:finns-inte'"),
    ("short_names.csv", SHORT, "Missionen,org:famna,0001", "column kommunkod", "'0001'"),
    ("countries.csv", COUNTRY, "ort:xx-stad,Stad,ort,XX,name,", "column country", "'XX'"),
    ("landscapes.csv", "entity_id,name,kind,match,cues", "lan:99,Nyland,län,name,", "column entity_id", "'99'"),
    ("localities.csv", "name,kommunkod,match", "Ny,0001,name", "column kommunkod", "'0001'"),
    ("postal_localities.csv", "locality,kommunkoder,match", "Ny,1480;0001,name", "column kommunkoder", "'0001'"),
]


@pytest.mark.parametrize(("file", "header", "row", "place", "allowed"), BROKEN)
def test_a_broken_cell_is_named(tmp_path: Path, file: str, header: str, row: str, place: str, allowed: str) -> None:
    (tmp_path / file).write_text(f"{header}\n\n{row}\n", encoding="utf-8")
    with pytest.raises(LexiconError) as raised:
        load(None, tmp_path)
    message = raised.value.message
    assert f"{tmp_path / file}, line 3" in message
    assert place in message
    assert allowed in message
    assert raised.value.hint


@pytest.mark.parametrize(
    ("header", "fact"),
    [
        ("entity_id,name,kind,colour", "unknown column 'colour'"),
        ("entity_id;name;kind", "commas between the cells"),
        ("entity_id,name", "column 'kind' is missing"),
        ("entity_id,name,kind,name", "stands there twice"),
        ("", "column 'entity_id' is missing"),
    ],
)
def test_a_broken_header_is_named(tmp_path: Path, header: str, fact: str) -> None:
    (tmp_path / "organisations.csv").write_text(header, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"organisations\.csv, line 1: ") as raised:
        load(None, tmp_path)
    assert fact in raised.value.message


def test_a_key_may_stand_once_in_a_file(tmp_path: Path) -> None:
    rows = "entity_id,name,kind\norg:ny,Ny,förening\norg:annan,Annan,förening\norg:ny,Nyare,förening\n"
    (tmp_path / "organisations.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"line 4, column entity_id: 'org:ny'.*first on line 2"):
        load(None, tmp_path)


def test_coordinates_lie_in_sweden(tmp_path: Path) -> None:
    shutil.copytree(lexicon_folder(), tmp_path / "all")
    path = tmp_path / "all" / "municipalities.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",57.71,", ",11.97,", 1), encoding="utf-8")
    with pytest.raises(LexiconError, match=r"municipalities\.csv, line \d+, column lat: '11.97'.*in Sweden"):
        load(tmp_path / "all")


def test_line_numbers_count_the_lines_of_the_file(tmp_path: Path) -> None:
    rows = 'entity_id,name,kind,note\norg:ny,Ny,förening,"två\nrader"\norg:fel,Fel,,\n'
    (tmp_path / "organisations.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(LexiconError, match="line 4, column kind"):
        load(None, tmp_path)


def test_bytes_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    (tmp_path / "surnames.csv").write_bytes("name,also\nÅberg,\n".encode("latin-1"))
    with pytest.raises(LexiconError, match=r"surnames\.csv is not UTF-8"):
        load(None, tmp_path)


def test_an_open_quotation_mark_is_refused(tmp_path: Path) -> None:
    (tmp_path / "surnames.csv").write_text('name,also\n"Åberg,\n', encoding="utf-8")
    with pytest.raises(LexiconError, match=r"surnames\.csv, line \d+: not CSV"):
        load(None, tmp_path)


def test_a_misspelt_file_name_is_not_ignored(tmp_path: Path) -> None:
    (tmp_path / "organisation.csv").write_text("entity_id,name,kind\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"organisation\.csv is not a file of the lexicon; allowed: .*organisations"):
        load(None, tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="nowhere does not exist"):
        load(None, tmp_path / "nowhere")


def test_a_base_folder_must_hold_every_file(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"municipalities\.csv is missing"):
        load(tmp_path)


def test_an_extension_adds_and_overrides_by_key(tmp_path: Path) -> None:
    (tmp_path / "organisations.csv").write_text(
        "entity_id,name,kind\norg:famna,Famna Nya,förening\norg:byns-hus,Byns Hus,förening\n", encoding="utf-8-sig"
    )
    (tmp_path / "organisation_names.csv").write_text(
        "entity_id,alias,match,cues\norg:byns-hus,Byhuset,cue,Byns Hus\nkommun:1480,Götet,name,\n", encoding="utf-8"
    )
    packaged, extended = load(), load(None, tmp_path)
    assert extended.canonical("org:famna", "ORG") == "Famna Nya"
    assert packaged.canonical("org:famna", "ORG") == "Famna"
    assert len(extended.organisations) == len(packaged.organisations) + 1
    assert extended.search("byhuset") == ("org:byns-hus",)
    assert extended.search("Götet") == ("kommun:1480",)
    assert "Götet" in extended.entities["kommun:1480"].aliases
    assert extended.sha256 != packaged.sha256


def test_a_later_extension_wins_over_an_earlier_one(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "surnames.csv").write_text(f"name,also\nÅberg,{name}\n", encoding="utf-8")
        (tmp_path / name / "organisations.csv").write_text(
            f"entity_id,name,kind\norg:famna,{name},förening\n", encoding="utf-8"
        )
    assert load(None, tmp_path / "first", tmp_path / "second").canonical("org:famna", "ORG") == "second"
    assert load(None, tmp_path / "second", tmp_path / "first").canonical("org:famna", "ORG") == "first"


def test_the_hash_follows_the_content_not_the_line_ends_or_the_folder(tmp_path: Path) -> None:
    shutil.copytree(lexicon_folder(), tmp_path / "copy")
    assert load(tmp_path / "copy").sha256 == load().sha256
    path = tmp_path / "copy" / "surnames.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(tmp_path / "copy").sha256 == load().sha256
    path.write_bytes(path.read_bytes() + b"Nyttnamn,\r\n")
    assert load(tmp_path / "copy").sha256 != load().sha256


def test_every_packaged_file_is_described_and_tidy() -> None:
    folder = lexicon_folder()
    assert {path.name for path in folder.glob("*.csv")} == FILES
    readme = (folder.parent / "README.md").read_text(encoding="utf-8")
    for file in FILES:
        content = (folder / file).read_bytes()
        assert b"\r" not in content
        assert content.endswith(b"\n")
        assert f"`{file}`" in readme
        header = next(csv.reader(content.decode().splitlines()))
        for column in header:
            assert f"`{column}`" in readme, f"{file}: column {column} is not described in corpus/README.md"
