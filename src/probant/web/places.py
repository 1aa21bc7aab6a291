"""Where everything is: the addresses that the pages link to and the routers answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from urllib.parse import quote, urlencode

from probant.web.static import address_of_asset

PLACES: Mapping[str, str] = MappingProxyType(
    {
        "decision": "/",
        "metrics": "/metrics",
        "mix": "/mix",
        "scenario": "/mix/scenario.json",
        "mix_csv": "/mix/{id}/table.csv",
        "mix_png": "/mix/{id}/chart.png",
        "mix_svg": "/mix/{id}/chart.svg",
        "evidence": "/evidence",
        "ai": "/ai",
        "ai_run": "/ai/runs/{id}",
        "ai_csv": "/ai/pictures/{id}/table.csv",
        "ai_png": "/ai/pictures/{id}/chart.png",
        "ai_svg": "/ai/pictures/{id}/chart.svg",
        "data": "/data",
        "ledger": "/ledger",
        "pdf": "/decision.pdf",
        "file": "/decision.html",
        "charts": "/charts.json",
        "metric_charts": "/metrics/charts.json",
        "course_csv": "/courses/{id}/table.csv",
        "course_png": "/courses/{id}/chart.png",
        "course_svg": "/courses/{id}/chart.svg",
        "proof": "/evidence/{id}",
        "proof_chart": "/evidence/{id}/charts.json",
        "proof_csv": "/evidence/{id}/table.csv",
        "proof_png": "/evidence/{id}/chart.png",
        "proof_svg": "/evidence/{id}/chart.svg",
        "metric_csv": "/metrics/{name}/table.csv",
        "metric_png": "/metrics/{name}/chart.png",
        "metric_svg": "/metrics/{name}/chart.svg",
    }
)
"""Path of each place below the language."""


@dataclass(frozen=True, slots=True)
class Places:
    """Addresses for one reader; her choices travel in the query, so that reading writes nothing."""

    tag: str
    here: str = "/"
    """Path of this page below the language: a change of language or theme leads back to it."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """What she chose, by name of the query's field: theme, business."""

    def __call__(self, place: str, *, business: str | None = None, **parts: str) -> str | None:
        """The address of a place, for one business where it is named; None for a place that there is not."""
        if business is not None:
            return self._with(business=business)(place, **parts)
        if place == "asset":
            return address_of_asset(parts["name"])
        if place == "language":
            return replace(self, tag=parts["to"])._at(self.here)
        if place == "theme":
            return self._with(theme=parts["to"])._at(self.here)
        path = PLACES.get(place)
        return path and self._at(path.format(**{name: quote(part, safe="") for name, part in parts.items()}))

    def _with(self, **choices: str) -> Places:
        return replace(self, choices={**self.choices, **choices})

    def _at(self, path: str) -> str:
        query = f"?{urlencode(self.choices)}" if self.choices else ""
        return f"/{self.tag}{path}{query}"
