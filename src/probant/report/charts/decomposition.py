"""The outcome over time, taken apart: what would have been anyway, and what each channel added."""

from __future__ import annotations

from probant.report.charts.style import Spec, calendar, measure, spec
from probant.report.language import Language, label
from probant.vocabulary import Evidence
from probant.words import say

SEEN, BASE = "(seen)", "(base)"
_TONES = ("#3451b2", "#c2570c", "#0a7a52", "#8b5cf6", "#b45309", "#0e7490", "#be185d", "#4d7c0f", "#6b7280", "#7c3aed")
_LEGEND_WIDTH = 180
"""Pixels that a name in the legend takes with its mark."""


def decomposition(evidence: Evidence, unit: str, language: Language, *, width: int) -> Spec:
    """Stacked areas, the base below, and a line for what was seen."""
    names = {
        name: language.say(say("without any channel")) if name == BASE else label(name, language)
        for name in evidence.over_time
        if name != SEEN
    }
    rows = [
        {"day": day.isoformat(), "value": value, "part": names[name], "order": place}
        for place, name in enumerate(names)
        for day, value in evidence.over_time[name]
    ]
    line = [{"day": day.isoformat(), "value": value} for day, value in evidence.over_time.get(SEEN, ())]
    day = {"field": "day", "type": "temporal", "scale": {"type": "utc"}, "axis": calendar()}
    value = {
        "field": "value",
        "type": "quantitative",
        "axis": {**measure(unit, language), "tickCount": 4, "grid": True},
    }
    layers: list[Spec] = [
        {
            "mark": {"type": "area", "opacity": 0.85},
            "encoding": {
                "x": day,
                "y": {**value, "stack": "zero"},
                "color": _tones(list(names.values()), width),
                "order": {"field": "order", "type": "quantitative"},
            },
        },
        {
            "data": {"values": line},
            "mark": {"type": "line", "color": "var(--ink)", "strokeWidth": 1.2},
            "encoding": {"x": day, "y": value},
        },
    ]
    told = language.say(say("Outcome by step: what would have been without any channel, and what each one added."))
    return spec(told, width=width, height=240, data={"values": rows}, layer=layers)


def _tones(parts: list[str], width: int) -> Spec:
    """A colour a part, the base grey, with the legend below."""
    colours = ["var(--track)", *(_TONES[place % len(_TONES)] for place in range(len(parts) - 1))]
    return {
        "field": "part",
        "type": "nominal",
        "scale": {"domain": parts, "range": colours},
        "legend": {
            "title": None,
            "orient": "bottom",
            "columns": max(1, width // _LEGEND_WIDTH),
            "labelFont": "Inter",
            "labelColor": "var(--ink)",
        },
    }
