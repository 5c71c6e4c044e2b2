"""A plain client for the web's own tests: one request, one connection, no redirects followed."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

Got = tuple[int, dict[str, str], bytes]


def ask(url: str, method: str = "GET", **headers: str) -> Got:
    """One request on a connection of its own; redirects are not followed. Underscores in names become hyphens."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def attempt(url: str) -> Got | None:
    """The same; ``None`` if what came is no HTTP."""
    try:
        return ask(url)
    except (http.client.HTTPException, OSError, ValueError):
        return None
