"""Curves for the explorer: series by what they follow, and the count of texts where no series was given."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from iopmine.records import Document, Series

MEASURES = ("share_standardised", "count", "count_placements")
"""What a curve can show instead of its share."""
MOST_NAMES = 30
MOST_GROUPS = 8
_DECIMALS = 4


def curves(series: Sequence[Series], documents: Sequence[Document], stories: Sequence[str]) -> list[dict[str, Any]]:
    """Return the curves of the page, one per (kind, key, group, measure, grain), points in order of time.

    A point is [period, value, low, high, printings, unique texts]. The grain is ``year``, ``quarter`` or ``month``.
    The page shows counts of texts and shares of everything else, of the organisations and places and of the parts of
    the corpus only the largest: all of it is in the table ``series``. Without a series of kind ``documents`` the texts
    are counted by year.
    """
    found = _found([p for p in series if p.measure == ("count" if p.kind == "documents" else "share")])
    if not any(key[0] == "documents" for key in found):
        found["documents", "", "all", "count", "year"] = _counts(documents, stories)
    return _listed(found)


def other_curves(series: Sequence[Series]) -> dict[str, list[dict[str, Any]]]:
    """Return the curves of the other ``MEASURES`` by measure, as ``curves`` does; measures without any are left out."""
    wanted = {measure: [p for p in series if p.measure == measure and p.kind != "documents"] for measure in MEASURES}
    return {measure: _listed(_found(points)) for measure, points in wanted.items() if points}


def _found(points: Sequence[Series]) -> dict[tuple[str, ...], list[list[Any]]]:
    """Return the points of each (kind, key, group, measure, grain), of names and parts of the corpus the largest."""
    found: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
    names = _largest((p for p in points if p.kind == "entity"), "key", MOST_NAMES)
    groups = _largest((p for p in points if p.group != "all"), "group", MOST_GROUPS) | {"all"}
    for point in points:
        if point.group in groups and (point.kind != "entity" or point.key in names):
            key = (point.kind, point.key, point.group, point.measure, grain(point.period))
            found[key].append([point.period, *_values(point), point.documents, point.stories])
    return found


def _listed(found: dict[tuple[str, ...], list[list[Any]]]) -> list[dict[str, Any]]:
    fields = ("kind", "key", "group", "measure", "grain")
    return [dict(zip(fields, key, strict=True)) | {"points": sorted(found[key])} for key in sorted(found)]


def _largest(points: Iterable[Series], field: str, most: int) -> set[str]:
    """Return the keys or groups that rest on most unique texts; no persons."""
    told: Counter[str] = Counter()
    for point in points:
        if not point.key.startswith("per:"):
            told[getattr(point, field)] += point.stories
    return set(sorted(told, key=lambda name: (-told[name], name))[:most])


def grain(period: str) -> str:
    """Return what kind of period a period is: ``2018`` a year, ``2018-Q2`` a quarter, ``2018-06`` a month."""
    if "-" not in period:
        return "year"
    return "quarter" if "Q" in period else "month"


def _values(point: Series) -> list[float | None]:
    return [None if value is None else round(value, _DECIMALS) for value in (point.value, point.low, point.high)]


def _counts(documents: Sequence[Document], stories: Sequence[str]) -> list[list[Any]]:
    """Count printings and stories per year; a story counts in every year in which it was printed."""
    told: dict[str, list[str]] = defaultdict(list)
    for document, story in zip(documents, stories, strict=True):
        if document.published:
            told[document.published[:4]].append(story)
    return [[year, len(set(told[year])), None, None, len(told[year]), len(set(told[year]))] for year in sorted(told)]
