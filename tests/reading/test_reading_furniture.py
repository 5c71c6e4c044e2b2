# ruff: noqa: E501 - a page or a row of a table on a line
"""What surrounds an article on its page does not become text: banners, menus, share buttons, tags, lists of others."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.reading import html_page
from iopmine.reading.drafts import Draft
from iopmine.text.furniture import is_furniture, without_furniture
from iopmine.text.passages import passages, without
from tests.reading.platforms import LONG, SHORT, TEMPLATES, TITLE, page

TODAY = date(2026, 11, 22)
WHEN = "14 mars 2024"
LENGTHS = {"long": LONG, "middle": LONG[:2], "short": SHORT}


def read(markup: str) -> Draft:
    return html_page.read(markup.encode(), TODAY)


def words(text: str) -> int:
    return len(re.findall(r"\w+", text))


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_the_article_and_nothing_else(name: str, length: str) -> None:
    paragraphs = LENGTHS[length]
    said = without(read(page(name, paragraphs, when=f"<p>{WHEN}</p>")).text, "related", "contact")
    assert [paragraph for paragraph in paragraphs if paragraph not in said] == []
    others = [line for line in said.splitlines() if line.strip() and line.strip() not in {TITLE, WHEN, *paragraphs}]
    assert [line for line in others if line.strip() != "Om Ekdala kommun"] == []


@pytest.mark.parametrize("kind", ["mynewsdesk", "cision"])
def test_the_kind_shows_in_what_is_taken_away(kind: str) -> None:
    draft = read(page(kind, when="<p>Pressmeddelande</p>"))
    assert draft.kind == "press"
    assert "resskontakt" not in without(draft.text)


def test_a_definition_box_stays() -> None:
    box = "<aside class=fakta><h2>Vad är IOP?</h2><p>Idéburet offentligt partnerskap är en modell för samverkan.</p></aside>"
    text = read(page("ram", end=box)).text
    assert [found.kind for found in passages(text)] in (["definition"], [])
    assert all(paragraph in text for paragraph in LONG)


def test_what_stands_before_the_heading_in_the_article_stays() -> None:
    markup = page("ram").replace("<main>", "<main><p>Ingressen talar om hamnen och om huset där de unga kan vara.</p>")
    assert "Ingressen talar om hamnen" in read(markup).text


def test_a_page_without_heading_is_read_too() -> None:
    markup = page("ram").replace("h1>", "p>")
    assert all(paragraph in read(markup).text for paragraph in LONG)


@pytest.mark.parametrize("line", [
    "Gå direkt till innehåll", "Skip to main content", "Visa på Mynewsdesk", "Media no image", "PRESSINBJUDAN", "Pressmeddelande -",
    "Kakor på uppsala.se", "Vi använder cookies för att förbättra webbplatsen.", "Vad är cookies?", "Google Translate Google Translate",
    "Other languages with Google Translate", "Denna webbplats använder teknik som inte stöds.", "Din sökning gav 0 träffar",
    "Ett fel uppstod.", "Omfattande planerat tekniskt arbete", "{{ toggleLabel }}", "$left $middle", "null", "top of page", "Fäll ihop",
    "Hjälpte informationen på sidan dig?", "Avdelning: Nyheter Ämne: IOP", "Taggar:", "Kategorier", "Dela på Facebook", "Dela", "Skriv ut",
    "Foto: Adobe Stock", "Foto: Lisa Ek/TT", "Text av: Lisa Ekman Berg", "Fotograf:", "Sidansvarig", "Innehållsansvarig: Lisa Ek",
    "Sidan publicerad av: Lisa Ek", "Facebook Twitter LinkedIn", "Prenumerera", "Följ oss i sociala medier",
])  # fmt: skip
def test_lines_of_the_page(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", [
    *LONG, *SHORT, TITLE, "Dela med dig av tiden", "Delaktighet", "Nej", "Söktrycket är högt", "Text och musik av unga i Ekdala",
    "Kakor på kalas och en stund vid hamnen", "Vi använder huset till läxhjälp.", "Bakgrund", "Vad är IOP?", "Ämnet väcker känslor",
    "Lyssna på de unga, säger föreståndaren.", "Publicerad av: Lisa Ek, den 10 november 2021.", "Av Lisa Ek 3 juni 2022", "Kontakt",
    "Öppet hus", "Menyn är vegetarisk", "Avdelningen för fritid", "Bild av en stad: så ser unga på Ekdala i dag", "Null och intet",
])  # fmt: skip
def test_lines_of_an_article(line: str) -> None:
    assert not is_furniture(line)
    assert without_furniture([line]) == [line]


def test_what_hangs_on_furniture_goes_with_it() -> None:
    lines = [
        "Hjälpte informationen dig?",
        "Ja",
        "Nej",
        "Ett hus.",
        "Ja",
        "Taggar",
        "iop",
        "unga och fritid",
        "Slutet är nära.",
    ]
    assert without_furniture(lines) == ["Ett hus.", "Ja", "Slutet är nära."]
    assert without_furniture(["Öppettider", "Måndag–fredag 8–17", "Lördag: stängt", "Måndag 3 maj öppnar huset."]) == [
        "Måndag 3 maj öppnar huset."
    ]


@pytest.mark.parametrize("line", [
    "Läs mer", "Läs också:", "Fler nyheter från Famna", "Taggar: iop, unga", "Avdelning: Nyheter Ämne: IOP", "Relaterat innehåll",
])  # fmt: skip
def test_in_other_files_they_are_marked(line: str) -> None:
    text = f"{TITLE}\n\n{LONG[0]}\n\n{line}"
    assert [(text[found.start : found.end], found.kind) for found in passages(text)] == [(line, "related")]


def test_who_sent_it_is_marked() -> None:
    about = "Ekdala kommun har tre hamnar."
    for heading, kinds in (("Om oss", ["related"]), ("Om Ekdala kommun", ["related"]), ("Om hamnen", [])):
        assert [p.kind for p in passages(f"{TITLE}\n\n{LONG[0]}\n\n{heading}\n\n{about}")] == kinds


@given(st.text(alphabet="abc :,.{}$-/ABÅDFoto:Text av\n", max_size=300))
def test_any_lines_are_read(text: str) -> None:
    lines = text.splitlines()
    assert set(without_furniture(lines)) <= set(lines)


def test_patterns_stay_fast() -> None:
    def seconds(line: str) -> float:
        start = time.process_time()
        for _ in range(50):
            is_furniture(line[:400])
        return time.process_time() - start

    for piece in ("Foto: A ", "Facebook, ", "dela ", "{{ a }} ", "$a ", "Av : B/"):
        assert seconds(piece * 200) < 0.5


def test_a_wrapper_named_after_its_consent_dialogue_keeps_its_article() -> None:
    article = "".join(f"<p>{paragraph}</p>" for paragraph in LONG * 3)
    text = read(f"<html><body><div class=cookie-consent>{article}</div></body></html>").text
    assert all(paragraph in text for paragraph in LONG)


def test_where_the_heading_is_the_name_of_the_site_the_sentence_is_still_read() -> None:
    site = "<header><h1>Ekdala tidning</h1><p>Nyheter från Ekdala och byarna runt omkring oss</p></header>"
    text = read(f"<html><body>{site}<div><p>{LONG[0]}</p><p>{LONG[1]}</p></div></body></html>").text
    assert LONG[0] in text
    assert LONG[1] in text


def test_where_the_only_heading_is_that_of_a_box_below_the_article_is_still_read() -> None:
    box = "<div class=box><h1>Prenumerera</h1><p>Få tidningen hem i lådan varje vecka.</p></div>"
    article = "".join(f"<p>{paragraph}</p>" for paragraph in LONG)
    text = read(f"<html><body><div><h2>{TITLE}</h2>{article}</div>{box}</body></html>").text
    assert all(paragraph in text for paragraph in LONG)
