"""Modality of an agreement: concluded, extended, ended, annulled, merely wished for, or denied.

Source of the verb lists: the domain notes on how municipal news words these acts.
"""

from __future__ import annotations

import re
from enum import StrEnum

# At most three words may stand between the parts of a verb: "skrev i går under".
_GAP = r"(?:\w+\s){0,3}"
PACT = r"(?:partnerskap|samarbete|samverkan|överenskommelse|iop|avtal)\w*"
COUNT = r"(?:ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|flera|\d{1,2})"
# An IOP under one of its names, and what may stand between it and a negation: "inte något idéburet offentligt".
_IOP = r"(?:iop|partnerskap)(?::?\w+)?"
_NOT_OR = r"(?:(?!eller\b)\w+\s){0,3}"
_BETWEEN = r"(?:(?!utan\b|bara\b|enbart\b|endast\b|minst\b|längre\b|men\b)[\w-]+\s){0,4}"


def compiled(body: str) -> re.Pattern[str]:
    """Return a pattern over whole words, case ignored; white space in the body is layout."""
    return re.compile(rf"\b(?=\w\w)(?:{body})", re.IGNORECASE | re.VERBOSE)


# Finite forms only: "vill teckna" concludes nothing, "beslutade att teckna" does.
_CONCLUDED = compiled(
    rf"""(?=[bdefghiklnpstuöä]|a[^b])(?: tecknar | tecknats? | tecknade?s? | ingår | ingått | ingicks?
           | underteckn(?:ar|ade?|at|ats|ades|as)
           | skr(?:ev|evs|iver|ivit|ivits|ivs)\s(?:(?:[\w-]+\s){{0,8}}?iop\w* | {_GAP}(?:under|på|avtal|kontrakt|ett))
           | påskriv\w+
           | sl(?:uter|öt|öts|utit|utits|utets) | klubba\w* | godkän(?:ner|de|des|t|ts)
           | beslut(?:ar|ade|at|ats|et)?\s(?:\w+\s){{0,8}}?
             (?:att\s(?:ingå|teckna|förlänga|starta|inleda|skriva)|om\siop)
           | har\s(?:ett|iop\w*|avtal\w*|fått|blivit|inlett|startat|skrivit|slutit|tecknat|ingått|förlängt|enats)
           | har\s(?:(?:i\sdag|nu|redan|också|även|sedan\s\w+(?:\s\w+)?|under\s\d{{4}})\s)?{COUNT}\s{_GAP}{PACT}
           | bl(?:ev|ir)\sdet\sett | samarbetat
           | (?:sätter|satte|satt)\s(?:\w+\s){{0,12}}?namn(?:et|en)?
           | gå(?:r|tt)\s{_GAP}(?:in\si|in\smed|samman|över\still) | gick\s{_GAP}(?:in\si|in\smed|samman|över\still)
           | driver | drivit | drev | bedriver | drivs | sköter | sköts | genomför | inle(?:der|ds|ddes|tts|tt)
           | startar | startade?s? | bildar | lanserar | öppnar | binder
           | förläng(?:er|s|de|des|t|ts|ning\w*) | förnya(?:r|s|de|des|t|ts) | fortsätt(?:er|a\si)
           | avsluta(?:r|s|de|des|t|ts) | upphör(?:de|t)? | sa(?:de|gt|gts)?\s{_GAP}upp | säg(?:er|s)\s{_GAP}upp
           | samarbetar | samarbetade | samverkar | (?:är|blev)\söverens | kommit\söverens | enats | enas | enades
           | sade?\sja | tog\sbeslut | tagit\sbeslut | mellan
           | (?:är|blir|blivit|bli|ena|andra|nya)\s{_GAP}part(?:er|en|erna|ner)?
           | part(?:er|erna)?\s(?:är|i)
           | ger | gav | får | fick | beviljar | beviljade | betalar | bidrar | satsar | satsade | avsätter | stödjer
           | ställer\ssig\sbakom | står\sbakom | bakom\s{_GAP}står | arbetat\smed | bygger\spå | har\sformen\sav
           | kallas | kallades | benämn\w+
           | (?:samarbetet|verksamheten|formen|satsningen|projektet)\sär\s{_GAP}{_IOP}
           | började?\sgälla | (?<=\n)att\s(?:ingå|teckna|förlänga|godkänna|bifalla)
           | blev\s{_GAP}{_IOP}
           | tillkom(?:mer|mit)? | (?:finns|fanns)\s(?:[\w-]+\s){{0,5}}?{PACT} | löper | löpte | pågår
           | avtalsformen )\b"""
)
# What someone else than the public body wants, and what is only imagined: no plan follows from it.
_HOPE = compiled(
    rf"""önska\w* | (?:en|sin|ny|deras|denna)\smotion\b | motion(?:en|er|ären|ärer|erar|erat)\b
       | medborgarförslag\w* | hoppa[st]\w* | kräv(?:er|de|t)\b
       | uppmana\w* | efterlys\w* | borde\b | bör\b | vädja\w* | vore\b | be(?:r|gär|gärt|tt)\s{_GAP}om\b
       | ansök\w+\s(?:om|hos) | ansökt\b | intressera[dt]\w* | insändare\w* | lovar\b | drömm\w+
       | skulle\b | i\sså\sfall | tänk\s(?:dig|er) | exempelvis\skan | (?:hade|skulle\sha)\svarit | ge\soss\b
       | brev\still | lämna(?:t|de)\sin\s(?:[\w-]+\s){{0,3}}(?:idé|ansökan|förslag)\w*
       | hellre\s(?:sett|velat|haft)\b
       | för\satt\sfå\b | vill\s(?:gärna\s)?(?:ha|se)\b | hade\shaft\b"""
)
# A question that yes or no would answer opens with its verb.
_ASKED = re.compile(r"\b(?:ska|bör|borde|kan|kommer|vill|vågar)\b", re.IGNORECASE)
# What the public body wants, examines, proposes or negotiates.
PLAN = compiled(
    rf"""vill(?:e)?\s{_GAP}(?:ingå|teckna|utreda|starta|pröva|att|skriva|inleda|få|gå)\b
       | ska\s{_GAP}(?:utreda|undersöka|pröva|ses|ingå|teckna|ta\sfram)\b
       | ska\sunder\s\d{{4}}\s(?:ingå|teckna)\b
       | föreslå\w* | föreslog\w* | förslag\w* | avsiktsförklaring\w* | avser\satt | tänker\b
       | kan\sbli\s(?:aktuellt|verklighet|part) | planera\w* | planer(?:na)?\spå | överväg\w* | diskuter\w+
       | förhandla\w*
       | i\suppdrag\satt | samtal\s(?:förs\s|pågår\s)?med\b
       | utred(?:er|s|a|as)\b | tar\s{_GAP}ställning\still | på\sväg\s(?:in|att|mot) | på\sgång
       | för\savsikt\b | viljan\sfinns | inget\spåskrivet | framtida\b | siktar\spå | under\sberedning"""
)
# Somebody said no, or it came to nothing.
_NO = rf"""(?:vill|ville)\sinte\b | nej\still\b | sä(?:ga|ger)\s{_GAP}nej\b | sade?\s{_GAP}nej\b
     | rösta(?:de|r)\s{_GAP}nej\b
       | avslå(?:r|s|tt)?\b | avsl[oa]g\w* | avböj\w* | avvisa\w* | tacka(?:r|de|t)\s(?:nej|för\ssig)
       | blåst?es\s{_GAP}av\b | avblås\w* | skrinlag?\w+ | skrinläg\w+ | strandade\b | drogs\s(?:till)?\s?tillbaka
       | drar\s(?:till)?\s?tillbaka | återremitter\w+ | sköts\supp | lades\spå\sis
       | bl(?:ev|ir)\sdet\s(?:inte|aldrig|inget)
       | (?:blev|blir)\singet\b | aldrig\sblev\sav | blev\saldrig\b | backa(?:r|de|t)\b | drar\ssig\sur
       | ledde\sinte\still
       | utan\sresultat"""
_REFUSED = compiled(_NO)
# Whatever verb stands beside it: a letter of intent concludes nothing.
AHEAD = compiled(r"avsiktsförklaring\w*\som | framtida\s(?:[\w-]+\s){0,3}(?:iop|partnerskap|avtal)\w*")
_DENIED = compiled(
    rf"""{_NO}
       | ing(?:et|en|a|a\sfler)\s{_BETWEEN}(?:{_IOP}|avtal)\b | (?:inte|aldrig|ej)\s{_BETWEEN}{_IOP}
       | nå(?:got|gra|gon)\s{_BETWEEN}{_IOP}\s(?:\w+\s){{0,4}}?(?:inte|aldrig)\b
       | {_IOP}\s{_GAP}(?=bl|f[ia]|ko|va|pr|in|om|nä|al)
           (?:(?:blev|blir|finns|fanns|kom|var|prövades|ingår|omfattas|nämndes)\s{_NOT_OR}(?:inte|aldrig)\b
           | (?:inte|aldrig)\s(?:aktuell\w*|av\b|på\stal|diskuter\w+|pröva\w+))
       | inte\sav\sdet | utan\s(?:iop|partnerskap)\b | i\sstället\sför\s(?:ett\s)?{_IOP}
       | avtal\s(?:\w+\s)?finns\s{_GAP}inte\b | avtal(?:et)?\s(?:blev|har|är)\saldrig
       | (?:får|fick)\s(?:den|det|de|vi|hon|han|jouren|föreningen)\sinte\b | (?:är|var|blev|blir)\sinte\sett\b
       | utan\s(?:ett\s|något\s)?(?:idéburet\soffentligt\s)?{_IOP}\s(?:[^.,]{{0,60}}\s)?
         (?:kan|får|går|hade|klarar|skulle|blir)\b[^.]{{0,60}}\binte\b
       | stå(?:r|tt)\s(?:\w+\s)?utanför\s(?:avtal|partnerskap|överenskommels|samarbet)\w*
       | ingår\s(?:\w+\s)?inte\si\s(?:avtal|partnerskap|överenskommels|iop)\w*
       | (?:är|var)\s(?:\w+\s)?inte\s(?:med\si|en\sdel\sav|part\si)\s
       | (?:ingenting|inget)\s(?:är\s)?klart\b | räknas\sinte\s | har\singet\smed\b"""
)
# "Ingen vanlig beställning" is how a partnership is told apart from one.
_NOT_A = re.compile(
    r"\b(?:ingen|inget|inga|inte|varken|utan|snarare än|framför|istället för|i stället för)\s(?:\w+\s){0,3}$",
    re.IGNORECASE,
)
_PURCHASE = compiled(
    r"""upphandla(?:r|s|t|de|des|ts|d|de)?\b | upphandling(?:en|s)?\sav\b | vann\s(?:\w+\s){0,3}upphandling\w*
      | efter\sen\supphandling | direktupphandl\w+ | anbud\w* | ramavtal\w* | enligt\slo[uv]\b | lou\sgäller
      | föreningsbidrag\w*\b | verksamhetsbidrag\w*\b | kulturstöd\w*\b | sponsringsavtal\w*
      | vanligt\s(?:\w+\s)?(?:bidrag|avtal|samarbete) | köp(?:er|t|te)?\s(?:in\s)?\w*(?:tjänst|plats)\w*
      | beställning\w* | (?:lag(?:t|ts|de|des)|lägg(?:er|s))\sut\s(?:driften|verksamheten)\b | på\sentreprenad\b"""
)
_FORMERLY = re.compile(r"\b(?:tidigare|förut|förr|hittills)\b", re.IGNORECASE)
# An event, a publication or a study in which bodies take part beside each other, not as parties.
_OCCASION = compiled(
    r"""arrangera\w* | medverka\w* | konferens\w* | seminari\w+ | webbinari\w+ | föreläs\w+ | panel(?:en)?\b
         | heldag\w*
      | kurs(?:en)?\b | utbildning(?:en)?\si | publicera\w* | handbok\w* | mall(?:en)?\b | enkät\w* | remiss\w*
      | vägledning\w*
      | nämns\b | förekommer\b
      | (?-i:nätverk\w*) | rådgivning\b
      | bjud(?:s|er)\sin\still\b
      | studera(?:r|t)?\b | intervjua\w* | berätta(?:r|de)\b | uttalande\w* | yttra\w*"""
)


# A decision turns a proposal into an agreement.
_DECIDED = compiled(
    r"""klubba(?:r|s|de|des|t|ts)\b | godkän(?:ner|ns|de|des|t|ts)\b | bifall(?:er|it|its) | bifölls?
         | beslut(?:ar|ade|at|ats)\b
      | antog\b | antogs\b | sade?\sja\b | röstade\s(?:\w+\s){0,3}ja\b | underteckna(?:de|des|t|ts)"""
)


def concluded(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence says that an agreement was made, runs or is renewed."""
    return _CONCLUDED.search(text, start, end) is not None


def is_wish(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence speaks of what someone wants, plans or examines."""
    return is_hope(text, start, end) or is_plan(text, start, end)


def is_hope(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence speaks of a wish from which no plan of the public body follows, or only asks."""
    return _HOPE.search(text, start, end) is not None or _is_question(text, start, end)


def _is_question(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence asks what yes or no would answer; what it speaks of need not be there."""
    return text.endswith("?", start, end) and _ASKED.match(text, start, end) is not None


def is_plan(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence speaks of what is planned, proposed, examined or negotiated."""
    return PLAN.search(text, start, end) is not None


def is_denied(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence denies or refuses the agreement."""
    return _DENIED.search(text, start, end) is not None


def is_occasion(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence speaks of an event, a publication or a study."""
    return _OCCASION.search(text, start, end) is not None


def is_purchase(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence speaks of something bought or granted, which is another thing than a partnership."""
    found = _PURCHASE.search(text, start, end)
    if found is None or _FORMERLY.search(text, start, found.start()) is not None:
        return False
    return _NOT_A.search(text, max(start, found.start() - 40), found.start()) is None


def is_refused(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence says that somebody turned the agreement down, or that it came to nothing."""
    return _REFUSED.search(text, start, end) is not None


class Stance(StrEnum):
    """What a sentence does with the agreement it speaks of."""

    DENIED = "denied"
    HOPED = "hoped"
    PLANNED = "planned"
    TOLD = "told"
    NONE = "none"


def stance_of(text: str, start: int, end: int) -> Stance:
    """Return the stance of a sentence: the verb that comes first governs, unless a decision follows a proposal.

    "Nämnden föreslår att kommunen ingår …" plans, "Förslaget klubbades" tells.
    """
    if is_denied(text, start, end):
        return Stance.DENIED
    if _is_question(text, start, end):
        return Stance.HOPED
    if AHEAD.search(text, start, end) is not None:
        return Stance.PLANNED
    told = _CONCLUDED.search(text, start, end)
    hope, plan = _HOPE.search(text, start, end), PLAN.search(text, start, end)
    wish = min((m.start() for m in (hope, plan) if m is not None), default=None)
    if wish is not None and (told is None or wish < told.start()) and not _DECIDED.search(text, wish, end):
        hoped = hope is not None and (plan is None or hope.start() < plan.start())
        return Stance.HOPED if hoped else Stance.PLANNED
    return Stance.TOLD if told is not None else Stance.NONE
