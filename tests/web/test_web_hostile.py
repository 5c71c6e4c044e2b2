"""The hostile sites do what they are feared for, and no more."""

from __future__ import annotations

import gzip
import http.client
import re
from urllib.parse import urljoin

import pytest

from tests.web import Web
from tests.web.asking import ask, attempt
from tests.web.sites.hazards import CHARSETS, ENCODED_TITLE
from tests.web.sites.hostile import FAULTS, ROBOTS


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
