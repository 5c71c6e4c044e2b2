"""WARC files (.warc, .warc.gz; ISO 28500): the pages in them, one record at a time, whatever the size of the file.

Only answers with status 200 are pages. A record that is damaged or cut off is reported with its offset in the file,
and reading goes on with the next.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from iopmine.errors import ReadingError
from iopmine.reading.drafts import Limits, Member, PassedOver, RowProblem
from iopmine.reading.gzip_members import GzipMembers
from iopmine.reading.headers import Header, parse_header
from iopmine.reading.http_body import body_of
from iopmine.reading.pages import ending_of
from iopmine.reading.registry import readers
from iopmine.records import Page

_HEAD = re.compile(rb"WARC/\d\.\d{1,2}\s{0,9}$")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_BLANK = re.compile(rb"\r?\n\r?\n")
_UNSAFE = re.compile(r"[\x00-\x20\x7f]")
_PAGES = frozenset({"response", "resource"})
_LINE = 65_536
_MAX_LINES = 500
_BUFFER = 1 << 16
_UNNAMED = "application/octet-stream"
_LOST = "there are bytes that belong to no record"
_HINT = "Fetch the page again if it matters."


@dataclass(frozen=True, slots=True)
class _Record:
    """One record: its header, its block if it can be a page, and what is wrong with it. Lengths in bytes."""

    offset: int
    header: Header
    length: int = 0
    block: bytes = field(default=b"", repr=False)
    trouble: str = ""

    @property
    def kind(self) -> str:
        return self.header.get("warc-type").lower()

    @property
    def url(self) -> str:
        # Wget 1.19 wrote addresses in angle brackets.
        stated = self.header.get("warc-target-uri").removeprefix("<").removesuffix(">")
        return _UNSAFE.sub(lambda found: f"%{ord(found.group()):02X}", stated)


@dataclass(frozen=True, slots=True)
class _Damage:
    """Where records end that can be read, and the page whose record it is, if known."""

    offset: int
    message: str
    url: str = ""


def read(path: Path, limits: Limits) -> Iterator[Member | PassedOver | RowProblem]:
    """Yield the pages of a WARC file; the offset of a problem counts bytes from the beginning of the file.

    Raises:
        ReadingError: there is no record in the file.
    """
    empty = True
    with path.open("rb") as file:
        for found in _records(file, max(limits.page_bytes, limits.pdf_bytes)):
            if isinstance(found, _Damage):
                message = f"At byte {found.offset} of {path.name} {found.message}. Other records were read."
                yield RowProblem(f"{message} Download the file again if it matters.", "error", found.url)
                continue
            empty = False
            item = _item(found, path, limits)
            if item is not None:
                yield item
    if empty:
        raise ReadingError("The file holds no WARC record.", hint="Give it the ending of its real format.")


def _records(file: BinaryIO, largest: int) -> Iterator[_Record | _Damage]:
    packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    if not packed:
        yield from _stream(file, None, largest)
        return
    members = GzipMembers(file, is_head=lambda head: head.startswith(b"WARC/"))
    while True:
        stream = io.BufferedReader(members, _BUFFER)
        yield from _held_back(_stream(stream, members, largest), members)
        # Else the members are closed with the buffer.
        stream.detach()
        if not members.fault or not members.resume():
            return


def _stream(stream: BinaryIO, members: GzipMembers | None, largest: int) -> Iterator[_Record | _Damage]:
    """Yield the records up to the end of the stream, and each stretch of lines between them that belongs to none."""
    lost: int | None = None
    at_start = True
    while line := stream.readline(_LINE):
        offset = members.start if members else stream.tell() - len(line)
        if at_start and _HEAD.match(line):
            if lost is not None:
                yield _Damage(lost, _LOST)
            lost = None
            yield _record(stream, line, offset, largest)
        elif lost is None and line.strip():
            lost = offset
        at_start = line.endswith(b"\n")
    if lost is not None:
        yield _Damage(lost, _LOST)


def _held_back(found: Iterator[_Record | _Damage], members: GzipMembers) -> Iterator[_Record | _Damage]:
    """Yield each record when the next has begun: the checksum of a member comes after its record."""
    held: _Record | _Damage | None = None
    for item in found:
        if held is not None:
            yield held
        held = item
    broken = members.fault != "" and held is not None and held.offset == members.start
    if held is not None and not broken:
        yield held
    if members.fault:
        yield _Damage(members.start, members.fault, held.url if held is not None and broken else "")


def _record(stream: BinaryIO, line: bytes, offset: int, largest: int) -> _Record:
    """Read the record that begins with ``line``; its block is kept only if it can be a page."""
    lines = [line]
    while (line := stream.readline(_LINE)).strip() and len(lines) < _MAX_LINES:
        lines.append(line)
    record = _Record(offset, parse_header(lines))
    stated = record.header.get("content-length")
    if not (stated.isascii() and stated.isdigit()):
        return replace(record, trouble="has no length")
    length = int(stated[:18])
    if record.kind in _PAGES and length <= largest + _MAX_LINES * _LINE:
        block = stream.read(length)
        got = len(block)
    else:
        block, got = b"", _skipped(stream, length)
    cut = "" if got == length else f"was cut off ({got} of {length} bytes)"
    return replace(record, length=length, block=block, trouble=cut)


def _skipped(stream: BinaryIO, length: int) -> int:
    left = length
    while left and (data := stream.read(min(left, _LINE))):
        left -= len(data)
    return length - left


def _item(record: _Record, path: Path, limits: Limits) -> Member | PassedOver | RowProblem | None:
    """Return what a record is to a reader; None for requests, notes and the like, which are no pages."""
    if record.kind == "revisit":
        return PassedOver("whose page is stored elsewhere (revisit)")
    if record.kind not in _PAGES:
        return None
    truncated = record.header.get("warc-truncated")
    if record.trouble or truncated:
        return _damaged(record, path, record.trouble or f"was cut off when it was stored ({truncated[:20]})")
    if not record.url.startswith(("http://", "https://")):
        return PassedOver("without a web address")
    if record.url.endswith("/robots.txt"):
        return PassedOver("that are robots.txt")
    if record.length > len(record.block):
        return PassedOver("that are too large")
    return _page(record, path, limits)


def _damaged(record: _Record, path: Path, trouble: str) -> RowProblem:
    message = f"At byte {record.offset} of {path.name} a page {trouble} and was not read. {_HINT}"
    return RowProblem(message, "warning", record.url)


def _page(record: _Record, path: Path, limits: Limits) -> Member | PassedOver | RowProblem:
    """Return the page that was answered; only an answer with status 200 and a type that is read is one."""
    http, payload = _answer(record)
    if http.first.split(" ")[1:2] != ["200"]:
        return PassedOver("with another status than 200")
    media = http.get("content-type").partition(";")[0].strip().lower()
    if not _is_read(media):
        return PassedOver("of a type that is not read")
    body = body_of(
        payload,
        length=http.get("content-length"),
        transfer=http.get("transfer-encoding"),
        coding=http.get("content-encoding"),
        limit=limits.pdf_bytes if media == "application/pdf" else limits.page_bytes,
    )
    if body.trouble:
        return _damaged(record, path, body.trouble) if body.damaged else PassedOver(f"whose answer {body.trouble}")
    if not body.content:
        return PassedOver("without content")
    ending = ending_of(Page("", "", "", "", 200, media, "", body.content))
    if ending not in readers():
        return PassedOver("of a type that is not read")
    return Member(record.url, ending, body.content, record.url, _time(record.header.get("warc-date")))


def _answer(record: _Record) -> tuple[Header, bytes]:
    """Return the HTTP header and what follows it; a resource was stored without one."""
    if not record.block.startswith(b"HTTP/"):
        return Header("HTTP/1.1 200", {"content-type": record.header.get("content-type")}), record.block
    end = _BLANK.search(record.block, 0, _MAX_LINES * _LINE)
    if end is None:
        return parse_header(record.block[:_LINE].splitlines()), b""
    return parse_header(record.block[: end.start()].split(b"\n")), record.block[end.end() :]


@lru_cache(maxsize=1000)
def _is_read(media: str) -> bool:
    """Tell by the type alone whether the bytes are worth decoding."""
    return media == _UNNAMED or ending_of(Page("", "", "", "", 200, media, "", b"")) in readers()


def _time(stated: str) -> str:
    """Return the time of fetching in whole seconds, or an empty string if there is no such time."""
    try:
        date.fromisoformat(stated[:10])
    except ValueError:
        return ""
    return f"{stated[:19]}Z" if _TIME.match(stated) else ""
