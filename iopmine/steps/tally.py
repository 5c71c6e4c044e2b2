"""Counting what a run brings from one source."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from iopmine.records import Issue, Source, SourceRun
from iopmine.steps.finding import STAGE, Found, is_asked

# What can become of a page; all else (``later``) leaves it for another run.
_COUNTED = frozenset({"kept", "changed", "unchanged", "left_out", "failed", "disallowed", "gone"})


@dataclass(slots=True)
class Tally:
    """What one source has brought so far, and what is still to be asked for."""

    source: Source
    started_at: str
    heard: bool = False
    """Whether its entries have been asked."""
    leads: int = 0
    new: int = 0
    cut: int = 0
    entries: tuple[str, ...] = ()
    later: int = 0
    """Addresses left for a later run."""
    expected: int = 0
    """Pages that this run means to ask for."""
    outcomes: Counter[str] = field(default_factory=Counter)

    def named(self, found: Found, *, new: int, due: int, expected: int) -> None:
        """Note what the source has; of the addresses due, so many are expected to be asked for."""
        self.leads, self.new, self.entries = len(found.leads), new, found.entries
        self.heard = True
        self.expected = expected
        self.later = due - expected
        self.cut = found.cut + self.later

    def settled(self, outcome: str) -> None:
        """Count an outcome."""
        if outcome in _COUNTED:
            self.outcomes[outcome] += 1
        else:
            self.expected -= 1
            self.later += 1
            self.cut += 1

    @property
    def waiting(self) -> int:
        """Pages that nothing is known of yet."""
        return self.expected - self.outcomes.total()

    @property
    def asked(self) -> int:
        """Pages asked for: all but those that robots.txt closes."""
        return self.outcomes.total() - self.outcomes["disallowed"]

    def run(self, ended_at: str) -> SourceRun:
        """Return the counts as they are stored."""
        return SourceRun(
            source=self.source.id,
            started_at=self.started_at,
            ended_at=ended_at,
            leads=self.leads,
            new=self.new,
            asked=self.asked,
            **{name: self.outcomes[name] for name in sorted(_COUNTED)},
            cut=self.cut,
            entries=self.entries,
            complete=self._complete,
            floor_missed=self._floor_missed,
            note=f"{self.later} addresses wait for a later run" if self.later else "",
        )

    def missed_floor(self) -> Issue | None:
        """Return an issue if the source named fewer leads than it should, although all its entries answered."""
        if not self._floor_missed:
            return None
        floor = self.source.floor_leads
        message = f"The source named {self.leads} articles, fewer than {floor}: its pages may have changed."
        return Issue(STAGE, self.source.id, self.source.home, "warning", f"{message} Run: iopmine sources check.")

    @property
    def _floor_missed(self) -> bool:
        named = any(map(is_asked, self.source.entries))
        return named and self._complete and self.leads < self.source.floor_leads

    @property
    def _complete(self) -> bool:
        return len(self.entries) == sum(map(is_asked, self.source.entries))
