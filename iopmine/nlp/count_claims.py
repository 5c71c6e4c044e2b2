"""Published claims about how many partnerships there are, or municipalities and regions that have one.

Such figures count different things (agreements, municipalities) in different ways, so each stands for itself: who
counted, what, when, and how sure the words are. Sums of money, members, years, and the bodies within one agreement are
no claims; neither is the number of agreements that someone signs on one day.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from iopmine.nlp.analysis import Analysis
from iopmine.nlp.number_words import NUMBER, Number, read_number
from iopmine.nlp.spans import SpanIndex
from iopmine.nlp.voices import Body, speaker
from iopmine.records import CountClaim

_IOP = r"(?:IOP(?::?[eE]r(?:na)?|-?avtal(?:en)?|-?partnerskap(?:en)?|-?överenskommelser(?:na)?|-?samarbeten)?(?![\w-]))"
_SPELLED = r"(?:id[eé]bur\w{1,3}[\s-]offentlig\w{0,2}\spartnerskap(?:en)?(?:savtal)?\b)"
_WHAT = re.compile(
    rf"""(?<![\w-])(?: (?P<partnerships>{_IOP}|{_SPELLED}) | (?P<bare>(?:[Pp]artnerskap(?:en)?)\b(?!\w))
       | (?P<municipalities>kommuner)\b | (?P<regions>regioner|landsting)\b )""",
    re.VERBOSE,
)
_KIND = (
    r"(?:pågående|aktiva|kända|gällande|befintliga|levande|tecknade|undertecknade|ingångna|löpande|svenska|lokala"
    r"|kommunala|regionala|olika|sådana|aktuella|registrerade|existerande|genomförda|så\skallade|stycken|st\.?"
    r"|skånska|av\slandets|av\sSveriges|av\s(?:landets\s|Sveriges\s)?(?:290|21|20))"
)
# The number stands right before what is counted, with at most three words on its kind between.
_BEFORE = re.compile(
    rf"(?<![\w,.:/–-])(?=\w)(?P<number>{NUMBER})(?:\s(?:är|var)\santalet)?(?:\s{_KIND}){{0,3}}\s$", re.IGNORECASE
)
_NUMBER_OF = re.compile(rf"\bantalet(?:\s{_KIND})?\s$", re.IGNORECASE)
_QUALIFIERS = {
    "at_least": "minst|åtminstone|inte färre än|lägst",
    "more_than": "över|mer än|fler än|drygt|flera än",
    "about": "omkring|cirka|ca|ca.|runt|ungefär|kring|runt om|i runda tal",
    "fewer_than": "närmare|nästan|knappt|nära|uppemot|färre än|mindre än|bortåt",
    "at_most": "högst|max|maximalt|som mest|upp till|inte fler än",
}
_QUALIFIER = {word: name for name, words in _QUALIFIERS.items() for word in words.split("|")}
_ANY_QUALIFIER = "|".join(sorted(map(re.escape, _QUALIFIER), key=len, reverse=True))
_QUALIFIED = re.compile(rf"(?<!\w)({_ANY_QUALIFIER})\s(?:hela\s)?$", re.IGNORECASE)
_AFTER = re.compile(
    rf"""\s(?:är|var|uppgår\still|uppgick\still|har\s\w{{3,12}}\still|ökade\still|steg\still
        |hade\s\w{{3,12}}\still|växte\still|till)
        \s(?:(?P<qualifier>{_ANY_QUALIFIER})\s)?(?P<number>{NUMBER})
        (?!\s?(?:%|procent|kr|mkr|mnkr|tkr|miljo|tusen|år\b|dagar|månad|personer|medlem|plats))(?=\W|$)""",
    re.IGNORECASE | re.VERBOSE,
)
# What someone makes, ends or is asked for on a day is no count of what there is.
_DEED = re.compile(
    r"""\b(?=\w\w)(?:teckna(?:r|de)?|skriv(?:er|a)|skrev|ingå(?:r)?|ingick|sl(?:uter|öt)|förläng(?:er|de|a)|beslut(?:ar|ade)
        |säg(?:er|a)|sade|avslut(?:ar|ade|a)|godkän(?:ner|de|na)|inle(?:der|dde|da)|start(?:ar|ade|a)|vill|föreslår
        |föreslog|utred(?:er|de|a)|planer(?:ar|ade|a)|bevilja(?:r|de)?|få(?:r)?|sök(?:er|te|a)|nya|ytterligare
        |mellan|ena|andra|granska(?:r|de|t)|jämför(?:t|de)?|intervjua(?:r|t|de)|studera(?:r|t|de)|föl(?:jer|jde|ja|jt)|ha|de|dessa|våra|sina)
        (?:\s(?:under|på|upp|om|av|att|ut))?\s$""",
    re.IGNORECASE | re.VERBOSE,
)
_HAVE = re.compile(r"\b(?:har|hade|finns|fanns|använder|använde|tecknat|ingått|arbetar|arbetade|med|uppger|uppgav)\b")
_ONE_TOGETHER = re.compile(
    r"\b(?:gemensam\w*|tillsammans|samma|deltar|deltog|del\sav|bakom|parter|ingår\si)\b", re.IGNORECASE
)
# Fewer municipalities than this may just as well be the parties of one agreement, and fewer agreements those of a day.
_MANY = 10
_STOCK = re.compile(r"\b(?:har|hade|finns|fanns|pågår|pågick|redovisar|redovisade|totalt|sammanlagt)\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:bland|av|alla|samtliga|landets|Sveriges)\s$", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:§+|\b(?:punkt|kapitel|kap|sidan?|s|artikel|nr|nummer|avsnitt|bilaga|mål|dnr|fråga|år))\.?\s?$", re.IGNORECASE
)
_TIME = re.compile(
    r"""(?P<since>\b(?:sedan|från|fram\still|efter|före|till)\s(?:år\s)?)?
        (?<![\w/–-])(?:(?P<day>\d{1,2})\s)?(?:(?P<month>januari|februari|mars|april|maj|juni|juli|augusti|september|oktober
        |november|december)\s)?(?P<year>20[0-3]\d)(?![\w/–-]|\s?(?:kr|IOP))""",
    re.VERBOSE,
)
_MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
_WINDOW = 70
_COUNTING = (
    r"(?:räkna(?:r|de|t)|uppge(?:r|tt)|uppgav|kartlag\w{1,3}|kartlägger|känner\still|lista(?:r|de|t)|redovisa(?:r|de|t)"
    r"|hitta(?:r|de|t)|fann|finner|identifiera(?:r|de|t)|samla(?:r|de|t)|visa(?:r|de|t)|ange(?:r|tt)|angav|uppskatta(?:r|de|t)"
    r"|bedöm(?:er|de|t)|kom\sfram\still|rapportera(?:r|de|t))"
)
_COUNTS_AFTER = re.compile(rf"s?(?:\s(?:och|har|hade|själva|själv|i\sdag|nu|[A-ZÅÄÖ]\w+)){{0,3}}\s{_COUNTING}\b")
_WORK_AFTER = re.compile(
    r"(?::s|s)?\s(?:\w{2,20}\s){0,2}(?:kartläggning|sammanställning|räkning|undersökning|enkät|rapport|register|statistik"
    r"|lista|förteckning|siffror|genomgång|uppskattning)\w{0,4}\b"
)
_WORK_BEFORE = re.compile(
    r"\b(?:enligt|kartläggning|sammanställning|undersökning|enkät|rapport|statistik|genomgång|siffror|uppgifter|räkning)"
    r"\w{0,4}(?:\s(?:en|ett|den|färsk|ny|egen|kartläggning|sammanställning|rapport|enkät|genomgång|uppgifter|siffror"
    r"|från|av|hos|som)){0,4}\s$",
    re.IGNORECASE,
)


class _Found(NamedTuple):
    start: int
    end: int
    number: Number
    qualifier: str
    counted: str = ""


class _Sentence:
    """One sentence with what it says of all its numbers, found once."""

    def __init__(self, text: str, start: int, end: int, bodies: Sequence[Body], terms: SpanIndex) -> None:
        self._text, self._span, self._bodies, self._terms = text, (start, end), bodies, terms

    @cached_property
    def counter(self) -> str:
        """Who counted: the body whose work or words the sentence gives the number as, empty if it names none."""
        for body in self._bodies:
            before = self._text[max(self._span[0], body.start - _WINDOW) : body.start]
            counts = _COUNTS_AFTER.match(self._text, body.end) or _WORK_AFTER.match(self._text, body.end)
            if counts or _WORK_BEFORE.search(before):
                return body.who
        return speaker(self._text, self._span, self._bodies, {})

    @cached_property
    def date(self) -> str | None:
        """The only point of time that the sentence gives, as a truncated ISO date; none if it gives two."""
        given = {_iso(m) for m in _TIME.finditer(self._text, *self._span) if not m["since"]}
        return given.pop() if len(given) == 1 else None

    @cached_property
    def tells_of_stock(self) -> bool:
        """Whether it speaks of what there is."""
        return _STOCK.search(self._text, *self._span) is not None

    @cached_property
    def bodies_have_it(self) -> bool:
        """Whether it says that bodies have partnerships, each its own."""
        has = _HAVE.search(self._text, *self._span)
        return has is not None and _ONE_TOGETHER.search(self._text, *self._span) is None

    def found(self) -> Iterator[_Found]:
        """Yield what the sentence counts: the number before the word, or after ``antalet … är``."""
        last, end = self._span
        counting = False
        for what in _WHAT.finditer(self._text, last, end):
            counted = "partnerships" if what["bare"] else what.lastgroup or ""
            window = max(last, what.start() - _WINDOW)
            before = self._text[window : what.start()]
            number = _number_before(before, window, what.end())
            if number is None and counted == "partnerships" and _NUMBER_OF.search(before):
                number = _number_after(self._text, what, end)
            # "77 kommuner har IOP", "94 IOP:er i 13 kommuner": what the municipalities have is told there and then.
            told = counted == "partnerships" or counting or self._terms.touches(what.end(), end)
            if number is not None and told and self._claims(number, counted):
                last, counting = number.end, True
                yield number._replace(counted=counted)

    def _claims(self, found: _Found, counted: str) -> bool:
        """Tell whether a number of partnerships, municipalities or regions is a claim about what there is."""
        many = found.number.value >= _MANY
        if counted == "partnerships":
            return many or self.tells_of_stock
        before = self._text[max(self._span[0], found.start - _WINDOW) : found.start]
        return many and self.bodies_have_it and _ALL.search(before) is None


def read_counts(document_id: str, analysis: Analysis, bodies: Sequence[Body]) -> list[CountClaim]:
    """Return the claims of a text in order.

    ``bodies`` are the organisations that the text names, in text order, by their names. Linear in the text's length.
    """
    terms = SpanIndex(analysis.iop)
    starts = [body.start for body in bodies]
    claims: list[CountClaim] = []
    near = False
    for start, end in analysis.sentences:
        # A sentence may say "partnerskap" for short where the one before spoke of IOP.
        before, near = near, terms.touches(start, end)
        if not (before or near):
            continue
        here = bodies[bisect_left(starts, start) : bisect_left(starts, end)]
        sentence = _Sentence(analysis.text, start, end, here, terms)
        for found in sentence.found():
            said = (found.counted, found.number.value, found.qualifier)
            claims.append(CountClaim(document_id, sentence.counter, *said, found.start, found.end, sentence.date))
    return claims


def _number_before(before: str, offset: int, end: int) -> _Found | None:
    """Return the number that a stretch of text (from ``offset``) ends with; what is counted ends at ``end``."""
    match = _BEFORE.search(before)
    number = read_number(match["number"]) if match else None
    if match is None or number is None or _NUMBERED.search(before, 0, match.start()):
        return None
    said = _QUALIFIED.search(before, 0, match.start())
    start = said.start() if said else match.start()
    if _DEED.search(before, 0, start):
        return None
    return _Found(offset + start, end, number, _qualifier(said[1] if said else "", number))


def _number_after(text: str, what: re.Match[str], end: int) -> _Found | None:
    """Return the number that ``antalet IOP:er är`` goes on to give."""
    match = _AFTER.search(text, what.end(), min(end, what.end() + _WINDOW))
    number = read_number(match["number"]) if match else None
    if match is None or number is None:
        return None
    return _Found(what.start(), match.end("number"), number, _qualifier(match["qualifier"] or "", number))


def _qualifier(word: str, number: Number) -> str:
    return _QUALIFIER.get(" ".join(word.casefold().split()), "about" if number.rough else "exactly")


def _iso(found: re.Match[str]) -> str:
    if not found["month"]:
        return found["year"]
    month = f"{found['year']}-{_MONTHS.index(found['month']) + 1:02}"
    return f"{month}-{int(found['day']):02}" if found["day"] and 1 <= int(found["day"]) <= 28 else month
