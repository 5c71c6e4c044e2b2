"""Persons by Swedish news habit: full name first, then surname or first name; bylines; names before a title.

Persons are recognised so that they are not taken for organisations and can be masked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from iopmine.nlp.candidates import Candidate
from iopmine.nlp.spans import SpanIndex
from iopmine.text.inflection import GENITIVE, WORD_END, WORD_START

PERSON_PRIORITY = 10
_NAME = r"[A-ZÅÄÖÉÜØ][a-zåäöéüøíóáè]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?"
_PARTICLE = r"(?:af|von|de|del|al|el|van|der|la|ben|bin)"
_FULL = re.compile(
    rf"{WORD_START}(?P<first>{_NAME})(?P<rest>(?:[ \u00a0](?:{_NAME}|[A-ZÅÄÖ]\.|{_PARTICLE}(?=[ \u00a0])))"
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
_TITLE_BEFORE = re.compile(
    r"(?:ordförande|chef|ledare|sekreterare|direktör|föreståndare|grundare|samordnare|forskare|utredare|jurist|rektor|krönikör|talesperson|"
    r"kassör|handläggare|professor|docent|minister|råd|präst|diakon|initiativtagare|deltagare|volontär|arkivarie|doktorand|bibliotekarie)n? $"
)
_PARTY_AFTER = re.compile(r"\s\([A-ZÅÄÖ]{1,3}\)")
_BEHIND_PREPOSITION = re.compile(r"\b(?:i|från|till|vid|utanför)\s$")
_TITLED = re.compile(
    rf"\b(?:\w*minister|statsråd(?:et)?|utredare(?:n)?|kommunalråd(?:et)?|regionråd(?:et)?|professor|docent|justitieråd(?:et)?)[ \u00a0]"
    rf"(?P<name>{_NAME}){GENITIVE}{WORD_END}"
)
_LONE = re.compile(rf"(?<=[a-zåäö,–”\"] )(?P<name>{_NAME}){GENITIVE}{WORD_END}(?![ \u00a0][A-ZÅÄÖ])")
_TITLE_AFTER = re.compile(
    r",?\s+(?:\(|[a-zåäö]*(?:ordförande|chef|råd|ledare|sekreterare|direktör|handläggare|samordnare|forskare|docent|professor|"
    r"expert|strateg|föreståndare|minister|utredare|präst|diakon|lärare|verksamhetsledare|projektledare))"
)
# "Socialchefen Per-Ola Lind": a title with a capital at the start of a sentence is no part of the name.
_TITLE_WORD = re.compile(
    r"(?:chefen|chef|rådet|råd|juristen|ombudet|biträdet|kassören|ledaren|ledare|ordföranden|ordförande|läraren|skötaren|forskaren|professorn|"
    r"docenten|ministern|minister|utredaren|sekreteraren|direktören|direktorn|prästen|pastorn|diakonen|föreståndaren|samordnaren|handläggaren|"
    r"politikern|politiker|talespersonen|experten|läkaren|sjuksköterskan|kuratorn|volontären|krönikören|reportern|redaktören|rektorn|eleven|"
    r"pensionären|strategen|konsulten|grundaren|kyrkoherden|fritidsledaren|verksamhetsledaren|projektledaren|moderaten|liberalen|demokraten)$"
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

    def find(self, text: str, taken: SpanIndex) -> list[Candidate]:
        """Return the persons in a text. ``taken`` holds the names already known to be something else."""
        full = [c for c in self._full_names(text) if not taken.touches(c.start, c.end)]
        known = [text[c.start : c.end] for c in full]
        single = [*_later_parts(text, known), *self._titled(text), *self._first_names(text)]
        return [*full, *(c for c in single if not taken.touches(c.start, c.end))]

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
            printed = [w.group() for w in words]
            if self._opens_with_name(printed) and self._looks_like_person(text, start, found.end(), printed):
                yield from self._person(text, start, found.end(), "person:full", 0.85)
                return
            words = words[1:]

    def _opens_with_name(self, words: list[str]) -> bool:
        """A title, or a word no name list knows before one that it does, is left outside."""
        if _TITLE_WORD.search(words[0].casefold()):
            return False
        return self._is_given(words[0]) or len(words) < 3 or not self._is_given(words[1])

    def _is_given(self, word: str) -> bool:
        folded = word.casefold()
        return folded in self._given or ("-" in folded and folded.split("-")[0] in self._given)

    def _looks_like_person(self, text: str, start: int, end: int, words: list[str]) -> bool:
        if any(word in _NOT_NAMES for word in words) or len(words) > 4:
            return False
        last = _base(words[-1])
        if self._is_given(words[0]):
            return True
        family = last in self._surnames or bool(_SURNAME_ENDING.search(last))
        spoken = bool(_SPEECH.search(text[max(0, start - 14) : start]))
        titled = any(p.match(text, end) for p in (_TITLE_AFTER, _PARTY_AFTER)) or bool(
            _TITLE_BEFORE.search(text, max(0, start - 30), start)
        )
        return titled or (family and (spoken or last in self._surnames))

    def _person(self, text: str, start: int, end: int, rule: str, score: float) -> Iterator[Candidate]:
        words = text[start:end].split()
        if any(word in _NOT_NAMES for word in words):
            return
        last = words[-1].casefold()
        # "Karin Lindbergs" is Karin Lindberg in the genitive; "Göran Mattias" stays whole.
        genitive = last.endswith("s") and (_base(last) != last or last[:-1] in self._surnames)
        yield Candidate(start, end - genitive, end, "PER", (), rule, score, PERSON_PRIORITY, "person")

    def _titled(self, text: str) -> Iterator[Candidate]:
        """Yield surnames behind a title: "minister Slottner", "utredaren Reepalu"."""
        for found in _TITLED.finditer(text):
            start, end = found.span("name")
            if found.group("name") not in _NOT_NAMES:
                yield Candidate(start, end, found.end(), "PER", (), "person:title", 0.7, PERSON_PRIORITY, "person")

    def _first_names(self, text: str) -> Iterator[Candidate]:
        """Yield lone first names inside a sentence, where the list knows them and they speak or act."""
        for found in _LONE.finditer(text):
            start, end = found.span("name")
            if found.group("name").casefold() in self._given and found.group("name") not in _NOT_NAMES:
                yield Candidate(start, end, found.end(), "PER", (), "person:first", 0.5, 1, "person")


def _base(word: str) -> str:
    """Return the surname without a genitive s, where the ending shows that the s is one (``Lindbergs``)."""
    folded = word.casefold()
    return folded[:-1] if folded.endswith("s") and _SURNAME_ENDING.search(folded[:-1]) else folded


def _later_parts(text: str, full_names: Collection[str]) -> Iterator[Candidate]:
    """Yield the bare surnames and first names of persons that the text has introduced in full."""
    # Where a full name is known, its parts outweigh a place of the same name ("Lund säger"), except behind a preposition.
    parts = sorted({part for name in full_names for part in (name.split()[0], name.split()[-1]) if len(part) > 2})
    if not parts:
        return
    pattern = re.compile(rf"{WORD_START}(?P<name>{'|'.join(map(re.escape, parts))}){GENITIVE}{WORD_END}")
    for found in pattern.finditer(text):
        start, end = found.span("name")
        priority = PERSON_PRIORITY - 5 if _BEHIND_PREPOSITION.search(text, max(0, start - 9), start) else 40
        yield Candidate(start, end, found.end(), "PER", (), "person:part", 0.7, priority, "person")
