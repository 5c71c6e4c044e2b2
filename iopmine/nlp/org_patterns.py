"""The grammar of Swedish organisation names, for bodies that no list knows.

Each pattern stands with its rule name, the kind of body and the side of welfare it speaks for; examples and
counter-examples stand in ``tests/nlp/patterns.csv``. Source of the rules: how names are written by the habits of
Swedish authorities and associations, and the annotation guidelines (``X i Ort`` only as a registered name, bare legal
forms outside).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from iopmine.nlp.analysis import Word, analyse, ends_word, genitive_reach
from iopmine.nlp.candidates import Candidate
from iopmine.nlp.name_words import (
    AUTHORITY_COMPOUND,
    CAP,
    CLUB,
    ENGLISH_HEAD,
    FIRM_APPOSITION,
    FIRM_HEAD,
    GENERIC,
    IDEA_APPOSITION,
    IDEA_COMPOUND,
    IDEA_LEAD,
    INNER,
    MEDIA_APPOSITION,
    MEDIA_HEAD,
    NAME_START,
    PAPER_COMPOUND,
    PARTY_COMPOUND,
    PLACE,
    SP,
    STEM,
    is_idea_head,
)
from iopmine.nlp.vocabulary import is_common_word
from iopmine.text.inflection import GENITIVE, WORD_END, WORD_START

PATTERN_PRIORITY = 20
_CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖÉÜ")
# How far before its head a name may begin.
_LONGEST = 120


class NamePattern(NamedTuple):
    """One pattern; group ``name`` is the mention. It begins at a capital, or at the word before (``behind_word``)."""

    rule: str
    kind: str
    side: str
    regex: re.Pattern[str]
    behind_word: bool = False


def _compile(body: str, *, before: str = rf"(?=[A-ZÅÄÖÉÜ]){WORD_START}") -> re.Pattern[str]:
    return re.compile(rf"{before}(?P<name>{body}){GENITIVE}{WORD_END}")


_ASSOCIATION = ("idéburen förening", "ideburen")
_STATE = ("myndighet", "offentlig")
_FIRM = ("företag", "foretag")
_MEDIA = ("medier", "foretag")
_OF = rf"{SP}(?:of|for){SP}(?:the{SP})?{CAP}(?:{SP}(?:and{SP})?{CAP}){{0,2}}"
_NAMED = rf"{NAME_START}(?:{SP}(?:{CAP}|\d{{1,3}}\b)){{0,3}}"
_AFTER_FOR = r"(?!som\b|att\b|den\b|det\b|de\b)[\wåäö]{2,40}"

PATTERNS: tuple[NamePattern, ...] = (
    NamePattern("pattern:kommun", "kommun", "offentlig", _compile(rf"{PLACE}{SP}(?:[Kk]ommun|[Ss]tad|KOMMUN|STAD)")),
    NamePattern(
        "pattern:region",
        "region",
        "offentlig",
        _compile(
            rf"Region{SP}{CAP}(?:{SP}län)?|[A-ZÅÄÖ][\wåäö-]{{2,30}}landstinget"
            rf"|{PLACE}{SP}läns{SP}landsting|Landstinget{SP}(?:i{SP})?{PLACE}"
        ),
    ),
    NamePattern(
        "pattern:union",
        "kommunalförbund",
        "offentlig",
        _compile(
            rf"{NAME_START}(?:{SP}{CAP})?{SP}(?:[Kk]ommun(?:al)?|[Ss]amordnings)förbund"
            rf"|Samordningsförbundet(?:{SP}{CAP})?|Kommunalförbundet{SP}{CAP}"
        ),
    ),
    NamePattern(
        "pattern:state",
        *_STATE,
        _compile(
            rf"Länsstyrelsen(?:{SP}(?:i{SP})?{PLACE}(?:{SP}län)?)?"
            rf"|(?:Förvaltningsrätten|Kammarrätten|Tingsrätten|Hovrätten){SP}i{SP}{CAP}|{NAME_START}{SP}tingsrätt"
        ),
    ),
    NamePattern(
        "pattern:university",
        "universitet",
        "akademi",
        _compile(
            rf"{NAME_START}(?:{SP}[a-zåäö]{{4,30}}a)?{SP}(?:[Uu]niversitet|[Hh]ögskola)"
            rf"|Högskolan{SP}(?:i{SP})?{CAP}|Universitetet{SP}i{SP}{CAP}"
        ),
    ),
    NamePattern(
        "pattern:centre",
        "universitet",
        "akademi",
        _compile(
            rf"(?:Center|Centrum|Institutet|{CAP}rådet|Samverkansrådet|Nätverket|Föreningen){SP}för"
            rf"(?:{SP}{_AFTER_FOR}(?:{SP}och{SP}{_AFTER_FOR})?){{1,3}}?(?={SP}?(?:[,.;:)\n]|$))"
        ),
    ),
    NamePattern(
        "pattern:hospital",
        "sjukhus",
        "offentlig",
        _compile(
            rf"(?:Sankt{SP})?{NAME_START}{SP}(?:(?:[Uu]niversitets|[Cc]entral)?sjukhus|[A-ZÅÄÖa-zåäö]{{0,14}}sjukhus"
            rf"|universitetssykehus|lasarett|[a-zåäö]{{0,12}}klinik|vårdcentral)"
        ),
    ),
    NamePattern(
        "pattern:company",
        *_FIRM,
        _compile(
            rf"AB{SP}{CAP}(?:{SP}{CAP})?"
            # The word for the kind of firm stands outside, also with the capital of a sentence's start.
            rf"|(?!{FIRM_APPOSITION}\b){NAME_START}(?:(?:{SP}(?:{CAP}|i{SP}{CAP}|&{SP}{CAP})){{0,2}}?{SP}{FIRM_HEAD}(?:{SP}AB)?"
            rf"|(?:{SP}{CAP})?{SP}&{SP}{CAP})"
        ),
    ),
    NamePattern(
        "pattern:jour",
        *_ASSOCIATION,
        _compile(
            rf"(?:[A-ZÅÄÖ][\wåäö]{{0,20}}jour(?:en)?|Kvinno-{SP}och{SP}[Tt]jejjouren|Skyddsvärnet|Fontänhuset"
            rf"|Hyresgästföreningen){SP}i{SP}{CAP}"
        ),
    ),
    NamePattern(
        "pattern:lead",
        *_ASSOCIATION,
        _compile(
            rf"{IDEA_LEAD}{SP}(?!IOP\b){CAP}(?:{SP}{CAP}){{0,2}}(?:{SP}(?:skola|vänner|minne))?(?:/{CAP})?"
            rf"|(?:Rösten|Samling|Alternativ|Alternativet|Framtid){SP}för{SP}{CAP}"
        ),
    ),
    NamePattern(
        # What stands before a head ("förening", "stadsmission"): see ``_headed``.
        "pattern:head",
        *_ASSOCIATION,
        re.compile(rf"(?=[A-ZÅÄÖÉÜ]){WORD_START}(?P<name>{NAME_START}(?:{SP}(?:{CAP}|{INNER})){{0,3}}?){SP}$"),
    ),
    NamePattern(
        "pattern:club",
        *_ASSOCIATION,
        _compile(rf"(?!{IDEA_APPOSITION}\b){NAME_START}(?:{SP}{CAP}){{0,2}}?{SP}{CLUB}|{CLUB}{SP}{CAP}"),
    ),
    NamePattern(
        "pattern:apposition", *_ASSOCIATION, _compile(_NAMED, before=rf"{IDEA_APPOSITION}{SP}"), behind_word=True
    ),
    NamePattern("pattern:firm", *_FIRM, _compile(_NAMED, before=rf"{FIRM_APPOSITION}{SP}"), behind_word=True),
    NamePattern("pattern:media", *_MEDIA, _compile(_NAMED, before=rf"{MEDIA_APPOSITION}{SP}"), behind_word=True),
    NamePattern(
        "pattern:press",
        *_MEDIA,
        _compile(rf"{NAME_START}(?:{SP}{CAP})?{SP}{MEDIA_HEAD}|Nyhetsbyrån{SP}{CAP}"),
    ),
    NamePattern("pattern:compound", *_ASSOCIATION, _compile(IDEA_COMPOUND)),
    NamePattern("pattern:authority", *_STATE, _compile(AUTHORITY_COMPOUND)),
    NamePattern(
        "pattern:english",
        "",
        "",
        _compile(
            rf"{ENGLISH_HEAD}{_OF}|{NAME_START}(?:{SP}{CAP})?{SP}{ENGLISH_HEAD}(?:{_OF})?"
            rf"|{NAME_START}{SP}for{SP}{CAP}{SP}{ENGLISH_HEAD}"
        ),
    ),
    NamePattern("pattern:bank", *_FIRM, _compile(r"[A-ZÅÄÖ][a-zåäö]{2,20}sparbanken")),
    NamePattern(
        "pattern:party",
        "parti",
        "politik",
        _compile(rf"{PARTY_COMPOUND}|{STEM}listan{SP}{CAP}|(?:Fria|Nya|Unga|Gröna){SP}{CAP}(?={SP}\()"),
    ),
    NamePattern("pattern:paper", *_MEDIA, _compile(PAPER_COMPOUND)),
)
# What ``extents`` makes longer of the names that the other patterns and the lists find.
LOCAL = "pattern:local"
_SIDES = {pattern.rule: (pattern.kind, pattern.side) for pattern in PATTERNS} | {LOCAL: _ASSOCIATION}
# One capitalised word is a name only inside a sentence.
_SINGLE = frozenset({"pattern:compound", "pattern:authority", "pattern:party", "pattern:paper", "pattern:bank"})


def pattern_candidates(text: str, sentence_starts: frozenset[int]) -> Iterator[Candidate]:
    """Yield what the patterns propose. ``sentence_starts`` holds the offsets at which sentences begin.

    A name needs a capital that the start of the sentence does not explain; one such capital vouches for the same
    name wherever it stands in the text.
    """
    vouched: set[str] = set()
    held: list[Candidate] = []
    words = analyse(text).words
    places = _capitalised(words)
    for pattern in PATTERNS:
        headed = pattern.rule == "pattern:head"
        for start, end, reach in _headed(pattern, text, words) if headed else _matched(pattern, text, places):
            name = text[start:end]
            if name.casefold() in GENERIC:
                continue
            candidate = Candidate(start, end, reach, "ORG", (), pattern.rule, 0.8, PATTERN_PRIORITY, pattern.kind)
            if start in sentence_starts and _explained(pattern.rule, name):
                held.append(candidate)
            else:
                vouched.add(name)
                yield candidate
    yield from (candidate for candidate in held if text[candidate.start : candidate.end] in vouched)


def _capitalised(words: list[Word]) -> list[tuple[int, int]]:
    """Return, for each word with a capital, where the word before it starts and where it starts itself."""
    starts = [word.start for word in words]
    return [
        (starts[index - 1] if index else 0, word.start) for index, word in enumerate(words) if word.text[0] in _CAPITALS
    ]


def _matched(pattern: NamePattern, text: str, places: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, reach) of each match, as ``finditer`` would, but tried only where a name may begin.

    Twenty patterns that each look at every character are most of what names cost.
    """
    match, after = pattern.regex.match, 0
    for before, start in places:
        first = before if pattern.behind_word else start
        if first >= after and (found := match(text, first)):
            after = found.end()
            yield *found.span("name"), after


def _headed(pattern: NamePattern, text: str, words: list[Word]) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, reach) of each name that ends in a head: the head is found first, the name read before it.

    Trying every capitalised word for a head further on would cost each word many times.
    """
    for word in words:
        base = _head_of(word.text)
        if base and ends_word(text, word.end):
            before = pattern.regex.search(text, max(0, word.start - _LONGEST), word.start)
            if before:
                yield before.start("name"), word.start + len(base), genitive_reach(text, word.end)


@lru_cache(maxsize=50_000)
def _head_of(word: str) -> str:
    """Return the word without its genitive ending if it may be the last of an association's name, else nothing."""
    if is_idea_head(word):
        return word
    base = word.removesuffix("s")
    return base if is_idea_head(base) else ""


def _explained(rule: str, name: str) -> bool:
    """Tell whether the start of a sentence alone may have given a name its capital."""
    first, _, rest = name.partition(" ")
    if rule in _SINGLE:
        return not rest
    if rule != "pattern:head" or not rest.replace(" ", "").isalpha() or not rest.islower():
        return False
    # "Göteborgs räddningsmission" is a name, "Ekonomisk förening" and "Årets förening" are not.
    return not first.endswith("s") or is_common_word(first)


def side_of(rule: str) -> tuple[str, str]:
    """Return (kind, side) that a pattern rule implies, empty for other rules."""
    return _SIDES.get(rule, ("", ""))
