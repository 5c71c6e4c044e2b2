"""Candidate names: what lists and patterns propose, before one reading of the text is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from iopmine.nlp.spans import Board
from iopmine.records import Label


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed mention: half-open character offsets, genitive ending outside.

    ``reach`` is the end with the genitive ending; ``priority`` decides between equally long proposals (higher
    wins); ``entity_ids`` holds every entity the name may stand for.
    """

    start: int
    end: int
    reach: int
    label: Label
    entity_ids: tuple[str, ...]
    rule: str
    score: float
    priority: int = 0
    kind: str = ""


def choose(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return non-overlapping candidates in text order: longest first, then priority, then position.

    Nested names are never kept beside the name they stand in (``Göteborg`` in ``Skyddsvärnet i Göteborg``).
    """
    ranked = sorted(candidates, key=lambda c: (c.start - c.end, -c.priority, c.start, c.label, c.entity_ids))
    board = Board(max((c.reach for c in ranked), default=0))
    return sorted((c for c in ranked if board.claim(c.start, c.reach)), key=lambda c: c.start)
