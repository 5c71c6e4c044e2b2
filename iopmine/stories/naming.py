"""What parties are called in the register: one spelling per party, where texts shout it or leave a genitive on it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from iopmine.records import Party
from iopmine.stories.merging import Told

# Shorter words in capitals are rather abbreviations: ABF, IFK.
_SHOUTED = re.compile(r"\b[A-ZÅÄÖÉÜ]{4,}\b")


def evenly_named(told: Sequence[Told], entities: Mapping[str, str]) -> list[Told]:
    """Return the accounts with their parties, and the place named after one, in the best spelling that is known.

    A word in capitals gives way to the same word in small letters (HAVREBY kommun → Havreby kommun), and a genitive to
    the form without its ending where that occurs (IFK Uddevallas → IFK Uddevalla). ``entities`` maps ids to names.
    """
    known: dict[str, set[str]] = defaultdict(set)
    for key, name in entities.items():
        known[key].add(name)
    for party in _parties(told):
        known[party.entity_id].add(party.canonical)
    best = {
        party: _best(party, known) for party in sorted(set(_parties(told)), key=lambda p: (p.entity_id, p.canonical))
    }
    return [_named(one, best) for one in told]


def _parties(told: Iterable[Told]) -> Iterable[Party]:
    return (party for one in told for party in (*one.reading.public_parties, *one.reading.idea_based_parties))


def _best(party: Party, known: Mapping[str, set[str]]) -> Party:
    """Return the party under the id and the spelling that are best, itself if none is better."""
    key, name = party.entity_id, party.canonical
    if not key:
        return party
    if key.endswith("s") and any(f"{base}s".casefold() == name.casefold() for base in known.get(key[:-1], ())):
        key, name = key[:-1], name[:-1]
    same = sorted(each for each in known[key] if each.casefold() == name.casefold())
    return Party(key, min((name, *same), key=lambda each: len(_SHOUTED.findall(each))))


def _named(one: Told, best: Mapping[Party, Party]) -> Told:
    reading = one.reading
    public = tuple(dict.fromkeys(best[party] for party in reading.public_parties))
    ideas = tuple(dict.fromkeys(best[party] for party in reading.idea_based_parties))
    places = {party.canonical: best[party].canonical for party in reading.public_parties}
    place = places.get(reading.place, reading.place)
    return replace(one, reading=replace(reading, public_parties=public, idea_based_parties=ideas, place=place))
