"""A metric of an agent period by period, with its intervals; upright, from when on an alarm stood."""

from __future__ import annotations

from probant.report.agents import MetricView
from probant.report.charts.style import WIDTH, Spec, measure, spec, written
from probant.report.language import Language
from probant.words import say

_HEIGHT = 118


def periods(metric: MetricView, language: Language, *, width: int = WIDTH) -> Spec:
    """A point and its interval a period, joined by a line; after the alarm's rule, an alarm stands."""
    unit = metric.periods[0].estimate.unit
    rows = [
        {"day": one.start.isoformat(), "value": one.estimate.value}
        | ({} if around is None else {"low": around.low, "high": around.high})
        for one in metric.periods
        for around in (one.estimate.interval,)
    ]
    axis = {"title": None, "grid": False, "labelAngle": 0, "labelExpr": "utcFormat(toDate(datum.value), '%d %b')"}
    day = {"field": "day", "type": "ordinal", "axis": axis | {"labelOverlap": "greedy"}}
    scale = {"zero": False, "nice": True}
    figures = {**measure(unit, language), "title": None, "tickCount": 3, "grid": True}
    value = {"type": "quantitative", "scale": scale, "axis": figures}
    point = {"x": day, "y": {"field": "value", **value}}
    layers: list[Spec] = [
        *_alarm(metric, day, language),
        {
            "transform": [{"filter": "isValid(datum.low)"}],
            "mark": {"type": "rule", "strokeWidth": 5, "strokeCap": "round", "color": "var(--s1soft)"},
            "encoding": {"x": day, "y": {"field": "low", **value}, "y2": {"field": "high"}},
        },
        {"mark": {"type": "line", "strokeWidth": 1.4, "color": "var(--s1)"}, "encoding": point},
        {"mark": {"type": "point", "filled": True, "size": 46, "opacity": 1, "color": "var(--s1)"}, "encoding": point},
    ]
    told = say("{metric} period by period, a point and its interval each.", metric=metric.label)
    return spec(language.say(told), width=width, height=_HEIGHT, data={"values": rows}, layer=layers)


def _alarm(metric: MetricView, day: Spec, language: Language) -> list[Spec]:
    """A rule through the period at whose end an alarm first stood."""
    alarmed = metric.alarmed
    if alarmed is None:
        return []
    at = next((one for one in metric.periods if one.end >= alarmed), metric.periods[-1])
    row = {"day": at.start.isoformat(), "label": language.say(say("alarm"))}
    rule = {"type": "rule", "color": "var(--bad)", "strokeWidth": 1.6, "strokeDash": [4, 3]}
    text = {"x": day, "y": {"value": 0}, "text": {"field": "label"}}
    marks = written(text, baseline="bottom", dy=-2, color="var(--bad)")
    return [
        {"data": {"values": [row]}, "mark": rule, "encoding": {"x": day}},
        *({"data": {"values": [row]}, **layer} for layer in marks),
    ]
