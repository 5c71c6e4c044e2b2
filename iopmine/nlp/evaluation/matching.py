"""When a name or label of the gold and one of the pipeline mean the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from iopmine.records import Mention

_ENDING = re.compile(r"(?::s|['’]s|s)$")


def party_key(name: str) -> str:
    """Return the form in which names of parties are compared: caseless, without a genitive ending."""
    return _ENDING.sub("", " ".join(name.split()).casefold())


@dataclass(frozen=True, slots=True)
class Matching:
    """What the words of the gold stand for.

    ``areas`` and ``frames`` map the gold's labels to the ids that satisfy them (a label that is an id needs no entry);
    ``bodies`` and ``places`` map names, as ``party_key`` gives them, to entity ids; ``known`` are the ids of the
    lexicon, as against those made up for unknown names.
    """

    areas: Mapping[str, Sequence[str]] = field(default_factory=dict)
    frames: Mapping[str, Sequence[str]] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    known: Set[str] = frozenset()

    def party(self, name: str) -> str:
        """Return the entity of a party, or the key of its name where none is known."""
        key = party_key(name)
        return self.bodies.get(key, key)

    def same_place(self, one: str, other: str) -> bool:
        """Tell whether two names stand for the same municipality or region, as a body or as a place."""
        return bool(self._meanings(one) & self._meanings(other))

    def _meanings(self, name: str) -> set[str]:
        key = party_key(name)
        return {key} | {names[key] for names in (self.bodies, self.places) if key in names}

    def links(self, mention: Mention, canonical: str) -> bool:
        """Tell whether a mention was linked to the entity that goes by a canonical name."""
        names = self.bodies if mention.label == "ORG" else self.places
        key = party_key(canonical)
        return party_key(mention.canonical) == key or (bool(mention.entity_id) and names.get(key) == mention.entity_id)


def kin(found: str, wanted: str) -> bool:
    """Tell whether two ids are the same, or one is a sub-area of the other."""
    return found == wanted or found.startswith(f"{wanted}.") or wanted.startswith(f"{found}.")
