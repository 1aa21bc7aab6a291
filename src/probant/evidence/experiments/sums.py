"""The store's results as values that the methods take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from probant.evidence.experiments.data import pairs
from probant.evidence.experiments.moments import Array, Moments
from probant.vocabulary import Period

Row = Mapping[str, Any]


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
    odd: int
    """Units whose value of the first measure is neither 0 nor 1."""
    cubes: float
    """Sum of the cubes of the first measure about its centre."""
    moments: Moments
    """Of the units that count: all, or those that lack nothing."""
    first: datetime | None
    last: datetime | None
    """Instants of assignment; None where none is known."""

    @property
    def in_clusters(self) -> bool:
        """Whether some of its units hang together."""
        return self.moments.clusters < self.moments.n


def arms(data: Mapping[str, pa.Table], size: int) -> dict[str, Arm]:
    """All arms that have units, by name; `size` is the number of measures."""
    groups = {row["arm"]: row for row in data["clusters"].to_pylist()}
    rows = data["sums"].to_pylist()
    found = dict.fromkeys(row["arm"] for row in rows)
    return {name: _arm(name, [row for row in rows if row["arm"] == name], groups.get(name), size) for name in found}


def period(found: Iterable[Arm]) -> Period | None:
    """Days in UTC from the first assignment to the last; None where no instant is known."""
    known = [(arm.first, arm.last) for arm in found if arm.first is not None and arm.last is not None]
    if not known:
        return None
    return Period(min(_day(first) for first, _ in known), max(_day(last) for _, last in known) + timedelta(days=1))


def clusters_in_several_arms(data: Mapping[str, pa.Table]) -> int:
    """Number of clusters that have units in more than one arm."""
    return int(data["shared"]["clusters"][0].as_py())


def known_names(table: pa.Table, kind: str) -> tuple[str, ...]:
    """Names of that kind in the store."""
    return tuple(row["name"] for row in table.to_pylist() if row["kind"] == kind)


def _day(instant: datetime) -> date:
    return instant.astimezone(UTC).date()


def _arm(name: str, rows: list[Row], clusters: Row | None, size: int) -> Arm:
    parts = [_moments(row, clusters if row["clustered"] else None, size) for row in rows]
    return Arm(
        name=name,
        assigned=sum(row["assigned"] for row in rows),
        independent=sum(row["groups"] if row["clustered"] else row["assigned"] for row in rows),
        missing=tuple(sum(row[f"missing{i}"] for row in rows) for i in range(size)),
        odd=sum(row["odd"] for row in rows),
        cubes=sum(row["cubes"] or 0.0 for row in rows),
        moments=sum(parts[1:], start=parts[0]),
        first=min((row["first"] for row in rows if row["first"] is not None), default=None),
        last=max((row["last"] for row in rows if row["last"] is not None), default=None),
    )


def _moments(row: Row, clusters: Row | None, size: int) -> Moments:
    cross = _matrix(row, size)
    centre = np.array([row[f"centre{i}"] for i in range(size)], dtype=float)
    if not row["clustered"]:
        return Moments(centre, cross, round(float(cross[0, 0])), cross)
    if clusters is None:
        return Moments(centre, cross, 0, np.zeros_like(cross))
    return Moments(centre, cross, clusters["clusters"], _matrix(clusters, size))


def _matrix(row: Row, size: int) -> Array:
    """Symmetric matrix; a sum over no unit is 0."""
    matrix = np.zeros((size + 1, size + 1))
    for i, j, column in pairs(size):
        matrix[i, j] = matrix[j, i] = row[column] or 0.0
    return matrix
