"""What is told of a source that has stopped answering."""

from __future__ import annotations

import pytest

from iopmine.records import Entry, Source, SourceRun
from iopmine.sources.health import health

SOURCE = Source(
    "ekdala", "Ekdala kommun", "municipality", "https://ekdala.se/", (Entry("rss", "feed", "https://x.se/"),)
)


def run(day: int, *, complete: bool) -> SourceRun:
    at = f"2026-03-{day:02}T09:00:00Z"
    return SourceRun(SOURCE.id, at, at, leads=5, complete=complete)


@pytest.mark.parametrize(("failed", "told"), [(1, "in the last run."), (2, "in the last 2 runs.")])
def test_runs_without_an_answer_are_counted(failed: int, told: str) -> None:
    runs = [run(1, complete=True), *(run(2 + day, complete=False) for day in range(failed))]
    assert health(SOURCE, runs).warnings == (f"An entry point has not answered {told}",)
