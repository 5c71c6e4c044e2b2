"""How alike two accounts of agreements are: a score from their parties, area and time, and the reason in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from iopmine.records import PartnershipReading, Party
from iopmine.stories.spells import AHEAD, LOOSE, Spell, apart, prolongs, spell_of
from iopmine.text.normal import slug

ENOUGH = 0.68
"""Score from which two accounts are of one agreement: the same partners and something else in common.

On the demo gold every value from 0.62 to 0.74 gives the same register; over what the pipeline reads there, 0.68 to
0.72 err least.
"""
IDEAS, AREA, TIME, AMOUNT = 0.6, 0.25, 0.15, 0.1
"""What each can add. Nothing told is half of it."""
OTHER_AREA = -0.1
"""What two areas that have nothing to do with each other take away: the same parties may sign on the same day about two
matters. An amount in common makes up for an area that was misread."""

_GENERIC = frozenset({"foreningen", "forening", "stiftelsen", "ideella", "ideell"})
_WORDS = re.compile(r"[^\W_]+")


def party_key(party: Party) -> str:
    """Return what a party is compared by; see ``key_of``."""
    return key_of(party.entity_id or slug(party.canonical))


def key_of(entity_id: str) -> str:
    """Return the words of an id (or slug of a name) without generic ones and without a genitive ending."""
    words = _WORDS.findall(entity_id.removeprefix("org:"))
    kept = [word for word in words if word not in _GENERIC] or words
    return "-".join(kept).removesuffix("s")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared of an account: parties by key, areas, time and amount."""

    public: frozenset[str]
    ideas: frozenset[str]
    areas: frozenset[str]
    spell: Spell
    amount: int | None

    @property
    def whole(self) -> bool:
        """Whether both sides are named."""
        return bool(self.public and self.ideas)


def facts_of(reading: PartnershipReading, published: str | None) -> Facts:
    """Return what is compared of a reading in a text published on a day."""
    return Facts(
        frozenset(map(party_key, reading.public_parties)),
        frozenset(map(party_key, reading.idea_based_parties)),
        frozenset(reading.areas),
        spell_of(reading, published),
        reading.amount_sek,
    )


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score from 0 to 1 with its reason."""

    score: float
    reason: str


def likeness(one: Facts, other: Facts, parents: Mapping[str, str]) -> Likeness | None:
    """Return how alike two accounts are, None if they cannot be of one agreement.

    They cannot if no public party is the same or if a gap lies between their times. ``parents`` maps the key of a
    local branch to that of its whole, which an article may name instead.
    """
    publics = _shared(one.public, other.public, parents)
    if (one.public and other.public and not publics) or apart(one.spell, other.spell):
        return None
    ideas = _shared(one.ideas, other.ideas, parents)
    parts = [
        _partners(ideas, len(one.ideas), len(other.ideas)),
        _area(one.areas, other.areas),
        _time(one.spell, other.spell),
        _amount(one.amount, other.amount),
    ]
    score = min(1.0, sum(score for score, _ in parts))
    return Likeness(round(score, 4), "; ".join(reason for _, reason in parts if reason))


def _shared(one: frozenset[str], other: frozenset[str], parents: Mapping[str, str]) -> int:
    """Count the parties in common; a local branch and its whole are one."""
    here, there = one - other, other - one
    branches = sum(parents.get(key) in there for key in here) + sum(parents.get(key) in here for key in there)
    return len(one & other) + min(branches, len(here), len(there))


def _partners(shared: int, here: int, there: int) -> tuple[float, str]:
    if not here or not there:
        return IDEAS / 2, "one text names no idea-based party"
    together = here + there - shared
    alike = (shared / min(here, there) + shared / together) / 2
    return IDEAS * alike, f"{shared} of {together} idea-based parties in common"


def _area(one: frozenset[str], other: frozenset[str]) -> tuple[float, str]:
    if not one or not other:
        return AREA / 2, "one text has no area"
    if same := one & other:
        return AREA, f"same area: {', '.join(sorted(same))}"
    if wider := {key for key in one | other if _widens(key, one) or _widens(key, other)}:
        return 0.8 * AREA, f"related areas: {', '.join(sorted(wider))}"
    return OTHER_AREA, f"other areas: {', '.join(sorted(one))} and {', '.join(sorted(other))}"


def _widens(area: str, areas: frozenset[str]) -> bool:
    """Tell whether an area is the first level of one of the areas; two second levels are different areas."""
    return any(key.startswith(f"{area}.") for key in areas)


def top_area(area: str) -> str:
    """Return the first level of an area id: ``aldre`` of ``aldre.demens``."""
    return area.partition(".")[0]


def _time(one: Spell, other: Spell) -> tuple[float, str]:
    if not one.dated or not other.dated:
        return _undated(one, other)
    if (one.told[0] and other.told[0] and one.first == other.first) or (
        one.told[1] and other.told[1] and one.last == other.last
    ):
        return TIME, "same start or end"
    if prolongs(one, other):
        return 0.7 * TIME, "one prolongs the other"
    return 0.8 * TIME, "times overlap or touch"


def _undated(one: Spell, other: Spell) -> tuple[float, str]:
    """An account without dates is rather of the agreement that ran when it was written than of another one."""
    dated, undated = (one, other) if one.dated else (other, one)
    if dated.first is None or dated.last is None or undated.published is None:
        return TIME / 2, "no dates to compare"
    if dated.first - AHEAD <= undated.published <= dated.last + LOOSE:
        return 0.6 * TIME, "written while it ran"
    return 0.4 * TIME, "written after its time"


def _amount(one: int | None, other: int | None) -> tuple[float, str]:
    return (AMOUNT, "same amount") if one is not None and one == other else (0.0, "")
