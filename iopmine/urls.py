"""Addresses: what is safe to publish as a link, and what identifies a page."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

_FORBIDDEN = re.compile(r"[\\\s\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id|_ga|ref_src|igshid)$", re.IGNORECASE)


def is_web_address(url: str) -> bool:
    """Tell whether the address is absolute http(s) with a host, without user name, backslash or control characters.

    Browsers and Python disagree on the host of an address that breaks these rules, so it is neither fetched nor
    published as a link.
    """
    if not url or _FORBIDDEN.search(url):
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host) and "@" not in parts.netloc


def canonical_url(url: str) -> str:
    """Return the address under which a page is known: sorted query, no fragment, no tracking parameters.

    Raises:
        ValueError: the address is not one that ``is_web_address`` accepts.
    """
    if not is_web_address(url):
        raise ValueError(f"not an absolute http(s) address: {url!r}")
    parts = urlsplit(url)
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k)])
    host = (parts.hostname or "").rstrip(".")
    netloc = f"{host}:{parts.port}" if parts.port and parts.port not in {80, 443} else host
    return str(canonicalize_url(urlunsplit((parts.scheme, netloc, parts.path or "/", query, ""))))


def url_id(url: str) -> str:
    """Return a stable document id for a page: ``p`` and sixteen hexadecimal digits of its canonical address."""
    return "p" + hashlib.sha256(canonical_url(url).encode()).hexdigest()[:16]


def host_of(url: str) -> str:
    """Return the host without ``www.``, or an empty string."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
