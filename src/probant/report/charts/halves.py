"""The return of a channel whose effect may change, half-year by half-year."""

from __future__ import annotations

from collections.abc import Mapping

from probant.report.charts.style import TOLD, WIDTH, Spec, measure, reading, spec
from probant.report.language import Language, label
from probant.vocabulary import Estimate
from probant.words import Words, say

_HEIGHT = 150


def halves(
    channel: str,
    returned: Mapping[Words, Estimate],
    line: float | None,
    language: Language,
    *,
    width: int = WIDTH,
) -> Spec:
    """A band for the intervals, a line and its points for the returns, by name of the half-year in order of time.

    `line` is the return at which a channel pays for itself; None where it is not known.
    """
    unit = next(iter(returned.values())).unit
    rows = [_row(language.say(name), one, language) for name, one in returned.items()]
    axis = {"title": None, "grid": False, "labelAngle": 0, "labelOverlap": "greedy"}
    x = {"field": "half", "type": "ordinal", "sort": None, "scale": {"type": "point", "padding": 0.4}, "axis": axis}
    y = {
        "type": "quantitative",
        "scale": {"zero": False, "nice": True},
        "axis": {**measure(unit, language), "title": None, "tickCount": 4, "grid": True},
    }
    point = {"x": x, "y": {"field": "value", **y}}
    layers: list[Spec] = [
        {
            "mark": {"type": "area", "color": "var(--s1soft)", "opacity": 0.55},
            "encoding": {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}},
        },
        *_break_even(line, y),
        {"mark": {"type": "line", "color": "var(--s1)", "strokeWidth": 1.8}, "encoding": point},
        {
            "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1, "color": "var(--s1)", "tooltip": TOLD},
            "encoding": point,
        },
    ]
    told = say("Return of {channel} in each half-year, with its interval.", channel=label(channel, language))
    return spec(language.say(told), width=width, height=_HEIGHT, data={"values": rows}, layer=layers)


def _row(name: str, one: Estimate, language: Language) -> Spec:
    around = one.interval
    low, high = (one.value, one.value) if around is None else (around.low, around.high)
    return {"half": name, "value": one.value, "low": low, "high": high, "told": reading(name, one, language)}


def _break_even(line: float | None, y: Spec) -> list[Spec]:
    if line is None:
        return []
    rule = {"type": "rule", "strokeDash": [3, 3], "color": "var(--muted)"}
    return [{"data": {"values": [{"line": line}]}, "mark": rule, "encoding": {"y": {"field": "line", **y}}}]
