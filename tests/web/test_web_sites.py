"""The friendly sites are right: lists are whole, bytes repeat, the truth covers every page."""

from __future__ import annotations

import gzip
import json
import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pypdfium2
import pytest

from tests.web import Knobs, Web, catalogue, friendly
from tests.web.asking import ask
from tests.web.dates import FORMS
from tests.web.sites.government import Riksdagen


def links(site: str, body: bytes, base: str) -> set[str]:
    """Every address in an answer that names a page of the same host, as a reader of lists would take it."""
    text = body.decode().replace("&amp;", "&")
    found = re.findall(r'(?:href|src)="([^"]+)"|<(?:link|loc|guid[^>]*)>([^<]+)<|((?:http:)?//127[^\s",<]+)', text)
    return {urljoin(base, next(filter(None, groups))) for groups in found}


def plain(url: str) -> str:
    """Without tracking, AMP and print parameters."""
    return re.sub(r"[?&](?:utm_\w+=[^&]*|amp=1)", "", url)


def walk(web: Web, way: catalogue.Way, base: str) -> Iterator[str]:
    """The addresses behind an entry point, read page by page until nothing new comes."""
    if way.platform == "oai":
        yield from (url for url, _ in harvest(base + way.path + "?verb=ListRecords&metadataPrefix=oai_dc"))
        return
    seen: set[str] = set()
    for number in range(1, 30):
        path = way.path.replace("{page}", str(number)).replace("{query}", "")
        status, _, body = ask(base + path)
        if status != 200:
            assert number > 1, path
            return
        found = {plain(url) for url in links(way.id, body, base)}
        for part in [url for url in found if url.endswith(".xml.gz")]:
            found |= links(way.id, gzip.decompress(ask(part)[2]), base)
        if found <= seen:
            return
        yield from found - seen
        seen |= found
        if "{page}" not in way.path and "?page=2" not in body.decode():
            return
        if "{page}" not in way.path:
            way = catalogue.Way(way.id, way.platform, way.path + "?page={page}")


def harvest(url: str) -> Iterator[tuple[str, bool]]:
    """All records of a repository: address (or identifier) and whether it is deleted."""
    name = "{http://www.openarchives.org/OAI/2.0/}"
    for _ in range(30):
        root = ET.fromstring(ask(url)[2])
        for record in root.iter(f"{name}record"):
            deleted = record.find(f"{name}header").get("status") == "deleted"  # type: ignore[union-attr]
            found = [e.text or "" for e in record.iter("{http://purl.org/dc/elements/1.1/}identifier")]
            yield (found[0] if found else record.findtext(f".//{name}identifier", "")), deleted
        token = root.findtext(f".//{name}resumptionToken")
        if not token:
            return
        url = url.split("?")[0] + f"?verb=ListRecords&resumptionToken={token}"
    raise AssertionError("no end of records")


@pytest.mark.parametrize("source", catalogue.SOURCES, ids=lambda source: source.id)
def test_each_way_in_leads_to_every_page(web: Web, source: catalogue.SourceFile) -> None:
    site = web.sites[source.site]
    truths = {truth.url: truth for truth in site.truth() if truth.reason != "disallowed"}
    if source.id == "lokaltv":
        truths = {url: truth for url, truth in truths.items() if "/nyheter/" in url}
    if source.id == "ekot":
        truths = {url: truth for url, truth in truths.items() if "/artikel/" in url}
    for way in source.ways:
        found = set(walk(web, way, site.base))
        if source.site == "riksdagen":  # the list names documents, not the pages of readers
            ids = {url.rsplit("/", 1)[1].split(".")[0].lower() for url in found if url.endswith(".html")}
            assert ids == {url.rsplit("/", 1)[1].lower() for url in truths}
        elif source.site == "diva":  # records are known by a name that a resolver elsewhere knows
            assert found == {site.url(item) for item in site.items if item.shown(1)}
        elif (source.id, way.id) == ("arkivet", "nytt"):
            assert len(found & set(truths)) == 5, "a news sitemap holds the newest alone"
        elif (source.id, way.id) == ("foreningsbladet", "feed"):
            assert len(found & set(truths)) == 10, "so does a feed of WordPress"
        else:
            assert set(truths) <= found, (source.id, way.id)


def test_truth_covers_every_page_and_every_page_is_as_it_says(own: Web) -> None:
    for revision in (1, 2):
        own.change(revision=revision)
        truths = own.truths()
        assert len({truth.url for truth in truths}) == len(truths)
        for truth in truths:
            status, headers, body = ask(truth.address)
            if truth.reason == "gone":
                assert status in {404, 410}, truth
                continue
            assert status == 200, truth
            if headers["content-type"] != "application/pdf":
                text = body.decode()
                assert truth.title in text.replace("&amp;", "&")
                told = text.partition("<h2>Läs mer</h2>")[0]
                spoken = "idéburet offentligt partnerskap" in told or "ett IOP" in told
                assert spoken == (truth.reason in {"iop", "disallowed"}), truth
        gone = [truth for truth in truths if truth.reason == "gone"]
        assert bool(gone) == (revision == 2)
    assert {ask(truth.address)[0] for truth in gone} == {404, 410}
    reasons = {truth.reason for truth in truths}
    assert reasons == {"iop", "vinst", "watched", "unrelated", "other-iop", "short", "disallowed", "gone"}
    assert {truth.kept for truth in truths if truth.reason in {"iop", "vinst", "watched"}} == {True}
    assert {truth.kept for truth in truths if truth.reason not in {"iop", "vinst", "watched"}} == {False}


def test_nothing_listed_is_unknown(web: Web) -> None:
    """What the lists call articles are pages of the truth: none was forgotten there."""
    titles = {truth.title for truth in web.truths()}
    for path in ("/wp-json/wp/v2/posts?per_page=100",):
        posts = json.loads(ask(web.bases["wordpress"] + path)[2])
        assert {post["title"]["rendered"].replace("&#8211;", "–") for post in posts} <= titles
    documents = json.loads(ask(web.bases["riksdagen"] + "/dokumentlista/?utformat=json&sz=100")[2])
    assert {row["titel"] for row in documents["dokumentlista"]["dokument"]} <= titles


def test_wordpress_pages_and_errors(web: Web) -> None:
    base = web.bases["wordpress"] + "/wp-json/wp/v2/posts"
    ids: list[int] = []
    for number in (1, 2, 3):
        status, headers, body = ask(f"{base}?per_page=5&page={number}")
        assert (status, headers["x-wp-total"], headers["x-wp-totalpages"]) == (200, "12", "3")
        ids += [post["id"] for post in json.loads(body)]
    assert len(set(ids)) == len(ids) == 12
    status, _, body = ask(f"{base}?per_page=5&page=4")
    assert (status, json.loads(body)["code"]) == (400, "rest_post_invalid_page_number")
    assert ask(f"{base}?per_page=101")[0] == 400
    found = json.loads(ask(f"{base}?search=vinster")[2])
    assert 0 < len(found) < 12
    assert set(json.loads(ask(f"{base}?_fields=id,link")[2])[0]) == {"id", "link"}
    assert ask(web.bases["wordpress"] + "/feed/?paged=9")[0] == 404
    status, headers, _ = ask(web.bases["wordpress"] + f"/?p={web.sites['wordpress'].items[2].number}")
    assert (status, headers["location"]) == (301, web.sites["wordpress"].url(web.sites["wordpress"].items[2]))


def test_parliament_pages_search_and_texts(web: Web) -> None:
    base = web.bases["riksdagen"]
    url, numbers, keys = f"{base}/dokumentlista/?sok=&utformat=json&p=1", [], []
    while url:
        listed = json.loads(ask(url)[2])["dokumentlista"]
        numbers.append(listed["@sida"])
        keys += [row["dok_id"] for row in listed["dokument"]]
        url = listed.get("@nasta_sida", "")
    assert numbers == ["1", "2", "3"] == [str(n) for n in range(1, int(listed["@sidor"]) + 1)]
    assert len(set(keys)) == 12 == int(listed["@traffar"])
    assert "dokument" not in json.loads(ask(f"{base}/dokumentlista/?sok=%22finnsinte%22")[2])["dokumentlista"]
    about = json.loads(ask(f"{base}/dokumentlista/?sok=%22id%C3%A9buret%20offentligt%22")[2])["dokumentlista"]
    assert 0 < int(about["@traffar"]) < 12
    row = about["dokument"][0]
    assert row["titel"] in ask("http:" + row["dokument_url_text"])[2].decode()
    assert row["titel"] in ask("http:" + row["dokument_url_html"])[2].decode()
    site = web.sites["riksdagen"]
    assert isinstance(site, Riksdagen)
    forms = [site.web_path(site.items[0], folder) for folder in ("dokument-och-lagar", "dokument-lagar")]
    pages = {ask(base + path)[2] for path in (*forms, forms[0].replace("hb02", "HB02"), site.items[0].path)}
    assert len(pages) == 1, "three generations of addresses, one page"


def test_repository_tokens_and_deleted_records(own: Web) -> None:
    url = own.bases["diva"] + "/dice/oai?verb=ListRecords&metadataPrefix=oai_dc"
    assert [deleted for _, deleted in harvest(url)] == [False] * 12
    own.change(revision=2)
    records = list(harvest(url))
    assert len(records) == len(set(records)) == 14
    assert sum(deleted for _, deleted in records) == 2
    recent = list(harvest(url + "&from=2026-11-19"))
    assert len(recent) == 3, "two deleted, one changed"
    for bad, code in (
        ("resumptionToken=hej", "badResumptionToken"),
        ("metadataPrefix=marc", "cannotDisseminateFormat"),
        ("metadataPrefix=oai_dc&from=2100-01-01", "noRecordsMatch"),
    ):
        assert f'code="{code}"' in ask(own.bases["diva"] + f"/dice/oai?verb=ListRecords&{bad}")[2].decode()
    assert "earliestDatestamp" in ask(own.bases["diva"] + "/dice/oai?verb=Identify")[2].decode()


def test_variants_of_a_page_are_one_page(web: Web) -> None:
    news = web.sites["nyheter"]
    url = news.url(news.items[0])
    pages = {ask(url + suffix)[2] for suffix in ("", "?utm_source=rss", "?amp=1", "/amp/", "?print=1")}
    assert len(pages) == 1
    assert f'rel="canonical" href="{url}"' in pages.pop().decode()
    node = web.sites["kommun"].url(web.sites["kommun"].items[0])
    assert ask(node)[2] == ask(node + "?open.12_3ab=true")[2]


def test_revisions_add_edit_and_take_away_and_the_layout_changes(own: Web) -> None:
    first = {truth.url: truth for truth in own.sites["kommun"].truth(1)}
    second = {truth.url: truth for truth in own.sites["kommun"].truth(2)}
    assert len(second) == len(first) + 2
    listing = own.bases["kommun"] + "/nyheter"
    assert ask(listing)[2].count(b'class="nyhet"') == 5
    own.change(revision=3)
    assert ask(listing)[2].count(b'class="nyhet"') == 0
    assert ask(listing)[2].count(b'class="teaser"') == 5
    assert own.sites["kommun"].truth(3) == own.sites["kommun"].truth(2)


def test_a_host_can_be_down_and_come_back(own: Web) -> None:
    own.change(down=("kommun", "cision"))
    assert ask(own.bases["cision"] + "/robots.txt")[0] == 503
    assert ask(own.bases["notified"] + "/robots.txt")[0] == 200
    own.change(down=())
    assert ask(own.bases["cision"] + "/robots.txt")[0] == 200


def test_the_same_bytes_twice() -> None:
    taken: list[dict[str, bytes]] = []
    for spread in (False, True):
        with Web(friendly(), spread=spread) as web:
            paths = [(truth.address, name) for name, site in web.sites.items() for truth in site.truth()]
            paths += [(web.bases[s.site] + way.path, s.site) for s in catalogue.SOURCES for way in s.ways]
            found = {}
            for url, name in paths:
                base = web.bases[name]
                body = ask(url)[2].replace(base.encode(), b"BAS").replace(base.removeprefix("http:").encode(), b"BAS")
                found[url.replace(base, name)] = body
            assert len(set(web.bases.values())) == len(web.bases)
            hosts = {urlsplit(base).hostname for base in web.bases.values()}
            assert len(hosts) == (len(web.bases) if spread else 1)
            taken.append(found)
    assert taken[0] == taken[1]


def test_sites_grow_and_pay_for_it_once() -> None:
    knobs = Knobs(sizes={"arkivet": 2000}, relevant=0.05, crawl_delay={"arkivet": 1.5})
    start = time.perf_counter()
    with Web(friendly(knobs, only=["arkivet"])) as web:
        assert time.perf_counter() - start < 5
        truths = web.truths()
        assert (len(truths), sum(truth.kept for truth in truths)) == (2000, 100)
        robots = ask(web.bases["arkivet"] + "/robots.txt")[2].decode()
        assert "Crawl-delay: 1.5" in robots
        assert f"Sitemap: {web.bases['arkivet']}/sitemap.xml" in robots
        found = set(walk(web, catalogue.SOURCES[2].ways[0], web.bases["arkivet"]))
        assert {truth.url for truth in truths} <= found
        assert ask(truths[1999].url)[0] == 200


def test_pdfs_hold_their_text(web: Web) -> None:
    site = web.sites["rapporter"]
    for item in site.items[:3]:
        read = pypdfium2.PdfDocument(ask(site.url(item))[2])
        text = " ".join("".join(page.get_textpage().get_text_range() for page in read).split())
        assert item.story.title in text
        assert item.story.paragraphs[-1][-30:] in text
        read.close()


def test_each_form_of_date_stands_on_its_page(web: Web) -> None:
    site = web.sites["datum"]
    assert len(site.items) == len(FORMS) == len(site.truth())
    assert {len(truth.published or "") for truth in site.truth()} == {0, 7, 10}
    for item, form in zip(site.items, FORMS, strict=True):
        text = ask(site.url(item))[2].decode()
        assert form.above(item.story.published) in text
        assert form.below(item.story.published) in text
        assert "published_time" not in text
