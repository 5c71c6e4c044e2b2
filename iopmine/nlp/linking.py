"""Which entity a mention stands for: the lexicon's id, or a stable id of its own made from the name.

What decides, the strongest first: an organisation number beside the name; an abbreviation that the text introduces; the
town right behind or at the head of the sentence; a fuller name in the same text; the municipalities that the text
speaks of, title and dateline before the rest. A tie is left unlinked rather than guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from iopmine.lexicon import Lexicon, Name
from iopmine.nlp.candidates import Candidate
from iopmine.nlp.orgnr import numbered
from iopmine.nlp.own_names import (
    SHARED_NAMES,
    branch_entity,
    fuller_names,
    may_branch,
    own_entity,
    place_entity,
)
from iopmine.nlp.scene import Scene, is_distinct, printed_form
from iopmine.records import Entity, Label
from iopmine.text.normal import fold, slug

# Words in the name of a town, at most.
_LONGEST_TOWN = 3
_UNLINKED_SCORE = 0.3
_INHERITED_SCORE = 0.9


@dataclass(frozen=True, slots=True)
class Link:
    """A mention's entity: ``entity`` is None for a tie, and ``canonical`` is then the printed name."""

    entity: Entity | None
    canonical: str
    score: float


@dataclass(frozen=True, slots=True)
class _Text:
    """One text with what its mentions are decided by."""

    text: str
    scene: Scene
    aliases: Mapping[str, Candidate]
    fuller: Mapping[str, Candidate]


class Linker:
    """Links the chosen candidates of one text after another; knows the lexicon's names and short names."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._owners: dict[tuple[str, Label], list[Name]] = {}
        for name in lexicon.names:
            self._owners.setdefault((fold(name.text), name.label), []).append(name)
        self._places = _unique((form, names) for (form, label), names in self._owners.items() if label == "LOC")
        self._numbers = {e.orgnr: e.id for e in lexicon.entities.values() if e.orgnr}
        self._short: dict[str, list[tuple[str, str]]] = {}
        for short in lexicon.short_names:
            self._short.setdefault(fold(short.short_name), []).append((short.entity_id, short.kommunkod))

    def link_all(self, text: str, chosen: Sequence[Candidate], aliases: Mapping[str, Candidate]) -> list[Link]:
        """Return the link of each candidate. ``aliases`` maps short forms to the mention that introduced them."""
        scene = Scene(text, chosen, self._lexicon.entities, self._places, self._has_one_owner)
        whole = _Text(text, scene, aliases, fuller_names(text, chosen, self._places.__contains__))
        links = [self._kept(self._link(whole, candidate), candidate) for candidate in chosen]
        for index, number in numbered(text, chosen).items():
            links[index] = self._with_number(links[index], number)
        return _as_one(links)

    def _has_one_owner(self, form: str, label: Label) -> bool:
        return not self._is_shared(form) and len(self._listed(form, label)) == 1

    def _is_shared(self, form: str) -> bool:
        return (form in self._short or form in SHARED_NAMES) and form not in self._lexicon.decided.aliased

    def _link(self, whole: _Text, found: Candidate) -> Link:
        printed = printed_form(whole.text, found)
        form = fold(printed)
        if form in self._lexicon.decided.split and not found.entity_ids:
            return _own(printed, found)
        if found.label == "LOC":
            return self._link_place(whole, found, printed)
        near = whole.scene.place_behind(found.reach) or whole.scene.place_before(found.start)
        owner = self._told_by_text(whole, found, form, near)
        if owner is not None:
            inherited = self._link(replace(whole, aliases={}, fuller={}), owner)
            return replace(inherited, score=round(inherited.score * _INHERITED_SCORE, 3))
        if self._is_shared(form) and found.rule != "list:cue":
            return self._shared(whole, found, printed, near)
        ids = found.entity_ids or self._listed(form, found.label) or self._vouched(form, whole.scene)
        if ids and whole.scene.introduces(printed):
            return Link(None, printed, _UNLINKED_SCORE)
        if ids:
            return self._among(ids, whole, found, printed, near)
        return self._by_parts(printed, found) or _own(printed, found)

    def _told_by_text(self, whole: _Text, found: Candidate, form: str, near: Entity | None) -> Candidate | None:
        """Return the mention that a shorter form or an introduced abbreviation stands for."""
        listed = bool(found.entity_ids)
        introduced = listed and whole.text[found.start : found.end].isupper()
        owner = whole.aliases.get(form) if introduced or (not listed and near is None) else None
        if owner is None and near is None and (not listed or form in SHARED_NAMES):
            owner = whole.fuller.get(form)
        if owner is None or owner is found or fold(printed_form(whole.text, owner)) == form:
            return None
        return owner

    def _link_place(self, whole: _Text, found: Candidate, printed: str) -> Link:
        form = fold(printed)
        owner = whole.aliases.get(form) if not found.entity_ids else None
        if owner is not None and owner is not found:
            inherited = self._link(replace(whole, aliases={}, fuller={}), owner)
            if inherited.entity is None:
                return inherited
            # The bare name of an unknown municipality is a place of its own id, not the authority.
            return Link(Entity(f"ort:{slug(printed)}", "LOC", printed, kind="kommun"), printed, inherited.score)
        ids = found.entity_ids or self._listed(form, "LOC")
        beside = whole.scene.place_behind(found.reach)
        if beside is not None and beside.kommunkod and self._lies_elsewhere(whole.text, found, ids, beside):
            key = f"ort:{beside.kommunkod}-{slug(printed)}"
            return Link(self._lexicon.entities.get(key) or place_entity(printed, beside), printed, _INHERITED_SCORE)
        if self._is_homonym(whole.scene, found, ids) or (not found.entity_ids and self._needs_cue(form)):
            return self._among(
                tuple(dict.fromkeys((*ids, *self._listed(form, "LOC")))), whole, found, printed, beside, sure=False
            )
        if ids:
            return self._among(ids, whole, found, printed, beside)
        return Link(None, printed, _UNLINKED_SCORE) if (form, "LOC") in self._owners else _own(printed, found)

    def _needs_cue(self, form: str) -> bool:
        """Tell whether a place goes by a given name or a word: a model's guess is not enough for its municipality."""
        names = [name for name in self._owners.get((form, "LOC"), ()) if name.match != "never"]
        return bool(names) and all(name.match == "cue" for name in names)

    def _is_homonym(self, scene: Scene, found: Candidate, ids: Sequence[str]) -> bool:
        """Tell whether a district has its name in common with others, and the text does not speak of its town."""
        entities = [self._lexicon.entities[i] for i in ids if i in self._lexicon.entities]
        if not entities or scene.speaks_of(entities[0].kommunkod):
            return False
        if not is_distinct(found, entities[0]):
            return scene.speaks_of(entities[0].kommunkod) is False
        return entities[0].id.startswith("ort:") and not self._has_one_owner(fold(entities[0].canonical), "LOC")

    def _lies_elsewhere(self, text: str, found: Candidate, ids: Sequence[str], beside: Entity) -> bool:
        """``i Torsby i Kungälv`` is not the municipality of Torsby; ``från Umeå i Malmö`` tells nothing."""
        inside = text[max(0, found.start - 3) : found.start].casefold().endswith(("i ", "på ", "\n")) or not found.start
        codes = {self._lexicon.entities[i].kommunkod for i in ids if i in self._lexicon.entities}
        return inside and bool(codes) and "" not in codes and beside.kommunkod not in codes

    def _listed(self, form: str, label: Label) -> tuple[str, ...]:
        """Return the owners of a form that a pattern or a model found; what is kept for search alone tells nothing."""
        return tuple(dict.fromkeys(n.entity_id for n in self._owners.get((form, label), ()) if n.match != "never"))

    def _vouched(self, form: str, scene: Scene) -> tuple[str, ...]:
        """Return the owners of a name kept for search alone (a board, a project) that the text names as well."""
        return tuple(
            dict.fromkeys(n.entity_id for n in self._owners.get((form, "ORG"), ()) if scene.bodies[n.entity_id])
        )

    def _shared(self, whole: _Text, found: Candidate, printed: str, near: Entity | None) -> Link:
        """``Stadsmissionen``: whose it is says the town beside it, a full name in the text, or the text's own town."""
        owners = [*self._short.get(fold(printed), ()), *((i, self._code(i)) for i in found.entity_ids)]
        named = [i for i in dict.fromkeys(i for i, _ in owners) if whole.scene.bodies[i]]
        if near is not None:
            here = dict.fromkeys(i for i, code in owners if code and code == near.kommunkod)
            return self._to(next(iter(here)), found, 0.95) if len(here) == 1 else Link(None, printed, _UNLINKED_SCORE)
        if len(named) == 1:
            return self._to(named[0], found, _INHERITED_SCORE)
        decided = whole.scene.decide((i, code) for i, code in owners if code) if not named else None
        return self._to(decided[0], found, decided[1]) if decided else Link(None, printed, _UNLINKED_SCORE)

    def _among(
        self,
        ids: Sequence[str],
        whole: _Text,
        found: Candidate,
        printed: str,
        near: Entity | None,
        *,
        sure: bool = True,
    ) -> Link:
        """Decide between the owners of a name; an abbreviation of two bodies that the text names is neither's.

        One owner alone has the name, unless it is not ``sure``: a common name of districts needs some evidence.
        """
        rivals = [i for i in self._rivals(fold(printed), found.label) if whole.scene.bodies[i]]
        if sure and len(ids) == 1 and set(rivals) <= set(ids):
            return self._to(ids[0], found, found.score)
        named = rivals if len(ids) == 1 else [i for i in ids if whole.scene.bodies[i]]
        if len(named) == 1:
            return self._to(named[0], found, _INHERITED_SCORE)
        if near is not None:
            here = [i for i in ids if self._code(i) == near.kommunkod != ""]
            if len(here) == 1:
                return self._to(here[0], found, 0.95)
        decided = None
        if not named:
            decided = whole.scene.decide((i, self._code(i)) for i in ids) or whole.scene.by_county(ids)
        return self._to(decided[0], found, decided[1]) if decided else Link(None, printed, _UNLINKED_SCORE)

    def _rivals(self, form: str, label: Label) -> tuple[str, ...]:
        return self._listed(form, label) if label == "ORG" else ()

    def _by_parts(self, printed: str, found: Candidate) -> Link | None:
        """``Borås kommun`` in a form that the list lacks, or a listed body and a town.

        ``Rädda Barnen Umeå`` is a branch, ``Migrationsverket Umeå`` an office of the authority.
        """
        words = printed.split()
        for cut in range(len(words) - 1, max(0, len(words) - 1 - _LONGEST_TOWN), -1):
            first, last = " ".join(words[:cut]), " ".join(words[cut:])
            if fold(last) in {"kommun", "stad"}:
                town = self._places.get(fold(first)) or self._places.get(fold(first).removesuffix("s"), "")
                return self._to(town, found, found.score) if town.startswith("kommun:") else None
            parents, place = self._listed(fold(first), "ORG"), self._places.get(fold(last), "")
            if len(parents) == 1 and place:
                parent, beside = self._lexicon.entities[parents[0]], self._lexicon.entities[place]
                if parent.side == "offentlig":
                    return self._to(parent.id, found, found.score)
                if may_branch(parent, beside):
                    known = self._owners[fold(first), "ORG"][0].text
                    branch = branch_entity(parent, known, last, beside)
                    return Link(branch, branch.canonical, found.score)
        return None

    def _code(self, entity_id: str) -> str:
        entity = self._lexicon.entities.get(entity_id)
        return entity.kommunkod if entity is not None else ""

    def _to(self, entity_id: str, found: Candidate, score: float) -> Link:
        return Link(self._lexicon.entities.get(entity_id), self._lexicon.canonical(entity_id, found.label), score)

    def _kept(self, link: Link, found: Candidate) -> Link:
        """Follow a merge of the workspace, and take the lexicon's entity where a decision has made one."""
        if link.entity is None:
            return link
        stays = self._lexicon.decided.merged.get(link.entity.id, link.entity.id)
        if stays != link.entity.id or (stays in self._lexicon.entities and link.entity.label == "ORG"):
            return self._to(stays, found, link.score)
        return link

    def _with_number(self, link: Link, number: str) -> Link:
        """Attach an organisation number, or link by it where the lexicon knows whose it is."""
        known = self._lexicon.entities.get(self._numbers.get(number, ""))
        if known is not None:
            return Link(known, known.canonical, 1.0)
        if link.entity is None or link.entity.orgnr:
            return link
        return replace(link, entity=replace(link.entity, orgnr=number))


def _own(printed: str, found: Candidate) -> Link:
    entity = own_entity(printed, found)
    return Link(entity, entity.canonical, found.score)


def _unique(owners: Iterable[tuple[str, list[Name]]]) -> dict[str, str]:
    """Return the owner of each form that has one alone; names kept for search say nothing of a place beside them."""
    found = ((form, {name.entity_id for name in names}) for form, names in owners)
    return {form: next(iter(ids)) for form, ids in found if len(ids) == 1}


def _as_one(links: list[Link]) -> list[Link]:
    """Give all mentions of an entity the same entity: its number from wherever it stands, the name least in capitals.

    Two different numbers beside one name are nobody's.
    """
    groups: dict[str, dict[Entity, None]] = {}
    for link in links:
        if link.entity is not None:
            groups.setdefault(link.entity.id, {})[link.entity] = None
    agreed = {key: _agreed(list(found)) for key, found in groups.items()}
    return [link if link.entity is None else _with_entity(link, link.entity, agreed[link.entity.id]) for link in links]


def _agreed(found: Sequence[Entity]) -> Entity:
    best = next((e for e in found if not (e.canonical.isupper() or e.canonical.islower())), found[0])
    numbers = {entity.orgnr for entity in found} - {""}
    return replace(best, orgnr=numbers.pop() if len(numbers) == 1 else "")


def _with_entity(link: Link, former: Entity, agreed: Entity) -> Link:
    canonical = agreed.canonical if link.canonical == former.canonical else link.canonical
    return replace(link, entity=agreed, canonical=canonical)
