"""The body of a mail as lines: what each says, where it links to, whether it is printed as a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from lxml import etree, html

from iopmine.text.normal import nfc, squeeze
from iopmine.urls import is_web_address

_BLOCKS = frozenset(
    (
        "p",
        "div",
        "tr",
        "td",
        "th",
        "table",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "br",
        "hr",
        "blockquote",
    )
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "b", "strong"))
_UNSEEN = frozenset(("script", "style", "head", "title", "template"))
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
# Addresses that lead to another, which they carry in their query.
_DETOURS = re.compile(r"(?:^|\.)(?:google\.[a-z.]{2,6}|safelinks\.protection\.outlook\.com)$")


@dataclass(slots=True)
class Link:
    """A link and its words, which are empty for an address printed as such."""

    url: str
    words: str


@dataclass(slots=True)
class MailLine:
    """One line; ``heading`` says that all of it is printed as one."""

    text: str
    links: list[Link] = field(default_factory=list)
    heading: bool = False


def lines_of_text(text: str) -> list[MailLine]:
    """Return the lines of a plain body; an address is a link without words and no part of the line's text."""
    lines = []
    for raw in nfc(text).replace("\r\n", "\n").split("\n"):
        links = [Link(_direct(found.rstrip(".,;)")), "") for found in _ADDRESS.findall(raw)]
        lines.append(
            MailLine(squeeze(_ADDRESS.sub(" ", raw)).strip("<> "), [x for x in links if is_web_address(x.url)])
        )
    return lines


def lines_of_html(markup: str) -> list[MailLine]:
    """Return the lines of an HTML body as they are seen: hidden parts are left out, each block is lines of its own."""
    try:
        root = html.document_fromstring(markup)
    except (etree.ParserError, ValueError):
        return []
    lines = [MailLine("")]
    strong = 0
    for kind, piece in _pieces(root):
        line = lines[-1]
        match kind:
            case "break":
                if line.text or line.links:
                    lines.append(MailLine(""))
            case "strong":
                strong += int(piece)
            case "link":
                url, words = piece.split("\n", 1)
                line.links.append(Link(_direct(url), words))
            case _ if piece.strip():
                line.heading = strong > 0 and (line.heading or not line.text.strip())
                line.text += piece
            case _:
                line.text += " "
    for line in lines:
        line.text = squeeze(nfc(line.text))
        line.links = [link for link in line.links if is_web_address(link.url)]
    return lines


def _pieces(root: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Walk the tree without recursion: ("text" | "break" | "strong" | "link", value)."""
    hidden: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start" and hidden is None:
            if element.tag in _UNSEEN or _HIDDEN.search(element.get("style", "")):
                hidden = element
            else:
                yield from _opened(element)
        elif event != "start":
            if hidden is None:
                yield from _closed(element.tag)
            hidden = None if hidden is element else hidden
            if hidden is None and element.tail:
                yield "text", element.tail


def _opened(element: html.HtmlElement) -> Iterator[tuple[str, str]]:
    if element.tag in _BLOCKS:
        yield "break", ""
    if element.tag in _HEADINGS:
        yield "strong", "1"
    if element.tag == "a" and element.get("href"):
        yield "link", f"{element.get('href', '').strip()}\n{squeeze(nfc(element.text_content()))}"
    if element.text:
        yield "text", element.text


def _closed(tag: object) -> Iterator[tuple[str, str]]:
    if tag in _HEADINGS:
        yield "strong", "-1"
    if tag in _BLOCKS:
        yield "break", ""


def _direct(url: str) -> str:
    """Return the address that a redirecting one carries, else the address itself."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return url
    if not _DETOURS.search(host):
        return url
    query = parse_qs(parts.query)
    return next((value for name in ("url", "q") for value in query.get(name, []) if is_web_address(value)), url)
