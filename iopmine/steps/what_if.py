"""``iopmine topics --what-if``: whether the shifts of the latest run hold when other things are chosen."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from iopmine.config import Workspace
from iopmine.errors import TopicError, UsageError
from iopmine.records import Document, Held, Share, Shift, Topic, TopicNumber
from iopmine.steps.modelling import placed, renumbered, stories_of, tokenised
from iopmine.steps.observing import observed, tested
from iopmine.steps.opening import open_store
from iopmine.steps.readings import Readings
from iopmine.store import Store
from iopmine.text.counting import counted
from iopmine.topics.lineage import lineage
from iopmine.topics.readout import model_topics
from iopmine.topics.snapshot import snapshot
from iopmine.trends.assurance import held_sentence
from iopmine.trends.shifts import find_shifts
from iopmine.trends.whatif import Setting, Unit, grid, restricted, what_if

NUMBERS: Final = (0.75, 1.25)
"""Other numbers of topics, as parts of the run's own."""
SEEDS: Final = 2
SOURCES: Final = 3
"""So many of the largest sources are left out, one at a time."""
_YEARS_LEAST: Final = 4


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The settings tried, the run's own first, those that the texts do not carry, and each shift that any found."""

    run: str
    settings: tuple[Setting, ...]
    impossible: tuple[str, ...]
    held: tuple[Held, ...]


def try_settings(workspace: Workspace, *, progress: Callable[[str], None] = lambda _: None) -> WhatIf:
    """Test again with other numbers of topics, seeds, units, periods and sources, and save in how many a shift holds.

    One thing is changed at a time. Topics of other fits go by the number of the topic of the run that they are like.
    ``progress`` is told each setting as it begins.

    Raises:
        StoreError: there is no store yet.
        UsageError: there is no run of topics yet.
    """
    with open_store(workspace) as store:
        run = store.latest_run()
        if run is None:
            raise UsageError("There is no run whose shifts could be tried.", hint="Make one with: iopmine topics.")
        trial = _Trial(store, run)
        settings: list[Setting] = []
        impossible: list[str] = []
        shifts: dict[Setting, list[Shift]] = {}
        for setting in trial.settings():
            progress(setting.name)
            try:
                shifts[setting] = trial.shifts(setting)
            except TopicError as error:
                impossible.append(f"{setting.name}: {error}")
                continue
            settings.append(setting)
        held = what_if(settings, shifts.__getitem__)
        store.replace_in_run(run, Held, held)
    return WhatIf(run, tuple(settings), tuple(impossible), tuple(held))


class _Trial:
    """One run, and its tests under other settings."""

    def __init__(self, store: Store, run: str) -> None:
        self._store, self._run = store, run
        self._documents = list(store.documents())
        self._stories = stories_of(self._documents)
        self._told: dict[str, Any] = json.loads(store.run_settings(run))
        self._primary = [(kind, key) for kind, _, key in (name.partition(":") for name in self._told["primary"])]
        self._topics, self._shares = store.topics(run), store.shares(run)
        self._main = Setting(topics=self._number(), seed=self._told["seed"])
        self._fitted: dict[tuple[int | None, int], Sequence[Share]] = {
            (self._main.topics, self._main.seed): self._shares
        }
        self._words = tokenised(Readings(store, self._documents), self._stories)

    def _number(self) -> int | None:
        if self._told["topics"] is not None or not self._topics:
            asked: int | None = self._told["topics"]
            return asked
        tried = self._store.of_run(self._run, TopicNumber)
        return next((each.topics for each in tried if each.chosen), len(self._topics))

    def settings(self) -> list[Setting]:
        """Return the run's own setting and those that differ from it in one thing."""
        number, seed = self._main.topics, self._main.seed
        years = sorted({document.published[:4] for document in self._documents if document.published})
        periods = [(years[1], None), (None, years[-2])] if len(years) >= _YEARS_LEAST else []
        reprints = len(self._stories) < len(self._documents)
        units: list[Unit] = ["placements"] if reprints else []
        return grid(
            self._main,
            topics=[max(2, round(part * number)) for part in NUMBERS] if number else (),
            seeds=range(seed + 1, seed + 1 + SEEDS) if self._topics else (),
            units=units,
            periods=periods,
            without=_largest(self._documents),
        )

    def shifts(self, setting: Setting) -> list[Shift]:
        """Return what the tests find under a setting.

        Raises:
            TopicError: more topics than the texts carry.
        """
        seen = tested(observed(self._store, self._documents, self._shares_of(setting)))
        return find_shifts(restricted(seen, setting), primary=self._primary, seed=setting.seed)[0]

    def _shares_of(self, setting: Setting) -> Sequence[Share]:
        key = setting.topics, setting.seed
        if key not in self._fitted:
            self._fitted[key] = self._refitted(*key)
        return self._fitted[key]

    def _refitted(self, number: int | None, seed: int) -> list[Share]:
        topics, shares = model_topics(
            self._words,
            topics=number,
            seed=seed,
            run=self._run,
            anchors=self._told["anchors"],
            labelled=self._told["labelled"],
        )
        return placed(self._as_before(topics, shares), self._stories)

    def _as_before(self, topics: list[Topic], shares: list[Share]) -> list[Share]:
        """Return shares under the numbers of the run's own topics."""
        own = [share for share in self._shares if share.document_id in self._stories]
        line = lineage(snapshot(self._topics, own), snapshot(topics, shares))
        return renumbered(topics, shares, line.numbers)[1]


def _largest(documents: Sequence[Document]) -> list[str]:
    """Return the sources with most texts, if there are others beside them."""
    sizes = Counter(document.source for document in documents if document.published)
    return sorted(sizes, key=lambda source: (-sizes[source], source))[: min(SOURCES, len(sizes) - 1)]


def what_if_lines(tried: WhatIf) -> list[str]:
    """Say in how many of the settings each shift holds, a sentence a line."""
    lost = [f"Not tried: {said}" for said in tried.impossible]
    if not tried.held:
        return [*lost, f"What if: no shift in any of {counted(len(tried.settings), 'setting')} that were tried."]
    return [*lost] + [held_sentence(held, f"{held.kind} {held.key}", "en", main=held.setting) for held in tried.held]
