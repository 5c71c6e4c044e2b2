"""Who says it: the organisation or party that a sentence attributes its words to.

Swedish news names the speaker beside a verb of speech: *varnar Almega*, *Famna anser att*, *säger Karin Ek,
ordförande för Unizon*, *enligt Konkurrensverket*, *säger Per Lind (S)*. A sentence that names nobody has no speaker:
the sentence before is not asked, since a wrong voice is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_SPEECH = re.compile(
    r"""\b(?:säger|menar|anser|tycker|skriver|varnar|hävdar|framhåller|kräver|kritiserar|svarar|konstaterar|påpekar
      |föreslår|understryker|betonar|efterlyser|klagar|välkomnar|uppmanar|ifrågasätter|befarar|förklarar|berättar|tror
      |sade|menade|ansåg|skrev|varnade|hävdade|krävde|kritiserade|svarade|föreslog|[Ee]nligt)\b""",
    re.VERBOSE,
)
_ACCORDING = frozenset({"enligt", "Enligt"})
_LETTER = re.compile(r"\(([A-ZÅÄÖ]{1,3})\)")
# A speaker's name and title may stand between the verb and the body; a clause with "att" is what was said.
_REACH = 100
_CLAUSE = re.compile(r"\b(?:att|som|om)\b|:")
_TITLE_BEFORE = re.compile(r"s?(?:\s[a-zåäö]{3,30}){0,2}\s?")


class Body(NamedTuple):
    """An organisation that the text names, as half-open character offsets, and who it is (id or name)."""

    start: int
    end: int
    who: str


def speaker(text: str, sentence: tuple[int, int], bodies: Sequence[Body], parties: Mapping[str, str]) -> str:
    """Return who the words of a sentence (offsets) are attributed to, empty if the sentence does not say.

    ``bodies``: the organisations of the sentence in text order; ``parties``: party letters → ids.
    """
    for verb in _SPEECH.finditer(text, *sentence):
        found = _before(text, verb, sentence[0], bodies) or _after(text, verb, sentence[1], bodies, parties)
        if found:
            return found
    return ""


def _before(text: str, verb: re.Match[str], start: int, bodies: Sequence[Body]) -> str:
    """*Almega varnar*, *Famnas generalsekreterare säger*: the subject stands before the verb."""
    if verb.group() in _ACCORDING:
        return ""
    last = next((b for b in reversed(bodies) if start <= b.start and b.end <= verb.start()), None)
    if last is not None and _TITLE_BEFORE.fullmatch(text, last.end, verb.start()):
        return last.who
    return ""


def _after(text: str, verb: re.Match[str], end: int, bodies: Sequence[Body], parties: Mapping[str, str]) -> str:
    """*varnar Almega*, *säger Karin Ek, ordförande för Unizon*, *säger Per Lind (S)*."""
    limit = min(end, verb.end() + (3 if verb.group() in _ACCORDING else _REACH))
    body = next((b for b in bodies if verb.end() < b.start <= limit), None)
    letter = _LETTER.search(text, verb.end(), limit)
    if letter and letter.group(1) in parties and (body is None or letter.start() < body.start):
        return "" if _CLAUSE.search(text, verb.end(), letter.start()) else parties[letter.group(1)]
    if body is None or _CLAUSE.search(text, verb.end(), body.start):
        return ""
    return body.who
