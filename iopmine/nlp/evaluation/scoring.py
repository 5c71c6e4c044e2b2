"""One pass of the pipeline's extractions against gold lines with the same ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from iopmine.nlp.evaluation.agreements import score_agreements
from iopmine.nlp.evaluation.gold import gold_spans, scored_labels
from iopmine.nlp.evaluation.links import score_links
from iopmine.nlp.evaluation.matching import Matching
from iopmine.nlp.evaluation.matters import score_date, score_matters, score_relevance, score_value
from iopmine.nlp.evaluation.names import NameTallies, score_names
from iopmine.nlp.evaluation.tally import Fault, Tally
from iopmine.records import Extraction

_VALUES = {
    "topic": frozenset({"iop", "valfardsdebatt", "ovrigt"}),
    "kind": frozenset({"news", "press", "opinion", "minutes", "report", "guide"}),
}


@dataclass(slots=True)
class Evaluation:
    """All counts of a run, and its errors. A tally without documents: no gold line speaks of its field."""

    documents: int = 0
    by_name: NameTallies = field(default_factory=NameTallies)
    areas: Tally = field(default_factory=Tally)
    frames: Tally = field(default_factory=Tally)
    relevance: Tally = field(default_factory=Tally)
    topics: Tally = field(default_factory=Tally)
    kinds: Tally = field(default_factory=Tally)
    pairs: Tally = field(default_factory=Tally)
    fields: Tally = field(default_factory=Tally)
    dates: Tally = field(default_factory=Tally)
    faults: list[Fault] = field(default_factory=list)

    @property
    def names(self) -> Tally:
        """Names by exact span."""
        return self.by_name.exact


def evaluate(
    gold: Sequence[Mapping[str, Any]], extractions: Iterable[Extraction], matching: Matching | None = None
) -> Evaluation:
    """Score extractions against gold with the same ids; a field that a gold line lacks is not scored.

    Raises:
        UsageError: an exact span of the gold lies outside its text.
    """
    by_id = {row["id"]: row for row in gold}
    result = Evaluation()
    for extraction in extractions:
        row = by_id.get(extraction.document.id)
        if row is not None:
            result.documents += 1
            result.faults += _score(row, extraction, matching or Matching(), result)
    result.faults.sort()
    return result


def _score(row: Mapping[str, Any], extraction: Extraction, matching: Matching, result: Evaluation) -> list[Fault]:
    document = extraction.document
    faults: list[Fault] = []
    labels = scored_labels(row)
    if labels:
        result.by_name.open()
        mentions = {m for m in extraction.mentions if m.label in labels}
        faults += score_names(document, gold_spans(row, document.text), mentions, result.by_name, matching)
    if row.get("mentions"):
        result.by_name.links.open()
        faults += score_links(document, row["mentions"], extraction.mentions, result.by_name.links)
    if "challenge_areas" in row:
        result.areas.open()
        wanted = row["challenge_areas"] or ()
        faults += score_matters(document, wanted, extraction.areas, matching.areas, result.areas, "area")
    if "frames" in row:
        result.frames.open()
        wanted = row["frames"] or ()
        faults += score_matters(document, wanted, extraction.frames, matching.frames, result.frames, "frame")
    if "partnerships" in row:
        result.pairs.open()
        result.fields.open()
        agreements = row["partnerships"] or ()
        faults += score_agreements(document, agreements, extraction.partnerships, matching, result.pairs, result.fields)
    return faults + _score_document(row, extraction, result)


def _score_document(row: Mapping[str, Any], extraction: Extraction, result: Evaluation) -> list[Fault]:
    document = extraction.document
    faults: list[Fault] = []
    if row.get("iop_relevant") is not None:
        result.relevance.open()
        faults += score_relevance(document, row, result.relevance)
    for key, tally, found in (("topic", result.topics, document.topic), ("kind", result.kinds, document.kind)):
        if row.get(key) in _VALUES[key]:
            tally.open()
            faults += score_value(document, found, row[key], tally, key)
    if "date" in row:
        result.dates.open()
        faults += score_date(document, row["date"], result.dates)
    return faults
