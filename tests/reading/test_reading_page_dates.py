# ruff: noqa: E501 - a page or a row of a table on a line
"""Each form in which Swedish pages say when they were published, as a page of a platform, read as gathering reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from iopmine.reading import Limits, Worker
from iopmine.reading.pages import read_page
from iopmine.records import Address, Document, Page
from tests.reading.platforms import LONG, SHORT, TEMPLATES, page

TODAY = date(2026, 11, 22)
NEWS = "https://www.ekdala.example/nyheter/ett-hus-for-unga"


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(Limits()) as reading:
        yield reading


def read(worker: Worker, markup: str, url: str = NEWS, published: str | None = None) -> Document:
    body = markup.encode()
    asked = Page(url, url, "ekdala", "2026-11-22T07:00:00Z", 200, "text/html", "utf-8", body)
    document, _ = read_page(asked, Address(url, "ekdala", "list", published=published), worker, today=TODAY)
    return document


def p(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


PUBLISHED = "article:published_time"
NONE = (None, None, None, None)
# number of the form, page, address, (published, precision, source, modified)
FORMS = [
    ("1", page("forum", when=p("24 okt | 2017")), NEWS, ("2017-10-24", "day", "text", None)),
    ("1", page("forum", when=p("Foto: Lisa Ek Foto: Lisa Ek", "05 jun | 2018")), NEWS, ("2018-06-05", "day", "text", None)),
    ("1", page("forum", when="<span>04 maj</span><span> | </span><span>2017</span>"), NEWS, ("2017-05-04", "day", "text", None)),
    ("1", page("ram", when="<div class=date><span>01 okt</span> | <em>2019</em></div>"), NEWS, ("2019-10-01", "day", "text", None)),
    ("2", page("blogg", when="<span class=posted-on>7 februari 2017</span>"), NEWS, ("2017-02-07", "day", "text", None)),
    ("2", page("sitevision", when="<div>14 mars 2024</div>"), NEWS, ("2024-03-14", "day", "text", None)),
    ("2", page("sitevision", when="<strong>1 juni 2023</strong>"), NEWS, ("2023-06-01", "day", "text", None)),
    ("3", page("ram", end="<footer>Sidansvarig <a href=/x>Lisa Ek</a> Publicerad: on 04 jan 2017.</footer>"), NEWS, ("2017-01-04", "day", "text", None)),
    ("3", page("ram", end="<div>Sidansvarig Publicerad: on 04 jan 2017.</div>"), NEWS, ("2017-01-04", "day", "text", None)),
    ("4", page("ram", when="<div><b>Publicerad:</b> 8 december 2017</div>"), NEWS, ("2017-12-08", "day", "text", None)),
    ("4", page("ram", when="<div><span>Publicerad</span><span>8 april 2019</span></div>"), NEWS, ("2019-04-08", "day", "text", None)),
    ("4", page("menyer", when=p("Publicerad 31 augusti 2022")), NEWS, ("2022-08-31", "day", "text", None)),
    ("5", page("sitevision", end=p("Publicerad: 29 november 2022")), NEWS, ("2022-11-29", "day", "text", None)),
    ("5", page("sitevision", end="<div><span class=l>Publicerad: </span><time>29 november 2022</time></div>"), NEWS, ("2022-11-29", "day", "text", None)),
    ("6", page("ram", when=p("Publicerad"), end=p("Konferensen", "17 september 2020")), NEWS, NONE),
    ("6", page("ram", when="<dl><dt>Publicerad</dt><dd></dd></dl>" + p("17 september 2020")), NEWS, NONE),
    ("6", page("ram", when=p("Publicerad")), "https://e.example/2021/09/14/hus/", ("2021-09-14", "day", "url", None)),
    ("6", page("ram", when=p("Publicerad"), head=meta(PUBLISHED, "2020-05-06T08:00:00+02:00")), NEWS, ("2020-05-06", "day", "meta", None)),
    ("7", page("ram", when=p("Publicerat:")), NEWS, NONE),
    ("7", page("ram", end=p("Utgivningsdatum:", "Senast ändrad: 2 maj 2022")), NEWS, (None, None, None, "2022-05-02")),
    ("8", page("sitevision", when=p("Uppdaterad 19 januari 2021")), NEWS, (None, None, None, "2021-01-19")),
    ("8", page("sitevision", end=p("Senast uppdaterad den 21 augusti 2023")), NEWS, (None, None, None, "2023-08-21")),
    ("8", page("ram", end="<footer><span>Senast uppdaterad: </span>13 december 2023</footer>"), NEWS, (None, None, None, "2023-12-13")),
    ("8", page("ram", end="<div>Senast uppdaterad: <time datetime=2020-07-02>2020-07-02</time></div>"), NEWS, (None, None, None, "2020-07-02")),
    ("8", page("blogg", when=p("Senast uppdaterad 2022-08-26")), NEWS, (None, None, None, "2022-08-26")),
    ("9", page("ram", end=p("Senast uppdaterad: 6 april, 2017 - 15:52")), NEWS, (None, None, None, "2017-04-06")),
    ("10", page("kyrkan", when="<p>Uppdaterad<br>2021-11-25</p>"), NEWS, (None, None, None, "2021-11-25")),
    ("10", page("kyrkan", when="<dl><dt>Uppdaterad</dt><dd>2021-11-25</dd></dl>"), NEWS, (None, None, None, "2021-11-25")),
    ("11", page("ram", end=p("Sidan uppdaterades: 27 oktober 2023")), NEWS, (None, None, None, "2023-10-27")),
    ("12", page("notified", when="<span>2018-10-24 08:40</span><span>Pressmeddelande</span>"), NEWS, ("2018-10-24", "day", "text", None)),
    ("12", page("notified", when="2020-03-16 08:45Pressmeddelande"), NEWS, ("2020-03-16", "day", "text", None)),
    ("13", page("mynewsdesk", when="<p>Pressmeddelande \xa0 • \xa0 Nov 18, 2011 10:00 CET</p>"), NEWS, ("2011-11-18", "day", "text", None)),
    ("13", page("mynewsdesk", when="<p><span>Pressmeddelanden</span> \xa0&nbsp;•&nbsp; <time>Sep 06, 2018 08:58 CEST</time></p>"), NEWS, ("2018-09-06", "day", "text", None)),
    ("14", page("mynewsdesk", when="<p>Pressmeddelande -</p>", head=meta(PUBLISHED, "2023-02-03T09:00:00Z")), NEWS, ("2023-02-03", "day", "meta", None)),
    ("14", page("mynewsdesk", when="<p>Pressmeddelande -</p>"), NEWS, NONE),
    ("15", page("ram", when=p("Tue, 08 Sep 2026 07:00:00 +0200")), NEWS, ("2026-09-08", "day", "text", None)),
    ("15", page("ram", when=p("Mon, 08 Sep 2026 07:00:00 +0200")), NEWS, ("2026-09-08", "day", "text", None)),
    ("16", page("tidning", when=p("27 juni 2012 kl 13:18", "Denna artikel publicerades för 8 år sedan")), NEWS, ("2012-06-27", "day", "text", None)),
    ("17", page("menyer", when="| 2025-02-25"), NEWS, ("2025-02-25", "day", "text", None)),
    ("17", page("ram", when="<div><a href=/k>Nyheter</a> | 2022-03-16</div>"), NEWS, ("2022-03-16", "day", "text", None)),
    ("18", page("blogg", when="<span>Fredag 3 juni 2022</span>"), NEWS, ("2022-06-03", "day", "text", None)),
    ("19", page("ram", ("Idag (onsdag 24 oktober) skrev parterna under.", *LONG)), "https://e.example/2018/10/hus", ("2018-10-24", "day", "text", None)),
    ("19", page("ram", ("Idag (onsdag 24 oktober) skrev parterna under.", *LONG)), NEWS, NONE),
    ("20", page("sitevision", when=p("Torsdag 29 oktober")), "https://e.example/2020/10/hus", ("2020-10-29", "day", "text", None)),
    ("20", page("sitevision", when=p("Torsdag 29 oktober")), NEWS, NONE),
    ("21", page("cision", when=p("Fredag 24 augusti, kl. 13.00")), NEWS, NONE),
    ("21", page("cision", when=p("Fredag 24 augusti 2018, kl. 13.00", "Plats: Hamnhuset")), NEWS, NONE),
    ("21", page("cision", end=p("Tid: Fredag 24 augusti, kl. 13.00")), "https://e.example/2018/08/hus", ("2018-08", "month", "url", None)),
    ("22", page("ram", ("I torsdags (30 juni, 2022) skrev parterna under.", *LONG)), "https://e.example/nyheter/2022/hus", ("2022", "year", "url", None)),
    ("22", page("ram", ("13 september 2023 arrangerade föreningen en dag.", *LONG)), NEWS, NONE),
    ("23", page("ram", ("På skottdagen 29 februari skrev parterna under.", *LONG)), NEWS, NONE),
    ("23", page("ram", ("På skottdagen 29 februari skrev parterna under.", *LONG)), "https://e.example/2024/hus", ("2024", "year", "url", None)),
    ("24", page("ram", end=p("Alvik den 16 juni 2020")), NEWS, ("2020-06-16", "day", "text", None)),
    ("24", page("ram", end="<p>Lisa Ek, ordförande<br>Alvik den 16 juni 2020</p>"), NEWS, ("2020-06-16", "day", "text", None)),
    ("25", page("ram", when="<div>1. februari 2023</div>"), NEWS, ("2023-02-01", "day", "text", None)),
    ("25", page("ram", when="<div>7. februar 2023</div>"), NEWS, ("2023-02-07", "day", "text", None)),
    ("26", page("ram", end=p("publicerad 2021 06 13 / uppdaterat 2021 08 16")), NEWS, ("2021-06-13", "day", "text", "2021-08-16")),
    ("26", page("ram", end=p("publicerad 2021 06 13", "uppdaterat 2021 08 16")), NEWS, ("2021-06-13", "day", "text", "2021-08-16")),
    ("27", page("ram", end=p("Utskriftsdatum: 03 April 2020")), NEWS, NONE),
    ("27", page("ram", when=p("Utskriftsdatum: 03 April 2020")), NEWS, NONE),
    ("28", page("eter", when="<p> date 2018-12 </p>"), NEWS, ("2018-12", "month", "text", None)),
    ("29", page("ram"), "https://e.example/2022/07/02/", ("2022-07-02", "day", "url", None)),
    ("29", page("ram"), "https://e.example/2024/03/25/hus/", ("2024-03-25", "day", "url", None)),
    ("29", page("ram"), "https://e.example/pressmeddelanden/2018/06/hus/", ("2018-06", "month", "url", None)),
    ("29", page("ram"), "https://e.example/aktuellt/nyheter/2021/09/", ("2021-09", "month", "url", None)),
    ("29", page("ram"), "https://e.example/nyheter/2022-11-29-hus.html", ("2022-11-29", "day", "url", None)),
    ("29", page("ram"), "https://e.example/2021-01-19-hus.html", ("2021-01-19", "day", "url", None)),
    ("29", page("ram"), "https://e.example/2023/9-oktober-2023/hus/", ("2023-10-09", "day", "url", None)),
    ("29", page("ram"), "https://e.example/arkiv/16-mars-2017/", ("2017-03-16", "day", "url", None)),
    ("30", page("ram", ("Den 17 september 2020 anordnade kommunen en dag.", *LONG)), NEWS, NONE),
    ("30", page("ram", end=p("Avtalsperiod", "1 januari 2022 – 31 december 2023")), NEWS, NONE),
    ("30", page("ram", when=p("2015 – 2020")), NEWS, NONE),
    ("30", page("ram", end=p("Avtalet gäller t.om. 31 december 2026")), NEWS, NONE),
    ("30", page("ram", end=p("Partnerskapet sträcker sig till 31 maj 2024")), NEWS, NONE),
    ("31", page("ram", when=p("Mellan den 1 oktober 2019 och den 30 november 2021 var hon minister")), NEWS, NONE),
    ("31", page("ram", when=p("Innehållet publicerades under perioden 21 januari 2019 och 8 juli 2021", "Publicerad")), NEWS, NONE),
    ("32", page("forum", when=p("10 jan | 2017"), end=p("Senast uppdaterad 2017-01-21")), NEWS, ("2017-01-10", "day", "text", "2017-01-21")),
    ("33", page("ram", ("Fråga", "Får kommunen göra så?", "Svar", "2 juni 2021", *LONG), when=p("27 maj 2021")), NEWS, ("2021-05-27", "day", "text", None)),
    ("34", page("riksdag", when="<ul><li>Inlämnad 2023-10-03<li>Granskad 2023-10-04<li>Hänvisad 2023-10-12</ul>"), NEWS, ("2023-10-03", "day", "text", None)),
    ("34", page("riksdag", when=p("Betänkande 2021/22:Xu1", "Inlämnad 2022-03-10", "Beslutat 2 juni 2022")), NEWS, ("2022-06-02", "day", "text", None)),
    ("34", page("riksdag", when=p("Inlämning 1994-01-25")), NEWS, ("1994-01-25", "day", "text", None)),
    ("35", page("ram", when=p("Högsta förvaltningsdomstolen, 2020-03-11, Mål nummer 3165-19, (HFD 2020 ref. 15)")), NEWS, ("2020-03-11", "day", "text", None)),
    ("36", page("ram", when=p("Academic year: 2022")), NEWS, NONE),
    ("36", page("ram", when=p("för 6 år sedan")), NEWS, NONE),
    ("37", page("ram", when=p("Örebro kommun |2020-04-14| |Ks 1121/2017|")), NEWS, ("2020-04-14", "day", "text", None)),
    ("38", page("ram", when=p("Maj 2022")), NEWS, ("2022-05", "month", "text", None)),
    ("38", page("ram", when=p("Januari, 2016")), NEWS, ("2016-01", "month", "text", None)),
    ("38", page("ram", when=p("höst 2022")), NEWS, ("2022", "year", "text", None)),
    ("38", page("ram", when=p("no 4 2017")), NEWS, ("2017", "year", "text", None)),
    ("39", page("lokalt", when=p("Publicerad av: Lisa Ekman Berg, den 10 november 2021.")), NEWS, ("2021-11-10", "day", "text", None)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "markup", "url", "wanted"), FORMS, ids=[f"{n}-{row[0]}" for n, row in enumerate(FORMS)]
)
def test_each_form_on_a_page(worker: Worker, form: str, markup: str, url: str, wanted: tuple[str | None, ...]) -> None:
    found = read(worker, markup, url)
    assert (found.published, found.published_precision, found.date_source, found.modified) == wanted, form


def test_all_forms_have_a_row() -> None:
    assert {int(row[0]) for row in FORMS} == set(range(1, 40))


NO_DATE = [
    page("ram", when=p("När: 3 maj 2022", "Var: Hamnhuset")),
    page("ram", when="<table><tr><th>Tid</th><td>3 maj 2022 kl. 18.00</td></tr></table>"),
    page("ram", when="<div class=event><span>Startar</span><time datetime=2022-05-03>3 maj</time></div>"),
    page("ram", end=p("Sista ansökningsdag: 3 maj 2022")),
    page("ram", end=p("Avtalstid: 2022-01-01–2024-12-31")),
    page("ram", end=p("Avtalet är daterat 3 maj 2022")),
    page("ram", end="<p>© 2019 Ekdala kommun</p>"),
    page("ram", end="<footer>Copyright 2019–2022</footer>"),
    page("ram", end="<div>Arkiverad 2022-05-03</div>"),
    page("ram", end=p("Hämtad 2022-05-03")),
    page("ram", end="<ul><li>Avtal 2022-05-03</li><li>Bilaga 2022-05-04</li></ul>"),
    page("ram", end="<section><h2>Fler nyheter</h2><ul><li>3 maj 2022 Bron stängs</li><li>4 maj 2022 Bron öppnas"
         "</li></ul></section>"),
    page("ram", end="<section><h2>Läs mer</h2><div><a href=/1>Bron stängs</a><span>3 maj 2022</span></div></section>"),
    page("ram", end="<section><h2>Fler nyheter</h2><div><time datetime=2022-05-03>3 maj 2022</time></div></section>"),
    page("ram", end="<section><h2>Kalender</h2><p>3 maj 2022</p><p>Öppet hus</p></section>"),
    page("ram", end="<section><h2>Kommentarer</h2><p>Bo Berg</p><p>3 maj 2022</p><p>Bra!</p></section>"),
    page("ram", head="<script type=application/ld+json>{\"@type\":\"Event\",\"startDate\":\"2022-05-03\"}</script>"),
    page("ram", head=meta("article:published_time", "")),
    page("ram", head=meta("article:published_time", "0001-01-01T00:00:00")),
    page("ram", head=meta("article:published_time", "1970-01-01T00:00:00Z")),
    page("ram", head=meta("article:expiration_time", "2024-05-03")),
    page("riksdag"),
    page("blogg"),
]  # fmt: skip


@pytest.mark.parametrize("markup", NO_DATE, ids=range(len(NO_DATE)))
def test_what_is_no_date_of_publication_is_none(worker: Worker, markup: str) -> None:
    assert read(worker, markup).published is None


@pytest.mark.parametrize("url", [
    "https://e.example/publikationer/rapport-2023/", "https://e.example/avtal-2022-2025/", "https://e.example/iop2021",
    "https://e.example/dokument/2021-45-hus", "https://e.example/?p=20220503", "https://e.example/ks-2022-11/protokoll",
])  # fmt: skip
def test_a_number_in_an_address_is_no_date(worker: Worker, url: str) -> None:
    assert read(worker, page("ram"), url).published is None


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_no_platform_has_a_date_of_its_own(worker: Worker, name: str) -> None:
    found = read(worker, page(name))
    assert (found.published, found.modified) == (None, None)


def test_the_feed_knows_where_the_page_is_silent(worker: Worker) -> None:
    found = read(worker, page("mynewsdesk", when="<p>Pressmeddelande -</p>"), published="2023-02-03")
    assert (found.published, found.published_precision, found.date_source) == ("2023-02-03", "day", "feed")


UNDER_THE_TEXT = (
    "<h3>Kalender</h3><p>3 maj 2022</p><p>Öppet hus</p>",
    "<h3>Fler nyheter</h3><p>3 maj 2022</p><p>Bron stängs</p>",
    "<h3>Fler nyheter</h3><ul><li>3 maj 2022<br>Bron stängs</li></ul>",
    "<h3>Dokument</h3><p>Avtal</p><p>2019-05-03</p>",
    "<h3>Kommentarer</h3><p>Bo Berg, 3 maj 2022</p><p>Det här har vi i byn väntat på länge.</p>",
    "<p>Protokoll 3 maj 2022</p>",
)


@pytest.mark.parametrize("under", UNDER_THE_TEXT)
@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_days_under_the_last_sentence_belong_to_others(worker: Worker, name: str, under: str) -> None:
    for paragraphs in (LONG, LONG[:2], SHORT):
        assert read(worker, page(name, paragraphs, end=under)).published is None


@pytest.mark.parametrize("name", sorted(set(TEMPLATES) - {"kyrkan", "lokalt"}))
@pytest.mark.parametrize(
    "when", ["24 okt | 2017", "7 februari 2017", "Publicerad: 8 december 2017", "2018-10-24 08:40Nyhet"]
)
def test_a_date_line_over_the_text_is_found_on_every_platform(worker: Worker, name: str, when: str) -> None:
    wanted = {"24": "2017-10-24", "7 ": "2017-02-07", "Pu": "2017-12-08", "20": "2018-10-24"}[when[:2]]
    for paragraphs in (LONG, LONG[:2], SHORT):
        assert read(worker, page(name, paragraphs, when=p(when))).published == wanted
