"""What became of each topic in a refit: kept, split, merged, born or ended; a kept topic keeps its number.

Two topics are alike in their words (cosine) and in their documents (weighted Jaccard over the documents that both fits
saw). Topics are paired so that the sum of likeness is largest (Hungarian method). Sources: Greene and Cross, Exploring
the political agenda of the European Parliament using a dynamic topic modeling approach (Political Analysis 25, 2017),
for pairing the topics of separate fits; Greene, Doyle and Cunningham, Tracking the evolution of communities in dynamic
social networks (ASONAM 2010), for splits and mergers as matches of one to many.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import count

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from iopmine.records.topics import Fate, TopicEvent
from iopmine.topics.snapshot import Snapshot

KEPT_LEAST = 0.4
"""Likeness from which on a topic of a refit is the same; see ``tests/topics/test_topics_lineage.py``."""
INSIDE_LEAST = 0.5
"""Share of its documents that a part must have from the whole."""
PART_LEAST = 0.2
"""Share of the whole's documents that a part must have."""
COMMON_LEAST = 5
"""With fewer documents in common, words alone decide."""
DECIMALS = 4
_ORDER: tuple[Fate, ...] = ("kept", "split", "merged", "born", "ended")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lineage:
    """``numbers``: the stable number of each topic of the new fit, in its order; ``events``: what happened, sorted."""

    numbers: tuple[int, ...]
    events: tuple[TopicEvent, ...]


@dataclass(frozen=True)
class Likeness:
    """Old topics against new ones, each of shape (n_old, n_new), 0 to 1; ``common``: documents that both fits saw.

    ``of_old``: the part of the old topic's documents that the new one has; ``of_new``: the part of the new topic's
    documents that come from the old one.
    """

    words: Floats
    documents: Floats
    of_old: Floats
    of_new: Floats
    common: int

    @property
    def score(self) -> Floats:
        """The mean of words and documents, or the words alone where too few documents are common."""
        return self.words if self.common < COMMON_LEAST else (self.words + self.documents) / 2


def likeness(old: Snapshot, new: Snapshot) -> Likeness:
    """Compare all topics of two fits."""
    rows = {key: row for row, key in enumerate(old.ids)}
    common = [(rows[key], row) for row, key in enumerate(new.ids) if key in rows]
    before = old.shares[[one for one, _ in common]]
    after = new.shares[[other for _, other in common]]
    both = np.array([[np.minimum(one, other).sum() for other in after.T] for one in before.T])
    both = both.reshape(len(old.numbers), len(new.numbers))
    sizes, new_sizes = before.sum(axis=0)[:, None], after.sum(axis=0)[None, :]
    return Likeness(
        words=_cosine(old, new),
        documents=_ratio(both, sizes + new_sizes - both),
        of_old=_ratio(both, np.broadcast_to(sizes, both.shape)),
        of_new=_ratio(both, np.broadcast_to(new_sizes, both.shape)),
        common=len(common),
    )


def _cosine(old: Snapshot, new: Snapshot) -> Floats:
    """Return the cosine of word weights; a word that only one fit knows has no weight in the other."""
    columns = {word: column for column, word in enumerate(old.vocabulary)}
    shared = [(columns[word], column) for column, word in enumerate(new.vocabulary) if word in columns]
    one = old.components[:, [a for a, _ in shared]]
    other = new.components[:, [b for _, b in shared]]
    lengths = np.outer(np.linalg.norm(old.components, axis=1), np.linalg.norm(new.components, axis=1))
    return np.minimum(_ratio(one @ other.T, lengths), 1.0)


def _ratio(part: Floats, whole: Floats) -> Floats:
    found: Floats = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    return found


def lineage(old: Snapshot, new: Snapshot, *, taken: Collection[int] = ()) -> Lineage:
    """Return the stable numbers of the new fit's topics, and what became of every topic.

    A topic whose best partner is like it by 0.4 or more keeps its partner's number, also where it is the main part of
    a split or the main stock of a merger; every other topic gets the next number that neither the old fit nor
    ``taken`` (numbers of still earlier fits) has used. A split or merger is told of where topics have a fifth
    of another's documents and half of their own in it: two or more, or one beside the partner. Without common
    documents it cannot be seen.
    """
    like = likeness(old, new)
    pairs = _pairs(like.score)
    fresh = count(max([*old.numbers, *taken], default=-1) + 1)
    partner = {column: row for row, column in pairs}
    numbers = tuple(
        old.numbers[partner[column]] if column in partner else next(fresh) for column in range(len(new.numbers))
    )
    events = [
        _event(kind, rows, columns, like, old=old, new=new, numbers=numbers)
        for kind, rows, columns in _fates(like, pairs)
    ]
    return Lineage(numbers, tuple(sorted(events, key=lambda e: (_ORDER.index(e.kind), e.old, e.new))))


def _pairs(score: Floats) -> list[tuple[int, int]]:
    rows, columns = linear_sum_assignment(score, maximize=True)
    return [(int(a), int(b)) for a, b in zip(rows, columns, strict=True) if score[a, b] >= KEPT_LEAST]


_Fate = tuple[Fate, tuple[int, ...], tuple[int, ...]]


def _fates(like: Likeness, pairs: list[tuple[int, int]]) -> Iterator[_Fate]:
    """Yield what happened as (kind, old places, new places); each topic takes part at least once."""
    old, new = like.score.shape
    if like.common < COMMON_LEAST:
        like = replace(like, of_old=np.zeros((old, new)), of_new=np.zeros((old, new)))
    heir, stock = dict(pairs), {column: row for row, column in pairs}
    splits = {row: _parts(like.of_old[row], like.of_new[row], heir.get(row)) for row in range(old)}
    merges = {
        column: _parts(like.of_new[:, column], like.of_old[:, column], stock.get(column)) for column in range(new)
    }
    # What was kept in its own right is neither a part that split off nor one that was taken in.
    splits = {row: tuple(p for p in parts if stock.get(p, row) == row) for row, parts in splits.items()}
    merges = {column: tuple(p for p in parts if heir.get(p, column) == column) for column, parts in merges.items()}
    splits = {row: parts for row, parts in splits.items() if len(parts) > 1}
    merges = {column: parts for column, parts in merges.items() if len(parts) > 1}
    for row, parts in splits.items():
        yield "split", (row,), parts
    for column, parts in merges.items():
        yield "merged", parts, (column,)
    for row, column in pairs:
        if row not in splits and column not in merges:
            yield "kept", (row,), (column,)
    from_old = set(heir).union(splits, *merges.values())
    into_new = set(stock).union(merges, *splits.values())
    for column in sorted(set(range(new)) - into_new):
        yield "born", (), (column,)
    for row in sorted(set(range(old)) - from_old):
        yield "ended", (row,), ()


def _parts(of_whole: Floats, of_part: Floats, partner: int | None) -> tuple[int, ...]:
    """Return the parts of a whole, its partner among them if there are others."""
    found = {int(place) for place in np.flatnonzero((of_whole >= PART_LEAST) & (of_part >= INSIDE_LEAST))}
    if found and partner is not None:
        found.add(partner)
    return tuple(sorted(found))


def _event(
    kind: Fate,
    rows: tuple[int, ...],
    columns: tuple[int, ...],
    like: Likeness,
    *,
    old: Snapshot,
    new: Snapshot,
    numbers: tuple[int, ...],
) -> TopicEvent:
    """Return the event; its likeness is the mean over the pairs that take part, or for one left alone its best."""
    part = np.ix_(rows or range(len(old.numbers)), columns or range(len(new.numbers)))
    merge = np.mean if rows and columns else _most

    def shown(values: Floats) -> float:
        return round(float(merge(values[part])), DECIMALS)

    return TopicEvent(
        run=new.run,
        earlier_run=old.run,
        kind=kind,
        old=tuple(old.numbers[row] for row in rows),
        new=tuple(sorted(numbers[column] for column in columns)),
        words=shown(like.words),
        documents=shown(like.documents),
        score=shown(like.score),
    )


def _most(values: Floats) -> float:
    return float(values.max(initial=0.0))
