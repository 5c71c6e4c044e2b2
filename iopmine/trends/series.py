"""Curves: for each period how many stories, what share of all stories, and how many placements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from iopmine.records import Series
from iopmine.trends.intervals import wilson
from iopmine.trends.observations import DOCUMENTS, Dated, Observation, dated
from iopmine.trends.periods import Granularity, period_of

ALL = "all"
DECIMALS = 4


class _Cell:
    """What one period of one curve rests on."""

    def __init__(self) -> None:
        self.documents: set[str] = set()
        self.stories: dict[str, float] = {}

    def add(self, observation: Dated) -> None:
        """Count a placement; its story weighs as much as its heaviest placement of the period."""
        self.documents.add(observation.document_id)
        story = observation.story_id
        self.stories[story] = max(self.stories.get(story, 0.0), observation.weight)


def series(observations: Iterable[Observation], *, by: Granularity, groups: bool = False) -> list[Series]:
    """Return the curves of everything observed, sorted; with ``groups`` also those of each part of the corpus.

    ``count`` is the sum of the weights of the stories told in a period (for hits: their number), ``share`` divides
    it by all stories told in the period and carries Wilson's 95 % interval. A story is told in every period in which
    one of its placements was published. A period in which the corpus has documents but none of a kind is a row with
    0; a period without documents is a gap and has no row.
    """
    told: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    cells: dict[tuple[str, str, str], dict[str, _Cell]] = defaultdict(lambda: defaultdict(_Cell))
    for observation in dated(observations):
        period = period_of(observation.published, observation.precision, by)
        if period is None:
            continue
        for group in {ALL, observation.group} if groups else {ALL}:
            told[group][period].add(observation.story_id)
            if observation.weight > 0:
                cells[observation.kind, observation.key, group][period].add(observation)
    rows: list[Series] = []
    for (kind, key, group), curve in cells.items():
        for period, stories in told[group].items():
            rows += _rows(kind, key, group, period, curve.get(period, _Cell()), len(stories))
    return sorted(rows, key=lambda row: (row.kind, row.key, row.group, row.measure, row.period))


def _rows(kind: str, key: str, group: str, period: str, cell: _Cell, stories: int) -> Iterator[Series]:
    """Yield the count, and the share unless it is of all documents, which would be 1 throughout."""
    total = sum(cell.stories[story] for story in sorted(cell.stories))
    resting = (len(cell.documents), len(cell.stories))
    yield Series(kind, key, group, "count", period, round(total, DECIMALS), None, None, *resting)
    if kind != DOCUMENTS:
        low, high = (round(end, DECIMALS) for end in wilson(min(total, stories), stories))
        yield Series(kind, key, group, "share", period, round(total / stories, DECIMALS), low, high, *resting)
