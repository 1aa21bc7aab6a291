"""Which chart shows a piece of evidence."""

from __future__ import annotations

from probant.report.charts.bars import bars
from probant.report.charts.interval_plot import interval_plot
from probant.report.charts.style import WIDTH, Spec
from probant.report.language import Language
from probant.vocabulary import Evidence


def chart(evidence: Evidence, language: Language, *, width: int = WIDTH) -> Spec | None:
    """Intervals where the evidence states any, else bars; None where it estimates nothing."""
    if not evidence.estimates:
        return None
    bare = all(estimate.interval is None for estimate in evidence.estimates.values())
    return (bars if bare else interval_plot)(evidence, language, width=width)
