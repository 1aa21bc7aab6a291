"""What surrounds a page: where links lead, which theme was chosen, and whether it is a page or a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Address = Callable[..., str | None]
"""Called with a place and its parts; None where this face has no such place.

Places are decision, metrics, evidence, ai, data, ledger, pdf, charts, metric_charts; course_csv, course_png, proof,
proof_chart, proof_csv, proof_png, ai_run, ai_csv, ai_png with `id`; metric_csv, metric_png with `name` and `business`;
language and theme with `to`; asset with `name`.
"""


def nowhere(place: str, **parts: str) -> None:
    """No links at all: a file that is sent by mail leads nowhere."""


@dataclass(frozen=True, slots=True)
class Chrome:
    """How a page is dressed."""

    mode: str = "file"
    """'page': assets by link; 'file': all in one, no request and no script."""
    theme: str | None = None
    """'light' or 'dark'; None follows the reader's system."""
    here: str = "decision"
    """The place that the navigation marks as current."""
    address: Address = nowhere
