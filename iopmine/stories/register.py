"""The register: the same agreement told by many articles becomes one row, with its accounts and their conflicts.

::

    register(Told(reading, number, document.published, document.story_id) for …)

The register depends on the accounts alone, not on their order: adding documents one at a time gives the same bytes as
reading all of them at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from iopmine.records import Account, Partnership, precision_of
from iopmine.stories import consensus
from iopmine.stories.likeness import Likeness, party_key
from iopmine.stories.merging import Group, Told, merged
from iopmine.stories.naming import evenly_named
from iopmine.stories.spells import USUAL_YEARS, first_day, last_day
from iopmine.text.normal import sha256

__all__ = ["Told", "register"]

_ALONE = Likeness(1.0, "the only account")
_YEAR = 365.25


def register(
    told: Iterable[Told], parents: Mapping[str, str] | None = None, names: Mapping[str, str] | None = None
) -> list[Partnership]:
    """Return the partnerships that accounts tell of, by place, parties and start.

    ``parents`` maps the entity id of a local branch to that of its whole, which some texts name instead; ``names`` maps
    entity ids to names, for parties that the accounts spell in capitals.

    A partnership is named after its earliest account (by publication day; undated ones last): a further article does
    not change the id, one that was published earlier may.
    """
    groups = merged(evenly_named(list(told), names or {}), parents or {})
    named = [(_identity(earliest[0]), group, earliest) for group in groups if (earliest := _ordered(group))]
    named.sort(key=lambda item: (item[0], item[2][0].published or "", item[2][0].key))
    seen: Counter[str] = Counter()
    found = []
    for identity, group, earliest in named:
        seen[identity] += 1
        # Two agreements whose earliest accounts say the very same are told apart by number.
        suffix = f"-{seen[identity]}" if seen[identity] > 1 else ""
        found.append(replace(_partnership(group, earliest), id=f"iop:{identity}{suffix}"))
    return sorted(found, key=_reading_order)


def _ordered(group: Group) -> list[Told]:
    return consensus.earliest_first(group.told)


def _identity(first: Told) -> str:
    reading = first.reading
    sides = (sorted(map(party_key, side)) for side in (reading.public_parties, reading.idea_based_parties))
    year = (reading.start or first.published or "")[:4]
    return sha256(repr((*sides, sorted(reading.areas), year)))[:12]


def _reading_order(one: Partnership) -> tuple[str, ...]:
    names = (party.canonical.casefold() for party in one.idea_based_parties)
    return (one.place.casefold(), "; ".join(names), one.start or "", one.id)


def _partnership(group: Group, told: Sequence[Told]) -> Partnership:
    """Return the row of a group, its id still empty; ``told`` holds its accounts, earliest first."""
    public, public_conflicts = consensus.parties("public_parties", told)
    ideas, idea_conflicts = consensus.parties("idea_based_parties", told)
    start, start_conflicts = consensus.start(told)
    end, end_conflicts = consensus.end(told)
    duration, duration_conflicts = consensus.duration(told)
    sek, basis, amount_conflicts = consensus.amount(told, _years(start, end, duration))
    accounts = tuple(_account(one, group) for one in told)
    weakest = min(accounts, key=lambda account: account.score)
    return Partnership(
        id="",
        public_parties=public,
        idea_based_parties=ideas,
        areas=consensus.areas(told),
        place=consensus.place(told),
        status=consensus.status(told),
        start=start,
        end=end,
        precision=precision_of(start or end or "") if start or end else None,
        duration=duration,
        amount_sek=sek,
        amount_basis=basis,
        conflicts=(
            *public_conflicts,
            *idea_conflicts,
            *start_conflicts,
            *end_conflicts,
            *duration_conflicts,
            *amount_conflicts,
        ),
        documents=len({one.reading.document_id for one in told}),
        stories=len({one.story for one in told}),
        score=weakest.score,
        reason=weakest.reason,
        readings=accounts,
    )


def _account(one: Told, group: Group) -> Account:
    how = group.likenesses.get(one.key, _ALONE)
    return Account(one.reading.document_id, one.number, how.score, how.reason)


def _years(start: str | None, end: str | None, duration: float | None) -> float:
    """Return the length of an agreement in years, the usual one if nothing is told."""
    if start is not None and end is not None and last_day(end) > first_day(start):
        return (last_day(end) - first_day(start) + 1) / _YEAR
    return duration or USUAL_YEARS
