"""Persons by Swedish news habit: full name first, then surname or first name; bylines; names beside a title.

Persons are recognised so that they are not taken for organisations and can be masked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from iopmine.nlp.analysis import Analysis, Word, ends_word, opens_word
from iopmine.nlp.candidates import Candidate
from iopmine.nlp.name_words import FUNCTION_WORDS, SP, either
from iopmine.nlp.spans import SpanIndex
from iopmine.nlp.vocabulary import is_common_word
from iopmine.text.inflection import WORD_END, WORD_START

PERSON_PRIORITY = 10
# The parts of a name that the text has introduced in full outweigh a place of the same name ("Lund säger").
PART_PRIORITY = 40
_NAME = r"[A-ZÅÄÖÉÜØ][a-zåäöéüøíóáèšžćčç]++(?:-[A-ZÅÄÖ][a-zåäöéć]++)?+"
_PARTICLE = either("af von de del al el van der la ben bin")
_FULL = re.compile(
    rf"{WORD_START}{_NAME}(?:{SP}(?:{_NAME}|[A-ZÅÄÖ]\.|{_PARTICLE}(?={SP}))){{1,3}}+{WORD_END}(?!{SP}?&)"
)
_LONE = re.compile(_NAME)
_BYLINE = re.compile(
    rf"""^[ \t]*(?:[Tt]ext(?:\sav|\soch\sfoto)?|[Ff]oto(?:graf)?|[Aa]v|AV|TEXT|FOTO|[Pp]ublicerad\sav
        |[Ss]idan\spublicerad\sav|[Rr]eporter|[Ss]kribent|[Ii]nnehållsansvarig|[Ss]idansvarig)\s?:?[ ]+
        (?P<name>{_NAME}(?:[ ](?:{_NAME}|{_PARTICLE})){{1,2}}){WORD_END}""",
    re.MULTILINE | re.VERBOSE,
)
_SURNAME_ENDING = re.compile(
    r"(?:sson|sdotter|ström|berg|lund|gren|qvist|kvist|holm|blad|dahl|hall|stedt|stad|man|mark|fors|löf|rot|stam"
    r"|sköld|hjelm|borg|feldt|ander|ell|én|ius|ovi[cć]|i[cć]|zadeh|oglu|nen|ski|wall|vall|bäck|beck|sjö|ås|skog|hammar"
    r"|lind|roth|ing|ensen|jär|vik|näs|brandt|sten|lid|felt|green|sand|ér|in)$"
)
# Names that end in s by themselves; elsewhere a last s is the genitive.
_OWN_S = re.compile(r"(?:fors|näs|ås|is|us|as|es|hus|ss)$")
_SPEECH = either(
    """säger sade sa sagt berättar berättade menar skriver tycker förklarar konstaterar anser hävdar tillägger
    fortsätter undrar minns suckar skrattar svarar påpekar understryker betonar framhåller"""
)
# A body may write, hold and explain; only a person says and remembers.
_PERSONAL_SPEECH = either("säger sade sa berättar berättade tillägger undrar minns suckar skrattar ler nickar")
_SPEECH_BEFORE = re.compile(rf"\b{_SPEECH}\s$")
_PERSONAL_BEFORE = re.compile(rf"\b{_PERSONAL_SPEECH}\s$")
_PERSONAL_AFTER = re.compile(rf"\s{_PERSONAL_SPEECH}\b")
# What a person is or does: the last part of the word tells ("verksamhetsledaren", "utbildningsminister").
_ROLE_END = either(
    """ordförande chef ledare sekreterare direktör direktor föreståndare grundare samordnare forskare utredare jurist
    rektor krönikör talesperson kassör handläggare professor docent minister råd präst pastor tagare volontär doktorand
    bibliotekarie strateg expert lärare politiker konsult president herde moderaten liberalen demokraten partisten
    ombud"""
)
_ROLE = rf"(?:[\wåäö]{{0,30}}?(?:{_ROLE_END}|diakon(?!i))\w{{0,5}}|dr|herr|fru|eleven)"
_ROLE_AFTER = re.compile(rf",?\s\(?(?:[a-zåäö]{{1,20}}\s)?{_ROLE}(?!\w)")
# What a genitive owns follows it in small letters; a title, a mark or the end of the line is owned by nobody.
_OWNED = re.compile(r"[ \u00a0](?!\()|\n(?=[a-zåäö])")
_PARTY_AFTER = re.compile(r"\s\([A-ZÅÄÖ]{1,3}\)")
_PLACE_BEFORE = re.compile(r"\b(?:i|på|från|till|vid|utanför|kring|runt)\s$")
# "Socialchefen Per-Ola Lind": a title with a capital at the start of a sentence is no part of the name.
_ROLE_WORD = re.compile(rf"\A{_ROLE}", re.IGNORECASE)
_NOT_NAMES = frozenset(FUNCTION_WORDS.split()) | frozenset(
    """Fredag Måndag Tisdag Onsdag Torsdag Lördag Söndag Januari Februari Mars April Maj Juni Juli Augusti September
    Oktober November December Region Pressmeddelande Debatt Replik Insändare Ledare Krönika Sverige Sveriges""".split()
)


@lru_cache(maxsize=50_000)
def is_role(word: str) -> bool:
    """Tell whether a word says what a person is or does."""
    return _ROLE_WORD.fullmatch(word) is not None


class _Run(NamedTuple):
    """Capitalised words in a row that may be a full name."""

    start: int
    end: int
    printed: tuple[str, ...]


class PersonFinder:
    """Finds persons with lists of given names and surnames, surname endings and the places where persons stand.

    ``ambiguous`` holds the listed names that are also words or places: they need more than themselves.
    """

    def __init__(
        self, given_names: Collection[str], surnames: Collection[str], ambiguous: Collection[str] = ()
    ) -> None:
        self._given = frozenset(name.casefold() for name in given_names)
        self._surnames = frozenset(name.casefold() for name in surnames)
        self._ambiguous = frozenset(name.casefold() for name in ambiguous)

    def is_name(self, word: str) -> bool:
        """Tell whether a word is listed as a given name or surname, whatever else it may be."""
        return self._is_given(word) or word.casefold() in self._surnames

    def find(self, analysis: Analysis, taken: SpanIndex) -> list[Candidate]:
        """Return the persons in a text. ``taken`` holds the names already known to be something else."""
        text = analysis.text
        full = [c for c in self._full_names(analysis) if not taken.touches(c.start, c.end)]
        lone = (word for word in analysis.words if word.text[:1].isupper() and _LONE.fullmatch(word.text))
        parts = {part for c in full for part in _parts(text[c.start : c.end])}
        within = SpanIndex((c.start, c.end) for c in full)
        single: list[Candidate] = []
        for word in lone:
            if not within.touches(word.start, word.end) and not taken.touches(word.start, word.end):
                single += self._single(analysis, word, parts)
        return [*full, *single]

    def _full_names(self, analysis: Analysis) -> Iterator[Candidate]:
        text = analysis.text
        for found in _BYLINE.finditer(text):
            start, end = found.span("name")
            if not _NOT_NAMES.intersection(found.group("name").split()):
                yield self._person(start, end, found.group("name").split()[-1], "person:byline", 0.9)
        runs = [run for found in _FULL.finditer(text) for run in self._readings(found)]
        # One context is enough: who "grundare Raili Koskela" was is a person in the list of contacts too.
        people = {run.printed for run in runs if self._looks_like_person(analysis, run)}
        last = -1
        for run in runs:
            if run.printed in people and run.start >= last:
                last = run.end
                yield self._person(run.start, run.end, self._owner(analysis, run), "person:full", 0.85)

    def _readings(self, found: re.Match[str]) -> Iterator[_Run]:
        """A run of capitalised words may open with a word that is no name, and a genitive ends a name."""
        words = [(found.start() + m.start(), m.group()) for m in re.finditer(r"\S+", found.group())]
        cut = next((i for i, (_, word) in enumerate(words[1:-1], start=1) if self._is_genitive(word)), len(words) - 1)
        words = words[: cut + 1]
        end = words[-1][0] + len(words[-1][1])
        for first in range(len(words) - 1):
            run = _Run(words[first][0], end, tuple(word for _, word in words[first:]))
            if self._opens_with_name(run.printed):
                yield run

    def _opens_with_name(self, words: tuple[str, ...]) -> bool:
        """A title, or a word no name list knows before one that it does, is left outside."""
        if is_role(words[0]):
            return False
        return self._is_given(words[0]) or len(words) < 3 or not self._is_given(words[1])

    def _is_given(self, word: str) -> bool:
        folded = word.casefold()
        return folded in self._given or ("-" in folded and folded.split("-")[0] in self._given)

    def _is_genitive(self, word: str) -> bool:
        """Tell whether a last s is the genitive: ``Lindbergs`` is, ``Mattias`` and ``Lindfors`` are not."""
        folded = word.casefold()
        if not folded.endswith("s") or folded in self._given or folded in self._surnames:
            return False
        return folded[:-1] in self._surnames or not _OWN_S.search(folded)

    def _looks_like_person(self, analysis: Analysis, run: _Run) -> bool:
        words = run.printed
        if any(word in _NOT_NAMES and not self._is_given(word) for word in words):
            return False
        if self._is_given(words[0]):
            return True
        last = words[-1].casefold()
        last = last[:-1] if self._is_genitive(last) else last
        known = last in self._surnames and last not in self._ambiguous
        # Names of persons are not words of the language, names of bodies mostly are: "Gröna Trossen".
        wordy = any(is_common_word(word) for word in words if word.casefold() != last or not known)
        if _has_title(analysis.text, run.start, run.end):
            return known or not is_common_word(words[0])
        if wordy:
            return known and _SPEECH_BEFORE.search(analysis.text, max(0, run.start - 30), run.start) is not None
        if _SPEECH_BEFORE.search(analysis.text, max(0, run.start - 30), run.start):
            return True
        if len(words) == 2 and _PLACE_BEFORE.search(analysis.text, max(0, run.start - 9), run.start):
            return False
        return known or _SURNAME_ENDING.search(last) is not None

    def _owner(self, analysis: Analysis, run: _Run) -> str:
        """Return the last word of a name, without an s that cannot be the genitive: nothing follows that is owned.

        "säger Wilma Ros, enhetschef" speaks of Ros, unless the text has the name without its s too.
        """
        last = run.printed[-1]
        owns = _OWNED.match(analysis.text, run.end) is not None or last[:-1] in analysis.printed
        return last if owns else ""

    def _person(self, start: int, end: int, last: str, rule: str, score: float) -> Candidate:
        genitive = self._is_genitive(last)
        return Candidate(start, end - genitive, end, "PER", (), rule, score, PERSON_PRIORITY, "person")

    def _single(self, analysis: Analysis, word: Word, parts: Collection[str]) -> Iterator[Candidate]:
        """Yield a lone name: part of a full name of the text, beside a title or a verb of speech, or listed."""
        text = analysis.text
        if word.text in _NOT_NAMES and word.text not in parts:
            return
        if not (opens_word(text, word.start) and ends_word(text, word.end)):
            return
        base = word.text if word.text in parts or not self._is_genitive(word.text) else word.text[:-1]
        if word.text.endswith("s") and word.text[:-1] in parts and word.text not in parts:
            base = word.text[:-1]
        reading = self._lone_reading(analysis, word, base, parts)
        if reading is not None:
            rule, score, priority = reading
            end = word.start + len(base)
            yield Candidate(word.start, end, word.end, "PER", (), rule, score, priority, "person")

    def _lone_reading(
        self, analysis: Analysis, word: Word, base: str, parts: Collection[str]
    ) -> tuple[str, float, int] | None:
        """Return (rule, score, priority) of a lone name, or None if it is nobody's."""
        text, folded = analysis.text, base.casefold()
        placed = _PLACE_BEFORE.search(text, max(0, word.start - 9), word.start) is not None
        if base in parts:
            return "person:part", 0.7, PERSON_PRIORITY - 5 if placed else PART_PRIORITY
        before = max(0, word.start - 30)
        if _role_before(text, word.start) and not is_common_word(base):
            return "person:title", 0.7, PERSON_PRIORITY
        if placed:
            return None
        sure = folded not in self._ambiguous and not is_common_word(base)
        if sure and folded in self._surnames:
            return "person:surname", 0.6, 2
        if sure and self._is_given(base) and word.start not in analysis.sentence_starts:
            return "person:first", 0.5, 1
        spoken = _PERSONAL_BEFORE.search(text, before, word.start) or _PERSONAL_AFTER.match(text, word.end)
        return ("person:speech", 0.5, 1) if sure and spoken and base == word.text else None


def _has_title(text: str, start: int, end: int) -> bool:
    """Tell whether a title or a party letter stands beside a name."""
    if _PARTY_AFTER.match(text, end) or _ROLE_AFTER.match(text, end):
        return True
    return _role_before(text, start)


def _role_before(text: str, start: int) -> bool:
    """Tell whether the word before a name is what somebody is: ``ordförande Anna Ek``."""
    before = text[max(0, start - 40) : start]
    return before.endswith(" ") and bool(before.strip()) and is_role(before.split()[-1].lstrip('(–-"”'))


def _parts(name: str) -> Iterator[str]:
    """Yield the first and the last word of a full name, by which a text goes on to call its bearer."""
    words = name.split()
    yield from (part for part in (words[0], words[-1]) if len(part) > 1)
