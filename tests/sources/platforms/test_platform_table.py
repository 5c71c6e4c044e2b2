"""The table of platforms, and what holds for all of them: whatever a host sends, they end with leads or issues."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import EntryPoint
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iopmine.sources.platforms import Platform, platforms, table
from iopmine.urls import canonical_url
from tests.sources.platforms.web import Web, run

OPTIONS: dict[str, Any] = {"selector": "h2 a, li > a", "date_selector": "time", "next": "a[rel=next]", "key": "nyckel"}
ADDRESSES = {
    "mynewsdesk": "https://exempel.se/services/pressroom/list/{key}",
    "cision": "https://exempel.se/papi/NewsFeed/AB",
    "viatt": "https://exempel.se/json/v2/releases",
    "regeringen": "https://exempel.se/Filter/GetFilteredItems",
    "riksdagen": "https://exempel.se/dokumentlista/?sok={query}",
    "wordpress": "https://exempel.se/wp-json/wp/v2/posts",
    "listing": "https://exempel.se/nytt?sida={page}",
}
NAMES = sorted(platforms())

links = st.sampled_from(
    ["https://exempel.se/a", "/b", "javascript:x", "//annan.example/c", "http://[::1", "?", "", "\ud800", "ö ä", "#x"]
) | st.text(max_size=40)
keys = st.sampled_from(
    "items item Releases dokumentlista dokument Message releases url link title rendered date published_at datetime "
    "Title CisionWireUrl @nasta_sida @sidor dok_id datum next_url search_result".split()
)
shapes = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | links,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=20,
)
fragments = st.sampled_from(
    """<?xml version="1.0"?>|<rss version="2.0">|<channel>|<item>|</item>|<title>|</title>|<link>|</link>|<pubDate>|
<feed xmlns="http://www.w3.org/2005/Atom">|<entry>|</entry>|<link href="/x"/>|<![CDATA[|]]>|
<!DOCTYPE x [|<!ENTITY a "b">|&a;|
<urlset>|<url>|<loc>https://exempel.se/q</loc>|</url>|<sitemapindex>|<sitemap>|<lastmod>2020|</urlset>|<html>|<body>|<h2>|
<a href="/y">|</a>|<a rel=next href="?p=2">|<time datetime="2020-01-01">|<base href="//z">|<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">|
<ListRecords>|<record>|<header status="deleted">|<identifier>oai:DiVA.org:su-1|<resumptionToken>|
\x00|\x1b[2J|å|{"items": [|{"url": "/x"}|]|}|
url;title|https://exempel.se/p|,|;|"|'""".replace("\n", "").split("|")
) | st.text(max_size=8)


def check(platform: str, body: bytes) -> None:
    web = Web(lambda url: body)
    leads, issues = run(platform, ADDRESSES.get(platform, "https://exempel.se/lista"), web, OPTIONS, limit=50)
    assert len(leads) <= 50
    assert len(web.asked) <= 1001
    for lead in leads:
        assert canonical_url(lead.url) == lead.url
        assert lead.title == lead.title.strip()
        assert all(char.isprintable() for char in lead.title)
        repr(lead).encode()
    for issue in issues:
        issue.message.encode()


@pytest.mark.parametrize("platform", NAMES)
@settings(max_examples=40, deadline=5000, suppress_health_check=[HealthCheck.too_slow])
@given(body=st.binary(max_size=300))
def test_any_bytes_end_in_leads_or_issues(platform: str, body: bytes) -> None:
    check(platform, body)


@pytest.mark.parametrize("platform", NAMES)
@settings(max_examples=60, deadline=5000, suppress_health_check=[HealthCheck.too_slow])
@given(parts=st.lists(fragments, max_size=25))
def test_any_markup_ends_in_leads_or_issues(platform: str, parts: list[str]) -> None:
    check(platform, "".join(parts).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("platform", ["wordpress", "mynewsdesk", "cision", "viatt", "riksdagen", "regeringen", "feed"])
@settings(max_examples=100, deadline=5000, suppress_health_check=[HealthCheck.too_slow])
@given(value=shapes)
def test_any_json_ends_in_leads_or_issues(platform: str, value: object) -> None:
    wrapped = {"riksdagen": {"dokumentlista": value}, "cision": {"Releases": value}, "feed": {"items": value}}
    check(platform, json.dumps(wrapped.get(platform, value)).encode())


def test_the_table_names_every_platform_and_the_options_that_are_read() -> None:
    expected = "addresses cision feed listing mynewsdesk notified oai regeringen riksdagen sitemap viatt wordpress"
    assert " ".join(NAMES) == expected
    assert all(callable(platform.load()) for platform in platforms().values())
    assert {"selector", "date_selector", "next"} <= set(platforms()["listing"].options)


def test_another_package_adds_a_platform_by_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    plugged = Platform("feed", "iopmine.sources.platforms.sitemap:find")
    monkeypatch.setattr(EntryPoint, "load", lambda self: plugged)
    point = EntryPoint("mitt", "paket:plattform", "iopmine.platforms")
    monkeypatch.setattr(table, "entry_points", lambda group: [point] if group == "iopmine.platforms" else [])
    platforms.cache_clear()
    try:
        assert platforms()["feed"] is plugged
        assert len(platforms()) == len(NAMES)
    finally:
        platforms.cache_clear()


def test_naming_the_platforms_loads_none() -> None:
    program = (
        "import sys\nfrom iopmine.sources.platforms import platforms\nassert len(platforms()) >= 12\n"
        "assert not {'feedparser', 'lxml'} & set(sys.modules), 'loaded too early'"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
