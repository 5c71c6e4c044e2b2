"""The contents list of an export: which articles it promises."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from iopmine.reading.dateforms import MAX_LINE
from iopmine.reading.press.lines import FOOTERS, GAPS, Row, words
from iopmine.reading.press.stamps import begins_with_day, is_outlet, listed

_HEADING = re.compile(
    r"(?:nyheter|nyhetsklipp|innehåll(?:sförteckning)?|artiklar|artikellista|träfflista|träffar|översikt|contents"
    r"|table of contents)(?: ?\(\d{1,5}(?: (?:st|artiklar|träffar))?\))? ?:?",
    re.IGNORECASE,
)
_MARK = re.compile(r"^(?:>|[•·▪●*–-]|#?\d{1,4}[.):]|\[\d{1,4}\])\s+")
# What is left of an entry whose dots did not fit on its line.
_PAGE_ONLY = re.compile(r"[ .…·_]*\d{0,4}")
SEARCHED = 80
"""So many lines from the top a contents list begins."""
_MAX_ENTRY_LINES = 5
# Headings in a contents list are cut off; so much of one is enough to know it by.
KNOWN_BY = 25
_LOOKED_UP = 2
# So many articles without text of their own may follow a contents list before it is clear that the list has ended.
_MAX_GIVEN_BACK = 20
_ENDING = frozenset(("medium", "page", "byline", "profile", "rule")) | FOOTERS


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as the contents list names it: its number, its line without day and page, the day."""

    number: int
    text: str
    iso: str
    start: int
    """First row of the entry."""
    words: str

    def names(self, title: str) -> bool:
        """Tell whether the heading (in the form of ``words``) is the one the entry names, if only its beginning."""
        bare = title.strip()
        if title in self.words:
            # A word or two may stand anywhere by chance.
            return bare.count(" ") > 1 or (bare != "" and (self.words.startswith(title) or self.words.endswith(title)))
        return len(bare) >= KNOWN_BY and f" {bare[:KNOWN_BY]}" in self.words

    def outlet_after(self, title: str) -> str:
        """Return what the entry says after its heading, if that can be an outlet."""
        pattern = r"[\W_]+".join(map(re.escape, words(title).split()))
        found = re.search(rf"{pattern}[\W_]+(.*)$", self.text, re.IGNORECASE) if pattern else None
        rest = found[1].strip(" ,;|•·–—(-") if found else ""
        return rest if is_outlet(rest) else ""


class Contents:
    """The entries of a contents list, each of which one article can claim; ``end`` is the first row after the list."""

    def __init__(self, entries: Sequence[Entry] = (), end: int = 0) -> None:
        self.entries = tuple(entries)
        self.end = end
        self._open = {entry.number: entry for entry in self.entries}
        # An export may hold hundreds of articles of one day: entries are looked up by their words.
        self._numbers: defaultdict[tuple[str, str], dict[int, None]] = defaultdict(dict)
        for entry in self.entries:
            for word in entry.words.split():
                self._numbers[entry.iso, word][entry.number] = None

    def find(self, title: str, outlet: str, iso: str) -> Entry | None:
        """Return the first unclaimed entry of that day with that heading, one with the outlet before others."""
        listed_under = [self._numbers.get((iso, word), {}) for word in title.split()[:_LOOKED_UP]]
        named = (self._open[number] for number in min(listed_under, key=len, default={}))
        first = None
        for entry in named:
            if entry.names(title):
                if words(outlet) in entry.words:
                    return entry
                first = first or entry
        return first

    def claim(self, entry: Entry) -> None:
        """Take an entry for an article."""
        del self._open[entry.number]
        for word in set(entry.words.split()):
            del self._numbers[entry.iso, word][entry.number]

    @property
    def unclaimed(self) -> list[Entry]:
        """Entries without an article, in order."""
        return list(self._open.values())


def read_contents(rows: Sequence[Row]) -> Contents:
    """Read the contents list at the beginning of a file; without one the result has no entries."""
    start = _beginning(rows)
    if start is None:
        return Contents()
    entries, end = _entries(rows, start)
    return Contents(entries, end) if entries else Contents()


def may_begin(rows: Sequence[Row]) -> bool:
    """Tell whether a contents list seems to begin near the top."""
    return _beginning(rows) is not None


def _beginning(rows: Sequence[Row]) -> int | None:
    """The first row after a heading, or a first line that is marked as an entry and ends with a day."""
    for index, row in enumerate(rows[:SEARCHED]):
        if _HEADING.fullmatch(row.text):
            return index + 1
        if row.text.startswith(">") and listed(row.text[-MAX_LINE:]):
            return index
    return None


def _entries(rows: Sequence[Row], start: int) -> tuple[list[Entry], int]:
    """Read entries until something stands there that is in no contents list; an entry ends with its day."""
    entries: list[Entry] = []
    pending: list[int] = []
    end = len(rows)
    for index in range(start, len(rows)):
        row = rows[index]
        if row.kind in GAPS or (row.kind == "rule" and not entries and not pending):
            continue
        if row.kind in _ENDING or row.label or len(pending) == _MAX_ENTRY_LINES:
            end = index
            break
        if not pending and _PAGE_ONLY.fullmatch(row.text):
            continue
        entry = _entry(rows, [*pending, index], len(entries) + 1)
        if entry:
            entries.append(entry)
            pending = []
        elif not pending and _continues(rows, index, entries):
            text = f"{entries[-1].text} {row.text}"
            entries[-1] = replace(entries[-1], text=text, words=words(text))
        else:
            pending.append(index)
    # A ruler right after an entry closes the list; anything else may be a part of the first article.
    if pending or end == len(rows) or rows[end].kind != "rule":
        entries, pending = _without_first_article(entries, pending)
    return entries, pending[0] if pending else end


def _continues(rows: Sequence[Row], index: int, entries: Sequence[Entry]) -> bool:
    """Tell whether a line without a day goes on an entry that began with its day, on the line above."""
    above = index - 1
    while entries and above > entries[-1].start and rows[above].kind == "text":
        above -= 1
    return bool(entries) and above == entries[-1].start and begins_with_day(rows[above].text)


def _entry(rows: Sequence[Row], pending: Sequence[int], number: int) -> Entry | None:
    line = " ".join(rows[index].text for index in pending)
    found = listed(line[-MAX_LINE:])
    if found is None:
        return None
    text = _MARK.sub("", line[:-MAX_LINE] + found.text, count=1)
    return Entry(number, text, found.iso, pending[0], words(text))


def _without_first_article(entries: list[Entry], pending: list[int]) -> tuple[list[Entry], list[int]]:
    """Give back what was read too far: the headers of the first articles look like entries once more.

    They are the longest end of the list that repeats its beginning, entry by entry; an outlet that stands alone
    above its heading repeats a part of the entry.
    """
    for first in range(len(entries) - 1, max(0, len(entries) - _MAX_GIVEN_BACK), -1):
        again = entries[first:]
        if all(_repeats(a, b) for a, b in zip(again, entries, strict=False)):
            return entries[:first], [again[0].start, *pending]
    return entries, pending


def _repeats(again: Entry, entry: Entry) -> bool:
    """Tell whether all words of one are words of the other: their order is not always the same."""
    ours, theirs = set(again.words.split()), set(entry.words.split())
    return again.iso == entry.iso and bool(ours) and (ours <= theirs or ours >= theirs)
