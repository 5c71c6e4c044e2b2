"""The body of a stored HTTP answer: chunks joined, compression undone, and noticed where it was cut off."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

_CODINGS = {"gzip": 32 + zlib.MAX_WBITS, "x-gzip": 32 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
_LONGEST_SIZE = 64


@dataclass(frozen=True, slots=True)
class Body:
    """What a reader gets; ``trouble`` says why it must not be taken for the page, in words that follow "the answer".

    ``damaged`` tells an answer that was cut off or broken from one that is whole and still not read.
    """

    content: bytes = field(repr=False)
    trouble: str = ""
    damaged: bool = True


def body_of(payload: bytes, *, length: str, transfer: str, coding: str, limit: int) -> Body:
    """Decode what followed the header of an HTTP answer.

    Args:
        payload: the bytes as stored. Many archives store chunks joined and compression undone, and leave the header
            as it was: what does not begin like chunks or like compressed data is taken as it is.
        length: the Content-Length header, or empty.
        transfer: the Transfer-Encoding header, or empty.
        coding: the Content-Encoding header, or empty.
        limit: most bytes after decoding.
    """
    trouble = ""
    if "chunked" in transfer.casefold():
        payload, trouble = _joined(payload)
    elif length.isascii() and length.isdigit() and len(payload) < int(length[:18]):
        trouble = f"was cut off ({len(payload)} of {int(length[:18])} bytes)"
    body = _inflated(payload, coding.strip().casefold(), limit)
    return Body(body.content, trouble) if trouble else body


def _joined(payload: bytes) -> tuple[bytes, str]:
    """Join chunks (RFC 9112, 7.1); bytes that do not begin with the size of a chunk are returned as they are."""
    pieces: list[bytes] = []
    place = 0
    while True:
        size, after = _chunk_size(payload, place)
        if size is None:
            return (b"".join(pieces), "was cut off between two chunks") if pieces else (payload, "")
        if size == 0:
            return b"".join(pieces), ""
        piece = payload[after : after + size]
        pieces.append(piece)
        if len(piece) < size:
            return b"".join(pieces), f"was cut off within a chunk ({len(piece)} of {size} bytes)"
        place = after + size + (2 if payload[after + size : after + size + 2] == b"\r\n" else 0)


def _chunk_size(payload: bytes, place: int) -> tuple[int | None, int]:
    end = payload.find(b"\n", place, place + _LONGEST_SIZE)
    digits = payload[place:end].partition(b";")[0].strip()
    if end < 0 or not 0 < len(digits) <= 8 or not all(digit in b"0123456789abcdefABCDEF" for digit in digits):
        return None, place
    return int(digits, 16), end + 1


def _inflated(payload: bytes, coding: str, limit: int) -> Body:
    if coding in {"", "identity", "none", "utf-8"}:
        return Body(payload) if len(payload) <= limit else _too_large(limit)
    bits = _CODINGS.get(coding)
    if bits is None:
        return Body(b"", f"is compressed as {coding[:20]!r}, which is not read", damaged=False)
    for attempt in (bits, -zlib.MAX_WBITS) if coding == "deflate" else (bits,):
        inflater = zlib.decompressobj(attempt)
        try:
            content = inflater.decompress(payload, limit + 1)
        except zlib.error:
            continue
        if len(content) > limit:
            return _too_large(limit)
        return Body(content, "" if inflater.eof else "was cut off within its compressed data")
    # The header says compressed, the bytes are not: compression was undone when the page was stored, or it is broken.
    return Body(payload, "holds damaged compressed data" if payload.startswith(b"\x1f\x8b") else "")


def _too_large(limit: int) -> Body:
    return Body(b"", f"is larger than {limit} bytes", damaged=False)
