"""Who says it: the organisation or party that a sentence attributes its words to.

Swedish news names the speaker beside a verb of speech: *varnar Almega*, *Famna anser att*, *säger Karin Ek,
ordförande för Unizon*, *enligt Konkurrensverket*, *säger Per Lind (S)*. A person whose body the text has named speaks
for it again: *säger Karin Ek*. A sentence that names nobody has no speaker, a quotation under a dash excepted, all of
which is one person's words: a wrong voice is worse than none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

# Not in these senses: to terminate (säga upp), to sign (skriva avtal, skriva under).
_SPEECH = re.compile(
    r"""\b(?:säger(?!\supp\b)|menar|anser|tycker|skriver(?!\s(?:avtal|kontrakt|på|under|in|ned|ner)\b)|varnar|hävdar
      |framhåller|kräver|kritiserar|svarar|konstaterar|påpekar|föreslår|understryker|betonar|efterlyser|klagar|välkomnar
      |uppmanar|ifrågasätter|befarar|förklarar|berättar|tror|sade(?!\supp\b)|menade|ansåg
      |skrev(?!\s(?:avtal|kontrakt|på|under|in|ned|ner)\b)|varnade|hävdade|krävde|kritiserade|svarade|föreslog
      |[Ee]nligt)\b""",
    re.VERBOSE,
)
_ACCORDING = frozenset({"enligt", "Enligt"})
_LETTER = re.compile(r"\(([A-ZÅÄÖ]{1,3})\)")
# A speaker's name and title may stand between the verb and the body; a clause with "att" is what was said.
_REACH = 100
_CLAUSE = re.compile(r"\b(?:att|som(?!\s(?:är|leder)\s)|om|av|till|mot|har|ska|inte)\b|[:”»]")
_TITLE_BEFORE = re.compile(r"s?(?:\s[a-zåäö]{3,30}){0,2}\s?")
# After a party letter the verb may follow at once, or behind a title between commas.
_LETTER_BEFORE = re.compile(r"(?:,[^,.()\n]{3,60},)?\s")
# What stands in for a noun as the subject; then what follows the verb is not who speaks.
_SUBJECT = re.compile(r"(?:^|[^\w])(?:jag|vi|du|ni|man|hon|han|de|den|det|som)\s$", re.IGNORECASE)
_OBJECT = re.compile(r"(?:^|\W)(?:som|med|mot|till|av|än|om|utan|mellan|hos)\s$", re.IGNORECASE)
_LOOK_BACK = 8
_PERSON = r"\b[A-ZÅÄÖÉ][\w’'-]{1,30}+(?:\s[A-ZÅÄÖÉ][\w’'-]{1,30}+){1,3}+"
_PERSON_AFTER = re.compile(rf"\s(?:[a-zåäö]{{3,30}}\s){{0,2}}({_PERSON})")
_PERSON_BEFORE = re.compile(rf"({_PERSON})\s$")
_NAME_LENGTH = 70


_QUOTED = re.compile(r"[ \t]{0,8}[–—-]\s")


class Body(NamedTuple):
    """An organisation that the text names, as half-open character offsets, and who it is (id or name)."""

    start: int
    end: int
    who: str


class Voices:
    """Who speaks in each sentence of one text; asked sentence by sentence, each worked out once."""

    def __init__(
        self, text: str, sentences: Sequence[tuple[int, int]], bodies: Sequence[Body], parties: Mapping[str, str]
    ) -> None:
        """Take a text, its sentences and organisations (offsets, in text order), and party letters → ids."""
        self._text = text
        self._sentences = sentences
        self._starts = [start for start, _ in sentences]
        self._bodies = bodies
        self._opens = [body.start for body in bodies]
        self._parties = parties
        self._known = introduced(text, [(s, self._within(s)) for s in sentences], parties)
        self._found: dict[int, str] = {}

    def at(self, position: int) -> str:
        """Return who speaks at a character position, empty if the text does not say."""
        index = bisect_right(self._starts, position) - 1
        return self._of(index) or next(filter(None, map(self._of, self._quotation(index))), "")

    def _of(self, index: int) -> str:
        if index not in self._found:
            sentence = self._sentences[index]
            self._found[index] = speaker(self._text, sentence, self._within(sentence), self._parties, self._known)
        return self._found[index]

    def _within(self, sentence: tuple[int, int]) -> Sequence[Body]:
        return self._bodies[bisect_left(self._opens, sentence[0]) : bisect_left(self._opens, sentence[1])]

    def _quotation(self, index: int) -> range:
        """Return the sentences of the line that a sentence stands in, if the line opens with a dash of speech."""
        start = self._text.rfind("\n", 0, self._sentences[index][0] + 1) + 1
        if not _QUOTED.match(self._text, start):
            return range(0)
        end = self._text.find("\n", self._sentences[index][0] + 1)
        last = bisect_left(self._starts, end) if end >= 0 else len(self._starts)
        return range(bisect_left(self._starts, start), last)


def speaker(
    text: str,
    sentence: tuple[int, int],
    bodies: Sequence[Body],
    parties: Mapping[str, str],
    known: Mapping[str, str] | None = None,
) -> str:
    """Return who the words of a sentence (offsets) are attributed to, empty if the sentence does not say.

    ``bodies``: the organisations of the sentence in text order; ``parties``: party letters → ids; ``known``: persons
    that the text has introduced → who they speak for.
    """
    for verb in _SPEECH.finditer(text, *sentence):
        found = _named(text, verb, sentence, bodies, parties)
        if not found and known:
            found = next((known[name] for name in _persons(text, verb, sentence) if name in known), "")
        if found:
            return found
    return ""


def introduced(
    text: str, sentences: Sequence[tuple[tuple[int, int], Sequence[Body]]], parties: Mapping[str, str]
) -> dict[str, str]:
    """Return the persons (full names) that a text names beside a verb of speech and their body: name → who.

    ``sentences``: offsets and the organisations within them. A person of two bodies is left out.
    """
    found: dict[str, set[str]] = {}
    for sentence, bodies in sentences:
        for verb in _SPEECH.finditer(text, *sentence):
            who = _after(text, verb, sentence[1], bodies, parties)
            for name in _persons(text, verb, sentence) if who else ():
                found.setdefault(name, set()).add(who)
    return {name: min(whose) for name, whose in found.items() if len(whose) == 1}


def _named(
    text: str, verb: re.Match[str], sentence: tuple[int, int], bodies: Sequence[Body], parties: Mapping[str, str]
) -> str:
    return _before(text, verb, sentence[0], bodies, parties) or _after(text, verb, sentence[1], bodies, parties)


def _before(text: str, verb: re.Match[str], start: int, bodies: Sequence[Body], parties: Mapping[str, str]) -> str:
    """*Almega varnar*, *Famnas generalsekreterare säger*, *Per Lind (S) menar*: the subject stands before the verb."""
    if verb.group() in _ACCORDING:
        return ""
    letters = list(_LETTER.finditer(text, max(start, verb.start() - _REACH), verb.start()))
    letter = letters[-1] if letters else None
    if letter and letter.group(1) in parties and _LETTER_BEFORE.fullmatch(text, letter.end(), verb.start()):
        return parties[letter.group(1)]
    last = next((b for b in reversed(bodies) if start <= b.start and b.end <= verb.start()), None)
    if last is None or _OBJECT.search(text[max(start, last.start - _LOOK_BACK) : last.start]):
        return ""
    return last.who if _TITLE_BEFORE.fullmatch(text, last.end, verb.start()) else ""


def _after(text: str, verb: re.Match[str], end: int, bodies: Sequence[Body], parties: Mapping[str, str]) -> str:
    """*varnar Almega*, *säger Karin Ek, ordförande för Unizon*, *säger Per Lind (S)*."""
    if _SUBJECT.search(text[max(0, verb.start() - _LOOK_BACK) : verb.start()]):
        return ""
    limit = min(end, verb.end() + (3 if verb.group() in _ACCORDING else _REACH))
    body = next((b for b in bodies if verb.end() < b.start <= limit), None)
    letter = _LETTER.search(text, verb.end(), limit)
    if letter and letter.group(1) in parties and (body is None or letter.start() < body.start):
        return "" if _CLAUSE.search(text, verb.end(), letter.start()) else parties[letter.group(1)]
    if body is None or _CLAUSE.search(text, verb.end(), body.start):
        return ""
    return body.who


def _persons(text: str, verb: re.Match[str], sentence: tuple[int, int]) -> list[str]:
    """Return the full names of persons right after and right before a verb of speech."""
    after = _PERSON_AFTER.match(text, verb.end(), min(sentence[1], verb.end() + _REACH))
    before = _PERSON_BEFORE.search(text[max(sentence[0], verb.start() - _NAME_LENGTH) : verb.start()])
    return [" ".join(found.group(1).split()) for found in (after, before) if found]
