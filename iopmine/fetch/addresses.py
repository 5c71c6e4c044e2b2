"""Addresses that may be asked: http(s), an honest host name, and a public network behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from iopmine.fetch.faults import RefusedError
from iopmine.urls import is_web_address

_DEFAULT_PORTS = {"http": 80, "https": 443}
_RESERVED = "!$&'()*+,/:;=?@[]~%"
_NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*", re.ASCII)
# The last label of a host that browsers and resolvers read as a number: 2130706433, 0x7f.1, 127.9.
_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)", re.ASCII)
# RFC 6052: an IPv6-only network reaches IPv4 hosts through these.
_NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """An address in the parts a request needs, all ASCII."""

    scheme: str
    host: str
    port: int
    path: str
    """Path and query, beginning with a slash."""

    @property
    def key(self) -> str:
        """Host and port as in an address: ``example.se``, ``127.0.0.1:8080``; both schemes share a plain host."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.key}{self.path}"

    def at(self, path: str) -> Target:
        """Return another path on the same host."""
        return Target(self.scheme, self.host, self.port, path)


def target_of(url: str) -> Target:
    """Take an address apart for a request.

    Raises:
        RefusedError: not an absolute http(s) address, or a host that programs disagree on (user names, backslashes,
            decimal and hexadecimal addresses).
    """
    if not is_web_address(url):
        raise RefusedError("only absolute http and https addresses without user name and control characters are asked")
    parts = urlsplit(url)
    host = _ipv6(parts.hostname or "") if "[" in parts.netloc else _ascii_host(parts.hostname or "")
    path = quote(parts.path or "/", safe=_RESERVED.replace("?", ""))
    query = f"?{quote(parts.query, safe=_RESERVED)}" if parts.query else ""
    port = _DEFAULT_PORTS[parts.scheme] if parts.port is None else parts.port
    if port == 0:
        raise RefusedError("port 0 does not exist")
    return Target(parts.scheme, host, port, path + query)


def next_target(target: Target, location: str) -> Target:
    """Return where a redirect leads.

    Raises:
        RefusedError: see ``target_of``.
    """
    try:
        joined = urljoin(target.url, quote(location.strip(), safe=_RESERVED + "#"))
    except ValueError:
        raise RefusedError("the redirect does not name an address") from None
    return target_of(urldefrag(joined).url)


def _ipv6(host: str) -> str:
    try:
        address = IPv6Address(host)
    except ValueError:
        raise RefusedError(f"{host!r} is not an IPv6 address") from None
    if address.scope_id:
        raise RefusedError(f"{host!r} means another host on every machine")
    return str(address)


def _ascii_host(host: str) -> str:
    try:
        plain = host.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        raise RefusedError(f"{host!r} is not a host name") from None
    if not _NAME.fullmatch(plain):
        raise RefusedError(f"{host!r} is not a host name")
    if _NUMBER.fullmatch(plain):
        try:
            return str(IPv4Address(plain))
        except ValueError:
            raise RefusedError(f"{host!r} is a number, not a host name or a dotted address") from None
    return plain


def is_public(address: str) -> bool:
    """Tell whether a numeric address lies in the public internet; an IPv4 address wrapped in IPv6 is judged itself."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        wrapped = _wrapped(ip)
        if wrapped is not None:
            return is_public(str(wrapped))
        if ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _wrapped(ip: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that packets to an IPv6 address end at (mapped, 6to4, NAT64)."""
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour
