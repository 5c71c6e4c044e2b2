"""Date lines: lines that consist of dates and of what stands around dates on a page, and of nothing else.

A line is read from left to right into tokens (label, date, weekday, time, byline, type of text …). One word that is
none of these makes it an ordinary line, and no date is taken from it: that is how a date in running text, an event
or an agreement period never becomes a publication date.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from iopmine.reading.dateforms import (
    MAX_LINE,
    MONTH,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    DateForm,
    coarse_forms,
    day_forms,
    normalised,
    yearless_forms,
)

Role = Literal["bare", "published", "modified", "submitted", "decided", "ignored", "place"]


class Stamp(NamedTuple):
    """One date of a date line, with the role that its label gives it."""

    form: DateForm
    role: Role
    weekday: int | None


class DateLine(NamedTuple):
    """A line read as a date line.

    ``label`` is a label that still waits for its value; ``timed`` says that the line names an hour (``kl 13``);
    ``dateline`` is what stands before the day like a place (``Örebro, 10 oktober 2017``) and need not be one.
    """

    stamps: tuple[Stamp, ...]
    label: Role | None = None
    timed: bool = False
    dateline: str = ""


_CAP = (
    r"(?-i:(?!Publi|Senast|Uppd|Ändr|Sid[ao]|Foto|Text|Bild|Den\b|Datum|Pressm|Nyhet|Måndag|Tisdag|Onsdag|Torsdag"
    r"|Fredag|Lördag|Söndag|Inläm|Beslut|Granska|Hänvis)[A-ZÅÄÖÉÜØÆ][\w'’.&-]{0,30})"
)
_NAMES = rf"{_CAP}(?:(?: och| von| af| de|,)? {_CAP}){{0,5}}(?:/[A-ZÅÄÖ]\w{{1,15}})?(?: \([A-ZÅÄÖ]{{1,3}}\))?"
_PUBLISHED = (
    r"(?:först |ursprungligen |sidan |sida |artikeln |nyheten |first |originally )?(?:publicera(?:des|ts|d|t)"
    r"|publicerings(?:datum|dag)|utgivnings(?:datum|dag|år)|utgive[nt]|utgivning|published(?: on)?|publication date"
    r"|publisert|publiceret|offentliggjor[dt](?:es)?|upplag[dt]|inlag[dt](?:es)?|skapa[dt](?:es)?|posta[dt]"
    r"|posted(?: on)?|skrive[nt]|tryckår|anslags(?:datum|dag)|anslaget|datum|date)\b"
)
_MODIFIED = (
    r"(?:(?:sidan|sida|artikeln|texten|innehållet|dokumentet) )?(?:är )?(?:senast |last )?(?:uppdatera(?:des|ts|d|t)"
    r"|uppdatering|ändra(?:des|ts|d|t)|ändring|revidera(?:des|d|t)|redigera[dt]|updated(?: on)?|modified|edited"
    r"|oppdatert|sist endret|endret)\b"
)
_IGNORED = (
    r"(?:utskriftsdatum|utskrive[nt]|utskrift|hämta[dt]|hämtningsdatum|besökt|arkivera[dt](?:es)?|printed|accessed"
    r"|retrieved|(?:senast )?granska[dt]|hänvisa[dt]|bordlag[dt]|copyright|©|academic year|läsår)\b"
)
_TYPES = (
    r"(?:pressmeddelanden?|press ?releases?|pressinfo|nyhetsbrev|nyhetsartikel|nyhetsarkiv|nyheter|nyhet|aktuellt"
    r"|debattartikel|debattinlägg|debatt|opinion|insändare|slutreplik|replik|ledare|krönika|kultur|inrikes|lokalt"
    r"|reportage|artikel|artiklar|blogginlägg|blogg|medlemsnyheter|notis|rapport|news|article|samhälle|politik"
    r"|(?:sammanträdes)?protokoll(?:sutdrag)?)\b"
)
_PERSON_LABEL = (
    r"(?:text(?: och (?:foto|bild))?(?: av)?|foto(?:graf)?|bild|grafik|av|by|skribent|reporter|redaktör|författare"
    r"|webbredaktör|sidansvarig|innehållsansvarig|dokumentansvarig|ansvarig utgivare|ansvarig|publicist)\b"
)
_COURT = (
    r"(?:hfd \d{4} ref\. ?\d{1,3}|högsta förvaltningsdomstolen|hfd\b|(?:eu-|högsta )?domstolen"
    r"|(?:kammarrätten|förvaltningsrätten|tingsrätten|hovrätten)(?: i \w{2,20})?"
    r"|mål(?:nummer| nummer| nr)?\.?:? ?(?:t |c-)?\d{1,6}[/-]\d{2}(?: \([a-z]{2,12}\))?)"
)
_AUTHORITY = (
    r"(?-i:[A-ZÅÄÖ])[\w-]{0,20}(?: [\w-]{1,20}){0,3}? ?"
    r"(?:nämnden|nämnd|styrelsen|fullmäktige|kommun|stad|regionen|utskottet|förvaltningen)\b"
)
_CLOCK = r"(?:kl(?:ockan)?\b\.? ?)?\d{1,2}[.:]\d\d(?:[.:]\d\d(?:\.\d{1,6})?)?(?!\d)(?! ?[–-] ?\d)"
_CASE = r"(?-i:(?:dnr|[A-ZÅÄÖ]{1,6}|[A-ZÅÄÖ][a-zåäö]{1,8}))[.:]? ?\d{1,6}(?:[/:-]\d{1,6}){1,2}(?!\d)|§§? ?\d{1,4}"
_FURNITURE = (
    r"(?:lästid|läsning)\b:? ?(?:ca )?\d{0,3} ?(?:min\b\.?|minuter)?"
    r"|\d{1,3} (?:min\b\.?|minuters?)(?: läsning| lästid)?"
    r"|\d{1,4} kommentar(?:er)?|dela\b|lyssna\b|skriv ut\b"
)
_TOKEN = re.compile(
    rf"(?P<date>\x00)|(?P<space>[ |•·●∙,;:.–—*()\[\]/-])"
    rf"|(?P<ignored>{_IGNORED})|(?P<modified>{_MODIFIED})|(?P<published>{_PUBLISHED}(?: (?:i|på) {_NAMES})?)"
    r"|(?P<submitted>(?:inlämna[dt]|inlämning|ingive[nt])\b)|(?P<decided>beslut(?:a[dt]|sdatum)?\b)"
    rf"|(?P<weekday>{WEEKDAY})"
    rf"|(?P<clock>{_CLOCK})|(?P<zone>(?:CES?T|GMT|UTC|[+-]\d\d:?\d\d)\b)"
    rf"|(?P<type>{_TYPES})|(?P<court>{_COURT})|(?P<person>{_PERSON_LABEL}:? ?(?:{_NAMES})?)"
    rf"|(?P<case>{_CASE})|(?P<furniture>{_FURNITURE})|(?P<authority>{_AUTHORITY})"
    rf"|(?P<word>(?:den|the|i)\b(?= ?(?:{WEEKDAY} )?\x00))"
    rf"|(?P<place>(?<![(\[]){_CAP}(?: {_CAP}){{0,2}},? (?=(?:{WEEKDAY} )?den \x00))"
    rf"|(?P<dateline>{_CAP}(?: {_CAP}){{0,2}},? (?=(?:{WEEKDAY} )?\x00))"
    rf"|(?P<stated>t(?=\d\d:\d\d))",
    re.IGNORECASE,
)
_FIELD = re.compile(r" ?(?-i:[A-ZÅÄÖÉ])[\wåäöé&.'’-]{0,30}(?: [\wåäöé&.'’()/-]{1,30}){0,4} ?")
_FIELD_BAR = re.compile(r"[|•·●∙]")
_EVENT = re.compile(
    r"möte|konferens|seminari|invigning|träff|webbinari|workshop|lansering|premiär|föreläsning|kurs|utbildning|mingel"
    r"|mässa|avtal|beslut|start|slut|sista|deadline|ansök|anmäl|period|event|samtal|hearing|besök|kalend|program"
    r"|inbjud|antag|fastställ|upprätt|utfärd|skickat|giltig|löper|gäller|tid\b|när\b|plats|från|till\b|senast|frukost|webin|panel|dialog|panel|dagen\b"
    r"|huset|teket|salen|torget|kyrkan|skolan|hallen|teater|museet|galleri|arena|scen(?:en)?\b|sammanträd|publik"
    # Participles: "Justerat den", "Undertecknad den" (but not Ystad).
    r"|(?<!st)a[dt]s?\b|erad\b",
    re.IGNORECASE,
)
_LABELLED_YEAR = re.compile(rf"(?:{_PUBLISHED}|{_MODIFIED}):? ?(?P<year>{YEAR})\.?", re.IGNORECASE)
_POSTED = re.compile(
    r"(?<!\w)anslag(?:et|en|its|its upp)(?: (?:på|upp på) [\w ]{0,30}anslagstavl\w{1,4})?:? (?:den )?(?P<date>\x00)",
    re.IGNORECASE,
)
_SAME_DAY = re.compile(
    r"(?P<date>\x00)[ ,]{0,2}(?:och )?(?:publicera[dt]|anslag(?:et|en)|offentliggjor[dt]) samma dag", re.IGNORECASE
)
MAX_MENU = 1500
_MENU_WORDS = 4
# "Idag (onsdag 24 oktober)": in running text, yet it names the day of publication.
TODAY_IN_TEXT = re.compile(rf"\bi ?dag,? \(({WEEKDAY}) (?:den )?(\d{{1,2}} {MONTH})\)", re.IGNORECASE)
_LABEL_ROLES: dict[str, Role] = {
    "published": "published",
    "modified": "modified",
    "ignored": "ignored",
    "submitted": "submitted",
    "decided": "decided",
    "place": "place",
}


def read_line(line: str, *, year: int | None = None) -> DateLine | None:
    """Read a line as a date line; None if a word in it belongs to something else.

    ``year`` completes days printed without one (``Torsdag 29 oktober``).
    """
    line = normalised(line[:MAX_MENU])
    if len(line) > MAX_LINE:
        return _menu(line)
    forms = _forms(line, year)
    masked, last = "", 0
    for form in forms:
        masked += line[last : form.start] + "\x00"
        last = form.end
    masked += line[last:]
    tokens = _tokens(masked)
    if tokens is not None:
        return _interpret(tokens, forms) if tokens else None
    return _notice(masked, forms) or _menu(line)


def _forms(line: str, year: int | None) -> list[DateForm]:
    """The dates of a line: days, else days without a year, else one month or year."""
    if days := list(day_forms(line)):
        return days
    if year is not None and (days := list(yearless_forms(line, year))):
        return days
    coarse = list(coarse_forms(line))[:1]
    # A bare year is a date only after a label: "Utgiven 2019".
    labelled = _LABELLED_YEAR.fullmatch(line)
    if not coarse and labelled:
        return [DateForm(labelled["year"], "year", *labelled.span("year"))]
    return coarse


def _notice(masked: str, forms: list[DateForm]) -> DateLine | None:
    """The sentence by which an authority says when it posted its minutes."""
    match = _POSTED.search(masked) or _SAME_DAY.search(masked)
    if match is None:
        return None
    date_index = masked.count("\x00", 0, match.start("date"))
    return DateLine((Stamp(forms[date_index], "published", None),))


def _menu(line: str) -> DateLine | None:
    """A page's menu run together on one line, with a bar and the date of the page at its end."""
    menu, bar, end = line.rpartition("|")
    if not bar:
        return None
    forms = list(day_forms(end[:MAX_LINE]))
    words = [word for word in menu.split() if word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    if len(forms) != 1 or end.strip() != end[forms[0].start : forms[0].end]:
        return None
    if len(words) < _MENU_WORDS or ". " in menu or capitals < 0.6 * len(words):
        return None
    return DateLine((Stamp(forms[0], "bare", None),))


def _tokens(masked: str) -> list[tuple[str, str]] | None:
    """Split a line (dates replaced by NUL) into tokens; None if something in it is no token."""
    tokens: list[tuple[str, str]] = []
    position = 0
    barred = _FIELD_BAR.search(masked) is not None
    while position < len(masked):
        match = _TOKEN.match(masked, position)
        kind = match.lastgroup or "" if match else ""
        if match is None or (kind in {"place", "dateline"} and _EVENT.search(match.group())):
            match, kind = (_field(masked, position) if barred else None), "field"
            if match is None:
                return None
        tokens.append((kind, match.group()))
        position = match.end()
    return tokens


def _field(masked: str, position: int) -> re.Match[str] | None:
    """A name between bars (``Örebro kommun |2020-04-14|``): bars mark a line of particulars."""
    before = masked[:position].rstrip()
    match = _FIELD.match(masked, position)
    if match is None or _EVENT.search(match.group()):
        return None
    opened = not before or _FIELD_BAR.match(before[-1]) is not None
    rest = masked[match.end() :]
    closed = not rest or _FIELD_BAR.match(rest[0]) is not None
    return match if opened and closed else None


def _interpret(tokens: list[tuple[str, str]], forms: list[DateForm]) -> DateLine:
    """Give each date the label before it."""
    stamps: list[Stamp] = []
    label: Role | None = None
    weekday: int | None = None
    pending = iter(forms)
    for kind, value in tokens:
        if kind == "date":
            stamps.append(Stamp(next(pending), label or "bare", weekday))
            label, weekday = None, None
        elif kind in _LABEL_ROLES:
            label = _LABEL_ROLES[kind]
        elif kind == "weekday":
            weekday = WEEKDAYS[value.casefold().rstrip(".,")]
    timed = any(kind == "clock" and value.casefold().startswith("kl") for kind, value in tokens)
    dateline = next((value.strip(" ,") for kind, value in tokens if kind == "dateline"), "")
    return DateLine(tuple(stamps), label, timed, dateline)
