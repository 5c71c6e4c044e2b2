"""Agreement periods: ``2015 – 2020``, ``t.o.m. 31 december 2026``, ``treårigt``, ``från årsskiftet 18/19``."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace

from iopmine.nlp.relative_times import is_history, year_out
from iopmine.records import Precision, precision_of

_MONTHS = {
    name: number
    for number, name in enumerate(
        "januari februari mars april maj juni juli augusti september oktober november december".split(), start=1
    )
}
_SHORT_MONTHS = {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_MONTH = rf"(?:{'|'.join(_MONTHS)}|(?:{'|'.join(sorted(_SHORT_MONTHS, key=len, reverse=True))})\b\.?)"
_YEAR = r"(?:19|20)\d\d"
_DATE = rf"(?:(?:den\s)?(?:(?:\d{{1,2}}|sista)\s)?{_MONTH}\s{_YEAR}|{_YEAR}-\d\d-\d\d|{_YEAR})"
_TILL = r"(?:–|-|—|till(?:\soch\smed)?|t\.?\s?o\.?\s?m\.?|och)"
_RANGE = re.compile(rf"(?<![\w-])(?=\w)(?P<a>{_DATE})\s{{0,3}}{_TILL}\s{{0,3}}(?P<b>{_DATE})(?![\w-])", re.IGNORECASE)
# "2015/16", not the year and month of an address, nor the turn of a year.
_SHORT_RANGE = re.compile(rf"(?<![\w/-])(?<!årsskiftet )(?P<a>{_YEAR})\s?[–/-]\s?(?P<b>\d\d)(?![\w/-])")
_DAY_RANGE = re.compile(
    rf"""(?<!\w)(?P<d1>\d{{1,2}})\s(?P<m1>{_MONTH})
        \s{{0,2}}(?:–|-|till(?:\soch\smed)?|t\.?\s?o\.?\s?m\.?)\s{{0,2}}
        (?P<d2>\d{{1,2}})\s(?P<m2>{_MONTH})\s(?P<y>{_YEAR})""",
    re.IGNORECASE | re.VERBOSE,
)
# One whole year: "gäller 2021", "har under 2020", "för hela 2021", or a cell of a table.
_WHOLE_YEAR = re.compile(
    rf"""(?: \b(?: (?:gäller|gällande|avser|omfattar|löper|pågår|har)\s(?:(?:under|för|hela|år|åren|året|i)\s){{0,3}}
               | för\s(?:hela\s|år\s|året\s)? | (?:under|i|omfattar)\shela\s(?:kalenderåret\s|året\s)?
               | helåret\s ) | \t | :\s(?:hela|år)\s )
        (?P<a>{_YEAR})(?![\w-]|\s?[–/-]|\s(?:till|t\.?\s?o|års|och\s(?:19|20)\d\d))""",
    re.IGNORECASE | re.VERBOSE,
)
# "Från 2019; förlängt 2020 och 2022–2023": the years of an extension are not the first.
_SINCE = re.compile(
    rf"\bfr(?:ån|\.?o\.?m\.?)\s(?P<a>{_YEAR})(?![\w-]|\s?[–/-]|\still|\st\.?\s?o|\soch)(?=[^.]{{0,40}}\bförläng)",
    re.IGNORECASE,
)
_AT = r"(?:(?:i|den|år|nyår|hösten|våren|sommaren|vintern|början\sav|slutet\sav)\s){0,3}"
# "Först i januari 2019 blev det …" corrects what the sentence said before.
_FIRST = re.compile(rf"\bförst\s{_AT}(?P<a>{_DATE})(?!\sårs)", re.IGNORECASE)
_FROM = re.compile(
    rf"""\b(?: från\soch\smed | fr\.?\s?o\.?\s?m\.? | från | med\sstart | startar | startade(?:s)?
         | börja(?:r|de)(?:\sgälla)?
             | träder\si\skraft | gäller\sfrån | inleds | inleddes | sedan(?:\sstarten)? )
        \s{_AT}(?P<a>{_DATE})(?!\sårs)
      | (?:\bi\s|\bden\s|\bår\s|\bhösten\s|\bvåren\s|\bsommaren\s)(?P<c>{_DATE})\s
        (?: börja(?:r|de) | starta(?:r|de|des) | inle(?:ds|ddes) | träd(?:er|de)\si\skraft )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_TO = re.compile(
    rf"""\b(?: till\soch\smed | t\.?\s?o\.?\s?m\.? | fram\still | löper\still | gäller\still | sträcker\ssig\still
             | till\sutgången\sav | löp(?:er|te)\sut | upphör(?:de)? | avsluta(?:s|des|ts)(?:\si\sförtid)? | ut | till
             | ta(?:r|ga)?\sslut | tog\sslut | la(?:de)?s\sne(?:d|r) | lades\sne(?:d|r) | bröts | gå(?:r|tt)\sut
             | gick\sut
             | sista\s(?:\w{{0,8}}dag(?:en)?)\s(?:är|blir|var|blev) )
        \s(?:(?:i|den|år|vid|med|slutet\sav|utgången\sav|våren|hösten|sommaren)\s){{0,3}}(?P<b>{_DATE})(?!\sårs)
      | \b(?:den|i)\s(?P<e>{_DATE})\s(?:löper|upphör(?:de)?|avslut(?:as|ades)|tar\sslut|går)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# A page or a report is dated so, no agreement: "en av stadens sidor från 2023", "uppgifter från maj 2019".
_OF_TEXT = re.compile(
    r"\b(?:sid(?:a|an|or|orna)|text\w*|dokument\w*|rapport\w*|uppgift\w*|siffr\w*|protokoll\w*|list(?:a|an|or)"
    r"|förteckning\w*|artik\w*|dom(?:en|ar)?|lag(?:en|ar)?|artikel\w*|utredning\w*|källa\w*|källor\w*)\s$",
    re.IGNORECASE,
)
# The result of a year is no agreement's: "ett överskott på 9,1 miljoner kronor för 2017".
_OF_RESULT = re.compile(
    r"\b(?:över|under)skott\w*[^.]{0,60}$|\b(?:vinst|resultat|omsättning|bokslut)\w*[^.]{0,60}$", re.IGNORECASE
)
# "… undertecknades i oktober 2018 och börjar gälla vid årsskiftet": the next one.
_NEXT_TURN = re.compile(
    r"\b(?:börjar?|träder|gäller|startar|inleds|från(?:\soch\smed)?|med\sstart)\b[^.\d]{0,20}\s(?:nästa\s)?årsskiftet\b(?!\s\d)",
    re.IGNORECASE,
)
_ANY_YEAR = re.compile(rf"\b{_YEAR}\b")
# A day without a year is one near the day of the text: "från den 1 september", "den 31 december upphör".
_DAY = rf"(?P<d>\d{{1,2}})\s(?P<m>{_MONTH})(?!\s\d{{4}})"
_FROM_DAY = re.compile(
    rf"""\b(?: från\soch\smed | fr\.?\s?o\.?\s?m\.? | från | med\sstart | startar | börjar(?:\sgälla)? | inleds
         | gäller\sfrån )\s
        (?:den\s)?{_DAY}""",
    re.IGNORECASE | re.VERBOSE,
)
_TO_DAY = re.compile(
    rf"""\b(?: till\soch\smed | t\.?\s?o\.?\s?m\.? | fram\still | löper\still | löper\sut | upphör | avslutas
         | tar\sslut )\s
        (?:den\s)?{_DAY}""",
    re.IGNORECASE | re.VERBOSE,
)
_DAY_FIRST = re.compile(
    rf"\bden\s{_DAY}\s(?P<verb>upphör|löper|tar\sslut|avslutas|startar|inleds|börjar|träder)\b", re.IGNORECASE
)
_TURN = re.compile(r"årsskiftet\s(?P<a>(?:19|20)?\d\d)\s?[/–-]\s?(?P<b>(?:19|20)?\d\d)\b")
_ENDING = re.compile(r"\b(?:avslut\w+|upphör\w*|löp\w+\sut|till)\s(?:och\smed\s)?(?:vid\s|i\s)?$", re.IGNORECASE)
# The year in which an agreement was signed is the year it began in, where nothing else says when.
_SIGNED = re.compile(
    rf"""\b(?: teckna(?:de|des|t|ts) | ingick(?:s)? | ingåtts? | slöt(?:s)? | undertecknade?s? | skrev(?:s)?
         | påskriv(?:en|et) )\s
        (?:[\w-]+\s){{0,6}}?(?P<a>{_DATE})(?![\w-]|\s?[–/-]|\sårs)
      | (?:\bi\s|\bden\s|^)(?P<c>{_DATE})\s(?:tecknade | skrev | ingick | slöt | undertecknade)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBERS = {"en": 1} | {
    word: number for number, word in enumerate("ett två tre fyra fem sex sju åtta nio tio".split(), start=1)
}
_NUMBER = "|".join(number for number in _NUMBERS if number != "en")
# A three-year-old is no agreement, and what was three years ago is no length.
_DURATION = re.compile(
    rf"""\b(?P<adj>{_NUMBER})årig(?:t|a|s)?\b(?!\s(?:barn|flick|pojk|son\b|dotter|elev|period(?:en)?\ssom\snu))
       | \b(?P<by> under | på | i | för | avtal\som | gäller(?:\si|\spå)? | löper(?:\spå|\si)?
       | sträcker\ssig(?:\söver)? )\s
         (?:ytterligare\s|sammanlagt\s|totalt\s)?
         (?P<n>\d{{1,2}}|{_NUMBER})\s(?P<half>och\sett\shalvt\s)?(?P<unit>år|månader)\b(?!\s(?:sedan|gam|i\srad|ska\s(?:han|hon|forskar)))
       | \b(?P<more>{_NUMBER})\sår\s(?:till|framåt)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# How long something has lasted is no length of an agreement: "har drivit en mötesplats i fem år".
_LASTED = re.compile(r"\b(?:har|hade|varat|pågått|efter|drivit|funnits)\b[^.,;:]{0,60}$", re.IGNORECASE)
# The model was launched in 2010 on older compacts; a longer or older time is an association's history.
_EARLIEST, _LONGEST = "2008", 10


@dataclass(frozen=True, slots=True)
class Period:
    """When an agreement runs: truncated ISO dates, length in years, and the offsets of what said so.

    ``signed`` is the year or month of signing, which stands for the start where a text gives no other.
    """

    start: str | None
    end: str | None
    duration: float | None
    spans: tuple[tuple[str, int, int], ...]
    signed: str | None = None

    def resolved(self) -> Period:
        """Return the period with the time of signing as its start, where it has none or one in an earlier year."""
        day = self.signed
        takes = (
            day is not None
            and (self.start is None or self.start < day[:4])
            and (self.end is None or day[:4] <= self.end)
        )
        if not takes:
            return replace(self, spans=tuple(span for span in self.spans if span[0] != "signed"))
        spans = tuple(span for span in self.spans if span[0] != "start")
        return replace(self, start=day, spans=tuple(("start", *s[1:]) if s[0] == "signed" else s for s in spans))


def period(text: str, start: int = 0, end: int | None = None, *, published: str | None = None) -> Period:
    """Return the period that a stretch of text states, empty where it states none.

    ``published`` is the day or month of the text, truncated ISO: it gives the year to a day that is told without one.
    """
    end = len(text) if end is None else end
    spans: list[tuple[str, int, int]] = []
    first, last = _range(text, start, end, spans)
    if first is None:
        first = _opening(text, start, end, spans)
    elif (earlier := _SINCE.search(text, start, end)) and _EARLIEST <= earlier.group("a") < first:
        spans = [("start", *earlier.span("a")), *(span for span in spans if span[0] != "start")]
        first = earlier.group("a")
    if found := _TURN.search(text, start, end):
        ends = _ENDING.search(text, max(start, found.start() - 30), found.start()) is not None
        if ends and last is None:
            last = f"{_century(found.group('a'))}-12-31"
            spans.append(("end", *found.span()))
        elif not ends and first is None:
            first = f"{_century(found.group('b'))}-01-01"
            spans.append(("start", *found.span()))
    found = _TO.search(text, start, end)
    if found and (last is None or _iso(found.group(found.lastgroup or "b")).startswith(f"{last}-")):
        # "2024 och 2025 … går ut den 31 december 2025": the day says the same as the year, and more.
        spans = [span for span in spans if span[0] != "end"]
        last = _dated(found, found.lastgroup or "b", "end", spans)
    if published is not None and len(published) > len("2000"):
        first, last = _yearless(text, start, end, published, first, last, spans)
    duration = next((years for m in _DURATION.finditer(text, start, end) if (years := _length(m, spans))), None)
    signed = _signing(text, start, end, spans)
    return Period(first, last, duration, tuple(spans), signed)


def _yearless(
    text: str,
    start: int,
    end: int,
    published: str,
    first: str | None,
    last: str | None,
    spans: list[tuple[str, int, int]],
) -> tuple[str | None, str | None]:
    """Fill in a start and an end that are told by day and month: the next such day after the text was published."""
    opens, closes = _FROM_DAY.search(text, start, end), _TO_DAY.search(text, start, end)
    ahead = _DAY_FIRST.search(text, start, end)
    if ahead is not None and ahead.group("verb").casefold() in {"startar", "inleds", "börjar", "träder"}:
        opens = opens or ahead
    elif ahead is not None:
        closes = closes or ahead
    if first is None and opens is not None:
        first = _next(opens, published)
        spans.append(("start", *opens.span()))
    if last is None and closes is None and (turn := year_out(text, start, end)) is not None:
        spans.append(("end", *turn))
        last = f"{published[:4]}-12-31"
    if last is None and closes is not None:
        last = _next(closes, max(published, first or ""))
        spans.append(("end", *closes.span()))
    return first, last


def _next(found: re.Match[str], published: str) -> str:
    year = int(published[:4])
    date = _iso(f"{found.group('d')} {found.group('m')} {year}")
    return date if date[5:7] >= published[5:7] else _iso(f"{found.group('d')} {found.group('m')} {year + 1}")


def _opening(text: str, start: int, end: int, spans: list[tuple[str, int, int]]) -> str | None:
    dates = (
        m
        for m in _FROM.finditer(text, start, end)
        if not _OF_TEXT.search(text, max(start, m.start() - 30), m.start()) and not is_history(text, *m.span())
    )
    found = _FIRST.search(text, start, end) or next(dates, None)
    if found is not None:
        return _dated(found, found.lastgroup or "a", "start", spans)
    turn = _NEXT_TURN.search(text, start, end)
    years = list(_ANY_YEAR.finditer(text, start, turn.start())) if turn is not None else []
    if turn is None or not years or years[-1].group() < _EARLIEST:
        return None
    spans.append(("start", years[-1].start(), turn.end()))
    return f"{int(years[-1].group()) + 1}-01-01"


def _signing(text: str, start: int, end: int, spans: list[tuple[str, int, int]]) -> str | None:
    """Return the year or month of signing; what is signed late in a year begins in the next, or later."""
    found = _SIGNED.search(text, start, end)
    if found is None:
        return None
    date = _iso(found.group(found.lastgroup or "a"))
    if date < _EARLIEST or date[5:7] in {"11", "12"}:
        return None
    spans.append(("signed", *found.span(found.lastgroup or "a")))
    return date[: len("2000-00")]


def _dated(found: re.Match[str], group: str, field: str, spans: list[tuple[str, int, int]]) -> str | None:
    """Return the date of a group if an agreement can have it, and note where it stands."""
    date = _iso(found.group(group))
    if date < _EARLIEST:
        return None
    spans.append((field, *found.span(group)))
    return date


def _range(text: str, start: int, end: int, spans: list[tuple[str, int, int]]) -> tuple[str | None, str | None]:
    if found := _DAY_RANGE.search(text, start, end):
        year = found.group("y")
        first = _iso(f"{found.group('d1')} {found.group('m1')} {year}")
        last = _iso(f"{found.group('d2')} {found.group('m2')} {year}")
        spans += [("start", *found.span()), ("end", *found.span())]
        return first, last
    for found in _RANGE.finditer(text, start, end):
        first, last = _iso(found.group("a")), _iso(found.group("b"))
        if _EARLIEST <= first[:4] <= last[:4]:
            spans += [("start", *found.span("a")), ("end", *found.span("b"))]
            return first, last
    short = [m for m in _SHORT_RANGE.finditer(text, start, end) if _EARLIEST <= m.group("a") < _century(m.group("b"))]
    if short:
        spans += [("start", *short[0].span("a")), ("end", *short[-1].span("b"))]
        return short[0].group("a"), _century(short[-1].group("b"))
    found = _WHOLE_YEAR.search(text, start, end)
    result = found and _OF_RESULT.search(text, max(start, found.start() - 90), found.start())
    if found and found.group("a") >= _EARLIEST and not result:
        spans += [("start", *found.span("a")), ("end", *found.span("a"))]
        return found.group("a"), found.group("a")
    return None, None


def _iso(date: str) -> str:
    """Return the truncated ISO form of a date as ``_DATE`` matches it; a day that no month has is left out."""
    if re.fullmatch(r"\d{4}(?:-\d\d-\d\d)?", date):
        return date
    parts = date.casefold().removeprefix("den").split()
    year, month = int(parts[-1]), _SHORT_MONTHS[parts[-2].rstrip(".")[:3]]
    if len(parts) == 2:
        return f"{year}-{month:02}"
    last = calendar.monthrange(year, month)[1]
    day = last if parts[0] == "sista" else int(parts[0])
    return f"{year}-{month:02}-{day:02}" if 1 <= day <= last else f"{year}-{month:02}"


def _century(year: str) -> str:
    return year if len(year) == 4 else f"20{year}"


def _length(found: re.Match[str], spans: list[tuple[str, int, int]]) -> float | None:
    """Return the length in years if an agreement can have it, and note where it stands."""
    by = (found.group("by") or "").casefold()
    if by in {"i", "under"} and _LASTED.search(found.string, max(0, found.start() - 90), found.start()):
        return None
    number = (found.group("adj") or found.group("n") or found.group("more")).casefold()
    years = float(number) if number.isdigit() else float(_NUMBERS[number])
    if found.group("unit") == "månader":
        years /= 12
    if not 0 < years <= _LONGEST:
        return None
    spans.append(("duration", *found.span()))
    return years + 0.5 if found.group("half") else round(years, 2)


def precision(date: str | None) -> Precision | None:
    """Return the precision of a truncated ISO date, None where the text states none."""
    return precision_of(date) if date else None
