"""Which entity a mention stands for: the lexicon's id, or a stable id of its own made from the name.

A tie is left unlinked rather than guessed; the text's own municipalities break it where they can.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from iopmine.lexicon import Lexicon
from iopmine.nlp.candidates import Candidate
from iopmine.nlp.org_patterns import side_of
from iopmine.records import Entity, Label
from iopmine.text.normal import fold, slug, squeeze

_IN_PLACE = re.compile(r"\s{1,2}i\s{1,2}(?P<place>[A-ZÅÄÖ][\wåäö-]+)")
_PREFIX: Mapping[str, str] = {"ORG": "org", "LOC": "ort", "PER": "per"}


@dataclass(frozen=True, slots=True)
class Link:
    """A mention's entity: ``entity`` is None for a tie, and ``canonical`` is then the printed name."""

    entity: Entity | None
    canonical: str
    score: float


@dataclass(slots=True)
class Linker:
    """Links the chosen candidates of one text after another; knows the lexicon's names and short names."""

    lexicon: Lexicon
    _places: dict[str, str] = field(init=False)
    _bodies: dict[str, str] = field(init=False)
    _short: dict[str, list[tuple[str, str]]] = field(init=False)

    def __post_init__(self) -> None:
        """Index the names by their folded form; a form with two owners of one label is left out."""
        self._places = _unique((n.text, n.entity_id) for n in self.lexicon.names if n.label == "LOC")
        self._bodies = _unique((n.text, n.entity_id) for n in self.lexicon.names if n.label == "ORG")
        self._short = {}
        for short in self.lexicon.short_names:
            self._short.setdefault(fold(short.short_name), []).append((short.kommunkod, short.entity_id))

    def link_all(self, text: str, chosen: list[Candidate], aliases: Mapping[str, Candidate]) -> list[Link]:
        """Return the link of each candidate. ``aliases`` maps short forms to the mention that introduced them."""
        codes = self._municipalities(chosen)
        return [self._link(text, candidate, codes, aliases) for candidate in chosen]

    def _municipalities(self, chosen: Iterable[Candidate]) -> Counter[str]:
        """Count the municipality codes that a text mentions without doubt."""
        codes: Counter[str] = Counter()
        for candidate in chosen:
            if len(candidate.entity_ids) == 1 and candidate.label != "PER":
                entity = self.lexicon.entities.get(candidate.entity_ids[0])
                if entity is not None and entity.kommunkod:
                    codes[entity.kommunkod] += 1
        return codes

    def _link(self, text: str, found: Candidate, codes: Counter[str], aliases: Mapping[str, Candidate]) -> Link:
        printed = squeeze(text[found.start : found.end])
        here = self._place_behind(text, found.reach)
        owner = aliases.get(fold(printed)) if not found.entity_ids and here is None else None
        if owner is not None and owner is not found and fold(text[owner.start : owner.end]) != fold(printed):
            inherited = self._link(text, owner, codes, {})
            return self._as_place(inherited, found.label, printed)
        entity_id = self._known_id(printed, found, Counter({here: 1}) if here else codes)
        if entity_id is not None:
            return Link(self._entity(entity_id), self.lexicon.canonical(entity_id, found.label), found.score)
        if found.entity_ids or fold(printed) in self._short:
            return Link(None, printed, 0.3)
        return Link(_own_entity(printed, found), _own_canonical(printed, found), found.score)

    def _place_behind(self, text: str, position: int) -> str | None:
        """Return the municipality code of an "i Ort" right behind a name: ``Stadsmissionen i Västerås``."""
        found = _IN_PLACE.match(text, position)
        entity = self.lexicon.entities.get(self._places.get(fold(found.group("place")), "")) if found else None
        return entity.kommunkod or None if entity is not None else None

    def _as_place(self, inherited: Link, label: Label, printed: str) -> Link:
        """A bare place name of an unknown municipality is a place of its own id, not the authority."""
        if label != "LOC" or inherited.entity is None:
            return inherited
        own = Entity(f"ort:{slug(printed)}", "LOC", printed, kind="kommun")
        return Link(own, printed, inherited.score)

    def _known_id(self, printed: str, found: Candidate, codes: Counter[str]) -> str | None:
        short = self._by_short_name(printed, codes)
        if short is not None:
            return short
        if len(found.entity_ids) == 1:
            return found.entity_ids[0]
        if found.entity_ids:
            return self._break_tie(found.entity_ids, codes)
        return self._by_form(printed, found.label)

    def _by_short_name(self, printed: str, codes: Counter[str]) -> str | None:
        """``Stadsmissionen`` in an article that mentions one municipality with a city mission."""
        owners = {entity_id for code, entity_id in self._short.get(fold(printed), ()) if code in codes}
        return owners.pop() if len(owners) == 1 else None

    def _break_tie(self, ids: tuple[str, ...], codes: Counter[str]) -> str | None:
        scores = {i: codes.get(e.kommunkod, 0) for i in ids if (e := self.lexicon.entities.get(i)) is not None}
        best = max(scores.values(), default=0)
        winners = [i for i, score in scores.items() if score == best]
        return winners[0] if best > 0 and len(winners) == 1 else None

    def _by_form(self, printed: str, label: Label) -> str | None:
        """A pattern found the authority of a listed municipality in a form that the list lacks (``Borås kommun``)."""
        if label == "LOC":
            return self._places.get(fold(printed))
        known = self._bodies.get(fold(printed))
        if known is not None or label != "ORG":
            return known
        place, _, head = fold(printed).rpartition(" ")
        if not place or head not in {"kommun", "stad"}:
            return None
        code = self._places.get(place) or self._places.get(place.removesuffix("s"))
        return code if code is not None and code.startswith("kommun:") else None

    def _entity(self, entity_id: str) -> Entity | None:
        return self.lexicon.entities.get(entity_id)


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    owners: dict[str, set[str]] = {}
    for name, entity_id in pairs:
        owners.setdefault(fold(name), set()).add(entity_id)
    return {name: next(iter(ids)) for name, ids in owners.items() if len(ids) == 1}


def _own_canonical(printed: str, found: Candidate) -> str:
    if found.rule == "pattern:kommun":
        place, _, head = printed.rpartition(" ")
        return f"{place} {head.casefold()}"
    return printed


def _own_entity(printed: str, found: Candidate) -> Entity:
    """Make the entity of a name that no list knows; its id depends on the name alone."""
    kind, side = side_of(found.rule)
    canonical = _own_canonical(printed, found)
    return Entity(
        f"{_PREFIX[found.label]}:{slug(canonical)}", found.label, canonical, kind=kind or found.kind, side=side
    )
