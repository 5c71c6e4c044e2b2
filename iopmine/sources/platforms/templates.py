"""Addresses with ``{query}``, ``{page}`` and ``{key}`` → addresses to ask for."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from iopmine.errors import SourceError
from iopmine.records import Entry
from iopmine.sources.platforms.contract import Search
from iopmine.text.normal import nfc, squeeze
from iopmine.urls import canonical_url, host_of, is_web_address

LONGEST_ADDRESS = 2000
_PAGE = "{page}"


def starts(template: str, entry: Entry, search: Search) -> tuple[str, ...]:
    """Return one address per query, or the address itself if it holds no ``{query}``; ``{page}`` stays.

    Raises:
        SourceError: the address needs a key or a query, and there is none.
    """
    if "{key}" in template:
        key = entry.options.get("key")
        if not isinstance(key, str) or not key:
            raise SourceError(f"The entry point {entry.id} needs a key: {entry.url}.", hint="Set options.key.")
        template = template.replace("{key}", quote(key, safe=""))
    if "{query}" not in template:
        return (template,)
    if not search.queries:
        raise SourceError(f"The entry point {entry.id} is a search, and there is no phrase to search for: {entry.url}.")
    phrases = dict.fromkeys(quote(f'"{squeeze(nfc(query)).replace(chr(34), "")}"', safe="") for query in search.queries)
    return tuple(template.replace("{query}", phrase) for phrase in phrases)


def counts(template: str) -> bool:
    """Tell whether the address has a place for the number of the page."""
    return _PAGE in template


def numbered(template: str, number: int) -> str:
    """Return the address of one page of the list."""
    return template.replace(_PAGE, str(number))


def with_query(url: str, changes: dict[str, str], *, defaults: dict[str, str] | None = None) -> str:
    """Return the address with some parameters set, and others added where they are missing; templates stay whole."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    fields = (defaults or {}) | {name: value for name, value in asked.items() if value} | changes
    return urlunsplit(parts._replace(query=urlencode(fields, quote_via=quote, safe="{}")))


def parameter(url: str, name: str, default: int) -> int:
    """Return a whole number from the query of an address."""
    try:
        return int(dict(parse_qsl(urlsplit(url).query)).get(name, default))
    except ValueError:
        return default


def canonical_link(link: str, base: str) -> str | None:
    """Return the canonical address behind a link, or None if it must not be followed or is too long."""
    if not link.strip():
        return None
    try:
        address = canonical_url(urljoin(base, link.strip().replace(" ", "%20")))
    except ValueError:
        return None
    return address if len(address) <= LONGEST_ADDRESS else None


def following_link(link: str, base: str) -> str | None:
    """Return the address at which a list goes on, or None if it is not one of the same site.

    Its scheme is the one that answered: interfaces behind a proxy often name ``http`` for what they serve as ``https``.
    """
    try:
        address = urljoin(base, link.strip().replace(" ", "%20"))
        parts = urlsplit(address)._replace(fragment="")
    except ValueError:
        return None
    if not is_web_address(address) or len(address) > LONGEST_ADDRESS or not same_site(address, base):
        return None
    return urlunsplit(parts._replace(scheme=urlsplit(base).scheme))


def same_site(one: str, other: str) -> bool:
    """Tell whether two addresses have the same host, or one is a subdomain of the other."""
    first, second = host_of(one), host_of(other)
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")
