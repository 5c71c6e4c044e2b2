"""What is asked of a site and what it answers, as plain values; conditional requests by RFC 9110, 13."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from tests.web.wire import Wire


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known of one page, to compare a gathering with."""

    url: str
    """The address that a reader would open, without tracking parameters."""
    title: str
    published: str | None
    """Truncated ISO date that can be known from the lead and the page together; ``None``: none can."""
    kept: bool
    """Whether it is about IOP, the welfare-profit debate or a watched name, may be asked for, and is there."""
    reason: str
    """``iop``, ``vinst`` or ``watched``; else ``unrelated``, ``other-iop``, ``short``, ``disallowed``, ``gone``."""
    story: str
    """Equal for all copies of one story, on whatever site."""
    asked: str = ""
    """Where on loopback the text lies, if not at ``url``."""

    @property
    def address(self) -> str:
        """Where the text is fetched."""
        return self.asked or self.url


@dataclass(frozen=True, slots=True)
class Question:
    """One request as a site sees it."""

    method: str
    target: str
    """Path and query, as sent."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    revision: int = 1

    @property
    def path(self) -> str:
        """The path, percent-decoded."""
        return unquote(urlsplit(self.target).path)

    def parameter(self, name: str, default: str = "") -> str:
        """Return the first value of a query parameter."""
        return parse_qs(urlsplit(self.target).query, keep_blank_values=True).get(name, [default])[0]

    def number(self, name: str, default: int) -> int | None:
        """Return a parameter as a number, ``None`` if it is none."""
        value = self.parameter(name, str(default))
        return int(value) if value.isdecimal() else None


Raw = Callable[["Wire"], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """A well-formed response; or, with ``raw``, whatever is written to the connection."""

    body: bytes = b""
    media: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    modified: date | None = None
    """Gives Last-Modified (noon UTC of that day)."""
    raw: Raw | None = None

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


def page(text: str, *, modified: date | None = None, status: int = 200, **headers: str) -> Answer:
    """Return a page in UTF-8; underscores in header names become hyphens."""
    fields = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Answer(text.encode(), status=status, headers=fields, modified=modified)


def xml(text: str, *, media: str = "application/xml", modified: date | None = None) -> Answer:
    """Return an XML document in UTF-8."""
    return Answer(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode(), media=media, modified=modified)


def as_json(
    value: Any, *, media: str = "application/json", status: int = 200, headers: Mapping[str, str] | None = None
) -> Answer:
    """Return JSON with Swedish letters as they are."""
    fields = tuple((headers or {}).items())
    return Answer(json.dumps(value, ensure_ascii=False, indent=1).encode(), media, status, fields)


def gzipped(answer: Answer) -> Answer:
    """Return the answer as a .gz file (not as a content encoding); no time inside, so the bytes stay the same."""
    return replace(answer, body=gzip.compress(answer.body, mtime=0), media="application/gzip")


def redirect(target: str, status: int = 302) -> Answer:
    """Return a redirection."""
    return Answer(b"", status=status, headers=(("Location", target),))


def missing(status: int = 404) -> Answer:
    """Return the page of an address that is not there."""
    word = "Sidan är borttagen" if status == 410 else "Sidan finns inte"
    return page(f'<!doctype html><html lang="sv"><title>{word}</title><h1>{word}</h1>', status=status)


def http_date(day: date) -> str:
    """Return noon of the day as in HTTP headers."""
    return format_datetime(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), usegmt=True)


def conditional(question: Question, answer: Answer) -> Answer:
    """Add the validators, and answer 304 with an empty body where the asker has the bytes already."""
    if answer.raw is not None or answer.status != 200:
        return answer
    fields = (*answer.headers, ("ETag", answer.etag))
    if answer.modified is not None:
        fields += (("Last-Modified", http_date(answer.modified)),)
    if _unchanged(question, answer):
        return replace(answer, body=b"", status=304, headers=fields)
    return replace(answer, headers=fields)


def _unchanged(question: Question, answer: Answer) -> bool:
    wanted = question.headers.get("if-none-match")
    if wanted is not None:  # it decides alone, whatever the date says
        tags = {tag.strip().removeprefix("W/") for tag in wanted.split(",")}
        return "*" in tags or answer.etag in tags
    since = question.headers.get("if-modified-since")
    if since is None or answer.modified is None:
        return False
    try:
        moment = parsedate_to_datetime(since)
    except ValueError:
        return False
    return parsedate_to_datetime(http_date(answer.modified)) <= moment
