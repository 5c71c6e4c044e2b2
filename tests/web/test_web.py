"""The server is right: what is asked is what is logged, 304s, other processes, the end of it all."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import threading
import time
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.web import Knobs, Outside, Web, catalogue, friendly, gaps, nasty
from tests.web.asking import ask


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
    with Outside(tmp_path, knobs=knobs, only=["nyheter", "arkivet"], hostile=True) as web:
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
    with Web(nasty()) as web:
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
