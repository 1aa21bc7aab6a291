"""The store's results as values that the methods take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from probant.evidence.experiments import plan, tails
from probant.evidence.experiments.moments import Array, Moments
from probant.evidence.experiments.plan import Block
from probant.evidence.experiments.question import DifferenceQuestion
from probant.vocabulary import Period

Row = Mapping[str, Any]
COMMON = frozenset({"arm", "segment", "part", "assigned", "first", "last"})
"""Columns of the sums that are of no block or measure."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm as the store added it up."""

    name: str
    assigned: int
    """Units put into it."""
    independent: int
    """Clusters put into it; the units themselves where they stand alone."""
    missing: tuple[int, ...]
    """Units that lack each measure."""
    odd: int | None
    """Units whose value of the first measure is neither 0 nor 1; None where no share is asked for."""
    cubes: float | None
    """Sum of the cubes of the first measure about its centre; None where no mean is asked for."""
    moments: Moments
    """Of the units that count: all, or those that lack nothing."""
    first: datetime | None
    last: datetime | None
    """Instants of assignment; None where none is known."""

    @property
    def in_clusters(self) -> bool:
        """Whether some of its units hang together."""
        return self.moments.clusters < self.moments.n

    @property
    def skewness(self) -> float | None:
        """Of the first measure; None where it does not vary, or where its cubes were not asked for."""
        return None if self.cubes is None else tails.skewness(self.moments, 0, self.cubes)


def arms(table: pa.Table, question: DifferenceQuestion) -> dict[str, Arm]:
    """All arms that have units in the question's segment, by name, from the result of `adding.added`."""
    block = plan.block(question)
    keys = (block.key, *(one.key for one in block.measures))
    ours = [name for name in table.column_names if name in COMMON or name.partition("_")[0] in keys]
    rows = [row for row in table.select(ours).to_pylist() if _counts(row, question.segment)]
    found = dict.fromkeys(row["arm"] for row in rows if row["part"] != "clusters")
    return {name: _arm(name, [row for row in rows if row["arm"] == name], block) for name in found}


def period(found: Iterable[Arm]) -> Period | None:
    """Days in UTC from the first assignment to the last; None where no instant is known."""
    known = [(arm.first, arm.last) for arm in found if arm.first is not None and arm.last is not None]
    if not known:
        return None
    return Period(min(_day(first) for first, _ in known), max(_day(last) for _, last in known) + timedelta(days=1))


def clusters_in_several_arms(table: pa.Table, segment: str | None) -> int:
    """Number of clusters that have units in more than one arm; of all units where no segment is asked about."""
    return sum(row["clusters"] for row in table.to_pylist() if row["segment"] == segment)


def known_names(table: pa.Table, kind: str) -> tuple[str, ...]:
    """Names of that kind in the store."""
    return tuple(row["name"] for row in table.to_pylist() if row["kind"] == kind)


def _day(instant: datetime) -> date:
    return instant.astimezone(UTC).date()


def _counts(row: Row, segment: str | None) -> bool:
    """Units of all segments add up to the whole; clusters do not, and have a row for it."""
    return row["segment"] == segment or (segment is None and row["part"] != "clusters")


def _arm(name: str, rows: list[Row], block: Block) -> Arm:
    units = [row for row in rows if row["part"] != "clusters"]
    parts = [_moments(row, block) for row in rows]
    return Arm(
        name=name,
        assigned=sum(row["assigned"] for row in units),
        independent=sum(row["assigned"] for row in rows if row["part"] != "grouped"),
        missing=tuple(sum(row["assigned"] - row[f"{one.key}_seen"] for row in units) for one in block.measures),
        odd=sum(row[f"{block.key}_odd"] for row in units) if block.kind == "proportion" else None,
        cubes=sum(row[f"{block.key}_cubes"] or 0.0 for row in units) if block.kind == "mean" else None,
        moments=sum(parts[1:], start=parts[0]),
        first=min((row["first"] for row in units if row["first"] is not None), default=None),
        last=max((row["last"] for row in units if row["last"] is not None), default=None),
    )


def _moments(row: Row, block: Block) -> Moments:
    """What a row adds to its arm; a unit that stands alone is a cluster of its own."""
    centre = np.array([row[f"{one.key}_centre"] for one in block.measures])
    count, products = row[f"{block.key}_count"], _matrix(row, block)
    nothing = np.zeros_like(products)
    if row["part"] == "grouped":
        return Moments(centre, products, 0, nothing)
    if row["part"] == "clusters":
        return Moments(centre, nothing, count, products)
    return Moments(centre, products, count, products)


def _matrix(row: Row, block: Block) -> Array:
    """Symmetric matrix; a sum over no unit is 0."""
    size = len(block.measures) + 1
    matrix = np.zeros((size, size))
    for i, j, column in block.products:
        matrix[i, j] = matrix[j, i] = row[column] or 0.0
    return matrix
