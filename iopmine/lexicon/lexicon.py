"""The lexicon as one value: the tables, the names to look for, and the entities behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from iopmine.errors import LexiconError
from iopmine.lexicon import facts, names, references, schema
from iopmine.lexicon.decisions import Decided, decided, obey
from iopmine.lexicon.names import Name
from iopmine.lexicon.references import Rows
from iopmine.lexicon.schema import Record
from iopmine.lexicon.tables import Row, check_folder, digest, read
from iopmine.records import Entity, Label
from iopmine.resources import lexicon_folder
from iopmine.text.normal import fold


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the lexicon knows. Mappings are read-only and in the order of the files.

    ``municipalities`` are keyed by kommunkod, ``regions`` by county code, ``organisations`` by entity id;
    ``timeline`` is in date order. ``names`` is everything a text is searched for, ``entities``
    what the names stand for. ``ambiguous_names`` are the given names and surnames that are also words or places.
    ``decided`` is what a user has decided about names, carried out in ``names`` and ``entities`` already.
    ``sha256`` is the hash of the files.
    """

    municipalities: Mapping[str, facts.Municipality]
    regions: Mapping[str, facts.Region]
    localities: tuple[facts.Locality, ...]
    postal_localities: tuple[facts.PostalLocality, ...]
    organisations: Mapping[str, facts.Organisation]
    organisation_names: tuple[facts.OrganisationName, ...]
    short_names: tuple[facts.ShortName, ...]
    areas: tuple[facts.Area, ...]
    frames: tuple[facts.Frame, ...]
    timeline: tuple[facts.TimelineEvent, ...]
    countries: tuple[facts.Country, ...]
    landscapes: tuple[facts.Landscape, ...]
    given_names: frozenset[str]
    surnames: frozenset[str]
    ambiguous_names: frozenset[str]
    decided: Decided
    entities: Mapping[str, Entity] = field(repr=False)
    names: tuple[Name, ...] = field(repr=False)
    sha256: str

    def canonical(self, entity_id: str, label: Label) -> str:
        """Return the name an entity goes by under a label: ``kommun:1480`` is Göteborgs Stad as ORG, Göteborg as LOC.

        Raises:
            LexiconError: the lexicon has no such entity.
        """
        if label == "LOC" and entity_id.startswith("kommun:"):
            town = self.municipalities.get(entity_id.removeprefix("kommun:"))
            if town is not None:
                return town.name
        entity = self.entities.get(entity_id)
        if entity is None:
            raise LexiconError(
                f"The lexicon has no entity {entity_id!r}; allowed: an id such as kommun:1480 or org:famna.",
                hint="Look the name up in the files of corpus/lexicon.",
            )
        return entity.canonical

    def search(self, name: str) -> tuple[str, ...]:
        """Return the ids of the entities that own a name in any case, names that no text is searched for included."""
        wanted = fold(name)
        return tuple(dict.fromkeys(found.entity_id for found in self.names if fold(found.text) == wanted))


def load(folder: Path | None = None, *extensions: Path) -> Lexicon:
    """Read and check a lexicon.

    ``folder`` holds all tables; None means the packaged one. Each extension folder holds any of the
    files: its rows are added, and a row with the key of an earlier one takes its place.

    Raises:
        LexiconError: naming file, line, column, value and what was allowed.
    """
    folders = (folder or lexicon_folder(), *extensions)
    for found in folders:
        check_folder(found)
    return _load(folders, digest(folders))


@lru_cache(maxsize=4)
def _load(folders: tuple[Path, ...], sha256: str) -> Lexicon:
    """Read the files once for each content; the parts of a pipeline all ask for the same lexicon."""
    base, extensions = folders[0], folders[1:]
    rows = Rows(
        municipalities=read(schema.MUNICIPALITIES, base, extensions),
        regions=read(schema.REGIONS, base, extensions),
        localities=read(schema.LOCALITIES, base, extensions),
        postal_localities=read(schema.POSTAL_LOCALITIES, base, extensions),
        organisations=read(schema.ORGANISATIONS, base, extensions),
        organisation_names=read(schema.ORGANISATION_NAMES, base, extensions),
        short_names=read(schema.SHORT_NAMES, base, extensions),
        areas=read(schema.CHALLENGE_AREAS, base, extensions),
        frames=read(schema.DEBATE_FRAMES, base, extensions),
        timeline=read(schema.TIMELINE, base, extensions),
        countries=read(schema.COUNTRIES, base, extensions),
        landscapes=read(schema.LANDSCAPES, base, extensions),
        given_names=read(schema.GIVEN_NAMES, base, extensions),
        surnames=read(schema.SURNAMES, base, extensions),
        decisions=read(schema.DECISIONS, base, extensions),
    )
    references.check(rows)
    return _assemble(rows, sha256)


def _records(rows: Iterable[Row[Record]]) -> tuple[Record, ...]:
    return tuple(row.record for row in rows)


def _assemble(rows: Rows, sha256: str) -> Lexicon:
    kommuner = {row.record.kommunkod: row.record for row in rows.municipalities}
    people: list[facts.GivenName | facts.Surname] = [*_records(rows.given_names), *_records(rows.surnames)]
    listed, found = _named(rows, kommuner)
    references.check_decisions(rows.decisions, listed)
    decisions = _records(rows.decisions)
    entities, found, short_names = obey(decisions, listed, found, _records(rows.short_names))
    return Lexicon(
        municipalities=MappingProxyType(kommuner),
        regions=MappingProxyType({row.record.lan_kod: row.record for row in rows.regions}),
        localities=_records(rows.localities),
        postal_localities=_records(rows.postal_localities),
        organisations=MappingProxyType({row.record.entity_id: row.record for row in rows.organisations}),
        organisation_names=_records(rows.organisation_names),
        short_names=short_names,
        areas=_records(rows.areas),
        frames=_records(rows.frames),
        timeline=tuple(sorted(_records(rows.timeline), key=lambda event: (event.date, event.id))),
        countries=_records(rows.countries),
        landscapes=_records(rows.landscapes),
        given_names=frozenset(row.record.name for row in rows.given_names),
        surnames=frozenset(row.record.name for row in rows.surnames),
        ambiguous_names=frozenset(row.name for row in people if row.also),
        decided=decided(decisions),
        entities=MappingProxyType(entities),
        names=found,
        sha256=sha256,
    )


def _named(rows: Rows, kommuner: dict[str, facts.Municipality]) -> tuple[dict[str, Entity], tuple[Name, ...]]:
    """Return the entities by id, and all names: organisations first, each once."""
    bodies = list(names.organisations(_records(rows.organisations), _records(rows.organisation_names)))
    counties = {f"lan:{row.record.lan_kod}" for row in rows.regions}
    groups = [
        *bodies,
        *names.municipalities(kommuner.values()),
        *names.regions(_records(rows.regions), kommuner.values()),
        *names.places(_records(rows.localities), _records(rows.postal_localities), kommuner),
        *names.wide_places(_records(rows.countries), _records(rows.landscapes), counties),
    ]
    entities = {entity.id: entity for entity, _ in groups if entity is not None}
    for entity, others in bodies:
        if entity is None and others:
            owner = entities[others[0].entity_id]
            extra = tuple(name.text for name in others if name.text not in owner.aliases)
            entities[owner.id] = replace(owner, aliases=owner.aliases + extra)
    return entities, tuple(dict.fromkeys(name for _, group in groups for name in group))
