"""Modality of an agreement: concluded, extended, ended, annulled, merely wished for, or denied.

Source of the verb lists: the domain notes on how municipal news words these acts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# At most three words may stand between the parts of a verb: "skrev i går under".
_GAP = r"(?:\w+\s){0,3}"
_PACT = r"(?:partnerskap|samarbete|samverkan|överenskommelse|iop|avtal)\w*"


def _compile(body: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?=\w\w)(?:{body})", re.IGNORECASE | re.VERBOSE)


# Finite forms only: "vill teckna" concludes nothing, "beslutade att teckna" does.
_CONCLUDED = _compile(
    rf"""(?: tecknar | tecknats? | tecknade?s? | ingår | ingått | ingicks?
           | underteckn(?:ar|ade|at|ats|ades|as)
           | skr(?:ev|evs|iver|ivit|ivits|ivs)\s{_GAP}(?:under|på|avtal|kontrakt|ett) | påskriv\w+
           | sl(?:uter|öt|öts|utit|utits|utet)\b | klubba\w* | godkän(?:ner|de|des|t|ts)
           | beslut(?:ar|ade|at|ats)\s(?:\w+\s){{0,8}}?att\s(?:ingå|teckna|förlänga|starta|inleda)
           | har\s(?:ett|skrivit|slutit|tecknat|ingått)
           | (?:sätter|satte|satt)\s(?:\w+\s){{0,12}}?namn(?:et|en)?
           | gå(?:r|tt)\s{_GAP}(?:in\si|samman) | gick\s{_GAP}(?:in\si|samman)
           | driver | drivit | bedriver | drivs | genomför | inle(?:ds|ddes|tts) | startade[s]?
           | förläng(?:er|s|de|des|t|ts|ning\w*) | förnya(?:r|s|de|des|t|ts)
           | samarbetar | samverkar | är\söverens | kommit\söverens | mellan
           | ställer\ssig\sbakom | arbetat\smed | bygger\spå | har\sformen\sav | kallas | avtalsformen )\b"""
)
_EXTENDED = _compile(rf"""förläng\w+ | förnya\w+ | fortsätt\w+\s{_GAP}{_PACT} | nytt\savtal\sefter | permanenta\w+""")
_ENDED = _compile(
    rf"""säg(?:s|er)\s(?:nu\s)?upp\b | sade?s?\s(?:nu\s)?upp\b | sagts?\supp\b | uppsa\w+ | uppsägning\w* | avveckla\w*
       | upphör(?:de|t)?\b | (?:har\s|hade\s)?avsluta(?:r|s|des|ts|t|d|de)?\b | avslut(?:et|as)\b
       | löp(?:te|er|a|t)\s{_GAP}ut\b | gå(?:r|tt)\sut\b | gick\sut\b | är\sslut\b | lägg(?:s|er)\s{_GAP}ned\b
       | lades\sne(?:d|r)\b | tog\sslut\b | bryter\s{_GAP}{_PACT} | bröts\b"""
)
_ANNULLED = _compile(
    r"""ogiltig\w* | upphäv\w+ | annuller\w+ | otillåten\sdirektupphandling | riv(?:er|s|its)\s(?:\w+\s)?upp
      | rev(?:s)?\s(?:\w+\s)?upp | underkän\w+"""
)
_WISH = _compile(
    rf"""vill(?:e)?\s{_GAP}(?:ingå|teckna|ha|se|utreda|starta|pröva|att|skriva|inleda|få|gå)\b
       | ska\s{_GAP}(?:utreda|undersöka|pröva|ses|ingå|teckna)\b | önska\w* | föreslå\w* | föreslog\w* | förslag\w*
       | avsiktsförklaring\w* | motion(?:en|er|ären|ärer)?\b | medborgarförslag\w* | hoppa[st]\w*
       | för\satt\sfå\b | borde\b | bör\b
       | kan\sbli\saktuellt | planera\w* | överväg\w* | diskuter\w+ | förhandla\w* | ansök\w+\som | skulle\skunna
       | i\suppdrag\satt | vädja\w* | vore\b | be(?:r|gär|gärt|tt)\s{_GAP}om\b | utred(?:er|s|a|as)\b"""
)
_SIGNED = _compile(
    rf"""teckna\w* | underteckn\w* | ingå\w* | ingick\w* | påskriv\w* | klubba\w* | godkän\w*
       | skriv\w*\s{_GAP}(?:under|på|avtal) | skrev\w*\s{_GAP}(?:under|på|avtal)
       | sl(?:uter|öt|öts|utit|utits|utet)\b | beslut(?:ar|ade|at)\b | (?:sätter|satte|satt)\s(?:\w+\s){{0,12}}?namn\w*
       | nytt\s(?:\w+\s){{0,2}}{_PACT} | ställer\ssig\sbakom | gå(?:r|tt)\s{_GAP}in\si\b"""
)
_RUNNING = _compile(r"""pågå\w+ | gäller\b | driver\b | drivs\b | har\s(?:sedan|ett)\b | sedan\s20\d\d\b | löper\b""")
_DENIED = _compile(
    rf"""ing(?:et|en|a)\s(?:\w+\s){{0,2}}(?:iop|partnerskap)\w* | (?:inte|aldrig)\s{_GAP}(?:iop|idéburet|partnerskap)\w*
       | något\siop\sblev\sdet\sinte | utan\siop\b | i\sstället\sför\s(?:ett\s)?(?:iop|partnerskap)\b
       | nej\still\b | sä(?:ga|ger)\s{_GAP}nej\b | sade?\s{_GAP}nej\b | röstade\s{_GAP}nej\b
       | avslå(?:r|s|tt)?\b | avsl[oa]g\w* | avtal\s(?:\w+\s)?finns\s{_GAP}inte\b | avböj\w*
       | tacka(?:r|de|t)\s(?:nej|för\ssig) | blåst?es\s{_GAP}av\b
       | avblås\w* | blev\sdet\sinte | (?:är|var|blev|blir)\sinte\sett\b | backa(?:r|de|t)\b | drar\ssig\sur
       | räknas\sinte\s | ersätts\sinte\b"""
)
# "Ingen vanlig beställning" is how a partnership is told apart from one.
_NOT_A = re.compile(r"\b(?:ingen|inget|inga|inte|varken|utan|snarare än)\s(?:\w+\s){0,3}$", re.IGNORECASE)
_PURCHASE = _compile(
    r"""upphandla(?:r|s|t|de|des|ts|d|de)?\b | upphandling(?:en|s)?\sav\b | vann\s(?:\w+\s){0,3}upphandling\w*
      | anbud\w*
      | föreningsbidrag\w*\s | vanligt\s(?:\w+\s)?bidrag | köp(?:er|t|te)?\s(?:in\s)?\w*tjänst\w* | beställning\w*"""
)


def concluded(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence says that an agreement was made, runs or is renewed."""
    return _CONCLUDED.search(text, start, end) is not None


def is_wish(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence speaks of what someone wants, plans or examines."""
    return _WISH.search(text, start, end) is not None


def is_denied(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence denies or refuses the agreement."""
    return _DENIED.search(text, start, end) is not None


def is_purchase(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence speaks of something bought or granted, which is another thing than a partnership."""
    found = _PURCHASE.search(text, start, end)
    return found is not None and _NOT_A.search(text, max(start, found.start() - 40), found.start()) is None


def status_of(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, tuple[int, int] | None]:
    """Return the status that an agreement's sentences give it, and the words that say so.

    What undoes an agreement outweighs what made it, wherever the sentences stand.
    """
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
