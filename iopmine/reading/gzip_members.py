"""Gzip files of many members, as archives of web pages are: a damaged member does not take the others along."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import BinaryIO

_MAGIC = b"\x1f\x8b\x08"
# Each member copies what follows it in its chunk, so a chunk holds a few members, not hundreds.
_CHUNK = 32_768
_WINDOW = 1 << 16
_GZIP = 16 + zlib.MAX_WBITS
# Deflate shrinks at most a thousandfold; beyond these bounds a member was made to be a bomb.
_MAX_UNPACKED = 1_000_000_000
_MAX_RATIO = 200


class GzipMembers(io.RawIOBase):
    """The unpacked bytes of a gzip file as one stream, which ends before a fault; one read never crosses two members.

    ``start`` is the offset (bytes in the file) of the member that was read from last. After a fault ``fault`` says
    what it is and ``resume`` looks for the next good member.
    """

    def __init__(self, file: BinaryIO, is_head: Callable[[bytes], bool]) -> None:
        """``is_head`` tells whether unpacked bytes can be the beginning of a member to resume at."""
        super().__init__()
        self.start = 0
        self.fault = ""
        self._file = file
        self._is_head = is_head
        self._pending = b""
        self._fed = 0
        self._unpacked = 0
        self._inflater: zlib._Decompress | None = None

    def readable(self) -> bool:
        """Return that the stream can be read."""
        return True

    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]
        """Fill the buffer with bytes of one member; 0 at the end of the file or at a fault."""
        while not self.fault:
            if self._inflater is None and not self._begin():
                return 0
            data = self._inflate(len(buffer))
            if data:
                buffer[: len(data)] = data
                return len(data)
        return 0

    def _begin(self) -> bool:
        """Start the next member; False at the end of the file."""
        if len(self._pending) < len(_MAGIC):
            self._pending += self._next_chunk()
        self.start = self._fed - len(self._pending)
        self._unpacked = 0
        if not self._pending:
            return False
        if not self._pending.startswith(_MAGIC):
            self.fault = "what follows there is not gzip"
            return False
        self._inflater = zlib.decompressobj(_GZIP)
        return True

    def _next_chunk(self) -> bytes:
        chunk = self._file.read(_CHUNK)
        self._fed += len(chunk)
        return chunk

    def _inflate(self, size: int) -> bytes:
        """Return up to ``size`` bytes; an empty answer means that the member ended, or a fault."""
        inflater = self._inflater
        if inflater is None:
            return b""
        while True:
            ended = not self._pending and not (chunk := self._next_chunk())
            fed = self._pending or (b"" if ended else chunk)
            try:
                data = inflater.decompress(fed, size)
            except zlib.error:
                self.fault = "the compressed data are damaged there"
                return b""
            self._pending = inflater.unconsumed_tail
            if inflater.eof:
                self._pending, self._inflater = inflater.unused_data, None
            elif ended and not data:
                self.fault = "the file ends in the middle of a record"
            if data or inflater.eof or self.fault:
                return self._bounded(data)

    def _bounded(self, data: bytes) -> bytes:
        self._unpacked += len(data)
        packed = self._fed - len(self._pending) - self.start
        if self._unpacked > _MAX_UNPACKED and self._unpacked > _MAX_RATIO * packed:
            self.fault = f"the record unpacks to more than {_MAX_RATIO} times its size"
            return b""
        return data

    def resume(self) -> bool:
        """Go on at the next member that begins as it should; False if there is none."""
        place = self.start + 1
        while True:
            self._file.seek(place)
            window = self._file.read(_WINDOW)
            if len(window) < len(_MAGIC):
                return False
            found = window.find(_MAGIC)
            while found >= 0:
                if self._opens_well(place + found):
                    self._file.seek(place + found)
                    self._fed = self.start = place + found
                    self._pending, self._inflater, self.fault = b"", None, ""
                    return True
                found = window.find(_MAGIC, found + 1)
            place += len(window) - len(_MAGIC) + 1

    def _opens_well(self, place: int) -> bool:
        self._file.seek(place)
        try:
            return self._is_head(zlib.decompressobj(_GZIP).decompress(self._file.read(1024), 64))
        except zlib.error:
            return False
