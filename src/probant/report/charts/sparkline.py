"""How an indicator went, small enough to stand beside its number."""

from __future__ import annotations

from probant.report.charts.style import Spec, spec
from probant.report.language import Language
from probant.vocabulary import Indicator
from probant.words import say


def sparkline(indicator: Indicator, language: Language) -> Spec | None:
    """A line without axes that ends in a point; the interval of the period's value, if known, is a band behind.

    None where fewer than two buckets were observed: there is no way to show.
    """
    rows = [{"at": place, "value": value} for place, (_, value) in enumerate(indicator.series)]
    seen = [row for row in rows if row["value"] is not None]
    if len(seen) < 2:
        return None
    x = {"field": "at", "type": "quantitative", "axis": None, "scale": {"nice": False, "zero": False, "padding": 5}}
    y = {"type": "quantitative", "axis": None, "scale": {"zero": False, "nice": False, "padding": 5}}
    layers: list[Spec] = [
        *_band(indicator, x, y),
        {
            "mark": {"type": "line", "color": "var(--s1)", "strokeWidth": 1.5, "strokeJoin": "round"},
            "encoding": {"x": x, "y": {"field": "value", **y}},
        },
        {
            "data": {"values": [seen[-1]]},
            "mark": {"type": "point", "filled": True, "size": 24, "opacity": 1, "color": "var(--s1)"},
            "encoding": {"x": x, "y": {"field": "value", **y}},
        },
    ]
    told = language.say(say("{label}: how it went", label=indicator.label))
    return spec(told, width=128, height=36, autosize="none", data={"values": rows}, layer=layers)


def _band(indicator: Indicator, x: Spec, y: Spec) -> list[Spec]:
    """The interval over its period; a total is not on the scale of its buckets, so its interval is not drawn."""
    around, period = indicator.interval, indicator.period
    inside = [(place, value) for place, (day, value) in enumerate(indicator.series) if period.start <= day < period.end]
    seen = [value for _, value in inside if value is not None]
    if around is None or not seen or max(seen) < around.low or min(seen) > around.high:
        return []
    span = {"start": inside[0][0], "end": inside[-1][0], "low": around.low, "high": around.high}
    ends = {"x": {**x, "field": "start"}, "x2": {"field": "end"}, "y": {"field": "low", **y}, "y2": {"field": "high"}}
    return [{"data": {"values": [span]}, "mark": {"type": "rect", "color": "var(--s1soft)"}, "encoding": ends}]
