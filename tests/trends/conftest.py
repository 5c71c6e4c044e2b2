"""Corpora with dates: observations from days and hits."""

from datetime import date, timedelta

import numpy as np
import pytest

from iopmine.trends.observations import DOCUMENTS, Observation

START = date(2010, 1, 1)


@pytest.fixture
def observe():
    """Return a function that turns days (from 2010 on) and weights of series into observations."""

    def _observe(days, weights, *, stories=None, groups=None):
        seen = []
        for i, day in enumerate(days):
            story = f"s{i if stories is None else stories[i]}"
            group = "all of it" if groups is None else groups[i]
            iso = (START + timedelta(days=int(day))).isoformat()
            seen.append(Observation(f"d{i}", story, iso, "day", group, DOCUMENTS, "all"))
            for key, row in enumerate(np.atleast_2d(weights)):
                if row[i] > 0:
                    seen.append(Observation(f"d{i}", story, iso, "day", group, "frame", f"f{key}", float(row[i])))
        return seen

    return _observe
