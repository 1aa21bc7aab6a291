"""A channel's response curve: drawn through inside what was seen, dashed beyond."""

from __future__ import annotations

from probant.decision.budget.scenario import Point, Sketch
from probant.report.charts.style import WIDTH, Spec, measure, spec
from probant.report.language import Language, label
from probant.words import say


def response(one: Sketch, spend_unit: str, language: Language, *, width: int = WIDTH) -> Spec:
    """Gain over spend with its interval; today's spend is a point, the largest ever seen a rule."""
    unit = one.points[0].gain.unit
    spend = {
        "type": "quantitative",
        "scale": {"nice": False},
        "axis": {**measure(spend_unit, language), "tickCount": 4, "labelFlush": True},
    }
    gain = {
        "type": "quantitative",
        "axis": {**measure(unit.partition(" / ")[0], language), "title": None, "tickCount": 4, "grid": True},
    }
    x, line = {"field": "spend", **spend}, {"x": {"field": "spend", **spend}, "y": {"field": "value", **gain}}
    band = {"x": x, "y": {"field": "low", **gain}, "y2": {"field": "high"}}
    stroke = {"type": "line", "color": "var(--s1)", "strokeWidth": 1.8}
    seen = [{"filter": f"datum.spend <= {one.largest!r} * 1.0001"}]
    guessed = [{"filter": f"datum.spend >= {one.largest!r} * 0.9999"}]
    layers: list[Spec] = [
        {"transform": seen, "mark": {"type": "area", "color": "var(--s1soft)", "opacity": 0.55}, "encoding": band},
        {"transform": guessed, "mark": {"type": "area", "color": "var(--track)", "opacity": 0.8}, "encoding": band},
        {"transform": seen, "mark": stroke, "encoding": line},
        {"transform": guessed, "mark": {**stroke, "strokeDash": [4, 4]}, "encoding": line},
        _upright(one.largest, x, {"strokeDash": [3, 3], "color": "var(--muted)"}),
        _upright(one.now, x, {"color": "var(--s3)", "strokeWidth": 1.6}),
    ]
    told = language.say(
        say(
            "Gain over spend on {channel}, with its interval; beyond {largest}, the largest spend seen, it is dashed.",
            channel=label(one.channel, language),
            largest=language.quantity(one.largest, spend_unit, compact=True),
        )
    )
    return spec(told, width=width, height=150, data={"values": [_row(point) for point in one.points]}, layer=layers)


def _row(point: Point) -> dict[str, float]:
    around, value = point.gain.interval, point.gain.value
    low, high = (value, value) if around is None else (around.low, around.high)
    return {"spend": point.spend, "value": value, "low": low, "high": high}


def _upright(spend: float, x: Spec, looks: Spec) -> Spec:
    return {"data": {"values": [{"spend": spend}]}, "mark": {"type": "rule", **looks}, "encoding": {"x": x}}
