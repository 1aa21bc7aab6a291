"""Estimates by subject with their intervals, against the line that matters."""

from __future__ import annotations

from probant.report.charts.style import (
    TOLD,
    WIDTH,
    Spec,
    figure,
    measure,
    reading,
    reference,
    spec,
    subject,
    subjects,
    written,
)
from probant.report.language import Language
from probant.report.leading import furthest, leading, ranked
from probant.vocabulary import Estimate, Evidence, Grade
from probant.words import say

_ROW = 38
"""Pixels a subject, room for the figure above its point."""


def interval_plot(evidence: Evidence, language: Language, *, width: int = WIDTH, most: int | None = None) -> Spec:
    """A point and an interval a subject, the largest first, coloured by its side of the line."""
    shown = ranked(furthest(leading(evidence), evidence.line, most))
    unit = shown[0][1].unit
    rows = [
        {"subject": subject(name, language, width, evidence.engine)}
        | {"told": reading(name, estimate, language, engine=evidence.engine)}
        | _row(estimate, evidence, language)
        for name, estimate in shown
    ]
    y = {"field": "subject", "type": "nominal", "sort": None, "axis": subjects(width)}
    scale = {"zero": False, "nice": True, "padding": 10}
    x = {"type": "quantitative", "scale": scale, "axis": measure(unit, language)}
    tone = {"field": "tone", "type": "nominal", "scale": None, "legend": None}
    soft = {"field": "soft", "type": "nominal", "scale": None, "legend": None}
    layers = [
        *reference(evidence.line, x),
        {
            "transform": [{"filter": "isValid(datum.low)"}],
            "mark": {"type": "rule", "strokeWidth": 6, "strokeCap": "round", "tooltip": TOLD},
            "encoding": {"y": y, "x": {"field": "low", **x}, "x2": {"field": "high"}, "color": soft},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1, "tooltip": TOLD},
            "encoding": {"y": y, "x": {"field": "value", **x}, "color": tone},
        },
        *written({"y": y, "x": {"field": "value", **x}, "text": {"field": "label"}}, dy=-12),
    ]
    told = language.say(say("{estimand}: one point and its interval a subject.", estimand=evidence.estimand))
    return spec(told, width=width, height={"step": _ROW}, data={"values": rows}, layer=layers)


def _row(estimate: Estimate, evidence: Evidence, language: Language) -> dict[str, object]:
    around, side = estimate.interval, _side(estimate, evidence)
    return {
        "value": estimate.value,
        "low": None if around is None else around.low,
        "high": None if around is None else around.high,
        "label": figure(estimate, language),
        "tone": f"var(--{side or 's1'})",
        "soft": f"var(--{side}-soft)" if side else "var(--s1soft)",
    }


def _side(estimate: Estimate, evidence: Evidence) -> str:
    """'good' or 'bad' where the whole interval lies on one side of the line and the proof is one of cause."""
    around, line = estimate.interval, evidence.line
    if around is None or line is None or around.low <= line <= around.high or not evidence.grade.at_least(Grade.D):
        return ""
    return "good" if (around.low > line) == (evidence.better == "more") else "bad"
