"""What all charts share: font, colours, and how an axis writes numbers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from textwrap import wrap
from typing import Any

from probant.report.language import Language, label, precision
from probant.report.numerals import SCALED_FROM, is_currency
from probant.report.units import points
from probant.vocabulary import Estimate
from probant.words import say

Spec = dict[str, Any]
"""A Vega-Lite specification."""
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WIDTH = 360
"""Pixels of the whole picture, labels included: a card of three in a row."""
TOLD = {"content": "data"}
"""The mark hands its row to the page's own script, which shows the words in it, `told`."""
_LINE, _LETTER = 14, 6.3
"""Pixels from one line of a name to the next, and from one letter to the next, about."""


def spec(description: str, **parts: Any) -> Spec:
    """A specification with our looks; `description` is what a reader who cannot see it is told."""
    return {
        "$schema": SCHEMA,
        "description": description,
        "background": None,
        "padding": {"left": 0, "top": 0, "right": 0, "bottom": 4},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": _config(),
        **parts,
    }


def _config() -> Spec:
    label = {"labelFont": "Inter", "labelFontSize": 12, "labelColor": "var(--muted)"}
    title = {"titleFont": "Inter", "titleFontSize": 12, "titleFontWeight": 400, "titleColor": "var(--muted)"}
    return {
        "font": "Inter",
        "aria": False,
        "view": {"stroke": None},
        "axis": {
            **label,
            **title,
            "domain": False,
            "ticks": False,
            "gridColor": "var(--grid)",
            "labelPadding": 6,
            "titlePadding": 8,
            "labelOverlap": "parity",
            "labelSeparation": 8,
        },
        "text": {"font": "Inter", "fontSize": 12, "color": "var(--ink)"},
    }


def figure(estimate: Estimate, language: Language) -> str:
    """A number beside its mark, as precise as its interval; the noun of its unit is the title of the axis."""
    return language.figure(estimate.value, estimate.unit, compact=True, like=precision(estimate))


def subject(name: str, language: Language, width: int, engine: str = "") -> str:
    """A subject as its axis names it in a picture of this width, on two lines at the most."""
    letters = int(_share_of_names(width) / _LETTER)
    return "\n".join(wrap(label(name, language, engine), letters, break_long_words=False, max_lines=2, placeholder="…"))


def subjects(width: int) -> Spec:
    """The axis that names the subjects in a picture of this width, a line of the label for each line of the name."""
    lines = r"split(datum.label, '\n')"
    raised = {"condition": {"test": f"length({lines}) > 1", "value": -_LINE / 2}, "value": 0}
    looks = {"labelColor": "var(--ink)", "labelLimit": _share_of_names(width), "labelLineHeight": _LINE}
    return {"title": None, "grid": False, "labelOverlap": False, "labelExpr": lines, "labelOffset": raised, **looks}


def _share_of_names(width: int) -> int:
    return round(width * 0.42)


def calendar() -> Spec:
    """The axis of the weeks."""
    return {"title": None, "format": "%b %y", "tickCount": 5, "grid": False, "labelFlush": True}


def months(days: Sequence[date], most: int = 5) -> Spec:
    """The axis of months that are few: a label at some of the days themselves, so that none is said twice."""
    held = sorted(set(days))
    step = -(-len(held) // most)
    values = [int(datetime(one.year, one.month, one.day, tzinfo=UTC).timestamp() * 1000) for one in held[::step]]
    return {"title": None, "format": "%b %y", "values": values, "grid": False, "labelFlush": True}


def measure(unit: str, language: Language) -> Spec:
    """The axis of the figures; its title is the unit's noun, where the unit has no sign of its own."""
    title, top = language.beside(unit) or None, unit.partition(" / ")[0]
    return {"title": title, "labelExpr": ticks(top, language), "tickCount": 5, "grid": False, "labelFlush": False}


def reference(line: float | None, x: Spec) -> list[Spec]:
    """The line that matters, as a layer; none where it is not known."""
    if line is None:
        return []
    rule = {"type": "rule", "strokeDash": [3, 3], "color": "var(--muted)"}
    return [{"data": {"values": [{"line": line}]}, "mark": rule, "encoding": {"x": {"field": "line", **x}}}]


def dated(unit: str, language: Language) -> Spec:
    """Transform that gives each week what it says to the pointer: its first day and its figure."""
    figure = ticks(unit.partition(" / ")[0], language)
    return {"calculate": f"utcFormat(toDate(datum.day), '%d %b %Y') + ' · ' + ({figure})", "as": "told"}


def pointed(encoding: Spec, unit: str, language: Language, name: str = "at") -> Spec:
    """A layer of dots, of which the one nearest to the pointer shows itself and says its day and figure."""
    nearest = {"type": "point", "on": "pointermove", "clear": "pointerout", "nearest": True, "encodings": ["x"]}
    seen = {"condition": {"param": name, "empty": False, "value": 1}, "value": 0}
    return {
        "transform": [{"filter": "isValid(datum.value)"}, dated(unit, language)],
        "params": [{"name": name, "select": nearest}],
        "mark": {"type": "point", "filled": True, "size": 70, "color": "var(--ink)", "tooltip": TOLD},
        "encoding": {**encoding, "opacity": seen},
    }


def reading(name: str, estimate: Estimate, language: Language, *, signed: bool = False, engine: str = "") -> str:
    """A subject, its figure and its interval, as one line."""
    value = language.quantity(estimate.value, estimate.unit, compact=True, signed=signed)
    facts = {"subject": label(name, language, engine), "value": value}
    if estimate.interval is None:
        return language.say(say("{subject}: {value}", **facts))
    around = language.interval(estimate, signed=signed)
    return language.say(say("{subject}: {value} (interval {interval})", interval=around, **facts))


def written(encoding: Spec, **mark: Any) -> list[Spec]:
    """Text on a halo of the card's colour, so that a line behind it does not cross it out."""
    halo = {"stroke": "var(--surface)", "strokeWidth": 4, "strokeJoin": "round"}
    text = {"type": "text", "fontWeight": 600, **mark}
    return [{"mark": {**text, **halo}, "encoding": encoding}, {"mark": text, "encoding": encoding}]


def ticks(unit: str, language: Language) -> str:
    """Vega expression that writes `datum.value` as `Language.quantity` does, without needless zeros."""
    signs = language.numerals
    if unit == "share":
        return f"format(datum.value * 100, ',.3~r') + {json.dumps(signs.percent)}"
    if unit == "points":
        return f"format(datum.value * 100, datum.value ? '+,.3~r' : 'd') + {json.dumps(language.say(points('')))}"
    number = _scaled(language)
    if not is_currency(unit):
        return number
    if signs.currency_first:
        sign = json.dumps(language.noun(unit))
        return f"replace({sign} + ({number}), /^([^0-9\N{MINUS SIGN}]*)(\N{MINUS SIGN})/, '$2$1')"
    return f"({number}) + {json.dumps(signs.money('', unit))}"


def _scaled(language: Language) -> str:
    expression = "format(datum.value, ',.4~r')"
    for size, sign in reversed(language.numerals.scales):
        least = max(size, SCALED_FROM)
        shorter = f"format(datum.value / {size}, ',.3~r') + {json.dumps(sign)}"
        expression = f"abs(datum.value) >= {least} ? {shorter} : ({expression})"
    return expression
