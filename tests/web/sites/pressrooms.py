"""Press rooms in the shape of four platforms: feeds, listing pages, release pages with their own date forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from tests.web import dates, html
from tests.web.answers import Answer, Question, page
from tests.web.sites import feeds
from tests.web.sites.base import Item, Site
from tests.web.sites.news import entry
from tests.web.stories import Story, slug

Routes = Mapping[str, Callable[[Question], Answer | None]]
SPELLED = {"å": "aa", "ä": "ae", "ö": "oe", "é": "e"}
PER_PAGE = 8


class PressRoom(Site):
    """What the four have in common: a feed and a listing with ``?page=``."""

    room = "ekdala"
    parameter = "page"

    def feed(self, question: Question) -> Answer:
        """Return the feed of the room."""
        made = (entry(self, item, question.revision) for item in self.listed(question.revision))
        return feeds.rss(f"Pressrum {self.room}", self.base + "/", made)

    def listing(self, question: Question) -> Answer:
        """Return one page of the list; past the end it is empty."""
        number = question.number(self.parameter, 1) or 1
        listed = self.listed(question.revision)
        shown = listed[(number - 1) * PER_PAGE : number * PER_PAGE]
        rows = "\n".join(self.row(item, item.told(question.revision)) for item in shown)
        following = f'<a rel="next" class="next" href="?{self.parameter}={number + 1}">Äldre</a>'
        more = following if number * PER_PAGE < len(listed) else ""
        body = f'<h1>Pressmeddelanden</h1><div class="releases">{rows}</div>{more}'
        return page(html.document(f"Pressrum {self.room}", html.frame(body), head=self.home_head()))

    def row(self, item: Item, told: Story) -> str:
        """Return one release in the list."""
        when = f'<time datetime="{told.published}">{dates.long(told.published)}</time>'
        return f'<article class="release"><h2><a href="{item.path}">{escape(told.title)}</a></h2>{when}</article>'


class Mynewsdesk(PressRoom):
    """Slugs spell å ä ö; tracking parameters in the feed; a wrong weekday, a missing pubDate."""

    name = "mynewsdesk"

    def path(self, told: Story, number: int) -> str:
        return f"/se/{self.room}/pressreleases/{slug(told.title, SPELLED)}-{3_200_000 + number}"

    def home_head(self) -> str:
        return feeds.alternate("/se/rss/current_news/51204", self.room)

    def routes(self) -> Routes:
        return {
            "/se/rss/current_news/51204": self.feed,
            "/se/rss/source/51204/pressrelease": self.feed,
            f"/se/{self.room}": self.listing,
            f"/se/{self.room}/pressreleases": self.listing,
        }

    def feed(self, question: Question) -> Answer:
        made = []
        for place, item in enumerate(self.listed(question.revision)):
            usual = dates.rfc(item.story.published)
            stamp = {1: "Xyz" + usual[3:], 2: ""}.get(place)
            tracked = "?utm_campaign=pressrelease&utm_medium=rss&utm_source=rss"
            made.append(entry(self, item, question.revision, suffix=tracked, stamp=stamp))
        return feeds.rss(f"Pressrum {self.room}", self.base + "/", made)

    def around(self, item: Item) -> tuple[str, str]:
        return dates_form(13, item), "<p>Visa på Mynewsdesk</p><p>Media no image</p>"


class Cision(PressRoom):
    """Releases at /se/{company}/r/{slug},c{id}."""

    name = "cision"
    room = "norrvikens-kommun"

    def path(self, told: Story, number: int) -> str:
        return f"/se/{self.room}/r/{slug(told.title)},c{2_599_000 + number}"

    def home_head(self) -> str:
        return feeds.alternate(f"/se/{self.room}/rss/all-information/", self.room)

    def routes(self) -> Routes:
        return {
            "/se/rss/all": self.feed,
            f"/se/{self.room}/rss/all-information/": self.feed,
            f"/se/{self.room}/": self.listing,
            f"/se/{self.room}": self.listing,
        }

    def around(self, item: Item) -> tuple[str, str]:
        about = "<h3>Om oss</h3><p>Norrvikens kommun ligger vid en lång vik och har tre hamnar.</p><p>Taggar:</p>"
        return "<p>PRESSMEDDELANDE</p>", about


class ViaTT(PressRoom):
    """Releases whose address has the publisher in its query."""

    name = "viatt"
    publisher = "142377"

    def path(self, told: Story, number: int) -> str:
        return f"/pressmeddelande/{3_300_000 + number}/{slug(told.title)}?publisherId={self.publisher}&lang=sv"

    def find(self, question: Question) -> Item | None:
        wanted = question.path
        return next((item for item in self.items if item.path.split("?")[0] == wanted), None)

    def home_head(self) -> str:
        return feeds.alternate(f"/rss/releases/latest?publisherId={self.publisher}", self.room)

    def routes(self) -> Routes:
        return {
            "/rss/releases/latest": self._latest,
            f"/pressrum/{self.publisher}/{self.room}": self.listing,
        }

    def _latest(self, question: Question) -> Answer | None:
        wanted = question.parameter("publisherId", self.publisher)
        return self.feed(question) if wanted == self.publisher else None


class Notified(PressRoom):
    """Slugs cut at about 46 characters; the time glued to the kind of text."""

    name = "notified"
    room = "alunda-kommun"

    def path(self, told: Story, number: int) -> str:
        return f"/{self.room}/posts/pressreleases/{slug(told.title)[:38].strip('-')}-{number}"

    def home_head(self) -> str:
        return feeds.alternate(f"/{self.room}/rss", self.room)

    def routes(self) -> Routes:
        return {
            f"/{self.room}": self.listing,
            f"/{self.room}/": self.listing,
            f"/{self.room}/posts/pressreleases": self.listing,
            f"/{self.room}/rss": self.feed,
        }

    def around(self, item: Item) -> tuple[str, str]:
        return dates_form(12, item), ""


def dates_form(number: int, item: Item) -> str:
    """Return the date of an article in one of the numbered forms."""
    form = next(form for form in dates.FORMS if form.number == number)
    return f"<p>{form.above(item.story.published)}</p>"
