"""Rules across rows and tables: what one row names must exist in another."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from iopmine.lexicon import facts
from iopmine.lexicon.decisions import objection
from iopmine.lexicon.tables import Place, Row
from iopmine.records import Entity

_Matched = (
    Row[facts.Municipality]
    | Row[facts.Locality]
    | Row[facts.PostalLocality]
    | Row[facts.OrganisationName]
    | Row[facts.Country]
    | Row[facts.Landscape]
)
_DATE_LENGTH = {"day": 10, "month": 7, "year": 4}


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of all tables, with the places they were read from."""

    municipalities: list[Row[facts.Municipality]]
    regions: list[Row[facts.Region]]
    localities: list[Row[facts.Locality]]
    postal_localities: list[Row[facts.PostalLocality]]
    organisations: list[Row[facts.Organisation]]
    organisation_names: list[Row[facts.OrganisationName]]
    short_names: list[Row[facts.ShortName]]
    areas: list[Row[facts.Area]]
    frames: list[Row[facts.Frame]]
    timeline: list[Row[facts.TimelineEvent]]
    countries: list[Row[facts.Country]]
    landscapes: list[Row[facts.Landscape]]
    given_names: list[Row[facts.GivenName]]
    surnames: list[Row[facts.Surname]]
    decisions: list[Row[facts.Decision]]


def check(rows: Rows) -> None:
    """Check every reference.

    Raises:
        LexiconError: naming file, line, column and value.
    """
    kommuner = {row.record.kommunkod for row in rows.municipalities}
    counties = {row.record.lan_kod for row in rows.regions}
    _places(rows, kommuner, counties)
    _organisations(rows, kommuner, counties)
    _debate(rows)
    _cues([*rows.municipalities, *rows.localities, *rows.postal_localities, *rows.organisation_names])
    _cues([*rows.countries, *rows.landscapes])


def check_decisions(rows: list[Row[facts.Decision]], entities: Mapping[str, Entity]) -> None:
    """Check the decisions against each other and against the entities that the other tables list.

    Raises:
        LexiconError: naming file, line, column and value.
    """
    decisions = [row.record for row in rows]
    for index, row in enumerate(rows):
        broken = objection(row.record, decisions[:index], entities)
        if broken is not None:
            raise row.fault("subject", row.record.subject, broken)


def _places(rows: Rows, kommuner: Container[str], counties: Container[str]) -> None:
    for town in rows.municipalities:
        _exists(town, "lan_kod", town.record.lan_kod, counties, "regions.csv")
    for place in rows.localities:
        _exists(place, "kommunkod", place.record.kommunkod, kommuner, "municipalities.csv")
    for post in rows.postal_localities:
        for code in post.record.kommunkoder:
            _exists(post, "kommunkoder", code, kommuner, "municipalities.csv")
    for landscape in rows.landscapes:
        _exists(landscape, "lan_kod", landscape.record.lan_kod, counties, "regions.csv")
        if landscape.record.entity_id.startswith("lan:"):
            code = landscape.record.entity_id.removeprefix("lan:")
            _exists(landscape, "entity_id", code, counties, "regions.csv")
    countries = {row.record.entity_id.removeprefix("land:") for row in rows.countries}
    for city in rows.countries:
        _exists(city, "country", city.record.country, countries, "the rows land:… of countries.csv")


def _organisations(rows: Rows, kommuner: set[str], counties: set[str]) -> None:
    parents = {row.record.entity_id: row.record.parent_id for row in rows.organisations}
    bodies = {*parents, *(f"kommun:{code}" for code in kommuner), *(f"region:{code}" for code in counties)}
    for body in rows.organisations:
        _exists(body, "kommunkod", body.record.kommunkod, kommuner, "municipalities.csv")
        _exists(body, "lan_kod", body.record.lan_kod, counties, "regions.csv")
        _exists(body, "parent_id", body.record.parent_id, bodies, "organisations.csv")
        _no_circle(body, parents)
        _in_order(body, body.record.valid_from, body.record.valid_to)
    for alias in rows.organisation_names:
        _exists(alias, "entity_id", alias.record.entity_id, bodies, "organisations.csv")
        _in_order(alias, alias.record.valid_from, alias.record.valid_to)
    for short in rows.short_names:
        _exists(short, "entity_id", short.record.entity_id, bodies, "organisations.csv")
        _exists(short, "kommunkod", short.record.kommunkod, kommuner, "municipalities.csv")


def _debate(rows: Rows) -> None:
    areas = {row.record.id for row in rows.areas}
    for area in rows.areas:
        _exists(area, "parent", area.record.parent, areas, "challenge_areas.csv")
    frames = {row.record.id for row in rows.frames}
    for event in rows.timeline:
        for frame_id in event.record.frame_ids:
            _exists(event, "frame_ids", frame_id, frames, "debate_frames.csv")
        if len(event.record.date) != _DATE_LENGTH[event.record.precision.removesuffix("_approx")]:
            raise event.fault("date", event.record.date, f"a date as precise as its precision {event.record.precision}")


def _exists(row: Place, column: str, value: str, known: Container[str], where: str) -> None:
    if value and value not in known:
        raise row.fault(column, value, f"one that stands in {where}")


def _no_circle(row: Row[facts.Organisation], parents: dict[str, str]) -> None:
    seen, parent = {row.record.entity_id}, row.record.parent_id
    while parent:
        if parent in seen:
            raise row.fault("parent_id", row.record.parent_id, "a parent that is not its own branch")
        seen.add(parent)
        parent = parents.get(parent, "")


def _in_order(row: Place, valid_from: str, valid_to: str) -> None:
    if valid_from and valid_to and valid_to < valid_from[: len(valid_to)]:
        raise row.fault("valid_to", valid_to, f"a date that is not before valid_from ({valid_from})")


def _cues(rows: Iterable[_Matched]) -> None:
    for row in rows:
        if row.record.match == "cue" and not row.record.cues:
            raise row.fault("cues", "", "at least one cue word where match is cue")
