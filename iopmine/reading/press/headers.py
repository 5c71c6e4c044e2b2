"""The header of an article: which lines are its headline, where its outlet and day stand, where its text begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from iopmine.reading.press.contents import KNOWN_BY, Contents, Entry
from iopmine.reading.press.lines import FOOTERS, GAPS, HEADER_PARTS, Row, words
from iopmine.reading.press.stamps import is_outlet, stamp_of

_MAX_TITLE_LINES = 5
_MAX_TITLE = 300
_HEADER_ROWS = 9
_SHORT = 70
_BARRIERS = GAPS | FOOTERS | HEADER_PARTS | {"rule"}
_OUTLET_LABELS = frozenset(("källa", "tidning", "medium", "media", "utgivare"))
_TITLE_LABELS = frozenset(("rubrik", "titel"))


@dataclass(frozen=True, slots=True)
class Header:
    """One article's header: rows are half-open ranges; ``decks`` are rows of it that belong to the text."""

    start: int
    end: int
    title: str
    outlet: str
    iso: str
    decks: tuple[int, ...] = ()
    entry: Entry | None = None
    medium: bool = False
    """It says how the article was published (in print, on the web)."""
    page: bool = False
    bounded: bool = False
    """A ruler, a page break or the foot of another article stands directly above it."""
    ruled: bool = False
    """What stands there is a ruler."""


def headers_of(rows: Sequence[Row], contents: Contents) -> list[Header]:
    """Find the headers after the contents list, and claim its entries for them.

    What the list does not name is a header only by its medium or page, and by what stands above it: a place and a day
    may close any text.
    """
    found: list[Header] = []
    first: Header | None = None
    index = floor = contents.end
    while index < len(rows):
        header = _header_at(rows, index, floor, contents)
        index += 1
        if header is None:
            continue
        first = first or header
        if header.entry:
            contents.claim(header.entry)
        if header.entry or _stands_alone(header, bool(contents.entries)):
            found.append(header)
            index = floor = header.end
    # Rulers stand between articles: above the first there is none.
    if first and not contents.entries and any(header.ruled for header in found) and first.end <= found[0].start:
        found.insert(0, first)
    return found


def _stands_alone(header: Header, has_contents: bool) -> bool:
    if has_contents:
        return header.bounded and header.medium
    return header.medium or (header.bounded and header.page) or header.ruled


def _header_at(rows: Sequence[Row], index: int, floor: int, contents: Contents) -> Header | None:
    """Read the header whose day stands on a row; ``floor`` is the first row it may take."""
    row = rows[index]
    stamp = stamp_of(row) if row.kind in {"text", "medium"} else None
    if stamp is None:
        return None
    start, outlet = (index, stamp.outlet) if stamp.outlet else _outlet_beside(rows, index, floor)
    if not outlet:
        return None
    end = _header_end(rows, index + 1)
    title = _labelled(rows, floor, start, end) or _title(rows, (floor, start), end, (outlet, stamp.iso), contents)
    if title is None:
        return None
    first, last = min(start, title.start), _header_end(rows, max(end, title.end))
    kinds = {rows[part].kind for part in range(start, last)}
    above = _above(rows, first, contents.end)
    return Header(
        start=first,
        end=last,
        title=title.text,
        outlet=outlet,
        iso=stamp.iso,
        decks=title.decks,
        entry=title.entry or contents.find(words(title.text), outlet, stamp.iso),
        medium="medium" in kinds,
        page=not kinds.isdisjoint(("page", "profile")),
        bounded=above != "text",
        ruled=above == "rule",
    )


def _outlet_beside(rows: Sequence[Row], index: int, floor: int) -> tuple[int, str]:
    """The outlet of a day that stands alone: in a labelled row near it, else in the row above."""
    for near in (*range(index - 1, max(floor, index - 4) - 1, -1), *range(index + 1, min(len(rows), index + 4))):
        if rows[near].label in _OUTLET_LABELS and is_outlet(rows[near].text):
            return min(near, index), rows[near].text
    above = index - 1
    while above >= floor and rows[above].kind in HEADER_PARTS | {"break"}:
        above -= 1
    if above >= floor and rows[above].kind == "text" and not rows[above].label and is_outlet(rows[above].text):
        return above, rows[above].text
    return index, ""


def _header_end(rows: Sequence[Row], index: int) -> int:
    """The first row below that is none of the header: parts of it may have a short line (an author) among them.

    A byline ends a header that it stands in directly; after a short line it belongs to that line, a headline.
    """
    end, others = index, 0
    for at in range(index, min(len(rows), index + _HEADER_ROWS)):
        if _is_part(rows[at]):
            if rows[at].kind == "byline" and others and rows[at - 1].kind == "text":
                break
            end, others = at + 1, 0
        elif rows[at].kind != "break":
            others += 1
            if others > 1 or not _may_interrupt(rows, at):
                break
    return end


def _is_part(row: Row) -> bool:
    return row.kind in HEADER_PARTS or (row.label != "" and row.label not in _TITLE_LABELS)


def _may_interrupt(rows: Sequence[Row], at: int) -> bool:
    """A gap with more of the header right below it, or a short line that is no sentence."""
    row = rows[at]
    if row.kind == "blank":
        return at + 1 < len(rows) and _is_part(rows[at + 1])
    return row.kind == "text" and len(row.text) <= _SHORT and not row.text.endswith((".", "!", "?"))


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    start: int
    end: int
    decks: tuple[int, ...] = ()
    entry: Entry | None = None


def _labelled(rows: Sequence[Row], floor: int, start: int, end: int) -> _Title | None:
    """``Rubrik: …`` above or below."""
    for index in (*range(start - 1, max(floor, start - 6) - 1, -1), *range(start, min(len(rows), end + 3))):
        if rows[index].label in _TITLE_LABELS and rows[index].text:
            last = index + 1
            while (
                last < min(len(rows), index + _MAX_TITLE_LINES) and rows[last].kind == "text" and not rows[last].label
            ):
                last += 1
            # More lines of it are lines of a headline only if the header goes on below them.
            last = last if last < len(rows) and _is_part(rows[last]) else index + 1
            return _Title(_joined(rows, range(index, last)), index, last)
    return None


def _title(
    rows: Sequence[Row], above: tuple[int, int], end: int, stamp: tuple[str, str], contents: Contents
) -> _Title | None:
    """The headline above the outlet or below it: the one that the contents list names, else the likely one."""
    floor, start = above
    upper, lower = _run_above(rows, floor, start), _run_below(rows, end)
    best, weight = None, 0
    for run, part in [*((upper, part) for part in _parts(upper)), *((lower, part) for part in _parts(lower))]:
        text = _joined(rows, part)
        entry = contents.find(words(text), *stamp)
        if entry and _weight(text, entry) > weight:
            decks = tuple(at for at in run if at > part[-1]) if run is upper else ()
            best, weight = _Title(text, part[0], part[-1] + 1, decks, entry), _weight(text, entry)
    return best or _likely(rows, upper, lower, floor)


def _parts(run: Sequence[int]) -> Iterator[Sequence[int]]:
    """Every choice of neighbouring lines, the longest first."""
    for size in range(len(run), 0, -1):
        for offset in range(len(run) - size + 1):
            yield run[offset : offset + size]


def _weight(text: str, entry: Entry) -> int:
    """How much of a heading the entry holds: all of it, or as much as a list that cuts headings off would show."""
    return len(text) if words(text) in entry.words else KNOWN_BY


def _likely(rows: Sequence[Row], above: Sequence[int], lower: Sequence[int], floor: int) -> _Title | None:
    """Without help from a contents list: all lines above if something bounds them, else the one next to the outlet.

    What stands on the page before is the end of another article, unless nothing else can be the headline.
    """
    upper = [at for at in above if all(row.kind != "break" for row in rows[at : above[-1] + 2])]
    if above and not upper and _is_sentence(rows, lower) and not _is_sentence(rows, above[-1:]):
        upper = list(above[-1:])
    if upper:
        bounded = upper[0] == floor or rows[upper[0] - 1].kind in _BARRIERS
        part: Sequence[int] = upper if bounded else upper[-1:]
    else:
        part = lower if len(lower) < _MAX_TITLE_LINES else lower[:1]
    text = _joined(rows, part)
    return _Title(text, part[0], part[-1] + 1) if text and len(text) <= _MAX_TITLE else None


def _is_sentence(rows: Sequence[Row], part: Sequence[int]) -> bool:
    """Tell whether the last of some rows ends as text does and headlines seldom do; so does no row at all."""
    return not part or rows[part[-1]].text.endswith(".")


def _run_above(rows: Sequence[Row], floor: int, start: int) -> list[int]:
    """The lines of text directly above a row; a ruler of dashes, one gap and one page break may lie between."""
    index = start - 1
    between: set[str] = set()
    while index >= floor and rows[index].kind not in between and _may_lie_between(rows[index]):
        between.add(rows[index].kind)
        index -= 1
    return _run(rows, range(index, floor - 1, -1))[::-1]


def _may_lie_between(row: Row) -> bool:
    return row.kind in GAPS or (row.kind == "rule" and row.text.startswith("-"))


def _run_below(rows: Sequence[Row], end: int) -> list[int]:
    index = end
    while index < min(len(rows), end + 2) and rows[index].kind in GAPS:
        index += 1
    return _run(rows, range(index, len(rows)))


def _run(rows: Sequence[Row], places: Iterable[int]) -> list[int]:
    """The lines of text from here on, over one page break at most."""
    run: list[int] = []
    breaks = 0
    for index in places:
        breaks += rows[index].kind == "break"
        if breaks > 1 or len(run) == _MAX_TITLE_LINES or rows[index].kind not in {"text", "break"}:
            break
        if rows[index].kind == "text":
            run.append(index)
    return run


def _joined(rows: Sequence[Row], part: Sequence[int]) -> str:
    return " ".join(rows[index].text for index in part)


def _above(rows: Sequence[Row], index: int, floor: int) -> str:
    """What bounds a row from above: ``rule``, ``break`` (also the foot of an article, the list's end) or ``text``."""
    at, gaps = index - 1, False
    while at >= floor and rows[at].kind in GAPS:
        gaps = gaps or rows[at].kind == "break"
        at -= 1
    if at < floor:
        return "break"
    if rows[at].kind == "rule":
        return "rule"
    return "break" if gaps or rows[at].kind in FOOTERS else "text"
