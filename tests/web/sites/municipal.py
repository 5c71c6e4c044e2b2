"""Municipal sites: a Sitevision listing with pages, all date forms, reports as PDF, a plain list of addresses."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from html import escape

from tests.web import dates, html
from tests.web.answers import Answer, Question, page
from tests.web.pdf import make_pdf
from tests.web.sites.base import CHANGED, GONE, GONE_FOR_GOOD, Item, Site
from tests.web.stories import Story, slug, story

Routes = Mapping[str, Callable[[Question], Answer | None]]
PER_PAGE = 5
OTHER_LAYOUT = 3
"""The revision from which the classes of the listing have other names."""


class Municipality(Site):
    """Sitevision: node ids in addresses, ``?sida=`` in the list, portlet parameters that mean nothing."""

    name = "kommun"

    def path(self, told: Story, number: int) -> str:
        node = hashlib.sha256(told.key.encode()).hexdigest()[:24]
        return f"/kommunochpolitik/nyheter/{slug(told.title).replace('-', '')}.5.{node}.html"

    def routes(self) -> Routes:
        return {"/nyheter": self._listing}

    def _listing(self, question: Question) -> Answer:
        number, listed = question.number("sida", 1) or 1, self.listed(question.revision)
        kind = "teaser" if question.revision >= OTHER_LAYOUT else "nyhet"
        rows = "\n".join(
            f'<li class="{kind}"><h2><a href="{item.path}">{escape(item.told(question.revision).title)}</a></h2>'
            f'<span class="{kind}-datum">{dates.long(item.story.published)}</span></li>'
            for item in listed[(number - 1) * PER_PAGE : number * PER_PAGE]
        )
        following = f'<a class="nasta" href="/nyheter?sida={number + 1}">Nästa</a>'
        more = following if number * PER_PAGE < len(listed) else ""
        return page(html.document("Nyheter", html.frame(f"<h1>Nyheter</h1><ul>{rows}</ul>{more}")))

    def around(self, item: Item) -> tuple[str, str]:
        return "", "<p>Sidan publicerad av: Disa Myrling</p>"


class DateForms(Site):
    """One article in each form of date; the pages say no date elsewhere, and all are about IOP."""

    name = "datum"
    says_date = False

    def make(self) -> Iterator[Item]:
        for number, form in enumerate(dates.FORMS):
            told = story(self.name, number, "iop")
            day = told.published
            fields = {"slug": f"{slug(told.title)}-text", "year": day.year, "month": day.month, "day": day.day}
            yield replace(self.item(told, number), path=form.path.format(**fields), published=form.known(day))

    def path(self, told: Story, number: int) -> str:
        return f"/{number}"

    def routes(self) -> Routes:
        return {"/nyheter": self._listing}

    def page(self, item: Item, question: Question) -> Answer:
        return replace(super().page(item, question), modified=None)

    def around(self, item: Item) -> tuple[str, str]:
        form, day = dates.FORMS[item.number], item.story.published
        return tuple(f"<p>{text}</p>" if text else "" for text in (form.above(day), form.below(day)))  # type: ignore[return-value]

    def _listing(self, question: Question) -> Answer:
        shown = ((item.path, item.story.title) for item in self.listed(question.revision))
        return page(html.document("Nyheter", html.frame(html.links(shown, kind="nyhetslista"))))


class Reports(Site):
    """Reports as PDF behind a list, and a plain list of addresses in CSV."""

    name = "rapporter"

    def make(self) -> Iterator[Item]:
        for number in range(self.knobs.sizes.get(self.name, 6)):
            told = story(self.name, number, "iop" if number % 2 == 0 else "unrelated")
            gone = number in {GONE, GONE_FOR_GOOD}
            item = self.item(told, number, until=2 if gone else None, changed=2 if number == CHANGED else None)
            yield replace(item, published=told.published.isoformat())

    def path(self, told: Story, number: int) -> str:
        return f"/download/{told.published:%Y-%m-%d}-{slug(told.title)}-{number}.pdf"

    def routes(self) -> Routes:
        return {"/rapporter/": self._listing, "/adresser.csv": self._addresses, "/adresser.txt": self._plain}

    def page(self, item: Item, question: Question) -> Answer:
        told = item.told(question.revision)
        lines = [f"Publicerad: {dates.long(told.published)}", *told.paragraphs]
        return Answer(make_pdf(told.title, lines), "application/pdf", modified=item.modified(question.revision))

    def _listing(self, question: Question) -> Answer:
        shown = ((item.path, item.told(question.revision).title) for item in self.listed(question.revision))
        return page(html.document("Rapporter", html.frame(html.links(shown, kind="rapporter"))))

    def _addresses(self, question: Question) -> Answer:
        out = io.StringIO()
        write = csv.writer(out, lineterminator="\n")
        write.writerow(["url", "title", "date"])
        for item in self.listed(question.revision):
            write.writerow([self.url(item), item.story.title, item.story.published])
        return Answer(out.getvalue().encode(), "text/csv; charset=utf-8")

    def _plain(self, question: Question) -> Answer:
        lines = [self.url(item) for item in self.listed(question.revision)]
        return Answer(("\n".join(lines) + "\n").encode(), "text/plain; charset=utf-8")
