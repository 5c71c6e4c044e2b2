"""Sentences cut to what they say of each agreement: clauses, contrasts, and bodies that speak for themselves.

"Med A tecknas …, med B förlängs …" tells of two agreements in one sentence, "med A men inte med B" of one; in "vårt
partnerskap med kommunen, säger … på Fontänhuset" the speaker's body is the party.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from iopmine.nlp.clues import Clue, is_idea_based
from iopmine.nlp.names import NameReading
from iopmine.nlp.slots import slot_parties
from iopmine.nlp.status import concluded, is_denied, is_wish

# A clause of its own opens before a repeated "med": "ett med A …, ett med B", "med A tecknas …, med B förlängs".
_WITH = re.compile(
    r"(?:[,;:(]|\boch|\bsamt)\s(?:\w+\s){0,4}?(?:ett\s(?:\w+\s){0,4})?med\s(?:\w+\s){0,2}$", re.IGNORECASE
)
_ANY_WITH = re.compile(r"\bmed\s(?:\w+\s){0,2}$", re.IGNORECASE)
_NOT = re.compile(r"\b(?:inte|ej|utan att|däremot inte)\s(?:med|av|hos|till)?\s?$", re.IGNORECASE)
_OWN_VOICE = re.compile(r"\b(?:vårt|vår|våra|vi)\b", re.IGNORECASE)
# Whoever waits for an agreement of its own is no party of the one told of.
_WAITS = re.compile(r"\s(?:(?:står|är)\s(?:\w+\s){0,2}?på\s(?:tur|kö)|väntar|vill\s(?:\w+\s)?(?:också|även))\b")
_WAITING = re.compile(r"\b(?:på\stur\s(?:\w+\s)?står|väntar)\s(?:\w+\s){0,2}$", re.IGNORECASE)
_JOINED = re.compile(r"\s?(?:,|,?\s?(?:och|samt|&|respektive))\s")
_BESIDE_PUBLIC = re.compile(r"(?:\bkommun(?:en)?|\bstad(?:en)?|\bregion(?:en)?)\s(?:och|samt)\s$", re.IGNORECASE)
# The rows of a table that stand in one sentence because the next begins with a small letter.
_NEXT_ROW = re.compile(r"\n(?=[^|\n]{0,80}\|)")
# How far before a name its preposition may stand.
_BEFORE = 60


def clauses(text: str, found: Sequence[Clue], names: Sequence[NameReading]) -> list[Clue]:
    """Return the clues of a text, one for each clause that tells of an agreement of its own, in text order."""
    result: list[Clue] = []
    at = 0
    signed = False
    for clue in (row for sentence in found for row in _rows(text, sentence)):
        here = []
        while at < len(names) and names[at].candidate.start < clue.end:
            if names[at].candidate.start >= clue.start:
                here.append(names[at])
            at += 1
        spoken = _spoken(text, clue, here)
        # Where nothing is signed, the bodies that wait are those of the agreement that is planned.
        told = _not_waiting(text, clue, spoken)
        told = told if told or signed else spoken
        signed = signed or (clue.tells and bool(told))
        kept = tuple(name for name in told if not _contrasted(text, clue, name))
        result += _split(text, clue if kept == clue.ideas else replace(clue, ideas=kept))
    return result


def _rows(text: str, clue: Clue) -> Iterator[Clue]:
    """Cut a sentence that is several rows of a table into its rows: each is an item."""
    cuts = [clue.start]
    for found in _NEXT_ROW.finditer(text, clue.start, clue.end):
        if text.find("|", cuts[-1], found.start()) >= 0:
            cuts.append(found.end())
    cuts.append(clue.end)
    if len(cuts) == 2:
        yield clue
        return
    for start, end in pairwise(cuts):
        row = _part(text, clue, start, end)
        # The line break between two rows belongs to neither.
        yield replace(row, end=end - (end < clue.end), item=True)


def _part(text: str, clue: Clue, start: int, end: int) -> Clue:
    """Return what a stretch of a sentence says and whom it names."""

    def within(names: Sequence[NameReading]) -> tuple[NameReading, ...]:
        return tuple(name for name in names if start <= name.candidate.start < end)

    return replace(
        clue,
        start=start,
        end=end,
        ideas=within(clue.ideas),
        public=within(clue.public),
        concluded=concluded(text, start, end),
        wish=is_wish(text, start, end),
        denied=is_denied(text, start, end),
    )


def _spoken(text: str, clue: Clue, here: Sequence[NameReading]) -> tuple[NameReading, ...]:
    """The bodies of a sentence; if it names none, those in a partner's place, or that of the speaker who says "we"."""
    if clue.ideas or not (clue.iop or clue.partnership):
        return clue.ideas
    if clue.public and _OWN_VOICE.search(text, clue.start, clue.end) is not None:
        return tuple(name for name in here if is_idea_based(name))[:1]
    return slot_parties(text, clue, here)


def _contrasted(text: str, clue: Clue, name: NameReading) -> bool:
    start = name.candidate.start
    return _NOT.search(text, max(clue.start, start - 20), start) is not None


def _not_waiting(text: str, clue: Clue, names: Sequence[NameReading]) -> tuple[NameReading, ...]:
    """Leave out bodies that wait for their turn: "…, och A står på tur", "A och B vill också", "på tur står A"."""
    rows: list[list[NameReading]] = []
    for name in names:
        start = name.candidate.start
        if rows and in_a_row(text, rows[-1][-1], name):
            rows[-1].append(name)
        else:
            rows.append([name])
    kept: list[NameReading] = []
    for row in rows:
        start = row[0].candidate.start
        low = max(clue.start, start - _BEFORE)
        if _WAITING.search(text, low, start):
            continue
        if _WAITS.match(text, row[-1].candidate.reach, clue.end) and not _BESIDE_PUBLIC.search(text, low, start):
            # "med A, och B står på tur": who follows "med" is the partner.
            kept += row[:-1] if _ANY_WITH.search(text, low, start) else ()
        else:
            kept += row
    return tuple(kept)


def in_a_row(text: str, one: NameReading, other: NameReading) -> bool:
    """Tell whether only a comma or "och" stands between two bodies."""
    return _JOINED.fullmatch(text, one.candidate.reach, other.candidate.start) is not None


def _split(text: str, clue: Clue) -> Iterator[Clue]:
    """Cut a sentence before each repeated "med" that leads to a body."""
    cuts = [clue.start]
    introduced = False
    for name in clue.ideas:
        start = name.candidate.start
        low = max(cuts[-1], start - _BEFORE)
        found = _WITH.search(text, low, start) if introduced else None
        if found is not None:
            cuts.append(found.start())
        introduced = introduced or _ANY_WITH.search(text, low, start) is not None
    if len(cuts) == 1:
        yield clue
        return
    subject = tuple(name for name in clue.public if name.candidate.start < cuts[1])
    for start, end in pairwise([*cuts, clue.end]):
        part = _part(text, clue, start, end)
        # The subject of the sentence stands before its first cut and holds for all clauses.
        yield replace(
            part,
            public=part.public or subject,
            concluded=clue.concluded if start == clue.start else part.concluded or clue.concluded,
        )
