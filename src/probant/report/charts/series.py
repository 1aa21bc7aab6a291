"""A metric over time."""

from __future__ import annotations

from probant.report.charts.style import WIDTH, Spec, calendar, measure, pointed, spec
from probant.report.language import Language
from probant.vocabulary import Indicator
from probant.words import say


def series(indicator: Indicator, language: Language, *, width: int = WIDTH, lively: bool = False) -> Spec:
    """A line over the buckets, broken where nothing was observed; the period of the big number is shaded.

    A lively one says the figure nearest to the pointer.
    """
    rows = [{"day": day.isoformat(), "value": value} for day, value in indicator.series]
    period = indicator.period
    span = [{"start": period.start.isoformat(), "end": period.end.isoformat()}]
    day = {"type": "temporal", "scale": {"type": "utc"}, "axis": calendar()}
    value = {
        "field": "value",
        "type": "quantitative",
        "scale": {"zero": False, "nice": True},
        "axis": {**measure(indicator.unit, language), "title": None, "tickCount": 4, "grid": True},
    }
    way = {"x": {"field": "day", **day}, "y": value}
    layers: list[Spec] = [
        {
            "data": {"values": span},
            "mark": {"type": "rect", "color": "var(--info-bg)"},
            "encoding": {"x": {"field": "start", **day}, "x2": {"field": "end"}},
        },
        {"mark": {"type": "line", "color": "var(--s1)", "strokeWidth": 1.8}, "encoding": way},
        *([pointed(way, indicator.unit, language)] if lively else []),
    ]
    told = language.say(
        say("{label} over time, {period}.", label=indicator.label, period=language.period(indicator.period))
    )
    return spec(told, width=width, height=150, data={"values": rows}, layer=layers)
