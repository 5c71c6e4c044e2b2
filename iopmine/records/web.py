"""Gathering: where texts are looked for, what was asked of which host, and what became of each address.

Times are ISO strings in UTC with a trailing ``Z`` and whole seconds (``2026-03-01T09:30:00Z``); sizes are bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

EntryStatus = Literal["seen", "probable"]
Option = str | int | bool | tuple[str, ...]
Reservation = Literal["", "noarchive", "tdm"]
State = Literal["new", "kept", "left_out", "failed", "disallowed", "gone"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One way into a source: an address, and the platform that finds leads behind it."""

    id: str
    """Unique within the source, for example ``rss``."""
    platform: str
    """Name in the table of platforms."""
    url: str
    """Absolute address; may hold ``{page}``, ``{query}`` or ``{key}``. For local files: a path."""
    status: EntryStatus = "probable"
    """``seen``: the address stood in a page or in public code; ``probable``: inferred from its form."""
    options: Mapping[str, Option] = field(default_factory=dict)
    """What the platform needs besides, for example the selector of a listing page."""


@dataclass(frozen=True, slots=True)
class HistoryNote:
    """Something that happened to a source: written, moved, changed its layout."""

    date: str
    event: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where texts are looked for: data only, one TOML file each."""

    id: str
    name: str
    kind: str
    """agency, civil society, municipality, region, media, parliament, academia …"""
    home: str
    entries: tuple[Entry, ...]
    keep: tuple[str, ...] = ()
    """Regular expressions on canonical addresses, of which a lead must match one; empty: all are kept."""
    drop: tuple[str, ...] = ()
    """Regular expressions on canonical addresses, none of which a lead may match."""
    floor_leads: int = 1
    """Fewer leads than this in a complete listing: the source has changed."""
    floor_characters: int = 200
    """A page with less text than this has not been read."""
    pages_per_run: int = 500
    """Most pages asked for in one run."""
    pause: float = 0.0
    """Seconds between two requests, if the host is to be asked less often than others."""
    paywall: str = ""
    language: str = "sv"
    note: str = ""
    history: tuple[HistoryNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Lead:
    """An address that a source says has a text behind it, and what the source says of it."""

    url: str
    """Identity: the canonical address of the page that a reader would open."""
    source: str
    entry: str
    title: str = ""
    published: str | None = None
    """Truncated ISO date."""
    modified: str | None = None
    fetch_url: str = ""
    """Address to ask instead, where the text itself lies elsewhere (an open-data interface); empty: ``url``."""
    gone: bool = False
    """The source says that the record was deleted."""


@dataclass(frozen=True, slots=True)
class Page:
    """The answer to one polite request: bytes as they came, decoded by nobody yet."""

    url: str
    """The address that was asked for."""
    final_url: str
    """The address that answered, after redirects."""
    source: str
    fetched_at: str
    status: int
    """HTTP status: 200, or 304 when nothing has changed (the body is empty then)."""
    media_type: str
    """Lower case, without parameters, for example ``text/html``; empty if the host did not say."""
    encoding: str
    """Character encoding the host declared, or an empty string."""
    body: bytes = field(repr=False)
    sha256: str = ""
    """Of the body."""
    etag: str = ""
    last_modified: str = ""
    """As the host sent it, to be sent back."""
    reservation: Reservation = ""
    """A reservation the host states for the page: not to be archived, or not for text and data mining."""


@dataclass(frozen=True, slots=True)
class HostState:
    """What is remembered of a host between runs."""

    host: str
    """Host and port as in an address, for example ``example.se`` or ``127.0.0.1:8080``."""
    robots: bytes = field(default=b"", repr=False)
    robots_outcome: Literal["", "rules", "none", "unreachable"] = ""
    """``rules``: obey ``robots``; ``none``: the host has no such file; ``unreachable``: nothing may be asked."""
    robots_at: str = ""
    last_request_at: str = ""
    not_before: str = ""
    """The host asked to be left alone until then (Retry-After)."""
    failures: int = 0
    """Failures in a row."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a conditional request sends back (RFC 9110, 13.1)."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """One line of the address book: all that is known of one canonical address."""

    url: str
    source: str
    entry: str
    title: str = ""
    published: str | None = None
    modified: str | None = None
    """As the lead says; a later date than ``fetched_at`` makes the page due again."""
    fetch_url: str = ""
    first_seen: str = ""
    last_seen: str = ""
    state: State = "new"
    reason: str = ""
    """Why it was left out, failed or is gone; for a kept page what it was kept for."""
    status: int | None = None
    etag: str = ""
    last_modified: str = ""
    fetched_at: str = ""
    sha256: str = ""
    """Of the bytes last read."""
    document_id: str = ""
    attempts: int = 0
    """Failures in a row."""
    not_before: str = ""
    """Not to be asked for again before then."""
    reservation: Reservation = ""
    relevance: float | None = None
    excerpt: str = ""
    """Beginning of a page that was left out, for the sample that a person codes; empty for others."""


@dataclass(frozen=True, slots=True)
class SourceRun:
    """What one run of gathering brought from one source."""

    source: str
    started_at: str
    ended_at: str
    leads: int = 0
    """Distinct addresses its entry points named, after keep and drop."""
    new: int = 0
    """Of these, not known before."""
    asked: int = 0
    """Pages asked for."""
    kept: int = 0
    changed: int = 0
    """Pages known before whose text is another now."""
    unchanged: int = 0
    left_out: int = 0
    failed: int = 0
    disallowed: int = 0
    gone: int = 0
    cut: int = 0
    """Addresses not asked for because of a limit: pages per run, a trap, depth."""
    entries: tuple[str, ...] = ()
    """Entry points that were read to their end."""
    complete: bool = False
    """Whether all were."""
    floor_missed: bool = False
    """Whether fewer articles were named than the source says it has at least, although all was read."""
    note: str = ""
