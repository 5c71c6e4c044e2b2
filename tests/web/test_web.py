"""The web itself is right: what is asked is what is logged, lists are whole, bytes repeat, the truth holds."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import socket
import subprocess
import sys
import threading
import time
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pypdfium2
import pytest

from tests.web import Knobs, Outside, Truth, Web, catalogue, friendly, gaps, hostile
from tests.web.dates import FORMS
from tests.web.sites.government import Riksdagen
from tests.web.sites.hazards import CHARSETS, ENCODED_TITLE
from tests.web.sites.hostile import FAULTS, ROBOTS
from tests.web.stories import edited, shortened, story

Got = tuple[int, dict[str, str], bytes]


def ask(url: str, method: str = "GET", **headers: str) -> Got:
    """One request on a connection of its own; redirects are not followed. Underscores in names become hyphens."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def attempt(url: str) -> Got | None:
    """The same; ``None`` if what came is no HTTP."""
    try:
        return ask(url)
    except (http.client.HTTPException, OSError, ValueError):
        return None


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    with Web(friendly() | hostile()) as served:
        yield served


@pytest.fixture
def own() -> Iterator[Web]:
    """A web that a test may change."""
    with Web(friendly()) as served:
        yield served


def links(site: str, body: bytes, base: str) -> set[str]:
    """Every address in an answer that names a page of the same host, as a reader of lists would take it."""
    text = body.decode().replace("&amp;", "&")
    found = re.findall(r'(?:href|src)="([^"]+)"|<(?:link|loc|guid[^>]*)>([^<]+)<|((?:http:)?//127[^\s",<]+)', text)
    return {urljoin(base, next(filter(None, groups))) for groups in found}


def plain(url: str) -> str:
    """Without tracking, AMP and print parameters."""
    return re.sub(r"[?&](?:utm_\w+=[^&]*|amp=1)", "", url)


# the log


def test_log_says_exactly_what_was_asked(own: Web) -> None:
    base = own.bases["nyheter"]
    connection = http.client.HTTPConnection(*base.removeprefix("http://").split(":"))  # type: ignore[arg-type]
    before = time.monotonic()
    for path in ("/rss.xml", "/finns/inte?x=1", "/robots.txt"):
        connection.request("GET", path, headers={"User-Agent": "prov/1", "X-Prov": path})
        connection.getresponse().read()
    after = time.monotonic()
    connection.close()
    hits = own.log.hits("nyheter")
    assert [(hit.method, hit.path, hit.status) for hit in hits] == [
        ("GET", "/rss.xml", 200),
        ("GET", "/finns/inte?x=1", 404),
        ("GET", "/robots.txt", 200),
    ]
    assert [hit.headers["x-prov"] for hit in hits] == [hit.path for hit in hits]
    assert {(hit.open, hit.host, hit.cut) for hit in hits} == {(1, base.removeprefix("http://"), False)}
    assert len({hit.connection for hit in hits}) == 1, "the connection was kept"
    assert before < hits[0].began <= hits[0].ended <= hits[1].began
    assert hits[-1].ended < after
    assert own.log.hits("kommun") == []


def test_bytes_sent_are_the_bytes_that_came(own: Web) -> None:
    host, port = own.bases["rapporter"].removeprefix("http://").split(":")
    for item in own.sites["rapporter"].items[:2]:
        with socket.create_connection((host, int(port))) as wire:
            wire.sendall(f"GET {item.path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            came = b""
            while part := wire.recv(65536):
                came += part
        assert [hit.sent for hit in own.log.hits(path=item.path)] == [len(came)]


def test_requests_at_once_are_counted_and_gaps_are_seen(own: Web) -> None:
    own.change(delay=0.7)
    base = own.bases["kommun"]
    threads = [threading.Thread(target=ask, args=(base + "/nyheter",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(hit.open for hit in own.log.hits("kommun")) == [1, 2, 3, 4]
    assert min(gaps(own.log.hits("kommun"))) < 0, "they overlapped"
    own.log.clear()
    own.change(delay=0.0)
    for _ in range(3):
        ask(base + "/nyheter")
        time.sleep(0.1)
    assert all(0.1 <= gap < 5 for gap in gaps(own.log.hits("kommun")))
    assert len(gaps(own.log.hits("kommun"))) == 2


def test_a_reader_who_leaves_is_noticed_at_once(web: Web) -> None:
    host, port = web.bases["fientlig"].removeprefix("http://").split(":")
    for path in ("/trog/huvud", "/trog/kropp", "/trog/tyst", "/oandlig/chunkar"):
        with socket.create_connection((host, int(port))) as wire:
            wire.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            time.sleep(0.1)
        until = time.monotonic() + 10
        while not (hits := web.log.hits("fientlig", path=path)) and time.monotonic() < until:
            time.sleep(0.01)
        assert [hit.cut for hit in hits] == [True], path
        assert hits[0].ended - hits[0].began < 5, path


# conditional requests


def test_what_has_not_changed_is_answered_with_304(own: Web) -> None:
    item = own.sites["wordpress"].items[0]
    url = own.sites["wordpress"].url(item)
    status, headers, body = ask(url)
    assert (status, bool(body)) == (200, True)
    tag, day = headers["etag"], headers["last-modified"]
    assert ask(url, If_None_Match=tag)[::2] == (304, b"")
    assert ask(url, If_None_Match=f'"x", W/{tag}')[0] == 304
    assert ask(url, If_Modified_Since=day)[0] == 304
    assert ask(url, If_Modified_Since="Sat, 01 Jan 2000 12:00:00 GMT")[0] == 200
    assert ask(url, If_None_Match='"x"', If_Modified_Since=day)[0] == 200, "the tag decides alone"
    assert ask(url, If_Modified_Since="i går")[0] == 200
    own.change(revision=2)
    for headers in ({"If_None_Match": tag}, {"If_Modified_Since": day}):
        status, changed, more = ask(url, **headers)
        assert (status, changed["etag"] != tag) == (200, True)
        assert "Rättelse" in more.decode()
    assert own.log.hits("wordpress")[1].status == 304


def test_head_has_the_length_and_no_body_and_writing_is_refused(web: Web) -> None:
    url = web.bases["nyheter"] + "/rss.xml"
    _, headers, body = ask(url)
    status, again, nothing = ask(url, "HEAD")
    assert (status, again["content-length"], nothing) == (200, str(len(body)), b"")
    assert headers["etag"] == again["etag"]
    assert ask(url, "POST")[0] == 405


# the sites


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


# the stories


def shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + 5]) for start in range(len(words) - 4)}


def contained(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    return len(one & other) / min(len(one), len(other))


@pytest.mark.parametrize("kind", ["iop", "vinst", "unrelated", "other-iop", "watched"])
def test_different_stories_are_told_in_different_words(kind: str) -> None:
    told = [shingles(story("prov", number, kind).text) for number in range(80)]
    assert max(contained(*pair) for pair in combinations(told, 2)) < 0.5


def test_reprints_are_the_same_story() -> None:
    for number, kind in enumerate(("iop", "vinst") * 10):
        told = story("prov", number, kind)
        whole, part, other = (shingles(copy.text) for copy in (told, shortened(told), edited(told)))
        assert contained(whole, part) > 0.97
        assert contained(whole, other) > 0.6
        assert len(shortened(told).text) < 720
        assert {told.key} == {shortened(told).key, edited(told).key}


def test_reprints_share_their_story_across_sites(web: Web) -> None:
    by_story: dict[str, list[Truth]] = {}
    for truth in web.truths():
        by_story.setdefault(truth.story, []).append(truth)
    shared = {key: found for key, found in by_story.items() if len(found) > 1}
    assert len(shared) == 6
    assert all(truth.kept for found in shared.values() for truth in found)


# the hostile ones


def test_every_fault_has_a_path_that_answers(web: Web) -> None:
    base = web.bases["fientlig"]
    slow = {"/trog/huvud", "/trog/kropp", "/trog/tyst", "/oandlig/chunkar", "/oandlig/kropp"}
    for fault in FAULTS:
        if fault.path in slow:
            continue
        answer = attempt(base + fault.path)
        if answer is None:
            assert fault.outcome == "failed", fault
            continue
        status, headers, body = answer
        if fault.outcome == "page":
            assert status == 200 or fault.path == "/omdirigering/hopp/5", fault
        elif fault.outcome == "gone":
            assert status in {404, 410}
        elif fault.outcome == "later":
            assert (status in {429, 503}, body) == (True, b"")
        elif fault.outcome == "refused":
            assert (status, bool(headers["location"])) == (302, True)


def test_hops_are_counted(web: Web) -> None:
    for count in (5, 6):
        url, hops = web.bases["fientlig"] + f"/omdirigering/hopp/{count}", 0
        while True:
            status, headers, _ = ask(url)
            if status != 302:
                break
            url, hops = urljoin(url, headers["location"]), hops + 1
        assert (status, hops) == (200, count)


def test_lies_about_length_and_compression(web: Web) -> None:
    base = web.bases["fientlig"]
    with pytest.raises(http.client.IncompleteRead):
        ask(base + "/kort/kropp")
    _, headers, body = ask(base + "/kort/gzip")
    assert (headers["content-encoding"], len(body)) == ("gzip", int(headers["content-length"]))
    with pytest.raises(EOFError):
        gzip.decompress(body)
    _, headers, body = ask(base + "/bomb/gzip")
    assert len(body) < 300_000
    assert len(ask(base + "/tungt/attribut")[2]) > 1_000_000


def test_encodings_are_what_they_should_not_be_called(web: Web) -> None:
    truth = {
        "/teckenkod/cp1252-som-latin1": "cp1252",
        "/teckenkod/cp1252-som-utf8": "cp1252",
        "/teckenkod/cp1252-utan": "cp1252",
        "/teckenkod/utf16": "utf-16",
    }
    for path in CHARSETS:
        body = ask(web.bases["fientlig"] + path)[2]
        assert ENCODED_TITLE in body.decode(truth.get(path, "utf-8"))
    assert "LÃ¤xhjÃ¤lp" in ask(web.bases["fientlig"] + "/teckenkod/dubbel")[2].decode()


def test_traps_have_no_end(web: Web) -> None:
    for start in ("/kalender/2026/11", "/a/b", "/lista?sort=1", "/session/x"):
        url, seen = web.bases["fientlig"] + start, set()
        for _ in range(25):
            status, _, body = ask(url)
            assert status == 200
            assert url not in seen
            seen.add(url)
            url = urljoin(
                url, re.findall(rb'rel="next" class="nasta" href="([^"]+)"', body)[0].decode().replace("&amp;", "&")
            )


def test_robots_files_out_of_order(web: Web) -> None:
    for case in ROBOTS:
        assert ask(web.bases[case.name] + "/sida")[0] == 200
        assert ask(web.bases[case.name] + "/stangd")[0] == 200
    assert ask(web.bases["robots-503"] + "/robots.txt")[0] == 503
    assert len(ask(web.bases["robots-stor"] + "/robots.txt")[2]) > 1_500_000
    assert ask(web.bases["robots-bom"] + "/robots.txt")[2].startswith(b"\xef\xbb\xbf")


def test_the_neighbour_may_not_be_asked_and_would_tell(web: Web) -> None:
    port = web.bases["fientlig"].rsplit(":", 1)[1]
    assert web.bases["grannen"] == f"http://127.0.0.9:{port}"
    assert ("127.0.0.9", int(port)) not in web.addresses
    assert ("127.0.0.1", int(port)) in web.addresses
    before = len(web.log.hits("grannen"))
    target = ask(web.bases["fientlig"] + "/omdirigering/privat/ipv4")[1]["location"]
    ask(target)
    assert len(web.log.hits("grannen")) == before + 1


# files and processes


def test_catalogue_is_toml_with_the_agreed_keys(web: Web, tmp_path: Path) -> None:
    written = catalogue.write(tmp_path, web.bases, pause=0.5, pages_per_run=40)
    assert [path.stem for path in written] == [source.id for source in catalogue.SOURCES]
    for path in written:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        assert told["id"] == path.stem
        assert set(told) <= set(
            "id name kind home language paywall pause pages_per_run keep drop floors entries history".split()
        )
        assert (told["pause"], told["pages_per_run"]) == (0.5, 40)
        for entry in told["entries"]:
            assert set(entry) <= {"id", "platform", "url", "status", "options"}
            assert entry["url"].startswith("http://127.")
    platforms = {way.platform for source in catalogue.SOURCES for way in source.ways}
    agreed = "feed sitemap wordpress mynewsdesk cision viatt notified riksdagen regeringen oai listing addresses"
    assert platforms == set(agreed.split())
    assert [path.stem for path in catalogue.write(tmp_path / "en", web.bases, only={"ekdala"})] == ["ekdala"]


def test_from_outside_it_is_the_same_web(tmp_path: Path) -> None:
    knobs = Knobs(pages=6, sizes={"arkivet": 8}, late=1)
    with Outside(tmp_path, knobs=knobs, only=["nyheter", "arkivet"], nasty=True) as web:
        process = web._process
        first = web.truths()
        assert len(first) == 6 + 1 + 8
        assert {ask(truth.url)[0] for truth in first} == {200}
        assert [hit.path for hit in web.hits()] == [urlsplit(truth.url).path for truth in first]
        web.change(revision=2)
        assert {ask(truth.url)[0] for truth in web.truths()} == {200, 404, 410}
        now = time.monotonic()
        assert all(now - 60 < hit.began <= hit.ended < now for hit in web.hits()), "one clock for all processes"
        assert ask(web.bases["robots-429"] + "/robots.txt")[0] == 429
    assert process.poll() is not None
    with pytest.raises(OSError, match="refused"):
        ask(first[0].url)


def test_it_ends_by_itself(tmp_path: Path) -> None:
    start = time.monotonic()
    with Web(friendly(only=["kommun"]), lifetime=0.3) as web:
        assert web.closed.wait(5)
        assert time.monotonic() - start < 5
    with Outside(tmp_path, only=["kommun"], lifetime=0.5) as outside:
        assert outside._process.wait(10) == 0


def test_closing_breaks_what_is_under_way() -> None:
    with Web(hostile()) as web:
        place = web.bases["fientlig"].removeprefix("http://").split(":")
        wire = socket.create_connection((place[0], int(place[1])))
        wire.sendall(b"GET /trog/tyst HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.1)
        start = time.monotonic()
    assert time.monotonic() - start < 5
    assert wire.recv(10) == b""
    wire.close()


def test_no_sites_of_the_package_are_needed() -> None:
    """The web stands on the standard library alone, so that a fault in the package cannot hide in it."""
    others = "{'iopmine', 'lxml', 'httpx2', 'pytest'}"
    program = f"import sys, tests.web; print(sorted(m for m in sys.modules if m.split('.')[0] in {others}))"
    root = Path(__file__).parents[2]
    python = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert python.stdout.strip() == "[]"
