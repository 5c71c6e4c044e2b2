"""Partnerships: pairs of parties, and the fields of the agreements whose pairs were found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from iopmine.nlp.evaluation.context import in_context
from iopmine.nlp.evaluation.matching import Matching, kin
from iopmine.nlp.evaluation.tally import Fault, Tally
from iopmine.records import Document, PartnershipReading

Pairs = set[tuple[str, str]]
Agreement = Mapping[str, Any]
_UNKNOWN = (None, "", "unclear", ())


def score_agreements(
    document: Document,
    agreements: Sequence[Agreement],
    readings: Sequence[PartnershipReading],
    matching: Matching,
    pairs: Tally,
    fields: Tally,
) -> list[Fault]:
    """Count pairs (public party, idea-based party), compared as entities, and the fields of the agreements found."""
    wanted = [_wanted_pairs(agreement, matching) for agreement in agreements]
    found = [_found_pairs(reading, matching) for reading in readings]
    all_wanted: Pairs = set().union(*wanted)
    all_found: Pairs = set().union(*found)
    pairs.add(all_found, all_wanted, "pair")
    faults = [Fault("missed", "pair", " + ".join(pair), document.id) for pair in sorted(all_wanted - all_found)]
    for pair in sorted(all_found - all_wanted):
        teller = next(reading for reading, held in zip(readings, found, strict=True) if pair in held)
        faults.append(Fault("spurious", "pair", " + ".join(pair), document.id, _evidence(document, teller)))
    for number, other in _aligned(wanted, found):
        faults += _score_fields(document, agreements[number], readings[other], matching, fields)
    return faults


def _wanted_pairs(agreement: Agreement, matching: Matching) -> Pairs:
    return {
        (matching.party(public), matching.party(idea))
        for public in agreement.get("public") or ()
        for idea in agreement.get("idea_based") or ()
    }


def _found_pairs(reading: PartnershipReading, matching: Matching) -> Pairs:
    return {
        (matching.party(public.canonical), matching.party(idea.canonical))
        for public in reading.public_parties
        for idea in reading.idea_based_parties
    }


def _aligned(wanted: Sequence[Pairs], found: Sequence[Pairs]) -> list[tuple[int, int]]:
    """Return which gold agreement is which reading: one to one, those with most pairs in common first."""
    shared = sorted((-len(w & f), i, j) for i, w in enumerate(wanted) for j, f in enumerate(found) if w & f)
    taken: set[int] = set()
    used: set[int] = set()
    result = []
    for _, i, j in shared:
        if i not in taken and j not in used:
            taken.add(i)
            used.add(j)
            result.append((i, j))
    return result


def _score_fields(
    document: Document, agreement: Agreement, reading: PartnershipReading, matching: Matching, fields: Tally
) -> list[Fault]:
    """Count each field that the gold speaks of: a wrong value is a false alarm, and a miss if the gold has one."""
    faults = []
    for name, value, given, same in _compared(agreement, reading, matching):
        said, told = value not in _UNKNOWN, given not in _UNKNOWN
        if said and told and same(given, value):
            fields.hit(name)
            continue
        fields.alarm(name, told)
        fields.miss(name, said)
        if said or told:
            kind = "missed" if not told else "wrong" if said else "spurious"
            words = f"{_shown(given)} ≠ {_shown(value)}"
            faults.append(Fault(kind, f"field {name}", words, document.id, _evidence(document, reading, name)))
    return faults


Compared = tuple[str, Any, Any, Callable[[Any, Any], bool]]


def _compared(agreement: Agreement, reading: PartnershipReading, matching: Matching) -> list[Compared]:
    """Return (field, gold value, read value, comparison) of the fields that a gold agreement has."""

    def same_area(areas: Sequence[str], wanted: str) -> bool:
        ids = matching.areas.get(wanted, (wanted,))
        return any(kin(area, key) for area in areas for key in ids)

    columns: list[tuple[str, str, Any, Callable[[Any, Any], bool]]] = [
        ("area", "area", reading.areas, same_area),
        ("place", "place", reading.place, matching.same_place),
        ("status", "status", reading.status, _equal),
        ("start", "start", reading.start, _same_time),
        ("end", "end", reading.end, _same_time),
        ("duration", "duration", reading.duration, _same_length),
        ("duration", "duration_years", reading.duration, _same_length),
        ("amount", "amount_sek", reading.amount_sek, _equal),
        ("basis", "amount_basis", reading.amount_basis, _equal),
    ]
    return [(name, agreement[key], given, same) for name, key, given, same in columns if key in agreement]


def _equal(given: object, value: object) -> bool:
    return given == value


def _same_time(given: str, value: str) -> bool:
    """Compare two truncated ISO dates at the precision of the coarser one."""
    given, value = str(given), str(value)
    return given.startswith(value) or value.startswith(given)


def _same_length(given: float, value: float) -> bool:
    """Compare two lengths in years; half a month is less than any text distinguishes."""
    return abs(float(given) - float(value)) < 1 / 24


def _shown(value: object) -> str:
    if value in _UNKNOWN:
        return "none"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _evidence(document: Document, reading: PartnershipReading, name: str = "") -> str:
    """Return where the text tells of a field, or of the agreement, marked in its context."""
    spans = [e for e in reading.evidence if e.field.startswith(name)] or list(reading.evidence)
    if not spans:
        return ""
    first = min(spans, key=lambda e: (e.start, e.end))
    return in_context(document.text, first.start, first.end)
