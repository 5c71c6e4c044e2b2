"""The two charts of the timeline as Vega-Lite: one with bars, one with a line and its interval.

The page fills in what it alone knows: words that begin with ``@`` are looked up in the strings of the chosen
language, those that begin with ``$`` among the colours of the chosen scheme, and the data sets ``rows`` and
``events`` come with the choice of curve. Times are numbers, milliseconds in UTC, so that no time zone moves a bar.
"""

from __future__ import annotations

from typing import Any

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def _x(field: str) -> dict[str, Any]:
    """A time on the horizontal axis, labelled with its year; the page sets the domain and the years."""
    year = "utcFormat(datum.value, '%Y')"
    axis = {"title": None, "grid": False, "ticks": False, "labelExpr": year, "labelOverlap": True}
    return {"field": field, "type": "quantitative", "scale": {"zero": False, "nice": False}, "axis": axis}


def _events() -> dict[str, Any]:
    """Short ticks along the upper edge where something happened in the field."""
    return {
        "data": {"name": "events"},
        "mark": {"type": "rule", "color": "$event", "strokeWidth": 2, "opacity": 0.75},
        "encoding": {"x": _x("time"), "y": {"value": -3}, "y2": {"value": 8}},
    }


def _frame(layers: list[dict[str, Any]], *, height: int, description: str, demo: bool) -> dict[str, Any]:
    spec: dict[str, Any] = {
        "$schema": _SCHEMA,
        "description": description,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "background": "transparent",
        "layer": layers,
    }
    if demo:
        spec["title"] = {
            "text": "@demo.stamp",
            "anchor": "end",
            "fontWeight": "normal",
            "fontSize": 11,
            "color": "$stamp",
        }
    return spec


def count_chart(*, demo: bool) -> dict[str, Any]:
    """Return the chart of texts per period: bars of unique texts, stamped if the texts are demo texts."""
    bars = {
        "data": {"name": "rows"},
        "mark": {"type": "rect", "color": "$accent", "cursor": "pointer"},
        "encoding": {
            "x": _x("from"),
            "x2": {"field": "to"},
            "y": {"field": "stories", "type": "quantitative", "axis": {"title": None, "tickMinStep": 1}},
            "y2": {"datum": 0},
        },
    }
    return _frame([bars, _events()], height=190, description="@timeline.title", demo=demo)


def share_chart(*, demo: bool) -> dict[str, Any]:
    """Return the chart of one share over time: a line, its points, and the band of its 95 % interval."""
    band = {
        "data": {"name": "rows"},
        "mark": {"type": "area", "color": "$accent", "opacity": 0.18},
        "encoding": {
            "x": _x("middle"),
            "y": {"field": "low", "type": "quantitative", "axis": {"title": None, "format": ".0%"}},
            "y2": {"field": "high"},
        },
    }
    line = {
        "data": {"name": "rows"},
        "mark": {"type": "line", "color": "$accent", "strokeWidth": 2},
        "encoding": {"x": _x("middle"), "y": {"field": "value", "type": "quantitative"}},
    }
    points = {
        "data": {"name": "rows"},
        "mark": {
            "type": "point",
            "filled": False,
            "fill": "$paper",
            "stroke": "$accent",
            "strokeWidth": 2,
            "size": 55,
            "opacity": 1,
            "cursor": "pointer",
        },
        "encoding": {"x": _x("middle"), "y": {"field": "value", "type": "quantitative"}},
    }
    return _frame([band, line, points, _events()], height=260, description="@timeline.share", demo=demo)
