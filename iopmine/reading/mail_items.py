"""The items of an alert mail: heading, link, perhaps outlet, day and some lines of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from iopmine.reading.mail_lines import Link, MailLine
from iopmine.reading.press.lines import rows_of
from iopmine.reading.press.stamps import Stamp, stamp_of

_READ_ON = re.compile(
    r"(?:läs|se|visa|öppna|till|gå till)\b.{0,20}\b(?:mer|hela|artikeln?|nyheten|vidare|inslaget|källan)\b"
    r"|se webb?artikeln|läs mer|read more|länk",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"avsluta|avregistrera|prenumer|unsubscribe|inställning|hantera|logga in|webbläsare|kontakta|integritet"
    r"|cookie|villkor|facebook|linkedin|twitter|dela\b|tipsa|skicka vidare|redigera|visa alla|se alla|flera träffar"
    r"|det här mejlet|detta mejl|detta e-?postmeddelande|support",
    re.IGNORECASE,
)
_MARK = re.compile(r"^(?:>|[•·▪●*–-]|#?\d{1,3}[.)]|\[\d{1,3}\])\s+")
_MIN_HEADING = 12
_LINKED_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an alert mail; ``stamp`` is outlet and day, where a line gives them."""

    title: str
    url: str
    stamp: Stamp | None
    lines: tuple[str, ...]


def items_of(lines: Sequence[MailLine]) -> list[Item]:
    """Find the items of a mail, each address once; a mail that is no alert has none."""
    linked = any(_is_heading(line) and _content_link(line) for line in lines)
    found = list(_under_headings(lines) if linked or any(line.heading for line in lines) else _above_addresses(lines))
    first = {item.url: item for item in reversed(found)}
    return [item for item in found if first[item.url] is item]


def _is_heading(line: MailLine) -> bool:
    """A line printed as a heading, or one that is a link all over, unless it is about the mail itself."""
    if len(line.text) < _MIN_HEADING or " " not in line.text or _SERVICE.search(line.text) or _READ_ON.match(line.text):
        return False
    return line.heading or _content_link(line) is not None


def _content_link(line: MailLine) -> Link | None:
    return next((link for link in line.links if len(link.words) >= _LINKED_SHARE * max(len(line.text), 1)), None)


def _under_headings(lines: Sequence[MailLine]) -> Iterator[Item]:
    """HTML: an item begins with its heading; outlet and day may stand on the line above or below it."""
    starts = [index for index, line in enumerate(lines) if _is_heading(line)]
    above = bool(starts) and starts[0] > 0 and _stamp(lines[starts[0] - 1].text) is not None
    for start, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        end = following - 1 if above and following < len(lines) else following
        block = [line for line in lines[start + 1 : end] if not _SERVICE.search(line.text)]
        link = _content_link(lines[start]) or next(
            (link for line in block for link in line.links if _leads(link)), None
        )
        if link is None:
            continue
        stamp = (
            _stamp(lines[start - 1].text) if above else next(filter(None, (_stamp(x.text) for x in block[:3])), None)
        )
        yield Item(_unmarked(lines[start].text), link.url, stamp, _told(block))


def _leads(link: Link) -> bool:
    return not link.words or _READ_ON.match(link.words) is not None


def _above_addresses(lines: Sequence[MailLine]) -> Iterator[Item]:
    """Plain text: an item ends with its address; its heading is above outlet and day, or begins the last paragraphs."""
    block: list[MailLine] = []
    for line in lines:
        block.append(line)
        if not line.links or _SERVICE.search(line.text) or (line.text and not _leads_text(line.text)):
            continue
        item = _ended_by(block, line.links[0])
        if item:
            yield item
        block = []


def _leads_text(text: str) -> bool:
    return _READ_ON.match(text) is not None


def _ended_by(block: Sequence[MailLine], link: Link) -> Item | None:
    stamps = [(index, stamp) for index, line in enumerate(block) if (stamp := _stamp(line.text)) and stamp.outlet]
    if stamps and any(line.text for line in block[: stamps[-1][0]]):
        index, stamp = stamps[-1]
        title = next(at for at in range(index - 1, -1, -1) if block[at].text)
        return Item(_unmarked(block[title].text), link.url, stamp, _told(block[index + 1 :]))
    begins = [at for at, line in enumerate(block) if line.text and (at == 0 or not block[at - 1].text)]
    told = [at for at in begins if not (block[at].links or _leads_text(block[at].text))][-2:]
    if not told:
        return None
    return Item(_unmarked(block[told[0]].text), link.url, None, _told(block[told[0] + 1 :]))


def _stamp(text: str) -> Stamp | None:
    [row] = rows_of([text])
    return stamp_of(row)


def _told(block: Sequence[MailLine]) -> tuple[str, ...]:
    """The lines of an item that tell something of the text."""
    rows = rows_of(line.text for line in block)
    return tuple(
        row.text
        for row, line in zip(rows, block, strict=True)
        if row.kind == "text" and not _leads_text(line.text) and stamp_of(row) is None
    )


def _unmarked(text: str) -> str:
    return _MARK.sub("", text, count=1)
