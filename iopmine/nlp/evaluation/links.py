"""Links: whether a name that was found stands for the right entity.

Counted are names that were found: linked right (hit), linked to another known entity (false alarm), not linked (miss).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from iopmine.nlp.evaluation.context import fault_at
from iopmine.nlp.evaluation.matching import Matching
from iopmine.nlp.evaluation.tally import Fault, Tally
from iopmine.records import Document, Mention

_LINKED = ("ORG", "LOC")


def score_link(document: Document, canonical: str, mention: Mention, tally: Tally, matching: Matching) -> list[Fault]:
    """Count the link of a mention whose gold gives a canonical name; gold without one says nothing of links."""
    if not canonical or mention.label not in _LINKED:
        return []
    right = matching.links(mention, canonical)
    # An entity made up for an unknown name is no link.
    return _count(document, mention, tally, right=right, linked=mention.entity_id in matching.known)


def score_links(
    document: Document, wanted: Iterable[Mapping[str, Any]], mentions: Sequence[Mention], tally: Tally
) -> list[Fault]:
    """Count the links of all mentions that read and are labelled as the gold has them.

    The gold lists ``{"text", "label", "entity_id"}``; an ``entity_id`` of null says that the name stands for no known
    entity or cannot be told, and then a link is wrong.
    """
    faults = []
    for gold in wanted:
        for mention in mentions:
            if (mention.text, mention.label) == (gold["text"], gold["label"]):
                right = mention.entity_id == (gold["entity_id"] or "")
                faults += _count(document, mention, tally, right=right, linked=bool(mention.entity_id))
    return faults


def _count(document: Document, mention: Mention, tally: Tally, *, right: bool, linked: bool) -> list[Fault]:
    if right:
        tally.hit(mention.label)
        return []
    if linked:
        tally.alarm(mention.label)
        kind = f"linked to {mention.canonical}"
    else:
        tally.miss(mention.label)
        kind = "not linked"
    return [fault_at(kind, mention.label, document, mention.start, mention.end)]
