"""Where a text is and whom it names without doubt: the evidence by which a name with several owners is decided."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

from iopmine.nlp.candidates import Candidate
from iopmine.records import Entity, Label
from iopmine.text.normal import fold, squeeze

# A title or dateline says where a text is; an authority acts there; a place may be named in passing.
_HEADING_WEIGHT, _AUTHORITY_WEIGHT, _PLAIN_WEIGHT = 3.0, 2.0, 1.0
_COUNTY_SCORE = 0.5
# One owner is meant if the text's places speak for it by half, twice as much as for any other owner, and more than for
# any other town.
_LEAST_SHARE = 0.5
_LEAST_LEAD = 2.0
_COMMON = frozenset({"list:cautious", "list:cue"})
_PLACE = r"(?P<place>[A-ZÅÄÖ][\wåäö-]{1,40}(?:[ ][A-ZÅÄÖ][\wåäö-]{1,40})?)"
_IN_PLACE = re.compile(rf"\s{{1,2}}i\s{{1,2}}{_PLACE}")
# "I Malmö driver Stadsmissionen …": the town at the head of the sentence, one to three words before the name.
_FRONTED = re.compile(rf"(?:^|[.!?:]\s|\n)I {_PLACE}(?: stad| kommun)?(?: [a-zåäö]{{2,20}}){{1,3}} $")
_FRONT = 90
_INTRODUCED = re.compile(r"\s\((?P<short>[A-ZÅÄÖ]{2,8})\)")


class Scene:
    """The places and bodies of one text.

    ``places`` looks a folded place name up; ``sole`` tells whether a folded name has one owner only. A district with a
    common name (Haga, Berga) is no evidence: it needs some.
    """

    def __init__(
        self,
        text: str,
        chosen: Sequence[Candidate],
        entities: Mapping[str, Entity],
        places: Mapping[str, str],
        sole: Callable[[str, Label], bool],
    ) -> None:
        self._text, self._entities, self._places = text, entities, places
        self._title_end = text.find("\n")
        self._codes: defaultdict[str, float] = defaultdict(float)
        self._counties: defaultdict[str, float] = defaultdict(float)
        self.bodies: Counter[str] = Counter()
        self._introduced = frozenset(self._introduced_shorts({c.reach for c in chosen if c.label == "ORG"}))
        for found in chosen:
            self._weigh(found, sole)

    def _weigh(self, found: Candidate, sole: Callable[[str, Label], bool]) -> None:
        entity = self._entities.get(found.entity_ids[0]) if len(found.entity_ids) == 1 else None
        if found.label == "PER" or not (entity or found.rule == "pattern:kommun"):
            return
        printed = fold(self._text[found.start : found.end])
        alone = sole(printed, found.label)
        if entity is not None and not (alone and is_distinct(found, entity)):
            return
        weight = _HEADING_WEIGHT if found.start < self._title_end or self._is_dateline(found) else _PLAIN_WEIGHT
        weight = max(weight, _AUTHORITY_WEIGHT) if found.label == "ORG" else weight
        if entity is None:
            # A municipality that no list knows is a place of its own: it speaks against the listed ones.
            self._codes[printed] += weight
        else:
            self._add(entity, weight)
            self.bodies[entity.id] += found.label == "ORG"

    def _add(self, entity: Entity, weight: float) -> None:
        if entity.kommunkod:
            self._codes[entity.kommunkod] += weight
        if entity.lan_kod:
            self._counties[entity.lan_kod] += weight

    def _is_dateline(self, found: Candidate) -> bool:
        """A place alone before a full stop or dash at the start of a line, mostly in capitals."""
        opens = found.start == 0 or self._text[found.start - 1] == "\n"
        return opens and found.label == "LOC" and self._text[found.reach : found.reach + 2] in {". ", " –", " -", ": "}

    def place_behind(self, position: int) -> Entity | None:
        """Return the listed place of an "i Ort" right behind a position: ``Stadsmissionen i Västerås``."""
        return self._place(_IN_PLACE.match(self._text, position))

    def place_before(self, start: int) -> Entity | None:
        """Return the listed place at the head of the sentence: ``I Malmö driver Stadsmissionen …``."""
        return self._place(_FRONTED.search(self._text, max(0, start - _FRONT), start))

    def introduces(self, short: str) -> bool:
        """Tell whether the text introduces an abbreviation for words that are no known name: ``Enade Unga (EU)``."""
        return short in self._introduced

    def _introduced_shorts(self, known: Container[int]) -> Iterator[str]:
        for found in _INTRODUCED.finditer(self._text):
            before = self._text[max(0, found.start() - _FRONT) : found.start()].split()[-len(found["short"]) :]
            if found.start() not in known and "".join(word[0] for word in before) == found["short"]:
                yield found["short"]

    def _place(self, found: re.Match[str] | None) -> Entity | None:
        if found is None:
            return None
        name = fold(found["place"])
        for form in (name, name.partition(" ")[0]):
            for bare in (form, form.removesuffix("s")):
                if bare in self._places:
                    return self._entities.get(self._places[bare])
        return None

    def speaks_of(self, kommunkod: str) -> bool | None:
        """Tell whether the text names a municipality; None if it names none at all."""
        return self._codes.get(kommunkod, 0.0) > 0 if self._codes else None

    def decide(self, owners: Iterable[tuple[str, str]]) -> tuple[str, float] | None:
        """Return (owner, score 0-1) of the one whose place the text speaks of; None for a tie.

        ``owners`` are (entity id, municipality code), one pair for each municipality that an owner works in.
        """
        weights: dict[str, float] = defaultdict(float)
        towns: dict[str, set[str]] = defaultdict(set)
        for entity_id, code in sorted(set(owners)):
            weights[entity_id] += self._codes.get(code, 0.0)
            towns[entity_id].add(code)
        ranked = sorted(weights, key=lambda owner: (-weights[owner], owner))
        if not ranked or weights[ranked[0]] <= 0.0:
            return None
        best, second = ranked[0], weights[ranked[1]] if len(ranked) > 1 else 0.0
        share = weights[best] / sum(self._codes.values())
        elsewhere = max((weight for code, weight in self._codes.items() if code not in towns[best]), default=0.0)
        if share < _LEAST_SHARE or weights[best] < _LEAST_LEAD * second or weights[best] <= elsewhere:
            return None
        return best, round(0.5 + 0.45 * min(1.0, share), 2)

    def by_county(self, owners: Iterable[str]) -> tuple[str, float] | None:
        """Return the only owner in a county that the text names; None if it names a municipality, or for a tie."""
        if self._codes:
            return None
        here = [
            o for o in owners if (e := self._entities.get(o)) is not None and self._counties.get(e.lan_kod, 0.0) > 0
        ]
        return (here[0], _COUNTY_SCORE) if len(here) == 1 else None


def is_distinct(found: Candidate, entity: Entity) -> bool:
    """Tell whether a place in a municipality has a name that is no common word and no common name of districts."""
    return not (entity.id.startswith("ort:") and found.rule in _COMMON)


def printed_form(text: str, found: Candidate) -> str:
    """Return a mention as printed, line breaks as spaces."""
    return squeeze(text[found.start : found.end])
