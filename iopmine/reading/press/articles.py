"""Whether a file is an export, and which articles it holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from iopmine.reading.press.bodies import Body, body_of
from iopmine.reading.press.contents import Contents, Entry, read_contents
from iopmine.reading.press.headers import Header, headers_of
from iopmine.reading.press.lines import FOOTERS, GAPS, Row, words

_MAX_TITLE_LINES = 4
# So many articles of a kind make a file an export; one is enough if the archive itself shows.
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Article:
    """One article of an export: its header, and its text as rows."""

    header: Header
    body: Body


@dataclass(frozen=True, slots=True)
class Export:
    """The articles of a file in order, and the entries of its contents list for which there is none."""

    articles: tuple[Article, ...]
    listed: int
    """Entries of the contents list; 0 where there is no list."""
    missing: tuple[Entry, ...]


def export_of(rows: Sequence[Row]) -> Export | None:
    """Read the rows of a file as an export; None if it is some other text."""
    contents = read_contents(rows)
    headers = headers_of(rows, contents)
    if not _is_export(rows, headers, contents):
        return None
    headers = sorted([*headers, *_known_by_title(rows, headers, contents)], key=lambda header: header.start)
    ends = [header.start for header in headers[1:]] + [len(rows)]
    articles = [Article(header, _body(rows, header, end)) for header, end in zip(headers, ends, strict=True)]
    return Export(tuple(articles), len(contents.entries), tuple(contents.unclaimed))


def _is_export(rows: Sequence[Row], headers: Sequence[Header], contents: Contents) -> bool:
    archive = any(header.medium for header in headers) or any("ret.nu/" in row.text for row in rows)
    named = sum(header.entry is not None for header in headers)
    if contents.entries:
        return named >= _ENOUGH or (named > 0 and archive)
    if any(header.medium for header in headers):
        return len(headers) >= _ENOUGH or any(row.kind in FOOTERS for row in rows)
    feet = sum(row.kind in FOOTERS for row in rows)
    return len(headers) >= _ENOUGH and (archive or feet >= len(headers) or all(header.page for header in headers))


def _known_by_title(rows: Sequence[Row], headers: Sequence[Header], contents: Contents) -> list[Header]:
    """Articles whose outlet and day cannot be read where they stand: the contents list has them."""
    waiting: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in contents.unclaimed:
        waiting[_first_word(entry.words)].append(entry)
    taken = {at for header in headers for at in range(header.start, header.end)}
    found: list[Header] = []
    for at in range(contents.end, len(rows)):
        if rows[at].kind != "text" or at in taken or (at > contents.end and not _is_boundary(rows, at - 1)):
            continue
        alike = waiting.get(_first_word(words(rows[at].text)), [])
        sizes = ((other, _title_size(rows, at, other)) for other in alike)
        for entry, size in [(other, size) for other, size in sizes if size][:1]:
            title = " ".join(row.text for row in rows[at : at + size])
            outlet = entry.outlet_after(title)
            found.append(Header(at, at + size, title, outlet, entry.iso, entry=entry, bounded=True))
            contents.claim(entry)
            alike.remove(entry)
    return found


def _first_word(text: str) -> str:
    return text.split(maxsplit=1)[0] if text.strip() else ""


def _is_boundary(rows: Sequence[Row], at: int) -> bool:
    while at > 0 and rows[at].kind == "blank":
        at -= 1
    return rows[at].kind in FOOTERS | {"rule", "break"}


def _title_size(rows: Sequence[Row], at: int, entry: Entry) -> int:
    """How many rows from here are the heading of the entry; 0 if they are not."""
    for size in range(_MAX_TITLE_LINES, 0, -1):
        part = rows[at : at + size]
        if all(row.kind == "text" for row in part):
            title = words(" ".join(row.text for row in part))
            if entry.words.startswith(title) and title.count(" ") > 2:
                return size
    return 0


def _body(rows: Sequence[Row], header: Header, end: int) -> Body:
    body = body_of(rows, header.end, end)
    if not header.decks:
        return body
    # A gap keeps the deck a paragraph of its own, where the file has gaps at all.
    between = [at for at in range(header.decks[-1], header.end) if rows[at].kind in GAPS][:1]
    return replace(Article(header, body), body=Body((*header.decks, *between, *body.rows), body.url)).body
