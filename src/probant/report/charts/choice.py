"""Which chart shows a piece of evidence, and which a course."""

from __future__ import annotations

from probant.report.charts.bars import bars
from probant.report.charts.columns import columns
from probant.report.charts.interval_plot import interval_plot
from probant.report.charts.panels import panels
from probant.report.charts.style import WIDTH, Spec
from probant.report.courses import Course
from probant.report.language import Language
from probant.report.leading import leading
from probant.vocabulary import Evidence


def chart(evidence: Evidence, language: Language, *, width: int = WIDTH, most: int | None = None) -> Spec | None:
    """Intervals where the evidence states any, else bars, of `most` subjects; None where it estimates nothing."""
    if not evidence.estimates:
        return None
    bare = all(estimate.interval is None for estimate in leading(evidence).values())
    return (bars if bare else interval_plot)(evidence, language, width=width, most=most)


def picture(course: Course, language: Language, *, width: int = WIDTH, lively: bool = False) -> Spec:
    """Columns for one metric, lines above each other for several; lively lines say what the pointer is near to."""
    if len(course.indicators) == 1:
        return columns(course.indicators[0], language, width=width)
    return panels(course.indicators, language, width=width, lively=lively)
