"""The one table of limits: how long, how much, how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

Expect = Literal["page", "feed", "pdf", "any"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of every request; seconds and bytes. Another table is passed to ``Fetcher(limits=…)``."""

    PUBLIC_PAUSE: ClassVar[float] = 3.0
    """Floor of ``pause`` for every host but loopback servers that were let in: no setting goes below it."""
    pause: float = 3.0
    """Least gap between the end of one request and the start of the next, to one host (``www.`` or not)."""
    crawl_delay: float = 300.0
    """Longest Crawl-delay of a robots.txt that is honoured to the letter."""
    connect: float = 10.0
    read: float = 20.0
    """Longest silence of a host while its answer is awaited or under way."""
    total: float = 60.0
    """Longest time for one request with its answer, however busily the host sends."""
    page_bytes: int = 20_000_000
    """Largest body after decompression; the same for the three that follow."""
    feed_bytes: int = 2_000_000
    pdf_bytes: int = 50_000_000
    robots_bytes: int = 512 * 1024
    """What of a robots.txt is read; what follows is ignored (RFC 9309, 2.5: at least 500 KiB)."""
    redirects: int = 5
    retries: int = 2
    """Further attempts after a network failure or a server error."""
    backoff: float = 2.0
    """Wait before the first further attempt; it doubles, and grows by up to half depending on the address."""
    retry_after: float = 3600.0
    """Longest Retry-After that is honoured to the letter."""
    unspecified_wait: float = 600.0
    """Wait after 429 (too many requests) without a usable Retry-After."""
    failures: int = 5
    """Addresses that fail in a row before a host is left alone for the rest of the run."""
    robots_age: float = 86_400.0
    """How long a robots.txt is believed (RFC 9309, 2.4)."""
    robots_retry: float = 3600.0
    """How soon an unreachable robots.txt is asked for again."""

    def body_bytes(self, expect: Expect, media_type: str) -> int:
        """Return the cap on a decoded body; a PDF found where a page was expected may have a PDF's size."""
        if expect == "feed":
            return self.feed_bytes
        if expect == "page" and media_type != "application/pdf":
            return self.page_bytes
        return self.pdf_bytes
