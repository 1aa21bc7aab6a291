"""Context awareness: did a run have what it needed before it acted, use it, and write nothing else?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa

from probant.evidence.agents.book import WRITE, Book, Calls, Floats, Ints, values_of
from probant.evidence.agents.data import WHOLE

Row = Mapping[str, Any]
Sights = Mapping[str, tuple[int | None, int | None, bool | None]]
"""By item: first call that had it before it, moment for which it was true in microseconds, whether it was used."""


@dataclass(frozen=True, slots=True)
class Awareness:
    """Score and parts of each run; NaN where there is none."""

    score: Floats
    """(R,) in [0, 100]."""
    available: Floats
    """(R,) share of the required items that stood in the context before the first change, fresh enough."""
    used: Floats
    """(R,) share of the required items that the changes bear."""
    grounded: Floats
    """(R,) share of the values written that stood in the context before."""
    stale: Ints
    """(R,) required items that were there, but too old."""


@dataclass(frozen=True, slots=True)
class _Need:
    """What a run of one task must know."""

    paths: tuple[frozenset[str], ...]
    """Values in the changes of each declared path."""
    limits: Mapping[str, float | None]
    """Declared items and how old they may be, in minutes; None: any age."""


@dataclass(frozen=True, slots=True)
class _Write:
    """One change that a run made."""

    call: int
    """Number of the call in its run, from 1 up."""
    at: int
    values: frozenset[str]


def of(book: Book, sights: pa.Table, required: Iterable[Row]) -> Awareness:
    """Context awareness of each run, 100 (A U D)^(1/3).

    Parameters
    ----------
    book : Book
        Runs, steps and declared paths; the required items are the values in the changes of a declared path.
    sights : Table
        trace, item, step, as_of, used; sorted by trace. An item without a row was not looked for.
    required : iterable of mappings
        Items that are required beside: business, task, item, max_age_minutes.

    Returns
    -------
    Awareness
        With no required item, A is 1, and U is 1 where nothing is written, else 0. With nothing written, D is 1.
    """
    need, writes = _needs(book, required), _writes(book)
    seen = _sights(sights, book.runs.trace)
    found = np.array([
        _one(writes[run], need.get(int(book.runs.task[run])), seen.get(run, {})) for run in range(book.runs.count)
    ], float).reshape(-1, 4)  # fmt: skip
    available, used, grounded, stale = found.T
    score = 100 * np.cbrt(available * used * grounded)
    return Awareness(score, available, used, grounded, np.nan_to_num(stale).astype(int))


def _one(writes: tuple[_Write, ...], need: _Need | None, seen: Sights) -> tuple[float, float, float, float]:
    """A, U, D and the number of stale items of one run."""
    written = frozenset().union(*(write.values for write in writes))
    grounded = _grounded(writes, seen)
    if need is None:
        return float("nan"), float("nan"), grounded, 0.0
    path = max(need.paths, key=lambda one: len(one & written) / len(one) if one else not written, default=frozenset())
    items = path | frozenset(need.limits)
    if not items:
        return 1.0, float(not written), grounded, 0.0
    there = [_available(item, need.limits.get(item), writes, seen) for item in sorted(items)]
    bearing = [item in written or seen.get(item, (None, None, None))[2] for item in sorted(items)]
    told = [
        float(bool(one)) for item, one in zip(sorted(items), bearing, strict=True) if item in path or one is not None
    ]
    used = sum(told) / len(told) if told else float(not written)
    stale = sum(one is _STALE for one in there)
    if None in there:
        return float("nan"), used, grounded, stale
    return sum(one is _THERE for one in there) / len(there), used, grounded, stale


_THERE, _STALE, _ABSENT = "there", "stale", "absent"


def _available(item: str, limit: float | None, writes: tuple[_Write, ...], seen: Sights) -> str | None:
    """Whether an item stood in the context before the first change; None where that is not known."""
    if item not in seen:
        return None
    step, as_of, _ = seen[item]
    if step is None or (writes and step > writes[0].call):
        return _ABSENT
    if limit is None or not writes:
        return _THERE
    if as_of is None:
        return None
    return _THERE if writes[0].at - as_of <= limit * 60e6 else _STALE


def _grounded(writes: tuple[_Write, ...], seen: Sights) -> float:
    """Share of written values that stood in the context before they were written; NaN if one was not looked for."""
    pairs = [(value, write.call) for write in writes for value in write.values]
    if not pairs:
        return 1.0
    if any(value not in seen for value, _ in pairs):
        return float("nan")
    first = [(seen[value][0], call) for value, call in pairs]
    return sum(step is not None and step <= call for step, call in first) / len(pairs)


def _needs(book: Book, required: Iterable[Row]) -> dict[int, _Need]:
    """What must be known for each task that has a declared path or a declared item."""
    limits: dict[tuple[str, str], dict[str, float | None]] = {}
    for row in required:
        limits.setdefault((row["business"], row["task"]), {})[row["item"]] = row["max_age_minutes"]
    paths: dict[int, list[frozenset[str]]] = {}
    values = _values(book)
    for task, calls in zip(book.declared.task, _changing(book.declared.calls), strict=True):
        paths.setdefault(int(task), []).append(frozenset().union(*map(values, calls)))
    found = {}
    for number, (business, task) in enumerate(book.runs.tasks):
        keys = [(firm, name) for firm in (WHOLE, business) for name in (WHOLE, task)]
        asked = {item: limit for key in keys for item, limit in limits.get(key, {}).items()}
        if asked or number in paths:
            found[number] = _Need(tuple(paths.get(number, ())), asked)
    return found


def _writes(book: Book) -> list[tuple[_Write, ...]]:
    """Changes that each run made, in the order of time."""
    values, steps = _values(book), book.steps
    made = np.flatnonzero((steps.kind == WRITE) & ~steps.error)
    run = steps.owner[made]
    found: list[list[_Write]] = [[] for _ in range(book.runs.count)]
    columns = (run, made - steps.start[run] + 1, book.at[made], steps.arguments[made])
    for one, call, at, arguments in zip(*(column.tolist() for column in columns), strict=True):
        found[one].append(_Write(call, at, values(arguments)))
    return [tuple(one) for one in found]


def _changing(calls: Calls) -> list[list[int]]:
    """Numbers of the arguments of each path's changes."""
    found: list[list[int]] = [[] for _ in range(calls.paths)]
    for path, kind, arguments in zip(calls.owner, calls.kind, calls.arguments, strict=True):
        if kind == WRITE:
            found[path].append(int(arguments))
    return found


def _values(book: Book) -> Any:
    """Values of a set of leaves by its number, each worked out once."""
    return cache(lambda number: values_of(book.leaves, np.array([number])))


def _sights(table: pa.Table, traces: pa.Array) -> Mapping[int, Sights]:
    """What was looked for in each run."""
    run = {trace: number for number, trace in enumerate(traces.to_pylist())}
    moments = table["as_of"].cast(pa.timestamp("us", tz="UTC")).cast(pa.int64())
    columns = [table["trace"], table["item"], table["step"], moments, table["used"]]
    found: dict[int, dict[str, tuple[int | None, int | None, bool | None]]] = {}
    for trace, item, step, as_of, used in zip(*(column.to_pylist() for column in columns), strict=True):
        if trace in run:
            found.setdefault(run[trace], {})[item] = (step, as_of, used)
    return found
