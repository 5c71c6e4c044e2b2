"""Interfaces and newsrooms: WordPress, Mynewsdesk, Cision, Via TT, Notified, riksdagen, regeringen, OAI-PMH."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from iopmine.records import Lead
from tests.sources.platforms.web import Answer, Web, run


def brief(leads: list[Lead]) -> list[tuple[str, str, str | None]]:
    return [(lead.url, lead.title, lead.published) for lead in leads]


def asked(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query, keep_blank_values=True).items()}


# WordPress

POSTS = "https://exempel.se/wp-json/wp/v2/posts?search={query}"


def post(number: int) -> dict[str, object]:
    return {
        "link": f"https://exempel.se/{number}/",
        "title": {"rendered": f"Inl&#228;gg &#8211; {number}"},
        "date": "2024-03-05T01:10:00",
        "modified": "2024-04-01T00:00:00",
    }


def test_wordpress_pages_until_a_short_page() -> None:
    def answer(url: str) -> Answer:
        page = int(asked(url)["page"])
        return json.dumps([post(100 * page + n) for n in range(100 if page < 3 else 7)])

    web = Web(answer)
    leads, issues = run("wordpress", POSTS, web, since=date(2024, 1, 1))
    assert (len(leads), issues, len(web.asked)) == (207, [], 3)
    assert brief(leads)[0] == ("https://exempel.se/100/", "Inlägg – 100", "2024-03-05")
    assert leads[0].modified == "2024-04-01"
    assert asked(web.asked[0]) == {
        "search": '"idéburet offentligt partnerskap"',
        "per_page": "100",
        "page": "1",
        "orderby": "date",
        "order": "desc",
        "_fields": "link,title,date,modified",
        "after": "2024-01-01T00:00:00",
    }


def test_wordpress_ends_at_400_after_a_full_last_page_but_not_on_the_first() -> None:
    full = json.dumps([post(n) for n in range(100)])
    leads, issues = run("wordpress", POSTS, Web(lambda url: full if asked(url)["page"] == "1" else 400))
    assert (len(leads), issues) == (100, [])
    leads, issues = run("wordpress", POSTS, Web(lambda url: 400))
    assert (leads, [issue.level for issue in issues]) == ([], ["error"])
    leads, issues = run("wordpress", POSTS, Web(lambda url: full if asked(url)["page"] == "1" else 500))
    assert (len(leads), [issue.level for issue in issues]) == (100, ["error"])


@pytest.mark.parametrize(
    "body", ['{"code": "rest_no_route", "message": "Saknas"}', "<html></html>", "[[[", "5", "[" * 99_999]
)
def test_wordpress_refuses_other_shapes(body: str) -> None:
    leads, issues = run("wordpress", POSTS, Web(lambda url: body))
    assert (leads, len(issues)) == ([], 1)


# Newsrooms


def test_mynewsdesk_feed_drops_tracking() -> None:
    url = "https://www.mynewsdesk.com/se/rss/current_news/1"
    body = (
        "<rss version='2.0'><channel><item><title>Nytt avtal</title><link>https://www.mynewsdesk.com/se/rum/pressreleases/"
        "nytt-avtal-123?utm_source=rss&amp;utm_medium=rss</link>"
        "<pubDate>Mon, 08 Sep 2026 07:00:00 +0200</pubDate></item>"
        "</channel></rss>"
    )
    leads, _ = run("mynewsdesk", url, Web({url: body}))
    assert brief(leads) == [
        ("https://www.mynewsdesk.com/se/rum/pressreleases/nytt-avtal-123", "Nytt avtal", "2026-09-08")
    ]


def test_mynewsdesk_interface_pages_by_offset_and_needs_its_key() -> None:
    url = "https://www.mynewsdesk.com/services/pressroom/list/{key}?type_of_media=pressrelease"

    def answer(url: str) -> Answer:
        start = int(asked(url)["offset"])
        moment: object = {"datetime": "2020-02-03T10:00:00+01:00"} if start else "2020-02-03 10:00:00"
        rows = [
            {
                "header": f"Rubrik {n}",
                "url": f"https://www.mynewsdesk.com/se/r/pressreleases/s-{n}",
                "published_at": moment,
            }
            for n in range(start, start + (100 if start < 200 else 3))
        ]
        return json.dumps({"items": {"item": rows}})

    web = Web(answer)
    leads, issues = run("mynewsdesk", url, web, {"key": "abc/d"})
    assert (len(leads), issues, {lead.published for lead in leads}) == (203, [], {"2020-02-03"})
    assert urlsplit(web.asked[0]).path.endswith("/abc%2Fd")
    leads, issues = run("mynewsdesk", url, web)
    assert (leads, "needs a key" in issues[0].message) == ([], True)


def test_mynewsdesk_page_lists_releases_only() -> None:
    url = "https://www.mynewsdesk.com/se/rummet"
    body = """<!doctype html><body><nav><a href="/se/rummet/contact_people">Kontakt</a></nav><ul>
    <li><a href="/se/rummet/pressreleases/foerening-och-kommun-11?x=1"><img></a>
    <a href="/se/rummet/pressreleases/foerening-och-kommun-11?x=1"><h3>Förening och kommun</h3></a>
    <time datetime="2021-05-06T08:00:00Z">6 maj</time></li>
    <li><a href="/se/rummet/news/en-notis-12">En notis</a> <span>Nov 18, 2011 10:00 CET</span></li></ul></body>"""
    leads, issues = run("mynewsdesk", url, Web({url: body}))
    assert brief(leads) == [
        (
            "https://www.mynewsdesk.com/se/rummet/pressreleases/foerening-och-kommun-11?x=1",
            "Förening och kommun",
            "2021-05-06",
        ),
        ("https://www.mynewsdesk.com/se/rummet/news/en-notis-12", "En notis", "2011-11-18"),
    ]
    assert issues == []


def test_cision_interface_page_and_changed_page() -> None:
    url = "https://publish.ne.cision.com/papi/NewsFeed/AB12"

    def answer(url: str) -> Answer:
        page = int(asked(url)["pageIndex"])
        rows = [
            {
                "Title": f"Beslut {n}",
                "PublishDate": "2019-06-07T10:00:00",
                "LastChangeDate": "2019-06-08T10:00:00",
                "CisionWireUrl": f"https://news.cision.com/se/kommun/r/beslut,c{n}",
                "CanonicalUrl": f"https://kommun.example/{n}",
            }
            for n in range(50 * page, 50 * page + 50)
        ]
        return json.dumps({"TotalFoundReleases": 100, "Releases": rows})

    web = Web(answer)
    leads, issues = run("cision", url, web)
    assert (len(leads), issues, len(web.asked)) == (100, [], 2)
    assert brief(leads)[0] == ("https://news.cision.com/se/kommun/r/beslut,c50", "Beslut 50", "2019-06-07")

    room = "https://news.cision.com/se/kommun"
    page = (
        '<html><article><a href="/se/kommun/r/nytt-iop,c777">Nytt IOP</a> 2 jun 2022</article>'
        '<a href="/om">Om</a></html>'
    )
    assert brief(run("cision", room, Web({room: page}))[0]) == [
        ("https://news.cision.com/se/kommun/r/nytt-iop,c777", "Nytt IOP", "2022-06-02")
    ]
    leads, issues = run("cision", room, Web({room: "<html><body>Ny formgivning</body></html>"}))
    assert (leads, "no release of Cision" in issues[0].message) == ([], True)


def test_viatt_interface_and_room() -> None:
    url = "https://via.tt.se/json/v2/releases?publisher=1"

    def answer(url: str) -> Answer:
        start = int(asked(url)["offset"])
        rows = [
            {
                "headline": "R",
                "url": f"https://via.tt.se/pressmeddelande/{n}/r?publisherId=1",
                "publishedAt": "2022-01-02",
            }
            for n in range(start, start + (50 if start == 0 else 2))
        ]
        return json.dumps({"releases": rows})

    assert len(run("viatt", url, Web(answer))[0]) == 52
    room = "https://via.tt.se/pressrum/1/namn"
    page = '<html><a href="/pressmeddelande/33/slug?publisherId=1&amp;lang=sv">Utökat samarbete</a></html>'
    assert [lead.url for lead in run("viatt", room, Web({room: page}))[0]] == [
        "https://via.tt.se/pressmeddelande/33/slug?lang=sv&publisherId=1"
    ]


def test_notified_reads_the_stamp_that_is_glued_to_the_kind() -> None:
    room = "https://press.exempel.se/"
    page = """<html><body><div class=x><a href="/posts/pressreleases/ny-rapport-om-nycklar">
    2018-10-24 08:40Pressmeddelande Ny rapport om nycklar</a></div>
    <div class=x><a href="/posts/pressreleases/en-till"><h2>En till</h2></a><p>2020-03-16 08:45Pressmeddelande</p></div>
    <a href="/posts/pressreleases">Alla</a></body></html>"""
    assert brief(run("notified", room, Web({room: page}))[0]) == [
        ("https://press.exempel.se/posts/pressreleases/ny-rapport-om-nycklar", "Ny rapport om nycklar", "2018-10-24"),
        ("https://press.exempel.se/posts/pressreleases/en-till", "En till", "2020-03-16"),
    ]


# The state

LIST = "https://data.riksdagen.se/dokumentlista/?sok={query}&doktyp=mot&sort=rel&utformat=xml&p={page}"


def test_riksdagen_asks_newest_first_and_follows_the_list_over_https() -> None:
    def answer(url: str) -> Answer:
        page = int(asked(url)["p"])
        row = {
            "dok_id": f"H90{page}2345",
            "titel": "Idéburna aktörer",
            "datum": "2022-06-02",
            "systemdatum": "2022-06-09 10:00:00",
        }
        found: dict[str, object] = {"@sidor": "2", "dokument": [row] if page == 1 else row}
        if page == 1:
            found["@nasta_sida"] = url.replace("https:", "http:").replace("&p=1", "&p=2")
        return json.dumps({"dokumentlista": found})

    web = Web(answer)
    leads, issues = run("riksdagen", LIST, web, since=date(2020, 1, 1))
    assert issues == []
    assert asked(web.asked[0]) == {
        "sok": '"idéburet offentligt partnerskap"',
        "doktyp": "mot",
        "sort": "datum",
        "sortorder": "desc",
        "utformat": "json",
        "a": "s",
        "p": "1",
        "sz": "100",
        "from": "2020-01-01",
    }
    assert all(url.startswith("https://data.riksdagen.se/") for url in web.asked)
    assert [(lead.url, lead.fetch_url, lead.published, lead.modified) for lead in leads] == [
        (
            f"https://data.riksdagen.se/dokument/H90{n}2345",
            f"https://data.riksdagen.se/dokument/H90{n}2345.html",
            "2022-06-02",
            "2022-06-09",
        )
        for n in (1, 2)
    ]


def test_riksdagen_without_hits_with_too_many_and_with_other_shapes() -> None:
    empty = json.dumps({"dokumentlista": {"@traffar": "0", "@sidor": "0"}})
    assert run("riksdagen", LIST, Web(lambda url: empty)) == ([], [])
    many = json.dumps({"dokumentlista": {"@sidor": "512", "dokument": {"id": "../../etc"}}})
    assert [issue.level for issue in run("riksdagen", LIST, Web(lambda url: many))[1]] == ["error", "info"]
    assert "dokumentlista" in run("riksdagen", LIST, Web(lambda url: "[]"))[1][0].message


def test_regeringen_reads_html_inside_json_and_the_month_of_the_path() -> None:
    url = "https://www.regeringen.se/Filter/GetFilteredItems?preFilteredCategories=2099"
    markup = (
        "<ul><li><a href='/pressmeddelanden/2018/06/fler-ideburna/'>Fler idéburna</a> <time datetime='2018-06-07'>"
        "7 juni</time></li><li><a href='/remisser/2019/11/remiss-av-sou/'>Remiss av SOU</a></li>"
        "<li><a href='/om/'>Om</a></li></ul>"
    )
    escaped = markup.replace("<", "&lt;").replace(">", "&gt;")
    for message in (markup, escaped):
        web = Web(lambda url, said=message: json.dumps({"Message": said, "TotalCount": 2}))
        leads, issues = run("regeringen", url, web)
        assert brief(leads) == [
            ("https://www.regeringen.se/pressmeddelanden/2018/06/fler-ideburna/", "Fler idéburna", "2018-06-07"),
            ("https://www.regeringen.se/remisser/2019/11/remiss-av-sou/", "Remiss av SOU", "2019-11"),
        ]
        assert issues == []
        assert [asked(url)["page"] for url in web.asked] == ["1", "2"]
    assert "no Message" in run("regeringen", url, Web(lambda url: "{}"))[1][0].message


# OAI-PMH

OAI = "https://su.diva-portal.org/dice/oai"


def record(number: int, title: str, *, deleted: bool = False, prefix: str = "oai:DiVA.org:su") -> str:
    head = f"<identifier>{prefix}-{number}</identifier><datestamp>2023-01-02T03:04:05Z</datestamp>"
    if deleted:
        return f'<record><header status="deleted">{head}</header></record>'
    return f"""<record><header>{head}</header><metadata><dc xmlns="http://www.openarchives.org/OAI/2.0/oai_dc/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:date>2021</dc:date>
    <dc:identifier>urn:nbn:se:x</dc:identifier><dc:identifier>http://arkiv.example/{number}</dc:identifier>
    <dc:identifier>http://su.diva-portal.org/smash/get/diva2:{number}/FULLTEXT01.pdf</dc:identifier></dc></metadata></record>"""


def oai(*records: str, token: str = "", error: str = "") -> str:
    inner = (
        f'<error code="{error}">Nej</error>'
        if error
        else f"<ListRecords>{''.join(records)}<resumptionToken>{token}</resumptionToken></ListRecords>"
    )
    return f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{inner}</OAI-PMH>'


def test_oai_follows_tokens_and_tells_deleted_records() -> None:
    def answer(url: str) -> Answer:
        if "resumptionToken" in url:
            assert asked(url) == {"verb": "ListRecords", "resumptionToken": "a&b=/1"}
            return oai(record(3, "Idéburet partnerskap"), record(4, "", deleted=True))
        return oai(record(1, "Idéburet offentligt partnerskap i vården"), record(2, "Fiskars ögon"), token="a&amp;b=/1")

    web = Web(answer)
    leads, issues = run("oai", OAI, web, {"terms": ("IDÉBUR",), "set": "all-su"}, since=date(2020, 5, 1))
    assert issues == []
    assert asked(web.asked[0]) == {
        "verb": "ListRecords",
        "metadataPrefix": "oai_dc",
        "set": "all-su",
        "from": "2020-05-01",
    }
    assert [(urlsplit(lead.url).query, lead.published, lead.modified, lead.gone) for lead in leads] == [
        ("urn=urn%3Anbn%3Ase%3Asu%3Adiva-1", "2021", "2023-01-02", False),
        ("urn=urn%3Anbn%3Ase%3Asu%3Adiva-3", "2021", "2023-01-02", False),
        ("urn=urn%3Anbn%3Ase%3Asu%3Adiva-4", None, "2023-01-02", True),
    ]
    assert leads[0].fetch_url.endswith("/FULLTEXT01.pdf")


def test_oai_of_other_archives_takes_the_address_in_the_record() -> None:
    body = oai(record(5, "T", prefix="oai:arkiv"), record(6, "", deleted=True, prefix="oai:arkiv"))
    leads, issues = run("oai", OAI, Web(lambda url: body))
    assert [lead.url for lead in leads] == ["http://arkiv.example/5"]
    assert [issue.level for issue in issues] == ["info"]


def test_oai_ends_with_tokens_that_repeat_or_never_end() -> None:
    same = Web(lambda url: oai(record(1, "A"), token="x"))
    leads, issues = run("oai", OAI, same)
    assert (len(leads), len(same.asked), [issue.level for issue in issues]) == (1, 2, ["error"])
    endless = Web(lambda url: oai(token=str(len(endless.asked))))
    leads, issues = run("oai", OAI, endless)
    assert (leads, len(endless.asked)) == ([], 1000)
    assert "does not end" in issues[0].message


def test_oai_errors() -> None:
    assert run("oai", OAI, Web(lambda url: oai(error="noRecordsMatch"))) == ([], [])
    for body in (oai(error="badResumptionToken"), "<rss/>", "<html/>", oai().replace("ListRecords", "Identify")):
        leads, issues = run("oai", OAI, Web(lambda url, said=body: said))
        assert (leads, [issue.level for issue in issues]) == ([], ["error"])
