"""Two metrics over the same weeks, each on its own scale: what moves together is seen, not what is larger."""

from __future__ import annotations

from collections.abc import Sequence

from probant.report.charts.style import WIDTH, Spec, calendar, measure, pointed, spec
from probant.report.language import Language
from probant.vocabulary import Indicator
from probant.words import say

_TONES = ("var(--s1)", "var(--s3)")
_LEFT = 62
"""Pixels for the labels of both scales, so that the weeks stand one above the other."""
_HEIGHT = 82


def panels(indicators: Sequence[Indicator], language: Language, *, width: int = WIDTH, lively: bool = False) -> Spec:
    """A line a metric, broken where nothing was observed, one above the other over one calendar.

    Lively ones say the figure nearest to the pointer.
    """
    last = len(indicators) - 1
    views = [
        _panel(one, tone, language, width - _LEFT, with_days=place == last)
        for place, (one, tone) in enumerate(zip(indicators, _TONES, strict=False))
    ]
    if lively:
        views = [_lively(view, one, language) for view, one in zip(views, indicators, strict=False)]
    labels = tuple(one.label for one in indicators)
    told = language.say(say("By week, one line above the other: {labels}.", labels=labels))
    return spec(told, autosize="pad", spacing=8, vconcat=views)


def _panel(indicator: Indicator, tone: str, language: Language, width: int, *, with_days: bool) -> Spec:
    head = language.say(indicator.label)
    beside = language.beside(indicator.unit)
    day = {"field": "day", "type": "temporal", "scale": {"type": "utc"}}
    axis = {**measure(indicator.unit, language), "title": None, "tickCount": 3, "grid": True}
    return {
        "width": width,
        "height": _HEIGHT,
        "title": {
            "text": f"{head} ({beside})" if beside else head,
            "anchor": "start",
            "fontSize": 12,
            "fontWeight": 600,
            "color": tone,
            "offset": 6,
        },
        "data": {"values": [{"day": day.isoformat(), "value": value} for day, value in indicator.series]},
        "mark": {"type": "line", "color": tone, "strokeWidth": 1.8, "strokeJoin": "round"},
        "encoding": {
            "x": {**day, "axis": calendar() if with_days else None},
            "y": {
                "field": "value",
                "type": "quantitative",
                "scale": {"zero": True, "nice": True},
                "axis": {**axis, "minExtent": _LEFT - 8, "maxExtent": _LEFT - 8},
            },
        },
    }


def _lively(view: Spec, indicator: Indicator, language: Language) -> Spec:
    """The panel with its line in a layer, and the dots that the pointer finds in another."""
    drawn = {name: view.pop(name) for name in ("mark", "encoding")}
    dots = pointed(drawn["encoding"], indicator.unit, language, f"at_{indicator.name}")
    return {**view, "layer": [drawn, dots]}
