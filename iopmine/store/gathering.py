"""The address book: which pages sources have named, what became of each, and what hosts asked of us."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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


class Gathering(Documents):
    """The address book of a store."""

    _database: Database

    def note_leads(
        self,
        leads: Iterable[Lead],
        *,
        now: str,
        asked: Collection[str] = (),
        entries: Mapping[tuple[str, str], bool] | None = None,
    ) -> int:
        """Enter leads into the address book, in one transaction, and return how many were new.

        A known address keeps what became of it; that it was named again is noted, with a title, date or time of
        change where the source gives one now. A lead whose record the source has deleted makes its address ``gone``;
        one that is named again after it had gone is due once more, when its wait is over.

        Args:
            now: the time, ISO.
            asked: the sources of this run; a page that waits belongs to one of these.
            entries: (source, entry) → whether it was read to its end.
        """
        new = 0
        with self._database.transaction():
            for lead in leads:
                known = self.address(lead.url)
                new += known is None
                _save(self._database, _entered(lead, now) if known is None else _named_again(known, lead, now, asked))
            self._database.write_many(
                "INSERT OR REPLACE INTO entries VALUES (?, ?, ?)",
                [(*key, int(complete)) for key, complete in sorted((entries or {}).items())],
            )
        return new

    def complete_entries(self, source: str) -> set[str]:
        """Return the entry points of a source that were read to their end when they were last read."""
        rows = self._database.rows("SELECT entry FROM entries WHERE source = ? AND complete = 1", (source,))
        return {entry for (entry,) in rows}

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

    def due(self, source: str, *, now: str, recheck_before: str = "", reread: bool = False) -> list[Address]:
        """Return the addresses of a source that a run should ask for: never asked ones first, then the newest.

        Due are new ones, ones that failed and may be tried again by ``now``, ones that the source says have changed
        since they were read, kept ones last read before ``recheck_before`` (an ISO time; empty: none of these), and
        with ``reread`` those that were left out. One that was asked in vain comes after the others, so that it cannot
        keep them waiting for ever; of those read before, the one read longest ago comes first.
        """
        rows = self._database.rows(
            f"{_SELECT} WHERE source = ? AND not_before <= ? AND (state IN ('new', 'failed', 'disallowed') "
            "OR (state IN ('kept', 'left_out') AND (modified > substr(fetched_at, 1, length(modified)) "
            # A change later on the day of reading: looked at once more, the day after.
            "OR modified = substr(fetched_at, 1, 10) AND modified < substr(?, 1, 10))) "
            "OR (state = 'kept' AND fetched_at < ?) OR (? AND state = 'left_out')) "
            "ORDER BY state = 'disallowed', state <> 'new', attempts, "
            "iif(state IN ('kept', 'left_out'), fetched_at, ''), "
            'published IS NULL, published DESC, "identity"',
            (source, now, now, recheck_before, int(reread)),
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
                if changed:
                    # Other bytes around the same text are not worth their room.
                    packed = zlib.compress(body, 6)
                    self._database.write("INSERT OR IGNORE INTO raw_pages VALUES (?, ?)", (address.sha256, packed))
            _save(self._database, address)
        return changed

    def document_at(self, url: str) -> str | None:
        """Return the id of a document that was stored under exactly this address, by whatever way, or None."""
        found: str | None = self._database.value("SELECT min(id) FROM documents WHERE url = ?", (url,))
        return found

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
            "count(*), count(DISTINCT nullif(document_id, '')) FROM addresses WHERE sha256 <> '' "
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


def _named_again(known: Address, lead: Lead, now: str, asked: Collection[str]) -> Address:
    named = replace(
        known,
        last_seen=now,
        title=lead.title or known.title,
        published=known.published or lead.published,
        modified=max(known.modified or "", lead.modified or "") or None,
        fetch_url=lead.fetch_url or known.fetch_url,
        source=_owner(known, lead, asked),
    )
    if lead.gone and known.state != "gone":
        return replace(named, state="gone", reason=_deleted(now), excerpt="")
    if known.state == "gone" and not lead.gone and known.not_before and known.not_before <= now:
        # A site's bad day looks like the end of its pages; what is still listed may be there again.
        return replace(named, state="failed")
    return named


def _owner(known: Address, lead: Lead, asked: Collection[str]) -> str:
    """Return the source that a page belongs to; of two that name one the first by name, whichever answered first."""
    if known.state not in {"new", "failed", "disallowed"} or known.source == lead.source:
        return known.source
    return min(known.source, lead.source) if known.source in asked or not asked else lead.source


def _save(database: Database, address: Address) -> None:
    row: Row = (identity(address.url), *_ADDRESS.row(address))
    database.write(_SAVE, (*row, seal([row])))
