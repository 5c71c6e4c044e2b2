"""Addresses as they are asked for and linked: safe, and in one spelling.

What ``canonical_url`` leaves out is what every server ignores (fragment, default port, tracking, session). Scheme,
``www.`` and views of a page stay, because asking for another spelling may bring another answer; which addresses are
one page is the question of ``iopmine.urls.identity``.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import unquote_plus, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

_FORBIDDEN = re.compile(r"[\\\s\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_TRACKING = re.compile(
    r"utm_\w+|mtm_\w+|pk_(?:campaign|kwd|source|medium)|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid"
    r"|mc_[ce]id|_ga|_gl|ref_src|igshid|igsh|mkt_tok|hsctatracking|_hs(?:enc|mi)",
    re.IGNORECASE,
)
_SESSION = re.compile(r"jsessionid|phpsessid|aspsessionid\w*|cftoken", re.IGNORECASE)
_PATH_SESSION = re.compile(r";jsessionid=[^/;?]*", re.IGNORECASE)


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
    """Return the address under which a page is asked for: sorted query, no fragment, tracking or session.

    Raises:
        ValueError: the address is not one that ``is_web_address`` accepts.
    """
    if not is_web_address(url):
        raise ValueError(f"not an absolute http(s) address: {url!r}")
    parts = urlsplit(url)
    # The pairs stay as they are written: decoding them would lose letters of older encodings (%E5).
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _ignored(pair))
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    netloc = f"{host}:{parts.port}" if parts.port and parts.port not in {80, 443} else host
    path = _PATH_SESSION.sub("", parts.path) or "/"
    try:
        found = str(canonicalize_url(urlunsplit((parts.scheme, netloc, path, query, ""))))
    except ValueError as error:
        raise ValueError(f"not an absolute http(s) address: {url!r}") from error
    # Some letters outside ASCII become spaces or marks in a host (IDNA).
    if not is_web_address(found):
        raise ValueError(f"not an absolute http(s) address: {url!r}")
    return found


def _ignored(pair: str) -> bool:
    """Tell whether a pair of the query says how a reader came, not what is read."""
    name = unquote_plus(pair.partition("=")[0])
    return bool(_TRACKING.fullmatch(name) or _SESSION.fullmatch(name))


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
