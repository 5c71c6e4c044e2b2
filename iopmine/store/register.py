"""The register of partnerships: written whole, with a hash of what it was made from, and read back in order."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from iopmine.records import Account, Conflict, Partnership, Party
from iopmine.store.connection import Database, Row
from iopmine.store.rows import RowMap, insert, listed
from iopmine.store.sealing import compact_json, seal

_NESTED: Final = ("public_parties", "idea_based_parties", "conflicts")
_PLAIN: Final = RowMap(Partnership, without={*_NESTED, "readings"})
_ACCOUNT: Final = RowMap(Account)
PARTNERSHIP_COLUMNS: Final = (*_PLAIN.columns, *_NESTED)
ACCOUNT_COLUMNS: Final = ("partnership", "ordinal", *_ACCOUNT.columns)


def stored(database: Database) -> tuple[list[Row], list[Row]]:
    """Return the rows of partnerships and of accounts, in order."""
    partnerships = f"SELECT {listed(PARTNERSHIP_COLUMNS)} FROM partnerships ORDER BY ordinal"  # noqa: S608
    accounts = f"SELECT {listed(ACCOUNT_COLUMNS)} FROM accounts ORDER BY partnership, ordinal"  # noqa: S608
    return database.rows(partnerships), database.rows(accounts)


def register_seal(basis: str, tables: Iterable[Sequence[Row]]) -> str:
    """Return the seal over the register; ``tables`` as ``stored`` gives them."""
    return seal(row for rows in ([(basis,)], *tables) for row in [(len(rows),), *rows])


class Register:
    """The partnerships of a store."""

    _database: Database

    def register_basis(self, maker: str) -> str:
        """Return a hash of all that the register follows from: documents with their stories, and extractions.

        ``maker`` names the version of what makes it.
        """
        digest = hashlib.sha256(maker.encode())
        for row in self._database.rows(
            "SELECT d.id, d.seal, x.seal FROM documents d LEFT JOIN extractions x ON x.document = d.key ORDER BY d.id"
        ):
            digest.update(f"{compact_json(row)}\n".encode())
        return digest.hexdigest()

    def register_made_of(self) -> str | None:
        """Return the basis that the stored register was made of, None if there is none yet."""
        found: str | None = self._database.value("SELECT basis FROM register")
        return found

    def save_register(self, partnerships: Iterable[Partnership], *, basis: str) -> None:
        """Save the partnerships in place of the earlier ones, in one transaction, in the order given.

        Raises:
            StoreError: two partnerships have one id, or one reading belongs to two of them.
        """
        rows: list[Row] = []
        accounts: list[Row] = []
        for number, partnership in enumerate(partnerships):
            rows.append((number, *_PLAIN.row(partnership), *_nested(partnership)))
            accounts += [(partnership.id, i, *_ACCOUNT.row(each)) for i, each in enumerate(partnership.readings)]
        with self._database.transaction():
            self._database.write("DELETE FROM partnerships")
            insert(self._database, "partnerships", ("ordinal", *PARTNERSHIP_COLUMNS), rows)
            insert(self._database, "accounts", ACCOUNT_COLUMNS, accounts)
            mark = register_seal(basis, stored(self._database))
            self._database.write("INSERT OR REPLACE INTO register VALUES (1, ?, ?)", (basis, mark))

    def partnerships(self) -> Iterator[Partnership]:
        """Yield the partnerships of the register in the order they were saved in."""
        with self._database.snapshot():
            rows, accounts = stored(self._database)
        by_id: dict[str, list[Account]] = defaultdict(list)
        for partnership, _, *account in accounts:
            by_id[partnership].append(_ACCOUNT.record(account))
        for row in rows:
            plain, (public, ideas, conflicts) = row[: -len(_NESTED)], row[-len(_NESTED) :]
            yield _PLAIN.record(
                plain,
                public_parties=_parties(public),
                idea_based_parties=_parties(ideas),
                conflicts=_conflicts(conflicts),
                readings=tuple(by_id[row[0]]),
            )


def _nested(partnership: Partnership) -> tuple[str, str, str]:
    """Return what is a list of records as JSON, in the order of ``_NESTED``."""
    public, ideas = (
        compact_json([[party.entity_id, party.canonical] for party in side])
        for side in (partnership.public_parties, partnership.idea_based_parties)
    )
    return public, ideas, compact_json([[each.field, each.versions] for each in partnership.conflicts])


def _parties(packed: str) -> tuple[Party, ...]:
    return tuple(Party(*party) for party in json.loads(packed))


def _conflicts(packed: str) -> tuple[Conflict, ...]:
    return tuple(
        Conflict(field, tuple((value, tuple(documents)) for value, documents in versions))
        for field, versions in json.loads(packed)
    )
