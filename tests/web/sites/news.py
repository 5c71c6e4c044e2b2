"""News sites: feeds in three forms, variants of one page, broadcasters with two desks on one host, reprints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from tests.web import dates, html, phrases
from tests.web.answers import Answer, Question
from tests.web.sites import feeds
from tests.web.sites.base import Item, Site
from tests.web.stories import Story, edited, kind_of, shortened, slug, story

Routes = Mapping[str, Callable[[Question], Answer | None]]


def entry(site: Site, item: Item, revision: int, *, suffix: str = "", stamp: str | None = None) -> feeds.Entry:
    """Return an article as an entry of a feed."""
    told = item.told(revision)
    modified = item.modified(revision)
    return feeds.Entry(site.url(item) + suffix, told.title, told.published, told.paragraphs[0], stamp, modified)


class News(Site):
    """RSS with tracking parameters, Atom with AMP addresses, JSON Feed with the plain ones; ``?print=1`` exists too."""

    name = "nyheter"

    def make(self) -> Iterator[Item]:
        yield from super().make()
        told = story(self.name, 700, "iop")
        yield self.item(replace(told, published=date(2026, 10, 20)), 700, disallowed=True)

    def path(self, told: Story, number: int) -> str:
        return f"/intern/{slug(told.title)}" if number == 700 else super().path(told, number)

    def routes(self) -> Routes:
        return {"/rss.xml": self._rss, "/atom.xml": self._atom, "/feed.json": self._json}

    def home_head(self) -> str:
        return (
            feeds.alternate("/rss.xml", "Nyheter")
            + feeds.alternate("/atom.xml", "Nyheter", "application/atom+xml")
            + feeds.alternate("/feed.json", "Nyheter", "application/feed+json")
        )

    def find(self, question: Question) -> Item | None:
        return self._by_path.get(question.path.removesuffix("/amp/"))

    def _rss(self, question: Question) -> Answer:
        made = []
        for place, item in enumerate(self.listed(question.revision)):
            day = item.story.published
            stamp = None
            if place == 2:  # a Swedish weekday and month, as some feeds have
                month = phrases.MONTHS[day.month - 1][:3]
                stamp = f"{dates.WEEKDAYS[day.weekday()][:3]}, {day.day:02} {month} {day.year} 07:00:00 +0100"
            tracked = f"?utm_source=rss&utm_medium=feed&utm_campaign=nr{place}"
            made.append(entry(self, item, question.revision, suffix=tracked, stamp=stamp))
        return feeds.rss("Nyheter", self.base + "/", made)

    def _atom(self, question: Question) -> Answer:
        listed = [item for item in self.listed(question.revision) if not item.disallowed]
        return feeds.atom(
            "Nyheter", self.base + "/", (entry(self, item, question.revision, suffix="?amp=1") for item in listed)
        )

    def _json(self, question: Question) -> Answer:
        listed = [item for item in self.listed(question.revision) if not item.disallowed]
        return feeds.json_feed("Nyheter", self.base + "/", (entry(self, item, question.revision) for item in listed))


class Broadcast(Site):
    """A television desk and a radio programme on one host: two sources that must share its pace."""

    name = "etermedia"

    def path(self, told: Story, number: int) -> str:
        if number % 2:
            return f"/artikel/{7_000_000 + number}"
        return f"/nyheter/lokalt/sormland/{slug(told.title)}-{number}"

    def routes(self) -> Routes:
        return {
            "/nyheter/lokalt/sormland/rss.xml": lambda question: self._desk(question, 0, "Lokalt Sörmland"),
            "/api/rss/program/83": lambda question: self._desk(question, 1, "Eko"),
        }

    def around(self, item: Item) -> tuple[str, str]:
        return f"<p> date {item.story.published:%Y-%m} </p>", ""

    def _desk(self, question: Question, remainder: int, title: str) -> Answer:
        listed = [item for item in self.listed(question.revision) if item.number % 2 == remainder]
        return feeds.rss(title, self.base + "/", (entry(self, item, question.revision) for item in listed))


class Reprints(Site):
    """A paper that prints what others wrote: whole, broken off after 700 characters, or edited."""

    name = "eftertryck"

    def make(self) -> Iterator[Item]:
        """Three forms, from two sites, a day later; the number says of which article."""
        for origin, number, form in (
            ("nyheter", 0, None),
            ("nyheter", 3, edited),
            ("nyheter", 5, shortened),
            ("mynewsdesk", 0, edited),
            ("mynewsdesk", 3, shortened),
            ("mynewsdesk", 5, None),
        ):
            told = story(origin, number, kind_of(number, self.knobs.relevant))
            copy = form(told) if form else told
            later = replace(copy, published=told.published + timedelta(days=1), boxed=False)
            yield self.item(later, len(origin) * 100 + number)

    def path(self, told: Story, number: int) -> str:
        return f"/{told.published.year}/{slug(told.title)}-{number}.html"

    def routes(self) -> Routes:
        return {"/feed.json": self._json, "/senaste": self._latest}

    def _json(self, question: Question) -> Answer:
        made = (entry(self, item, question.revision) for item in self.listed(question.revision))
        return feeds.json_feed("Eftertryck", self.base + "/", made)

    def _latest(self, question: Question) -> Answer:
        shown = ((item.path, item.story.title) for item in self.listed(question.revision))
        return Answer(html.document("Senaste", html.frame(html.links(shown, kind="senaste"))).encode())
