"""Who may use an initiative, who does, and for how much of the work: a line a team, month by month."""

from __future__ import annotations

from collections.abc import Sequence

from probant.report.charts.style import WIDTH, Spec, measure, months, spec
from probant.report.initiatives import AdoptionView
from probant.report.language import Language
from probant.words import Words, say

TEAMS = 4
"""Teams that are drawn, those with the most licences: more cannot be told apart; the table has them all."""
_COLOURS = ("var(--s1)", "var(--s3)", "var(--good)", "var(--muted)")
_SHAPES = ("circle", "square", "triangle-up", "diamond")
Panel = tuple[Words, str, Sequence[tuple[AdoptionView, float | None]]]
"""What it shows, its unit, and the values."""
_LEFT, _HEIGHT = 62, 72
"""Pixels for the labels of all scales, so that the months stand one above the other; and of a panel."""


def adoption(rows: Sequence[AdoptionView], language: Language, *, width: int = WIDTH) -> Spec:
    """Three panels over one calendar: people licensed, people active, share of their work done with it."""
    teams = drawn_teams(rows)
    kept = [one for one in rows if one.team in teams]
    panels: tuple[Panel, ...] = (
        (say("People licensed"), "people", [(one, one.licensed) for one in kept]),
        (say("People active in the month"), "people", [(one, one.active) for one in kept]),
        (say("Share of their work done with it"), "share", [(one, one.assisted) for one in kept]),
    )
    shown = [panel for panel in panels if any(value is not None for _, value in panel[2])]
    axis = months([one.month for one in kept])
    views = [
        _panel(panel, teams, axis if place == len(shown) - 1 else None, language, width)
        for place, panel in enumerate(shown)
    ]
    labels = tuple(label for label, _, _ in shown)
    told = say("Adoption by month and team, one panel above the other: {panels}.", panels=labels)
    return spec(language.say(told), autosize="pad", spacing=6, vconcat=views)


def drawn_teams(rows: Sequence[AdoptionView]) -> list[str]:
    """The teams with the most licences, the largest first."""
    most: dict[str, int] = {}
    for one in rows:
        most[one.team] = max(most.get(one.team, 0), one.licensed)
    return sorted(most, key=lambda team: (-most[team], team))[:TEAMS]


def _panel(
    panel: Panel,
    teams: list[str],
    axis: Spec | None,
    language: Language,
    width: int,
) -> Spec:
    label, unit, values = panel
    rows = [{"day": one.month.isoformat(), "team": one.team, "value": value} for one, value in values]
    looks = {"title": None, "tickCount": 3, "grid": True, "minExtent": _LEFT - 8, "maxExtent": _LEFT - 8}
    scale = {"zero": True, "nice": True, **({"domainMax": 1} if unit == "share" else {})}
    team = {"field": "team", "type": "nominal"}
    legend = {"title": None, "orient": "bottom", "labelColor": "var(--ink)", "columns": TEAMS}
    places = len(teams)
    return {
        "width": width - _LEFT,
        "height": _HEIGHT,
        "title": {"text": language.say(label), "anchor": "start", "fontSize": 12, "fontWeight": 600, "offset": 5}
        | {"color": "var(--ink)"},
        "data": {"values": rows},
        "mark": {"type": "line", "strokeWidth": 1.6, "point": {"filled": True, "size": 36, "opacity": 1}},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "scale": {"type": "utc", "padding": 6}, "axis": axis},
            "y": {
                "field": "value",
                "type": "quantitative",
                "scale": scale,
                "axis": {**measure(unit, language), **looks},
            },
            "color": {**team, "scale": {"domain": teams, "range": _COLOURS[:places]}, "legend": legend},
            "shape": {**team, "scale": {"domain": teams, "range": _SHAPES[:places]}, "legend": legend},
        },
    }
