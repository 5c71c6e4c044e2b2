"""Which leads are asked for: those a source means, that lead to texts, and no more than a run may ask for.

Every lead gets a verdict, so that what was cut can be told. The signs of a crawler trap are those of Heritrix (very
long and deep paths, segments that repeat) and of calendars, sorted lists and session numbers, which make addresses
without end out of a few pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from iopmine.records.web import Lead, Source
from iopmine.sources.form import LOCAL
from iopmine.urls import canonical_url, host_of, identity

Fate = Literal["ask", "drop", "twin", "cut"]


@dataclass(frozen=True, slots=True)
class Traps:
    """From which size on an address is taken for a trap."""

    length: int = 2000
    """Most characters."""
    depth: int = 12
    """Most segments of the path."""
    repeats: int = 3
    """So many times the same segment."""
    parameters: int = 8
    """Most pairs of the query."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a lead, and why.

    ``ask``: its page is one the source means. ``drop``: the patterns of the source leave it out. ``twin``: another
    lead of this run leads to the same page. ``cut``: a trap, another site, no text, or beyond the limit of the run;
    told in the report.
    """

    lead: Lead
    fate: Fate
    reason: str = ""


_ENDLESS = frozenset(
    "sort sortby sort_by orderby order_by sortorder dir replytocom share add-to-cart ical outlook-ical".split()
)
_CALENDAR = re.compile(r"(?:events?-?|evenemangs?)?(?:kalend(?:er|arium)|calendar)|evenemang|events?")
_MOMENT = re.compile(r"(?:19|20|21)\d\d(?:-?[01]?\d(?:-?[0-3]?\d)?)?|[01]?\d|[0-3]?\d|(?:v|w|vecka|week)-?\d{1,2}")
_MOMENT_KEYS = frozenset(
    "year month day week date ar manad dag vecka datum tribe-bar-date eventdate cal_date start_date".split()
)
_SESSION = re.compile(r"/\((?:[SAF]\([a-z0-9]{12,}\))+\)/", re.IGNORECASE)
_SESSION_KEYS = frozenset("sid sessionid session_id session sessid cfid token viewstate".split())
_NUMBER = re.compile(r"[0-9a-f]{16,}|(?=[a-z]*\d)[a-z0-9]{24,}", re.IGNORECASE)
_NO_TEXT = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|tiff?|mp[34]|m4[av]|mov|avi|wmv|webm|og[gv]|wav|zip|rar|7z|t?gz|exe|dmg|css|js"
    r"|woff2?|ttf|eot|ics|vcf|pptx?|xlsx?)$",
    re.IGNORECASE,
)


def trap(url: str, traps: Traps | None = None) -> str:
    """Say why a canonical address is taken for a crawler trap or leads to no text; empty if it is neither."""
    traps = traps or Traps()
    if len(url) > traps.length:
        return f"the address has {len(url):,} characters, more than {traps.length:,}"
    parts = urlsplit(url)
    names = [name for name in unquote(parts.path).lower().split("/") if name]
    if len(names) > traps.depth:
        return f"the path has {len(names)} segments, more than {traps.depth}"
    if often := next((name for name in names if names.count(name) >= traps.repeats), ""):
        return f"the segment {often[:40]!r} stands {names.count(often)} times in the path"
    pairs = [(key.lower(), value) for key, value in parse_qsl(parts.query, keep_blank_values=True)]
    if len(pairs) > traps.parameters:
        return f"the query has {len(pairs)} pairs, more than {traps.parameters}"
    if _SESSION.search(parts.path) or any(key in _SESSION_KEYS and _NUMBER.fullmatch(value) for key, value in pairs):
        return "the address holds the number of a session"
    if key := next((key for key, _ in pairs if key in _ENDLESS or key.startswith(("filter[", "sort["))), ""):
        return f"a sorted or filtered view, or an action ({key[:40]!r})"
    if _is_calendar(names, pairs):
        return "a day, week or month of a calendar"
    ending = _NO_TEXT.search(parts.path)
    return f"a file without text ({ending[0].lower()})" if ending else ""


def _is_calendar(names: list[str], pairs: list[tuple[str, str]]) -> bool:
    """Tell whether nothing but a time stands behind the name of a calendar, or a calendar is asked for a time."""
    start = next((at for at, name in enumerate(names) if _CALENDAR.fullmatch(name)), None)
    keys = {key for key, value in pairs if _MOMENT.fullmatch(value)} & _MOMENT_KEYS
    if start is None:
        return len(keys) > 1 or bool(keys & {"tribe-bar-date", "cal_date", "eventdate"})
    behind = names[start + 1 :]
    return bool(keys) or bool(behind and all(_MOMENT.fullmatch(name) for name in behind))


class Triage:
    """Judges the leads of one source, one by one, through one run.

    A lead is of the source's own site where its host is that of ``home`` or of an entry, or lies below it; an entry
    may name more (option ``hosts``, ``*`` for all). Lists of addresses and local files name any host.

    ``known`` returns, for the identity of a page, the address under which it was asked for in an earlier run, or
    None: a page keeps the address it was first met under, and with it the id of its document.
    """

    def __init__(
        self, source: Source, traps: Traps | None = None, known: Callable[[str], str | None] = lambda _key: None
    ) -> None:
        self._traps = traps or Traps()
        self._known = known
        self._keep = tuple(map(re.compile, source.keep))
        self._drop = tuple(map(re.compile, source.drop))
        own = {host_of(source.home), *(host_of(entry.url) for entry in source.entries)} - {""}
        self._hosts = {entry.id: own | _named_hosts(entry.options.get("hosts")) for entry in source.entries}
        for entry in source.entries:
            if entry.platform in LOCAL:
                self._hosts[entry.id].add("*")
        self._own = frozenset(own)
        self._seen: set[str] = set()

    def judge(self, lead: Lead) -> Verdict:
        """Return what becomes of a lead; its address is made canonical where it is not."""
        try:
            url = canonical_url(lead.url)
        except ValueError:
            return Verdict(lead, "cut", "no absolute http(s) address")
        lead = replace(lead, url=url)
        if reason := trap(url, self._traps) or self._foreign(lead):
            return Verdict(lead, "cut", reason)
        if self._keep and not any(pattern.search(url) for pattern in self._keep):
            return Verdict(lead, "drop", "no keep pattern matches")
        if pattern := next((pattern.pattern for pattern in self._drop if pattern.search(url)), ""):
            return Verdict(lead, "drop", f"the drop pattern {pattern!r} matches")
        key = identity(url)
        if key in self._seen:
            return Verdict(lead, "twin", "another lead of this run leads to the same page")
        self._seen.add(key)
        return Verdict(replace(lead, url=self._known(key) or url), "ask")

    def _foreign(self, lead: Lead) -> str:
        """Say which other site a lead leads to, or its text lies on; empty if it is the source's own."""
        hosts = self._hosts.get(lead.entry, self._own)
        for host in (host_of(lead.url), host_of(lead.fetch_url or lead.url)):
            if "*" not in hosts and not any(host == own or host.endswith(f".{own}") for own in hosts):
                return f"on another site ({host})"
        return ""


def _named_hosts(option: object) -> set[str]:
    names = (option,) if isinstance(option, str) else option if isinstance(option, tuple) else ()
    return {name.lower().removeprefix("www.") for name in names}


def within_limit(leads: Iterable[Lead], limit: int) -> Iterator[Verdict]:
    """Yield the leads in the order they are asked for, those beyond the limit of the run as ``cut``.

    The newest come first, those without a date last, in the order the source names them; what is cut stays in the
    address book and is asked for in a later run.
    """
    ordered = sorted(leads, key=lambda lead: lead.modified or lead.published or "", reverse=True)
    for place, lead in enumerate(ordered):
        if place < limit:
            yield Verdict(lead, "ask")
        else:
            yield Verdict(lead, "cut", f"beyond the {limit:,} pages of one run; a later run goes on")
