"""Parties that only the grammar of agreements names: "IOP med Gnosjö Sykafé", "Sunne kommun och Bygdens Väl".

No list knows most associations, and a name that looks like none is still a party where an agreement's partner stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from iopmine.nlp.candidates import Candidate
from iopmine.nlp.clues import STATE, Clue
from iopmine.nlp.linking import Link
from iopmine.nlp.names import NameReading
from iopmine.records import Entity
from iopmine.text.normal import slug

RULE = "slot:partner"
_WORD = r"(?<![\w-])[A-ZÅÄÖ][\w-]{0,30}+"
# A partner's name: capitalised words, a lower-case one only between or behind two of them ("Vän i Umeå").
_KIND = r"[a-zåäö]+(?:förening|kår|klubb|sällskap|vänner|grupp)\b"
_INNER = rf"(?:(?:i|på|för|och|av)\s(?={_WORD}))?(?:{_WORD}|{_KIND})"
_NAME = rf"(?P<name>{_WORD}(?:\s{_INNER}){{0,4}})"
_PACT = r"(?:partnerskap|iop(?:-avtal|[:-]?\w{0,3})?|avtal|överenskommelse)"
_WITH = re.compile(rf"\b(?i:{_PACT}(?:et|en)?\s(?:[\w-]+\s){{0,2}}?med)\s(?:[a-zåäö]{{3,20}}\s)?{_NAME}(?=[\s.,:;)]|$)")
_AND = re.compile(rf"\s?(?:,|och|samt)\s(?:[a-zåäö]{{3,20}}\s)?{_NAME}(?=[\s.,:;)]|$)")
_BECOMES = re.compile(rf"{_NAME}\s(?:kan\s)?bli(?:r|vit)?\s(?:[\w-]+\s){{0,3}}?part\b")
# What may stand there without being an association.
_NEVER = re.compile(
    r"\A(?:Region|Länsstyrelsen|Landstinget|Kommun|Kommunen|Staden|Stad|IOP|LOU|Sverige|EU|Det|De|Den|Vi|Han|Hon|I|På)\b"
    r"|\b(?:kommun|stad|AB|län|nämnd|nämnden)\Z"
)
# A body that gives its legal form is one, whatever else its name may be.
_FORM = re.compile(r"\s\((?:ideell\s|ekonomisk\s)?(?:förening|organisation|stiftelse)\)", re.IGNORECASE)


def slot_parties(text: str, clue: Clue, here: Sequence[NameReading]) -> tuple[NameReading, ...]:
    """Return the bodies of unknown side in a partner's place; ``here`` are the names found in the sentence."""
    found = [*_WITH.finditer(text, clue.start, clue.end), *_BECOMES.finditer(text, clue.start, clue.end)]
    found += _rows(text, clue, {name.candidate.start: name.candidate.reach for name in here})
    parties = {}
    for match in found:
        start, end = match.span("name")
        unsided = next((name for name in here if name.candidate.start == start and _is_unsided(name)), None)
        if unsided is not None:
            parties[start] = unsided
        elif not any(p.search(text[start:end]) for p in (_NEVER, STATE)) and (
            _FORM.match(text, end) is not None or not _known(start, end, here)
        ):
            parties[start] = _reading(text[start:end], start, end)
    return tuple(parties[start] for start in sorted(parties))


def _rows(text: str, clue: Clue, reach: Mapping[int, int]) -> Iterator[re.Match[str]]:
    """Yield the names in one row with a public body: "Dalby kommun, Föreningen Grannar i Ek samt Café Trappan".

    ``reach`` gives the end of each name found, by its start.
    """
    at = clue.start
    for name in clue.public:
        at = max(at, name.candidate.reach)
        while (found := _AND.match(text, at, clue.end)) is not None:
            yield found
            at = max(found.end(), reach.get(found.start("name"), 0))


def _is_unsided(name: NameReading) -> bool:
    """Tell whether a body was found of which no list knows whether it is public, idea-based or a company."""
    return name.candidate.label == "ORG" and (name.link.entity is None or not name.link.entity.side)


def _known(start: int, end: int, here: Sequence[NameReading]) -> bool:
    """Tell whether a stretch is a name that was found; what a longer name holds is none: "Gnosjö Sykafé"."""
    for name in here:
        found = name.candidate
        if found.start < end and start < found.reach and (found.label == "PER" or not _inside(found, start, end)):
            return True
    return False


def _inside(found: Candidate, start: int, end: int) -> bool:
    return start <= found.start and found.reach <= end and (start, end) != (found.start, found.reach)


def _reading(name: str, start: int, end: int) -> NameReading:
    entity = Entity(f"org:{slug(name)}", "ORG", name, side="ideburen")
    return NameReading(Candidate(start, end, end, "ORG", (), RULE, 0.6), Link(entity, name, 0.6))
