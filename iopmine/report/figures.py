"""The views of the explorer: records folded into rows of plain values, each with the key of its evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from iopmine.records import AreaHit, Document, FrameHit, Mention, Partnership, Party
from iopmine.report.columns import accounts_of
from iopmine.report.evidence import Evidence, main_topics, reach
from iopmine.report.masking import Privacy
from iopmine.report.views import Event, Pair, ReportData
from iopmine.urls import is_web_address

Hits = Sequence[AreaHit | FrameHit]

_TOPIC_SHARE = 0.3
_DECIMALS = 4


@dataclass(frozen=True)
class Figures:
    """The views of one run. Documents are numbered newest first; the numbers are what rows refer to."""

    data: ReportData

    @cached_property
    def privacy(self) -> Privacy:
        """Whose names are masked where."""
        return Privacy(self.data.names, tuple(self.data.mentions))

    @cached_property
    def documents(self) -> list[Document]:
        """The documents, newest first, undated last."""
        return sorted(sorted(self.data.documents, key=lambda d: d.id), key=lambda d: d.published or "", reverse=True)

    @cached_property
    def order(self) -> dict[str, int]:
        """The number of each document."""
        return {document.id: number for number, document in enumerate(self.documents)}

    @cached_property
    def stories(self) -> list[str]:
        """The story of each document, by its number."""
        return [document.story_id or document.id for document in self.documents]

    @cached_property
    def mentions(self) -> list[Mention]:
        """Mentions of known organisations and places, no persons, in documents of the run."""
        kept = (m for m in self.data.mentions if m.label != "PER" and m.entity_id and m.document_id in self.order)
        return sorted(kept, key=lambda m: (m.document_id, m.start, m.end))

    @cached_property
    def events(self) -> list[Event]:
        """The events of the field, in order of time."""
        return sorted(self.data.events, key=lambda event: (event.date, event.label))

    @cached_property
    def entity_ids(self) -> list[str]:
        """The ids of what is mentioned: most texts first, then by name."""
        told: dict[str, set[str]] = defaultdict(set)
        for mention in self.mentions:
            told[mention.entity_id].add(self.stories[self.order[mention.document_id]])
        return sorted(told, key=lambda key: (-len(told[key]), self.names[key].casefold(), key))

    @cached_property
    def entity_numbers(self) -> dict[str, int]:
        """The number of each entity."""
        return {key: number for number, key in enumerate(self.entity_ids)}

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each entity, as it may leave."""
        given = {
            mention.entity_id: self.privacy.clean(mention.canonical, mention.document_id) for mention in self.mentions
        }
        return given | {e.id: self.privacy.clean(e.canonical) for e in self.data.entities if e.label != "PER"}

    @cached_property
    def area_ids(self) -> list[str]:
        """The areas that have evidence: most texts first."""
        return self._ranked(self.data.areas)

    @cached_property
    def frame_ids(self) -> list[str]:
        """The frames that have evidence: most texts first."""
        return self._ranked(self.data.frames)

    def _ranked(self, hits: Hits) -> list[str]:
        told: dict[str, set[str]] = defaultdict(set)
        for hit in hits:
            if hit.document_id in self.order:
                told[hit.id].add(self.stories[self.order[hit.document_id]])
        return sorted(told, key=lambda key: (-len(told[key]), key))

    @cached_property
    def partnerships(self) -> list[Partnership]:
        """The partnerships that documents of the run tell of: those of the newest text first."""
        told = {each.id: numbers for each in self.data.partnerships if (numbers := self._telling(each))}
        kept = (each for each in self.data.partnerships if each.id in told)
        return sorted(kept, key=lambda each: (told[each.id], each.id))

    def _telling(self, partnership: Partnership) -> list[int]:
        """Return the numbers of the documents that tell of a partnership, newest first."""
        return sorted({self.order[a.document_id] for a in partnership.readings if a.document_id in self.order})

    @cached_property
    def evidence(self) -> Evidence:
        """The sentences behind every figure."""
        found = Evidence()
        for mention in self.mentions:
            found.add(mention.document_id, f"e{self.entity_numbers[mention.entity_id]}", mention.start, mention.end)
        self._add_hits(found, "a", self.area_ids, self.data.areas)
        self._add_hits(found, "f", self.frame_ids, self.data.frames)
        self._add_accounts(found)
        by_topic = main_topics(self.data.shares, least=_TOPIC_SHARE)
        for number, topic in enumerate(self.data.topics):
            for document_id in by_topic.get((topic.run, topic.id), ()):
                if document_id in self.order:
                    found.add_topic(document_id, f"t{number}", topic)
        return found

    def _add_hits(self, found: Evidence, letter: str, ids: Sequence[str], hits: Hits) -> None:
        """Note the evidence of areas or frames, the strongest first."""
        keys = {key: f"{letter}{number}" for number, key in enumerate(ids)}
        for hit in sorted(hits, key=lambda h: (h.document_id, -h.score, h.start)):
            if hit.document_id in self.order:
                found.add(hit.document_id, keys[hit.id], hit.start, hit.end)

    def _add_accounts(self, found: Evidence) -> None:
        """Note the evidence of the partnerships; a reading without spans leads to the beginning of its text."""
        accounts = accounts_of(self.partnerships)
        keys = {each.id: f"p{number}" for number, each in enumerate(self.partnerships)}
        seen: Counter[str] = Counter()
        for reading in self.data.readings:
            seen[reading.document_id] += 1
            belongs = accounts.get((reading.document_id, seen[reading.document_id]))
            if belongs is None or reading.document_id not in self.order:
                continue
            for item in reading.evidence:
                found.add(reading.document_id, keys[belongs[0]], item.start, item.end, most=None)
            if not reading.evidence:
                found.add(reading.document_id, keys[belongs[0]], 0, 0)

    @cached_property
    def links(self) -> dict[str, list[int]]:
        """The numbers of the documents behind each figure."""
        return self.evidence.documents_of(self.order)

    def articles(self) -> list[list[str | int]]:
        """Return [id, title, outlet, date, demo kind, address or empty, number of the first printing] per document."""
        first = {story: number for number, story in enumerate(self.stories)}  # the oldest printing comes last
        return [
            [
                document.id,
                self.privacy.clean(document.title, document.id),
                self.privacy.clean(document.source, document.id),
                document.published or "",
                document.demo,
                self.address(document),
                first[story],
            ]
            for document, story in zip(self.documents, self.stories, strict=True)
        ]

    def address(self, document: Document) -> str:
        """Return the address to link to: none for invented texts, unsafe addresses, or ones with personal data."""
        if document.demo == "invented" or not is_web_address(document.url):
            return ""
        return document.url if self.privacy.clean(document.url, document.id) == document.url else ""

    def entities(self) -> list[list[str | int]]:
        """Return [name, label, kind, side, unique texts, printings] per entity."""
        known = {entity.id: entity for entity in self.data.entities}
        labels = {mention.entity_id: mention.label for mention in self.mentions}
        rows: list[list[str | int]] = []
        for number, key in enumerate(self.entity_ids):
            entity = known.get(key)
            far = reach(self.links[f"e{number}"], self.stories)
            label = entity.label if entity else labels[key]
            described = (entity.kind, entity.side) if entity else ("", "")
            rows.append([self.names[key], label, *described, far.stories, far.documents])
        return rows

    def labelled(self, letter: str, ids: Iterable[str], labels: Mapping[str, Pair]) -> list[list[str | int]]:
        """Return [id, Swedish, English, unique texts, printings] per area or frame."""
        rows: list[list[str | int]] = []
        for number, key in enumerate(ids):
            far = reach(self.links[f"{letter}{number}"], self.stories)
            rows.append([key, *labels.get(key, (key, key)), far.stories, far.documents])
        return rows

    def register(self) -> list[dict[str, Any]]:
        """Return one row per partnership, with names, areas by id, conflicts, and the documents that tell of it."""
        return [self._row(partnership) for partnership in self.partnerships]

    def _row(self, partnership: Partnership) -> dict[str, Any]:
        telling = self._telling(partnership)

        def shown(text: str) -> str:
            for number in telling:
                text = self.privacy.clean(text, self.documents[number].id)
            return text

        def named(parties: tuple[Party, ...]) -> list[str]:
            return [self.names.get(party.entity_id) or shown(party.canonical) for party in parties]

        return {
            "public": named(partnership.public_parties),
            "idea": named(partnership.idea_based_parties),
            "areas": list(partnership.areas),
            "place": shown(partnership.place),
            "status": partnership.status,
            "start": partnership.start or "",
            "end": partnership.end or "",
            "years": partnership.duration,
            "amount": partnership.amount_sek,
            "basis": partnership.amount_basis or "",
            "documents": telling,
            "stories": reach(telling, self.stories).stories,
            "conflicts": [
                [conflict.field, [[shown(value), len(documents)] for value, documents in conflict.versions]]
                for conflict in partnership.conflicts
            ],
        }

    def said(self, told: Iterable[str], *, words: bool = False) -> list[str]:
        """Return sentences as they may leave; ``words``: what they quote are words of the model."""
        cleaned = self.privacy.clean_quoted if words else self.privacy.clean
        return [cleaned(text) for text in told]


def rounded(value: float | None) -> float | None:
    """Return a figure as exact as the page needs it."""
    return None if value is None else round(value, _DECIMALS)
