"""Pages in HTML with what surrounds an article on real sites: menus, cookie walls, boxes, lists of other texts."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from tests.web.phrases import DEFINITION
from tests.web.stories import Story

COOKIES = "Vi använder kakor för att webbplatsen ska fungera. Vad är kakor?"
MENU = ("Start", "Nyheter", "Om oss", "Kontakt", "Lättläst", "Other languages")


def document(title: str, body: str, *, head: str = "", language: str = "sv") -> str:
    """Return a whole page."""
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        f"{head}</head>\n"
        f"<body>\n{body}\n</body></html>\n"
    )


def frame(main: str, *, extra: str = "") -> str:
    """Return the content between the usual furniture."""
    menu = "".join(f'<li><a href="/om/{number}">{word}</a></li>' for number, word in enumerate(MENU))
    return (
        f'<div class="cookie-banner" role="dialog"><p>{COOKIES}</p><button>Godkänn</button></div>\n'
        f'<a class="skip" href="#main">Gå direkt till innehåll</a><nav><ul>{menu}</ul></nav>\n'
        f'<main id="main">\n{main}\n</main>\n{extra}'
        "<footer><p>Hjälpte informationen på sidan dig?</p><p>Följ oss i sociala medier</p></footer>"
    )


def article(told: Story, *, before: str = "", after: str = "", byline: bool = True) -> str:
    """Return an article element: headline, what stands before the text, the text, what stands after it."""
    by = f'<p class="byline">Text av: {escape(told.author)}</p>' if byline else ""
    box = f'<aside class="fakta"><h2>Vad är IOP?</h2><p>{DEFINITION}</p></aside>' if told.boxed else ""
    text = paragraphs(told.paragraphs)
    return f"<article>\n<h1>{escape(told.title)}</h1>\n{before}\n{text}\n{box}{by}\n{after}</article>"


def paragraphs(texts: Iterable[str]) -> str:
    """Return paragraphs."""
    return "\n".join(f"<p>{escape(text)}</p>" for text in texts)


def links(items: Iterable[tuple[str, str]], *, kind: str = "lista", each: str = "{link}") -> str:
    """Return a list of (address, words)."""
    made = (each.format(link=f'<a href="{escape(url)}">{escape(words)}</a>') for url, words in items)
    return f'<ul class="{kind}">' + "\n".join(f"<li>{item}</li>" for item in made) + "</ul>"


def meta(name: str, value: str) -> str:
    """Return a meta element; Open Graph names have a colon."""
    key = "property" if ":" in name else "name"
    return f'<meta {key}="{name}" content="{escape(value)}">\n'
