"""Curves: for each period how many stories, what share of all stories, and how many placements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from iopmine.records import Series
from iopmine.trends.intervals import counted, counted_in_clusters, effective_trials, wilson
from iopmine.trends.observations import DOCUMENTS, Dated, Observation, dated
from iopmine.trends.periods import Granularity, period_of

ALL = "all"
DECIMALS = 4
MIX_LEAST = 0.5
"""A period in which the sources present are less of the corpus than this has no standardised share."""

Told = dict[str, dict[str, set[str]]]
"""For each period the stories told, each with its documents."""


class _Cell:
    """What one period of one curve rests on."""

    def __init__(self) -> None:
        self.documents: dict[str, float] = {}
        self.stories: dict[str, float] = {}

    def add(self, observation: Dated) -> None:
        """Count a placement; its story weighs as much as its heaviest placement of the period."""
        for known, key in ((self.documents, observation.document_id), (self.stories, observation.story_id)):
            known[key] = max(known.get(key, 0.0), observation.weight)

    @property
    def total(self) -> float:
        """Of the stories' weights, the same whatever order they came in."""
        return sum(self.stories[story] for story in sorted(self.stories))


_EMPTY = _Cell()
Curves = dict[tuple[str, str], dict[str, dict[str, _Cell]]]
"""For each kind and key, then group, then period."""


def series(
    observations: Iterable[Observation],
    *,
    by: Granularity,
    groups: bool = False,
    placements: bool = False,
    standardised: bool = False,
    seen: Mapping[tuple[str, str], int] | None = None,
) -> list[Series]:
    """Return the curves of everything observed, sorted; with ``groups`` also those of each part of the corpus.

    ``count`` is the sum of the weights of the stories told in a period (for hits: their number); ``share`` divides
    it by all stories told in the period. A story is told in every period in which one of its placements was
    published. With ``placements`` there are ``count_placements`` and ``share_placements``, whose intervals know that
    the placements of a story are alike; with ``standardised``, ``share_standardised``: the share if every group were
    as large a part of each period as it is of the corpus.

    A period in which the corpus has documents but none of a kind is a row with 0; a period without documents is a gap
    and has no row. ``seen`` says how many articles of a group, kept or not, were seen in a period: where it is above 0
    and nothing was kept, the count is 0 and not a gap, and ``sources`` counts the groups that were seen or kept.
    Source of standardising: direct standardisation, as in Breslow and Day, Statistical methods in cancer research II
    (1987).
    """
    told: dict[str, Told] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    curves: Curves = defaultdict(lambda: defaultdict(lambda: defaultdict(_Cell)))
    for observation in dated(observations):
        period = period_of(observation.published, observation.precision, by)
        if period is None:
            continue
        for group in {ALL, observation.group}:
            told[group][period][observation.story_id].add(observation.document_id)
            if observation.weight > 0:
                curves[observation.kind, observation.key][group][period].add(observation)
    open_periods = _open(told, seen or {})
    sizes = {(group, period): _size(stories) for group, parts in told.items() for period, stories in parts.items()}
    rows: list[Series] = []
    for (kind, key), parts in curves.items():
        for group in sorted(parts) if groups else [ALL]:
            for period in open_periods[group]:
                stories = told[group].get(period, {})
                cell, size = parts[group].get(period, _EMPTY), sizes.get((group, period), (0, 0))
                rows += _rows((kind, key, group), period, cell, stories, size, placements=placements)
        if standardised and kind != DOCUMENTS:
            rows += _standardised((kind, key, ALL), parts, told)
    if seen is not None:
        rows += _sources(open_periods)
    return sorted(rows, key=lambda row: (row.kind, row.key, row.group, row.measure, row.period))


def _size(stories: Mapping[str, set[str]]) -> tuple[int, int]:
    """Return how many placements the stories have, and the sum of the squares."""
    numbers = [len(documents) for documents in stories.values()]
    return sum(numbers), sum(n * n for n in numbers)


def _open(told: Mapping[str, Told], seen: Mapping[tuple[str, str], int]) -> dict[str, list[str]]:
    """Return the periods of each group that are no gaps: something was kept, or at least seen."""
    found: dict[str, set[str]] = defaultdict(set)
    for group, periods in told.items():
        found[group].update(periods)
    for (group, period), articles in seen.items():
        if articles > 0:
            found[group].add(period)
            found[ALL].add(period)
    return {group: sorted(periods) for group, periods in found.items()}


def _rows(
    name: tuple[str, str, str],
    period: str,
    cell: _Cell,
    stories: Mapping[str, set[str]],
    size: tuple[int, int],
    *,
    placements: bool,
) -> Iterator[Series]:
    """Yield the count, and the share unless it is of all documents, which would be 1 throughout.

    ``size``: of all stories of the period the number of placements, and the sum of the squares of these numbers.
    """
    resting = (len(cell.documents), len(cell.stories))
    yield _point(name, "count", period, cell.total, counted(cell.total), resting)
    # Of each story that has it its placements' weights, and their number: most stories have most things not.
    clusters = [
        (sum(cell.documents.get(document, 0.0) for document in sorted(stories[story])), len(stories[story]))
        for story in sorted(cell.stories)
    ]
    placed = sum(weight for weight, _ in clusters)
    if placements:
        ends = counted_in_clusters(weight for weight, _ in clusters)
        yield _point(name, "count_placements", period, placed, ends, resting)
    if name[0] == DOCUMENTS or not stories:
        return
    total = min(cell.total, len(stories))
    printed, squares = size
    yield _point(name, "share", period, total / len(stories), wilson(total, len(stories)), resting)
    if placements:
        share = min(1.0, placed / printed)
        without = printed - sum(n for _, n in clusters), squares - sum(n * n for _, n in clusters)
        trials = effective_trials(clusters, without)
        yield _point(name, "share_placements", period, share, wilson(share * trials, trials), resting)


def _standardised(
    name: tuple[str, str, str], parts: Mapping[str, Mapping[str, _Cell]], told: Mapping[str, Told]
) -> Iterator[Series]:
    """Yield the shares that the mix of groups of the whole corpus would give; silent groups leave it to the others."""
    groups = sorted(set(told) - {ALL})
    sizes = {group: len({story for stories in told[group].values() for story in stories}) for group in groups}
    whole = sum(sizes.values())
    for period in sorted(told[ALL]):
        stories = {group: len(told[group][period]) for group in groups if period in told[group]}
        present = sum(sizes[group] for group in stories)
        if present < MIX_LEAST * whole:
            continue
        share, spread = 0.0, 0.0
        for group, number in stories.items():
            weight = sizes[group] / present
            cell = parts.get(group, {}).get(period, _EMPTY)
            share += weight * min(cell.total / number, 1.0)
            spread += weight * weight / number
        cell = parts[ALL].get(period, _EMPTY)
        trials = max(1.0, 1 / spread)
        ends = wilson(min(share, 1.0) * trials, trials)
        yield _point(name, "share_standardised", period, share, ends, (len(cell.documents), len(cell.stories)))


def _sources(open_periods: Mapping[str, list[str]]) -> Iterator[Series]:
    """Yield how many groups have anything to say of a period."""
    for period in open_periods.get(ALL, []):
        number = sum(period in periods for group, periods in open_periods.items() if group != ALL)
        yield _point((DOCUMENTS, ALL, ALL), "sources", period, number, None, (0, 0))


def _point(
    name: tuple[str, str, str],
    measure: str,
    period: str,
    value: float,
    ends: tuple[float, float] | None,
    resting: tuple[int, int],
) -> Series:
    low, high = (None, None) if ends is None else (round(ends[0], DECIMALS), round(ends[1], DECIMALS))
    return Series(*name, measure, period, round(value, DECIMALS), low, high, *resting)
