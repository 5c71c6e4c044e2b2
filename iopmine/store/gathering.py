"""The address book: which pages sources have named, what became of each, and what hosts asked of us."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from iopmine.records import Address, Document, HostState, Lead, SourceRun
from iopmine.store.connection import Database, Row
from iopmine.store.documents import Documents
from iopmine.store.rows import RowMap, insert_into, listed
from iopmine.store.sealing import compact_json, seal
from iopmine.urls import identity

_ADDRESS: Final = RowMap(Address)
_HOST: Final = RowMap(HostState)
_RUN: Final = RowMap(SourceRun)
ADDRESS_COLUMNS: Final = ("identity", *_ADDRESS.columns)
_SAVE: Final = insert_into("addresses", (*ADDRESS_COLUMNS, "seal")).replace("INSERT", "INSERT OR REPLACE", 1)
_SELECT: Final = f"SELECT {listed(_ADDRESS.columns)} FROM addresses"  # noqa: S608 (names from records)
_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many articles of one source and month were seen, and how many of these were kept."""

    source: str
    month: str
    """Of publication as the source says, else in which it was first seen (``2018-06``)."""
    seen: int
    kept: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """A page that was left out: what a person needs to judge whether that was right."""

    url: str
    source: str
    title: str
    excerpt: str
    relevance: float


class Gathering(Documents):
    """The address book of a store."""

    _database: Database

    def note_leads(self, leads: Iterable[Lead], *, now: str) -> int:
        """Enter leads into the address book, in one transaction, and return how many were new.

        A known address keeps what became of it; that it was named again is noted, with a title, date or time of
        change where the source gives one now. A lead whose record the source has deleted makes its address ``gone``.
        """
        new = 0
        with self._database.transaction():
            for lead in leads:
                known = self.address(lead.url)
                new += known is None
                _save(self._database, _entered(lead, now) if known is None else _named_again(known, lead, now))
        return new

    def address(self, url: str) -> Address | None:
        """Return what is known of an address, by the identity of its page, or None."""
        row = self._database.row(f'{_SELECT} WHERE "identity" = ?', (identity(url),))
        return None if row is None else _ADDRESS.record(row)

    def addresses(self, *, source: str | None = None, states: Collection[str] = ()) -> Iterator[Address]:
        """Yield the addresses in the order of their identity, page by page, of one source and of some states."""
        only, parameters = _conditions(source, states)
        after = ""
        while rows := self._database.rows(
            f'SELECT "identity", {listed(_ADDRESS.columns)} FROM addresses '  # noqa: S608
            f'WHERE "identity" > ? {only} ORDER BY "identity" LIMIT {_PAGE}',
            (after, *parameters),
        ):
            yield from (_ADDRESS.record(row[1:]) for row in rows)
            after = rows[-1][0]

    def due(self, source: str, *, now: str, recheck_before: str = "") -> list[Address]:
        """Return the addresses of a source that a run should ask for: never asked ones first, then the newest.

        One that was asked in vain comes after the others, so that it cannot keep them waiting for ever.

        Due are new ones, ones that failed and may be tried again by ``now``, ones that the source says have changed
        since they were read, and kept ones last read before ``recheck_before`` (an ISO time; empty: none of these).
        """
        rows = self._database.rows(
            f"{_SELECT} WHERE source = ? AND not_before <= ? AND (state IN ('new', 'failed', 'disallowed') "
            "OR (state IN ('kept', 'left_out') AND modified > substr(fetched_at, 1, length(modified))) "
            "OR (state = 'kept' AND fetched_at < ?)) "
            "ORDER BY state <> 'new', attempts, published IS NULL, published DESC, \"identity\"",
            (source, now, recheck_before),
        )
        return [_ADDRESS.record(row) for row in rows]

    def settle(self, address: Address, *, document: Document | None = None, body: bytes = b"", now: str) -> bool:
        """Note what became of an address; with it goes its document and the bytes it was read from, or nothing does.

        Returns:
            True if the document is new or its text changed.

        Raises:
            StoreError: as ``add``.
        """
        changed = False
        with self._database.transaction():
            if document is not None:
                changed = self._add(document, raw_sha256=address.sha256, added_at=now)
                self._database.write(
                    "INSERT OR IGNORE INTO raw_pages VALUES (?, ?)", (address.sha256, zlib.compress(body, 6))
                )
            _save(self._database, address)
        return changed

    def raw_page(self, sha256: str) -> bytes | None:
        """Return the bytes of a page that was kept, by their SHA-256, or None."""
        packed = self._database.value("SELECT packed FROM raw_pages WHERE sha256 = ?", (sha256,))
        return None if packed is None else zlib.decompress(packed)

    def host(self, host: str) -> HostState | None:
        """Return what is remembered of a host, or None."""
        row = self._database.row(f"SELECT {listed(_HOST.columns)} FROM hosts WHERE host = ?", (host,))  # noqa: S608
        return None if row is None else HostState(*row)

    def hosts(self) -> list[HostState]:
        """Return what is remembered of all hosts, in the order of their names."""
        rows = self._database.rows(f"SELECT {listed(_HOST.columns)} FROM hosts ORDER BY host")  # noqa: S608
        return [HostState(*row) for row in rows]

    def remember(self, states: Iterable[HostState]) -> None:
        """Note the state of hosts, in one transaction."""
        statement = insert_into("hosts", _HOST.columns).replace("INSERT", "INSERT OR REPLACE", 1)
        with self._database.transaction():
            self._database.write_many(statement, [_HOST.row(state) for state in states])

    def begin_gathering(self, *, now: str) -> bool:
        """Note that a run begins, and tell whether the run before it came to its end."""
        with self._database.transaction():
            last = self._database.value("SELECT ended_at FROM gatherings ORDER BY key DESC LIMIT 1")
            self._database.write("INSERT INTO gatherings (started_at, ended_at, followed) VALUES (?, '', '[]')", (now,))
        return bool(last != "")

    def follow(self, names: Sequence[str]) -> list[str]:
        """Note whom the run that was begun last follows; return the names that no earlier run with pages did.

        Pages that were left out before such a name was followed may hold it.
        """
        with self._database.transaction():
            key, before = self._database.row(
                "SELECT max(key), (SELECT followed FROM gatherings WHERE followed <> '[]' OR key IN "
                "(SELECT gathering FROM source_runs) ORDER BY key DESC LIMIT 1) FROM gatherings"
            ) or (None, None)
            packed = compact_json(sorted(names))
            self._database.write("UPDATE gatherings SET followed = ? WHERE key = ?", (packed, key))
        return sorted(set(names) - set(json.loads(before))) if before is not None else []

    def look_again(self, source: str) -> int:
        """Make the pages of a source that were left out due again; return how many there are."""
        again = [
            replace(address, state="new", etag="", last_modified="", sha256="", not_before="", excerpt="")
            for address in self.addresses(source=source, states=("left_out",))
        ]
        with self._database.transaction():
            for address in again:
                _save(self._database, address)
        return len(again)

    def add_source_runs(self, runs: Iterable[SourceRun]) -> None:
        """Note what the run that was begun last brought from sources."""
        with self._database.transaction():
            key = self._database.value("SELECT max(key) FROM gatherings")
            rows = ((key, *_RUN.row(run)) for run in runs)
            self._database.write_many(insert_into("source_runs", ("gathering", *_RUN.columns)), rows)

    def end_gathering(self, *, now: str) -> None:
        """Note that the run that was begun last came to its end."""
        with self._database.transaction():
            self._database.write(
                "UPDATE gatherings SET ended_at = ? WHERE key = (SELECT max(key) FROM gatherings)", (now,)
            )

    def source_runs(self, source: str | None = None) -> list[SourceRun]:
        """Return the runs of one source, or of all, oldest first."""
        only, parameters = ("", ()) if source is None else (" WHERE source = ?", (source,))
        rows = self._database.rows(
            f"SELECT {listed(_RUN.columns)} FROM source_runs{only} ORDER BY key",  # noqa: S608
            parameters,
        )
        return [_RUN.record(row) for row in rows]

    def coverage(self) -> list[Coverage]:
        """Return, by source and month, how many articles were read and how many kept: the denominator of a curve.

        Those that have died since then count too.
        """
        rows = self._database.rows(
            "SELECT source, substr(coalesce(iif(length(published) >= 7, published, NULL), first_seen), 1, 7) m, "
            "count(*), sum(document_id <> '') FROM addresses WHERE sha256 <> '' "
            "GROUP BY source, m ORDER BY source, m"
        )
        return [Coverage(*row) for row in rows]

    def address_counts(self) -> dict[str, dict[str, int]]:
        """Return the number of addresses by source and state."""
        counts: dict[str, dict[str, int]] = {}
        for source, state, number in self._database.rows(
            "SELECT source, state, count(*) FROM addresses GROUP BY source, state ORDER BY source, state"
        ):
            counts.setdefault(source, {})[state] = number
        return counts

    def rejected(self) -> Iterator[Rejected]:
        """Yield the pages that were read and left out, in the order of their identity."""
        for address in self.addresses(states=("left_out",)):
            yield Rejected(address.url, address.source, address.title, address.excerpt, address.relevance or 0.0)


def _conditions(source: str | None, states: Collection[str]) -> tuple[str, list[str]]:
    marks = ", ".join("?" * len(states))
    only = ("AND source = ? " if source is not None else "") + (f"AND state IN ({marks})" if states else "")
    return only, [*([source] if source is not None else []), *sorted(states)]


def _entered(lead: Lead, now: str) -> Address:
    return Address(
        url=lead.url,
        source=lead.source,
        entry=lead.entry,
        title=lead.title,
        published=lead.published,
        modified=lead.modified,
        fetch_url=lead.fetch_url,
        first_seen=now,
        last_seen=now,
        state="gone" if lead.gone else "new",
        reason=_deleted(now) if lead.gone else "",
    )


def _deleted(now: str) -> str:
    return f"The source says since {now[:10]} that the record was deleted."


def _named_again(known: Address, lead: Lead, now: str) -> Address:
    named = replace(
        known,
        last_seen=now,
        title=lead.title or known.title,
        published=known.published or lead.published,
        modified=max(known.modified or "", lead.modified or "") or None,
        fetch_url=lead.fetch_url or known.fetch_url,
        # Of two sources that name one new page the first by name has it, whichever answered first.
        source=min(known.source, lead.source) if known.state == "new" else known.source,
    )
    if lead.gone and known.state != "gone":
        return replace(named, state="gone", reason=_deleted(now))
    return named


def _save(database: Database, address: Address) -> None:
    row: Row = (identity(address.url), *_ADDRESS.row(address))
    database.write(_SAVE, (*row, seal([row])))
