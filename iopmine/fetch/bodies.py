"""Bodies: decompressed as they arrive, never beyond the cap, and never taken for whole when they were cut."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Protocol

from iopmine.fetch.faults import NoAnswerError

_GZIP = 16 + zlib.MAX_WBITS
_RAW_DEFLATE = -zlib.MAX_WBITS


class _Decoder(Protocol):
    def feed(self, data: bytes, room: int) -> bytes:
        """Return at most ``room`` decoded bytes, the rest of the input being dropped if they are reached."""

    def finish(self) -> None:
        """Raise NoAnswerError if the coded data had no end."""


class _Identity:
    def feed(self, data: bytes, room: int) -> bytes:
        return data[:room]

    def finish(self) -> None:
        """Where the body ends is told by Content-Length or chunks, which the protocol library checks."""


class _Inflate:
    """gzip (several members too) and deflate, with or without the zlib header that RFC 9110 asks for."""

    def __init__(self, coding: str) -> None:
        self._gzip = coding != "deflate"
        self._stream = zlib.decompressobj(_GZIP if self._gzip else zlib.MAX_WBITS)
        self._started = False

    def feed(self, data: bytes, room: int) -> bytes:
        out = bytearray()
        while data and len(out) < room:
            if self._stream.eof:
                # Another member of the same file; anything else after the end is padding.
                if not self._gzip or data[:1] != b"\x1f":
                    break
                self._stream = zlib.decompressobj(_GZIP)
            out += self._inflate(data, room - len(out))
            data = self._stream.unused_data
        return bytes(out)

    def _inflate(self, data: bytes, room: int) -> bytes:
        try:
            decoded = self._stream.decompress(data, room)
        except zlib.error as error:
            if self._gzip or self._started:
                raise NoAnswerError("its compressed body is damaged", retry=True) from error
            self._stream = zlib.decompressobj(_RAW_DEFLATE)
            self._started = True
            return self._inflate(data, room)
        self._started = True
        return decoded

    def finish(self) -> None:
        if self._started and not self._stream.eof:
            raise NoAnswerError("its compressed body ends too early", retry=True)


def _decoder(coding: str) -> _Decoder:
    coding = coding.strip().lower()
    if coding in {"", "identity"}:
        return _Identity()
    if coding in {"gzip", "x-gzip", "deflate"}:
        return _Inflate(coding)
    raise NoAnswerError(
        f"its body is coded as {coding[:40]!r}; gzip and deflate were asked for", retry=False, blame=False
    )


def read_body(chunks: Iterable[bytes], coding: str, cap: int, *, cut: bool = False) -> bytes:
    """Return the decoded body, of at most ``cap`` bytes; with ``cut`` the first ``cap`` bytes of a longer one.

    Raises:
        NoAnswerError: larger than the cap (before or after decompression), in a coding nobody asked for, damaged,
            or cut short.
    """
    decoder = _decoder(coding)
    body = bytearray()
    received = 0
    for chunk in chunks:
        received += len(chunk)
        # One byte more than allowed tells a full body from one that is too large.
        body += decoder.feed(chunk, cap + 1 - len(body))
        if len(body) > cap or received > cap:
            if cut:
                return bytes(body[:cap])
            raise NoAnswerError(f"its body is larger than {cap:,} bytes", retry=False, blame=False)
    decoder.finish()
    return bytes(body)
