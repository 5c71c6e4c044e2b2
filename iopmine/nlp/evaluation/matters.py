"""What a document speaks of: challenge areas and frames by id, and relevance, topic, kind and date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from iopmine.nlp.evaluation.context import in_context
from iopmine.nlp.evaluation.matching import kin
from iopmine.nlp.evaluation.tally import Fault, Tally
from iopmine.records import AreaHit, Document, FrameHit


def score_matters(
    document: Document,
    labels: Iterable[str],
    hits: Sequence[AreaHit | FrameHit],
    mapping: Mapping[str, Sequence[str]],
    tally: Tally,
    what: str,
) -> list[Fault]:
    """Count areas or frames; a label is found when one of its ids, or a sub- or parent area of one, is predicted.

    The counts stand under the first id of a label, false alarms under the predicted id.
    """
    predicted = {hit.id for hit in hits}
    used: set[str] = set()
    faults = []
    for label in labels:
        ids = mapping.get(label, (label,))
        match = {p for p in predicted for i in ids if kin(p, i)}
        used |= match
        key = ids[0] if ids else label
        if match:
            tally.hit(key)
        else:
            tally.miss(key)
            faults.append(Fault("missed", what, label, document.id))
    for key in sorted(predicted - used):
        tally.alarm(key)
        first = min((hit for hit in hits if hit.id == key), key=lambda hit: hit.start)
        faults.append(Fault("spurious", what, key, document.id, in_context(document.text, first.start, first.end)))
    return faults


def score_relevance(document: Document, row: Mapping[str, Any], tally: Tally) -> list[Fault]:
    """Count whether the document was rightly held to speak of IOP."""
    found, wanted = bool(document.iop_relevant), bool(row["iop_relevant"])
    tally.add({found} & {True}, {wanted} & {True}, "iop")
    if found == wanted:
        return []
    return [Fault("spurious" if found else "missed", "relevance", " ".join(document.title.split()), document.id)]


def score_value(document: Document, found: str | None, wanted: str | None, tally: Tally, what: str) -> list[Fault]:
    """Count one value of a document (topic or kind) under the value itself."""
    for value in sorted({found, wanted} - {None, ""}, key=str):
        tally.add({value} & {found}, {value} & {wanted}, str(value))
    if found == wanted or not (found or wanted):
        return []
    return [Fault("wrong", what, f"{found or 'none'} ≠ {wanted or 'none'}", document.id)]


def score_date(document: Document, wanted: str | None, tally: Tally) -> list[Fault]:
    """Count the day of publication that was read in the text."""
    read = document.date_source == "text" and document.published_precision == "day"
    found = document.published if read else None
    tally.add({found} - {None}, {wanted} - {None, ""}, "day")
    if found == (wanted or None):
        return []
    return [Fault("wrong", "date", f"{found or 'none'} ≠ {wanted or 'none'}", document.id)]
