"""What ``iopmine gather`` keeps: texts about IOP, about profits in welfare, or that name somebody who is followed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from iopmine.nlp.relevance import assess, may_concern
from iopmine.text.normal import aligned, fold


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a text is kept, what for or why not, and how probably it speaks of IOP (0-1)."""

    kept: bool
    reason: str
    relevance: float


class Interest:
    """The judge of a run. ``names`` are watched names, found in any inflection by genitive s and in any case."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = {name: fold(name) for name in names if name.strip()}
        spelled = sorted((re.escape(name) for name in self._names.values()), key=lambda name: (-len(name), name))
        self._watched = re.compile(rf"(?<!\w)(?:{'|'.join(spelled)})s?(?!\w)") if spelled else None

    def watched(self, text: str) -> list[str]:
        """Return the watched names that a text holds, in the order they were given."""
        if self._watched is None:
            return []
        found = {match.group() for match in self._watched.finditer(fold(text))}
        return [name for name, folded in self._names.items() if found & {folded, f"{folded}s"}]

    def may_hold(self, text: str) -> bool:
        """Tell, quickly and rather too often, whether a text can be of interest."""
        form = aligned(text).form
        return may_concern(form) or bool(self.watched(form))

    def judge(self, text: str) -> Judgement:
        """Judge the text of an article."""
        found = assess(aligned(text).form)
        names = self.watched(text)
        if found.topic != "ovrigt":
            return Judgement(True, found.topic, found.probability)
        if names:
            return Judgement(True, f"names {', '.join(names)}", found.probability)
        against = "; ".join(reason.reason for reason in found.reasons)
        reason = f"Not about IOP or profits in welfare{f' ({against})' if against else ''}."
        return Judgement(False, reason, found.probability)
