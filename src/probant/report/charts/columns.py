"""A metric by week, as columns from zero."""

from __future__ import annotations

from datetime import timedelta

from probant.report.charts.style import TOLD, WIDTH, Spec, calendar, dated, measure, spec
from probant.report.language import Language
from probant.vocabulary import Indicator
from probant.words import say


def columns(indicator: Indicator, language: Language, *, width: int = WIDTH) -> Spec:
    """A column a week; none where nothing was observed."""
    rows = [
        {"day": day.isoformat(), "end": (day + timedelta(days=6)).isoformat(), "value": value}
        for day, value in indicator.series
        if value is not None
    ]
    axis = {**measure(indicator.unit, language), "tickCount": 4, "grid": True}
    encoding = {
        "x": {"field": "day", "type": "temporal", "scale": {"type": "utc"}, "axis": calendar()},
        "x2": {"field": "end"},
        "y": {"field": "value", "type": "quantitative", "scale": {"zero": True, "nice": True}, "axis": axis},
        "y2": {"datum": 0},
    }
    told = language.say(say("{label}: one column a week.", label=indicator.label))
    mark = {"type": "rect", "color": "var(--s1soft)", "tooltip": TOLD}
    parts = {"data": {"values": rows}, "transform": [dated(indicator.unit, language)], "mark": mark}
    return spec(told, width=width, height=204, encoding=encoding, **parts)
