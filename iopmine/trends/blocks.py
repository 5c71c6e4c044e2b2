"""Stories as the blocks that are permuted: one row for each story, however often it was reprinted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from iopmine.trends.observations import DOCUMENTS, Dated, Observation, dated
from iopmine.trends.periods import midpoint

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Blocks:
    """Stories in order of time, and what they weigh in each series.

    ``moments``: fractional years, ascending, shape (n_stories,). ``strata``: numbers of the parts of the corpus among
    which dates may be exchanged, shape (n_stories,). ``keys``: (kind, key) of each series, sorted. ``weights``: 0 to
    1, shape (n_series, n_stories).
    """

    moments: Floats
    strata: Indices
    keys: tuple[tuple[str, str], ...]
    weights: Floats


def blocks(observations: Iterable[Observation], *, within_groups: bool) -> Blocks:
    """Gather the observations by story.

    A story has the date and the group of its earliest placement, and weighs in a series what its heaviest placement
    does. Without ``within_groups`` all stories are one stratum.
    """
    rows = dated(observations)
    earliest: dict[str, tuple[float, str, str]] = {}
    for row in rows:
        place = (midpoint(row.published, row.precision), row.document_id, row.group)
        earliest[row.story_id] = min(earliest.get(row.story_id, place), place)
    stories = sorted(earliest, key=lambda story: (earliest[story][0], story))
    groups = sorted({earliest[story][2] for story in stories})
    number = {group: index if within_groups else 0 for index, group in enumerate(groups)}
    keys = tuple(sorted({(row.kind, row.key) for row in rows if row.kind != DOCUMENTS}))
    return Blocks(
        moments=np.array([earliest[story][0] for story in stories], dtype=np.float64),
        strata=np.array([number[earliest[story][2]] for story in stories], dtype=np.intp),
        keys=keys,
        weights=_weights(rows, keys, stories),
    )


def _weights(rows: list[Dated], keys: tuple[tuple[str, str], ...], stories: list[str]) -> Floats:
    series = {key: index for index, key in enumerate(keys)}
    column = {story: index for index, story in enumerate(stories)}
    weights = np.zeros((len(keys), len(stories)))
    for row in rows:
        if row.kind != DOCUMENTS:
            at = series[row.kind, row.key], column[row.story_id]
            weights[at] = max(weights[at], row.weight)
    return weights
