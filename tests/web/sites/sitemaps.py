"""A site that is found through its sitemaps: an index, gzipped parts, a news sitemap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from xml.sax.saxutils import escape

from tests.web import dates
from tests.web.answers import Answer, Question, gzipped, xml
from tests.web.sites.base import Item, Site
from tests.web.stories import Story, slug

PART = 500
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


class Archive(Site):
    """An archive of any size (``Knobs.sizes``); robots.txt names the index."""

    name = "arkivet"

    def path(self, told: Story, number: int) -> str:
        return f"/artiklar/{told.published.year}/{slug(told.title)}-{number}"

    def robots(self) -> str:
        return super().robots() + f"Sitemap: {self.base}/sitemap.xml\n"

    def routes(self) -> Mapping[str, Callable[[Question], Answer | None]]:
        return {"/sitemap.xml": self._index, "/sitemap-news.xml": self._news}

    def elsewhere(self, question: Question) -> Answer | None:
        for number, items in enumerate(self._parts(question.revision)):
            if question.path == f"/sitemap-{number}.xml.gz":
                return gzipped(self._part(items, question.revision))
        return None

    def _parts(self, revision: int) -> list[list[Item]]:
        listed = self.listed(revision)
        size = min(PART, max(len(self.items) // 2, 1))
        return [listed[start : start + size] for start in range(0, len(listed), size)]

    def _index(self, question: Question) -> Answer:
        made = "\n".join(
            f"<sitemap><loc>{self.base}/sitemap-{number}.xml.gz</loc>"
            f"<lastmod>{max(item.modified(question.revision) for item in items)}</lastmod></sitemap>"
            for number, items in enumerate(self._parts(question.revision))
        )
        return xml(f'<sitemapindex xmlns="{_SPACE}">\n{made}\n</sitemapindex>')

    def _part(self, items: Iterable[Item], revision: int) -> Answer:
        made = "\n".join(
            f"<url><loc>{escape(self.url(item))}</loc><lastmod>{item.modified(revision)}</lastmod></url>"
            for item in items
        )
        return xml(f'<urlset xmlns="{_SPACE}">\n{made}\n</urlset>')

    def _news(self, question: Question) -> Answer:
        made = "\n".join(
            f"<url><loc>{escape(self.url(item))}</loc><news:news><news:publication><news:name>Arkivet</news:name>"
            "<news:language>sv</news:language></news:publication>"
            f"<news:publication_date>{dates.moment(item.story.published).isoformat()}</news:publication_date>"
            f"<news:title>{escape(item.told(question.revision).title)}</news:title></news:news></url>"
            for item in self.listed(question.revision)[:5]
        )
        return xml(f'<urlset xmlns="{_SPACE}" xmlns:news="{_NEWS}">\n{made}\n</urlset>')
