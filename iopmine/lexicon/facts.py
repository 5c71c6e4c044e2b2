"""One frozen record per table of the lexicon; the fields are the columns of the CSV file, in words.

List columns are tuples, coordinates are degrees (WGS 84), dates are truncated ISO strings; what is unknown is an
empty string or an empty tuple.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# name: capital initial; exact: as written; cautious: a common word; cue: only with a cue word; never: search only.
Match = Literal["name", "exact", "cautious", "cue", "never"]


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality under its SCB code; ``match`` to ``not_after`` rule its bare name."""

    kommunkod: str
    name: str
    official_name: str
    legal_name: str
    genitive: str
    adjective_forms: tuple[str, ...]
    aliases: tuple[str, ...]
    lan_kod: str
    lan_bokstav: str
    lan_namn: str
    main_town: str
    lat: float
    lon: float
    match: Match
    cues: tuple[str, ...]
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]
    ambiguity: str


@dataclass(frozen=True, slots=True)
class Region:
    """A self-governing region and the county it shares its code with."""

    lan_kod: str
    lan_bokstav: str
    lan_namn: str
    name: str
    genitive: str
    former_names: tuple[str, ...]
    aliases: tuple[str, ...]
    seat_town: str
    lat: float
    lon: float
    ambiguity: str


@dataclass(frozen=True, slots=True)
class Locality:
    """A district or town that is common in IOP news."""

    name: str
    kommunkod: str
    kommun: str
    match: Match
    cues: tuple[str, ...]
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]
    note: str
    provenance: str


@dataclass(frozen=True, slots=True)
class PostalLocality:
    """A postal locality; the first of ``kommunkoder`` is its municipality."""

    locality: str
    kommunkoder: tuple[str, ...]
    postal_codes: str
    match: Match
    cues: tuple[str, ...]
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that is neither municipality nor region."""

    entity_id: str
    name: str
    kind: str
    side: str
    parent_id: str
    kommunkod: str
    lan_kod: str
    orgnr: str
    url: str
    valid_from: str
    valid_to: str
    note: str
    provenance: str


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """Another name of a body, and how it may be matched."""

    entity_id: str
    alias: str
    match: Match
    cues: tuple[str, ...]
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]
    valid_from: str
    valid_to: str
    note: str


@dataclass(frozen=True, slots=True)
class ShortName:
    """Which body a name without a town means in an article about a municipality."""

    short_name: str
    entity_id: str
    kommunkod: str


@dataclass(frozen=True, slots=True)
class Area:
    """A challenge area (samhällsutmaning); terms in the syntax of ``corpus/README.md``."""

    id: str
    parent: str
    label_sv: str
    label_en: str
    definition: str
    triggers: tuple[str, ...]
    near_misses: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame of the debate; terms in the syntax of ``corpus/README.md``."""

    id: str
    label_sv: str
    label_en: str
    definition: str
    indicators: tuple[str, ...]
    counters: tuple[str, ...]
    typical_voices: tuple[str, ...]
    period_note: str


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """A dated event of the debate; ``date`` is as precise as ``precision`` says."""

    id: str
    date: str
    precision: str
    title_sv: str
    event: str
    why: str
    frame_ids: tuple[str, ...]
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Country:
    """A country, a part of the world, or a foreign city (then ``country`` is its ISO code)."""

    entity_id: str
    name: str
    kind: str
    country: str
    aliases: tuple[str, ...]
    match: Match
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Landscape:
    """A landscape, a part of the country or a lake; one that is a county in the news has the county's id."""

    entity_id: str
    name: str
    kind: str
    lan_kod: str
    aliases: tuple[str, ...]
    match: Match
    cues: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class GivenName:
    """A given name used in Sweden; ``also`` says what else the word is."""

    name: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Surname:
    """A frequent surname; ``also`` says what else the word is."""

    name: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicLabel:
    """The name that a person gave a topic, and what the topic was known by then: leading words and documents."""

    label: str
    words: tuple[str, ...]
    documents: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a user has decided about a name, or in a merge about the id that gives way (``subject``).

    ``entity_id`` is the body it belongs to from then on; ``name``, ``kind`` and ``side`` describe that body where no
    other file lists it. ``document_id`` narrows a false alarm to one document.
    """

    decision: Literal["merge", "split", "alias", "not-this"]
    subject: str
    entity_id: str
    document_id: str
    name: str
    kind: str
    side: str
    note: str
