"""The paths that agents take: tools below each other, an arc for every passage from one to the next."""

from __future__ import annotations

import json
from collections.abc import Sequence
from textwrap import shorten
from typing import Any

from probant.report.agents import MapView, PassageView
from probant.report.charts.style import WIDTH, Spec, spec, written
from probant.report.language import Language
from probant.words import say

START, END = "(start)", "(end)"
_ROW = 32
"""Pixels a tool."""
_COUNTED = 6
"""Passages whose number is written at their arc, the most frequent."""
_APEX = 4 / 6
"""How far a curve of three points comes towards the middle one (a cubic B-spline)."""
_LETTERS = 26
"""Letters of a tool's name: longer ones would push the arcs out of a phone."""


def paths(view: MapView, language: Language, *, width: int = WIDTH) -> Spec | None:
    """Arcs on the right go on, down the list; those on the left go back up; width by how often. None without a call."""
    if not view.passages:
        return None
    order = ordered(view.passages)
    place = {name: spot for spot, name in enumerate(order)}
    arcs = [row for number, one in enumerate(view.passages) for row in _arc(number, one, place)]
    again = {one.origin: one.times for one in view.passages if one.origin == one.target}
    tools = [{"y": place[name], "x": 0, "label": _repeats(again.get(name), language)} for name in order]
    names = json.dumps([_name(name, language) for name in order])
    axis = {"values": list(range(len(order))), "labelExpr": f"{names}[datum.value]", "grid": False, "title": None}
    looks = {"labelColor": "var(--ink)", "labelLimit": round(width * 0.45), "labelOverlap": False}
    y = {"type": "quantitative", "scale": {"domain": [len(order) - 0.5, -0.5], "nice": False}, "axis": axis | looks}
    x = {"field": "x", "type": "quantitative", "axis": None, "scale": {"nice": False, "padding": 12}}
    thick = {"field": "times", "type": "quantitative", "legend": None, "scale": {"range": [1, 8]}}
    tone = {"field": "tone", "type": "nominal", "scale": None, "legend": None}
    layers: list[Spec] = [
        {
            "data": {"values": arcs},
            "mark": {"type": "line", "interpolate": "basis", "opacity": 0.75},
            "encoding": {"x": x, "y": {"field": "y", **y}, "order": {"field": "order"}, "detail": {"field": "arc"}}
            | {"strokeWidth": thick, "color": tone},
        },
        {
            "data": {"values": tools},
            "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1, "color": "var(--ink)"},
            "encoding": {"x": x, "y": {"field": "y", **y}},
        },
        *_texts(tools, {"x": x, "y": {"field": "y", **y}}, align="right", dx=-10),
        *_texts(_counts(view.passages, place, language), {"x": x, "y": {"field": "y", **y}}, align="left", dx=3),
    ]
    told = say("Paths of {runs} runs: an arc for every passage from one tool to the next.", runs=view.runs)
    return spec(language.say(told), width=width, height=_ROW * len(order), layer=layers)


def ordered(passages: Sequence[PassageView]) -> tuple[str, ...]:
    """Start, tools, end: each tool as soon as the most frequent passage to it allows."""
    names = dict.fromkeys(name for one in passages for name in (one.origin, one.target) if name not in (START, END))
    found = [START]
    while len(found) <= len(names):
        ways = [one for one in passages if one.origin in found and one.target in names and one.target not in found]
        late = next((name for name in names if name not in found), "")
        found.append(max(ways, key=lambda one: one.times).target if ways else late)
    return (*found, END)


def _arc(number: int, one: PassageView, place: dict[str, int]) -> list[Spec]:
    """Three points of a curve; none for a passage from a tool to itself."""
    first, last = place[one.origin], place[one.target]
    if first == last:
        return []
    tone = "var(--s1)" if last > first else "var(--s3)"
    middle: Spec = {"x": 2 * (last - first), "y": (first + last) / 2}
    points: tuple[Spec, ...] = ({"x": 0, "y": first}, middle, {"x": 0, "y": last})
    return [
        {"arc": number, "order": order, "times": one.times, "tone": tone, **point} for order, point in enumerate(points)
    ]


def _counts(passages: Sequence[PassageView], place: dict[str, int], language: Language) -> list[Spec]:
    """At the arcs of the most frequent passages, how often they were taken."""
    arcs = sorted((one for one in passages if one.origin != one.target), key=lambda one: -one.times)[:_COUNTED]
    ends = [(place[one.origin], place[one.target], one.times) for one in arcs]
    return [
        {"x": _APEX * 2 * (last - first), "y": (first + last) / 2, "label": language.quantity(times, "")}
        for first, last, times in ends
    ]


def _texts(rows: list[Spec], place: Spec, **looks: Any) -> list[Spec]:
    """Labels that no arc crosses out."""
    return [{"data": {"values": rows}, **layer} for layer in written({**place, "text": {"field": "label"}}, **looks)]


def _name(name: str, language: Language) -> str:
    ends = {START: say("start"), END: say("end")}
    return language.say(ends[name]) if name in ends else shorten(name.replace(" ", "_"), _LETTERS, placeholder="…")


def _repeats(times: int | None, language: Language) -> str:
    return "" if times is None else f"↻ {language.quantity(times, '')}"
