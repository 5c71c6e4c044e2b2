"""Leads of a source: what is counted, what is enough, and what a broken platform does to the run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from iopmine.records import Entry, Issue, Lead, Page, Source
from iopmine.sources.platforms import Platform, Search, platforms
from iopmine.steps.finding import Known, Wanted, find
from iopmine.urls import identity

HOME = "https://ekdala.se/"
TODAY = date(2026, 3, 1)


def source(*entries: Entry, keep: tuple[str, ...] = ()) -> Source:
    return Source("ekdala", "Ekdala kommun", "municipality", HOME, entries, keep=keep)


def sitemap(first: int, count: int, folder: str = "nyheter") -> bytes:
    urls = "".join(f"<url><loc>{HOME}{folder}/{number}</loc></url>" for number in range(first, first + count))
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


def index(count: int) -> bytes:
    maps = "".join(f"<sitemap><loc>{HOME}{number}.xml</loc></sitemap>" for number in range(count))
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</sitemapindex>'.encode()


class Answers:
    """Stands in for the fetcher: a table of bodies, and a log of what was asked for with which expectation."""

    def __init__(self, bodies: dict[str, bytes]) -> None:
        self.bodies = bodies
        self.asked: list[tuple[str, str]] = []

    def get(self, url: str, *, source: str, expect: str, pause: float) -> Page:
        assert pause >= 0
        self.asked.append((url, expect))
        return Page(url, url, source, "2026-03-01T09:00:00Z", 200, "application/xml", "", self.bodies[url])


def wanted(**options: int) -> Wanted:
    return Wanted(None, TODAY, ("idéburet offentligt partnerskap",), **options)


def levels(issues: tuple[Issue, ...]) -> list[str]:
    return [issue.level for issue in issues]


MAP = Entry("karta", "sitemap", f"{HOME}karta.xml")


def test_leads_that_no_pattern_keeps_do_not_fill_the_cap() -> None:
    body = sitemap(0, 300, "kontakt")[: -len("</urlset>")] + sitemap(0, 9)[len(sitemap(0, 0)) - len("</urlset>") :]
    found = find(Answers({MAP.url: body}), source(MAP, keep=("/nyheter/",)), wanted(leads=100))
    assert [lead.url for lead in found.leads] == [f"{HOME}nyheter/{number}" for number in range(9)]
    assert (found.entries, found.issues) == (("karta",), ())


def test_leads_that_are_known_do_not_fill_the_cap() -> None:
    answers = Answers({MAP.url: sitemap(0, 250)})
    first = find(answers, source(MAP), wanted(leads=100))
    assert (len(first.leads), first.entries, levels(first.issues)) == (100, (), ["warning"])
    known = Known({identity(lead.url): lead.url for lead in first.leads})
    second = find(answers, source(MAP), wanted(leads=100), known)
    assert (len(second.leads), second.entries) == (200, ())
    known = Known({identity(lead.url): lead.url for lead in second.leads})
    third = find(answers, source(MAP), wanted(leads=100), known)
    assert (len(third.leads), third.entries, third.issues) == (250, ("karta",), ())


def test_as_many_leads_as_the_cap_are_all() -> None:
    found = find(Answers({MAP.url: sitemap(0, 100)}), source(MAP), wanted(leads=100))
    assert (len(found.leads), found.entries, found.issues) == (100, ("karta",), ())


def test_a_sample_leaves_an_archive_after_the_first_lists() -> None:
    bodies = {MAP.url: index(123)} | {f"{HOME}{n}.xml": sitemap(100 * n, 30) for n in range(123)}
    answers = Answers(bodies)
    found = find(answers, source(MAP), wanted(sample=50))
    assert len(answers.asked) == 3
    assert (len(found.leads), found.entries, found.issues) == (50, (), ())
    # An entry that names what another has named answers as well.
    twin = Entry("karta-2", "sitemap", MAP.url)
    answers.asked.clear()
    assert len(find(answers, source(MAP, twin), wanted(sample=50)).leads) == 50
    assert len(answers.asked) == 6


@pytest.mark.parametrize(
    ("platform", "expect"),
    [
        ("sitemap", "page"),
        ("addresses", "page"),
        ("oai", "page"),
        ("riksdagen", "page"),
        ("wordpress", "page"),
        ("feed", "feed"),
        ("listing", "feed"),
        ("viatt", "feed"),
    ],
)
def test_long_lists_may_be_as_large_as_pages(platform: str, expect: str) -> None:
    entry = Entry("in", platform, f"{HOME}in", options={"selector": "a"} if platform == "listing" else {})

    class Nothing(dict[str, bytes]):
        def __missing__(self, key: str) -> bytes:
            return b""

    answers = Answers(Nothing())
    find(answers, source(entry), wanted())
    assert {expected for _, expected in answers.asked} == {expect}


@pytest.mark.parametrize("error", [ZeroDivisionError("noll"), KeyError("länk\x1b[31m"), RecursionError()])
def test_a_fault_in_a_platform_is_told_and_the_next_entry_is_read(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(source: Source, entry: Entry, _ask: Callable[[str], Page], _search: Search) -> Iterator[Lead]:
        yield Lead(f"{HOME}nyheter/a", source.id, entry.id)
        raise error

    class Broken(Platform):
        def load(self) -> Callable[..., Iterator[Lead]]:
            return broken

    monkeypatch.setitem(platforms(), "trasig", Broken("trasig", ""))
    found = find(Answers({MAP.url: sitemap(0, 3)}), source(Entry("in", "trasig", f"{HOME}in"), MAP), wanted())
    assert [lead.entry for lead in found.leads] == ["in", "karta", "karta", "karta"]
    assert found.entries == ("karta",)
    [issue] = found.issues
    assert (issue.level, issue.url) == ("error", f"{HOME}in")
    assert "entry in" in issue.message
    assert type(error).__name__ in issue.message
    assert issue.message.isprintable()
