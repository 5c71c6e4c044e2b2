"""Entities of names that no list knows: a stable id from the normal form, and what in one text belongs together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from iopmine.nlp.candidates import Candidate
from iopmine.nlp.org_patterns import side_of
from iopmine.nlp.scene import printed_form
from iopmine.records import Entity, Label
from iopmine.text.normal import fold, slug

_PREFIX: dict[Label, str] = {"ORG": "org", "LOC": "ort", "PER": "per"}
# Names that many bodies have, one in each town: by themselves they stand for none of them.
SHARED_NAMES = frozenset(
    fold(name.replace("_", " "))
    for name in """Stadsmissionen Räddningsmissionen Kvinnojouren Tjejjouren Kvinno-_och_tjejjouren Mansjouren
    Brottsofferjouren Fontänhuset Frivilligcentrum Frivilligcentralen Skyddsvärnet Folkets_hus
    Medborgarhuset Samordningsförbundet Kommunalförbundet Hembygdsföreningen Bygdegårdsföreningen Byalaget
    Idrottsföreningen Pensionärsföreningen Bostadsföreningen Ungdomsmottagningen Pingstkyrkan Pingstförsamlingen
    Missionskyrkan Församlingen Pastoratet Domkyrkoförsamlingen Folkhögskolan Högskolan Universitetet
    Universitetssjukhuset Tingsrätten Hovrätten Förvaltningsrätten Kammarrätten Centralsjukhuset Lasarettet
    Jouren Klubben Scoutkåren Koloniföreningen Lokalföreningen""".split()
)
# A body's branch in a town is a body of its own; an authority's or a firm's office is not.
_BRANCHING = frozenset({"ideburen", "kooperation", "facklig", "politik", "naringsliv"})
_SHORTEST_PART = 4


def own_canonical(printed: str, found: Candidate) -> str:
    """Return the name that an unlisted body or place goes by."""
    if found.rule == "pattern:kommun":
        place, _, head = printed.rpartition(" ")
        return f"{place} {head.casefold()}"
    return printed


def own_entity(printed: str, found: Candidate) -> Entity:
    """Make the entity of a name that no list knows; its id depends on the name alone."""
    kind, side = side_of(found.rule)
    canonical = own_canonical(printed, found)
    return Entity(
        f"{_PREFIX[found.label]}:{slug(canonical)}", found.label, canonical, kind=kind or found.kind, side=side
    )


def place_entity(printed: str, beside: Entity) -> Entity:
    """Make the entity of an unlisted place in a listed municipality."""
    key = f"ort:{beside.kommunkod}-{slug(printed)}"
    return Entity(key, "LOC", printed, kind="ort", kommunkod=beside.kommunkod, lan_kod=beside.lan_kod)


def branch_entity(parent: Entity, name: str, place: str, beside: Entity) -> Entity:
    """Make the entity of a national body's branch in a town: ``Rädda Barnen`` + ``Umeå``.

    Its id is made from the body's, so that each of the body's names leads to the same branch.
    """
    return Entity(
        id=f"org:{parent.id.partition(':')[2]}-{slug(place)}",
        label="ORG",
        canonical=f"{name} {place}",
        kind=parent.kind,
        side=parent.side,
        parent_id=parent.id,
        kommunkod=beside.kommunkod,
        lan_kod=beside.lan_kod,
    )


def may_branch(body: Entity, place: Entity) -> bool:
    """Tell whether a body has branches in towns, and is none itself, and whether the place is a town or county."""
    local = bool(place.kommunkod or place.lan_kod)
    return local and body.side in _BRANCHING and not (body.kommunkod or body.parent_id) and body.kind != "medier"


def branches(text: str, listed: Sequence[Candidate], entities: Mapping[str, Entity]) -> Iterator[Candidate]:
    """Yield the local branches among the list's hits: a national body with a town right behind, ``ABF Umeå``."""
    sure = [c for c in listed if len(c.entity_ids) == 1]
    towns = {c.start: c for c in sure if c.label == "LOC"}
    bodies = {c.start for c in listed if c.label == "ORG"}
    for found in sure:
        town = towns.get(found.end + 1) if found.label == "ORG" and text[found.end : found.end + 1] == " " else None
        if town is not None and town.start not in bodies:
            body, place = entities[found.entity_ids[0]], entities[town.entity_ids[0]]
            if may_branch(body, place):
                yield replace(
                    town, start=found.start, label="ORG", entity_ids=(), rule="list:branch", priority=found.priority
                )


def fuller_names(text: str, chosen: Iterable[Candidate], is_place: Callable[[str], bool]) -> dict[str, Candidate]:
    """Map the folded first or last words of an organisation's name to it, where it is the only one that has them.

    ``Fyrbåken`` → ``Stiftelsen Fyrbåken``; but not ``Hjälpande Händer`` → ``Hjälpande Händer Umeå``, which is a branch.
    """
    owners: dict[str, dict[str, Candidate]] = defaultdict(dict)
    for found in chosen:
        words = fold(printed_form(text, found)).split() if found.label == "ORG" else []
        full = " ".join(words)
        for cut in range(1, len(words)):
            first, last = " ".join(words[:cut]), " ".join(words[cut:])
            if not is_place(last):
                owners[first].setdefault(full, found)
                owners[last].setdefault(full, found)
    return {
        part: found[whole] for part, found in owners.items() if len(part) >= _SHORTEST_PART and (whole := _whole(found))
    }


def _whole(names: Iterable[str]) -> str:
    """Return the longest of names that are all parts of it, else nothing: two different bodies are a tie."""
    longest = max(names, key=len)
    return longest if all(longest.startswith(name) or longest.endswith(name) for name in names) else ""
