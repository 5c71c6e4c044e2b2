"""Lines that belong to the page and not to the article: banners, share buttons, tags, credits, template residue.

A pattern must fit the whole line, and says what no article says as a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

MAX_LINE: Final = 400
_NETWORK = r"(?:facebook|twitter|x|linkedin|instagram|youtube|whatsapp|messenger|threads|(?:e-?)?(?:post|mail|mejl))"
_NAME = r"(?-i:[A-ZÅÄÖÉ])[^\s.!?\d]{0,30}(?: [^\s.!?\d]{1,30}){0,5}"
_CREDIT = rf"(?:{_NAME}(?: ?[/,] ?{_NAME})?)?"
_LINES: Final = (
    # Ways into the page, and out of it.
    r"(?:gå|hoppa) (?:direkt )?(?:till|över) (?:sidans )?(?:huvud)?(?:innehåll(?:et)?|navigation(?:en)?|meny(?:n)?)",
    r"skip to (?:main )?(?:content|navigation)|(?:top|bottom) of page",
    r"till (?:sidans )?(?:innehåll(?:et)?|topp(?:en)?)|tillbaka till toppen|till startsidan|du är här:?.{0,200}",
    r"visa på mynewsdesk|media no image|powered by .{1,40}",
    # Buttons.
    rf"(?:dela|gilla)(?: (?:sidan|artikeln|inlägget|nyheten|texten))?(?: (?:på|via|med|till) {_NETWORK})?:?",
    r"(?:skriv ut|lyssna(?: på)?)(?: (?:sidan|artikeln|texten|den här sidan))?|kopiera länk(?:en)?|share(?: this)?",
    r"tipsa (?:en vän|oss|redaktionen)(?: om .{1,40})?",
    rf"{_NETWORK}(?:[ ,|/·•-]{{1,3}}(?:och )?{_NETWORK}){{0,8}}",
    r"fäll (?:ihop|ut)|(?:visa|se) (?:mer|mindre|allt?|alla)|stäng|meny|sök|logga in|föregående|nästa",
    r"(?:följ|gilla) oss (?:på|i) .{1,60}|prenumerera(?: på (?:våra?|vårt|nyhetsbrev).{0,50})?",
    r"få pressmeddelanden via .{1,30}|(?:skriv|lämna) (?:en kommentar|ett svar)(?:\.{3}|…)?",
    r"\d{1,4} kommentar(?:er)?|kommentarer(?: inaktiverade.{0,60})?",
    # Questions and apologies of the site.
    r"hjälpte (?:informationen|innehållet|sidan|den här).{0,40}\?|hittade du .{0,30}du sökte\?",
    r"var (?:sidan|informationen|innehållet|den här) .{0,30}(?:till hjälp|användbar\w*)\?",
    r"denna (?:webbplats|sida) använder teknik.{0,200}|din webbläsare (?:stöds|stödjer|är för gammal).{0,150}",
    r"(?:du (?:behöver|måste) )?(?:ha |aktivera )?javascript.{0,100}|din sökning gav \d{1,6} träff(?:ar)?.{0,40}",
    r"ett (?:tekniskt )?fel (?:uppstod|har inträffat|har uppstått)\.?|omfattande planerat tekniskt arbete",
    r"just nu är det (?:hög belastning|långa? (?:kö|väntetid)).{0,100}",
    r"(?:other languages|google translate|translate)(?: .{0,30}google translate)?",
    r"översätt(?: sidan)?|lättläst|teckenspråk",
    # Cookies.
    r"vi använder (?:oss av )?(?:kakor|cookies).{0,350}|(?:kakor|cookies) på [\w-]{1,40}\.\w{2,4}",
    r"(?:vad är|läs mer om|hantera|godkänn|om|acceptera)(?: alla| nödvändiga)? (?:kakor|cookies)\??",
    # Residue of templates.
    r"(?:\{\{.{0,60}\}\} ?)+|(?:\$[a-z]{1,20} ?)+|null|undefined|nan|\[object object\]",
    # What the site files the page under.
    r"press ?(?:meddelanden?|inbjudan|info|release)(?: ?[-–•])?",
    r"(?:taggar|etiketter|nyckelord|kategori(?:er)?|ämne(?:n|sord)?|avdelning|sektion|arkiverad under)(?::.{0,150})?",
    # Who made it.
    rf"(?:foto(?:graf)?|bild|illustration|grafik) ?: ?{_CREDIT}",
    rf"(?:text(?: (?:och|&) (?:foto|bild))?(?: av)?|av|skribent|webbredaktör|redaktör) ?: ?{_CREDIT}",
    rf"(?:sid|innehålls|dokument)ansvarig:?(?: {_NAME})?|(?:ansvarig utgivare|(?:sidan )?publicerad av):?(?: {_NAME})?",
)
_FURNITURE = re.compile(rf"(?:{'|'.join(_LINES)})[ .]?", re.IGNORECASE)
_FEEDBACK = re.compile(r"hjälpte |(?:var|hittade) .{0,40}\?$", re.IGNORECASE)
_ANSWER = frozenset({"ja", "nej", "delvis", "skicka", "vet inte"})
_FILED = re.compile(r"(?:taggar|etiketter|nyckelord|kategorier|ämnen|ämnesord):?", re.IGNORECASE)
_TAG = re.compile(r"[-•·#]?\s?[^.!?:\n]{1,40}")
_TAGS_AT_MOST = 12
_HOURS_HEADING = re.compile(r"(?:våra )?öppettider:?", re.IGNORECASE)
_HOURS = re.compile(
    r"[-•·]?\s?(?:mån|tis|ons|tors?|fre|lör|sön|vardag|helg|alla dagar)[^.!?]{0,40}?(?:\d{1,2}(?:[.:]\d\d)?|stängt)",
    re.IGNORECASE,
)


def is_furniture(line: str) -> bool:
    """Tell whether a whole line is furniture."""
    return len(line) <= MAX_LINE and _FURNITURE.fullmatch(line.strip()) is not None


def without_furniture(lines: Iterable[str]) -> list[str]:
    """Return the lines without furniture, and without what hangs on it: answers, tags, opening hours."""
    kept: list[str] = []
    asked, tags, hours = False, 0, False
    for line in lines:
        printed = line.strip()
        if is_furniture(printed):
            asked = _FEEDBACK.match(printed) is not None
            tags = _TAGS_AT_MOST if _FILED.fullmatch(printed) else 0
            continue
        if asked and printed.casefold() in _ANSWER:
            continue
        if tags and _TAG.fullmatch(printed):
            tags -= 1
            continue
        if hours and _HOURS.fullmatch(printed):
            continue
        if _HOURS_HEADING.fullmatch(printed):
            hours = True
            continue
        asked, tags, hours = False, 0, False
        kept.append(line)
    return kept
