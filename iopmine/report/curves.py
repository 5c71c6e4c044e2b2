"""Curves for the explorer: series by what they follow, and the count of texts where no series was given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from iopmine.records import Document, Series

_DECIMALS = 4


def curves(series: Sequence[Series], documents: Sequence[Document], stories: Sequence[str]) -> list[dict[str, Any]]:
    """Return one curve per (kind, key, group, measure, grain), its points in order of time.

    A point is [period, value, low, high, printings, unique texts]. The grain is ``year``, ``quarter`` or ``month``.
    Without a series of kind ``documents`` the texts are counted by year.
    """
    found: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
    for point in series:
        if not point.key.startswith("per:"):
            key = (point.kind, point.key, point.group, point.measure, grain(point.period))
            found[key].append([point.period, *_values(point), point.documents, point.stories])
    if not any(key[0] == "documents" for key in found):
        found["documents", "", "all", "count", "year"] = _counts(documents, stories)
    names = ("kind", "key", "group", "measure", "grain")
    return [dict(zip(names, key, strict=True)) | {"points": sorted(found[key])} for key in sorted(found)]


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
