"""The names of a text: lists, patterns, persons and consistency brought together into one reading."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from iopmine.lexicon import Lexicon
from iopmine.nlp import consistency
from iopmine.nlp.analysis import Analysis, Word
from iopmine.nlp.candidates import Candidate, choose
from iopmine.nlp.extents import longer_names, rows_of_towns, towns_of
from iopmine.nlp.gazetteer import LIST_PRIORITY, Gazetteer
from iopmine.nlp.linking import Link, Linker
from iopmine.nlp.org_patterns import pattern_candidates
from iopmine.nlp.own_names import branches
from iopmine.nlp.persons import PersonFinder
from iopmine.nlp.recognised import again
from iopmine.nlp.spans import SpanIndex
from iopmine.nlp.unknown import datelines, streets, unknown_names
from iopmine.records import Label
from iopmine.text.inflection import WORD_START
from iopmine.text.normal import fold

_STOP_NAMES = frozenset({"iop", "lou", "lov", "lss", "sol", "foto", "text", "fakta", "iopmine", "dnr", "asf", "luf"})
# Umbrella words that the guidelines call roles, though newspapers give them a capital.
_NEVER = _STOP_NAMES | frozenset(
    """polisen regeringen riksdagen alliansen kommunen regionen landstinget staten staden civilsamhället föreningen
    stiftelsen förvaltningen nämnden styrelsen socialtjänsten räddningstjänsten välfärden facket sjukvården skolan
    domstolen tingsrätten hovrätten kammarrätten förvaltningsrätten moderbolaget koncernen""".split()
)
# In a headline in capitals the shape of words tells no name.
_SHAPES = frozenset({"pattern:head", "pattern:lead", "pattern:company", "pattern:club"})
_HEADLINE = 200
# How sure a model must be of a name that holds places or persons.
_SURE = 0.75
# A surname may be such a word too: "Lars Mind" is a person, not the organisation.
_COMMON_WORDS = frozenset({"list:cautious", "list:cue"})
_WEB = re.compile(
    r"""(?:https?://|www\.)\S+ | (?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255}
      | (?<![\w.-])(?:[\w-]{1,63}\.){1,4}(?:se|org|com|nu|eu|example)\b(?:/\S*)?""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class NameReading:
    """A chosen mention and what it is linked to."""

    candidate: Candidate
    link: Link


class NameFinder:
    """Finds and links the organisations, places and persons of a text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._gazetteer = Gazetteer(lexicon.names)
        self._persons = PersonFinder(lexicon.given_names, lexicon.surnames, lexicon.ambiguous_names)
        self._linker = Linker(lexicon)
        self._decided, self._entities = lexicon.decided, lexicon.entities
        self._towns = towns_of(lexicon.entities)
        short = "|".join(sorted({re.escape(name.short_name) for name in lexicon.short_names}))
        self._short_in_place = re.compile(rf"{WORD_START}(?P<name>{short or '(?!)'})(?=\s{{1,2}}i\s{{1,2}}[A-ZÅÄÖ])")

    def find(
        self, analysis: Analysis, document_id: str = "", recognised: Iterable[Candidate] = ()
    ) -> list[NameReading]:
        """Return the readings of a text, in text order, never overlapping.

        ``document_id`` tells which false alarms that the user has marked are in this text; ``recognised`` are the
        names that a statistical model proposes: they count where lists and patterns know nothing.
        """
        text, starts = analysis.text, analysis.sentence_starts
        web = SpanIndex(m.span() for m in _WEB.finditer(text))
        listed = self._gazetteer.find(text, analysis.words, _opening_words(analysis.words, starts))
        local = branches(text, listed, self._entities)
        bodies = _outside(web, [*listed, *local, *pattern_candidates(text, starts), *self._short_names(text)])
        bodies += rows_of_towns(text, self._towns)
        bodies += longer_names(analysis, _bare(text, bodies), self._entities, self._persons.is_name)
        first = choose(c for c in _bare(text, bodies) if fold(text[c.start : c.end]) not in _STOP_NAMES)
        places = {text[c.start : c.end] for c in listed if c.label == "LOC"}
        later, aliases = _later_mentions(analysis, first, places)
        sure = SpanIndex((c.start, c.end) for c in first if c.label == "ORG" and c.rule not in _COMMON_WORDS)
        people = self._persons.find(analysis, sure)
        known = choose(_outside(web, [*first, *later, *people]))
        told = _unlisted(web, unknown_names(analysis, known), text)
        known = _with_recognised(known, told, _outside(web, recognised), analysis)
        chosen = choose([*known, *_unlisted(web, unknown_names(analysis, known), text)])
        chosen = [c for c in chosen if not self._decided.rejects(text[c.start : c.end], document_id)]
        return [
            NameReading(candidate, link)
            for candidate, link in zip(chosen, self._linker.link_all(text, chosen, aliases), strict=True)
        ]

    def _short_names(self, text: str) -> Iterator[Candidate]:
        """Yield short names that a place makes whole, also where a sentence starts: "Stadsmissionen i Kalmar"."""
        for found in self._short_in_place.finditer(text):
            start, end = found.span("name")
            yield Candidate(start, end, end, "ORG", (), "list:short", 0.9, LIST_PRIORITY, "")


def _bare(text: str, bodies: list[Candidate]) -> list[Candidate]:
    """Drop "Föreningen KRIS" where KRIS is listed: the word for the kind of body stands outside the name.

    Nor does an ampersand make one firm of two bodies where it stands behind a listed one.
    """
    listed = {c.reach: c.start for c in bodies if c.label == "ORG" and c.rule.startswith("list:")}
    opening = set(listed.values())
    clubs = {c.reach: c.start for c in bodies if c.rule == "pattern:club"}

    def stands(c: Candidate) -> bool:
        if c.rule == "pattern:company" and c.start in opening:
            return c.reach in listed or "&" not in text[c.start : c.end]
        if c.rule in _SHAPES and text[c.start : c.end].isupper() and _line(text, c.start).isupper():
            return False
        return c.rule != "pattern:lead" or max(listed.get(c.reach, 0), clubs.get(c.reach, 0)) <= c.start

    return [_behind_ampersand(c, text) for c in bodies if stands(c)]


def _line(text: str, position: int) -> str:
    """Return the line around a position, as far as headlines reach."""
    end = text.find("\n", position, position + _HEADLINE)
    start = text.rfind("\n", max(0, position - _HEADLINE), position) + 1
    return text[max(start, position - _HEADLINE) : end if end >= 0 else position + _HEADLINE]


def _behind_ampersand(c: Candidate, text: str) -> Candidate:
    """Part a body by its short name from the one listed before it: ``Skyddsvärnet & Stadsmissionen``."""
    before, ampersand, last = text[c.start : c.end].rpartition(" & ")
    short = ampersand and c.rule == "pattern:head" and " " not in last and before.endswith(("en", "et"))
    return replace(c, start=c.end - len(last)) if short else c


def _opening_words(tokens: list[Word], starts: frozenset[int]) -> set[int]:
    return {index for index, token in enumerate(tokens) if token.start in starts}


def _outside(spans: SpanIndex, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Keep what does not lie in a web or e-mail address."""
    return [c for c in candidates if not spans.touches(c.start, c.end)]


def _unlisted(web: SpanIndex, candidates: Iterable[Candidate], text: str) -> list[Candidate]:
    """Keep what no list knows, but for umbrella words with a capital."""
    return [c for c in _outside(web, candidates) if fold(text[c.start : c.end]) not in _NEVER]


def _with_recognised(
    known: list[Candidate], told: list[Candidate], proposed: list[Candidate], analysis: Analysis
) -> list[Candidate]:
    """Add what a statistical model proposes where lists and patterns know nothing, or only a part.

    A longer name takes the place of the places and persons in it, if the model is sure: ``Astrid Lindgrens
    barnsjukhus``. Bodies that lists and patterns know stand, and what the context tells to be a body (``told``) is
    no place.
    """
    bodies = SpanIndex((c.start, c.reach) for c in known if c.label == "ORG")
    acting = SpanIndex((c.start, c.reach) for c in told if c.label == "ORG")
    others = [c for c in known if c.label != "ORG"]
    added: list[Candidate] = []
    for name in proposed:
        form = fold(analysis.text[name.start : name.end])
        if not _NEVER.isdisjoint({form, form.removesuffix("s")}) or bodies.touches(name.start, name.reach):
            continue
        if name.label == "LOC" and acting.touches(name.start, name.reach):
            continue
        inside = [c for c in others if c.start < name.reach and name.start < c.reach]
        within = all(name.start <= c.start and c.reach <= name.reach for c in inside)
        longer = all(c.reach - c.start < name.reach - name.start for c in inside)
        if not inside or (within and longer and name.score >= _SURE):
            added.append(name)
    return choose([*known, *added, *again(analysis, added)])


def _later_mentions(
    analysis: Analysis, first: list[Candidate], places: Collection[str]
) -> tuple[list[Candidate], dict[str, Candidate]]:
    """Find short forms, abbreviations and bare places that the names already found make readable."""
    text = analysis.text
    orgs = [c for c in first if c.label == "ORG"]
    aliases: dict[str, Candidate] = {}
    forms: dict[str, tuple[Label, str]] = {}
    sources: tuple[tuple[Label, str, Iterator[tuple[str, Candidate]]], ...] = (
        ("ORG", "document:abbreviation", consistency.abbreviations(text, orgs)),
        ("ORG", "document:former", consistency.former_names(text, orgs)),
        ("ORG", "document:short", consistency.short_forms(text, orgs, places)),
        ("LOC", "document:place", consistency.bare_places(text, orgs)),
    )
    for label, rule, pairs in sources:
        for form, owner in pairs:
            if aliases.setdefault(fold(form), owner) is owner:
                forms.setdefault(form, (label, rule))
    found = [
        Candidate(start, end, reach, *forms[form][:1], (), forms[form][1], 0.8, consistency.CONSISTENCY_PRIORITY)
        for form, start, end, reach in consistency.occurrences(analysis, forms)
    ]
    found += consistency.headline_names(analysis, first)
    spots = (*streets(text), *datelines(text))
    found += (Candidate(start, end, end, "LOC", (), "pattern:place", 0.6, 4, "ort") for start, end in spots)
    return found, aliases
