"""Names: exact and overlapping spans, and whether those found were linked to the right entity."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from iopmine.nlp.evaluation.context import fault_at
from iopmine.nlp.evaluation.gold import GoldSpan
from iopmine.nlp.evaluation.links import score_link
from iopmine.nlp.evaluation.matching import Matching
from iopmine.nlp.evaluation.tally import Fault, Tally
from iopmine.records import Document, Mention


@dataclass(frozen=True, slots=True)
class NameTallies:
    """``exact``: same span (genitive ending free) and label; ``lenient``: any overlap with the same label, one to one.

    ``links`` counts the exact hits whose gold gives a canonical name: linked right, linked wrong, not linked.
    """

    exact: Tally = field(default_factory=Tally)
    lenient: Tally = field(default_factory=Tally)
    links: Tally = field(default_factory=Tally)

    def open(self) -> None:
        """Begin the next document."""
        for tally in (self.exact, self.lenient, self.links):
            tally.open()


@dataclass(frozen=True, slots=True)
class Spans:
    """The gold spans of a document in text order, with a quick way to those that a stretch of text touches."""

    spans: Sequence[GoldSpan]
    starts: Sequence[int]
    reaches: Sequence[int]

    @classmethod
    def of(cls, spans: Sequence[GoldSpan]) -> Spans:
        """Index spans that are in text order."""
        return cls(spans, [s.start for s in spans], list(accumulate((s.reach for s in spans), max)))

    def touched(self, start: int, end: int) -> list[int]:
        """Return the numbers of the spans that share a character with a stretch, in text order."""
        found = []
        index = bisect_left(self.starts, end) - 1
        while index >= 0 and self.reaches[index] > start:
            if self.spans[index].reach > start:
                found.append(index)
            index -= 1
        return found[::-1]


def score_names(
    document: Document,
    spans: Sequence[GoldSpan],
    mentions: Collection[Mention],
    tallies: NameTallies,
    matching: Matching,
) -> list[Fault]:
    """Count the mentions of one document against its gold spans, and return the errors.

    A mention that touches only spans without a label is neither asked for nor punished.
    """
    gold = Spans.of(spans)
    asked = [m for m in sorted(mentions, key=lambda m: (m.start, m.end, m.label)) if _counts(gold, m)]
    matched = _exact(gold, asked)
    faults = []
    for number, mention in enumerate(asked):
        hit = matched.get(number)
        if hit is None:
            tallies.exact.alarm(mention.label)
            faults.append(_false_alarm(document, gold, mention))
        else:
            tallies.exact.hit(mention.label)
            faults += score_link(document, gold.spans[hit].canonical, mention, tallies.links, matching)
    hits = set(matched.values())
    reached = {number for mention in asked for number in gold.touched(mention.start, mention.end)}
    for number, span in enumerate(gold.spans):
        if span.label and number not in hits:
            tallies.exact.miss(span.label)
            if number not in reached:
                faults.append(fault_at("missed", span.label, document, span.start, span.end))
    _lenient(gold, asked, tallies.lenient)
    return faults


def _counts(gold: Spans, mention: Mention) -> bool:
    touched = gold.touched(mention.start, mention.end)
    return not touched or any(gold.spans[number].label for number in touched)


def _exact(gold: Spans, mentions: Sequence[Mention]) -> dict[int, int]:
    """Return which mention (by its number) is which gold span; each span is found once."""
    matched: dict[int, int] = {}
    free = set(range(len(gold.spans)))
    for number, mention in enumerate(mentions):
        for candidate in gold.touched(mention.start, mention.end):
            if candidate in free and mention.label == gold.spans[candidate].label and _same(mention, gold, candidate):
                matched[number] = candidate
                free.discard(candidate)
                break
    return matched


def _same(mention: Mention, gold: Spans, number: int) -> bool:
    span = gold.spans[number]
    return mention.start == span.start and mention.end in {span.end, span.reach}


def _lenient(gold: Spans, mentions: Sequence[Mention], tally: Tally) -> None:
    """Match overlaps of the same label one to one, the largest first."""
    overlaps = sorted(
        (max(m.start, gold.spans[g].start) - min(m.end, gold.spans[g].reach), number, g)
        for number, m in enumerate(mentions)
        for g in gold.touched(m.start, m.end)
        if m.label == gold.spans[g].label
    )
    used: set[int] = set()
    found: set[int] = set()
    for _, number, g in overlaps:
        if number not in used and g not in found:
            used.add(number)
            found.add(g)
            tally.hit(gold.spans[g].label)
    for number, mention in enumerate(mentions):
        if number not in used:
            tally.alarm(mention.label)
    for g, span in enumerate(gold.spans):
        if span.label and g not in found:
            tally.miss(span.label)


def _false_alarm(document: Document, gold: Spans, mention: Mention) -> Fault:
    touched = [number for number in gold.touched(mention.start, mention.end) if gold.spans[number].label]
    if not touched:
        kind = "spurious"
    elif any(_same(mention, gold, number) for number in touched):
        kind = "label"
    else:
        kind = "boundary"
    return fault_at(kind, mention.label, document, mention.start, mention.end)
