"""A source from the address of a site: what the site offers, what is tried, and what is kept of it."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopmine.errors import FetchError
from iopmine.records import Page
from iopmine.sources.catalogue import read_source
from iopmine.sources.clues import Clues, read_clues
from iopmine.sources.detecting import detect
from iopmine.sources.writing import source_toml

TODAY = date(2026, 11, 22)
HOME = """\
<!doctype html><html lang="sv-SE"><head><meta charset="utf-8"><title>Start – Föreningen Åsen</title>
<meta property="og:site_name" content="Föreningen  Åsen">
<meta name="generator" content="WordPress 6.4">
<link rel="alternate" type="application/rss+xml" title="Åsen » Flöde" href="/feed/">
<link rel="alternate" type="application/rss+xml" title="Åsen » Kommentarsflöde" href="/comments/feed/">
<link rel="alternate" type="application/json+oembed" href="/oembed">
<link rel="alternate" hreflang="en" href="/en/">
<link rel="https://api.w.org/" href="https://asen.se/wp-json/">
</head><body>
<a href="https://www.mynewsdesk.com/se/asen">Press</a><a href="https://www.mynewsdesk.com/se/asen/pressreleases/x-1">x</a>
<a href="http://news.cision.com/se/asen-vard/r/nytt,c123">y</a><a href="javascript:alert(1)">z</a>
<a href="https://via.tt.se/pressrum/142/asen">tt</a><a href="https://newsroom.notified.com/asen">n</a>
<a href="https://www.mynewsdesk.com/se/about">om</a>
<a href="https://alvmark.mynewsdesk.com/pressreleases/a-1">m</a>
</body></html>"""
RSS = b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>'
SITEMAP = b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>'
POSTS = b'[{"id": 1, "link": "https://asen.se/nytt/"}]'


def page(url: str, body: bytes | str, status: int = 200) -> Page:
    raw = body.encode() if isinstance(body, str) else body
    return Page(url, url, "asen", "2026-11-22T09:00:00Z", status, "text/html", "", raw)


class Site:
    """A site that answers what it was given, and remembers what it was asked."""

    def __init__(self, answers: dict[str, bytes | str]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def __call__(self, url: str) -> Page:
        self.asked.append(url)
        if url not in self.answers:
            raise FetchError(f"{url} answered 404.", outcome="gone", status=404)
        return page(url, self.answers[url])


def test_what_a_home_page_says():
    clues = read_clues(HOME.encode(), "https://asen.se/")
    assert clues == Clues(
        name="Föreningen Åsen",
        language="sv",
        feeds=("https://asen.se/feed/",),
        posts=("https://asen.se/wp-json/wp/v2/posts",),
        rooms=(
            ("mynewsdesk", "https://www.mynewsdesk.com/se/asen"),
            ("cision", "http://news.cision.com/se/asen-vard"),
            ("viatt", "https://via.tt.se/pressrum/142/asen"),
            ("notified", "https://newsroom.notified.com/asen"),
            ("mynewsdesk", "https://alvmark.mynewsdesk.com"),
        ),
        wordpress=True,
    )


def test_a_site_with_everything(tmp_path):
    site = Site({
        "https://asen.se/robots.txt": "User-agent: *\nDisallow: /x\n\nSitemap: https://asen.se/karta.xml\nsitemap: /x",
        "https://asen.se/karta.xml": SITEMAP,
        "https://asen.se/feed/": RSS,
        "https://asen.se/wp-json/wp/v2/posts": POSTS,
        "https://www.mynewsdesk.com/se/asen": "<html>",
        "https://via.tt.se/pressrum/142/asen": "<html>",
    })  # fmt: skip
    found = detect(page("https://asen.se/", HOME), site, today=TODAY)
    assert [(entry.id, entry.platform, entry.url) for entry in found.source.entries] == [
        ("feed", "feed", "https://asen.se/feed/"),
        ("wordpress", "wordpress", "https://asen.se/wp-json/wp/v2/posts?search={query}"),
        ("sitemap", "sitemap", "https://asen.se/karta.xml"),
        ("mynewsdesk", "mynewsdesk", "https://www.mynewsdesk.com/se/asen"),
        ("viatt", "viatt", "https://via.tt.se/pressrum/142/asen"),
    ]
    assert {entry.status for entry in found.source.entries} == {"seen"}
    assert (found.source.id, found.source.name, found.source.language) == ("asen", "Föreningen Åsen", "sv")
    missed = [attempt for attempt in found.attempts if not attempt.found]
    assert [(attempt.platform, attempt.outcome) for attempt in missed] == [
        ("cision", "http://news.cision.com/se/asen-vard answered 404.")
    ]
    assert len(site.asked) == len(set(site.asked)) == 7
    path = tmp_path / "asen.toml"
    path.write_text(source_toml(found.source, tmp_path), encoding="utf-8")
    assert read_source(path) == found.source


def test_a_wordpress_that_does_not_say_so_much():
    site = Site(
        {
            "https://asen.se/feed/": RSS,
            "https://asen.se/wp-json/wp/v2/posts": POSTS,
            "https://asen.se/sitemap.xml": SITEMAP,
        }
    )
    home = '<html><body><img src="/wp-content/uploads/a.jpg"></body></html>'
    found = detect(page("https://asen.se/", home), site, today=TODAY)
    assert [entry.platform for entry in found.source.entries] == ["feed", "wordpress", "sitemap"]
    assert {attempt.outcome for attempt in found.attempts} == {"answered as expected, not named by the site"}
    assert found.source.name == "asen.se"


def test_answers_of_another_form_are_no_ways_in():
    page_of_errors = "<!doctype html><html><body>Sidan finns inte</body></html>"
    site = Site({
        "https://asen.se/robots.txt": page_of_errors,
        "https://asen.se/feed/": page_of_errors,
        "https://asen.se/wp-json/wp/v2/posts": '{"code": "rest_no_route"}',
        "https://asen.se/sitemap.xml": page_of_errors,
    })  # fmt: skip
    found = detect(page("https://asen.se/", HOME), site, today=TODAY, taken={"asen", "asen-2"})
    assert [entry.platform for entry in found.source.entries] == ["listing"]
    assert found.source.id == "asen-3"
    assert "selector" in found.source.note
    assert {
        attempt.platform: attempt.outcome
        for attempt in found.attempts
        if attempt.platform in {"feed", "wordpress", "sitemap"}
    } == {
        "feed": "answered, but not with a feed",
        "wordpress": "answered, but not with a list of posts",
        "sitemap": "answered, but not with a sitemap",
    }


def test_an_answer_without_a_page_is_no_way_in():
    found = detect(page("https://asen.se/", ""), lambda url: page(url, SITEMAP, status=304), today=TODAY)
    assert [(attempt.found, attempt.outcome) for attempt in found.attempts] == [(False, "answered with status 304")]


def test_a_site_that_names_thousands_is_asked_a_handful_of_times():
    many = "".join(f'<link rel="alternate" type="application/atom+xml" href="/feed/{n}">' for n in range(5000))
    rooms = "".join(f'<a href="https://news.cision.com/se/bolag-{n}">x</a>' for n in range(5000))
    robots = "\n".join(f"Sitemap: https://asen.se/{n}.xml" for n in range(5000))
    site = Site({"https://asen.se/robots.txt": robots} | {f"https://asen.se/{n}.xml": SITEMAP for n in range(9)})
    found = detect(page("https://asen.se/", f"<html><head>{many}</head><body>{rooms}"), site, today=TODAY)
    assert len(site.asked) == 10
    assert [entry.id for entry in found.source.entries] == ["sitemap", "sitemap-2", "sitemap-3"]


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("https://www.asen.se/om/", "asen"),
        ("https://press.asen.se/", "press-asen"),
        ("https://xn--rtagrden-d0a9n.se/", "ortagarden"),
        ("http://127.0.0.1:8080/", "127-0-0-1"),
        ("https://asen/", "asen"),
    ],
)
def test_the_id_comes_from_the_host(url, named):
    assert detect(page(url, ""), Site({}), today=TODAY).source.id == named


def test_a_folder_of_a_network_of_sites():
    home = '<html><head><meta name="generator" content="WordPress"></head></html>'
    site = Site({"https://parti.se/ekdala/feed/": RSS})
    found = detect(page("https://parti.se/ekdala", home), site, today=TODAY)
    assert [entry.url for entry in found.source.entries] == ["https://parti.se/ekdala/feed/"]


@pytest.mark.parametrize("encoding", ["", "iso-8859-1", "utf-8", "no-such-encoding", "\x00"])
def test_encodings(encoding):
    codec = encoding if encoding == "iso-8859-1" else "utf-8"
    body = '<html><head><meta charset="utf-8"><title>Åsen</title></head></html>'.encode(codec)
    assert read_clues(body, "https://asen.se/", encoding).name == "Åsen"


@settings(deadline=None)
@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: f"<html><a href='{text}'><base href='{text}'>".encode())
)
def test_any_bytes_are_answered(body):
    found = detect(page("https://asen.se/", body), Site({"https://asen.se/robots.txt": body}), today=TODAY)
    assert found.source.entries


def test_twice_the_page_takes_about_twice_the_time():
    def seconds(size: int) -> float:
        body = ("<html>" + '<a href="https://www.mynewsdesk.com/se/' * size + "<p>" * size).encode()
        spent = []
        for _ in range(7):
            start = time.perf_counter()
            read_clues(body, "https://asen.se/")
            spent.append(time.perf_counter() - start)
        return min(spent)

    assert seconds(8000) <= 3.2 * seconds(4000) + 0.02
