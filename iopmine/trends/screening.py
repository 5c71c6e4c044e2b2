"""Which series may still hold after some permutations: most are out of the question long before the last one.

A p-value can only fall short of its level while few enough permutations have reached the observed value. As the draws
of a short test are the first ones of a long test with the same seed, whoever has used up that number is out, whatever
the further draws would give: the answer is that of the whole test. Source of stopping where the answer is settled:
Besag and Clifford, Sequential Monte Carlo p-values (Biometrika 78, 1991).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from iopmine.trends.blocks import Blocks, Floats
from iopmine.trends.families import Family
from iopmine.trends.permutation import permutation_test

_FIRST = 24
_FACTOR = 4
_TOLERANCE = 1e-9


def standing(
    gathered: Blocks,
    rows: Sequence[int],
    forms: Sequence[Family],
    *,
    level: float | Floats,
    permutations: int,
    seed: int,
    until: int | None = None,
) -> list[int]:
    """Return those rows of the blocks whose p-value may be at most ``level`` in a test of so many permutations.

    ``level``: one for all, or one of each row, shape (n_rows,). ``forms``: those of the blocks. ``until``: how many
    permutations are drawn at most for it; without it all of them, and what stands has such a p-value.
    """
    left, levels, drawn = np.array(rows, dtype=np.intp), np.broadcast_to(level, len(rows)), 0
    until = permutations if until is None else min(until, permutations)
    while len(left) and drawn < until:
        drawn = min(drawn * _FACTOR or _FIRST, until)
        tested = permutation_test(gathered.weights[left], gathered, forms, permutations=drawn, seed=seed)
        # What has been reached so far is the least that will have been: the p-value of all draws is at least this.
        least = tested.p_values * ((drawn + 1) / (permutations + 1))
        kept = least <= levels + _TOLERANCE
        left, levels = left[kept], levels[kept]
    return [int(row) for row in left]
