"""From the rows of a metric to what a reader sees: the period, the one before, the way between.

Pure: nothing here reads a table or a clock. A caller runs `extent` to learn until when the data go,
shortens the period by `settled`, asks `Metric.over(..., every='all', within=...)` for it and for
`before(it)`, asks for the buckets of the same or a longer time, and hands the rows to `indicator`.
The value of a period is the metric over that period: a sum over a sum, never the mean of its buckets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, TypeAlias

import pyarrow as pa

from probant.errors import Inconsistent
from probant.metrics.buckets import begin, following
from probant.metrics.definition import Metric
from probant.vocabulary import Indicator, Period
from probant.words import Words, say

Result: TypeAlias = pa.Table | Iterable[Mapping[str, Any]]
"""What came of an expression: an Arrow table, or its rows as dicts."""
Series = tuple[tuple[date, float | None], ...]

_GAPS: Mapping[str, Words] = MappingProxyType(
    {
        "day": say("On {unknown} of the {all} days of this period nothing was observed."),
        "week": say("In {unknown} of the {all} weeks of this period nothing was observed."),
        "month": say("In {unknown} of the {all} months of this period nothing was observed."),
        "quarter": say("In {unknown} of the {all} quarters of this period nothing was observed."),
        "year": say("In {unknown} of the {all} years of this period nothing was observed."),
    }
)


def before(period: Period) -> Period:
    """The period of equal length that ends where this one starts."""
    return Period(period.start - timedelta(days=period.days), period.start)


def settled(period: Period, metric: Metric, until: date) -> Period:
    """The latest period of the same length, ending no later, whose figures no longer grow.

    `until` is the day after the last one of the data, see `Extent.until`. The end moves back by what
    the metric needs to mature, and the start with it: a shorter period would not compare with the
    one before.
    """
    end = min(period.end, until - timedelta(days=metric.maturity_days))
    return Period(end - timedelta(days=period.days), end)


def completed(rows: Result, every: str, shown: Period) -> Series:
    """Starts and values of all whole buckets of `shown` from the first observed one on; None where nothing was.

    Parameters
    ----------
    rows : pa.Table or dicts
        Result of `Metric.over` without groups, bounded to `shown`: start, value.
    every : {'day', 'week', 'month', 'quarter', 'year'}
        Length of the buckets.
    shown : Period
        Buckets that do not lie wholly in it are left out: they hold less than the others.
    """
    values = {row["start"]: _float(row["value"]) for row in _dicts(rows)}
    if not values:
        return ()
    start = max(min(values), begin(shown.start, every))
    if start < shown.start:
        start = following(start, every)
    found = []
    while (end := following(start, every)) <= shown.end:
        found.append((start, values.get(start)))
        start = end
    return tuple(found)


def indicator(
    metric: Metric,
    whole: Result,
    previous: Result,
    buckets: Result,
    period: Period,
    business: str,
    *,
    every: str = "week",
    shown: Period | None = None,
    currency: str | None = None,
    left_out: Words | None = None,
) -> Indicator:
    """One metric of one business, as the vocabulary has it.

    Parameters
    ----------
    metric : Metric
        What was asked for.
    whole, previous : pa.Table or dicts
        Results of `Metric.over(every='all')` for `period` and for the one before: one row, or none.
    buckets : pa.Table or dicts
        Result of `Metric.over(every=every)` for `shown`.
    period : Period
        Days of `whole`.
    business : str
        Business asked about, '(all)' for all together.
    every : str
        Length of the buckets; weeks by default.
    shown : Period, optional
        Days of `buckets` where they reach further back than `period`.
    currency : str, optional
        ISO 4217 code that takes the place of 'currency' in the unit.
    left_out : Words, optional
        What of the data is not in it.

    Raises
    ------
    Inconsistent
        If `whole` or `previous` holds several rows: they were grouped.
    """
    series = completed(buckets, every, shown or period)
    value = _only(metric, whole)
    return Indicator(
        name=metric.name,
        label=metric.label,
        meaning=metric.meaning,
        unit=metric.unit if currency is None else metric.unit.replace("currency", currency),
        business=business,
        better=metric.better,
        timing=metric.timing,
        period=period,
        value=value,
        previous=_only(metric, previous),
        series=series,
        grade=metric.grade,
        note=_out_of_range(metric, value) or left_out or _gaps(series, period, every) or metric.attribution,
    )


def _only(metric: Metric, rows: Result) -> float | None:
    found = _dicts(rows)
    if len(found) > 1:
        raise Inconsistent(
            say("{metric} came in {rows} rows where one was expected.", metric=metric.label, rows=len(found)),
            mend=say("ask for the whole period and without groups"),
        )
    return _float(found[0]["value"]) if found else None


def _out_of_range(metric: Metric, value: float | None) -> Words | None:
    low, high = metric.valid
    if value is None or not ((low is not None and value < low) or (high is not None and value > high)):
        return None
    return say("The value {value} cannot be right: look at the data before you believe it.", value=value)


def _gaps(series: Series, period: Period, every: str) -> Words | None:
    inside = [value for start, value in series if period.start <= start < period.end]
    missing = sum(value is None for value in inside)
    return replace(_GAPS[every], facts={"unknown": missing, "all": len(inside)}) if missing else None


def _dicts(rows: Result) -> Sequence[Mapping[str, Any]]:
    return rows.to_pylist() if isinstance(rows, pa.Table) else list(rows)


def _float(value: Any) -> float | None:
    return None if value is None else float(value)
