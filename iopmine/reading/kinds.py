"""The kind of a text, by cues that are evident: what it calls itself, not what it sounds like."""

from __future__ import annotations

import re
from collections.abc import Sequence

KINDS = ("news", "press", "opinion", "minutes", "report", "guide")
_OPENING_LINES = 6
_CLOSING_LINES = 8
_MAX_LINE = 200
_MAX_BYLINE = 80
_CUES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "minutes",
        re.compile(
            r"(?:sammanträdes|nämnd|mötes|styrelse|årsmötes)?protokoll(?:sutdrag)?\b(?! (?:från|i) (?:en|ett)\b)"
            r"|sammanträdesdatum|utdrag ur protokoll|§ ?\d{1,4}\b",
            re.IGNORECASE,
        ),
    ),
    ("press", re.compile(r"(?:\w{1,20}[ :|•-]{1,3}){0,2}press(?:meddelande|info|release|inbjudan)", re.IGNORECASE)),
    (
        "opinion",
        re.compile(
            r"(?:debatt(?:artikel|inlägg)?|slutreplik|replik|insändare|ledare|ledarkrönika|krönika|opinion|gästkrönika)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "report",
        re.compile(
            r"(?:(?:slut|del|forsknings|års|utvärderings)?rapport(?: \d{4}[:/]\d{1,3}|\.|:| i korthet|$)"
            r"|sammanfattning av rapport|utvärdering av\b|SOU \d{4}:\d|working paper)",
            re.IGNORECASE,
        ),
    ),
    (
        "guide",
        re.compile(
            r"vad är (?:ett |en )?(?:iop|id[eé]bur)|så (?:gör|fungerar|kommer|bygger|skriver|startar)\b|vägledning\b"
            r"|handledning\b|guide\b|steg för steg|frågor och svar|checklista|att tänka på|kom igång",
            re.IGNORECASE,
        ),
    ),
)
_PRESS_CLOSING = re.compile(r"presskontakt|visa på mynewsdesk|pressmeddelande", re.IGNORECASE)
_BYLINE = re.compile(r"(?i:text(?: och foto)?(?: av)?|av|foto|reporter|skribent)\b:? ?[A-ZÅÄÖ]\w+ [A-ZÅÄÖ]")


def kind_of(text: str, *, dated: bool) -> str:
    """Return one of ``KINDS`` or an empty string; ``dated`` says that the text carries a publication date.

    A text with a date line or a byline that calls itself nothing is news.
    """
    lines = [line.strip()[:_MAX_LINE] for line in text.splitlines() if line.strip()]
    opening, closing = lines[:_OPENING_LINES], lines[-_CLOSING_LINES:]
    for kind, cue in _CUES:
        if any(cue.match(line) for line in opening):
            return kind
    if any(_PRESS_CLOSING.match(line) for line in closing):
        return "press"
    return "news" if dated or _has_byline([*opening, *closing]) else ""


def _has_byline(lines: Sequence[str]) -> bool:
    return any(len(line) < _MAX_BYLINE and _BYLINE.match(line) for line in lines)
