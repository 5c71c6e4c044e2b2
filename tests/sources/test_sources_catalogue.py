"""The catalogue: what a file may say, what is refused and how that is told, and how folders go together."""

from __future__ import annotations

from pathlib import Path

import pytest

from iopmine.errors import SourceError, UsageError
from iopmine.records import Entry, HistoryNote, Source
from iopmine.sources.catalogue import read_catalogue, read_source
from iopmine.sources.form import pattern_fault

WHOLE = """\
id = "ekdala"
name = "Ekdala kommun"
kind = "municipality"
home = "https://www.ekdala.se/"
language = "sv"
paywall = "no"
note = "Påhittad."
pause = 5
pages_per_run = 40
keep = ['/nyheter/']
drop = ['/taggar/', '\\.jpg$']

[floors]
leads = 5
characters = 300

[[entries]]
id = "nyheter"
platform = "listing"
url = "https://www.ekdala.se/nyheter?sida={page}"
status = "seen"
[entries.options]
selector = "h2 a"
first = 3
newest_first = true
hosts = ["press.ekdala.se"]

[[entries]]
id = "lista"
platform = "addresses"
url = "listor/kända.csv"

[[history]]
date = 2026-11-22
event = "Skriven."
"""
SMALL = """\
id = "{id}"
name = "{name}"
kind = "media"
home = "https://bladet.se/"
[[entries]]
id = "rss"
platform = "feed"
url = "https://bladet.se/rss"
"""


def write(folder: Path, text: str, name: str = "ekdala.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_becomes_a_source(tmp_path):
    assert read_source(write(tmp_path, WHOLE)) == Source(
        id="ekdala",
        name="Ekdala kommun",
        kind="municipality",
        home="https://www.ekdala.se/",
        entries=(
            Entry(
                "nyheter",
                "listing",
                "https://www.ekdala.se/nyheter?sida={page}",
                "seen",
                {"selector": "h2 a", "first": 3, "newest_first": True, "hosts": ("press.ekdala.se",)},
            ),
            Entry("lista", "addresses", str(tmp_path / "listor" / "kända.csv"), "probable"),
        ),
        keep=("/nyheter/",),
        drop=("/taggar/", r"\.jpg$"),
        floor_leads=5,
        floor_characters=300,
        pages_per_run=40,
        pause=5.0,
        paywall="no",
        note="Påhittad.",
        history=(HistoryNote("2026-11-22", "Skriven."),),
    )


def test_what_is_left_out_is_as_in_the_record(tmp_path):
    source = read_source(write(tmp_path, SMALL.format(id="bladet", name="Bladet"), "bladet.toml"))
    entries = (Entry("rss", "feed", "https://bladet.se/rss"),)
    assert source == Source("bladet", "Bladet", "media", "https://bladet.se/", entries)


def test_a_file_of_a_windows_editor_with_decomposed_letters(tmp_path):
    text = SMALL.format(id="bladet", name="A\u030angbladet").replace("\n", "\r\n")
    path = tmp_path / "bladet.toml"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_source(path).name == "Ångbladet"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('kind = "municipality"', 'sort = "x"', "sort is no key; allowed there: id, name, kind, home"),
        ('kind = "municipality"', "", "kind is missing"),
        ('id = "ekdala"', 'id = "alvmark"', "id is 'alvmark', but the file is named 'ekdala'"),
        ('id = "ekdala"', 'id = "Ekdala å"', "id: "),
        ("pause = 5", "pause = -1", "pause: "),
        ("pause = 5", 'pause = "fem"', "found: 'fem'"),
        ("pages_per_run = 40", "pages_per_run = 0", "pages_per_run: "),
        ('language = "sv"', 'language = "svenska"', "language: "),
        ('paywall = "no"', 'paywall = "nej"', "paywall: "),
        ("leads = 5", "links = 5", "floors.links is no key; allowed there: leads, characters"),
        ("keep = ['/nyheter/']", "keep = ['(']", "is no regular expression"),
        ("keep = ['/nyheter/']", "keep = ['(a+)+$']", "repeats a group"),
        ("keep = ['/nyheter/']", r"keep = ['(\w+-?)+$']", "repeats a group"),
        ("keep = ['/nyheter/']", "keep = ['']", "1 to 200 characters"),
        ('home = "https://www.ekdala.se/"', 'home = "www.ekdala.se"', "home 'www.ekdala.se' is no absolute"),
        ('home = "https://www.ekdala.se/"', "", "home is missing"),
        ('platform = "listing"', 'platform = "list"', "'list' is no platform; allowed: addresses, cision, feed, files"),
        (
            'selector = "h2 a"',
            'selektor = "h2 a"',
            "options.selektor is no option of the platform listing; allowed: date_",
        ),
        (
            'url = "listor/kända.csv"',
            'url = "a.csv"\noptions = {key = "x"}',
            "is no option of the platform addresses; allowed: hosts",
        ),
        ('status = "seen"', 'status = "sett"', "entries 1.status: "),
        ("?sida={page}", "?sida={sida}", "it may hold {page}, {query}, {key}"),
        ('"https://www.ekdala.se/nyheter', '"javascript:alert', "is no absolute http(s) address"),
        ('"https://www.ekdala.se/nyheter', '"nyheter', "is no absolute http(s) address"),
        ('url = "listor/kända.csv"', 'url = "file:///etc/passwd"', "or be a path"),
        ('id = "lista"', 'id = "nyheter"', "found more often: nyheter"),
        ("first = 3", "first = 3.5", "first must be a text, a whole number"),
        ("first = 3", "first = {a = 1}", "first must be a text, a whole number"),
        ("date = 2026-11-22", 'date = "22 november"', "history 1.date: "),
        ('event = "Skriven."', "", "history 1.event is missing"),
        ("[[history]]", "[[history]", "could not be read as TOML"),
        ("[[entries]]", "[[ways]]", "ways is no key"),
    ],
)
def test_what_is_wrong_is_told(tmp_path, old, new, told):
    assert old in WHOLE
    path = write(tmp_path, WHOLE.replace(old, new))
    with pytest.raises(SourceError) as caught:
        read_source(path)
    assert told in caught.value.message
    assert str(path) in caught.value.message


@pytest.mark.parametrize("raw", [b"\xff\xfe", b'id = "ekdala\xe5"', b"#" * 300_000, b"a=" + b"[" * 100_000])
def test_files_that_are_no_toml(tmp_path, raw):
    path = tmp_path / "ekdala.toml"
    path.write_bytes(raw)
    with pytest.raises(SourceError, match=r"could not be read|larger than"):
        read_source(path)
    with pytest.raises(SourceError, match="could not be read"):
        read_source(tmp_path / "saknas.toml")


def test_the_later_folder_adds_and_replaces(tmp_path):
    packaged, own = tmp_path / "packaged", tmp_path / "own"
    write(packaged, SMALL.format(id="bladet", name="Bladet"), "bladet.toml")
    write(packaged, SMALL.format(id="posten", name="Posten"), "posten.toml")
    write(own, SMALL.format(id="posten", name="Posten, min"), "posten.toml")
    write(own, SMALL.format(id="arken", name="Arken"), "arken.toml")
    write(own, "no source", "notes.txt")
    catalogue = read_catalogue([packaged, own, tmp_path / "saknas"])
    assert [source.name for source in catalogue.sources.values()] == ["Arken", "Bladet", "Posten, min"]
    assert catalogue.files["posten"] == own / "posten.toml"
    assert catalogue.issues == ()
    assert [source.id for source in catalogue.pick(["posten", "arken"])] == ["arken", "posten"]
    assert len(catalogue.pick([])) == 3
    with pytest.raises(UsageError, match=r"'postn'.*posten"):
        catalogue.pick(["postn"])


def test_a_broken_file_stops_no_other_and_never_brings_back_the_packaged_one(tmp_path):
    packaged, own = tmp_path / "packaged", tmp_path / "own"
    write(packaged, SMALL.format(id="bladet", name="Bladet"), "bladet.toml")
    write(packaged, SMALL.format(id="posten", name="Posten"), "posten.toml")
    write(own, SMALL.format(id="posten", name=""), "posten.toml")
    catalogue = read_catalogue([packaged, own])
    assert list(catalogue.sources) == ["bladet"]
    assert [(issue.source, issue.level, issue.url) for issue in catalogue.issues] == [
        ("posten", "error", str(own / "posten.toml"))
    ]
    write(packaged, "?", "posten.toml")
    write(own, SMALL.format(id="posten", name="Posten"), "posten.toml")
    assert read_catalogue([packaged, own]).issues == ()


@pytest.mark.parametrize("pattern", ["/nyheter/", r"/\d{4}/\d{2}/[^/]+$", r"(?i)iop(?:[-_.]|$)", r"(?:\d{2}/){0,2}$"])
def test_patterns_that_are_allowed(pattern):
    assert pattern_fault(pattern) == ""
