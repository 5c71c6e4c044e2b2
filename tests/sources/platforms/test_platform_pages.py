"""Listing pages, their selectors, lists of addresses, and dates."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import lxml.html
import pytest

from iopmine.errors import SourceError
from iopmine.sources.dates import is_older, read_date
from iopmine.sources.platforms.selectors import Selector
from tests.sources.platforms.web import TODAY, Web, run

NEWS = "https://exempel.se/nyheter"


def page(*cards: str, tail: str = "", head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body><main>{''.join(cards)}</main>{tail}</body></html>"


def card(link: str, title: str, day: str) -> str:
    return f'<article><h2><a href="{link}">{title}</a></h2><p class="datum">{day}</p></article>'


def test_selectors_choose_links_and_give_each_its_own_date() -> None:
    body = page(
        card("/nyheter/ett", "Ett &amp; annat", "Publicerad: 8 december 2017"),
        card("tva#top", "Två", "| 2025-02-25"),
        card("/nyheter/tre", "Tre", "för två dagar sedan"),
        card("/nyheter/fyra", "Fyra", "1 januari 2022 – 31 december 2023"),
        tail='<footer><a href="/om">Om oss</a></footer><script>write("<h2><a href=/falsk>F</a></h2>")</script>',
    )
    leads, issues = run("listing", NEWS, Web({NEWS: body}), {"selector": "main h2 > a", "date_selector": ".datum"})
    assert [(lead.url, lead.title, lead.published) for lead in leads] == [
        ("https://exempel.se/nyheter/ett", "Ett & annat", "2017-12-08"),
        ("https://exempel.se/tva", "Två", "2025-02-25"),
        ("https://exempel.se/nyheter/tre", "Tre", None),
        ("https://exempel.se/nyheter/fyra", "Fyra", None),
    ]
    assert issues == []


def test_a_box_may_be_selected_instead_of_the_link_and_the_base_of_the_page_counts() -> None:
    body = page(card("ett", "Ett", "2 mars 2024"), head='<base href="https://exempel.se/arkiv/">')
    leads, _ = run("listing", NEWS, Web({NEWS: body}), {"selector": "article", "date_selector": "p"})
    assert [(lead.url, lead.published) for lead in leads] == [("https://exempel.se/arkiv/ett", "2024-03-02")]


def test_a_card_with_two_links_is_one_lead_and_a_date_between_cards_is_nobodys() -> None:
    body = page(
        '<div><a href="/ett"><img></a><h2><a href="/ett">Ett</a></h2><time datetime="2024-01-02">i går</time></div>',
        '<div><a href="/tva">Två</a> <a href="/tre">Tre</a> <time datetime="2024-01-03"></time></div>',
        f'<div><a href="{NEWS}#mer">Mer</a></div>',
    )
    leads, issues = run("listing", NEWS, Web({NEWS: body}), {"selector": "div a", "date_selector": "time"})
    assert [(lead.url, lead.title, lead.published) for lead in leads] == [
        ("https://exempel.se/ett", "Ett", "2024-01-02"),
        ("https://exempel.se/tva", "Två", None),
        ("https://exempel.se/tre", "Tre", None),
    ]
    assert issues == []


def test_selectors_without_hits_are_told() -> None:
    body = page(card("/ett", "Ett", "2 mars 2024"))
    leads, issues = run("listing", NEWS, Web({NEWS: body}), {"selector": ".nyhet a"})
    assert (leads, [issue.level for issue in issues]) == ([], ["error"])
    assert "'.nyhet a' finds nothing" in issues[0].message
    leads, issues = run("listing", NEWS, Web({NEWS: body}), {"selector": "h2 a", "date_selector": "time"})
    assert (len(leads), [issue.level for issue in issues]) == (1, ["warning"])
    for options in ({}, {"selector": "h2 >"}, {"selector": "a:hover"}):
        web = Web({NEWS: body})
        leads, issues = run("listing", NEWS, web, options)
        assert (leads, web.asked, [issue.level for issue in issues]) == ([], [], ["error"])


def test_counted_pages_end_where_nothing_new_comes() -> None:
    def answer(url: str) -> str:
        number = min(int(url.rsplit("=", 1)[1]), 4)
        return page(card(f"/{number}", "T", f"{20 - number} maj 2024"), card(f"/{number}b", "T", ""))

    url = NEWS + "?sida={page}"
    web = Web(answer)
    leads, issues = run("listing", url, web, {"selector": "h2 a", "first": 0})
    assert ([lead.url[-1] for lead in leads[::2]], issues) == (["0", "1", "2", "3", "4"], [])
    assert len(web.asked) == 6
    web.asked.clear()
    known = {f"https://exempel.se/{n}" for n in ("2", "2b", "3", "3b")}
    leads, _ = run("listing", url, web, {"selector": "h2 a"}, known=known.__contains__)
    assert (len(web.asked), len(leads)) == (2, 4)
    web.asked.clear()
    run("listing", url, web, {"selector": "h2 a", "newest_first": False}, known=known.__contains__)
    assert len(web.asked) == 5


def test_next_links_that_lead_back_away_or_nowhere_end() -> None:
    def answer(target: str) -> Web:
        return Web(lambda url: page(card(f"/{len(url)}", "T", ""), tail=f'<a rel="next" href="{target}">Nästa</a>'))

    options = {"selector": "h2 a", "next": 'a[rel="next"]'}
    for target, level in (
        (NEWS, "warning"),
        ("#topp", "warning"),
        ("https://annan.example/", "error"),
        ("javascript:x()", "error"),
    ):
        web = answer(target)
        leads, issues = run("listing", NEWS, web, options)
        assert (len(leads), len(web.asked), [issue.level for issue in issues]) == (1, 1, [level])
    broken = Web({NEWS: page(card("/a", "T", ""), tail='<a rel="next" href="?sida=2">N</a>')})
    leads, issues = run("listing", NEWS, broken, options)
    assert (len(leads), [issue.level for issue in issues]) == (1, ["error"])
    endless = Web(lambda url: page(card("/samma", "T", ""), tail=f'<a rel="next" href="{url}x">N</a>'))
    assert run("listing", NEWS, endless, options)[1] == []
    assert len(endless.asked) == 2
    fresh = Web(
        lambda url: page(
            card(f"/{len(fresh.asked)}", "T", ""), tail=f'<a rel="next" href="?n={len(url)}x{len(fresh.asked)}">N</a>'
        )
    )
    leads, issues = run("listing", NEWS, fresh, options, limit=10_000)
    assert (len(leads), len(fresh.asked)) == (1000, 1000)
    assert "does not end" in issues[-1].message


def test_pages_built_to_take_long_are_refused_or_quick() -> None:
    attributes = "<a " + " ".join(f"a{n}=1" for n in range(100_000)) + " href=/x>x</a>"
    nested = "<div><h2>" * 120 + "<a href=/x>x</a>" * 20_000
    unclosed = "<article>" * 200_000
    begun = time.process_time()
    leads, issues = run("listing", NEWS, Web({NEWS: page(attributes)}), {"selector": "a"})
    assert (leads, "attributes" in issues[0].message) == ([], True)
    for body in (nested, unclosed, "<script>" * 100_000, "<!--" * 100_000):
        run("listing", NEWS, Web({NEWS: body}), {"selector": "div h2 div h2 a, article a", "date_selector": "h2"})
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    ("platform", "unit"),
    [
        *(
            ("listing", unit)
            for unit in ("<script", "</script ", "<!--", "<style>x</style", "<a ", "<h2>", "<a href=?>", "' ")
        ),
        *(("notified", unit) for unit in ("<a href='/posts/news/x'>", "<time>", "<div><a href=/y>")),
        *(("feed", unit) for unit in ("<!x", "<![CDATA[", "<b></b>", "<title>a</title>", "&#x41;", "\n", "<a ")),
        *(("sitemap", unit) for unit in ("&", "<url>", "<url/>", "<!--", "\n")),
        *(("oai", unit) for unit in ("<record/>", "<header>", "&a;")),
        *(("addresses", unit) for unit in (",", '"', "url,\n", "\n", "https://exempel.se/a\n")),
        *(("wordpress", unit) for unit in ("[", '"\\ud800', "{},", "1")),
    ],
)
def test_twice_the_answer_takes_about_twice_the_time(platform: str, unit: str) -> None:
    starts = {
        "listing": "<html><script>",
        "notified": "<html>",
        "feed": "<rss><channel><item>",
        "sitemap": "<urlset>",
        "oai": "<OAI-PMH><ListRecords>",
        "addresses": "url,title\n",
        "wordpress": "[",
    }
    seconds = []
    for length in (20_000, 80_000):
        body = starts[platform] + unit * (length // len(unit))
        times = []
        for _ in range(2 if seconds else 1):
            begun = time.process_time()
            run(platform, NEWS, Web(lambda url, said=body: said), {"selector": "h2 a"})
            times.append(time.process_time() - begun)
        seconds.append(min(times))
    # Four times the text: linear is 4, quadratic 16.
    assert seconds[1] < 9 * max(seconds[0], 0.02)


SOUP = lxml.html.document_fromstring(
    '<div id="a"><ul class="nyheter lista"><li><a href="/x/1" lang=sv>1</a><p><a href="/y/2">2</a></p></li></ul></div>'
)


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        ("a", "1 2"),
        ("li > a", "1"),
        ("#a a", "1 2"),
        ("ul.nyheter.lista a[href^='/y']", "2"),
        ('UL a[href$="1"]', "1"),
        ("a[lang=sv], p > a", "1 2"),
        ("div > a", ""),
        ("div div a", ""),
        ("* > p > *", "2"),
        ("ul[class~=lista] a[href*='/x/'][lang]", "1"),
        ("a[href*='']", ""),
    ],
)
def test_selector(selector: str, texts: str) -> None:
    assert " ".join(element.text_content() for element in Selector(selector).elements(SOUP)) == texts


@pytest.mark.parametrize(
    "text", ["", " ", ">", "> a", "a >", "a,", ",a", "a[", "a ~ b", "a:not(b)", "a" * 301, ".ab*", "[=x]"]
)
def test_selectors_that_are_not_understood(text: str) -> None:
    with pytest.raises(SourceError, match="not understood"):
        Selector(text)


# Lists of addresses


def test_addresses_from_lines_and_from_csv(tmp_path: Path) -> None:
    lines = tmp_path / "adresser.txt"
    lines.write_text(
        "# våra\nhttps://exempel.se/a\n\n  https://exempel.se/b?utm_source=x\ninte en adress\n", encoding="utf-8"
    )
    leads, issues = run("addresses", str(lines), Web({}))
    assert [lead.url for lead in leads] == ["https://exempel.se/a", "https://exempel.se/b"]
    assert [issue.level for issue in issues] == ["info"]

    table = 'titel;url;datum\n"Ett; två";https://exempel.se/å;2019-05\n;https://exempel.se/c;\n'
    url = "https://exempel.se/lista.csv"
    for body in (table.encode("utf-8-sig"), table.encode("cp1252"), table.replace("\n", "\r\n").encode()):
        leads, issues = run("addresses", url, Web({url: body}))
        assert [(lead.url, lead.title, lead.published) for lead in leads] == [
            ("https://exempel.se/%C3%A5", "Ett; två", "2019-05"),
            ("https://exempel.se/c", "", None),
        ]
        assert issues == []


def test_lists_that_are_missing_or_hold_no_address(tmp_path: Path) -> None:
    empty = tmp_path / "tom.txt"
    empty.write_bytes(b"\x00\xff" * 50)
    for path in (str(empty), str(tmp_path / "saknas.csv"), str(tmp_path), "\x00"):
        leads, issues = run("addresses", path, Web({}))
        assert (leads, [issue.level for issue in issues]) == ([], ["error"])


# Dates


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("tis, 24 okt 2023 10:00:00 +0200", "2023-10-24"),
        ("Wed, 24 Oct 2023 10:00:00 GMT", "2023-10-24"),
        ("24 okt | 2017", "2017-10-24"),
        ("05 jun | 2018", "2018-06-05"),
        ("Publicerad: on 04 jan 2017.", "2017-01-04"),
        ("Pressmeddelande   •   Nov 18, 2011 10:00 CET", "2011-11-18"),
        ("Pressmeddelande \u00a0•\u00a0 Sep 06, 2018 08:58 CEST", "2018-09-06"),
        ("2018-10-24 08:40Pressmeddelande", "2018-10-24"),
        ("2023-10-24T23:59:59.123Z", "2023-10-24"),
        ("27 juni 2012 kl 13:18", "2012-06-27"),
        ("1. februari 2023", "2023-02-01"),
        ("Maj 2022", "2022-05"),
        ("2018-12", "2018-12"),
        ("2019", "2019"),
        ("2018-06-07 2018-06-07", "2018-06-07"),
        ("igår", None),
        ("Idag (onsdag 24 oktober)", None),
        ("24 oktober", None),
        ("för 8 år sedan", None),
        ("2022-01-01 – 2023-12-31", None),
        ("31 februari 2023", None),
        ("2018-13", None),
        ("2018-00-10", None),
        ("1970-01-01", None),
        ("0001-01-01T00:00:00", None),
        ("2031-05-06", None),
        ("2027", None),
        ("2026-11-24", "2026-11-24"),
        ("2026-11-25", None),
        ("Ks 1121/2017", None),
        ("1528351200000", None),
        ("", None),
        ("9" * 100_000, None),
    ],
)
def test_read_date(written: str, iso: str | None) -> None:
    assert read_date(written, TODAY) == iso


def test_older_by_its_own_precision() -> None:
    since = date(2019, 5, 15)
    assert [
        is_older(iso, since) for iso in ("2018", "2019", "2019-04", "2019-05", "2019-05-14", "2019-05-15", None)
    ] == [
        True,
        False,
        True,
        False,
        True,
        False,
        False,
    ]
    assert not is_older("1990", None)
