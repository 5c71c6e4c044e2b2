"""What the entry points of a source name: leads, judged one by one. Runs in threads and touches no store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from iopmine.errors import FetchError, SourceError
from iopmine.fetch import Fetcher
from iopmine.records import Entry, Issue, Lead, Page, Source
from iopmine.sources.catalogue import awaits_key
from iopmine.sources.platforms import Search, platforms
from iopmine.sources.triage import Triage
from iopmine.urls import identity

STAGE: Final = "gather"
FILES: Final = "files"
"""The platform of local folders and archives: nobody is asked for them."""
_REASONS_TOLD: Final = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for in all sources."""

    since: date | None
    today: date
    queries: tuple[str, ...]
    leads: int = 20_000
    """Most leads taken from one entry."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the entries of one source named."""

    source: Source
    leads: tuple[Lead, ...]
    cut: int
    """Leads that are traps, of another site, or no texts."""
    issues: tuple[Issue, ...]
    entries: tuple[str, ...]
    """Entries that were read to their end."""


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier runs know of a source: which addresses, and which entries they have read to their end.

    A list that begins with the newest is read until all on a page is known, but only once it was read to its end.
    """

    addresses: Mapping[str, str] = field(default_factory=dict)
    """Identity of a page → the address under which it was asked for."""
    entries: Collection[str] = ()

    def holds(self, url: str) -> bool:
        """Tell whether an address is known, in any of its forms."""
        return identity(url) in self.addresses


NOTHING_KNOWN: Final = Known()


def is_asked(entry: Entry) -> bool:
    """Tell whether somebody is asked for an entry: not for local files, nor where an address lacks its key still."""
    return entry.platform != FILES and not awaits_key(entry)


def find(fetcher: Fetcher, source: Source, wanted: Wanted, known: Known = NOTHING_KNOWN) -> Found:
    """Ask the entries of a source for their leads."""
    triage = Triage(source, known=known.addresses.get)
    leads: list[Lead] = []
    issues: list[Issue] = []
    read: list[str] = []
    cuts: Counter[str] = Counter()
    for entry in source.entries:
        if not is_asked(entry):
            continue
        named, damaged = 0, False
        for item in _named(fetcher, source, entry, wanted, known):
            if isinstance(item, Issue):
                issues.append(item)
                damaged |= item.level == "error"
                continue
            named += 1
            verdict = triage.judge(item)
            if verdict.fate == "ask" and _recent(verdict.lead, wanted.since):
                leads.append(verdict.lead)
            elif verdict.fate == "cut":
                cuts[verdict.reason] += 1
        if not damaged and named < wanted.leads and wanted.since is None:
            read.append(entry.id)
    if cuts:
        issues.append(Issue(STAGE, source.id, source.home, "info", _cut(cuts)))
    return Found(source, tuple(leads), cuts.total(), tuple(issues), tuple(read))


def _named(fetcher: Fetcher, source: Source, entry: Entry, wanted: Wanted, known: Known) -> Iterator[Lead | Issue]:
    """Yield what an entry names; what goes wrong is an issue, and what was named before it counts."""
    asked = known if entry.id in known.entries else NOTHING_KNOWN
    search = Search(wanted.since, wanted.today, wanted.queries, asked.holds, wanted.leads)

    def ask(url: str) -> Page:
        return fetcher.get(url, source=source.id, expect="feed", pause=source.pause)

    try:
        yield from platforms()[entry.platform].load()(source, entry, ask, search)
    except (FetchError, SourceError) as error:
        yield Issue(STAGE, source.id, entry.url, "error", str(error))


def _recent(lead: Lead, since: date | None) -> bool:
    """Tell whether a lead is wanted by its date; of a month or year, the last day counts."""
    if since is None or lead.published is None:
        return True
    return lead.published >= since.isoformat()[: len(lead.published)]


def _cut(cuts: Counter[str]) -> str:
    told = ", ".join(f"{reason} ({number})" for reason, number in cuts.most_common(_REASONS_TOLD))
    more = "" if len(cuts) <= _REASONS_TOLD else f" and {len(cuts) - _REASONS_TOLD} reasons more"
    return f"{cuts.total()} addresses are not asked for: {told}{more}."
