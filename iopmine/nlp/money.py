"""Amounts in Swedish kronor as agreements state them: ``1,3 miljoner kronor per år``, ``850 tkr``, ``2,4 mnkr``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Basis = Literal["per_year", "total", "unclear"]


class Amount(NamedTuple):
    """An amount with its offsets, in whole kronor, and what it is counted over; ``said`` are the words for that."""

    start: int
    end: int
    sek: int
    basis: Basis
    said: tuple[int, int] | None = None


_WORDS = {
    "en": 1.0,
    "en halv": 0.5,
    "en och en halv": 1.5,
    "två": 2.0,
    "två och en halv": 2.5,
    "tre": 3.0,
    "fyra": 4.0,
    "fem": 5.0,
    "sex": 6.0,
    "sju": 7.0,
    "åtta": 8.0,
    "nio": 9.0,
    "tio": 10.0,
}
_UNITS = {
    "miljon": 1_000_000,
    "mnkr": 1_000_000,
    "mkr": 1_000_000,
    "msek": 1_000_000,
    "tkr": 1_000,
    "tusen": 1_000,
    "kr": 1,
    "sek": 1,
}
_WORD = "|".join(sorted((word.replace(" ", r"\s") for word in _WORDS), key=len, reverse=True))
_AMOUNT = re.compile(
    rf"""(?<![\w,.])
        (?P<number> \d{{1,3}}(?:[\s.]\d{{3}})+ | \d{{1,9}}(?:[,.]\d{{1,3}})? | {_WORD} )
        \s? (?P<unit> miljon(?:er)? | mnkr | mkr | msek | tkr | tusen | kronor | kr | sek )\b \.?
        (?: \s(?:svenska\s)?(?:kronor|kr)\b )?""",
    re.IGNORECASE | re.VERBOSE,
)
_PER_YEAR = re.compile(
    r"""\A[\s,]{0,2} (?:\w{1,20}\s){0,3}?
        (?: (?:per|om|varje|i)\s(?:kalender|läs|verksamhets)?år(?:et)?\b | för\s(?:det\s)?första\såret\b
          | årlig\w* | /\s?år | vartdera | och\sår\b )""",
    re.IGNORECASE | re.VERBOSE,
)
_PER_YEAR_BEFORE = re.compile(r"(?:årlig\w*|varje\sår|per\sår|om\såret)\W{1,3}(?:[\wåäö]+\W{1,3}){0,5}$", re.IGNORECASE)
_TOTAL = re.compile(
    r"""\A\s{0,3} (?:\w{1,20}\s){0,2}?
        (?: under | på | över | för | i | fördelat\spå )\s(?:hela\s)?
        (?: \w{1,12}\sår\b | avtalsperiod\w* | avtalstid\w* | perioden | tiden\b | (?:åren\s)?\d{4} | vintern\b )
      | \A\s{0,3}(?:totalt|sammanlagt|fram\still\b | för\savtalsperiod\w*)""",
    re.IGNORECASE | re.VERBOSE,
)
_TOTAL_BEFORE = re.compile(
    r"(?:sammanlagt|totalt|tillsammans|sammantaget|en\stotal\w*|hela)\W{1,3}(?:[\wåäö]+\W{1,3}){0,5}$", re.IGNORECASE
)
# What the money is instead of an agreement's sum: a fine, a fee, a turnover, a collection.
_NOT_AGREEMENT = re.compile(
    r"böter|skadeavgift|median|genomsnitt|\bsnitt|uppskatta|\bvite|avgift|bötfäll|\bdöm[dst]|omsätt|budget|underskott|insaml|skänk|\bi\svinst\b|rusta\w{0,4}\supp|renover|delat\sut|överskott",
    re.IGNORECASE,
)
# The government's money is for the whole country, unless a municipality stands between it and the sum.
_STATE = re.compile(
    r"\b(?:regeringen|riksdagen|statens?)\b(?:\s(?!kommun|stad|region|parter)[\w-]+){0,6}\s$", re.IGNORECASE
)
_FINE_AFTER = re.compile(r"skadeavgift|böter\b|\bvite\b|blev\söver|sanktionsavgift|direktupphandling", re.IGNORECASE)
_NOT_AGREEMENT_AFTER = re.compile(
    r"""\A\s(?: i\s(?:\w{1,20}\s)?(?:böter|vite|vinst|\w{0,30}avgift|utdelning|omsättning|underskott
              |\w{0,20}bidrag|årets\sbudget|nästa\sårs\sbudget)\b
            | (?:som|från)\s(?:regeringen|riksdagen|staten)\b
            | första\såret\soch\s\d | de\s(?:\w{2,5}\s)?följande\b
            | (?:i|per|varje)\smånad(?:en)?\b
            | [^.]{0,40}\bsärskild\spott
            | (?:per|och)\s(?:invånare|dygn|timme|person|elev|barn|plats|medlem)\b )""",
    re.IGNORECASE | re.VERBOSE,
)
# A spread over many agreements is no sum of one: "från 90 000 kr till 3,1 mnkr".
_SPREAD = re.compile(
    r"\b(?:från|mellan)\s(?:[\d ,.]{1,15}(?:kr|kronor|mnkr|tkr|miljoner)?\s(?:till|och)\s)?$", re.IGNORECASE
)
_RISE = re.compile(r"\b(?:höj|utök|öka|växer|sänk|minska)\w*", re.IGNORECASE)
_SPREAD_AFTER = re.compile(r"\A\s(?:till|och)\s\d")
# Who must pay a sum was sentenced to it, unless it is a yearly one.
_MUST_PAY = re.compile(r"\b(?:ska|måste|tvingas|får|fick)\sbetala\s(?:\w+\s){0,2}$", re.IGNORECASE)
# What a court or an authority lays on a body, however long the sentence about it is.
_SENTENCED = re.compile(
    r"\b(?:döm(?:s|d|t|de|des|er)|åläg\w{0,5}|ålag\w{0,4}|yrka\w{0,3})\b[^.!?]{0,120}$", re.IGNORECASE
)
# "Summan är fem miljoner" after a sentence about a fine is the fine.
_FINE = re.compile(
    r"\b(?:\w{0,30}skadeavgift|\w{0,20}sanktionsavgift|straffavgift|böter|vite|skadestånd|bot)(?:en|et|s)?\b[^.!?]{0,120}[.!?:]\s{1,3}$",
    re.IGNORECASE,
)
_THAT_SUM = re.compile(
    r"\W{0,3}(?:summan|beloppet|avgiften|boten|vitet|kravet|det\s(?:handlar|rör\ssig|blev|blir|är)|den\s(?:är|blev|blir|sattes))\b",
    re.IGNORECASE,
)
# A sum says what it is within a few words on either side.
_CONTEXT = 60
# A sentence about a fine may be this long.
_SENTENCE = 200
_EDGE = " ,:/\t\n\u00a0"
# Below this a figure is a fee or a price, not what an agreement costs.
_SMALLEST = 1000


def amounts(text: str, start: int = 0, end: int | None = None) -> Iterator[Amount]:
    """Yield the amounts in a stretch of text that may be an agreement's; fines, fees and budgets are left out."""
    end = len(text) if end is None else end
    for found in _AMOUNT.finditer(text, start, end):
        before = text[max(start, found.start() - _CONTEXT) : found.start()]
        after = text[found.end() : min(end, found.end() + _CONTEXT)]
        sentence = text[max(start, found.start() - _SENTENCE) : found.start()]
        sek = _value(found)
        other = (
            _NOT_AGREEMENT.search(before)
            or _STATE.search(before)
            or _NOT_AGREEMENT_AFTER.match(after)
            or _FINE_AFTER.search(after.partition(".")[0])
            or _is_spread(before, after)
            or _SENTENCED.search(sentence)
            or (_THAT_SUM.match(sentence) and _FINE.search(text, max(0, start - _SENTENCE), start))
        )
        basis, said = _basis(text, max(start, found.start() - _CONTEXT), found, min(end, found.end() + _CONTEXT))
        if sek >= _SMALLEST and not other and not (basis == "unclear" and _MUST_PAY.search(before)):
            yield Amount(found.start(), found.end(), sek, basis, said)


def _is_spread(before: str, after: str) -> bool:
    found = _SPREAD.search(before)
    if found is None or _RISE.search(before) is not None:
        return False
    return " " in found.group().strip() or _SPREAD_AFTER.match(after) is not None


def _value(found: re.Match[str]) -> int:
    number = " ".join(found.group("number").casefold().split())
    quantity = _WORDS.get(number)
    if quantity is None:
        grouped = re.fullmatch(r"\d{1,3}(?:[\s.]\d{3})+", number) is not None
        quantity = float(re.sub(r"[\s.]", "", number) if grouped else number.replace(",", "."))
    unit = found.group("unit").casefold()
    factor = next((value for name, value in _UNITS.items() if unit.startswith(name)), 1)
    return round(quantity * factor)


def _basis(text: str, low: int, found: re.Match[str], high: int) -> tuple[Basis, tuple[int, int] | None]:
    """Return what an amount is counted over, and the words right before or after it that say so."""
    before, after = text[low : found.start()], text[found.end() : high]
    kinds: tuple[tuple[Basis, re.Pattern[str], re.Pattern[str]], ...] = (
        ("per_year", _PER_YEAR, _PER_YEAR_BEFORE),
        ("total", _TOTAL, _TOTAL_BEFORE),
    )
    for basis, behind, ahead in kinds:
        for words, offset in ((behind.match(after), found.end()), (ahead.search(before), low)):
            if words is not None:
                said = words.group()
                start = offset + words.start() + len(said) - len(said.lstrip(_EDGE))
                return basis, (start, start + len(said.strip(_EDGE)))
    return "unclear", None
