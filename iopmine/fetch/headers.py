"""Header fields: what is sent with a request, and what an answer's fields say, read without trust."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from iopmine.fetch.limits import Expect
from iopmine.records.web import Reservation, Validators

_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,80}")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([a-z0-9_.:+-]{1,40})""", re.IGNORECASE)
# Contacts are written with a plus in front, which is no part of the address.
_MAIL = re.compile(r"\w[\w.+-]*+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_DIGITS = re.compile(r"[0-9]+", re.ASCII)
_ACCEPT = {
    "page": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5",
    "feed": "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,"
    "text/xml;q=0.9,application/json;q=0.9,*/*;q=0.5",
    "pdf": "application/pdf,*/*;q=0.5",
    "any": "*/*",
}
_NOT_TO_KEEP = {"noarchive", "noindex", "none"}
# Directives of X-Robots-Tag with a value of their own: the word before the colon is no robot's name.
_WITH_VALUE = {"max-image-preview", "max-snippet", "max-video-preview", "unavailable_after"}


class Headers:
    """The fields of an answer; names in lower case, values without control and invisible characters."""

    def __init__(self, raw: Iterable[tuple[bytes, bytes]]) -> None:
        self._fields = [(name.decode("ascii", "replace").lower(), _text(value)) for name, value in raw]

    def all(self, name: str) -> list[str]:
        """Return every value of a field, in order."""
        return [value for field, value in self._fields if field == name]

    def get(self, name: str) -> str:
        """Return the first value of a field, or an empty string."""
        return next(iter(self.all(name)), "")

    @property
    def media_type(self) -> str:
        """Media type in lower case without parameters; empty if missing or malformed."""
        value = self.get("content-type").partition(";")[0].strip().lower()
        return value if _MEDIA_TYPE.fullmatch(value) else ""

    @property
    def charset(self) -> str:
        """Declared character encoding in lower case; empty if missing or unknown to Python."""
        found = _CHARSET.search(self.get("content-type").partition(";")[2][:500])
        if not found:
            return ""
        try:
            codecs.lookup(found[1])
        except LookupError:
            return ""
        return found[1].lower()

    @property
    def content_length(self) -> int | None:
        """Declared length of the body in bytes, before decompression."""
        value = self.get("content-length")
        return int(value) if _DIGITS.fullmatch(value) and len(value) < 20 else None

    def reservation(self, token: str) -> Reservation:
        """Return what the host reserves: ``tdm`` before ``noarchive``.

        ``tdm-reservation: 1`` is the TDM Reservation Protocol's header; X-Robots-Tag counts where it speaks to
        everyone or to our product token, and noindex and none count like noarchive: whoever wants no page in an
        index wants no copy shown either.
        """
        if self.get("tdm-reservation") == "1":
            return "tdm"
        for value in self.all("x-robots-tag"):
            agent, colon, rest = value.partition(":")
            name = agent.strip().lower()
            general = not colon or "," in name or name in _WITH_VALUE
            if not general and name not in {token.lower(), "*"}:
                continue
            directives = {word.strip().lower() for word in (value if general else rest).split(",")}
            if directives & _NOT_TO_KEEP:
                return "noarchive"
        return ""


def _text(value: bytes) -> str:
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    return "".join(c for c in text if c.isprintable())


def request_headers(agent: str, host: str, expect: Expect, validators: Validators | None) -> list[tuple[str, str]]:
    """Return the fields of a request. Of the codings only those are offered whose end can be verified."""
    fields = [
        ("Host", host),
        ("User-Agent", agent),
        ("Accept", _ACCEPT[expect]),
        ("Accept-Language", "sv,en;q=0.5"),
        ("Accept-Encoding", "gzip, deflate"),
        ("Connection", "close"),
    ]
    mail = _MAIL.search(agent)
    if mail:
        fields.append(("From", mail[0]))
    if validators:
        conditions = (("If-None-Match", validators.etag), ("If-Modified-Since", validators.last_modified))
        fields += [(name, value) for name, value in conditions if value and value.isascii() and value.isprintable()]
    return fields


def retry_after(headers: Headers, now: datetime, most: float) -> float | None:
    """Return the seconds that Retry-After asks for, between 0 and ``most``; None if it is missing or unusable.

    A date is compared with the host's own ``Date``, so that a clock that is years off does no harm.
    """
    value = headers.get("retry-after").strip()
    if _DIGITS.fullmatch(value):
        return most if len(value) > 9 else min(float(value), most)
    until = _date(value)
    if until is None:
        return None
    return min(max((until - (_date(headers.get("date")) or now)).total_seconds(), 0.0), most)


def _date(value: str) -> datetime | None:
    if not value.isascii():
        return None
    try:
        moment = parsedate_to_datetime(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
