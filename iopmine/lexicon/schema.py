"""What each file of the lexicon may hold: its columns, what they allow, and the key of a row."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from iopmine.lexicon import facts
from iopmine.urls import is_web_address

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``test`` accepts a value (each item of a list column), ``allowed`` says the same in words.

    ``field`` is the field of the record where it is not the name of the column.
    """

    name: str
    allowed: str
    test: Callable[[str], object]
    required: bool = True
    many: bool = False
    number: bool = False
    field: str = ""

    def optional(self) -> Column:
        """Return the column with empty cells allowed; a file may leave it out."""
        return replace(self, required=False)

    def to(self, field: str) -> Column:
        """Return the column as the field of that name."""
        return replace(self, field=field)

    def fault(self, value: str) -> str | None:
        """Return the part of a cell that is not allowed, or None."""
        if not value:
            return value if self.required else None
        items = split(value) if self.many else (value,)
        return next((item for item in items if not self.test(item)), None)

    def convert(self, value: str) -> str | float | tuple[str, ...]:
        """Return the value of a cell that has no fault: text, items or a number."""
        if self.many:
            return split(value)
        return float(value) if self.number else value


@dataclass(frozen=True, slots=True)
class Table(Generic[Record]):
    """A file: its record type, its columns, and the columns whose values identify a row."""

    file: str
    record: Callable[..., Record]
    key: tuple[str, ...]
    columns: tuple[Column, ...]


def split(cell: str) -> tuple[str, ...]:
    """Return the items of a list cell: ``;`` between them, outer spaces dropped, empty ones left out."""
    return tuple(item for part in cell.split(";") if (item := part.strip()))


def _text(name: str, allowed: str = "some text", pattern: str = r".+") -> Column:
    return Column(name, allowed, re.compile(pattern, re.DOTALL).fullmatch)


def _list(name: str, allowed: str = "a list with ; between the items", pattern: str = r"[^;]+") -> Column:
    return Column(name, allowed, re.compile(pattern).fullmatch, required=False, many=True)


def _one_of(name: str, *choices: str) -> Column:
    return Column(name, "one of " + ", ".join(choices), frozenset(choices).__contains__)


def _degrees(name: str, low: float, high: float) -> Column:
    def inside(value: str) -> bool:
        return re.fullmatch(r"\d{1,2}(\.\d+)?", value) is not None and low <= float(value) <= high

    return Column(name, f"degrees between {low:g} and {high:g} (in Sweden)", inside, number=True)


def _is_date(value: str) -> bool:
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
        return False
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
    except ValueError:
        return False
    return True


def _date(name: str) -> Column:
    return Column(name, "a date like 2018, 2018-06 or 2018-06-07", _is_date)


def _kommunkod(name: str = "kommunkod") -> Column:
    return _text(name, "a municipality code of four digits", r"\d{4}")


def _lan_kod(name: str = "lan_kod") -> Column:
    return _text(name, "a county code of two digits", r"\d{2}")


def _terms(name: str) -> Column:
    term = r"[\w*][\w*/:+ -]*"
    either = rf"{term}(?: \| {term})* <> {term}(?: \| {term})*"
    allowed = "a term: letters, digits, - / : + and spaces, * for any letters, = first; or a | b <> c | d"
    return _list(name, allowed, rf"=?{term}|{either}")


_ENTITY = r"(?:org:[a-z0-9][a-z0-9-]*|kommun:\d{4}|region:\d{2})"
_URL = Column("url", "a web address (https://…)", is_web_address, required=False)
_MATCH = _one_of("match", "name", "exact", "cautious", "cue", "never")
_CUES = _list("cues", "cue words with ; between them, * at the end for any letters", r"[^;*]+\*?")
_NEIGHBOUR = r"\w+|[^\w\s;]"
_NOT_BEFORE = _list("not_before", "single words that must not follow the name", _NEIGHBOUR)
_NOT_AFTER = _list("not_after", "single words that must not stand before the name", _NEIGHBOUR)
_MATCHING = (_MATCH, _CUES, _NOT_BEFORE, _NOT_AFTER)
_LAT, _LON = _degrees("lat", 55, 70), _degrees("lon", 10, 25)

MUNICIPALITIES = Table(
    "municipalities.csv",
    facts.Municipality,
    ("kommunkod",),
    (
        *(_kommunkod(), _text("name"), _text("official_name"), _text("legal_name"), _text("genitive")),
        *(_list("adjective_forms"), _list("aliases"), _lan_kod(), _text("lan_bokstav", "capitals", "[A-Z]{1,2}")),
        *(_text("lan_namn"), _text("main_town"), _LAT, _LON, *_MATCHING, _text("ambiguity").optional()),
    ),
)
REGIONS = Table(
    "regions.csv",
    facts.Region,
    ("lan_kod",),
    (
        *(_lan_kod(), _text("lan_bokstav", "capitals", "[A-Z]{1,2}"), _text("lan_namn"), _text("name")),
        *(_text("genitive"), _list("former_names"), _list("aliases"), _text("seat_town"), _LAT, _LON),
        _text("ambiguity").optional(),
    ),
)
LOCALITIES = Table(
    "localities.csv",
    facts.Locality,
    ("kommunkod", "name"),
    (
        *(_text("name"), _kommunkod(), _text("kommun").optional(), *_MATCHING),
        *(_text("note").optional(), _text("provenance").optional()),
    ),
)
POSTAL_LOCALITIES = Table(
    "postal_localities.csv",
    facts.PostalLocality,
    ("locality", "kommunkoder"),
    (
        _text("locality"),
        Column("kommunkoder", "municipality codes of four digits", re.compile(r"\d{4}").fullmatch, many=True),
        *(_text("postal_codes", "a number", r"\d+").optional(), *_MATCHING),
    ),
)
ORGANISATIONS = Table(
    "organisations.csv",
    facts.Organisation,
    ("entity_id",),
    (
        _text("entity_id", "org: and lower-case letters, digits or hyphens", r"org:[a-z0-9][a-z0-9-]*"),
        *(_text("name"), _text("kind"), _text("side").optional()),
        _text("parent_id", "org:, kommun: or region: and a slug or code", _ENTITY).optional(),
        *(_kommunkod().optional(), _lan_kod().optional()),
        _text("orgnr", "an organisation number like 802000-0000", r"\d{6}-\d{4}").optional(),
        *(_URL, _date("valid_from").optional(), _date("valid_to").optional()),
        *(_text("note").optional(), _text("provenance").optional()),
    ),
)
ORGANISATION_NAMES = Table(
    "organisation_names.csv",
    facts.OrganisationName,
    ("entity_id", "alias"),
    (
        _text("entity_id", "org:, kommun: or region: and a slug or code", _ENTITY),
        *(_text("alias"), *_MATCHING, _date("valid_from").optional(), _date("valid_to").optional()),
        _text("note").optional(),
    ),
)
SHORT_NAMES = Table(
    "short_names.csv",
    facts.ShortName,
    ("short_name", "kommunkod"),
    (_text("short_name"), _text("entity_id", "org: and a slug", _ENTITY), _kommunkod()),
)
_AREA_ID = r"[a-z_]+(\.[a-z_]+)?"
CHALLENGE_AREAS = Table(
    "challenge_areas.csv",
    facts.Area,
    ("area_id",),
    (
        _text("area_id", "lower-case letters, or area.sub_area", _AREA_ID).to("id"),
        _text("parent", "an area_id", r"[a-z_]+").optional(),
        *(_text("label_sv"), _text("label_en"), _text("definition")),
        *(
            _terms("trigger_terms").to("triggers"),
            _terms("near_miss_terms").to("near_misses"),
            _text("basis").optional(),
        ),
    ),
)
DEBATE_FRAMES = Table(
    "debate_frames.csv",
    facts.Frame,
    ("frame_id",),
    (
        _text("frame_id", "lower-case letters", r"[a-z_]+").to("id"),
        *(_text("label_sv"), _text("label_en"), _text("definition")),
        *(_terms("indicator_terms").to("indicators"), _terms("counter_terms").to("counters"), _list("typical_voices")),
        _text("period_note").optional(),
    ),
)
TIMELINE = Table(
    "timeline.csv",
    facts.TimelineEvent,
    ("event_id",),
    (
        *(
            _text("event_id").to("id"),
            _date("date"),
            _one_of("precision", "day", "month", "year", "month_approx", "year_approx"),
        ),
        *(_text("title_sv"), _text("event"), _text("why").optional()),
        *(_list("frame_ids"), _text("source").optional(), _one_of("status", "verified", "unverified")),
    ),
)
COUNTRIES = Table(
    "countries.csv",
    facts.Country,
    ("entity_id",),
    (
        _text(
            "entity_id", "land:, varldsdel: or ort: and a code or slug", r"(land:[A-Z]{2}|(varldsdel|ort):[a-z0-9-]+)"
        ),
        *(_text("name"), _text("kind"), _text("country", "an ISO 3166 code", r"[A-Z]{2}").optional()),
        *(_list("aliases"), _MATCH, _CUES),
    ),
)
LANDSCAPES = Table(
    "landscapes.csv",
    facts.Landscape,
    ("entity_id",),
    (
        _text("entity_id", "landskap: and a slug, or lan: and a county code", r"(landskap:[a-z0-9-]+|lan:\d{2})"),
        *(_text("name"), _text("kind"), _lan_kod().optional(), _list("aliases"), _MATCH, _CUES),
        _text("note").optional(),
    ),
)
GIVEN_NAMES = Table("given_names.csv", facts.GivenName, ("name",), (_text("name"), _list("also")))
SURNAMES = Table("surnames.csv", facts.Surname, ("name",), (_text("name"), _list("also")))
DECISIONS = Table(
    "decisions.csv",
    facts.Decision,
    ("decision", "subject", "document_id"),
    (
        *(_one_of("decision", "merge", "split", "alias", "not-this"), _text("subject", "a name, or the id of a merge")),
        _text("entity_id", "an id such as org:famna or kommun:1480", r"[a-z]+:[A-Za-z0-9-]+").optional(),
        *(_text("document_id").optional(), _text("name").optional(), _text("kind").optional()),
        *(_text("side").optional(), _text("note").optional()),
    ),
)
TOPIC_LABELS = Table(
    "topic_labels.csv",
    facts.TopicLabel,
    ("label",),
    (
        *(_text("label"), replace(_list("words"), required=True)),
        *(_list("documents"), _text("note").optional()),
    ),
)

FILES = frozenset(
    table.file
    for table in (
        *(MUNICIPALITIES, REGIONS, LOCALITIES, POSTAL_LOCALITIES, ORGANISATIONS, ORGANISATION_NAMES, SHORT_NAMES),
        *(CHALLENGE_AREAS, DEBATE_FRAMES, TIMELINE, COUNTRIES, LANDSCAPES, GIVEN_NAMES, SURNAMES),
        *(DECISIONS, TOPIC_LABELS),
    )
)
