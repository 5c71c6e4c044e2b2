"""Hosts that drip, lie, flood and break off: each ends in an error, within time and memory."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import tracemalloc
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopmine.fetch import Limits
from iopmine.fetch.bodies import read_body
from iopmine.fetch.faults import NoAnswerError
from iopmine.fetch.headers import Headers, retry_after
from tests.fetch.servers import ARTICLE, QUICK, RealClock, Reply, fetcher, raw, refusal, web

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
FLATE = zlib.compressobj(wbits=-15)
RAW_DEFLATE = FLATE.compress(ARTICLE) + FLATE.flush()


def once(*parts, pause=0.0):
    """A host that sends these bytes and hangs up."""

    def talk(connection: socket.socket) -> None:
        for part in parts:
            connection.sendall(part)
            time.sleep(pause)

    return talk


def drip(start, every=0.1):
    """A host that sends a start, and then a byte at a time for ever."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(b"x")
            time.sleep(every)

    return talk


@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 200 OK\r\nX-", HEAD + b"Content-Length: 100000\r\n\r\n", HEAD + b"\r\n", b""]
)
def test_a_host_that_drips_is_left_at_the_deadline(start):
    limits = replace(QUICK, total=0.8)
    with raw(drip(start)) as site, fetcher(site, limits=limits) as fetch:
        begun = time.monotonic()
        error = refusal(fetch, site.base + "/a")
        assert error.outcome == "failed"
        assert time.monotonic() - begun < 1.8
        assert site.asked == 1, "who drips once will do so again"


def test_a_silent_host_is_given_up_after_the_read_limit():
    limits = replace(QUICK, read=0.2, retries=0)
    with raw(once(HEAD, pause=2.0)) as site, fetcher(site, limits=limits) as fetch:
        begun = time.monotonic()
        assert "silent" in refusal(fetch, site.base + "/a").message
        assert time.monotonic() - begun < 1.0


def test_silence_too_ends_at_the_deadline():
    limits = replace(QUICK, read=5.0, total=0.4)
    with raw(once(HEAD, pause=2.0)) as site, fetcher(site, limits=limits) as fetch:
        begun = time.monotonic()
        assert "0.4 seconds" in refusal(fetch, site.base + "/a").message
        assert time.monotonic() - begun < 1.0


BROKEN = {
    "nothing": [],
    "half a head": [b"HTTP/1.1 200 OK\r\nContent-Ty"],
    "no HTTP": [b"SSH-2.0-OpenSSH_9.9\r\n"],
    "a short body": [HEAD + b"Content-Length: 500\r\n\r\n" + ARTICLE],
    "two lengths": [HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"],
    "half a chunk": [HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\nabc"],
    "no last chunk": [HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"],
    "no chunk size": [HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"],
    "cut gzip": [HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(ARTICLE)[:-5]],
    "cut gzip in whole chunks": [
        HEAD + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"14\r\n" + gzip.compress(ARTICLE)[:20] + b"\r\n0\r\n\r\n",
    ],
    "a gzip member that is cut": [
        HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"a") + gzip.compress(b"b")[:-1]
    ],
    "gzip with a wrong sum": [HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(ARTICLE)[:-8] + bytes(8)],
    "no gzip": [HEAD + b"Content-Encoding: gzip\r\n\r\n" + ARTICLE],
    "cut deflate": [HEAD + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(ARTICLE)[:-3]],
    "brotli nobody asked for": [HEAD + b"Content-Encoding: br\r\n\r\n" + ARTICLE],
    "zstd nobody asked for": [HEAD + b"Content-Encoding: zstd\r\n\r\n" + ARTICLE],
    "an unknown coding": [HEAD + b"Content-Encoding: \x1b[2J\r\n\r\n" + ARTICLE],
    "coded twice": [HEAD + b"Content-Encoding: gzip, gzip\r\n\r\n" + gzip.compress(gzip.compress(ARTICLE))],
    "a giant header": [b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n"],
    "ten thousand headers": [b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 40_000 + b"\r\n"],
    "a switch of protocol": [b"HTTP/1.1 101 Nu\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"],
}


@pytest.mark.parametrize("parts", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_not_whole_is_no_page(parts):
    with raw(once(*parts)) as site, fetcher(site) as fetch:
        assert refusal(fetch, site.base + "/a").outcome == "failed"


WHOLE = {
    "to the end of the connection": [HEAD + b"\r\n" + ARTICLE],
    "chunks": [HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(ARTICLE), ARTICLE)],
    "gzip": [HEAD + b"Content-Encoding: x-gzip\r\n\r\n" + gzip.compress(ARTICLE)],
    "gzip in two members": [
        HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(ARTICLE[:9]) + gzip.compress(ARTICLE[9:])
    ],
    "gzip with padding": [HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(ARTICLE) + bytes(100)],
    "deflate": [HEAD + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(ARTICLE)],
    "deflate without its header": [HEAD + b"Content-Encoding: deflate\r\n\r\n" + RAW_DEFLATE],
    "identity": [HEAD + b"Content-Encoding: identity\r\n\r\n" + ARTICLE],
    "an early hint": [b"HTTP/1.1 103 Snart\r\nLink: x\r\n\r\n" + HEAD + b"\r\n" + ARTICLE],
    "HTTP/1.0": [HEAD.replace(b"1.1", b"1.0") + b"\r\n" + ARTICLE],
}


@pytest.mark.parametrize("parts", WHOLE.values(), ids=WHOLE.keys())
def test_what_is_whole_is_taken(parts):
    with raw(once(*parts)) as site, fetcher(site) as fetch:
        assert fetch.get(site.base + "/a", source="x").body == ARTICLE


def test_an_empty_compressed_body_is_an_empty_page():
    with raw(once(HEAD + b"Content-Encoding: gzip\r\nContent-Length: 0\r\n\r\n")) as site, fetcher(site) as fetch:
        assert fetch.get(site.base + "/a", source="x").body == b""


@pytest.mark.parametrize(
    ("expect", "media_type", "size", "taken"),
    [
        ("page", "text/html", 1000, True),
        ("page", "text/html", 1001, False),
        ("page", "application/pdf", 3000, True),
        ("feed", "text/xml", 501, False),
        ("pdf", "application/pdf", 3000, True),
        ("pdf", "application/pdf", 3001, False),
        ("any", "application/zip", 3000, True),
    ],
)
@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("declared", [False, True])
def test_the_cap_counts_decoded_bytes(expect, media_type, size, taken, compressed, declared):
    limits = Limits(pause=0, page_bytes=1000, feed_bytes=500, pdf_bytes=3000)
    body = gzip.compress(b"x" * size) if compressed else b"x" * size
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n".encode()
    head += b"Content-Encoding: gzip\r\n" if compressed else b""
    head += b"Content-Length: %d\r\n" % len(body) if declared else b""
    with raw(once(head + b"\r\n" + body)) as site, fetcher(site, limits=limits) as fetch:
        if taken:
            assert len(fetch.get(site.base + "/a", source="x", expect=expect).body) == size
        else:
            assert refusal(fetch, site.base + "/a", expect=expect).outcome == "failed"
            assert site.asked == 1, "what is too large is not asked for again"


def test_a_compressed_bomb_stops_early():
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(60)) + packer.flush()
    reply = Reply(body=bomb, headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})
    with web({"/a": reply}) as site, fetcher(site, limits=Limits(pause=0)) as fetch:
        tracemalloc.start()
        error = refusal(fetch, site.base + "/a", expect="feed")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert "2,000,000" in error.message
        assert peak < 12_000_000


def test_an_endless_stream_is_cut_off():
    def talk(connection):
        connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")

    with raw(talk) as site, fetcher(site, limits=Limits(pause=0)) as fetch:
        assert "2,000,000" in refusal(fetch, site.base + "/a", expect="feed").message


def test_a_compressed_stream_that_never_decodes_to_anything_is_cut_off():
    empty_blocks = zlib.compressobj(wbits=31)
    start = empty_blocks.flush(zlib.Z_SYNC_FLUSH)
    endless = iter(lambda: b"\x00\x00\x00\xff\xff" * 10_000, None)

    def chunks():
        yield start
        yield from endless

    with pytest.raises(NoAnswerError, match="larger than"):
        read_body(chunks(), "gzip", 1_000_000)


def test_a_connection_that_breaks_off_once_is_asked_again():
    calls = []

    def talk(connection):
        calls.append(1)
        if len(calls) > 1:
            connection.sendall(HEAD + b"\r\n" + ARTICLE)

    with raw(talk) as site, fetcher(site) as fetch:
        assert fetch.get(site.base + "/a", source="x").body == ARTICLE
        assert len(calls) == 2


def test_bytes_beyond_the_end_are_not_taken_for_the_next_answer():
    def talk(connection):
        answer = HEAD + b"Content-Length: 5\r\n\r\n"
        connection.sendall(answer + b"first" + answer + b"wrong")
        connection.recv(65536)
        connection.sendall(answer + b"wrong")

    with raw(talk) as site, fetcher(site) as fetch:
        bodies = [fetch.get(site.base + path, source="x").body for path in ("/a", "/b")]
        assert bodies == [b"first", b"first"]


def test_closing_ends_a_connection_that_is_never_accepted():
    """A full backlog on loopback: the connection is neither accepted nor refused."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        where = full.getsockname()
        crowd = [socket.socket() for _ in range(4)]
        for member in crowd:
            member.setblocking(False)
            member.connect_ex(where)
        fetch = fetcher(allow_private=frozenset({where}), limits=Limits(pause=0.0))
        threading.Timer(0.3, fetch.close).start()
        begun = time.monotonic()
        assert refusal(fetch, f"http://127.0.0.1:{where[1]}/a").outcome == "later"
        assert time.monotonic() - begun < 1.0
        for member in crowd:
            member.close()


ODD = "\x1b[2J\x07\u202e\u0085"


def test_control_characters_reach_neither_messages_nor_records():
    headers = (
        b'HTTP/1.1 200 OK\r\nContent-Type: text/html\x1b[2J; charset=utf-8\x07\r\nETag: "a\x1b[2J\xe2\x80\xaeb"\r\n'
        b"Last-Modified: \xc2\x85x\r\n\r\n"
    )
    with raw(once(headers + ARTICLE)) as site, fetcher(site) as fetch:
        page = fetch.get(site.base + "/a", source="x")
        assert (page.media_type, page.encoding) == ("", "utf-8")
        assert (page.etag, page.last_modified) == ('"a[2Jb"', "x")
    redirect = f"HTTP/1.1 302 {ODD}\r\nLocation: http://u@{ODD}.se/\r\nContent-Length: 0\r\n\r\n".encode()
    with raw(once(redirect)) as site, fetcher(site) as fetch:
        # refusal() itself asserts that each message is printable.
        assert refusal(fetch, site.base + "/a").outcome == "refused"
        assert refusal(fetch, f"http://{ODD}.se/").outcome == "refused"
        assert refusal(fetch, site.base + f"/{ODD}").outcome == "refused"


@pytest.mark.parametrize(
    ("value", "media_type", "charset"),
    [
        ("text/html", "text/html", ""),
        ("TEXT/HTML;charset=UTF-8", "text/html", "utf-8"),
        ("text/html; charset='windows-1252'", "text/html", "windows-1252"),
        ("text/html; charset=klingon", "text/html", ""),
        ("text/html; charset=utf-8; charset=latin-1", "text/html", "utf-8"),
        ("text/html; boundary=x; charset = latin-1", "text/html", "latin-1"),
        ("charset=utf-8", "", ""),
        ("html", "", ""),
        ("", "", ""),
        ("application/rss+xml", "application/rss+xml", ""),
        ("text/html; charset=../../etc/passwd", "text/html", ""),
    ],
)
def test_media_types_are_read_safely(value, media_type, charset):
    headers = Headers([(b"Content-Type", value.encode())])
    assert (headers.media_type, headers.charset) == (media_type, charset)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([b"Content-Type", b"Retry-After", b"X-Robots-Tag", b"Content-Length", b"Date"]),
            st.binary(max_size=40),
        )
    )
)
def test_any_header_is_read_without_a_crash(fields):
    headers = Headers(fields)
    for value in (headers.media_type, headers.charset, headers.get("retry-after")):
        assert value.isprintable()
    assert headers.reservation("iopmine") in {"", "noarchive", "tdm"}
    wait = retry_after(headers, RealClock().now(), 3600.0)
    assert wait is None or 0 <= wait <= 3600


@given(st.binary(max_size=3000), st.integers(0, 3000), st.integers(1, 500), st.sampled_from(["", "gzip", "deflate"]))
def test_a_body_is_whole_whatever_the_chunks_and_never_whole_when_cut(body, cut, size, coding):
    coded = {"": bytes, "gzip": gzip.compress, "deflate": zlib.compress}[coding](body)

    def chunks(data):
        return [data[start : start + size] for start in range(0, len(data), size)]

    assert read_body(chunks(coded), coding, 4000) == body
    if coding and 0 < cut < len(coded):
        with pytest.raises(NoAnswerError):
            read_body(chunks(coded[:cut]), coding, 4000)
    if len(body) > 100:
        with pytest.raises(NoAnswerError):
            read_body(chunks(coded), coding, 100)
        assert read_body(chunks(coded), coding, 5000, cut=True) == body
