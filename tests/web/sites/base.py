"""What all sites share: articles with addresses, what of them is there in which revision, robots.txt, the truth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from tests.web import html
from tests.web.answers import Answer, Question, Truth, missing, page
from tests.web.stories import KEPT, Story, corrected, kind_of, slug, story

EDITED_ON = date(2026, 11, 20)
LATE = date(2026, 11, 18)
CHANGED, GONE, GONE_FOR_GOOD = 0, 5, 3
"""Numbers of the articles that are edited, not found (404) and removed (410) from revision 2 on."""


@dataclass(frozen=True, slots=True)
class Knobs:
    """How large the sites are and what they ask of visitors."""

    pages: int = 12
    """Articles a site."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Articles of single sites, for example 2,000 for ``arkivet``."""
    relevant: float | None = None
    """Share of articles that are about IOP; ``None``: the mix of kinds in ``stories.MIX``."""
    crawl_delay: Mapping[str, float] = field(default_factory=dict)
    """Seconds in the robots.txt of single sites."""
    late: int = 2
    """Articles a site that appear with revision 2."""


@dataclass(frozen=True, slots=True)
class Item:
    """An article in its place on a site."""

    story: Story
    path: str
    number: int
    published: str | None
    """What can be known of its date."""
    since: int = 1
    until: int | None = None
    """The revision from which it is gone."""
    gone_status: int = 404
    changed: int | None = None
    """The revision from which its text is another."""
    disallowed: bool = False

    def shown(self, revision: int) -> bool:
        """Tell whether it is there."""
        return self.since <= revision and (self.until is None or revision < self.until)

    def told(self, revision: int) -> Story:
        """Return the article as it stands then."""
        return corrected(self.story) if self.changed is not None and revision >= self.changed else self.story

    def modified(self, revision: int) -> date:
        """Return the day of the last change."""
        return EDITED_ON if self.changed is not None and revision >= self.changed else self.story.published


class Site:
    """A host of ours; a subclass says how addresses look and which lists there are."""

    name = ""
    says_date = True
    """Whether the page itself states its date in a meta element."""

    def __init__(self, base: str, knobs: Knobs | None = None) -> None:
        self.base, self.knobs = base, knobs or Knobs()
        self.items: tuple[Item, ...] = tuple(self.make())
        self._by_path = {item.path: item for item in self.items}
        assert len(self._by_path) == len(self.items), f"two articles of {self.name} have one address"

    def make(self) -> Iterator[Item]:
        """Yield the articles: those of the first revision, then the late ones."""
        for number in range(self.knobs.sizes.get(self.name, self.knobs.pages)):
            told = story(self.name, number, self.kind(number))
            yield self.item(
                told,
                number,
                until=2 if number in {GONE, GONE_FOR_GOOD} else None,
                gone_status=410 if number == GONE_FOR_GOOD else 404,
                changed=2 if number == CHANGED else None,
            )
        for number in range(self.knobs.late):
            told = story(f"{self.name}-sent", number, self.kind(number), LATE)
            yield self.item(told, 90_000 + number, since=2)

    def item(
        self, told: Story, number: int, *, since: int = 1, until: int | None = None, gone_status: int = 404,
        changed: int | None = None, disallowed: bool = False,
    ) -> Item:  # fmt: skip
        """Return an article in its place."""
        known = told.published.isoformat()
        return Item(told, self.path(told, number), number, known, since, until, gone_status, changed, disallowed)

    def kind(self, number: int) -> str:
        """Return what the n-th article is about."""
        return kind_of(number, self.knobs.relevant)

    def path(self, told: Story, number: int) -> str:
        """Return the path under which a reader finds the article."""
        return f"/nyheter/{told.published:%Y/%m/%d}/{slug(told.title)}-{number}"

    def url(self, item: Item) -> str:
        """Return the address of an article."""
        return self.base + item.path

    def listed(self, revision: int) -> list[Item]:
        """Return what lists show: newest first."""
        shown = [item for item in self.items if item.shown(revision)]
        return sorted(shown, key=lambda item: (item.story.published, -item.number), reverse=True)

    def routes(self) -> Mapping[str, Callable[[Question], Answer | None]]:
        """Return what answers under exact paths."""
        return {}

    def elsewhere(self, question: Question) -> Answer | None:
        """Answer other paths."""
        return None

    def robots(self) -> str:
        """Return the text of robots.txt."""
        lines = ["User-agent: *", "Disallow: /intern/", "Allow: /"]
        if self.name in self.knobs.crawl_delay:
            lines.append(f"Crawl-delay: {self.knobs.crawl_delay[self.name]:g}")
        return "\n".join([*lines, ""])

    def answer(self, question: Question) -> Answer | None:
        """Answer a request; ``None``: there is nothing."""
        if question.path == "/robots.txt":
            return Answer(self.robots().encode(), "text/plain; charset=utf-8")
        route = self.routes().get(question.path)
        if route is not None:
            return route(question)
        item = self.find(question)
        if item is not None and item.since <= question.revision:
            return self.page(item, question) if item.shown(question.revision) else missing(item.gone_status)
        if question.path == "/":
            return self.home(question)
        return self.elsewhere(question)

    def find(self, question: Question) -> Item | None:
        """Return the article that an address names."""
        return self._by_path.get(question.path) or self._by_path.get(question.target)

    def home(self, question: Question) -> Answer:
        """Return the front page."""
        latest = [(item.path, item.told(question.revision).title) for item in self.listed(question.revision)[:8]]
        return page(html.document(self.name, html.frame(html.links(latest)), head=self.home_head()))

    def home_head(self) -> str:
        """Return what the head of the front page announces."""
        return ""

    def page(self, item: Item, question: Question) -> Answer:
        """Return the page of an article."""
        told, modified = item.told(question.revision), item.modified(question.revision)
        head = f'<link rel="canonical" href="{self.url(item)}">\n'
        if self.says_date:
            head += html.meta("article:published_time", told.published.isoformat())
            if modified != told.published:
                head += html.meta("article:modified_time", modified.isoformat())
        others = [other for other in self.items[:4] if other.number != item.number and other.shown(question.revision)]
        more = "<h2>Läs mer</h2>" + html.links((other.path, other.story.title) for other in others)
        before, after = self.around(item)
        body = html.frame(html.article(told, before=before, after=after), extra=more)
        return page(html.document(told.title, body, head=head), modified=modified)

    def around(self, item: Item) -> tuple[str, str]:
        """Return what stands before and after the text of an article."""
        return "", ""

    def truth(self, revision: int = 1) -> list[Truth]:
        """Return what is known of every article there has been so far."""
        return [self._truth(item, revision) for item in self.items if item.since <= revision]

    def _truth(self, item: Item, revision: int) -> Truth:
        told = item.told(revision)
        there = told.kind if item.shown(revision) else "gone"
        reason = "disallowed" if item.disallowed else there
        url, asked = self.addresses(item)
        return Truth(url, told.title, item.published, reason in KEPT, reason, told.key, asked)

    def addresses(self, item: Item) -> tuple[str, str]:
        """Return where a reader finds the article, and where its text is fetched if that is elsewhere."""
        return self.url(item), ""


Build = Callable[[str], Site]
