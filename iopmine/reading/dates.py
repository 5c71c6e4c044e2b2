"""When a text was published, as far as the text itself says so.

The rule is: a date is taken only where it can be nothing else. A publication date stands alone on its line near the
top, or after a label near the top or at the very end. Event times, agreement periods, print dates and dates in running
text never count; a label that has lost its value means that no later date may take its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from iopmine.reading.dateforms import WEEKDAYS, normalised, plausible, yearless_forms
from iopmine.reading.datelines import MAX_MENU, TODAY_IN_TEXT, DateLine, Role, Stamp, read_line
from iopmine.reading.readings import DateReading
from iopmine.records import Precision
from iopmine.text.passages import DEMO_STAMP

TOP_LINES = 8
MENU_LINES = 40
END_LINES = 15
LONG_PARAGRAPH = 140
_LISTING = 3
_SEARCHED = 5000
_EVENT_HEADING = re.compile(
    r"(?:när|tid|tider|plats|var|dag|datum (?:och|&) tid|sista \w{1,20}|anmälan)\b(?:$|\?|:| och| &)",
    re.IGNORECASE,
)
_INVITATION = re.compile(r"inbjudan|inbjuder|save the date|kalendari|välkommen till", re.IGNORECASE)
_EVENT_TITLE = re.compile(r"seminari|konferens|webbinari|föreläsning|workshop|frukost|mingel|möte", re.IGNORECASE)
_DECIDING = re.compile(r"betänkande|utlåtande|protokoll", re.IGNORECASE)
_OTHER_MATTER = re.compile(
    r"(?:fler (?:nyheter|artiklar|inlägg)|läs (?:också|även|mer)|relatera(?:t|de|d)|senaste nytt|mest läst|kommentarer"
    r"|om oss|kalender|kalendarium|kommande (?:evenemang|händelser))\b.{0,40}",
    re.IGNORECASE,
)
_SHORT_SENTENCE = 40
_SENTENCE_ENDS = (".", "!", "?", "”", '"')


class _Line(NamedTuple):
    text: str
    read: DateLine | None
    paragraphs_before: int
    sentences_before: int


def publication_date(text: str, *, today: date, year: int | None = None) -> DateReading:
    """Read the publication date that a text carries.

    ``today`` bounds what is possible; ``year`` is a year known for certain (from the address), which completes days
    printed without one. ``source`` of the result is ``text`` or None.
    """
    printed = [line for raw in text.splitlines() if (line := normalised(raw[:MAX_MENU]))]
    lines = _joined_labels(_without_false_places(_read_lines(printed, today, year), text))
    top, end = _zones(lines)
    modified = _first(_with_role([*top, *end], "modified"))
    found = _published(top, end, printed[:3])
    if found is None and year is not None:
        found = _said_today(text[:3000], year, today)
    return DateReading(modified=modified) if found is None else DateReading(*found, "text", modified)


def _read_lines(printed: Sequence[str], today: date, year: int | None) -> list[_Line]:
    """Read the lines of both ends; what lies between is body and is not looked at."""
    lines, paragraphs, sentences, said, listed = [], 0, 0, 0, False
    for index, text in enumerate(printed):
        near = index < MENU_LINES or index >= len(printed) - END_LINES
        read = _possible(read_line(text, year=year) if near else None, today)
        listed = listed or (sentences > 0 and _OTHER_MATTER.fullmatch(text) is not None)
        lines.append(_Line(text, _unlisted(read) if listed else read, paragraphs, sentences))
        if _is_body(lines[-1]) and not listed:
            sentences, said = sentences + 1, said + len(text)
        # Several sentences, each a paragraph of its own, are as much body as a long one.
        if said >= LONG_PARAGRAPH:
            paragraphs, said = paragraphs + 1, 0
    return lines


def _is_body(line: _Line) -> bool:
    """Tell whether a line is a paragraph, or a sentence that is one."""
    said = len(line.text) >= _SHORT_SENTENCE and line.text.endswith(_SENTENCE_ENDS)
    return line.read is None and (said or len(line.text) >= LONG_PARAGRAPH)


def _unlisted(read: DateLine | None) -> DateLine | None:
    """Leave out the days of a list of other pages; one with a label of its own may still be that of the page."""
    if read is None or all(stamp.role not in {"bare", "place"} for stamp in read.stamps):
        return read
    return None


def _without_false_places(lines: list[_Line], text: str) -> list[_Line]:
    """A word before a day is its place if the text writes it with a capital in mid-sentence too."""
    return [
        line._replace(read=None)
        if line.read and line.read.dateline and not _is_name(line.read.dateline, text)
        else line
        for line in lines
    ]


def _is_name(word: str, text: str) -> bool:
    return re.search(rf"(?<=[a-zåäö,] ){re.escape(word.title())}(?:s|\b)", text[:_SEARCHED]) is not None


def _possible(read: DateLine | None, today: date) -> DateLine | None:
    """Drop dates that cannot be, and days whose printed weekday contradicts a completed year."""
    if read is None or not read.stamps:
        return read
    kept = tuple(stamp for stamp in read.stamps if plausible(stamp.form.iso, today) and _weekday_agrees(stamp))
    return read._replace(stamps=kept) if kept else None


def _weekday_agrees(stamp: Stamp) -> bool:
    """A printed year outweighs a printed weekday (feeds often have the wrong one); an added year does not."""
    if not stamp.form.completed or stamp.weekday is None:
        return True
    return date.fromisoformat(stamp.form.iso).weekday() == stamp.weekday


def _joined_labels(lines: list[_Line]) -> list[_Line]:
    """Give a label that stands alone the date that stands alone on the next line."""
    joined = list(lines)
    for index, line in enumerate(lines[:-1]):
        following = lines[index + 1].read
        if line.read is None or line.read.stamps or line.read.label is None or following is None:
            continue
        if len(following.stamps) == 1 and following.stamps[0].role == "bare":
            stamp = following.stamps[0]._replace(role=line.read.label)
            joined[index] = line._replace(read=None)
            joined[index + 1] = lines[index + 1]._replace(read=following._replace(stamps=(stamp,)))
    return joined


def _zones(lines: list[_Line]) -> tuple[list[_Line], list[_Line]]:
    """Return the lines at the top (before the body, however long the menu) and at the end.

    What stands under the last sentence is not the top, however short the text: documents, other pages and comments
    have days of their own there.
    """
    sentences = lines[-1].sentences_before + _is_body(lines[-1]) if lines else 0
    top = [
        line
        for index, line in enumerate(lines)
        if ((index < TOP_LINES and line.paragraphs_before <= 1) or (index < MENU_LINES and not line.paragraphs_before))
        and (not line.sentences_before or line.sentences_before < sentences)
    ]
    return top, lines[max(len(top), len(lines) - END_LINES) :]


def _with_role(lines: Iterable[_Line], *roles: Role) -> list[Stamp]:
    return [stamp for line in lines if line.read for stamp in line.read.stamps if stamp.role in roles]


def _first(stamps: Sequence[Stamp]) -> str | None:
    return stamps[0].form.iso if stamps else None


def _published(top: list[_Line], end: list[_Line], opening: list[str]) -> tuple[str, Precision] | None:
    above = [line for line in top if not line.paragraphs_before]
    labelled = _with_role(above, "published") or _single(_with_role([*top, *end], "published"))
    found = labelled or _parliamentary(top, opening) or _bare(top, opening) or _signed(end)
    return (found[0].form.iso, found[0].form.precision) if found else None


def _single(stamps: list[Stamp]) -> list[Stamp]:
    """Labelled dates below the body count only if they agree: otherwise they belong to a list of other pages."""
    return stamps if len({stamp.form.iso for stamp in stamps}) == 1 else []


def _signed(end: list[_Line]) -> list[Stamp]:
    """A place and a day at the end (``Alvik den 16 juni 2020``), or a day in words as the very last line."""
    if placed := _single(_with_role(end, "place")):
        return placed
    last = [line for line in end if not line.text.startswith(DEMO_STAMP)][-1:]
    bare = _with_role(last, "bare") if _with_role(end, "bare") == _with_role(last, "bare") else []
    alone = len(bare) == 1 and bare[0].form.precision == "day"
    return bare if alone and not last[0].text[0].isdigit() and not _DECIDING.search(last[0].text) else []


def _parliamentary(top: list[_Line], opening: list[str]) -> list[Stamp]:
    """Submission for motions and questions, decision for reports of a committee and for minutes."""
    decided = any(_DECIDING.search(line) for line in opening)
    submission, decision = _with_role(top, "submitted"), _with_role(top, "decided")
    return decision or submission if decided else submission or decision


def _bare(top: list[_Line], opening: list[str]) -> list[Stamp]:
    """Return the date that stands alone: the first of one or two different ones (question and answer)."""
    headings = " ".join(line for line in opening if len(line) < LONG_PARAGRAPH)
    candidates: list[Stamp] = []
    for index, line in enumerate(top):
        if line.read is None:
            continue
        if line.read.label == "published":
            break
        stamps = [stamp for stamp in line.read.stamps if stamp.role in {"bare", "place"}]
        if len(stamps) == 1 and not _is_event(top, index, headings) and _fits(stamps[0], index):
            candidates += stamps
    days = [stamp for stamp in candidates if stamp.form.precision == "day"]
    chosen = days or candidates
    return chosen if len({stamp.form.iso for stamp in chosen}) < _LISTING else []


def _is_event(top: list[_Line], index: int, headings: str) -> bool:
    """Tell whether the day belongs to an event: by its neighbours, or by its hour in an invitation."""
    read = top[index].read
    neighbours = [line.text for line in top[max(0, index - 1) : index + 2] if line is not top[index]]
    if any(_EVENT_HEADING.match(text) for text in neighbours):
        return True
    if read is None or read.stamps[0].weekday is None:
        return False
    return bool(_INVITATION.search(headings) or (read.timed and _EVENT_TITLE.search(headings)))


def _fits(stamp: Stamp, index: int) -> bool:
    """A month or year alone is a date line only close to the title, never the title itself."""
    return stamp.form.precision == "day" or 0 < index < TOP_LINES


def _said_today(opening: str, year: int, today: date) -> tuple[str, Precision] | None:
    """``Idag (onsdag 24 oktober)``: the day of publication, if the weekday is right in the known year."""
    match = TODAY_IN_TEXT.search(opening)
    if match is None:
        return None
    for form in yearless_forms(match[2], year):
        if date.fromisoformat(form.iso).weekday() == WEEKDAYS[match[1].casefold().rstrip(".,")]:
            return (form.iso, "day") if plausible(form.iso, today) else None
    return None
