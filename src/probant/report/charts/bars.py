"""Figures by subject that state no uncertainty, as bars from zero."""

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
from probant.vocabulary import Evidence
from probant.words import say


def bars(evidence: Evidence, language: Language, *, width: int = WIDTH, most: int | None = None) -> Spec:
    """A bar a subject, the largest first, and the line that matters where it is known and not zero."""
    shown = ranked(furthest(leading(evidence), evidence.line, most))
    unit = shown[0][1].unit
    rows = [
        {"subject": subject(name, language, width, evidence.engine), "value": one.value, "label": figure(one, language)}
        | {"told": reading(name, one, language, engine=evidence.engine)}
        for name, one in shown
    ]
    y = {"field": "subject", "type": "nominal", "sort": None, "axis": subjects(width)}
    x = {"type": "quantitative", "scale": {"nice": True, "padding": 24}, "axis": measure(unit, language)}
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "color": "var(--s1soft)", "height": 16, "cornerRadiusEnd": 3, "tooltip": TOLD},
            "encoding": {"y": y, "x": {"field": "value", **x}},
        },
        *reference(evidence.line or None, x),
        *written({"y": y, "x": {"field": "value", **x}, "text": {"field": "label"}}, align="left", dx=6),
    ]
    told = language.say(say("{estimand}: one bar a subject, without intervals.", estimand=evidence.estimand))
    return spec(told, width=width, height={"step": 30}, data={"values": rows}, layer=layers)
