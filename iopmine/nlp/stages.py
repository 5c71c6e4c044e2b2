"""The stage at which a text shows an agreement: signed, running, extended, ended, annulled, or unclear.

What undoes an agreement outweighs what renewed it, and that what made it, wherever the sentences stand. A date of
publication, where there is one, tells an end that is announced from one that has come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from iopmine.nlp.relative_times import OF_BODY
from iopmine.nlp.status import AHEAD, COUNT, PACT, PLAN, compiled

_GAP = r"(?:[\w-]+\s){0,3}"
_OWN = r"(?:iop(?:[:-]?\w+)?|partnerskap(?:et)?|avtal|samarbetsavtal|överenskommelser?)\b"
_IOP = r"(?:partnerskap\w*|iop(?:[:-]?\w+)?|idéburet\soffentligt|idéburna\soffentliga)"


class Stage(NamedTuple):
    """A stage with the words that tell it; without words, it follows from the dates."""

    status: str
    span: tuple[int, int] | None


# A court that calls an agreement a purchase does not end it; one that voids it does.
_ANNULLED = compiled(
    r"""(?<!inte\s)ogiltig\w{0,20}+(?!\s(?:inte|aldrig)\b) | upphäv(?:er|s|de|des|t|ts|as)
         | annuller(?:ar|as|ade|ades|at|ats)
      | riv(?:er|s|its)\s(?:\w+\s)?upp | revs?\s(?:\w+\s)?upp"""
)
_ENDED = compiled(
    rf"""säg(?:s|er)\s{_GAP}upp\b | sade?s?\s{_GAP}upp\b | sagts?\supp\b | uppsa(?:gt|gts|gd)\b | uppsägning(?!stid)\w*
       | avveckla(?:r|s|de|des|ts|t|d) | fasa(?:r|s|de|des|ts|t)\s{_GAP}ut\b | upphör(?:de|t)?\b
       | avsluta(?:r|s|des|ts|t|d|de)\b | lägg(?:s|er)\s{_GAP}ned?\b | la(?:de|des|gts)\sne(?:d|r)\b
       | stäng(?:er|s|de|des)\sned
       | löp(?:te|t)\s{_GAP}ut\b | har\sgått\sut\b | gick\sut\b(?!\spå) | (?:är|tog|tagit)\sslut\b
       | låter\s{_GAP}{PACT}.{{0,60}}?gå\sut
       | bryter\s{_GAP}{PACT} | bröts\b | sista\s(?:öppet)?dag(?:en)?\s(?:är|blir|blev|för)
       | gäller\sinte\slängre | inte\slängre\sgäller
       | (?:tidigare|förr)\s(?:hade|fanns|drev)\b | (?:hade|fanns)\s(?:[^\W\d]+\s){{0,3}}(?:ett\s)?{_IOP}
       | samarbetade\b | varade\b
       | (?<=\d{{4}}\s)fanns\s{_GAP}{_IOP}"""
)
# An end that lies ahead, unless the text is younger than it.
_ENDING = compiled(
    r"""löper\s(?:[\w-]+\s){0,6}ut\b(?!\spå\s(?:att|hur|vad)) | går\sut\b(?!\spå\s(?:att|hur|vad)) | tar\sslut\b"""
)
_EXTENDED = compiled(
    rf"""förläng(?:er|s|de|des|t|ts|d|da|as)\b | (?:beslut\w+|överens)\s(?:om\s)?att\sförlänga
         | förlängning(?:en)?\sav\b | ytterligare\sen\sförlängning
       | förnya(?:r|s|de|des|t|ts|d|t)\b
       | fortsätt(?:er|a|s)\s{_GAP}(?:sitt\s|sina\s|det\s|med\s|i\s(?:ytterligare\s)?\w+\sår|till\soch\smed)
       | nytt\savtal\sefter | permanenta(?:r|s|de|des|t|ts)\b | (?:ett|två|tre|fyra|fem)\sår\still\b
       | ännu\sett\sår\b"""
)
# What may happen is no news: "kan förlängas", "med möjlighet till förlängning".
_MAYBE = re.compile(
    r"\b(?:kan|kunna|kunde|möjlighet|möjligt|option|rätt|skulle|om|när|får|villkor|ska|vill|inte|innan|föreslår|föreslås)\s(?:\w+\s){0,3}$",
    re.IGNORECASE,
)
_SIGNED = compiled(
    rf"""teckna(?:r|s|de|des|t|ts)\b | undertecknar\b | underteckna(?:s|de|des|t|ts|d)\b
       | ingår\b(?!\si\b|\s{_GAP}i\s) | ingick\b(?!\si\b) | ingåtts?\b | ingås\b
       | (?:är\s)?påskriv(?:et|en|na) | klubba(?:r|s|de|des|t|ts)\b | godkän(?:ner|de|des|t|ts)\b
       | skr(?:ev|evs|iver|ivit|ivits|ivs)\s{_GAP}(?:under|på|avtal|kontrakt|iop)\b
       | sl(?:uter|öt|öts|utit|utits)\b | satt(?:e|es)?\s{_GAP}namn\w* | (?:har\s)?beslut(?:ar|ade|at|ats)\b
       | tog\sbeslut | tagit\sbeslut | sade?\sja\b
       | röstade\s{_GAP}ja\b | bifall(?:er|it|its)?\b | bifölls?\b | (?:sätter|satte|satt)\s[^.\n]{{0,120}}?\bnamn\w*
       | ställer\ssig\sbakom | gå(?:r|tt)\s{_GAP}(?:in\si|in\smed|samman|över\still)\b
       | gick\s{_GAP}(?:in\si|in\smed|samman)\b
       | övergått\si\b
       | (?:startar|startade|startat|har\sstartat|inleder|inleds|inleddes|inlett|bildar|bildat|lanserar
          |öppnar|börjar)(?=\s)
       | (?:har\s)?enats\b | enas\b | enades\b | kommit\söverens | (?:är|blev)\söverens
       | (?:är|blev)\s(?:nu\s)?klart?\b | klart:\s | (?:ny|nya)\s\w*part\b
       | (?:har\s)?fått\s(?:sitt\s|ett\s|sitt\sförsta\s){_GAP}{_IOP} | får\sett\s{_GAP}{_IOP} | blir\s{_GAP}part\b
       | (?<=\n)att\s(?:ingå|teckna|godkänna|bifalla)\b
       | nu\sär\spå\splats | är\snu\spå\splats
       | (?<![”"»])(?:nya|nytt|ny|första)\s{_GAP}{_IOP} | träder\s.{{0,80}}?i\skraft | beviljar\b | gratulera\w*"""
)
_RUNNING = compiled(
    rf"""pågå(?:r|tt|ende)\b | iop:[nt]\s(?:nu\s)?(?:gäller|löper)\b
      | {PACT}\s(?:som\s)?(?:nu\s)?(?:gäller|löper|sträcker\ssig)\b | (?:gäller|löper)\s(?:till|fram|i|från|nu)\b
      | driver\b | drivs?\b | är\sparter\b | (?<!varit\s)parter\s(?:är|i)\b | ingår\s(?:\w+\s)?i\b | binder\b
      | har\s(?:(?:i\sdag|nu|redan|också|även|sedan\s\w+(?:\s\w+)?|under\s\d{{4}})\s)?(?:{COUNT}\s|sitt\s)?
          (?!rubrik|titel|namn|haft){_GAP}{_OWN}
      | finns\s(?:[\w-]+\s){{0,4}}?{PACT} | (?<!avgift\s)för\s(?:sitt|sina)\s{_GAP}{_IOP}
      | vårt\s{_GAP}{_IOP} | samarbetar\b | samverkar\b | kan\s(?:\w+\s)?fortsätta\b
      | tack\svare\s(?:ett\s)?{_GAP}{_IOP}"""
)
# Says that the agreement is no news: it has been there for a while.
_STANDING = compiled(
    r"""sedan\s(?:(?:i|den|år|hösten|våren|sommaren|vintern|början\sav)\s){0,2}(?:\d{1,4}|fjol\b|tidigare\b|länge\b|hösten|våren|sommaren|vintern|två|tre|flera|många
          |januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|i\s\w+as\b|dess\b)
      | fortfarande\b | i\sdag\shar\b | har\si\sdag\b | har\sgått\ssedan | år\shar\sgått
      | går\s{0,2}nu\sin\spå\ssitt | år\skvar\b | pågående\b"""
)
# An invitation announces what has not been done yet: "media bjuds in när parterna skriver under".
_INVITED = compiled(
    r"""pressinbjudan\b | inbjudan\still\s(?:media|press\w*|signering|undertecknande)
      | (?:media|press\w*)\s(?:bjuds\sin\b|(?:hälsas|är)\svälkom\w+) | bjuder\sin\s(?:media|press\w*)\b"""
)
# What a public body intends with several agreements.
_INTENDED = compiled(r"""vill\s(?:\w+\s){0,3}(?:knyta|ha)\b | avsikten\sär\satt\b""")
_TO_COME = compiled(
    r"""tecknar\b | undertecknar\b | skriver\s | sluter\b | ingår\b | startar\b | inleds?\b | inleder\b"""
)
_NAMED_IOP = re.compile(rf"\b{_IOP}", re.IGNORECASE)
# A heading over what an office proposes to a board that has not met.
_PROPOSED = re.compile(r"\bförslag(?:et)?\still\sbeslut\s{0,4}\n[^\n]{0,200}\n?[^\n]{0,200}$", re.IGNORECASE)
# How far a heading reaches, and how long a case of the minutes is, in characters.
_HEADED, _CASE = 400, 3000
_DECISION = re.compile(r"\b(?:beslutar|beslutade|bifaller|biföll|nämndens\sbeslut)\b", re.IGNORECASE)
_OLD = re.compile(
    r"\b(?:(?:gamla|tidigare|förra|föregående|förre|haft)\s(?:\w+\s){0,2}|(?:när|efter att)\s(?:[\w-]+\s){0,4})$",
    re.IGNORECASE,
)


def status_of(
    text: str,
    own: Sequence[tuple[int, int]],
    about: Sequence[tuple[int, int]] = (),
    *,
    end: str | None = None,
    signed_in: str | None = None,
    published: str | None = None,
) -> Stage:
    """Return the stage that an agreement's sentences tell, with the words that say so.

    ``own`` are the sentences that name its parties and ``about`` those that go on about it, (start, end) in characters;
    ``end`` is the agreement's last day, ``signed_in`` the year it was signed in and ``published`` the text's day,
    truncated ISO dates: what ended before the text was written has ended, what was signed in an earlier year runs.
    """
    spans = [*own, *about]
    past = bool(end and published and end < published[: len(end)])
    found = _annulled_or_ended(text, spans) or (Stage("ended", _first(text, spans, _ENDING)) if past else None)
    if found is not None:
        return found
    extended = _first(text, spans, _EXTENDED, _MAYBE, _OLD)
    if extended is not None:
        return Stage("extended", extended)
    ending = _first(text, spans, _ENDING, _MAYBE)
    if ending is not None and not (end and published):
        return Stage("ended", ending)
    signed = _first(text, spans, _SIGNED, _OLD)
    stands = [*own, *(span for span in about if _NAMED_IOP.search(text, *span))]
    standing = _first(text, stands, _STANDING, OF_BODY)
    if signed is not None and _is_proposed(text, signed[0]):
        return Stage("planned", signed)
    done = signed is not None and _TO_COME.match(text, *signed) is None
    invited = _first(text, spans, _INVITED)
    if invited is not None and not done and _first(text, spans, _TO_COME) is not None:
        return Stage("planned", invited)
    older = standing is not None and (
        _same(stands, signed, standing) or _NAMED_IOP.search(text, *_around(stands, standing))
    )
    if signed is not None and (standing is None or (signed[0] < standing[0] and not older)):
        earlier = bool(signed_in and published and signed_in < published[:4])
        return Stage("running" if earlier else "signed", signed)
    running = standing or _first(text, own, _RUNNING)
    return Stage("running", running) if running is not None else Stage("unclear", None)


def _is_proposed(text: str, start: int) -> bool:
    """Tell whether words stand under "Förslag till beslut" in a text that tells of no decision."""
    proposed = _PROPOSED.search(text, max(0, start - _HEADED), start) is not None
    return proposed and _DECISION.search(text, max(0, start - _CASE), start + _CASE) is None


def _around(spans: Sequence[tuple[int, int]], words: tuple[int, int]) -> tuple[int, int]:
    return next((span for span in spans if span[0] <= words[0] < span[1]), words)


def planned_at(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the words that say an agreement is planned, if the sentences hold some."""
    found = (_first(text, spans, pattern) for pattern in (PLAN, AHEAD, _INTENDED))
    return next((words for words in found if words is not None), None)


def _annulled_or_ended(text: str, spans: Sequence[tuple[int, int]]) -> Stage | None:
    annulled = _first(text, spans, _ANNULLED, _MAYBE)
    if annulled is not None:
        return Stage("annulled", annulled)
    ended = _first(text, spans, _ENDED, _MAYBE)
    if ended is not None and _OLD.search(text, max(0, ended[0] - 60), ended[0]) is None:
        return Stage("ended", ended)
    return None


def _first(
    text: str, spans: Sequence[tuple[int, int]], pattern: re.Pattern[str], *but: re.Pattern[str]
) -> tuple[int, int] | None:
    """Return the first match in the sentences that nothing right before it takes back."""
    found = next((m for m in _matches(text, spans, pattern) if not _taken_back(text, m, but)), None)
    return (found.start(), found.start() + len(found.group().rstrip())) if found is not None else None


def _matches(text: str, spans: Sequence[tuple[int, int]], pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    for start, end in spans:
        yield from pattern.finditer(text, start, end)


def _taken_back(text: str, found: re.Match[str], but: Sequence[re.Pattern[str]]) -> bool:
    low = max(0, found.start() - 60)
    return any(pattern.search(text, low, found.start()) is not None for pattern in but)


def _same(spans: Sequence[tuple[int, int]], one: tuple[int, int] | None, other: tuple[int, int]) -> bool:
    return one is not None and any(start <= one[0] < end and start <= other[0] < end for start, end in spans)
