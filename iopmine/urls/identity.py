"""Which addresses are one page: rules for what an address says besides the page.

``identity`` gives a key, not an address to ask: two addresses with one key are one page. The address that is asked
for and stored stays as it was found (``iopmine.urls.addresses.canonical_url``).

Left out of the key, in this order:

1. scheme, ``www.`` (and ``amp.``, ``m.``) before the host, default port, trailing dot, letter case of the host;
2. spelling: percent-encoded, raw and decomposed letters (å, %C3%A5, %E5, a with a ring) are one;
3. what ``canonical_url`` leaves out: fragment, tracking, session, order of the query;
4. views of a page: AMP, print versions, opened parts of a Sitevision page (``?open.12_…=true``);
5. the default page of a folder (``index.html``, ``default.aspx``) and a slash at the end;
6. WebSphere state (``/!ut/p/…``) behind an address that names a page: three names or more after ``/wps/portal``
   (with fewer the state is all that tells pages apart, and stays);
7. where an address carries the page's own number in its path, all but host and number: Sitevision nodes
   (``.4.1ae17….html``, ``/download/18.1ae17…/``);
8. the documents of riksdagen: all forms of one ``dok_id`` are ``riksdagen.se/dok:<id>``;
9. releases at Mynewsdesk and Cision, whose number stays when the room moves or the title changes: room and title.

Any other pair of the query stays, for many sites keep the number of the page there (``?news=44447``, ``?q=node/203``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote_to_bytes, urlsplit

from iopmine.urls.addresses import canonical_url

_HOST_PREFIXES = ("www.", "amp.", "m.")
_OUTSIDE_ASCII = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_VIEW = re.compile(
    r"(?:amp|print|printable|printer_friendly|utskrift|utskriftsvanlig|skrivut)=(?:|1|true|yes|on)"
    r"|(?:view|format|layout|mode|outputtype|tmpl)=(?:print|printable|amp|utskrift)"
    r"|open\.\d{1,2}[._][0-9a-f]{8,40}=true",
    re.IGNORECASE,
)
_VIEW_NAMES = frozenset({"amp", "print", "utskrift", "skriv-ut", "skrivut"})
_INDEX = re.compile(r"(?:index|default)\.(?:html?|php|aspx?|jsp)", re.IGNORECASE)
_STATE = re.compile(r"(/wps/(?:my)?portal(?:/[^/!]+){3,})/!ut/")
_NODE = re.compile(r"/[^/]+\.(\d{1,2}\.[0-9a-f]{12,40})(?:\.html)?/?|/(\d{1,2}\.[0-9a-f]{12,40})(?:\.html)?/?")
_DOWNLOAD = re.compile(r"/download/(\d{1,2}\.[0-9a-f]{12,40})(?:/.*)?")
_NUMBERED = (
    ("riksdagen.se/dok", re.compile(r"data\.riksdagen\.se/dokument(?:status)?/([a-z0-9-]{4,24})(?:\.[a-z]{3,4})?")),
    ("riksdagen.se/dok", re.compile(r"riksdagen\.se/(?:sv|en)/do[ck]ument.*_([a-z0-9-]{4,24})(?:/(?:html|text))?/?")),
    ("mynewsdesk.com", re.compile(r"(?:[\w-]+\.)?mynewsdesk\.com/(?:[^/]+/){0,2}(?:pressreleases|news)/[^/]*-(\d+)/?")),
    ("news.cision.com", re.compile(r"news\.cision\.com/.*/r/[^/]*,c(\d+)/?")),
)
"""Hosts that number their pages: what stands before the number in the key, and where the number stands (lower case)."""


@lru_cache(maxsize=1 << 14)
def identity(url: str) -> str:
    """Return the key of the page that an address leads to; addresses with one key are one page.

    Raises:
        ValueError: the address is not one that ``is_web_address`` accepts.
    """
    parts = urlsplit(canonical_url(url))
    host = _site(parts.netloc)
    path = _letters(parts.path)
    if key := _number(f"{host}{path}".lower()):
        return key
    query = "&".join(pair for pair in _letters(parts.query).split("&") if pair and not _VIEW.fullmatch(pair))
    return f"{host}{_page(path)}" + (f"?{query}" if query else "")


def _site(netloc: str) -> str:
    """Return host and port without what names a view of the same site."""
    for prefix in _HOST_PREFIXES:
        # A name must remain that has a dot of its own: amp.se is a site, not a view of se.
        if netloc.startswith(prefix) and "." in netloc[len(prefix) :]:
            netloc = netloc[len(prefix) :]
    return netloc


def _letters(text: str) -> str:
    """Return the text with letters outside ASCII written as themselves, composed; reserved signs stay encoded."""
    return unicodedata.normalize("NFC", _OUTSIDE_ASCII.sub(lambda run: _decoded(run[0]), text))


def _decoded(run: str) -> str:
    raw = unquote_to_bytes(run)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        # Older Swedish sites write å as %E5.
        return raw.decode("latin-1")


def _page(path: str) -> str:
    """Return the part of the path that names the page: a node's number where there is one, else names."""
    if download := _DOWNLOAD.fullmatch(path):
        return f"/download/{download[1]}"
    if node := _NODE.search(path, path.rstrip("/").rfind("/")):
        return f"/node:{node[1] or node[2]}" if node.end() == len(path) else path
    state = _STATE.match(path)
    names = (state[1] if state else path).split("/")
    while len(names) > 1 and not names[-1]:
        names.pop()
    if len(names) > 2 and names[-1].lower() in _VIEW_NAMES:
        names.pop()
    elif len(names) > 2 and names[1].lower() == "amp":
        del names[1]
    if len(names) > 1 and _INDEX.fullmatch(names[-1]):
        names.pop()
    return "/".join(names) or "/"


def _number(page: str) -> str:
    """Return the key of a page on a host that numbers its pages, or an empty string."""
    for site, form in _NUMBERED:
        found = form.fullmatch(page)
        if found and any(letter.isdigit() for letter in found[1]):
            return f"{site}:{found[1]}"
    return ""
