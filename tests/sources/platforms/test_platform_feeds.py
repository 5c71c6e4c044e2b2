"""Feeds and sitemaps: what is taken from them, and what they may not do."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.sources.platforms.web import Web, run

FEED = "https://exempel.se/feed/"
MAP = "https://exempel.se/sitemap.xml"


def rss(*items: str, head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">'
        f"<channel><title>Nyheter</title><link>https://exempel.se/</link>{head}{''.join(items)}</channel></rss>"
    )


def item(link: str, title: str = "En nyhet", when: str = "") -> str:
    dated = f"<pubDate>{when}</pubDate>" if when else ""
    return f"<item><title>{title}</title><link>{link}</link>{dated}</item>"


def test_rss_gives_canonical_links_clean_titles_and_printed_days() -> None:
    body = rss(
        item(
            "https://exempel.se/iop?utm_source=rss&amp;id=7",
            "Ide\u0301buret &amp; offentligt\n\u202epartnerskap",
            "tis, 24 okt 2023 23:30:00 +0200",
        ),
        item("https://exempel.se/tva", "<![CDATA[Två <em>nya</em> avtal]]>", "Mon, 08 Sep 2026 07:00:00 +0200"),
        item("/tre", when="för 3 dagar sedan"),
        item("https://exempel.se/fyra", when="Thu, 01 Jan 1970 00:00:00 GMT"),
    )
    leads, issues = run("feed", FEED, Web({FEED: body}))
    assert [(lead.url, lead.title, lead.published) for lead in leads] == [
        ("https://exempel.se/iop?id=7", "Idéburet & offentligt partnerskap", "2023-10-24"),
        ("https://exempel.se/tva", "Två nya avtal", "2026-09-08"),
        ("https://exempel.se/tre", "En nyhet", None),
        ("https://exempel.se/fyra", "En nyhet", None),
    ]
    assert issues == []


def test_atom_with_only_updated_has_no_day_of_publication() -> None:
    body = """<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title>
    <entry><title>Ett</title><link href="ett"/><updated>2024-05-02T10:00:00Z</updated></entry>
    <entry><title>Två</title><link href="tva"/><published>2024-05-01T10:00:00Z</published></entry></feed>"""
    leads, _ = run("feed", FEED, Web({FEED: body}))
    assert [(lead.url, lead.published, lead.modified) for lead in leads] == [
        ("https://exempel.se/feed/ett", None, "2024-05-02"),
        ("https://exempel.se/feed/tva", "2024-05-01", None),
    ]


def test_rdf_and_links_that_are_only_in_the_guid() -> None:
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/><item rdf:about="https://exempel.se/a"><title>A</title>
    <link>https://exempel.se/a</link><dc:date>2019-03-04</dc:date></item></rdf:RDF>"""
    guid = rss("<item><title>G</title><guid>https://exempel.se/g</guid></item>")
    assert [(lead.url, lead.published) for lead in run("feed", FEED, Web({FEED: rdf}))[0]] == [
        ("https://exempel.se/a", "2019-03-04")
    ]
    assert [lead.url for lead in run("feed", FEED, Web({FEED: guid}))[0]] == ["https://exempel.se/g"]


def test_json_feed_is_read_and_followed() -> None:
    first = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": "1", "url": "https://exempel.se/1", "title": "Ett", "date_published": "2024-01-02T03:04:05Z"}],
        "next_url": "https://exempel.se/feed/?sida=2",
    }
    second = {"items": [{"id": 2, "url": "https://exempel.se/2", "title": "\ud800Två"}, "skräp"]}
    web = Web({FEED: json.dumps(first), "https://exempel.se/feed/?sida=2": json.dumps(second)})
    leads, issues = run("feed", FEED, web)
    assert [(lead.url, lead.title, lead.published) for lead in leads] == [
        ("https://exempel.se/1", "Ett", "2024-01-02"),
        ("https://exempel.se/2", "Två", None),
    ]
    assert issues == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_swedish_letters_survive_every_encoding(encoding: str) -> None:
    body = rss(item("https://exempel.se/a", "Åtgärder på ön")).replace("UTF-8", "ISO-8859-1").encode(encoding)
    assert [lead.title for lead in run("feed", FEED, Web({FEED: body}))[0]] == ["Åtgärder på ön"]


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", "https://u:p@exempel.se/x", "file:///etc/passwd", "http:\\\\x", ""],
)
def test_dangerous_links_are_left_out_and_told(link: str) -> None:
    leads, issues = run("feed", FEED, Web({FEED: rss(item(link), item("https://exempel.se/bra"))}))
    assert [lead.url for lead in leads] == ["https://exempel.se/bra"]
    assert [issue.level for issue in issues] == ["info"]


def test_a_body_that_is_a_path_or_an_entity_opens_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "hemligt.xml"
    secret.write_text(rss(item("https://exempel.se/hemligt", "HEMLIGT")), encoding="utf-8")
    xxe = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>' + rss(item("https://exempel.se/a", "&x;"))
    for body in (str(secret), f"file://{secret}", xxe):
        leads, _ = run("feed", FEED, Web({FEED: body}))
        assert all("HEMLIGT" not in lead.title and "hemligt" not in lead.url for lead in leads)
    monkeypatch.chdir(tmp_path)
    secret.rename(tmp_path / "<rss>")
    assert run("feed", FEED, Web({FEED: "<rss>"}))[0] == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<!doctype html><html><body>Inloggning</body></html>", "web page"),
        ("x" * 2_000_001, "2,000,001 bytes"),
        ("?" + "\n" * 500_000 + "<rss/>", "no feed"),
        (rss("<item><description>" + "<b>" * 300_000 + "</description></item>"), "nested deeper"),
        (rss("<item>" + "<a " * 200_000), "too large to be mended"),
        ('{"version": "x", "items": 5}', "no list of items"),
        ("[1]", "no feed"),
        ("{" * 100_000, "no JSON"),
        ("", "no feed"),
    ],
)
def test_what_is_no_feed_is_an_issue(body: str, told: str) -> None:
    leads, issues = run("feed", FEED, Web({FEED: body}))
    assert leads == []
    assert [issue.level for issue in issues] == ["error"]
    assert told in issues[0].message
    assert issues[0].url == FEED


def test_a_feed_that_is_cut_off_gives_what_it_has_and_says_so() -> None:
    leads, issues = run(
        "feed", FEED, Web({FEED: rss(item("https://exempel.se/1"), item("https://exempel.se/nummer-tva"))[:-35]})
    )
    assert [lead.url for lead in leads] == ["https://exempel.se/1"]
    assert [issue.level for issue in issues] == ["error"]
    assert "cut off" in issues[0].message


def test_a_feed_that_is_no_proper_xml_is_read_and_told() -> None:
    leads, issues = run("feed", FEED, Web({FEED: rss(item("https://exempel.se/a?x=1&y=2", "Ris & ros"), item("/b"))}))
    assert [(lead.url, lead.title) for lead in leads] == [
        ("https://exempel.se/a?x=1&y=2", "Ris & ros"),
        ("https://exempel.se/b", "En nyhet"),
    ]
    assert [issue.level for issue in issues] == ["warning"]


def test_entities_that_multiply_and_odd_encodings_end_at_once() -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "&a;"}">' for n in range(12)
    )
    for body in (
        bomb + "]>" + rss(item("https://exempel.se/1", "&a11;")),
        rss().replace("UTF-8", "punycode") + "å" * 9,
    ):
        leads, issues = run("feed", FEED, Web({FEED: body}))
        assert all(len(lead.title) <= 300 for lead in leads)
        assert leads or issues or body.startswith("<?xml")


def test_paging_ends_at_known_old_looping_and_foreign_pages() -> None:
    def page(number: int, following: str) -> str:
        head = f'<atom:link rel="next" href="{following}"/>'
        return rss(item(f"https://exempel.se/{number}", when=f"{30 - number} Oct 2026"), head=head)

    web = Web(lambda url: page(int(url[-1]) if url[-1].isdigit() else 1, "?sida=2" if url == FEED else url))
    leads, issues = run("feed", FEED, web)
    assert [lead.url for lead in leads] == ["https://exempel.se/1", "https://exempel.se/2"]
    assert [issue.level for issue in issues] == ["warning"]

    foreign = Web({FEED: page(1, "https://annan.example/feed")})
    leads, issues = run("feed", FEED, foreign)
    assert (len(leads), foreign.asked) == (1, [FEED])
    assert "another site" in issues[0].message

    endless = Web(lambda url: page(len(url), url + "1" if "?" in url else url + "?sida=1"))
    assert run("feed", FEED, endless, known=lambda url: True)[1] == []
    assert len(endless.asked) == 1
    endless.asked.clear()
    leads, _ = run("feed", FEED, endless, since=date(2026, 10, 31))
    assert (leads, len(endless.asked)) == ([], 1)


def test_nothing_changed_and_refusals() -> None:
    assert run("feed", FEED, Web({FEED: 304})) == ([], [])
    for status in (404, 429, 500):
        leads, issues = run("feed", FEED, Web({FEED: status}))
        assert leads == []
        assert str(status) in issues[0].message


def test_queries_fill_the_address_and_their_leads_are_merged() -> None:
    template = "https://exempel.se/?s={query}&feed=rss2"
    web = Web(lambda url: rss(item("https://exempel.se/gemensam"), item(f"https://exempel.se/{len(url)}")))
    leads, issues = run("feed", template, web, queries=("idéburet  offentligt partnerskap", "IOP", "IOP"))
    assert web.asked == [
        "https://exempel.se/?s=%22id%C3%A9buret%20offentligt%20partnerskap%22&feed=rss2",
        "https://exempel.se/?s=%22IOP%22&feed=rss2",
    ]
    assert len(leads) == 3
    assert issues == []
    later = Web(lambda url: 429)
    assert len(run("feed", template, later, queries=("a", "b"))[1]) == len(later.asked) == 1
    assert "no phrase" in run("feed", template, web, queries=())[1][0].message


def test_the_limit_is_kept_and_told() -> None:
    body = rss(*(item(f"https://exempel.se/{n}") for n in range(9)))
    leads, issues = run("feed", FEED, Web({FEED: body}), limit=4)
    assert len(leads) == 4
    assert [issue.level for issue in issues] == ["warning"]


# Sitemaps


def urlset(*urls: str) -> str:
    spaces = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    )
    return f'<?xml version="1.0"?><urlset {spaces}>{"".join(f"<url>{url}</url>" for url in urls)}</urlset>'


def index(*places: str) -> str:
    return f"<sitemapindex>{''.join(f'<sitemap>{place}</sitemap>' for place in places)}</sitemapindex>"


def test_sitemaps_say_what_changed_and_news_when_it_was_published() -> None:
    body = urlset(
        "<loc> https://exempel.se/a?x=1&amp;y=2 </loc><lastmod>2024-02-03T10:00:00+01:00</lastmod>",
        "<loc>https://exempel.se/b</loc><n:news><n:publication_date>2024-02</n:publication_date>"
        "<n:title>Nytt IOP i Örebro</n:title></n:news>",
    )
    leads, issues = run("sitemap", MAP, Web({MAP: body}))
    assert [(lead.url, lead.title, lead.published, lead.modified) for lead in leads] == [
        ("https://exempel.se/a?x=1&y=2", "", None, "2024-02-03"),
        ("https://exempel.se/b", "Nytt IOP i Örebro", "2024-02", None),
    ]
    assert issues == []


def test_an_index_is_followed_through_gzip_and_old_parts_are_not_asked_for() -> None:
    web = Web(
        {
            MAP: index(
                "<loc>/ny.xml.gz</loc><lastmod>2026-01-01</lastmod>",
                "<loc>/gammal.xml</loc><lastmod>2019-01-01</lastmod>",
                "<loc>https://annan.example/x.xml</loc>",
            ),
            "https://exempel.se/ny.xml.gz": gzip.compress(urlset("<loc>https://exempel.se/ny</loc>").encode()),
        }
    )
    leads, issues = run("sitemap", MAP, web, since=date(2025, 1, 1))
    assert [lead.url for lead in leads] == ["https://exempel.se/ny"]
    assert web.asked == [MAP, "https://exempel.se/ny.xml.gz"]
    assert [issue.level for issue in issues] == ["error"]


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        (lambda url: index(f"<loc>{MAP}</loc>"), 1),
        (lambda url: index(f"<loc>{url}1</loc>"), 4),
        (lambda url: index(*(f"<loc>{url}/{n}</loc>" for n in range(8))), 1 + 8 + 64 + 512),
    ],
)
def test_indexes_that_loop_or_nest_without_end_end(answer: Callable[[str], str], asked: int) -> None:
    web = Web(answer)
    leads, issues = run("sitemap", MAP, web)
    assert leads == []
    assert len(web.asked) == len(set(web.asked)) == asked
    assert bool(issues) == (asked > 1)
    assert all("too deep or too many" in issue.message for issue in issues)


BOMB = gzip.compress(b"\n" * 60_000_000)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (BOMB, "unpacks to more"),
        (gzip.compress(urlset("<loc>https://exempel.se/a</loc>").encode(), mtime=0)[:-20], "cut off"),
        (b"\x1f\x8bskrap", "gzip file is damaged"),
        ("<html><body></body></html>", "web page"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><urlset><url><loc>&b;</loc></url></urlset>', "document type"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><urlset/>'.encode("utf-16"), "document type"),
        (rss(), "root is rss"),
        ("inte xml", "no XML"),
    ],
)
def test_what_is_no_sitemap_is_an_issue(body: str | bytes, told: str) -> None:
    leads, issues = run("sitemap", MAP, Web({MAP: body}))
    assert leads == []
    assert told in issues[0].message


def test_an_ampersand_that_stands_for_itself_stays_in_its_address() -> None:
    body = urlset("<loc>https://exempel.se/a?x=1&y=2&amp;z=3</loc>", "<loc>https://exempel.se/b</loc>")
    leads, issues = run("sitemap", MAP, Web({MAP: body}))
    assert [lead.url for lead in leads] == ["https://exempel.se/a?x=1&y=2&z=3", "https://exempel.se/b"]
    assert issues == []


def test_a_sitemap_that_is_cut_off_loses_only_the_half_address() -> None:
    body = urlset("<loc>https://exempel.se/a</loc>", "<loc>https://exempel.se/lang-adress</loc>")[:-30]
    leads, issues = run("sitemap", MAP, Web({MAP: body}))
    assert [lead.url for lead in leads] == ["https://exempel.se/a"]
    assert [issue.level for issue in issues] == ["error"]
