"""The parties of an agreement: the words that name them, and whom "kommunen" means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from iopmine.nlp.clues import Clue, is_public
from iopmine.nlp.names import NameReading
from iopmine.text.normal import slug

# A council or committee speaks for its municipality: "Dalköpings kommunfullmäktige", "Socialnämnden i Lund".
_COUNCIL = re.compile(r"\b(?P<place>[A-ZÅÄÖ][a-zåäö]+(?: [A-ZÅÄÖ][a-zåäö]+)?) (?:kommunfullmäktige|kommunstyrelse)\b")

# "Grannarna i Ekdala, där … med kommunen": what follows is told of that place.
_THERE = re.compile(r",\sdär\b")
# The place at the head of a sentence, and the word that points back to one.
_AT_HEAD = re.compile(r"\W{0,3}(?:I|(?:Även|Också|Men|Och)\si)\s")
_AND_THERE = re.compile(r"\W{0,3}Där\s")


@dataclass(frozen=True, slots=True)
class PartyMention:
    """A party with the words that name it, or that let it be inferred (``kommunen``)."""

    entity_id: str
    canonical: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """What tells parties apart: the entity, or the name of an unlinked one; "Huset i Ort" is "Huset Ort"."""
        return self.entity_id.replace("-i-", "-") or f"?{self.canonical.casefold()}"


def mention_of(name: NameReading) -> PartyMention:
    """Return a mention as a party."""
    entity_id = name.link.entity.id if name.link.entity is not None else ""
    return PartyMention(entity_id, name.link.canonical, name.candidate.start, name.candidate.end)


def by_key(mentions: Iterable[PartyMention]) -> dict[str, PartyMention]:
    """Return the first mention of each party, by key."""
    result: dict[str, PartyMention] = {}
    for mention in mentions:
        result.setdefault(mention.key, mention)
    return result


class PublicSide:
    """Finds the public party of a sentence: named, meant by the place it speaks of, or the text's main one."""

    def __init__(
        self, text: str, found: Sequence[Clue], names: Sequence[NameReading], authority: Callable[[str], str]
    ) -> None:
        self._authority = authority
        self._text = text
        self._before = {clue.start: before for before, clue in pairwise(found)}
        self._owners = {
            n.link.canonical.casefold().removesuffix(" kommun").removesuffix(" stad").removesuffix("s"): party
            for clue in found
            for n, party in zip(clue.public, self.named(clue), strict=True)
        }
        self.main = self._main(text, found, names)

    def named(self, clue: Clue) -> list[PartyMention]:
        """Return the public bodies that a sentence names; a town named as a municipality is its authority."""
        mentions = map(mention_of, clue.public)
        places = (name.candidate.label == "LOC" for name in clue.public)
        return [self._authority_of(m) if place else m for m, place in zip(mentions, places, strict=True)]

    def of(self, clue: Clue) -> dict[str, PartyMention]:
        """Return the public parties of a sentence by key."""
        if clue.public:
            return by_key([*self.named(clue), *self._region(clue)])
        if clue.public_role >= 0:
            # "grannarna i Ekdala, där … med kommunen": the place of the sentence says whose.
            owners = [owner for place in clue.places if (owner := self._owner(place)) is not None]
            if owners:
                return by_key(owners[:1])
        elsewhere = self._elsewhere(clue)
        if elsewhere is not None:
            return by_key([elsewhere])
        return {self.main.key: self.main} if self.main is not None else {}

    def _elsewhere(self, clue: Clue) -> PartyMention | None:
        """The municipality of the place that a sentence puts first: "I Ekdala", "i Ekdala, där", or "Där".

        A region works in many places, which are no parties for that.
        """
        if self.main is None or _is_region(self.main):
            return None
        head = _AT_HEAD.match(self._text, clue.start, clue.end)
        if head is not None:
            first = next((place for place in clue.places if place.candidate.start == head.end()), None)
        else:
            there = _AND_THERE.match(self._text, clue.start, clue.end)
            before = self._before.get(clue.start) if there is not None else None
            first = before.places[-1] if before is not None and before.places and not before.public else None
        # "planeras i Ekdala, där …" tells of Ekdala.
        first = first or next((p for p in clue.places if _THERE.match(self._text, p.candidate.reach)), None)
        return self._owner(first) if first is not None and _is_municipal(first) else None

    def _region(self, clue: Clue) -> list[PartyMention]:
        """The text's region where a sentence that names a municipality also speaks of "regionen"."""
        main, role = self.main, clue.public_role
        if main is None or role < 0 or not self._text.startswith("egion", role + 1) or not _is_region(main):
            return []
        return [main]

    def _owner(self, place: NameReading) -> PartyMention | None:
        """Return the authority of a place, if the place is a municipality, or what the sentence goes on to speak of."""
        mention = mention_of(place)
        if mention.entity_id.startswith("kommun:"):
            return self._authority_of(mention)
        known = self._owners.get(mention.canonical.casefold().removesuffix("s"))
        if known is not None or _THERE.match(self._text, mention.end) is None:
            return known
        entity = place.link.entity
        if entity is not None and entity.kommunkod:
            return self._authority_of(replace(mention, entity_id=f"kommun:{entity.kommunkod}"))
        canonical = f"{mention.canonical} kommun"
        return replace(mention, entity_id=f"org:{slug(canonical)}", canonical=canonical)

    def _authority_of(self, place: PartyMention) -> PartyMention:
        return replace(place, canonical=self._authority(place.entity_id))

    def _main(self, text: str, found: Sequence[Clue], names: Sequence[NameReading]) -> PartyMention | None:
        """The public body that "kommunen" means: the one named most often, else the one of council or place."""
        named = _most_frequent([party for clue in found for party in self.named(clue)])
        named = named or _most_frequent([mention_of(name) for name in names if is_public(name)])
        municipal = named is not None and not _is_region(named)
        if named is not None and (municipal or not _speaks_of_municipality(text, found, names)):
            return named
        council = _COUNCIL.search(text)
        if council is not None:
            canonical = f"{council.group('place')} kommun"
            return PartyMention(f"org:{slug(canonical)}", canonical, *council.span())
        role = next((clue.public_role for clue in found if clue.public_role >= 0), None)
        place = _most_frequent([mention_of(n) for n in names if n.candidate.label == "LOC" and _is_municipal(n)])
        if role is None or place is None:
            return None
        return PartyMention(place.entity_id, self._authority(place.entity_id), role, role + len("kommunen"))


def _most_frequent(mentions: Sequence[PartyMention]) -> PartyMention | None:
    """Return the first mention of the entity mentioned most often; between equals the earlier one."""
    groups: dict[str, list[PartyMention]] = {}
    for mention in mentions:
        groups.setdefault(mention.key, []).append(mention)
    return min(groups.values(), key=lambda g: (-len(g), g[0].start))[0] if groups else None


def _is_region(mention: PartyMention) -> bool:
    return mention.entity_id.startswith("region:") or "egion" in mention.canonical


def _is_municipal(name: NameReading) -> bool:
    return name.link.entity is not None and name.link.entity.id.startswith("kommun:")


def _speaks_of_municipality(text: str, found: Sequence[Clue], names: Iterable[NameReading]) -> bool:
    """Tell whether "kommunen" and its boards act more often than the regions that a text names."""
    roles = sum(clue.public_role >= 0 and text.startswith("ommun", clue.public_role + 1) for clue in found)
    return roles > sum(map(is_public, names))
