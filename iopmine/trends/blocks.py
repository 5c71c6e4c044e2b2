"""Stories in order of time, with what must not be torn apart when their dates are exchanged.

One row for each story, however often it was reprinted. A story has two marks that bind the exchange of dates: its
stratum (the source), within which dates are exchanged, so that a changed mix of sources is no change of debate; and
its block of time, whose stories move together, so that the coverage of one event, told in many stories within some
weeks, counts as one chance and not as many.
Source of blocks: Künsch, The jackknife and the bootstrap for general stationary observations (Annals of Statistics 17,
1989); of exchange within strata: Pitman, Significance tests which may be applied to samples from any populations
(Journal of the Royal Statistical Society, Supplement 4, 1937).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from iopmine.records import Precision
from iopmine.trends.observations import DOCUMENTS, Dated, Observation, dated
from iopmine.trends.periods import midpoint

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]

BLOCK_DAYS = 14
"""The coverage of one event is mostly of one fortnight; what a block's ends cut off, ``clustering`` makes up for."""
STRATUM_LEAST = 3
"""Stories a source needs to be a stratum of its own; the smaller ones are one stratum together. With 20, the coming
and going of sources of some stories each passed for a change in every eighth simulated corpus that had many of them."""
YEAR_DAYS = 365.25


@dataclass(frozen=True)
class Blocks:
    """Stories in order of time, and what they weigh in each series.

    ``stories``: their ids. ``moments``: fractional years, ascending. ``strata``: numbers of the parts of the corpus
    within which dates are exchanged. ``events``: numbers of the blocks of time that move as one. ``precise``: whether
    the date is known to the month. All of shape (n_stories,). ``keys``: (kind, key) of each series, sorted.
    ``weights``: 0 to 1, shape (n_series, n_stories). ``block_days``: how long a block is, 0 where each story is one.
    """

    stories: tuple[str, ...]
    moments: Floats
    strata: Indices
    events: Indices
    precise: npt.NDArray[np.bool_]
    keys: tuple[tuple[str, str], ...]
    weights: Floats
    block_days: int = BLOCK_DAYS

    def part(self, row: int, begin: float, end: float) -> Blocks:
        """Return one series over the stories of a stretch of time, half-open."""
        inside = (self.moments >= begin) & (self.moments < end)
        return replace(
            self,
            stories=tuple(story for story, kept in zip(self.stories, inside, strict=True) if kept),
            moments=self.moments[inside],
            strata=np.unique(self.strata[inside], return_inverse=True)[1].astype(np.intp),
            events=np.unique(self.events[inside], return_inverse=True)[1].astype(np.intp),
            precise=self.precise[inside],
            keys=(self.keys[row],),
            weights=self.weights[[row]][:, inside],
        )


def blocks(
    observations: Iterable[Observation], *, within_groups: bool | None = None, block_days: int = BLOCK_DAYS
) -> Blocks:
    """Gather the observations by story.

    A story has the date and the group of its earliest placement, and weighs in a series what its heaviest placement
    does. ``within_groups``: True makes each group a stratum, False makes all stories one; None makes strata of the
    groups that have STRATUM_LEAST stories, and one of the rest. ``block_days`` of 0 makes each story its own block.
    """
    rows = dated(observations)
    earliest: dict[str, tuple[float, str, str, Precision]] = {}
    for row in rows:
        place = (midpoint(row.published, row.precision), row.document_id, row.group, row.precision)
        earliest[row.story_id] = min(earliest.get(row.story_id, place), place)
    stories = sorted(earliest, key=lambda story: (earliest[story][0], story))
    moments = np.array([earliest[story][0] for story in stories], dtype=np.float64)
    precise = np.array([earliest[story][3] != "year" for story in stories], dtype=np.bool_)
    keys = tuple(sorted({(row.kind, row.key) for row in rows if row.kind != DOCUMENTS}))
    return Blocks(
        stories=tuple(stories),
        moments=moments,
        strata=_strata([earliest[story][2] for story in stories], within_groups),
        events=time_blocks(moments, block_days, precise),
        precise=precise,
        keys=keys,
        weights=_weights(rows, keys, stories),
        block_days=block_days,
    )


def _strata(groups: Sequence[str], within_groups: bool | None) -> Indices:
    """Number the strata of stories of given groups."""
    sizes = Counter(groups)
    least = 1 if within_groups else STRATUM_LEAST
    own = [] if within_groups is False else sorted(group for group, size in sizes.items() if size >= least)
    number = {group: index for index, group in enumerate(own, start=1)}
    numbers = np.array([number.get(group, 0) for group in groups], dtype=np.intp)
    return np.unique(numbers, return_inverse=True)[1].astype(np.intp)


def time_blocks(moments: Floats, block_days: int, precise: npt.NDArray[np.bool_] | None = None) -> Indices:
    """Number the blocks of time of stories in order of time, shape (n_stories,).

    A story dated to a year only (not ``precise``) is a block of its own, because nobody knows its event.
    """
    alone = np.arange(len(moments), dtype=np.intp)
    if not block_days or not len(moments):
        return alone
    block = np.floor((moments - moments[0]) * (YEAR_DAYS / block_days)).astype(np.intp)
    together = block if precise is None else np.where(precise, block, block.max() + 1 + alone)
    return np.unique(together, return_inverse=True)[1].astype(np.intp)


def _weights(rows: list[Dated], keys: tuple[tuple[str, str], ...], stories: list[str]) -> Floats:
    series = {key: index for index, key in enumerate(keys)}
    column = {story: index for index, story in enumerate(stories)}
    weights = np.zeros((len(keys), len(stories)))
    for row in rows:
        if row.kind != DOCUMENTS:
            at = series[row.kind, row.key], column[row.story_id]
            weights[at] = max(weights[at], row.weight)
    return weights
