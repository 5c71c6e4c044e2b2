"""Personal data planted in the texts, and every byte of everything that leaves the store."""

from __future__ import annotations

import gzip
import html
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_plus

import pytest

from iopmine.cli import main
from iopmine.config import find_workspace
from iopmine.records import Document, Extraction
from iopmine.steps.add import add
from iopmine.steps.extract import ExtractOptions, extract_files, extract_store
from iopmine.steps.init import init
from iopmine.steps.persons import names_in
from iopmine.steps.report import report
from iopmine.steps.topics import topics
from tests.harness import NOW, TODAY, run_iopmine

MAILS = [
    "majken@example.org", "bo.ek@jour.example.se", "INFO.JOUR@EXAMPLE.SE", "stig+1@example.org",
    "karin(at)example.org", "per [at] example.se", "greta(snabel-a)example.se", "sven @ example.se",
    "erik(at)example(dot)se", "o_d@ex-ample.se",
]  # fmt: skip
PHONES = [
    "070-174 06 05", "0701740606", "+46 70 174 06 07", "070 174 06 08", "08-465 004 09", "08 465 004 10",
    "070.174.06.11", "+46701740612", "(031) 390 06 13", "0046 70 174 06 14",
]  # fmt: skip
IDENTITIES = ["900101-0017", "19850709-9805", "121212-1212", "19900101-0017", "8507099805"]
PERSONS = ["Majken Thelander", "Östen Åkerlind", "Karin af Klintsjö", "Anna-Stina Öhrnell", "Greta Ahlmarker"]
PARTS = ["Thelander", "Åkerlind", "Klintsjö", "Öhrnell", "Ahlmarker", "Majken", "Anna-Stina"]
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
CANARIES = [*MAILS, *PHONES, *IDENTITIES, *PERSONS, *PARTS]
KEPT = ["2015–2020", "414 55", "2019/01234", "802000-1234", "08.00–16.30", "2018-06-07", "850 000 kronor", "2016:1145"]


def article(number: int) -> str:
    """An article in which a person speaks, is called by surname, and can be reached in several ways."""
    person = PERSONS[number % len(PERSONS)]
    surname = person.split()[-1]
    own = ", ".join((MAILS[number], PHONES[number], IDENTITIES[number % len(IDENTITIES)]))
    return (
        f"{person} lämnar Stiftelsen Fyrbåken i Ekdala\n\n12 mars 2018\n\n"
        f"– Ett idéburet offentligt partnerskap om natthärbärget är vägen, säger {person}, ordförande i Stiftelsen "
        f"Fyrbåken. Enligt {surname} har Ekdala kommun skrivit på.\n\n"
        f"Vinster i välfärden är fel, skriver {surname} i en debattartikel. Svar {number} väntas från nämnden.\n\n"
        f"Fakta: {', '.join(KEPT)}.\n\n"
        f"Kontakt: {person}, {own}. {surname} svarar också på {PHONES[(number + 3) % len(PHONES)]}.\n"
    )


def every_byte(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of every file, and of all that is packed into workbooks and archives."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(folder).as_posix()
        yield name, path.name.encode()
        yield name, path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from ((f"{name}/{part}", archive.read(part)) for part in archive.namelist())
        elif path.suffix == ".gz":
            yield f"{name} unpacked", gzip.decompress(path.read_bytes())


def found_in(content: bytes) -> list[str]:
    """Return the canaries in some bytes: as they are, and as JSON, XML and addresses write them."""
    text = content.decode("utf-8", "replace")
    plain = _ESCAPE.sub(lambda code: chr(int(code[1], 16)), text)
    forms = "\n".join((text, plain, html.unescape(plain), unquote_plus(text))).casefold()
    return [canary for canary in CANARIES if canary.casefold() in forms]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of texts, pages and rows with everything planted in titles, bodies, names of sources and addresses."""
    folder = tmp_path_factory.mktemp("planterat")
    for number in range(5):
        (folder / f"text{number}.txt").write_text(article(number), encoding="utf-8")
    title, *body = article(5).split("\n\n")
    paragraphs = "".join(f"<p>{part}</p>" for part in body)
    (folder / "sida.html").write_text(
        f"<!doctype html><html lang=sv><head><title>{title}</title><meta name=author content='{PERSONS[0]}'></head>"
        f"<body><article><h1>{title}</h1>{paragraphs}"
        f"<p><a href='mailto:{MAILS[6]}'>{MAILS[6]}</a></p></article></body>",
        encoding="utf-8",
    )
    rows = [
        {"id": f"rad{number}", "text": article(number), "source": f"Bladet {MAILS[number]} {PHONES[number]}",
         "url": f"https://www.example.se/?till={MAILS[number]}&ring={PHONES[number - 6]}"}
        for number in range(6, 10)
    ]  # fmt: skip
    (folder / "rader.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    # Enough other texts for a topic model, so that surnames could become topic words.
    for number in range(30):
        (folder / f"fyll{number:02d}.txt").write_text(
            article(number % 10).replace("natthärbärget", ["läxhjälpen", "språkkaféet", "jouren"][number % 3])
            + f"\nDet är den {number} frågan om badhus, skola, vård, omsorg och bibliotek.\n",
            encoding="utf-8",
        )
    return folder


@pytest.fixture(scope="module")
def place(planted, tmp_path_factory):
    root = tmp_path_factory.mktemp("arbete") / "studie"
    init(root)
    place = find_workspace(root, current=root)
    list(add(place, [planted], today=TODAY, now=NOW))
    list(extract_store(place, ExtractOptions()))
    topics(place)
    return place


def test_the_canaries_are_in_the_store(place):
    content = b"".join(path.read_bytes() for path in place.store.parent.glob("iop.sqlite*"))
    for canary in (*MAILS, *PHONES, *IDENTITIES, *PERSONS):
        assert canary.encode() in content, f"{canary} is not planted, so that it is not found proves nothing"


def test_tables_and_explorer_let_nothing_out(place):
    written = report(place, texts=True)
    masked = 0
    for name, content in every_byte(place.outputs):
        if name.endswith("vega.js"):
            continue
        assert not found_in(content), f"{name}: {found_in(content)}"
        masked += b"[e-post]" in content
    assert masked >= 3
    assert any(path.suffix == ".xlsx" for path in written.files)


@pytest.fixture(scope="module")
def extracted(planted, tmp_path_factory):
    """What ``iopmine extract`` writes from the files, as tables and as lines, and what it prints."""
    out = tmp_path_factory.mktemp("ut")
    done = run_iopmine(
        "extract", planted, "--out", out / "tabeller", "--texts", "--format", "csv,xlsx,jsonl,conllu,vrt", cwd=out
    )
    assert done.returncode == 0, done.stderr
    packaged = find_workspace(None, current=out)
    list(extract_files(packaged, [planted], out / "x.jsonl", ExtractOptions(texts=True), today=TODAY))
    return out, done.stdout + done.stderr


def test_extract_on_files_lets_nothing_out(extracted):
    out, said = extracted
    assert not found_in(said.encode())
    files = list(every_byte(out))
    assert {"x.jsonl", "tabeller/documents.vrt", "tabeller/documents.conllu"} <= {name for name, _ in files}
    assert sum(name.endswith(".txt") for name, _ in files) > 80
    for name, content in files:
        assert not found_in(content), f"{name}: {found_in(content)}"


QUERIES = [
    "partnerskap", "example", "majken", "Thelander", "174", "kontakt", "0701740606", "fyrbåken", "ordförande", "enligt",
    "lämnar", "svarar också", "org", "se", "Stina", "19850709", "säger",
]  # fmt: skip


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["plain", "json"])
def test_what_is_printed_lets_nothing_out(form, place, capsys, monkeypatch):
    calls = [["search", query, "--kwic", "9"] for query in QUERIES]
    for arguments in [*calls, ["status"], ["topics", "--topics", "4"], ["verify"]]:
        monkeypatch.setattr(sys, "argv", ["iopmine", *arguments, *form, "-w", str(place.root)])
        with pytest.raises(SystemExit):
            main()
        said = "".join(capsys.readouterr())
        assert said
        assert not found_in(said.encode()), f"{arguments}: {found_in(said.encode())}"


def test_persons_come_when_they_are_asked_for_and_contact_data_never(place, planted, tmp_path):
    out = tmp_path / "ut"
    options = ExtractOptions(formats=("csv", "jsonl", "conllu"), persons=True, texts=True)
    list(extract_files(find_workspace(None, current=tmp_path), [planted], out, options, today=TODAY))
    report(place, persons=True, texts=True)
    for folder in (out, place.outputs):
        seen: set[str] = set()
        for _, content in every_byte(folder):
            seen.update(found_in(content))
        assert seen >= set(PERSONS)
        assert not seen & {*MAILS, *PHONES, *IDENTITIES}
    report(place)


def test_what_is_no_personal_data_comes_out_as_it_is(place, extracted):
    for number in range(5):
        shown = (extracted[0] / "x.texts" / f"text{number}.txt").read_text(encoding="utf-8")
        assert f"Fakta: {', '.join(KEPT)}." in shown
    report(place, texts=True)
    documents = (place.tables / "documents.csv").read_text(encoding="utf-8-sig")
    assert documents.count(", ".join(KEPT)) >= 35


def test_the_outlet_is_no_person():
    text = "Föreningsakademin Öst skriver. Bo Ek svarar."
    document = Document(
        id="d", url="", source="Föreningsakademin Öst", kind="guide", title="", text=text, published=None,
        published_precision=None, date_source=None, modified=None, language="sv", relevance=0.9, iop_relevant=True,
        topic="iop", story_id="", demo="", sha256="0" * 64,
    )  # fmt: skip
    assert names_in(Extraction(document, person_spans=((0, 21), (31, 36)))) == ("Bo Ek",)
