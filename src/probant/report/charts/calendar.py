"""The roadmap: from which month to which each initiative is worked on."""

from __future__ import annotations

from probant.report.charts.style import WIDTH, Spec, spec, subject, subjects
from probant.report.initiatives import InitiativesView
from probant.report.language import Language
from probant.words import say


def roadmap(view: InitiativesView, language: Language, *, width: int = WIDTH) -> Spec | None:
    """A bar an initiative, in months from now; None where none has a place."""
    rows = [
        {"name": subject(one.name, language, width), "from": one.step.start, "to": one.step.end}
        for one in view.initiatives
        if one.step.start is not None and one.step.end is not None
    ]
    if not rows:
        return None
    y = {"field": "name", "type": "nominal", "sort": None, "axis": subjects(width)}
    axis = {"title": language.say(say("months from now")), "tickCount": 5}
    x = {"field": "from", "type": "quantitative", "axis": axis, "scale": {"zero": True}}
    mark = {"type": "bar", "height": 16, "cornerRadius": 3, "color": "var(--s1)"}
    told = language.say(say("Roadmap: a bar an initiative, from the month it begins to the month it ends."))
    encoding = {"y": y, "x": x, "x2": {"field": "to"}}
    return spec(told, width=width, height={"step": 30}, data={"values": rows}, mark=mark, encoding=encoding)
