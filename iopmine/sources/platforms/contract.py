"""What a platform is given and what it gives: the types that all platforms share.

A platform is a generator function (``Find``). It asks for lists, reads leads from them and yields them; whatever a
host answers ends in an ``Issue``, never in an exception, and never goes on without end. The level says what follows:

- ``error``: the list could not be read, or not to its end;
- ``warning``: the list was read, but something is odd (a selector without hits, a list that leads back to itself), or
  it was cut at ``Search.limit``;
- ``info``: single entries were left out.

So an entry was read completely if no ``error`` was yielded and fewer leads than ``Search.limit``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from iopmine.records import Entry, Issue, Lead, Page, Source

Ask = Callable[[str], Page]
"""One polite GET. Raises FetchError."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, and what is known already."""

    since: date | None
    """Nothing older is wanted."""
    today: date
    queries: tuple[str, ...]
    """Phrases to ask search interfaces for (``{query}``)."""
    known: Callable[[str], bool]
    """Whether a canonical address is in the address book. A list that is sorted newest first is not read beyond a page
    that is all known, so this must answer False until the entry was once read to its end."""
    limit: int
    """Most leads wanted from this entry."""


Find = Callable[[Source, Entry, Ask, Search], Iterator[Lead | Issue]]


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list, as it is written there."""

    link: str
    """Absolute, or relative to the address that answered."""
    title: str = ""
    published: str = ""
    """In any form that ``read_date`` knows; empty if the list does not say."""
    modified: str = ""
    fetch_link: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """What one answer holds."""

    items: tuple[Item, ...] = ()
    next: str = ""
    """Where the list goes on; empty where the answer does not say. Templates with ``{page}`` go on by counting."""
    last: bool = False
    """Nothing follows, whatever the template says."""
    doubts: tuple[str, ...] = ()
    """What is odd about this answer (a ``warning`` each)."""
    damage: str = ""
    """Why a part of this answer could not be read (an ``error``)."""
    if_first: str = ""
    """What is wrong with this answer if it is the first of the list, where a later one may be empty (an ``error``)."""
    lists: tuple[Item, ...] = ()
    """Lists that this one names (an index of sitemaps)."""


Read = Callable[[Page], Listing]
"""An answer → what it holds. Raises SourceError."""
