"""Which leads are asked for: crawler traps are cut, good addresses stay, and everything that is cut is told."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopmine.records import Entry, Lead, Source
from iopmine.sources.triage import Traps, Triage, trap, within_limit
from iopmine.urls import canonical_url

GOOD = [
    "https://bladet.se/nyheter/2023/10/iop",
    "https://bladet.se/nyheter/2023/10/15/nattharbarget-oppnar/",
    "https://bladet.se/2022/07/",
    "https://bladet.se/Nyheter.html?news=44447",
    "https://bladet.se/?q=node/203",
    "https://bladet.se/prop?ar=2017&dok=P&dokid=158",
    "https://bladet.se/rapport.pdf",
    "https://bladet.se/kalender/hostens-forelasning-om-partnerskap",
    "https://bladet.se/kalendern-som-gjorde-skillnad",
    "https://bladet.se/evenemang/2024/samtal-om-iop",
    "https://bladet.se/omsorg/foreningar/overenskommelse/partnerskap/iop/riktlinjer/handlaggning/initiativ/",
    "https://bladet.se/uppsats/2a187867a0/",
    "https://bladet.se/x?sid=12",
    "https://bladet.se/aktuellt/113ff623-eb1d-41b8-bc9f-d72a2baae24b/",
    "https://bladet.se/stod/stod-till/stod/",
]  # fmt: skip
TRAPS = [
    ("https://bladet.se/" + "a" * 2100, "characters"),
    ("https://bladet.se/" + "/".join("abcdefghijklmn"), "segments"),
    ("https://bladet.se/a/b/a/b/a/b", "'a' stands 3 times"),
    ("https://bladet.se/x?" + "&".join(f"a{n}=1" for n in range(9)), "9 pairs"),
    ("https://bladet.se/x?sid=0123456789abcdef0123", "session"),
    ("https://bladet.se/(S(lit3py55t21z5v55vlm25s55))/nyheter", "session"),
    ("https://bladet.se/lista?sort=datum", "sorted or filtered"),
    ("https://bladet.se/lista?filter%5Bort%5D=ekdala", "sorted or filtered"),
    ("https://bladet.se/inlagg/?replytocom=17", "sorted or filtered"),
    ("https://bladet.se/kalender/2031/05/", "calendar"),
    ("https://bladet.se/kalender/2031-05-17", "calendar"),
    ("https://bladet.se/calendar/2031/v12", "calendar"),
    ("https://bladet.se/kalender?date=2031-05-17", "calendar"),
    ("https://bladet.se/program?year=2031&month=5", "calendar"),
    ("https://bladet.se/events/?tribe-bar-date=2031-05", "calendar"),
    ("https://bladet.se/bild.JPG", "without text (.jpg)"),
    ("https://bladet.se/film.mp4?x=1", "without text (.mp4)"),
]  # fmt: skip


def lead(url: str, entry: str = "rss", **more: str) -> Lead:
    return Lead(url, "bladet", entry, **more)


def source(**more) -> Source:
    entries = (
        Entry("rss", "feed", "https://bladet.se/rss"),
        Entry("rum", "mynewsdesk", "https://www.mynewsdesk.com/se/bladet"),
        Entry("lista", "addresses", "/tmp/lista.csv"),
        Entry("arkiv", "listing", "https://bladet.se/arkiv", options={"hosts": ("www.arkivet.se",)}),
        Entry("alla", "oai", "https://bladet.se/oai", options={"hosts": "*"}),
    )
    return Source("bladet", "Bladet", "media", "https://www.bladet.se/", entries, **more)


@pytest.mark.parametrize("url", GOOD)
def test_good_addresses_stay(url):
    assert trap(url) == ""
    assert Triage(source()).judge(lead(url)).fate == "ask"


@pytest.mark.parametrize(("url", "why"), TRAPS)
def test_traps_are_cut_and_told(url, why):
    assert why in trap(canonical_url(url))
    verdict = Triage(source()).judge(lead(url))
    assert verdict.fate == "cut"
    assert why in verdict.reason


def test_limits_are_adjustable():
    assert trap("https://bladet.se/a/b/c", Traps(depth=2)) != ""
    assert trap("https://bladet.se/a/b/a/b/a/b", Traps(repeats=4)) == ""


def test_sites_that_never_end_do():
    """Generated sites of the kinds that crawlers fall into: of each, no more than a handful is asked for."""
    kinds = {
        "calendar": (
            f"https://bladet.se/kalender/{year}/{month}/" for year in range(2000, 2090) for month in range(1, 13)
        ),
        "mirror": ("https://bladet.se/" + "a/b/" * n for n in range(1, 300)),
        "depth": ("https://bladet.se/" + "".join(f"s{n}/" for n in range(size)) for size in range(1, 300)),
        "sort": (f"https://bladet.se/lista?sort={a}&dir={b}" for a, b in itertools.product(range(40), range(2))),
        "session": (f"https://bladet.se/nyhet?sid={n:032x}&id=1" for n in range(500)),
        "jsessionid": (f"https://bladet.se/nyhet;jsessionid={n:032X}?id=1" for n in range(500)),
        "tracking": (f"https://bladet.se/nyhet?id=1&utm_source={n}" for n in range(500)),
        "websphere": (f"https://bladet.se/wps/portal/a/b/nyhet/!ut/p/z1/{n:x}/" for n in range(500)),
    }
    asked = {}
    for kind, urls in kinds.items():
        triage = Triage(source())
        verdicts = [triage.judge(lead(url)) for url in urls]
        asked[kind] = sum(verdict.fate == "ask" for verdict in verdicts)
        assert all(verdict.reason for verdict in verdicts if verdict.fate != "ask"), kind
    assert asked == {
        "calendar": 0,
        "mirror": 2,
        "depth": 12,
        "sort": 0,
        "session": 0,
        "jsessionid": 1,
        "tracking": 1,
        "websphere": 1,
    }


def test_keep_and_drop():
    triage = Triage(source(keep=("/nyheter/", r"\.pdf$"), drop=("/sport/",)))
    fates = {
        "https://bladet.se/nyheter/a": "ask",
        "https://bladet.se/b.pdf": "ask",
        "https://bladet.se/om": "drop",
        "https://bladet.se/nyheter/sport/c": "drop",
        "https://bladet.se/NYHETER/a": "drop",
    }
    for url, fate in fates.items():
        verdict = triage.judge(lead(url))
        assert (verdict.fate, bool(verdict.reason)) == (fate, fate != "ask"), url


def test_patterns_look_at_the_canonical_address():
    triage = Triage(source(keep=(r"/nyhet\?id=1$",)))
    verdict = triage.judge(lead("https://BLADET.se/nyhet?utm_source=brev&id=1#topp"))
    assert (verdict.fate, verdict.lead.url) == ("ask", "https://bladet.se/nyhet?id=1")


@pytest.mark.parametrize(
    ("url", "entry", "fate"),
    [
        ("https://bladet.se/a", "rss", "ask"),
        ("http://www.bladet.se/a", "rss", "ask"),
        ("https://press.bladet.se/a", "rss", "ask"),
        ("https://www.mynewsdesk.com/se/bladet/pressreleases/a-1", "rum", "ask"),
        ("https://posten.se/a", "rss", "cut"),
        ("https://bladet.se.posten.se/a", "rss", "cut"),
        ("https://tvabladet.se/a", "rss", "cut"),
        ("https://posten.se/a", "lista", "ask"),
        ("https://posten.se/a", "alla", "ask"),
        ("https://arkivet.se/a", "arkiv", "ask"),
        ("https://arkivet.se/a", "rss", "cut"),
        ("https://posten.se/a", "arkiv", "cut"),
        ("https://anna@bladet.se/a", "rss", "cut"),
        ("javascript:alert(1)", "rss", "cut"),
        ("ftp://bladet.se/a", "rss", "cut"),
        ("", "rss", "cut"),
    ],
)
def test_hosts(url, entry, fate):
    verdict = Triage(source()).judge(lead(url, entry))
    assert (verdict.fate, bool(verdict.reason)) == (fate, fate != "ask")


def test_the_place_of_the_text_is_looked_at_too():
    triage = Triage(source())
    assert triage.judge(lead("https://bladet.se/a", fetch_url="https://data.bladet.se/a.html")).fate == "ask"
    assert triage.judge(lead("https://bladet.se/b", fetch_url="https://posten.se/b.html")).fate == "cut"


def test_one_page_is_asked_for_once():
    triage = Triage(source())
    spellings = [
        "https://bladet.se/a",
        "http://www.bladet.se/a/",
        "https://bladet.se/a/amp/",
        "https://bladet.se/a?print=1",
    ]
    assert [triage.judge(lead(url)).fate for url in spellings] == ["ask", "twin", "twin", "twin"]


def test_a_page_keeps_the_address_it_was_first_met_under():
    triage = Triage(source(), known={"bladet.se/a": "http://www.bladet.se/a"}.get)
    verdict = triage.judge(lead("https://bladet.se/a/", title="A"))
    assert (verdict.fate, verdict.lead.url, verdict.lead.title) == ("ask", "http://www.bladet.se/a", "A")
    assert triage.judge(lead("https://bladet.se/b")).lead.url == "https://bladet.se/b"


def test_the_limit_takes_the_newest_and_tells_the_rest():
    leads = [
        lead("https://bladet.se/a"),
        lead("https://bladet.se/b", published="2024-05"),
        lead("https://bladet.se/c", published="2019-01-02", modified="2025-01-01"),
        lead("https://bladet.se/d", published="2024-05-17"),
        lead("https://bladet.se/e"),
    ]
    verdicts = list(within_limit(leads, 4))
    assert [verdict.lead.url[-1] for verdict in verdicts] == ["c", "d", "b", "a", "e"]
    assert [verdict.fate for verdict in verdicts] == ["ask"] * 4 + ["cut"]
    assert "4 pages" in verdicts[-1].reason
    assert list(within_limit([], 4)) == []


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["a", "b", "kalender", "2031", "05", "x.jpg", "å", "%2F", "(S(x))"]), max_size=15),
    st.text(max_size=20),
)
def test_any_address_gets_a_verdict(names, query):
    verdict = Triage(source()).judge(lead("https://bladet.se/" + "/".join(names) + "?" + query))
    assert verdict.fate in {"ask", "cut"}
    assert (verdict.fate == "ask") == (verdict.reason == "")


def test_a_long_address_takes_no_longer_than_it_is():
    start = time.perf_counter()
    for url in (
        "https://bladet.se/" + "(S(" * 100_000,
        "https://bladet.se/?" + "a=1&" * 100_000,
        "https://bladet.se" + "/a" * 100_000,
    ):
        assert Triage(source()).judge(lead(url)).fate == "cut"
    assert time.perf_counter() - start < 10
