"""From figures back to sentences: which documents stand behind each figure, and the quotation that shows it.

A figure has a key: ``e4`` is the fifth organisation or place, ``a0`` an area, ``f2`` a frame, ``t1`` a topic, ``p7``
a partnership; the key ``d`` stands for the document itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from iopmine.records import Document, Share, Topic
from iopmine.report.masking import Privacy
from iopmine.report.quotation import Quotation, Quoter

Span = tuple[int, int]
_PER_KEY = 3
_IOP = re.compile(r"\b(?:idé\w*[- ]offentlig\w*|ideburet\s+offentligt|iop(?:-\w+|:\w+)?)\b", re.IGNORECASE)
_ENDING = 2


@dataclass(slots=True)
class Evidence:
    """The spans of each document by figure, and the figures' documents."""

    spans: dict[str, dict[str, list[Span]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    topics: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, document_id: str, key: str, start: int, end: int, *, most: int | None = _PER_KEY) -> None:
        """Note that a span of a document stands behind a figure; the first ``most`` are kept, with None all."""
        kept = self.spans[document_id][key]
        if (most is None or len(kept) < most) and (start, end) not in kept:
            kept.append((start, end))

    def add_topic(self, document_id: str, key: str, topic: Topic) -> None:
        """Note that a document belongs to a topic: its sentence is the one with most of the topic's words."""
        self.topics[document_id][key] = topic.terms

    def documents_of(self, order: Mapping[str, int]) -> dict[str, list[int]]:
        """Return the documents behind each figure, by their number, in order."""
        found: dict[str, list[int]] = defaultdict(list)
        for by_key in (self.spans, self.topics):
            for document_id, keys in by_key.items():
                for key in keys:
                    found[key].append(order[document_id])
        return {key: sorted(numbers) for key, numbers in found.items()}

    def quotations(self, document: Document, privacy: Privacy) -> list[list[str]]:
        """Return ``[key, before, words, after]`` for each piece of evidence in a document, its own opening first."""
        quoter = Quoter(document.text, privacy.masked_in(document.id))
        found = [_row("d", _opening(document, quoter))]
        for key, spans in self.spans.get(document.id, {}).items():
            # One sentence may say several things: it is quoted once.
            quoted: dict[str, Quotation] = {}
            for start, end in spans:
                quotation = quoter.around(start, end)
                quoted.setdefault(str(quotation), quotation)
            found += [_row(key, quotation) for quotation in quoted.values()]
        for key, terms in self.topics.get(document.id, {}).items():
            found.append(_row(key, _fullest(quoter, terms)))
        return [row for row in found if any(row[1:])]


def _row(key: str, quotation: Quotation) -> list[str]:
    return [key, quotation.before, quotation.hit, quotation.after]


def _opening(document: Document, quoter: Quoter) -> Quotation:
    """Return the first sentence after the title that names the partnership, else the first one."""
    body = len(document.title) if document.text.startswith(document.title) else 0
    named = _IOP.search(document.text, body)
    if named:
        return quoter.around(named.start(), named.end())
    return quoter.opening(min(1, len(quoter.sentences) - 1)) if quoter.sentences else Quotation("", "", "")


def _fullest(quoter: Quoter, terms: Sequence[str]) -> Quotation:
    """Return the sentence with most different topic words, compared without their ending; the first of equals."""
    if not quoter.sentences:
        return Quotation("", "", "")
    stems = "|".join(re.escape(term[: max(3, len(term) - _ENDING)]) for term in terms if term)
    pattern = re.compile(rf"\b(?:{stems})", re.IGNORECASE) if stems else None
    counts = [len({m.casefold() for m in pattern.findall(text)}) if pattern else 0 for text in quoter.sentences]
    return quoter.opening(counts.index(max(counts)))


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a figure reaches: unique texts and printings."""

    stories: int
    documents: int


def reach(numbers: Iterable[int], stories: Sequence[str]) -> Reach:
    """Count the unique texts and the printings among documents given by number."""
    listed = list(numbers)
    return Reach(len({stories[number] for number in listed}), len(listed))


def main_topics(shares: Iterable[Share], *, least: float) -> dict[tuple[str, int], list[str]]:
    """Return the documents of each (run, topic) whose share of it is at least ``least``, or is their largest."""
    largest: dict[str, Share] = {}
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    listed = sorted(shares, key=lambda share: (share.document_id, -share.weight, share.topic_id))
    for share in listed:
        largest.setdefault(share.document_id, share)
    for share in listed:
        if share.weight > 0 and (share.weight >= least or largest[share.document_id] is share):
            found[share.run, share.topic_id].append(share.document_id)
    return found
