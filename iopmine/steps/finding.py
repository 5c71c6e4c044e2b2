"""What the entry points of a source name: leads, judged one by one. Runs in threads and touches no store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from iopmine.errors import FetchError, SourceError
from iopmine.fetch import Expect, Fetcher
from iopmine.records import Entry, Issue, Lead, Page, Source
from iopmine.sources.catalogue import awaits_key
from iopmine.sources.platforms import Search, platforms
from iopmine.sources.platforms.wording import plain
from iopmine.sources.triage import Triage
from iopmine.urls import identity

STAGE: Final = "gather"
FILES: Final = "files"
"""The platform of local folders and archives: nobody is asked for them."""
_REASONS_TOLD: Final = 3
_NAMED: Final = 200_000
"""Most leads that one entry may name; a source may mean few of them."""
_LONG_LISTS: Final = frozenset({"addresses", "oai", "riksdagen", "sitemap", "wordpress"})
"""Platforms whose lists may be as long as a page: a sitemap of 30,000 addresses has 4 MB."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for in all sources."""

    since: date | None
    today: date
    queries: tuple[str, ...]
    leads: int = 20_000
    """Most leads taken from one entry that earlier runs do not know."""
    sample: int | None = None
    """So many leads of one entry are enough to see that it works: it is not read further."""


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
    entries = [_Reading(entry) for entry in source.entries if is_asked(entry)]
    for reading in entries:
        reading.read(_named(fetcher, source, reading.entry, wanted, known), triage, wanted, known)
    issues = [issue for reading in entries for issue in reading.issues]
    cuts = sum((reading.cuts for reading in entries), Counter[str]())
    if cuts:
        issues.append(Issue(STAGE, source.id, source.home, "info", _cut(cuts)))
    leads = tuple(lead for reading in entries for lead in reading.leads)
    whole = tuple(reading.entry.id for reading in entries if reading.whole)
    return Found(source, leads, cuts.total(), tuple(issues), () if wanted.since else whole)


class _Reading:
    """What has been read of one entry so far; ``whole``: it was read to its end."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.leads: list[Lead] = []
        self.issues: list[Issue] = []
        self.cuts: Counter[str] = Counter()
        self.whole = True

    def read(self, items: Iterable[Lead | Issue], triage: Triage, wanted: Wanted, known: Known) -> None:
        """Take what an entry names, until nothing is left or no more is wanted."""
        fates: Counter[str] = Counter()
        new = 0
        for item in items:
            if isinstance(item, Issue):
                self.issues.append(item)
                self.whole = self.whole and item.level != "error"
                continue
            verdict = triage.judge(item)
            fates[verdict.fate] += 1
            if verdict.fate == "cut":
                self.cuts[verdict.reason] += 1
            elif verdict.fate == "ask" and _recent(verdict.lead, wanted.since):
                new += not known.holds(verdict.lead.url)
                if new > wanted.leads:
                    self.whole = False
                    message = f"More than {wanted.leads:,} new addresses: a later run goes on."
                    self.issues.append(Issue(STAGE, item.source, self.entry.url, "warning", message))
                    return
                self.leads.append(verdict.lead)
            if wanted.sample is not None and fates["ask"] + fates["twin"] >= wanted.sample:
                self.whole = False
                return
        self.whole = self.whole and fates.total() < _NAMED


def _named(fetcher: Fetcher, source: Source, entry: Entry, wanted: Wanted, known: Known) -> Iterator[Lead | Issue]:
    """Yield what an entry names; what goes wrong is an issue, and what was named before it counts."""
    asked = known if entry.id in known.entries else NOTHING_KNOWN
    search = Search(wanted.since, wanted.today, wanted.queries, asked.holds, _NAMED)
    expect: Expect = "page" if entry.platform in _LONG_LISTS else "feed"

    def ask(url: str) -> Page:
        return fetcher.get(url, source=source.id, expect=expect, pause=source.pause)

    try:
        yield from platforms()[entry.platform].load()(source, entry, ask, search)
    except (FetchError, SourceError) as error:
        yield Issue(STAGE, source.id, entry.url, "error", str(error))
    except Exception as error:  # noqa: BLE001 - a fault of one platform must not end the run of all sources
        fault = f"{type(error).__name__}: {plain(str(error), 200)}"
        message = f"The platform {entry.platform} failed at entry {entry.id} ({fault})."
        yield Issue(STAGE, source.id, entry.url, "error", message)


def _recent(lead: Lead, since: date | None) -> bool:
    """Tell whether a lead is wanted by its date; of a month or year, the last day counts."""
    if since is None or lead.published is None:
        return True
    return lead.published >= since.isoformat()[: len(lead.published)]


def _cut(cuts: Counter[str]) -> str:
    told = ", ".join(f"{reason} ({number})" for reason, number in cuts.most_common(_REASONS_TOLD))
    more = "" if len(cuts) <= _REASONS_TOLD else f" and {len(cuts) - _REASONS_TOLD} reasons more"
    return f"{cuts.total()} addresses are not asked for: {told}{more}."
