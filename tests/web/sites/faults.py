"""Behaviours that break HTTP, or keep it and never end: each writes to the bare connection, all are bounded."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from functools import cache

from tests.web.answers import Raw
from tests.web.wire import Wire

DRIP = 0.2
"""Seconds between the bytes of a slow answer."""
LONGEST = 120.0
"""Seconds after which a slow answer gives up."""
MOST = 300 * 1024 * 1024
"""Bytes after which an endless answer gives up."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
PAGE = (
    '<!doctype html><html lang="sv"><title>Provsida</title><h1>Provsida</h1><p>Ekdala kommun och Stiftelsen Fyrbåken '
    "tecknar ett idéburet offentligt partnerskap om läxhjälp. Avtalet gäller i tre år och åäö ska överleva.</p></html>"
).encode()


def slow_head(wire: Wire) -> None:
    """One byte of a header at a time."""
    wire.send(HEAD + b"X-Long: ")
    _drip(wire)


def slow_body(wire: Wire) -> None:
    """One byte of the body at a time."""
    wire.send(HEAD + b"Content-Length: 100000\r\n\r\n<p>")
    _drip(wire)


def silent(wire: Wire) -> None:
    """Take the request and say nothing."""
    wire.wait(LONGEST)


def _drip(wire: Wire) -> None:
    for _ in range(int(LONGEST / DRIP)):
        wire.send(b"x")
        wire.wait(DRIP)


def endless_chunks(wire: Wire) -> None:
    """Chunks without end."""
    wire.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    part = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    while wire.sent < MOST:
        wire.send(part)


def endless_body(wire: Wire) -> None:
    """A body without length and without end."""
    wire.send(HEAD + b"Connection: close\r\n\r\n")
    while wire.sent < MOST:
        wire.send(b"x" * 65536)


def giant_header(wire: Wire) -> None:
    """One header of two megabytes."""
    wire.send(HEAD + b"X-Big: " + b"y" * 2_000_000 + b"\r\nContent-Length: 0\r\n\r\n", last=True)


def many_headers(wire: Wire) -> None:
    """Fifty thousand headers."""
    lines = b"".join(b"X-%d: %d\r\n" % (number, number) for number in range(50_000))
    wire.send(HEAD + lines + b"Content-Length: 0\r\n\r\n", last=True)


def whole(body: bytes, *fields: bytes, head: bytes = HEAD) -> Raw:
    """Return a behaviour that sends a whole answer, with whatever header lines are given."""

    def write(wire: Wire) -> None:
        lines = b"".join(field + b"\r\n" for field in fields)
        wire.send(head + lines + b"Connection: close\r\n\r\n" + body, last=True)

    return write


def large_page(wire: Wire) -> None:
    """Twenty-five honest megabytes."""
    wire.send(HEAD + b"Content-Length: %d\r\n\r\n" % (25 * 1024 * 1024))
    for _ in range(25):
        wire.send(b"<p>x</p>" * (1024 * 128))


@cache
def bomb(megabytes: int = 200) -> bytes:
    """Return zeros, compressed about a thousand times."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    million = bytes(1024 * 1024)
    return b"".join(packer.compress(million) for _ in range(megabytes)) + packer.flush()


def gzip_bomb(wire: Wire) -> None:
    """200 MB in 200 kB."""
    body = bomb()
    whole(body, b"Content-Encoding: gzip", b"Content-Length: %d" % len(body))(wire)


def double_bomb(wire: Wire) -> None:
    """The same, compressed twice."""
    body = gzip.compress(bomb(), mtime=0)
    whole(body, b"Content-Encoding: gzip, gzip", b"Content-Length: %d" % len(body))(wire)


def zipped(body: bytes) -> bytes:
    """Return the body as gzip, without a time in it."""
    return gzip.compress(body, mtime=0)


_ZIPPED = zipped(PAGE * 40)

BROKEN: dict[str, tuple[Raw, str]] = {
    "/trog/huvud": (slow_head, "headers, one byte at a time"),
    "/trog/kropp": (slow_body, "the body, one byte at a time"),
    "/trog/tyst": (silent, "nothing is answered"),
    "/oandlig/chunkar": (endless_chunks, "chunks without end"),
    "/oandlig/kropp": (endless_body, "a body without end"),
    "/stort/huvud": (giant_header, "one header of 2 MB"),
    "/stort/huvuden": (many_headers, "50,000 headers"),
    "/stort/sida": (large_page, "25 MB, over the limit of a page"),
    "/bomb/gzip": (gzip_bomb, "200 MB of zeros in 200 kB"),
    "/bomb/dubbel": (double_bomb, "the same, compressed twice"),
    "/kort/kropp": (whole(PAGE, b"Content-Length: %d" % (len(PAGE) + 1000)), "shorter than Content-Length"),
    "/kort/gzip": (
        whole(_ZIPPED[: len(_ZIPPED) // 2], b"Content-Encoding: gzip", b"Content-Length: %d" % (len(_ZIPPED) // 2)),
        "gzip cut in the middle, the length agrees",
    ),
    "/kort/svans": (
        whole(_ZIPPED[:-8], b"Content-Encoding: gzip", b"Content-Length: %d" % (len(_ZIPPED) - 8)),
        "gzip without its check sum",
    ),
    "/kort/chunk": (
        whole(b"%x\r\n%s\r\n" % (len(PAGE), PAGE), b"Transfer-Encoding: chunked"),
        "chunked without the last chunk",
    ),
    "/trasig/chunk": (whole(b"zz\r\n" + PAGE, b"Transfer-Encoding: chunked"), "a chunk size that is no number"),
    "/trasig/gzip": (
        whole(PAGE, b"Content-Encoding: gzip", b"Content-Length: %d" % len(PAGE)),
        "plain text that is said to be gzip",
    ),
    "/trasig/zstd": (
        whole(b"\x28\xb5\x2f\xfdxxxx", b"Content-Encoding: zstd", b"Content-Length: 8"),
        "an encoding nobody asked for",
    ),
    "/trasig/status": (whole(PAGE, head=b"HTTQ/9 hej\r\n"), "no status line"),
    "/trasig/langder": (
        whole(PAGE, b"Content-Length: 3", b"Content-Length: %d" % len(PAGE)),
        "two lengths that disagree",
    ),
    "/trasig/inget": (lambda wire: None, "the connection is closed without a byte"),
}
"""What each path does; all end as ``failed``."""

Behaviour = Callable[[Wire], None]
