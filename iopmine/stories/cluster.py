"""Stories: documents of which one is, for the most part, contained in the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from iopmine.stories.fingerprint import Fingerprints
from iopmine.stories.marks import Marks
from iopmine.stories.retelling import same_facts, same_quotation, told_together

CONTAINMENT = 0.4
"""Share of the smaller text's fingerprints that the larger one must hold.

Chosen by measurement: of real texts cut to a third all lie above it, and of those with every tenth word changed or a
third of the sentences replaced more than nine in ten; of articles on one topic that are no copies, none comes above
0.1. A text rewritten from the same press release, with one quotation in common, lies there too: see ``retelling``.
"""
SHARED_LEAST = 4
"""Fingerprints two texts must share, unless all are the same: one common sentence is no reprint."""
COMMON_COUNT = 10
COMMON_SHARE = 0.01
"""A fingerprint in more different texts than both of these is boilerplate or a much reprinted story: it weighs less."""

_Indices = npt.NDArray[np.intp]
_Weights = npt.NDArray[np.float64]


class _Postings(NamedTuple):
    """An inverted index as three columns, sorted by fingerprint: which text, and where in its posting list."""

    text: _Indices
    start: _Indices
    place: _Indices
    weight: _Weights


def story_ids(documents: Iterable[tuple[str, str | None, Marks]]) -> dict[str, str]:
    """Return the story id of each document, given as (id, publication date or None, marks); ids are unique.

    Two documents tell the same story when the larger contains CONTAINMENT of the smaller one's fingerprints, when
    one retells the other (a quotation and most facts in common, within a fortnight), or when a third one joins them.
    A story is named ``s-`` and the id of its earliest member (then the least id;
    undated ones come last). The order of the documents does not matter; the cost grows in step with their number.
    """
    members: dict[bytes, list[tuple[bool, str, str]]] = {}
    sets: dict[bytes, Fingerprints] = {}
    told: dict[bytes, _Told] = {}
    for id_, published, marks in documents:
        found = marks.fingerprints
        # A text without words of its own equals no other.
        key = found.tobytes() or id_.encode()
        if key not in sets:
            sets[key], told[key] = found, _Told(marks, [])
        told[key].dates.append(published)
        members.setdefault(key, []).append((published is None, published or "", id_))
    # Largest first, so that the texts which may contain others come first in every posting list.
    keys = sorted(sets, key=lambda key: (-len(sets[key]), key))
    parent = list(range(len(keys)))
    for one, other, contained in _alike([sets[key] for key in keys]):
        if contained or told[keys[one]].retold_in(told[keys[other]]):
            _join(parent, one, other)
    stories: dict[int, list[tuple[bool, str, str]]] = {}
    for index, key in enumerate(keys):
        stories.setdefault(_root(parent, index), []).extend(members[key])
    named = {id_: f"s-{min(story)[2]}" for story in stories.values() for _, _, id_ in story}
    return dict(sorted(named.items()))


class _Told(NamedTuple):
    """What a text says, and when it was published in each of its places."""

    marks: Marks
    dates: list[str | None]

    def retold_in(self, other: _Told) -> bool:
        near = any(told_together(one, two) for one in self.dates for two in other.dates)
        quoted = near and same_quotation(self.marks.quotations, other.marks.quotations)
        return quoted and same_facts(self.marks.facts, other.marks.facts)


def _alike(sets: list[Fingerprints]) -> Iterator[tuple[int, int, bool]]:
    """Yield the pairs of texts (distinct fingerprint sets) that share some, and whether one holds most of the other."""
    sizes = np.array([len(found) for found in sets], dtype=np.intp)
    if not sizes.sum():
        return
    cap = max(COMMON_COUNT, int(COMMON_SHARE * len(sets)))
    postings, totals = _index(sets, sizes, cap)
    pairs, shared, weights = _overlaps(postings, len(sets), cap)
    one, other = np.divmod(pairs, len(sets))
    contained = weights >= CONTAINMENT * np.minimum(totals[one], totals[other])
    alike = shared >= SHARED_LEAST
    yield from zip(one[alike].tolist(), other[alike].tolist(), contained[alike].tolist(), strict=True)


def _index(sets: list[Fingerprints], sizes: _Indices, cap: int) -> tuple[_Postings, _Weights]:
    """Return the postings, and the weight of each text: the sum over its fingerprints.

    A fingerprint of up to ``cap`` texts weighs 1, one of more texts weighs cap / texts.
    """
    values = np.concatenate(sets)
    texts = np.repeat(np.arange(len(sets)), sizes)
    order = np.lexsort((texts, values))
    values, texts = values[order], texts[order]
    first = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
    counts = np.diff(np.r_[first, len(values)])
    start = np.repeat(first, counts)
    weight = np.repeat(np.minimum(1.0, cap / counts), counts)
    totals = np.zeros(len(sets))
    np.add.at(totals, texts, weight)
    several = np.repeat(counts > 1, counts)
    renumbered = np.cumsum(several) - 1
    place = (np.arange(len(values)) - start)[several]
    return _Postings(texts[several], renumbered[start[several]], place, weight[several]), totals


def _overlaps(postings: _Postings, texts: int, cap: int) -> tuple[_Indices, _Indices, _Weights]:
    """Return pairs as one * texts + other, how many fingerprints they share, and the weight of these.

    Each text meets the ``cap`` largest in each of its posting lists, so a list of any length costs cap steps an entry.
    """
    codes, weights = [np.empty(0, np.intp)], [np.empty(0)]
    for place in range(cap):
        later = postings.place > place
        if not later.any():
            break
        codes.append(postings.text[postings.start[later] + place] * texts + postings.text[later])
        weights.append(postings.weight[later])
    pairs, which, shared = np.unique(np.concatenate(codes), return_inverse=True, return_counts=True)
    total = np.zeros(len(pairs))
    np.add.at(total, which, np.concatenate(weights))
    return pairs, shared, total


def _root(parent: list[int], index: int) -> int:
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = parent[index]
    return index


def _join(parent: list[int], one: int, other: int) -> None:
    low, high = sorted((_root(parent, one), _root(parent, other)))
    parent[high] = low
