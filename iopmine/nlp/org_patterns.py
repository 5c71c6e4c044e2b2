"""The grammar of Swedish organisation names, for bodies that no list knows.

Each pattern stands with its rule name, the side of welfare it speaks for, and the kind of body; examples and counter-examples stand in
``tests/nlp/patterns.csv``. Source of the rules: how names are written by the naming habits of Swedish authorities and
associations, and the annotation guidelines (``X i Ort`` only as a registered name, bare legal forms outside).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from iopmine.nlp.candidates import Candidate
from iopmine.text.inflection import GENITIVE, WORD_END, WORD_START

PATTERN_PRIORITY = 20


class NamePattern(NamedTuple):
    """One pattern; group ``name`` is the mention."""

    rule: str
    kind: str
    side: str
    regex: re.Pattern[str]


_CAP = r"[A-ZÅÄÖÉÜ][\wåäöéü]*(?:-[A-ZÅÄÖ]?[\wåäöéü]+)*"
# Patterns stay on one line: a heading or a table row must not run into the next one. Lists may cross (gazetteer).
_SP = "[ \u00a0]"
_PLACE = rf"{_CAP}(?:{_SP}{_CAP})?"
_NOT_PLACE = (
    r"(?!(?:Vår|Våra|Varje|Denna|Den|Det|Detta|De|En|Ett|Ingen|Inga|Er|Hela|Samma|Svensk|Svenska|Nästa|Många|Alla|Sveriges|"
    r"Små|Större|Både|Andra|Flera|Fler|Vilken|Vilka|Min|Din|Sin|I|På|Av|Om|När|Men|Och|Att|För|Från|Till|Med|Som|Är|Har|"
    r"Nu|Även|Trots|Enligt|Under|Hos|Mellan|Efter|Mot|Utan|Inom|Idag|Så|Då|Där|Här|Varför|Hur|Vad|IOP|Idéburet|Bara|"
    r"Någon|Några|Vissa|Ideell|Ideella|Idéburen|Idéburna|Ny|Nya|Nytt|Lokal|Lokala|Både|Samtliga|Övriga)\b)"
)


def _compile(body: str) -> re.Pattern[str]:
    return re.compile(rf"{WORD_START}(?P<name>{body}){GENITIVE}{WORD_END}")


# The last word of a name tells what the body is; it may be a compound ("Hembygdskrets", "bygdegårdsförening").
_HEAD = (
    r"(?:\w*(?:förening|förbund|stiftelse|mission|diakoni|församling|pastorat|folkhögskola|jour|krets|klubb|sällskap|orkester|"
    r"samfund|kooperativ|fontänhus|frivilligcentral|diakonicentral|byalag|hembygdsgille|nätverk|akademi|bildningsförbund)"
    r"(?:en|et|n)?)"
)
_LEAD = (
    r"(?:(?:Anhörig|Bygdegårds|Hembygds|Idrotts|Intresse|Kultur|Patient|Ungdoms|Kvinno|Ryttar|Scout|Integrations)föreningen|"
    r"(?:Diakon|Diakoni|Insamlings)stiftelsen|Föreningen|Stiftelsen|Förbundet|Riksförbundet|Studieförbundet|Nätverket|Riksnätet|"
    r"Kvinnojouren|Tjejjouren|Mansjouren|Ungdomsjouren|Kvinno- och tjejjouren|Kvinnohuset|Brottsofferjouren|Brottsofferhjälpen|"
    r"Brottsofferstödet|Fontänhuset|Frivilligcentralen|Frivilligcentrum|Volontärcentrum|Hjälporganisationen|Stadsmissionen|"
    r"Räddningsmissionen|Kooperativet|Arbetskooperativet|Ideella föreningen|Samfundet|Hyresgästföreningen|Byalaget|Idrottsalliansen)"
)
# Lower-case words inside a name are adjectives in -liga, -ska, -iga …: "Göteborgs kyrkliga stadsmission".
_ADJECTIVE = r"[a-zåäö]{2,}(?:liga|iska|ska|iga|ella|ala|na)"
_CLUB = r"(?:IF|IK|BK|SK|FF|FK|IS|AIK|GIF|GoIF|BoIS|HK|IBK|RK|FC|OK)"
# A lower-case word for the kind of body stands outside the name: "stiftelsen | Fryshuset".
_IDEA_APPOSITION = r"(?:\w*(?:föreningen|stiftelsen|organisationen|kooperativet|nätverket|förbundet|församlingen|samfundet|kvinnojouren|tjejjouren|jouren))"
_FIRM_APPOSITION = r"(?:\w*(?:bolaget|företaget|koncernen|företagaren|kedjan))"
_MEDIA_APPOSITION = r"(?:\w*(?:tidningen|nyhetsbyrån|förlaget|magasinet|sajten))"
_NAME = rf"{_NOT_PLACE}{_CAP}(?:{_SP}(?:{_CAP}|\d{{1,3}}\b)){{0,3}}"

PATTERNS: tuple[NamePattern, ...] = (
    NamePattern(
        "pattern:kommun",
        "kommun",
        "offentlig",
        _compile(rf"{_NOT_PLACE}{_PLACE}{_SP}(?:[Kk]ommun|[Ss]tad|KOMMUN|STAD)"),
    ),
    NamePattern(
        "pattern:region",
        "region",
        "offentlig",
        _compile(
            rf"Region{_SP}{_CAP}(?:{_SP}län)?|(?:Västra{_SP})?{_CAP}(?:regionen|landstinget)"
            rf"|{_PLACE}{_SP}läns{_SP}landsting|Landstinget{_SP}(?:i{_SP})?{_PLACE}"
        ),
    ),
    NamePattern(
        "pattern:state",
        "myndighet",
        "offentlig",
        _compile(
            rf"Länsstyrelsen(?:{_SP}(?:i{_SP})?{_PLACE}(?:{_SP}län)?)?"
            rf"|(?:Förvaltningsrätten|Kammarrätten|Tingsrätten|Hovrätten){_SP}i{_SP}{_CAP}"
            rf"|Samordningsförbundet(?:{_SP}{_CAP})?|{_CAP}{_SP}tingsrätt"
        ),
    ),
    NamePattern(
        "pattern:university",
        "universitet",
        "akademi",
        _compile(
            rf"{_NOT_PLACE}{_CAP}(?:{_SP}[a-zåäö]+)?{_SP}(?:[Uu]niversitet|[Hh]ögskola)"
            rf"|Högskolan{_SP}(?:i{_SP})?{_CAP}|Universitetet{_SP}i{_SP}{_CAP}"
        ),
    ),
    NamePattern(
        "pattern:centre",
        "universitet",
        "akademi",
        _compile(
            rf"(?:Center|Centrum|Institutet){_SP}för(?:{_SP}(?!som\b|att\b|och{_SP}har\b)[a-zåäö]+(?:{_SP}och{_SP}[a-zåäö]+)?){{1,3}}?(?={_SP}?[,.;:)\n])"
        ),
    ),
    NamePattern(
        "pattern:company",
        "företag",
        "foretag",
        _compile(
            rf"(?:{_CAP}{_SP}){{1,3}}(?:AB|Aktiebolag|HB|KB|Holding|Group|Omsorg|Assistans|Bemanning|Konsult|Fastigheter)"
            rf"|AB{_SP}{_CAP}(?:{_SP}{_CAP})?"
        ),
    ),
    NamePattern(
        "pattern:jour",
        "idéburen förening",
        "ideburen",
        _compile(rf"(?:[A-ZÅÄÖ]\w*jour(?:en)?|Skyddsvärnet|Fontänhuset|Hyresgästföreningen){_SP}i{_SP}{_CAP}"),
    ),
    NamePattern(
        "pattern:lead",
        "idéburen förening",
        "ideburen",
        _compile(rf"{_LEAD}{_SP}{_CAP}(?:{_SP}{_CAP}){{0,2}}(?:/{_CAP})?"),
    ),
    NamePattern(
        "pattern:head",
        "idéburen förening",
        "ideburen",
        _compile(rf"{_NOT_PLACE}{_CAP}(?:{_SP}(?:{_CAP}|{_ADJECTIVE}|&|för{_SP}[a-zåäö]+)){{0,3}}?{_SP}{_HEAD}"),
    ),
    NamePattern(
        "pattern:club",
        "idéburen förening",
        "ideburen",
        _compile(rf"(?:{_NOT_PLACE}{_CAP}{_SP}){{1,3}}{_CLUB}|{_CLUB}{_SP}{_CAP}"),
    ),
    NamePattern(
        "pattern:apposition",
        "idéburen förening",
        "ideburen",
        re.compile(rf"\b{_IDEA_APPOSITION}{_SP}(?P<name>{_NAME}){GENITIVE}{WORD_END}"),
    ),
    NamePattern(
        "pattern:firm",
        "företag",
        "foretag",
        re.compile(rf"\b{_FIRM_APPOSITION}{_SP}(?P<name>{_NAME}){GENITIVE}{WORD_END}"),
    ),
    NamePattern(
        "pattern:media",
        "medier",
        "foretag",
        re.compile(
            rf"\b(?:{_MEDIA_APPOSITION}{_SP})(?P<name>{_NAME}){GENITIVE}{WORD_END}"
            rf"|{WORD_START}(?P<whole>(?:{_CAP}{_SP}){{1,2}}(?:Tidning(?:en)?|Allehanda|Nyheter|Dagblad|Posten|Kuriren|Bladet|Eko)"
            rf"|Nyhetsbyrån{_SP}{_CAP}){GENITIVE}{WORD_END}"
        ),
    ),
    NamePattern(
        "pattern:compound",
        "idéburen förening",
        "ideburen",
        _compile(
            r"[A-ZÅÄÖ][a-zåäö]{2,}(?:missionen|mission|kyrkan|hjälpen|diakonin|diakoni|stiftelsen|jouren|samfundet|föreningen)"
        ),
    ),
    NamePattern(
        "pattern:authority",
        "myndighet",
        "offentlig",
        _compile(r"[A-ZÅÄÖ][a-zåäö]{3,}(?:verket|myndigheten|inspektionen|domstolen)"),
    ),
    NamePattern("pattern:party", "parti", "politik", _compile(r"[A-ZÅÄÖ][a-zåäö]{2,}(?:partiet|listan)")),
    NamePattern(
        "pattern:paper", "medier", "foretag", _compile(r"[A-ZÅÄÖ][a-zåäö]{3,}(?:posten|tidningen|kuriren|bladet)")
    ),
)
# One capitalised word is a name only inside a sentence.
_SINGLE = frozenset({"pattern:compound", "pattern:authority", "pattern:party", "pattern:paper"})

# Capitalised at the start of a sentence these are words, not names; units and roles are never entities.
_GENERIC = frozenset(
    "kvinnojouren kvinnojour tjejjouren brottsofferjouren stiftelsen föreningen förbundet missionen kommunen staden regionen "
    "domstolen myndigheten kyrkan verket stadsmission församlingen hyresgästföreningen lokaltidningen riksdagspartiet".split()
)
_LOWER_ONLY = re.compile(r"^\S+(?: [a-zåäö]+)+$")


def pattern_candidates(text: str, sentence_starts: frozenset[int]) -> Iterator[Candidate]:
    """Yield what the patterns propose. ``sentence_starts`` holds the offsets at which sentences begin."""
    for pattern in PATTERNS:
        for found in pattern.regex.finditer(text):
            group = "name" if found.group("name") is not None else "whole"
            start, end = found.span(group)
            if _unclear(pattern.rule, text, start, end, sentence_starts):
                continue
            yield Candidate(start, end, found.end(), "ORG", (), pattern.rule, 0.8, PATTERN_PRIORITY, pattern.kind)


def _unclear(rule: str, text: str, start: int, end: int, sentence_starts: frozenset[int]) -> bool:
    """A name needs a capital that the start of the sentence does not explain."""
    name = text[start:end]
    if name.casefold() in _GENERIC:
        return True
    if start not in sentence_starts:
        return False
    return rule in _SINGLE or (rule == "pattern:head" and bool(_LOWER_ONLY.match(name)))


def side_of(rule: str) -> tuple[str, str]:
    """Return (kind, side) that a pattern rule implies, empty for other rules."""
    for pattern in PATTERNS:
        if pattern.rule == rule:
            return pattern.kind, pattern.side
    return "", ""
