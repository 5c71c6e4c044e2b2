"""Passages that are in the text but are not the article's own news: definition boxes, contacts, stamps.

Nearly every article on IOP repeats a paragraph that says what an IOP is and names the fields where the model has been
used. Counting its words would make every article one about refugees and women's shelters.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

PassageKind = Literal["definition", "demo", "contact", "related"]


class Passage(NamedTuple):
    """A stretch of text, as half-open character offsets, and what it is."""

    start: int
    end: int
    kind: PassageKind


DEMO_STAMP = "Demotext i iopmine:"
_LINE = re.compile(r"[^\n]+")
_DEFINITION_HEADING = re.compile(
    r"""\s*(?:fakta(?:ruta)?\s*[:–-]?\s*)?
        (?: vad\ (?:är|innebär|menas\ med)\ (?:då\ |egentligen\ )?(?:ett\ |en\ )? | (?:kort\ )?om\s
          | detta\ är\ (?:ett\ )? | så\ fungerar\ (?:ett\ )? | mer\ om\ )
        (?: iop | id[eé]bur\w*[ -]offentlig\w*\ partnerskap\w* )
        [^\n]{0,30}$""",
    re.IGNORECASE | re.VERBOSE,
)
# The same question at the head of a paragraph that goes on to answer it.
_DEFINITION_QUESTION = re.compile(
    r"""\s*(?:fakta(?:ruta)?\s*[:–-]?\s*)?vad\ (?:är|innebär|menas\ med)\ (?:då\ |egentligen\ )?(?:ett\ |en\ )?
        (?: iop | id[eé]bur\w*[ -]offentlig\w*\ partnerskap\w* )\s?(?:\([^)\n]{2,45}\)\s?)?\?\s""",
    re.IGNORECASE | re.VERBOSE,
)
# What goes on with a definition: a bullet, or a sentence on the form as such.
_DEFINITION_GOES_ON = re.compile(
    r"""\s*(?: [•*·▪]\s | (?:ett\ |en\ )?(?:iop|id[eé]buret\ offentligt\ partnerskap|modellen|formen|samarbetsformen
          |samverkansformen|partnerskapet\ (?:ska|får|kan|bygger)
          |det\ (?:regleras|får\ inte|är\ (?:inte|varken)))\b )""",
    re.IGNORECASE | re.VERBOSE,
)
_GOES_ON_AT_MOST = 6
# Speech under a hyphen is a quotation, not an item of a box.
_SAID = re.compile(r"\b(?:säger|menar|berättar|förklarar|tycker|anser)\b")
_DEFINITION_SENTENCE = re.compile(
    r"""\s*[•*·▪-]?\s*(?:fakta|bakgrund|fotnot)?[:.]?\s*(?:i\ )?(?:ett\ )?
        (?: iop | id[eé]bur\w*[ -]offentlig\w*\ partnerskap )\b
        (?:\s*\([^)\n]{2,45}\) | ,[^,\n]{2,45},)?
        \s+(?:är|innebär|betyder|står\ för|kallas|kommer\ parterna)\b
        (?:\s[\w-]+){0,6}?
        \s(?: sam(?:arbets|verkans)\w+ | modell\w* | form\b | sätt\b | avtal\w* | metod\w* | överenskommelse\w*
           | partnerskap\b | förkortning\w* | att\b )""",
    re.IGNORECASE | re.VERBOSE,
)
_FACT_HEADING = re.compile(r"\s*(?:fakta(?:ruta)?|bakgrund)\s*:?\s*$", re.IGNORECASE)
# "Fakta IOP", "Fakta/IOP", "Faktaruta: idéburet offentligt partnerskap": what stands under it is on the form as such.
_FACT_IOP = re.compile(
    r"\s*fakta(?:ruta)?\s?[:/–-]?\s?(?:om\s)?(?:iop|id[eé]bur\w*[ -]offentlig\w*\spartnerskap)\s?(?:\(iop\))?\s*:?\s*$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s*[•*·▪-]\s")
_CONTACT = re.compile(
    r"""\s*(?: för\ (?:mer|ytterligare)\ information[^\n]{0,60}
          | (?:press)?kontakt(?:er|person\w*|a\ oss|uppgifter)?
        )\s*:?\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_RELATED = re.compile(
    r"""\s*(?: (?: läs\ (?:mer|också|även|vidare) | fler\ (?:nyheter|artiklar|inlägg) | relatera(?:t|de|d)
             | senaste\ nytt | mest\ läst )\b[^\n]{0,60}
          | (?: taggar | etiketter | nyckelord | kategorier | ämnen )\s*:?\s*
        )$""",
    re.IGNORECASE | re.VERBOSE,
)
# What the site files a text under, on one line.
_FILED = re.compile(
    r"\s*(?:(?:taggar|etiketter|nyckelord|kategorier|ämnen):[^\n]{1,150}|avdelning:[^\n]{1,60}\bämne:[^\n]{0,60})$",
    re.IGNORECASE,
)
# Who sent it: "Om oss", or "Om Ekdala kommun" over a paragraph that begins with that name.
_ABOUT = re.compile(
    r"\s*om (?P<sender>oss|företaget|organisationen|(?-i:[A-ZÅÄÖ])[^\n.:!?]{2,60}?)\s*:?\s*$", re.IGNORECASE
)
_ABOUT_AFTER = 2
# A list of links has short lines; a paragraph under "Läs mer" is the article's own text.
_LINK_LENGTH = 90


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def passages(text: str) -> list[Passage]:
    """Return the marked passages in order, never overlapping.

    A definition is a paragraph that opens by saying what an IOP is, or the paragraph under a heading that asks it;
    a "Fakta" box that tells of the article's own partnership is not one. Quotations never are.
    """
    lines = [_Line(m.start(), m.end(), m.group()) for m in _LINE.finditer(text) if not m.group().isspace()]
    found: list[Passage] = []
    index = 0
    while index < len(lines):
        kind, count = _classify(lines, index)
        if kind is not None:
            last = lines[min(index + count, len(lines)) - 1]
            found.append(Passage(lines[index].start, last.end, kind))
        index += count
    return found


def _classify(lines: list[_Line], index: int) -> tuple[PassageKind | None, int]:
    """Return what starts at a line, and how many lines it takes."""
    line = lines[index].text
    if line.lstrip().startswith(DEMO_STAMP):
        return "demo", 1
    following = lines[index + 1].text if index + 1 < len(lines) else ""
    if index > 0 and _DEFINITION_HEADING.match(line):
        return "definition", 2 + _goes_on(lines, index + 2)
    if index > 0 and (_defines(line) or _DEFINITION_QUESTION.match(line)):
        return "definition", 1
    if index > 0 and _FACT_IOP.match(line):
        return "definition", 1 + _box(lines, index + 1)
    if _FACT_HEADING.match(line) and _defines(following):
        return "definition", 2 + _goes_on(lines, index + 2)
    if _CONTACT.match(line):
        return "contact", 1 + _run(lines, index + 1, limit=4)
    if _RELATED.match(line):
        return "related", 1 + _run(lines, index + 1, limit=12)
    if _FILED.match(line):
        return "related", 1
    if index >= _ABOUT_AFTER and _tells_of_sender(line, following):
        return "related", 2
    return None, 1


def _box(lines: list[_Line], index: int) -> int:
    """Return how many lines from ``index`` on belong to a box on the form: its bullets, or a paragraph and more."""
    bullets = 0
    while index + bullets < len(lines) and bullets < _GOES_ON_AT_MOST and _BULLET.match(lines[index + bullets].text):
        bullets += 1
    return bullets or 1 + _goes_on(lines, index + 1)


def _tells_of_sender(line: str, following: str) -> bool:
    about = _ABOUT.match(line)
    if about is None or following.lstrip().startswith(DEMO_STAMP):
        return False
    sender = about["sender"].casefold()
    return sender in {"oss", "företaget", "organisationen"} or following.lstrip().casefold().startswith(sender)


def _defines(line: str) -> bool:
    return _DEFINITION_SENTENCE.match(line) is not None and not _SAID.search(line)


def _goes_on(lines: list[_Line], index: int) -> int:
    """Count the lines from an index on that go on with a definition."""
    count = 0
    while count < _GOES_ON_AT_MOST and index + count < len(lines):
        line = lines[index + count].text
        if not _DEFINITION_GOES_ON.match(line) or _SAID.search(line):
            break
        count += 1
    return count


def _run(lines: list[_Line], index: int, *, limit: int) -> int:
    """Count the short lines from an index on: names under a contact heading, links under "Läs mer"."""
    count = 0
    while count < limit and index + count < len(lines) and len(lines[index + count].text) < _LINK_LENGTH:
        if lines[index + count].text.lstrip().startswith(DEMO_STAMP):
            break
        count += 1
    return count


def inside(position: int, spans: list[Passage], *kinds: PassageKind) -> bool:
    """Tell whether a character position lies in a passage of one of the kinds (any kind if none is named)."""
    return any(p.start <= position < p.end and (not kinds or p.kind in kinds) for p in spans)


def without(text: str, *kinds: PassageKind) -> str:
    """Return the text without its passages of some kinds (of any kind if none is named)."""
    pieces, last = [], 0
    for passage in passages(text):
        if not kinds or passage.kind in kinds:
            pieces.append(text[last : passage.start])
            last = passage.end
    return " ".join([*pieces, text[last:]])
