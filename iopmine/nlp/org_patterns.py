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
# One or two capitalised words, the last one perhaps in the genitive: "Upplands Väsby", "Göteborgs".
_PLACE = rf"{_CAP}(?:[ \u00a0]{_CAP})?"
_SPACE = r"\s+"
_NOT_PLACE = (
    r"(?!(?:Vår|Våra|Varje|Denna|Den|Detta|En|Ett|Ingen|Inga|Er|Hela|Samma|Svensk|Svenska|Nästa|Många|Alla|Sveriges|Små|Större|"
    r"Både|Andra|Flera|Fler|Vilken|Vilka|Min|Din|Sin|I|På|Av|Om|När|Men|Och|Att|För|Från|Till|Med|Som|Är|Har|Nu|Även|"
    r"Trots|Enligt|Under|Hos|Mellan|Efter|Mot|Utan|Inom|Idag|Även|Så|Då|Där|Här|Varför|Hur|Vad|IOP|Idéburet|Flest|Bara)\b)"
)


def _compile(body: str) -> re.Pattern[str]:
    return re.compile(rf"{WORD_START}(?P<name>{body}){GENITIVE}{WORD_END}")


_HEAD = (
    r"(?:[Ff]örening(?:en)?|[Ff]örbund(?:et)?|[Rr]iksförbund(?:et)?|[Ss]tiftelse(?:n)?|[Ss]tadsmission(?:en)?|[Rr]äddningsmission(?:en)?|"
    r"[Mm]ission(?:en)?|[Dd]iakoni(?:n)?|[Ff]örsamling(?:en)?|[Pp]astorat(?:et)?|[Ff]olkhögskola(?:n)?|[Kk]vinnojour(?:en)?|[Tt]jejjour(?:en)?|"
    r"[Bb]rottsofferjour(?:en)?|[Bb]ygdegårdsförening|[Hh]embygdsförening|[Ii]drottsförening|[Ff]rivilligcentral(?:en)?|"
    r"[Ff]ontänhus(?:et)?|[Kk]ooperativ(?:et)?|[Ss]amfund(?:et)?|[Kk]rets(?:en)?|[Dd]istrikt(?:et)?)"
)
_LEAD = (
    r"(?:Föreningen|Stiftelsen|Riksförbundet|Förbundet|Studieförbundet|Nätverket|Kvinnojouren|Tjejjouren|Mansjouren|Ungdomsjouren|"
    r"Kvinno- och tjejjouren|Brottsofferjouren|Fontänhuset|Frivilligcentralen|Frivilligcentrum|Volontärcentrum|Hjälporganisationen|Organisationen|"
    r"Stadsmissionen|Räddningsmissionen|Diakonistiftelsen|Kooperativet|Arbetskooperativet|Bygdegårdsföreningen|Hembygdsföreningen|"
    r"Idrottsföreningen|Ideella föreningen|Intresseföreningen|Samfundet|Insamlingsstiftelsen|Hyresgästföreningen|Kulturföreningen)"
)

PATTERNS: tuple[NamePattern, ...] = (
    NamePattern(
        "pattern:kommun", "kommun", "offentlig", _compile(rf"{_NOT_PLACE}{_PLACE}{_SPACE}(?:[Kk]ommun|[Ss]tad)")
    ),
    NamePattern(
        "pattern:region",
        "region",
        "offentlig",
        _compile(
            rf"Region{_SPACE}{_CAP}(?:{_SPACE}län)?|(?:Västra{_SPACE})?{_CAP}(?:regionen|landstinget)"
            rf"|{_PLACE}{_SPACE}läns{_SPACE}landsting|Landstinget{_SPACE}(?:i{_SPACE})?{_PLACE}"
        ),
    ),
    NamePattern(
        "pattern:state",
        "myndighet",
        "offentlig",
        _compile(
            rf"Länsstyrelsen(?:{_SPACE}(?:i{_SPACE})?{_PLACE}(?:{_SPACE}län)?)?"
            rf"|(?:Förvaltningsrätten|Kammarrätten|Tingsrätten|Hovrätten){_SPACE}i{_SPACE}{_CAP}"
            rf"|Samordningsförbundet(?:{_SPACE}{_CAP})?|{_CAP}{_SPACE}tingsrätt"
        ),
    ),
    NamePattern(
        "pattern:university",
        "universitet",
        "akademi",
        _compile(
            rf"{_CAP}(?:{_SPACE}[a-zåäö]+)?{_SPACE}(?:[Uu]niversitet|[Hh]ögskola)"
            rf"|Högskolan{_SPACE}(?:i{_SPACE})?{_CAP}|Universitetet{_SPACE}i{_SPACE}{_CAP}"
        ),
    ),
    NamePattern(
        "pattern:company",
        "företag",
        "foretag",
        _compile(
            rf"(?:{_CAP}{_SPACE}){{1,3}}(?:AB|Aktiebolag|HB|KB|Holding|Group)|AB{_SPACE}{_CAP}(?:{_SPACE}{_CAP})?"
        ),
    ),
    NamePattern(
        "pattern:jour",
        "idéburen förening",
        "ideburen",
        _compile(
            r"(?:[A-ZÅÄÖ]\w*j(?:ouren|our)|Skyddsvärnet|Fontänhuset|Hyresgästföreningen|Föreningen [A-ZÅÄÖ]\w+|"
            rf"{_CAP}{_SPACE}[Kk]vinnojour){_SPACE}i{_SPACE}{_CAP}"
        ),
    ),
    NamePattern(
        "pattern:lead",
        "idéburen förening",
        "ideburen",
        _compile(rf"{_LEAD}{_SPACE}(?:i{_SPACE})?(?:[”\"])?{_CAP}(?:{_SPACE}{_CAP}){{0,2}}(?:/{_CAP})?"),
    ),
    NamePattern(
        "pattern:head",
        "idéburen förening",
        "ideburen",
        _compile(
            rf"{_NOT_PLACE}{_CAP}(?:(?:{_SPACE}(?:och|för|i|mot)|{_SPACE}&)?{_SPACE}(?:{_CAP}|[a-zåäö]+(?:a|e|liga|la))){{0,3}}{_SPACE}{_HEAD}"
        ),
    ),
    NamePattern(
        "pattern:compound",
        "idéburen förening",
        "ideburen",
        _compile(
            r"[A-ZÅÄÖ][a-zåäö]{2,}(?:missionen|mission|kyrkan|hjälpen|diakonin|diakoni|stiftelsen|jouren|samfundet)"
        ),
    ),
    NamePattern(
        "pattern:authority",
        "myndighet",
        "offentlig",
        _compile(r"[A-ZÅÄÖ][a-zåäö]{3,}(?:verket|myndigheten|inspektionen|domstolen)"),
    ),
    NamePattern(
        "pattern:paper",
        "medier",
        "foretag",
        _compile(
            rf"{_CAP}(?:{_SPACE}{_CAP})?{_SPACE}(?:Tidning(?:en)?|Allehanda|Nyheter|Dagblad|Posten|Kuriren|Bladet)"
        ),
    ),
)

# Capitalised at the start of a sentence these are words, not names; units and roles are never entities.
_GENERIC = frozenset(
    "kvinnojouren kvinnojour tjejjouren brottsofferjouren stiftelsen föreningen förbundet missionen kommunen staden regionen "
    "domstolen myndigheten kyrkan verket stadsmission församlingen".split()
)


def pattern_candidates(text: str, sentence_starts: frozenset[int]) -> Iterator[Candidate]:
    """Yield what the patterns propose. ``sentence_starts`` holds the offsets at which sentences begin."""
    for pattern in PATTERNS:
        for found in pattern.regex.finditer(text):
            start, end = found.span("name")
            if "\n\n" in text[start:end] or (
                pattern.rule == "pattern:compound" and _unclear(text, start, end, sentence_starts)
            ):
                continue
            yield Candidate(start, end, found.end(), "ORG", (), pattern.rule, 0.8, PATTERN_PRIORITY, pattern.kind)


def _unclear(text: str, start: int, end: int, sentence_starts: frozenset[int]) -> bool:
    """A single word is a name only with a capital inside a sentence."""
    return start in sentence_starts or text[start:end].casefold() in _GENERIC


def side_of(rule: str) -> tuple[str, str]:
    """Return (kind, side) that a pattern rule implies, empty for other rules."""
    for pattern in PATTERNS:
        if pattern.rule == rule:
            return pattern.kind, pattern.side
    return "", ""
