"""From the tables to what a text is searched for: names with their rules, and the entities they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iopmine.lexicon.facts import (
    Country,
    Landscape,
    Locality,
    Match,
    Municipality,
    Organisation,
    OrganisationName,
    PostalLocality,
    Region,
)
from iopmine.records import Entity, Label
from iopmine.text.normal import fold, slug

_AUTHORITY_WORDS = frozenset({"kommun", "stad", "region", "regionen"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name to look for, whom it stands for, and when it counts.

    ``match`` is ``name`` (first letter a capital, the first word as written, later words in any case), ``exact`` (as
    written), ``cautious`` (a common word: a capital inside a sentence, or at its start if the text gives another
    reason: the full name or a cue), ``cue`` (only if a cue occurs in the text) or ``never`` (for search by name only).
    ``cues`` are words or phrases in any case, ``*`` at the end for any letters. ``not_before`` and ``not_after`` are
    caseless words: the name does not count when one of them follows, or stands before it. Several entities may own
    one text: the text's own municipalities decide, and a name whose cue occurs goes before one without.
    """

    text: str
    entity_id: str
    label: Label
    match: Match = "name"
    cues: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()

    @property
    def as_written(self) -> bool:
        """Whether case counts in every letter: exact names, and abbreviations under any rule (SV is not Sv)."""
        return self.match == "exact" or (self.text.isupper() and len(self.text) > 1)


_Ruled = Municipality | Locality | PostalLocality | OrganisationName


def _ruled(text: str, entity_id: str, label: Label, row: _Ruled) -> Name:
    before, after = tuple(map(fold, row.not_before)), tuple(map(fold, row.not_after))
    return Name(text, entity_id, label, row.match, row.cues, before, after)


def municipality_id(row: Municipality) -> str:
    """Return the entity id of a municipality."""
    return f"kommun:{row.kommunkod}"


def locality_id(kommunkod: str, name: str) -> str:
    """Return the entity id of a place in a municipality."""
    return f"ort:{kommunkod}-{slug(name)}"


def is_authority(name: str) -> bool:
    """Tell whether a name says that a municipality or region acts: it holds the word kommun, stad or region."""
    return not _AUTHORITY_WORDS.isdisjoint(fold(name).split())


def municipalities(rows: Iterable[Municipality]) -> Iterator[tuple[Entity, list[Name]]]:
    """Yield each municipality: its bare name is a place, its name as an authority an organisation, under one id."""
    for row in rows:
        key = municipality_id(row)
        bodies = [row.official_name, row.legal_name, *filter(is_authority, row.aliases)]
        places = [row.name, *(alias for alias in row.aliases if not is_authority(alias))]
        entity = Entity(
            id=key,
            label="ORG",
            canonical=row.official_name,
            kind="kommun",
            side="offentlig",
            kommunkod=row.kommunkod,
            lan_kod=row.lan_kod,
            aliases=_distinct([*bodies[1:], *places], row.official_name),
        )
        names = [_ruled(text, key, "LOC", row) for text in places]
        yield entity, names + [Name(text, key, "ORG") for text in _distinct(bodies)]


def regions(rows: Iterable[Region], kommuner: Iterable[Municipality]) -> Iterator[tuple[Entity, list[Name]]]:
    """Yield each county as a place and each region as an organisation, unless a municipality is that very body."""
    taken = {fold(row.official_name) for row in kommuner}
    for row in rows:
        county = Entity(f"lan:{row.lan_kod}", "LOC", row.lan_namn, kind="län", lan_kod=row.lan_kod)
        yield county, [Name(row.lan_namn, county.id, "LOC")]
        if fold(row.name) in taken:
            continue
        others = _distinct([*row.aliases, *row.former_names], row.name)
        key = f"region:{row.lan_kod}"
        body = Entity(key, "ORG", row.name, kind="region", side="offentlig", lan_kod=row.lan_kod, aliases=others)
        yield body, [Name(text, key, "ORG") for text in (row.name, *others)]


def places(
    localities: Iterable[Locality], post: Iterable[PostalLocality], kommuner: dict[str, Municipality]
) -> Iterator[tuple[Entity, list[Name]]]:
    """Yield the places inside municipalities; one with the name of its municipality is the municipality itself."""
    seen: set[str] = set()
    listed: list[tuple[str, tuple[str, ...], str, _Ruled]] = [
        *((row.name, (row.kommunkod,), row.note.partition(";")[0] or "ort", row) for row in localities),
        *((row.locality, row.kommunkoder, "postort", row) for row in post),
    ]
    for name, codes, kind, row in listed:
        key = locality_id(codes[0], name)
        if key in seen or any(kommuner[code].name == name for code in codes):
            continue
        seen.add(key)
        entity = Entity(key, "LOC", name, kind=kind, kommunkod=codes[0], lan_kod=kommuner[codes[0]].lan_kod)
        yield entity, [_ruled(name, key, "LOC", row)]


def wide_places(
    countries: Iterable[Country], landscapes: Iterable[Landscape], counties: set[str]
) -> Iterator[tuple[Entity | None, list[Name]]]:
    """Yield countries, continents, foreign cities and landscapes; a landscape that is a county adds names to it."""
    rows: list[Country | Landscape] = [*countries, *landscapes]
    for row in rows:
        names = [Name(text, row.entity_id, "LOC", row.match, row.cues) for text in (row.name, *row.aliases)]
        lan_kod = row.lan_kod if isinstance(row, Landscape) else ""
        entity = Entity(row.entity_id, "LOC", row.name, kind=row.kind, lan_kod=lan_kod, aliases=row.aliases)
        yield (None if row.entity_id in counties else entity), names


def organisations(
    rows: Iterable[Organisation], aliases: Iterable[OrganisationName]
) -> Iterator[tuple[Entity | None, list[Name]]]:
    """Yield each organisation with its names; a row of aliases for its own full name rules that name.

    Names of municipalities and regions come without an entity: theirs is made elsewhere.
    """
    by_id: dict[str, list[OrganisationName]] = {}
    for alias in aliases:
        by_id.setdefault(alias.entity_id, []).append(alias)
    for row in rows:
        others = by_id.pop(row.entity_id, [])
        names = [_ruled(alias.alias, row.entity_id, "ORG", alias) for alias in others]
        if all(alias.alias != row.name for alias in others):
            names.insert(0, Name(row.name, row.entity_id, "ORG"))
        yield _organisation(row, _distinct([alias.alias for alias in others], row.name)), names
    for key, others in by_id.items():
        yield None, [_ruled(alias.alias, key, "ORG", alias) for alias in others]


def _organisation(row: Organisation, aliases: tuple[str, ...]) -> Entity:
    return Entity(
        id=row.entity_id,
        label="ORG",
        canonical=row.name,
        kind=row.kind,
        side=row.side,
        parent_id=row.parent_id,
        kommunkod=row.kommunkod,
        lan_kod=row.lan_kod,
        orgnr=row.orgnr,
        aliases=aliases,
    )


def _distinct(texts: Iterable[str], *known: str) -> tuple[str, ...]:
    """Return the texts that differ in more than case from those before them."""
    seen = {fold(text) for text in known}
    distinct: list[str] = []
    for text in texts:
        form = fold(text)
        if form not in seen:
            seen.add(form)
            distinct.append(text)
    return tuple(distinct)
