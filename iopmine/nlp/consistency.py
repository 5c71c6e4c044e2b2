"""One text, one meaning: what a text has named in full it may later call by a part or an abbreviation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from iopmine.nlp.candidates import Candidate
from iopmine.nlp.spans import SpanIndex
from iopmine.text.inflection import GENITIVE, WORD_END, WORD_START

CONSISTENCY_PRIORITY = 15
_AUTHORITY = re.compile(r"^(?P<place>.+?)s?\s+(?:kommun|stad)$", re.IGNORECASE)
_REGION = re.compile(r"^Region\s+(?P<place>\S+)(?:\s+län)?$")
_ABBREVIATION = re.compile(r"\s*\((?P<short>[A-ZÅÄÖ][A-ZÅÄÖa-zåäö&-]{1,9})\)")
# What a text calls a body by after its kind: "Kvinnojouren Rosengrind" is "Rosengrind" further down.
_KIND_AND_NAME = re.compile(
    r"^(?:\w*(?:[Ff]öreningen|[Ss]tiftelsen|[Ff]örbundet|[Nn]ätverket|[Oo]rganisationen|[Kk]ooperativet|[Jj]ouren|huset|centralen)|"
    r"Frivilligcentrum|Byalaget|Riksnätet|Ideella föreningen)\s+(?P<name>[A-ZÅÄÖ].+)$"
)
_HEAD = re.compile(
    r"\b(?P<head>stadsmission|räddningsmission|kvinnojour|tjejjour|fontänhus)(?:en|et)?\b", re.IGNORECASE
)
_DEFINITE = {
    "stadsmission": "Stadsmissionen",
    "räddningsmission": "Räddningsmissionen",
    "kvinnojour": "Kvinnojouren",
    "tjejjour": "Tjejjouren",
    "fontänhus": "Fontänhuset",
}
_PLACE_ENDING = re.compile(
    r"(?:torp|by|sta|ås|berg|vik|sjö|köping|stad|holm|lund|näs|ryd|fors|hamn|ö|ön|dal|dala|bo|arp|um|mo|hult|måla|"
    r"borg|sund|sala|hed|åker|skog|tuna|vall|ben|älv|bruk|strand|viken|landa|boda|rum|bäck)$"
)
_PREPOSITION = re.compile(
    rf"\b(?:i|från|till|utanför|kring|runt|centrala|norra|södra|östra|västra)\s+(?P<name>[A-ZÅÄÖ][a-zåäö]{{3,}}){GENITIVE}{WORD_END}"
)


def abbreviations(text: str, orgs: Iterable[Candidate]) -> Iterator[tuple[str, Candidate]]:
    """Yield (short form, its organisation) where a text introduces one: ``Individuell Människohjälp (IM)``."""
    for org in orgs:
        found = _ABBREVIATION.match(text, org.reach)
        if found and found.group("short") not in {"IOP", "LOU", "LOV"}:
            initials = "".join(word[0] for word in re.findall(r"\w+", text[org.start : org.end])).casefold()
            short = found.group("short")
            if short.casefold()[0] == initials[0] and len(short) <= len(initials) + 3 and not _party_letter(short):
                yield short, org


def _party_letter(short: str) -> bool:
    return short in {"S", "M", "C", "L", "V", "KD", "MP", "SD", "FP"}


def short_forms(text: str, orgs: Iterable[Candidate]) -> Iterator[tuple[str, Candidate]]:
    """Yield the shorter names a text may go on with: the bare name after a legal form, ``Stadsmissionen``."""
    heads: dict[str, list[Candidate]] = {}
    for org in orgs:
        name = " ".join(text[org.start : org.end].split())
        named = _KIND_AND_NAME.match(name)
        if named and not org.entity_ids:
            yield named.group("name"), org
        head = _HEAD.search(name)
        if head and len(name.split()) > 1:
            heads.setdefault(_DEFINITE[head.group("head").casefold()], []).append(org)
    for short, owners in heads.items():
        # A tie is left open: with two city missions in a text, "Stadsmissionen" is nobody's.
        if len({text[o.start : o.end].casefold() for o in owners}) == 1:
            yield short, owners[0]


def bare_places(text: str, orgs: Iterable[Candidate]) -> Iterator[tuple[str, Candidate]]:
    """Yield (place, authority) for municipalities and regions that only patterns know: ``Ekdala kommun`` → Ekdala."""
    for org in orgs:
        name = " ".join(text[org.start : org.end].split())
        found = _AUTHORITY.match(name) or _REGION.match(name)
        if found and not org.entity_ids:
            place = found.group("place")
            for form in (place, place.removesuffix("s")):
                yield form, org
                yield form.upper(), org


def occurrences(text: str, form: str) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, reach) of every whole-word occurrence of a form, genitive in the reach."""
    body = r"\s+".join(map(re.escape, form.split()))
    for found in re.finditer(rf"{WORD_START}(?P<name>{body}){GENITIVE}{WORD_END}", text):
        yield *found.span("name"), found.end()


def likely_places(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, reach) of unknown words that stand like a place and end like one: ``i Norrvik``."""
    for found in _PREPOSITION.finditer(text):
        start, end = found.span("name")
        name = text[start:end]
        if _PLACE_ENDING.search(name):
            yield start, end, found.end()
        elif name.endswith("s") and _PLACE_ENDING.search(name[:-1]):
            yield start, end - 1, found.end()


_LISTED = re.compile(
    r"(?:,|\s+och|\s+samt|\s+&)\s+(?P<name>[A-ZÅÄÖ][\wåäöé-]+(?:[ \u00a0][A-ZÅÄÖ][\wåäöé-]+){0,3}(?:[ \u00a0]i[ \u00a0][A-ZÅÄÖ][\wåäö]+)?)"
    rf"{WORD_END}(?![ \u00a0]för\b)"
)


def coordinated(text: str, orgs: Iterable[Candidate], known: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield unknown names that stand in a list behind an organisation: like is co-ordinated with like.

    ``Stiftelsen Fyrbåken och Hjälpande Händer i Kullhamn``. The kind of body is that of the name before it.
    """
    taken = SpanIndex((c.start, c.reach) for c in known)
    for org in orgs:
        before, reach = org, org.reach
        while found := _LISTED.match(text, reach):
            start, end = found.span("name")
            if taken.touches(start, end):
                break
            before = Candidate(
                start,
                end,
                end,
                "ORG",
                (),
                before.rule if not before.entity_ids else "pattern:listed",
                0.6,
                6,
                before.kind,
            )
            yield before
            reach = end


_STREET = re.compile(
    rf"{WORD_START}(?P<name>[A-ZÅÄÖ][a-zåäö]{{2,}}(?:gatan|vägen|torget|gränd|promenaden|allén|kajen|stigen|backen|plan|parken))"
    rf"{GENITIVE}{WORD_END}"
)


def streets(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, reach) of streets and squares: ``Slussgatan``."""
    for found in _STREET.finditer(text):
        yield *found.span("name"), found.end()
