"""From term hits to the areas and frames of a document: where a hit stands decides what it weighs.

A hit is evidence, not a label: a trigger in the title or in a sentence that speaks of the partnership weighs more
than one in passing, and what a definition box repeats weighs nothing. A document is about its main subjects only; a
survey, which goes from subject to subject and dwells on none, is about all of them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from iopmine.nlp.spans import Board, SpanIndex
from iopmine.nlp.terms import TermHit

TITLE_WEIGHT = 3.0
LEAD_WEIGHT = 1.5
NEAR_WEIGHT = 1.25
PLAIN_WEIGHT = 1.0
_LEAD_LENGTH = 600
# A survey speaks of this many areas at least, and none of them has more than this share of the weight.
_SURVEYED = 4
_DWELT_ON = 0.4
# A parent area stands beside its sub-area only with clearly more evidence.
_PARENT_FACTOR = 1.5


@dataclass(frozen=True, slots=True)
class Layout:
    """What a hit's weight depends on: the title's end, marked passages, sentences that speak of the partnership."""

    title_end: int
    marked: SpanIndex
    near: SpanIndex

    def weight(self, position: int) -> tuple[float, str]:
        """Return the weight of a hit at a character position, and the name of the place."""
        if self.marked.covers(position):
            return 0.0, "box"
        if position < self.title_end:
            return TITLE_WEIGHT, "title"
        if self.near.covers(position):
            return NEAR_WEIGHT, "near"
        if position < self.title_end + _LEAD_LENGTH:
            return LEAD_WEIGHT, "lead"
        return PLAIN_WEIGHT, "text"


@dataclass(frozen=True, slots=True)
class Bar:
    """What a key has to reach: a score of ``threshold``, and ``share`` of the heaviest key's weight.

    ``most``: the main subjects of a text are few. ``alone``: the breadth that a key's only term must have; where it is
    above the breadth of common words, one of them is not enough.
    """

    threshold: float
    share: float = 0.0
    most: int = 4
    alone: float = 0.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A hit with its place, its weight, and the score of its key in the document."""

    hit: TermHit
    place: str
    score: float


def saturate(weight: float) -> float:
    """Map a sum of weights to 0-1: a title hit alone gives .63, two plain hits .49."""
    return round(1.0 - math.exp(-weight / 3.0), 3)


def weigh(
    hits: Iterable[TermHit],
    layout: Layout,
    bar: Bar,
    *,
    survey: Bar | None = None,
    breadth: Callable[[str], float] = lambda _term: 1.0,
    parents: Mapping[str, str] | None = None,
) -> list[Weighed]:
    """Return the hits of the main keys of a document, in text order.

    A key counts if it reaches ``bar``, in a survey ``survey`` (if given). ``breadth`` scales a term's weight (below 1
    for words that stand nearly everywhere). Further hits of one term count for less and less (square root of the
    count), so that one repeated word does not make an area. ``parents`` maps a sub-area to its area: the more specific
    goes before.
    """
    sums: dict[str, float] = defaultdict(float)
    counts: Counter[tuple[str, str]] = Counter()
    placed: list[tuple[TermHit, str]] = []
    for hit in _distinct(hits):
        weight, place = layout.weight(hit.start)
        if weight == 0.0:
            continue
        counts[hit.key, hit.term] += 1
        seen = counts[hit.key, hit.term]
        sums[hit.key] += weight * breadth(hit.term) * (math.sqrt(seen) - math.sqrt(seen - 1))
        placed.append((hit, place))
    if survey is not None and is_survey(sums):
        bar = survey
    supported = _supported(counts, breadth, bar.alone)
    least = bar.share * max(sums.values(), default=0.0)
    passing = {k: w for k, w in sums.items() if k in supported and saturate(w) >= bar.threshold and w >= least}
    kept = set(most_specific(passing, parents or {})[: bar.most])
    return [Weighed(hit, place, saturate(sums[hit.key])) for hit, place in placed if hit.key in kept]


def is_survey(weights: Mapping[str, float]) -> bool:
    """Tell whether a text goes through many areas (a sub-area counts as its area) without dwelling on one."""
    tops: dict[str, float] = defaultdict(float)
    for key, weight in weights.items():
        top = key.partition(".")[0]
        tops[top] = max(tops[top], weight)
    return len(tops) >= _SURVEYED and max(tops.values()) < _DWELT_ON * sum(tops.values())


def _supported(counts: Iterable[tuple[str, str]], breadth: Callable[[str], float], alone: float) -> set[str]:
    """Return the keys with two different terms, or one of a breadth that may stand alone."""
    terms: dict[str, list[str]] = defaultdict(list)
    for key, term in counts:
        terms[key].append(term)
    return {key for key, found in terms.items() if len(found) > 1 or breadth(found[0]) >= alone}


def _distinct(hits: Iterable[TermHit]) -> list[TermHit]:
    """Keep the longest of the overlapping hits of one key: ``riskkapitalbolag`` fires two patterns, once is enough.

    Of two patterns of one word the more specific goes before: ``upphandlingsplikt*`` before ``upphandl*``.
    """
    by_key: dict[str, list[TermHit]] = defaultdict(list)
    for hit in hits:
        by_key[hit.key].append(hit)
    kept: list[TermHit] = []
    for group in by_key.values():
        board = Board(max(h.end for h in group))
        ranked = sorted(group, key=lambda h: (h.start - h.end, h.start, -len(h.term), h.term))
        kept += (hit for hit in ranked if board.claim(hit.start, hit.end))
    return sorted(kept, key=lambda h: (h.start, h.end, h.key))


def most_specific(weights: Mapping[str, float], parents: Mapping[str, str]) -> list[str]:
    """Return the keys, heaviest first, without those whose sub-area stands for them."""
    best_child: dict[str, float] = defaultdict(float)
    for key, weight in weights.items():
        if parents.get(key):
            best_child[parents[key]] = max(best_child[parents[key]], weight)
    kept = [k for k, w in weights.items() if best_child[k] == 0.0 or w > _PARENT_FACTOR * best_child[k]]
    return sorted(kept, key=lambda k: (-weights[k], k))
