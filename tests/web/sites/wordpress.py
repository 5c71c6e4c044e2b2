"""WordPress: the REST interface with its paging and its errors, feeds with pages, addresses by month."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC
from html import escape

from tests.web import dates, html
from tests.web.answers import Answer, Question, as_json, redirect
from tests.web.sites import feeds
from tests.web.sites.base import Item, Site
from tests.web.sites.news import entry
from tests.web.stories import Story, slug

PER_PAGE = 10


class WordPress(Site):
    """The posts of a site at /wp-json/wp/v2/posts and /feed/."""

    name = "wordpress"

    def path(self, told: Story, number: int) -> str:
        return f"/{told.published:%Y/%m}/{slug(told.title)}-{number}/"

    def routes(self) -> Mapping[str, Callable[[Question], Answer | None]]:
        return {
            "/wp-json/": self._root,
            "/wp-json/wp/v2/posts": self._posts,
            "/feed/": self._feed,
        }

    def home_head(self) -> str:
        return feeds.alternate("/feed/", "Flöde") + f'<link rel="https://api.w.org/" href="{self.base}/wp-json/">\n'

    def elsewhere(self, question: Question) -> Answer | None:
        number = question.number("p", -1)
        for item in self.items:
            if question.path == "/" and item.number == number:
                return redirect(self.url(item), 301)
        return None

    def home(self, question: Question) -> Answer:
        return self.elsewhere(question) or super().home(question)

    def _root(self, question: Question) -> Answer:
        return as_json({"name": "Föreningsbladet", "home": self.base, "namespaces": ["wp/v2"], "routes": {}})

    def _posts(self, question: Question) -> Answer:
        page, size = question.number("page", 1), question.number("per_page", PER_PAGE)
        if page is None or size is None or page < 1 or not 1 <= size <= 100:
            return as_json(_error("rest_invalid_param", "Ogiltig parameter."), status=400)
        found = self._found(question)
        pages = -(-len(found) // size)
        if page > max(pages, 1):
            return as_json(_error("rest_post_invalid_page_number", "Sidnumret är för stort."), status=400)
        shown = [self._post(item, question) for item in found[(page - 1) * size : page * size]]
        return as_json(shown, headers={"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)})

    def _found(self, question: Question) -> list[Item]:
        phrase = question.parameter("search").strip('"').lower()
        after, before = question.parameter("after")[:10], question.parameter("before")[:10]
        changed = question.parameter("modified_after")[:10]
        found = [
            item
            for item in self.listed(question.revision)
            if phrase in (item.story.title + item.told(question.revision).text).lower()
            and after <= item.story.published.isoformat()
            and (not before or item.story.published.isoformat() <= before)
            and changed <= item.modified(question.revision).isoformat()
        ]
        if question.parameter("orderby") == "modified":
            found.sort(key=lambda item: item.modified(question.revision), reverse=True)
        return found[::-1] if question.parameter("order") == "asc" else found

    def _post(self, item: Item, question: Question) -> dict[str, object]:
        told = item.told(question.revision)
        modified = dates.moment(item.modified(question.revision))
        published = dates.moment(told.published)
        post: dict[str, object] = {
            "id": item.number + 100,
            "date": f"{published:%Y-%m-%dT%H:%M:%S}",
            "date_gmt": f"{published.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
            "modified": f"{modified:%Y-%m-%dT%H:%M:%S}",
            "modified_gmt": f"{modified.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
            "slug": item.path.strip("/").rsplit("/", 1)[-1],
            "status": "publish",
            "type": "post",
            "link": self.url(item),
            "title": {"rendered": escape(told.title).replace("–", "&#8211;")},
            "excerpt": {"rendered": html.paragraphs(told.paragraphs[:1]), "protected": False},
            "content": {"rendered": html.paragraphs(told.paragraphs), "protected": False},
        }
        wanted = [name for name in question.parameter("_fields").split(",") if name]
        return {name: value for name, value in post.items() if not wanted or name in wanted}

    def _feed(self, question: Question) -> Answer | None:
        page = question.number("paged", 1) or 1
        listed = self.listed(question.revision)[(page - 1) * PER_PAGE : page * PER_PAGE]
        if not listed:
            return None
        made = (entry(self, item, question.revision) for item in listed)
        return feeds.rss("Föreningsbladet", self.base, made)


def _error(code: str, message: str) -> dict[str, object]:
    return {"code": code, "message": message, "data": {"status": 400}}
