"""What the accounts of one agreement say together, and where they say different things.

Stories count, not documents: a text that was reprinted forty times is one witness. Values are never averaged: one of
those told is shown, the others stand beside it with their documents. All functions take the accounts earliest first,
and of equals the one told first is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from typing import Final, TypeVar

from iopmine.records import Conflict, Party
from iopmine.stories.likeness import party_key
from iopmine.stories.merging import Told
from iopmine.stories.spells import first_day, last_day, prolongs, spell_of

T = TypeVar("T", bound=Hashable)

_STATUSES: Final = ("unclear", "planned", "signed", "running", "extended", "ended", "annulled")
"""From what says least to what outweighs the rest on the same day."""
_BEGINNING: Final = frozenset({"planned", "signed"})
_GOING_ON: Final = frozenset({"planned", "signed", "running"})
_AREAS_AT_MOST: Final = 2
_SAME_SUM: Final = 0.05
"""Relative difference up to which yearly amounts over the whole time are the total that another text gives."""


def earliest_first(told: Iterable[Told]) -> list[Told]:
    """Return accounts by publication day, undated ones last, then by document and number."""
    return sorted(told, key=lambda one: (one.published is None, one.published or "", one.key))


def most_told(told: Iterable[tuple[T, Told]]) -> list[T]:
    """Return the values, those of most stories first."""
    stories: dict[T, set[str]] = defaultdict(set)
    for value, one in told:
        stories[value].add(one.story)
    return sorted(stories, key=lambda value: -len(stories[value]))


def conflict(field: str, shown: str, told: Iterable[tuple[str, Told]]) -> list[Conflict]:
    """Return the conflict of a field whose accounts give these values, none if they all give the one that is shown."""
    documents: dict[str, set[str]] = defaultdict(set)
    for value, one in told:
        documents[value].add(one.reading.document_id)
    if len(documents.keys() | {shown}) == 1:
        return []
    order = sorted(documents, key=lambda value: (value != shown, value))
    return [Conflict(field, tuple((value, tuple(sorted(documents[value]))) for value in order))]


def parties(field: str, told: Sequence[Told]) -> tuple[tuple[Party, ...], list[Conflict]]:
    """Return the fullest list of parties that most stories agree with, and lists that differ from it.

    A story agrees with a list that holds all parties it names. One that names a single party of several shortens, and
    contradicts nothing; one that lists others, or fewer but several, does.
    """
    lists = [(frozenset(map(party_key, getattr(one.reading, field))), one) for one in told]
    lists = [(keys, one) for keys, one in lists if keys]
    if not lists:
        return (), []
    stories: dict[frozenset[str], set[str]] = defaultdict(set)
    for keys, one in lists:
        stories[keys].add(one.story)
    agreeing = {full: len(set().union(*(who for part, who in stories.items() if part <= full))) for full in stories}
    shown = max(stories, key=lambda keys: (agreeing[keys], len(keys)))
    named = [(party_key(party), party, one) for one in told for party in getattr(one.reading, field)]
    names: dict[str, Party] = {}
    for party in most_told((party, one) for _, party, one in named):
        names.setdefault(party_key(party), party)

    def in_words(keys: frozenset[str]) -> str:
        return f"{len(keys)}: {', '.join(sorted(names[key].canonical for key in keys))}"

    contradicting = [(in_words(keys), one) for keys, one in lists if len(keys) > 1 or not keys <= shown]
    rank = {key: place for place, key in enumerate(most_told((key, one) for key, _, one in named))}
    kept = tuple(names[key] for key in sorted(shown, key=lambda key: rank[key]))
    return kept, conflict(field, in_words(shown), contradicting) if contradicting else []


def areas(told: Sequence[Told]) -> tuple[str, ...]:
    """Return the areas of most stories; one that has a more specific one among those told makes way for it."""
    given = [(area, one) for one in told for area in one.reading.areas]
    wider = {area.partition(".")[0] for area, _ in given if "." in area}
    return tuple(most_told((area, one) for area, one in given if area not in wider)[:_AREAS_AT_MOST])


def place(told: Sequence[Told]) -> str:
    """Return the place of most stories, empty if none gives one."""
    return next(iter(most_told((one.reading.place, one) for one in told if one.reading.place)), "")


def prolonged(told: Sequence[Told]) -> bool:
    """Tell whether an account speaks of a prolongation, or takes over where another ends."""
    if any(one.reading.status == "extended" for one in told):
        return True
    spells = [spell_of(one.reading, one.published) for one in told if one.reading.start or one.reading.end]
    spells.sort(key=lambda spell: (spell.first or 0, spell.last or 0))
    return any(prolongs(one, other) for one, other in pairwise(spells))


def status(told: Sequence[Told]) -> str:
    """Return where the texts, one day after another, leave the partnership; ``extended`` where it was prolonged.

    How an agreement was planned and signed is told again long afterwards, so that takes nothing back.
    """
    found = "unclear"
    for one in sorted(told, key=lambda one: (one.published or "", _STATUSES.index(one.reading.status))):
        said = one.reading.status
        if said != "unclear" and not (said in _BEGINNING and _STATUSES.index(found) > _STATUSES.index(said)):
            found = said
    return "extended" if found in _GOING_ON and prolonged(told) else found


def start(told: Sequence[Told]) -> tuple[str | None, list[Conflict]]:
    """Return when the partnership began, and other dates that are told; a prolongation began later by right."""
    given = [(one.reading.start, one) for one in told if one.reading.start is not None]
    if given and prolonged(told):
        return min((date for date, _ in given), key=lambda date: (first_day(date), -len(date))), []
    return _date("start", given)


def end(told: Sequence[Told]) -> tuple[str | None, list[Conflict]]:
    """Return when the partnership ends, prolongations included, and other dates that are told."""
    given = [(one.reading.end, one) for one in told if one.reading.end is not None]
    if given and prolonged(told):
        return max((date for date, _ in given), key=lambda date: (last_day(date), len(date))), []
    return _date("end", given)


def _date(field: str, given: Sequence[tuple[str, Told]]) -> tuple[str | None, list[Conflict]]:
    """Return the date of most stories; ``2015`` agrees with ``2015-07``, and the more precise of the two is shown."""
    if not given:
        return None, []
    dates = dict.fromkeys(date for date, _ in given)
    finest = {date: max((other for other in dates if other.startswith(date)), key=len) for date in dates}
    read = [(finest[date], one) for date, one in given]
    shown = most_told(read)[0]
    return shown, conflict(field, shown, read)


def duration(told: Sequence[Told]) -> tuple[float | None, list[Conflict]]:
    """Return the length in years of most stories, and others that are told of a partnership that was not prolonged."""
    given = [(one.reading.duration, one) for one in told if one.reading.duration is not None]
    if not given:
        return None, []
    shown = most_told(given)[0]
    told_else = [] if prolonged(told) else [(f"{years:g}", one) for years, one in given]
    return shown, conflict("duration", f"{shown:g}", told_else) if told_else else []


def amount(told: Sequence[Told], years: float | None) -> tuple[int | None, str | None, list[Conflict]]:
    """Return the amount and basis of most stories, and other amounts.

    ``years``: length of the agreement; with it, an amount a year and the total of all years are one claim.
    """
    given = [(one.reading.amount_sek, one) for one in told if one.reading.amount_sek is not None]
    if not given:
        return None, None, []
    shown = most_told(given)[0]
    bases = most_told((one.reading.amount_basis or "unclear", one) for sek, one in given if sek == shown)
    basis = next((name for name in bases if name != "unclear"), "unclear")
    # The total of a yearly amount, or the year of a total, says the same.
    same = {"per_year": shown * years, "total": shown / years}.get(basis) if years else None
    other = [(_sum(sek, one), one) for sek, one in given if same is None or abs(sek - same) > _SAME_SUM * same]
    other = [(_sum_shown(shown, basis) if one.reading.amount_sek == shown else value, one) for value, one in other]
    return shown, basis, conflict("amount_sek", _sum_shown(shown, basis), other)


def _sum(sek: int, one: Told) -> str:
    return _sum_shown(sek, one.reading.amount_basis or "unclear")


def _sum_shown(sek: int, basis: str) -> str:
    return f"{sek} {basis}"
