"""Parliament and government: open data with pages and a document's text, a filter interface, a feed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from tests.web import dates, html
from tests.web.answers import Answer, Question, as_json, missing, page
from tests.web.sites import feeds
from tests.web.sites.base import Item, Site
from tests.web.sites.news import entry
from tests.web.stories import Story, slug

Routes = Mapping[str, Callable[[Question], Answer | None]]
SIZE = 5


class Riksdagen(Site):
    """``/dokumentlista/`` (JSON), ``/dokument/{id}``, ``.html`` and ``.text``, and web pages in two generations.

    What is kept for a watched name alone is left out: nobody asks the search for it.
    """

    name = "riksdagen"

    def path(self, told: Story, number: int) -> str:
        return f"/dokument/{self._id(number)}"

    def kind(self, number: int) -> str:
        return super().kind(number).replace("watched", "unrelated")

    def addresses(self, item: Item) -> tuple[str, str]:
        return self.url(item), f"{self.url(item)}.html"

    def web_path(self, item: Item, folder: str = "dokument-och-lagar") -> str:
        """Return the path on the parliament's web pages; ``dokument-lagar`` in the older generation."""
        return f"/sv/{folder}/dokument/motion/{slug(item.story.title)}_{self._id(item.number).lower()}/"

    def routes(self) -> Routes:
        return {"/dokumentlista/": self._list}

    def find(self, question: Question) -> Item | None:
        """Find a page by the document's id, which ends its address in upper or lower case."""
        path = question.path.rstrip("/")
        if "/dokument/motion/" not in path:
            return super().find(question)
        return self._by_id(path.rsplit("_", 1)[-1])

    def elsewhere(self, question: Question) -> Answer | None:
        """Answer with a document's text."""
        folder, _, name = question.path.rpartition("/")
        key, _, form = name.rpartition(".")
        item = self._by_id(key) if folder == "/dokument" else None
        if item is None or item.since > question.revision:
            return None
        if not item.shown(question.revision):
            return missing(item.gone_status)
        told, modified = item.told(question.revision), item.modified(question.revision)
        if form == "text":
            text = f"{told.title}\n{dates.long(told.published)}\n\n{told.text}\n"
            return Answer(text.encode(), "text/plain; charset=utf-8", modified=modified)
        if form == "html":
            head = f"<h1>{escape(told.title)}</h1><p>Inlämnad {told.published}</p>"
            return page(html.document(told.title, head + html.paragraphs(told.paragraphs)), modified=modified)
        return None

    def around(self, item: Item) -> tuple[str, str]:
        return f"<p>Motion {self._id(item.number)} av {item.story.author} (-)</p>", ""

    def _list(self, question: Question) -> Answer:
        number, size = question.number("p", 1) or 1, question.number("sz", SIZE) or SIZE
        phrase = question.parameter("sok").strip('"').lower()
        first, last = question.parameter("from"), question.parameter("tom")
        found = [
            item
            for item in self.listed(question.revision)
            if phrase in (item.story.title + item.told(question.revision).text).lower()
            and first <= item.story.published.isoformat()
            and (not last or item.story.published.isoformat() <= last)
        ]
        pages = -(-len(found) // size)
        shown = found[(number - 1) * size : number * size]
        head: dict[str, object] = {
            "@ms": "7", "@version": "1.9", "@q": question.target.partition("?")[2], "@datum": "2026-11-22 12:00:00",
            "@traffar": str(len(found)), "@sida": str(number), "@sidor": str(pages),
            "@traff_fran": str((number - 1) * size + 1), "@traff_till": str((number - 1) * size + len(shown)),
        }  # fmt: skip
        if number < pages:
            rest = "&".join(f"{key}={question.parameter(key)}" for key in ("sok", "from", "tom"))
            head["@nasta_sida"] = f"{self.base}/dokumentlista/?{rest}&sz={size}&utformat=json&p={number + 1}"
        if shown:
            head["dokument"] = [self._row(item, question) for item in shown]
        return as_json({"dokumentlista": head})

    def _row(self, item: Item, question: Question) -> dict[str, object]:
        told, key, host = item.told(question.revision), self._id(item.number), self.base.removeprefix("http:")
        return {
            "id": key, "dok_id": key, "traff": "1", "domain": "rdlstatisk", "database": "dok", "rm": "2024/25",
            "doktyp": "mot", "typ": "mot", "subtyp": "Enskild motion", "dokumentnamn": "Motion", "organ": "SoU",
            "beteckning": str(item.number), "titel": told.title, "notisrubrik": told.title, "undertitel": "",
            "datum": told.published.isoformat(), "publicerad": f"{told.published} 16:12:05",
            "systemdatum": f"{item.modified(question.revision)} 04:35:12", "summary": told.paragraphs[0],
            "dokument_url_html": f"{host}/dokument/{key}.html", "dokument_url_text": f"{host}/dokument/{key}.text",
            "relaterat_id": "", "filbilaga": {},
        }  # fmt: skip

    def _id(self, number: int) -> str:
        return f"HB02{number:05}"

    def _by_id(self, key: str) -> Item | None:
        return next((item for item in self.items if self._id(item.number) == key.upper()), None)


class Regeringen(Site):
    """Press releases: a feed, a filter interface that answers JSON with HTML inside, and a page without paging."""

    name = "regeringen"

    def path(self, told: Story, number: int) -> str:
        return f"/pressmeddelanden/{told.published:%Y/%m}/{slug(told.title)}-{number}/"

    def home_head(self) -> str:
        return feeds.alternate("/Filter/RssFeed?filterType=Taxonomy", "Regeringen")

    def routes(self) -> Routes:
        return {
            "/Filter/RssFeed": self._feed,
            "/Filter/GetFilteredItems": self._filtered,
            "/pressmeddelanden/": self._listing,
        }

    def around(self, item: Item) -> tuple[str, str]:
        ministry = "Innehållet publicerades under perioden 21 januari 2019 och 8 juli 2021."
        return f"<p>Publicerad {dates.long(item.story.published)}</p>", f"<p>{ministry}</p>"

    def _feed(self, question: Question) -> Answer:
        made = (entry(self, item, question.revision) for item in self.listed(question.revision))
        return feeds.rss("Regeringen", self.base + "/", made)

    def _filtered(self, question: Question) -> Answer:
        listed = self.listed(question.revision)
        number, size = question.number("page", 1) or 1, question.number("pageSize", SIZE) or SIZE
        return as_json(
            {"Message": self._block(listed[(number - 1) * size : number * size], question), "TotalCount": len(listed)}
        )

    def _listing(self, question: Question) -> Answer:
        """The page shows the newest of all; with ``?page=`` one page at a time, as its script would."""
        listed = self.listed(question.revision)
        number = question.number("page", 1) or 1
        rows = self._block(listed[(number - 1) * SIZE : number * SIZE], question)
        following = f'<a rel="next" href="/pressmeddelanden/?page={number + 1}">Nästa sida</a>'
        more = following if number * SIZE < len(listed) else ""
        return page(html.document("Pressmeddelanden", html.frame(rows + more), head=self.home_head()))

    def _block(self, items: list[Item], question: Question) -> str:
        rows = "".join(
            f'<li><div class="sortcompact"><a href="{item.path}">{escape(item.told(question.revision).title)}</a>'
            f'<div class="block--timeLinks"><p>Publicerad <time datetime="{item.story.published}">'
            f"{dates.long(item.story.published)}</time> · Pressmeddelande</p></div></div></li>"
            for item in items
        )
        return f'<ul class="list--block">{rows}</ul>'
