"""Sentences that speak of an agreement whose partner, or whose word for agreement, stands a sentence or two before.

"Resultatet blev ett partnerskap" and "kommunen och diakonigården ingick partnerskapet" name no body, "Det ena är med
Lunden Väst" no agreement.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from iopmine.nlp.clues import Clue
from iopmine.nlp.parties import PartyMention

# How many sentences before an ordinal the agreements may be spoken of.
_FAR = 3
_OUTCOME = re.compile(
    r"\b(?:(?:resultatet|lösningen|svaret|det)\sblev|blev\sdet|mynnade\sut\si|ledde\s(?:fram\s)?till)\s(?:[\w-]+\s){0,5}?"
    r"(?:iop|idébur|partnerskap)",
    re.IGNORECASE,
)
_ORDINAL_WITH = re.compile(
    r"\W{0,3}(?:det|den)\s(?:ena|första|andra|tredje|fjärde|femte)\b[^.:\n]{0,24}?\b(?:med|till)\s", re.IGNORECASE
)
# "har sedan tidigare ett par liknande partnerskap": whom with is told in the next sentence.
_OTHERS = re.compile(
    r"\b(?:ett\spar|flera|några|två|tre|fyra|fem)\s(?:liknande|andra|sådana|ytterligare|pågående)\s(?:[\w-]+a\s){0,2}"
    r"(?:partnerskap|iop(?:[:-]\w+)?|avtal)\b",
    re.IGNORECASE,
)
_SMALL_WORD = re.compile(r"[a-zåäö]{6,40}")


def is_outcome(text: str, clue: Clue) -> bool:
    """Tell whether a sentence says that what was told before came to a partnership."""
    return _OUTCOME.search(text, clue.start, clue.end) is not None


def names_kind_of(text: str, clue: Clue, mention: PartyMention) -> bool:
    """Tell whether a sentence speaks of a body by the last word of its name: diakonigården, of Ekdala Diakonigård."""
    last = mention.canonical.casefold().rpartition(" ")[2]
    # A short word may be the end of many others.
    if len(last) < 6 or " " not in mention.canonical:
        return False
    words = (found.group() for found in _SMALL_WORD.finditer(text, clue.start, clue.end))
    return any(word.startswith(last) and word[len(last) :] in {"", "en", "et", "n", "t", "ns", "ens"} for word in words)


def is_ordinal(text: str, found: Sequence[Clue], index: int) -> bool:
    """Tell whether a sentence is about one of the partnerships spoken of before it: "Det ena är med …"."""
    clue = found[index]
    if _ORDINAL_WITH.match(text, clue.start, clue.end) is None:
        return False
    return any(before.iop or before.partnership for before in found[max(0, index - _FAR) : index])


def follows_others(text: str, found: Sequence[Clue], index: int) -> bool:
    """Tell whether the sentence before says that there are further partnerships and names none of their partners."""
    before = found[index - 1] if index else None
    if before is None or before.denied or before.ideas or before.wish:
        return False
    return _OTHERS.search(text, before.start, before.end) is not None
