"""What a page says now and did not say before, counted in sentences."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from iopmine.text.normal import fold
from iopmine.text.sentences import sentences


class Change(NamedTuple):
    """Sentences that only the new text has, that only the old one has, and the share of all that changed (0-1)."""

    added: int
    removed: int
    share: float


def changed(old: str, new: str) -> Change:
    """Compare two texts by their sentences; where a sentence stands, letter case and spaces do not matter."""
    before, after = _sentences(old), _sentences(new)
    added, removed = (after - before).total(), (before - after).total()
    whole = before.total() + after.total()
    return Change(added, removed, round((added + removed) / whole, 4) if whole else 0.0)


def _sentences(text: str) -> Counter[str]:
    folded = (fold(text[start:end]) for start, end in sentences(text))
    return Counter(sentence for sentence in folded if sentence)
