"""A web in memory: what each address answers, and what was asked. All pages, titles and rooms are invented."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from iopmine.errors import FetchError
from iopmine.records import Entry, Issue, Lead, Page, Source
from iopmine.sources.platforms import Search, platforms

TODAY = date(2026, 11, 22)
Answer = str | bytes | int


class Web:
    """Answers from a table of addresses, or from a function; a number is an HTTP status."""

    def __init__(self, answers: Mapping[str, Answer] | Callable[[str], Answer]) -> None:
        self.asked: list[str] = []
        self._answer = answers if callable(answers) else lambda url: answers.get(url, 404)

    def __call__(self, url: str) -> Page:
        self.asked.append(url)
        answer = self._answer(url)
        if isinstance(answer, int) and answer != 304:
            outcome: Any = {404: "gone", 429: "later"}.get(answer, "failed")
            raise FetchError(f"{url} answered {answer}.", outcome=outcome, status=answer)
        status, body = (304, b"") if isinstance(answer, int) else (200, answer)
        body = body.encode() if isinstance(body, str) else body
        return Page(url, url, "prov", "2026-11-22T12:00:00Z", status, "", "", body)


def search(**changes: Any) -> Search:
    usual: dict[str, Any] = {
        "since": None,
        "today": TODAY,
        "queries": ("idéburet offentligt partnerskap",),
        "known": lambda url: False,
        "limit": 1000,
    }
    return Search(**(usual | changes))


def run(
    platform: str, url: str, web: Callable[[str], Page], options: Mapping[str, Any] | None = None, **wanted: Any
) -> tuple[list[Lead], list[Issue]]:
    """Let a platform read an entry; return its leads and its issues."""
    entry = Entry("lista", platform, url, options=options or {})
    source = Source("prov", "Prov", "agency", "https://exempel.se/", (entry,))
    found = list(platforms()[platform].load()(source, entry, web, search(**wanted)))
    leads = [one for one in found if isinstance(one, Lead)]
    issues = [one for one in found if isinstance(one, Issue)]
    assert len(leads) + len(issues) == len(found)
    assert all(issue.stage == "gather" and issue.source == "prov" for issue in issues)
    assert all(lead.source == "prov" and lead.entry == "lista" for lead in leads)
    return leads, issues
