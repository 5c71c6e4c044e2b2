"""A repository in the shape of DiVA: OAI-PMH 2.0 with resumption tokens and deleted records, pages, full texts."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from xml.sax.saxutils import escape

from tests.web import html
from tests.web.answers import Answer, Question, missing, page, xml
from tests.web.pdf import make_pdf
from tests.web.sites.base import EDITED_ON, Item, Site
from tests.web.stories import Story

BATCH = 5
_OAI = "http://www.openarchives.org/OAI/2.0/"
_DC = 'xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"'


class Diva(Site):
    """``/dice/oai``; records say the year alone, and each has a full text."""

    name = "diva"
    says_date = False

    def make(self) -> Iterator[Item]:
        for item in super().make():
            yield replace(item, published=str(item.story.published.year))

    def addresses(self, item: Item) -> tuple[str, str]:
        """A record is known by its URN, which a resolver elsewhere would answer; its text lies here."""
        urn = f"http://urn.kb.se/resolve?urn=urn:nbn:se:ekdala:diva-{item.number}"
        return urn, self.base + self._full_text(item)

    def path(self, told: Story, number: int) -> str:
        return f"/smash/record.jsf?pid=diva2:{1_195_000 + number}"

    def find(self, question: Question) -> Item | None:
        return self._by_path.get(f"{question.path}?pid={question.parameter('pid')}")

    def routes(self) -> Mapping[str, Callable[[Question], Answer | None]]:
        return {"/dice/oai": self._oai}

    def page(self, item: Item, question: Question) -> Answer:
        told = item.told(question.revision)
        head = html.meta("citation_title", told.title) + html.meta(
            "citation_publication_date", str(told.published.year)
        )
        link = f'<p><a href="{self._full_text(item)}">Fulltext (pdf)</a></p>'
        body = html.frame(html.article(told, after=link))
        return page(html.document(told.title, body, head=head), modified=item.modified(question.revision))

    def elsewhere(self, question: Question) -> Answer | None:
        for item in self.items:
            if question.path == self._full_text(item) and item.since <= question.revision:
                if not item.shown(question.revision):
                    return missing(item.gone_status)
                told, modified = item.told(question.revision), item.modified(question.revision)
                return Answer(make_pdf(told.title, told.paragraphs), "application/pdf", modified=modified)
        return None

    def _full_text(self, item: Item) -> str:
        return f"/smash/get/diva2:{1_195_000 + item.number}/FULLTEXT01.pdf"

    def _oai(self, question: Question) -> Answer:
        verb = question.parameter("verb")
        match verb:
            case "Identify":
                said = (
                    f"<Identify><repositoryName>DiVA i Ekdala</repositoryName><baseURL>{self.base}/dice/oai</baseURL>"
                    "<protocolVersion>2.0</protocolVersion><adminEmail>arkiv@example.org</adminEmail>"
                    "<earliestDatestamp>2011-01-01T00:00:00Z</earliestDatestamp><deletedRecord>persistent</deletedRecord>"
                    "<granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>"
                )
            case "ListMetadataFormats":
                said = (
                    "<ListMetadataFormats><metadataFormat><metadataPrefix>oai_dc</metadataPrefix>"
                    "<schema>http://www.openarchives.org/OAI/2.0/oai_dc.xsd</schema>"
                    "<metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</metadataNamespace>"
                    "</metadataFormat></ListMetadataFormats>"
                )
            case "ListSets":
                said = "<ListSets><set><setSpec>all-ekdala</setSpec><setName>Alla</setName></set></ListSets>"
            case "ListRecords" | "ListIdentifiers":
                said = self._records(question, verb)
            case _:
                said = '<error code="badVerb">Okänt verb</error>'
        request = f'<request verb="{escape(verb)}">{self.base}/dice/oai</request>'
        stamp = "<responseDate>2026-11-22T12:00:00Z</responseDate>"
        return xml(f'<OAI-PMH xmlns="{_OAI}">{stamp}{request}{said}</OAI-PMH>', media="text/xml; charset=UTF-8")

    def _records(self, question: Question, verb: str) -> str:
        token = question.parameter("resumptionToken")
        if token:
            given = _opened(token)
            if given is None:
                return '<error code="badResumptionToken">Biljetten gäller inte</error>'
            start, first, last = given
        else:
            if question.parameter("metadataPrefix") != "oai_dc":
                return '<error code="cannotDisseminateFormat">Bara oai_dc</error>'
            start, first, last = 0, question.parameter("from")[:10], question.parameter("until")[:10]
        revision = question.revision
        known = sorted((item for item in self.items if item.since <= revision), key=lambda item: item.number)
        found = [
            i for i in known if first <= str(_stamp(i, revision)) and (not last or str(_stamp(i, revision)) <= last)
        ]
        if not found[start:]:
            return '<error code="noRecordsMatch">Inga poster</error>'
        made = "\n".join(
            self._record(item, revision, full=verb == "ListRecords") for item in found[start : start + BATCH]
        )
        following = _sealed(start + BATCH, first, last) if start + BATCH < len(found) else ""
        if following or start:
            made += f'<resumptionToken completeListSize="{len(found)}" cursor="{start}">{following}</resumptionToken>'
        return f"<{verb}>{made}</{verb}>"

    def _record(self, item: Item, revision: int, *, full: bool) -> str:
        deleted = "" if item.shown(revision) else ' status="deleted"'
        header = (
            f"<header{deleted}><identifier>oai:DiVA.org:ekdala-{item.number}</identifier>"
            f"<datestamp>{_stamp(item, revision)}T08:00:00Z</datestamp><setSpec>all-ekdala</setSpec></header>"
        )
        if not full:
            return header
        if deleted:
            return f"<record>{header}</record>"
        told = item.told(revision)
        fields = [
            ("title", told.title),
            ("creator", ", ".join(reversed(told.author.split(" ", 1)))),
            ("description", " ".join(told.paragraphs[:3])),
            ("date", str(told.published.year)),
            ("type", "info:eu-repo/semantics/report"),
            ("language", "swe"),
            ("identifier", self.url(item)),
            ("identifier", self.base + self._full_text(item)),
            ("rights", "info:eu-repo/semantics/openAccess"),
        ]
        inner = "".join(f"<dc:{name}>{escape(value)}</dc:{name}>" for name, value in fields)
        return f"<record>{header}<metadata><oai_dc:dc {_DC}>{inner}</oai_dc:dc></metadata></record>"


def _stamp(item: Item, revision: int) -> date:
    return item.modified(revision) if item.shown(revision) else EDITED_ON


def _sealed(start: int, first: str, last: str) -> str:
    return base64.urlsafe_b64encode(f"{start}|{first}|{last}".encode()).decode()


def _opened(token: str) -> tuple[int, str, str] | None:
    try:
        start, first, last = base64.urlsafe_b64decode(token.encode()).decode().split("|")
        return int(start), first, last
    except ValueError:
        return None
