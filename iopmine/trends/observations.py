"""What trends are made of: one line for each thing that one document was seen to have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from iopmine.records import Precision

DOCUMENTS = "documents"
"""The kind that every document has, with key ``all`` and weight 1: what shares are shares of."""


class Observation(NamedTuple):
    """A document has a topic, area, frame or entity, with a weight of 0 to 1 (1: it is there).

    ``group`` is the part of the corpus, for example the source. A document without a date takes no part. Each
    document, also one in which nothing was found, has an observation of the kind DOCUMENTS; without it the document
    would be missing from what shares are shares of.
    """

    document_id: str
    story_id: str
    published: str | None
    precision: Precision | None
    group: str
    kind: str
    key: str
    weight: float = 1.0


class Dated(NamedTuple):
    """An observation that has a date."""

    document_id: str
    story_id: str
    published: str
    precision: Precision
    group: str
    kind: str
    key: str
    weight: float


def dated(observations: Iterable[Observation]) -> list[Dated]:
    """Return the observations that have a date, sorted, so that the order they came in does not matter."""
    return sorted(
        Dated(o.document_id, o.story_id, o.published, o.precision, o.group, o.kind, o.key, o.weight)
        for o in observations
        if o.published and o.precision
    )
