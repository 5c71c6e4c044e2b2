"""The packaged catalogue: every file holds what the form allows, and its patterns fit the addresses they are for."""

from __future__ import annotations

import csv
import re
import time
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from iopmine.errors import FetchError
from iopmine.records import Lead, Page
from iopmine.sources.catalogue import Catalogue, awaits_key, platform_options, read_catalogue
from iopmine.sources.form import LOCAL
from iopmine.sources.platforms import Search, platforms
from iopmine.sources.platforms.listing import ListReader
from iopmine.sources.triage import Triage
from iopmine.sources.writing import source_toml
from iopmine.urls import canonical_url, host_of, identity, is_web_address

FOLDER = Path(__file__).parents[2] / "corpus" / "sources"
AGREED = frozenset(
    "feed sitemap wordpress mynewsdesk cision viatt notified riksdagen regeringen oai listing addresses files".split()
)
KINDS = frozenset(
    {
        "government",
        "agency",
        "municipality",
        "region",
        "civil society",
        "press platform",
        "news",
        "party",
        "research",
        "other",
    }
)
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
ROOMS = {"mynewsdesk": "mynewsdesk.com", "cision": "news.cision.com", "viatt": "via.tt.se"}


@cache
def catalogue() -> Catalogue:
    return read_catalogue([FOLDER])


def known_articles() -> list[dict[str, str]]:
    with (FOLDER / "known_articles.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_file_is_a_source():
    assert catalogue().issues == ()
    assert sorted(catalogue().sources) == sorted(path.stem for path in FOLDER.glob("*.toml"))
    # The 58 known sources with an entry point other than a single article, Notified's rooms, and the known articles.
    assert len(catalogue().sources) == 60


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.toml")))
def test_a_file_is_as_the_program_would_write_it(name):
    assert (FOLDER / f"{name}.toml").read_text(encoding="utf-8") == source_toml(catalogue().sources[name], FOLDER)


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.toml")))
def test_a_source_is_whole(name):
    source = catalogue().sources[name]
    assert source.kind in KINDS
    assert source.note.endswith(".")
    assert source.history
    assert [note.date for note in source.history] == sorted(note.date for note in source.history)
    if source.home:
        assert is_web_address(source.home)
        assert HOST.fullmatch(urlsplit(source.home).hostname or "")
    for entry in source.entries:
        if entry.platform in LOCAL:
            assert Path(entry.url).is_file()
            continue
        assert HOST.fullmatch(urlsplit(entry.url).hostname or ""), entry.url
        room = ROOMS.get(entry.platform, "")
        assert host_of(entry.url).endswith(room), entry.url
        if entry.platform == "listing":
            assert entry.options["selector"]


def test_platforms_are_the_agreed_ones():
    assert set(platform_options()) == AGREED
    assert {entry.platform for source in catalogue().sources.values() for entry in source.entries} == AGREED - {"files"}


def test_selectors_are_ones_the_platform_reads():
    listings = [
        entry for source in catalogue().sources.values() for entry in source.entries if entry.platform == "listing"
    ]
    assert len(listings) > 15
    for entry in listings:
        ListReader.of(entry)


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.toml")))
def test_a_host_that_does_not_answer_is_told(name):
    """Each entry is one its platform can ask for: one request that fails, one issue that says so, no exception."""
    source = catalogue().sources[name]
    search = Search(None, date(2026, 11, 22), ("partnerskap",), lambda _url: False, 10)
    for entry in source.entries:
        if entry.platform == "addresses" or awaits_key(entry):
            continue
        asked = []

        def ask(url: str, asked: list[str] = asked) -> Page:
            asked.append(url)
            raise FetchError(f"{url} answered 503.", outcome="failed", status=503)

        told = list(platforms()[entry.platform].load()(source, entry, ask, search))
        assert len(asked) == 1, entry.id
        assert is_web_address(asked[0])
        assert "{" not in asked[0]
        assert host_of(asked[0]) == host_of(entry.url)
        assert [(issue.source, issue.level) for issue in told] == [(name, "error")]


def test_no_two_entries_ask_for_the_same():
    urls = Counter(entry.url for source in catalogue().sources.values() for entry in source.entries)
    assert [url for url, times in urls.items() if times > 1] == []


def test_what_needs_a_key_is_known():
    waiting = {
        (source.id, entry.id)
        for source in catalogue().sources.values()
        for entry in source.entries
        if awaits_key(entry)
    }
    assert waiting == {
        ("mynewsdesk", "api"),
        ("mynewsdesk", "rum"),
        ("mynewsdesk", "rum-pressmeddelanden"),
        ("via-tt", "utgivare"),
    }


def patterns() -> list[str]:
    return sorted({pattern for source in catalogue().sources.values() for pattern in (*source.keep, *source.drop)})


@pytest.mark.parametrize("pattern", patterns())
def test_patterns_are_quick(pattern):
    """On addresses that nearly match, twice as long takes at most about twice as long."""
    parts = ("/nyheter", "/2022/07", "iop-", "id%C3%A9buret", "/a", "-", "0")
    compiled = re.compile(pattern)

    def seconds(size: int) -> float:
        worst = 0.0
        for part in parts:
            url = "https://bladet.se" + part * size
            spent = []
            for _ in range(7):
                start = time.perf_counter()
                compiled.search(url)
                spent.append(time.perf_counter() - start)
            worst = max(worst, min(spent))
        return worst

    assert seconds(4000) <= 3.2 * seconds(2000) + 0.01


@pytest.mark.parametrize(
    ("source", "url", "fate"),
    [
        ("famna", "https://www.famna.org/tack-for-atta-givande-ar/", "ask"),
        ("famna", "https://www.famna.org/2022/07/02/", "drop"),
        ("famna", "https://www.famna.org/category/alla-nyheter/page/3/", "drop"),
        ("fremia", "https://www.fremia.se/nyhetsrum/nyheter/2022/iop-ukraina/", "ask"),
        ("fremia", "https://www.fremia.se/medlemskap/", "drop"),
        ("nykoping", "https://nykoping.se/arkiv/nyheter/fortsatt-samarbete-kring-harbarget", "ask"),
        ("nykoping", "https://nykoping.se/arkiv/nyheter", "drop"),
        ("mucf", "https://www.mucf.se/publikationer/ideburet-offentligt-partnerskap", "ask"),
        ("mucf", "https://www.mucf.se/politiken-det-civila-samhallet", "ask"),
        ("linkoping", "https://www.linkoping.se/nyheter/2024/nytt-avtal/", "ask"),
        ("linkoping", "https://www.linkoping.se/omsorg/id%C3%A9buret-offentligt-partnerskap/", "ask"),
        ("linkoping", "https://www.linkoping.se/omsorg/IOP.html", "ask"),
        ("linkoping", "https://www.linkoping.se/omsorg/ideburna-organisationer/", "ask"),
        ("linkoping", "https://www.linkoping.se/forskola/ansok/", "drop"),
        ("linkoping", "https://www.linkoping.se/vard/biopsi/", "drop"),
        ("svt", "https://www.svt.se/nyheter/lokalt/sormland/nytt-harbarge", "ask"),
        ("svt", "https://www.svt.se/sport/hockey/matchen", "drop"),
        ("riksdagen", "https://www.riksdagen.se/sv/dokument-och-lagar/dokument/motion/om-iop_H902777/", "ask"),
        ("forum", "https://press.socialforum.se/posts/pressreleases/ny-rapport", "ask"),
        ("forum", "https://www.mynewsdesk.com/se/socialforum/pressreleases/dom-1", "ask"),
        ("umea", "https://www.mynewsdesk.com/se/umea/pressreleases/nytt-avtal-1", "ask"),
        ("diva", "http://su.diva-portal.org/smash/record.jsf?pid=diva2:1195501", "ask"),
        ("sr", "https://sverigesradio.se/artikel/6498263", "ask"),
        ("diva", "http://urn.kb.se/resolve?urn=urn:nbn:se:su:diva-1", "ask"),
        ("sr", "https://bladet.se/x", "cut"),
    ],
)
def test_patterns_and_hosts_fit(source, url, fate):
    record = catalogue().sources[source]
    assert Triage(record).judge(Lead(url, source, record.entries[0].id)).fate == fate


def test_known_articles_are_addresses_of_their_own():
    rows = known_articles()
    assert len(rows) == 206
    urls = [row["url"] for row in rows]
    assert urls == sorted(urls)
    assert [url for url in urls if canonical_url(url) != url] == []
    assert len({identity(url) for url in urls}) == len(urls)
    assert all(row["source"] for row in rows)
    dates = [row["date"] for row in rows if row["date"]]
    assert len(dates) == 74
    assert all(re.fullmatch(r"20[0-2]\d(?:-[01]\d(?:-[0-3]\d)?)?", day) and day <= "2026-11-22" for day in dates)


def test_every_known_article_is_asked_for():
    """The list is read by its platform, as in a run, and nothing of it is taken for a trap."""
    source = catalogue().sources["kanda-artiklar"]
    search = Search(None, date(2026, 11, 22), (), lambda _url: False, 1000)

    def ask(url: str) -> Page:
        raise AssertionError(url)

    leads = list(platforms()["addresses"].load()(source, source.entries[0], ask, search))
    assert [lead for lead in leads if not isinstance(lead, Lead)] == []
    assert [lead.published for lead in leads] == [row["date"] or None for row in known_articles()]
    triage = Triage(source)
    assert Counter(triage.judge(lead).fate for lead in leads) == {"ask": 206}
    assert source.pages_per_run >= 206
    assert 0 < source.floor_leads <= 206
