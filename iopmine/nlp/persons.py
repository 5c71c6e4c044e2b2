"""Persons by Swedish news habit: full name first, then surname or first name; bylines; names before a title.

Persons are recognised so that they are not taken for organisations and can be masked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from iopmine.nlp.candidates import Candidate
from iopmine.text.inflection import GENITIVE, WORD_END, WORD_START

PERSON_PRIORITY = 10
_NAME = r"[A-ZÅÄÖÉÜØ][a-zåäöéüøíóáè]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?"
_PARTICLE = r"(?:af|von|de|del|al|el|van|der|la|ben|bin)"
_FULL = re.compile(
    rf"{WORD_START}(?P<first>{_NAME})(?P<rest>(?:[ \u00a0\n]+(?:{_NAME}|[A-ZÅÄÖ]\.|{_PARTICLE}(?=[ \u00a0])))"
    rf"{{1,3}}){WORD_END}"
)
_BYLINE = re.compile(
    rf"(?:[Tt]ext(?: av| och foto)?|[Ff]oto(?:graf)?|[Aa]v|AV|TEXT|FOTO|[Pp]ublicerad av|[Rr]eporter|[Ss]kribent)\s*:?[ \u00a0]+"
    rf"(?P<name>{_NAME}(?:[ \u00a0](?:{_NAME}|{_PARTICLE})){{1,2}}){WORD_END}"
)
_SURNAME_ENDING = re.compile(
    r"(?:sson|sdotter|ström|berg|lund|gren|qvist|kvist|holm|blad|dahl|hall|stedt|stad|man|mark|fors|löf|rot|stam|"
    r"sköld|hjelm|borg|feldt|ander|ell|én|ius|ović|ić|zadeh|oglu|nen|ski|wall|vall|bäck|beck|sjö|ås|skog|hammar|lind|"
    r"roth|ing|ensen|jär|vik|näs|brandt|sten|lid|felt|green|sand)$"
)
_SPEECH = re.compile(
    r"(?:säger|berättar|menar|skriver|tycker|förklarar|konstaterar|anser|hävdar|tillägger|fortsätter|undrar)\s+$"
)
_TITLE_AFTER = re.compile(
    r",?\s+(?:\(|[a-zåäö]*(?:ordförande|chef|råd|ledare|sekreterare|direktör|handläggare|samordnare|forskare|docent|professor|"
    r"expert|strateg|föreståndare|minister|utredare|präst|diakon|lärare|verksamhetsledare|projektledare))"
)
_NOT_NAMES = frozenset(
    "IOP Idéburet Sverige Foto Text Fakta Fredag Måndag Tisdag Onsdag Torsdag Lördag Söndag Publicerad Januari Februari Mars April Maj Juni Juli Augusti "
    "September Oktober November December Den Det En Ett Vi Han Hon De Nu När Men Som Och Att Region Kommunen Staden Regionen Pressmeddelande Debatt Replik "
    "Efter Under Enligt Från Till Med För På Av Om Hos Inom Mellan Sedan Också Även Läs Källa Kontakt Bakgrund Vad Hur Varför Samtidigt Socialdemokraten "
    "Moderaten Kommunalrådet Ordföranden Projektledaren Forskaren Docenten Ministern Civilministern Statsrådet".split()
)


class PersonFinder:
    """Finds persons with lists of given names and surnames, surname endings and the places where persons stand."""

    def __init__(self, given_names: Collection[str], surnames: Collection[str]) -> None:
        self._given = frozenset(name.casefold() for name in given_names)
        self._surnames = frozenset(name.casefold() for name in surnames)

    def find(self, text: str, taken: Collection[tuple[int, int]]) -> list[Candidate]:
        """Return the persons in a text. ``taken`` holds (start, end) of names already known to be something else."""
        busy = [span for span in taken if span[1] - span[0] > 0]
        full = [c for c in self._full_names(text) if not _overlaps(c, busy)]
        known = [text[c.start : c.end] for c in full]
        return [*full, *(c for c in _later_parts(text, known) if not _overlaps(c, busy))]

    def _full_names(self, text: str) -> Iterator[Candidate]:
        for found in _BYLINE.finditer(text):
            start, end = found.span("name")
            yield from self._person(text, start, end, "person:byline", 0.9)
        for found in _FULL.finditer(text):
            yield from self._in_run(text, found)

    def _in_run(self, text: str, found: re.Match[str]) -> Iterator[Candidate]:
        """A run of capitalised words may open with a word that is no name: "Enligt Maria Ek"."""
        words = list(re.finditer(r"\S+", found.group()))
        while len(words) >= 2:
            start = found.start() + words[0].start()
            if self._looks_like_person(text, start, found.end(), [w.group() for w in words]):
                yield from self._person(text, start, found.end(), "person:full", 0.85)
                return
            words = words[1:]

    def _looks_like_person(self, text: str, start: int, end: int, words: list[str]) -> bool:
        if any(word in _NOT_NAMES for word in words) or len(words) > 4:
            return False
        last = _base(words[-1])
        given = words[0].casefold() in self._given or words[0].split("-")[0].casefold() in self._given
        family = last in self._surnames or bool(_SURNAME_ENDING.search(last))
        if given:
            return True
        spoken = bool(_SPEECH.search(text[max(0, start - 14) : start]))
        titled = bool(_TITLE_AFTER.match(text[end : end + 40]))
        return (family and (spoken or titled or last in self._surnames)) or (spoken and titled)

    def _person(self, text: str, start: int, end: int, rule: str, score: float) -> Iterator[Candidate]:
        reach = end
        last = text[start:end].split()[-1]
        # "Karin Lindbergs" is Karin Lindberg; "Göran Mattias" stays whole.
        if (last.endswith("s") and _base(last) + "s" != last.casefold()) or (
            last.endswith("s") and last[:-1].casefold() in self._surnames
        ):
            end -= 1
        if any(word in _NOT_NAMES for word in text[start:end].split()):
            return
        yield Candidate(start, end, reach, "PER", (), rule, score, PERSON_PRIORITY, "person")


def _base(word: str) -> str:
    """Return the surname without a genitive s, where the ending shows that the s is one (``Lindbergs``)."""
    folded = word.casefold()
    return folded[:-1] if folded.endswith("s") and _SURNAME_ENDING.search(folded[:-1]) else folded


def _later_parts(text: str, full_names: Collection[str]) -> Iterator[Candidate]:
    """Yield the bare surnames and first names of persons that the text has introduced in full."""
    parts = sorted({part for name in full_names for part in (name.split()[0], name.split()[-1]) if len(part) > 2})
    if not parts:
        return
    pattern = re.compile(rf"{WORD_START}(?P<name>{'|'.join(map(re.escape, parts))}){GENITIVE}{WORD_END}")
    for found in pattern.finditer(text):
        start, end = found.span("name")
        yield Candidate(start, end, found.end(), "PER", (), "person:part", 0.7, PERSON_PRIORITY - 5, "person")


def _overlaps(candidate: Candidate, busy: list[tuple[int, int]]) -> bool:
    return any(candidate.start < end and start < candidate.end for start, end in busy)
