"""The charts as Vega-Lite: texts and shares over time, how far the tests can be trusted, how many topics there are.

The page fills in what it alone knows: words that begin with ``@`` are looked up in the strings of the chosen
language, those that begin with ``$`` among the colours of the chosen scheme, and the data sets ``rows`` and
``events`` come with the choice of curve. Times are numbers, milliseconds in UTC, so that no time zone moves a bar.
"""

from __future__ import annotations

from typing import Any

from iopmine.report.shiftviews import ALPHA

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_SURE = 0.8


def charts(*, demo: bool) -> dict[str, dict[str, Any]]:
    """Return every chart of the page by name, stamped if the texts are demo texts."""
    made = {
        "count": count_chart,
        "share": share_chart,
        "alarms": alarms_chart,
        "power": power_chart,
        "numbers": numbers_chart,
    }
    return {name: chart(demo=demo) for name, chart in made.items()}


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


def _frame(layers: list[dict[str, Any]], *, height: int, demo: bool) -> dict[str, Any]:
    spec: dict[str, Any] = {
        "$schema": _SCHEMA,
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
    return _frame([bars, _events()], height=190, demo=demo)


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
    return _frame([band, line, points, _events()], height=260, demo=demo)


def _points(color: str = "$accent") -> dict[str, Any]:
    """The mark of a figure whose interval is drawn beside it."""
    return {"type": "point", "filled": True, "color": color, "size": 70, "opacity": 1}


def _share_axis(field: str) -> dict[str, Any]:
    """A share from none to all on the vertical axis."""
    scale = {"domain": [0, 1]}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": {"title": None, "format": ".0%"}}


def alarms_chart(*, demo: bool) -> dict[str, Any]:
    """Return the chart of false alarms: a point with its interval per way to simulate, and the line of 5 %."""
    x = {"type": "quantitative", "axis": {"title": None, "format": ".0%", "tickCount": 5}}
    y = {"field": "label", "type": "nominal", "sort": None, "axis": {"title": None, "ticks": False, "labelLimit": 200}}
    interval = {
        "data": {"name": "rows"},
        "mark": {"type": "rule", "color": "$accent", "strokeWidth": 2},
        "encoding": {"x": x | {"field": "low"}, "x2": {"field": "high"}, "y": y},
    }
    point = {
        "data": {"name": "rows"},
        "mark": _points(),
        "encoding": {"x": x | {"field": "value"}, "y": y},
    }
    limit = {
        "data": {"values": [{"limit": ALPHA}]},
        "mark": {"type": "rule", "color": "$event", "strokeWidth": 2, "strokeDash": [5, 4]},
        "encoding": {"x": x | {"field": "limit"}},
    }
    return _frame([limit, interval, point], height=100, demo=demo)


def power_chart(*, demo: bool) -> dict[str, Any]:
    """Return the chart of power: share found by size of the change, a line per form, and the line of 80 %."""
    scale = {"domainMin": 0, "nice": False}
    axis = {"title": "@trust.size", "grid": False, "labelExpr": "format(datum.value * 100, '.0f')", "tickMinStep": 0.01}
    x = {"field": "size", "type": "quantitative", "scale": scale, "axis": axis}
    legend = {"title": None, "orient": "top", "symbolType": "stroke", "symbolOpacity": 1, "labelLimit": 300}
    by_form = {
        "color": {
            "field": "label",
            "type": "nominal",
            "sort": None,
            "scale": {"range": ["$accent", "$event"]},
            "legend": legend,
        },
        "strokeDash": {
            "field": "label",
            "type": "nominal",
            "sort": None,
            "scale": {"range": [[1, 0], [6, 4]]},
            "legend": None,
        },
    }
    interval = {
        "data": {"name": "rows"},
        "mark": {"type": "rule", "strokeWidth": 1, "opacity": 0.6},
        "encoding": {"x": x, "y": _share_axis("low"), "y2": {"field": "high"}, "color": by_form["color"]},
    }
    line = {
        "data": {"name": "rows"},
        "mark": {"type": "line", "strokeWidth": 2},
        "encoding": {"x": x, "y": _share_axis("value"), **by_form},
    }
    points = {
        "data": {"name": "rows"},
        "mark": {"type": "point", "filled": True, "size": 45, "opacity": 1},
        "encoding": {"x": x, "y": _share_axis("value"), "color": by_form["color"]},
    }
    sure = {
        "data": {"values": [{"sure": _SURE}]},
        "mark": {"type": "rule", "color": "$soft", "strokeDash": [2, 3]},
        "encoding": {"y": _share_axis("sure")},
    }
    return _frame([sure, interval, line, points], height=240, demo=demo)


def numbers_chart(*, demo: bool) -> dict[str, Any]:
    """Return the chart of the numbers of topics: how stable each is, with its spread; the chosen one is filled."""
    axis = {"title": "@numbers.axis", "grid": False, "format": "d"}
    x = {"field": "topics", "type": "quantitative", "scale": {"zero": False, "padding": 20}, "axis": axis}
    interval = {
        "data": {"name": "rows"},
        "mark": {"type": "rule", "color": "$accent", "strokeWidth": 2},
        "encoding": {"x": x, "y": _share_axis("low"), "y2": {"field": "high"}},
    }
    fill = {"condition": {"test": "datum.chosen", "value": "$accent"}, "value": "$paper"}
    points = {
        "data": {"name": "rows"},
        "mark": {"type": "point", "stroke": "$accent", "strokeWidth": 2, "size": 90, "opacity": 1},
        "encoding": {"x": x, "y": _share_axis("stability"), "fill": fill},
    }
    return _frame([interval, points], height=170, demo=demo)
