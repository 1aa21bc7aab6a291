"""An indicator of an initiative over time: before, expected, seen and proven, against what would be success."""

from __future__ import annotations

from probant.report.charts.style import WIDTH, Spec, measure, months, spec, written
from probant.report.initiatives import STATES, CourseView
from probant.report.language import Language
from probant.words import say

_LOOKS = {
    "baseline": ("square", "var(--muted)", [2, 3]),
    "forecast": ("triangle-up", "var(--muted)", [6, 4]),
    "realised": ("circle", "var(--s1)", [1, 0]),
    "validated": ("diamond", "var(--s3)", [1, 0]),
}
"""Shape, colour and stroke of each state: told apart without colour too."""
_HEIGHT = 150


def tracked(course: CourseView, language: Language, *, width: int = WIDTH) -> Spec:
    """A line a state, each with its own shape and stroke, ranges where they are known, and the threshold."""
    rows = [
        {"day": one.day.isoformat(), "value": one.value, "state": language.say(STATES[state])}
        | ({"low": one.around[0], "high": one.around[1]} if one.around else {})
        for state, points in course.series.items()
        for one in points
    ]
    axis = months([one.day for points in course.series.values() for one in points])
    day = {"field": "day", "type": "temporal", "scale": {"type": "utc", "padding": 8}, "axis": axis}
    scale = {"zero": False, "nice": True}
    figures = {**measure(course.unit, language), "title": None, "tickCount": 4, "grid": True}
    value = {"type": "quantitative", "scale": scale, "axis": figures}
    looks = _looks(course, language)
    y = {"field": "value", **value}
    layers: list[Spec] = [
        {
            "transform": [{"filter": "isValid(datum.low)"}],
            "mark": {"type": "rule", "strokeWidth": 4, "strokeCap": "round", "opacity": 0.3},
            "encoding": {"x": day, "y": {"field": "low", **value}, "y2": {"field": "high"}, "color": looks["color"]},
        },
        {
            "mark": {"type": "line", "strokeWidth": 1.6},
            "encoding": {"x": day, "y": y, "color": looks["color"], "strokeDash": looks["dash"]},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 42, "opacity": 1},
            "encoding": {"x": day, "y": y, "color": looks["color"], "shape": looks["shape"]},
        },
        *_threshold(course, value, language),
    ]
    told = say("{indicator} over time: {states}.", indicator=course.label, states=tuple(map(STATES.get, course.series)))
    return spec(language.say(told), width=width, height=_HEIGHT, data={"values": rows}, layer=layers)


def _looks(course: CourseView, language: Language) -> dict[str, Spec]:
    """Scales of colour, shape and stroke; one legend for all three."""
    names = [language.say(STATES[state]) for state in course.series]
    shapes, colours, strokes = zip(*(_LOOKS[state] for state in course.series), strict=True)
    state = {"field": "state", "type": "nominal"}
    legend = {"title": None, "orient": "top", "direction": "horizontal", "labelColor": "var(--ink)", "offset": 6}
    legend |= {"symbolOpacity": 1, "symbolSize": 52, "symbolStrokeWidth": 0, "columnPadding": 12}
    return {
        "color": {**state, "scale": {"domain": names, "range": colours}, "legend": legend},
        "shape": {**state, "scale": {"domain": names, "range": shapes}, "legend": legend},
        "dash": {**state, "scale": {"domain": names, "range": strokes}, "legend": None},
    }


def _threshold(course: CourseView, value: Spec, language: Language) -> list[Spec]:
    """The line at which it is a success; none for an indicator that decides nothing."""
    if course.threshold is None:
        return []
    y = {"field": "threshold", **value}
    words = say("threshold {value}", value=language.quantity(course.threshold, course.unit))
    row = {"threshold": course.threshold, "label": language.say(words)}
    rule = {"type": "rule", "strokeDash": [3, 3], "color": "var(--good)", "strokeWidth": 1.4}
    text = {"x": {"value": 0}, "y": y, "text": {"field": "label"}}
    marks = written(text, align="left", baseline="bottom", dx=4, dy=-3, color="var(--good)")
    return [
        {"data": {"values": [row]}, "mark": rule, "encoding": {"y": y}},
        *({"data": {"values": [row]}, **layer} for layer in marks),
    ]
