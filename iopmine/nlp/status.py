"""Modality of an agreement: concluded, extended, ended, annulled, merely wished for, or denied.

Source of the verb lists: the domain notes on how municipal news words these acts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_CONCLUDED = re.compile(
    r"\b(?:teckna(?:r|t|de|ts|des)|ingå(?:r|tt|ngna)|ingick|inga(?:tt)|undertecknad?e?s?|undertecknat|undertecknar|skrev(?:s)?\s+(?:\w+\s+){0,2}under|"
    r"skriv(?:er|it)\s+(?:\w+\s+){0,2}under|sl(?:uter|öt|utit)\s+(?:\w+\s+){0,3}avtal|har\s+(?:ett|skrivit|slutit|tecknat|ingått)|sätter\s+namnet|satte\s+namnet|"
    r"gått\s+(?:\w+\s+){0,2}in\s+i|går\s+in\s+i|gick\s+in\s+i|driver|bedriver|drivs|genomför|förläng\w+|förnya\w+|samarbetar|samverkar|är\s+överens|"
    r"kommit\s+överens|parter(?:na)?\b|mellan)\b",
    re.IGNORECASE,
)
_EXTENDED = re.compile(
    r"\b(?:förläng\w+|förnya\w+|fortsätt\w+\s+(?:\w+\s+){0,2}(?:partnerskap|samarbet|iop|avtal)\w*|nytt\s+avtal\s+efter|permanenta\w+)",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"\b(?:sägs?\s+(?:nu\s+)?upp\b|sade?s?\s+upp|sagts?\s+upp|uppsagt|upphör(?:de|t)?\b|avsluta(?:s|des|ts|t|d|de)?\b|löp(?:te|er)\s+ut|har\s+löpt\s+ut|är\s+slut|lägg(?:s|er)\s+ned|lades\s+ned|tog\s+slut)",
    re.IGNORECASE,
)
_ANNULLED = re.compile(
    r"\b(?:ogiltig\w*|upphäv\w+|annuller\w+|otillåten\s+direktupphandling|river\s+upp|revs\s+upp|underkän\w+)",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:vill\s+(?:\w+\s+){0,3}(?:ingå|teckna|ha|se|utreda|starta|pröva|att|skriva|inleda)|ska\s+(?:\w+\s+){0,2}(?:utreda|undersöka|pröva|ses)|önska\w*|föreslå\w*|avsiktsförklaring\w*|motion\w*|"
    r"medborgarförslag|hoppas|borde|bör\b|kan\s+bli\s+aktuellt|planera\w*|överväg\w*|diskuter\w+|förhandla\w*|ansök\w+\s+om|skulle\s+kunna|i\s+uppdrag\s+att)",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"\b(?:teckna\w*|underteckna\w*|ingå\w*|ingick|skriv\w*\s+(?:\w+\s+){0,2}under|skrev\s+(?:\w+\s+){0,2}under|sl(?:uter|öt|utit)|besluta\w*|namnet|nytt\s+(?:\w+\s+){0,2}(?:partnerskap|iop|avtal))\b",
    re.IGNORECASE,
)
_RUNNING = re.compile(
    r"\b(?:pågå\w+|gäller|driver|drivs|har\s+(?:sedan|ett)|sedan\s+(?:19|20)\d\d|löper)\b", re.IGNORECASE
)
_NEGATED = re.compile(
    r"\b(?:inget\s+(?:\w+\s+){0,2}(?:iop|partnerskap|avtal)|inte\s+(?:\w+\s+){0,3}(?:iop|idéburet|partnerskap)|nej\s+till|avslå\w*|avslog\w*|avböj\w*|aldrig\s+(?:\w+\s+){0,2}(?:iop|partnerskap)|"
    r"säga\s+nej|säger\s+nej|sade\s+nej|blev\s+det\s+inte|är\s+inte\s+ett|var\s+inte\s+ett|ingen\s+iop|utan\s+iop|i\s+stället\s+för\s+(?:ett\s+)?(?:iop|partnerskap)|backar|drar\s+sig\s+ur\s+planerna|upphandla(?:r|s|de|t)\b)",
    re.IGNORECASE,
)


def concluded(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence says that an agreement was made, runs or is renewed."""
    return _CONCLUDED.search(text, start, end) is not None


def is_wish(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence speaks of what someone wants, plans or examines."""
    return _WISH.search(text, start, end) is not None


def is_negated(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence denies, refuses or replaces the agreement."""
    return _NEGATED.search(text, start, end) is not None


def status_of(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, tuple[int, int] | None]:
    """Return the status that an agreement's sentences give it, and the words that say so."""
    for status, pattern in (
        ("annulled", _ANNULLED),
        ("ended", _ENDED),
        ("extended", _EXTENDED),
        ("signed", _SIGNED),
        ("running", _RUNNING),
    ):
        for start, end in spans:
            found = pattern.search(text, start, end)
            if found:
                return status, found.span()
    return "unclear", None
