"""Runs, steps and declared paths as arrays of whole numbers, the form in which they are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from probant.evidence.agents.data import WHOLE
from probant.stats.leaves import Leaf, leaves

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

READ, WRITE, HANDOFF, NEUTRAL, UNDECLARED = 0, 1, 2, 3, -1
KINDS: Mapping[str, int] = {"read": READ, "write": WRITE, "handoff": HANDOFF, "neutral": NEUTRAL}
Tool = tuple[str, str]
"""Business and name."""
_REMEMBERED = 1 << 18
"""Distinct texts of arguments whose leaves are kept: all methods, and all parts of the runs, read the same ones."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs in the order of time."""

    trace: pa.Array
    business: tuple[str, ...]
    """(R,) business of each run."""
    task: Ints
    """(R,) number of business and task; -1 where no task is named."""
    tasks: tuple[tuple[str, str], ...]
    """Business and name of each task."""
    success: Floats
    """(R,) 1, 0, or NaN where it is not known."""
    broken: Flags
    """(R,) whether something outside the agent ended it."""
    eligible: Flags
    memory: Floats
    """(R,) 1 with, 0 without, NaN where it was not drawn by lot."""
    at: Ints
    """(R,) start, microseconds since 1970, UTC."""
    seconds: Floats
    """(R,) from the first start to the last end; NaN where no end is known or it lies before the start."""
    table: pa.Table

    @property
    def count(self) -> int:
        """Number of runs."""
        return len(self.task)

    @property
    def cluster(self) -> Ints:
        """(R,) number of the task; a run without a task stands alone."""
        alone = len(self.tasks) + np.arange(self.count)
        return np.where(self.task < 0, alone, self.task)


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls of tools along many paths, one path after another: path p has the calls start[p] to start[p + 1]."""

    start: Ints
    """(P + 1,)"""
    tool: Ints
    """(S,) number of the tool's name."""
    group: Ints
    """(S,) tools that do the same share a number."""
    kind: Ints
    """(S,) READ, WRITE, HANDOFF, NEUTRAL; UNDECLARED where nobody said."""
    arguments: Ints
    """(S,) number of the set of leaves."""
    compares: Flags
    """(S,) whether its arguments matter."""
    error: Flags
    """(S,) whether it failed."""

    @property
    def paths(self) -> int:
        """Number of paths."""
        return len(self.start) - 1

    @property
    def owner(self) -> Ints:
        """(S,) number of the path that each call is of."""
        return np.repeat(np.arange(self.paths), np.diff(self.start))

    def by_path(self, weight: Floats | Flags) -> Floats:
        """(P,) a number of each call, added up along each path."""
        found: Floats = np.bincount(self.owner, weight, minlength=self.paths).astype(float)
        return found


@dataclass(frozen=True, slots=True)
class LeafSets:
    """Distinct sets of leaves: set a has the leaves start[a] to start[a + 1], in rising order."""

    start: Ints
    leaf: Ints
    names: tuple[Leaf, ...]
    """Path and value of each leaf."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Declared paths."""

    calls: Calls
    task: Ints
    """(P,) number of the task, as in `Runs`; -1 for a task of which there is no run."""
    after: Ints
    """(S,) place within its path, from 0 up, of the call that must come first; -1: any order."""


@dataclass(frozen=True, slots=True)
class Book:
    """All that the methods of this room compare."""

    runs: Runs
    steps: Calls
    span: pa.Array
    """(S,) span of each step."""
    at: Ints
    """(S,) start of each step, microseconds since 1970, UTC."""
    declared: Paths
    leaves: LeafSets
    tools: tuple[str, ...]
    """Names by number."""
    groups: Mapping[str, int]
    """Numbers of groups by name."""


def book(data: Mapping[str, pa.Table]) -> Book:
    """Arrays from the results of `data.runs`, `data.steps`, `data.tools` and `data.references`.

    Steps of a run come in the order of time. Equal sets of leaves have one number, however they were written.
    """
    runs = read_runs(data["runs"])
    steps, paths = data["steps"], data["references"]
    texts = [steps["arguments"], paths["arguments"]]
    numbers, sets = leaf_sets(texts)
    tools, named = _numbers([steps["tool"], paths["tool"]])
    groups: dict[str, int] = {}
    said = {(row["business"], row["tool"]): row for row in data["tools"].to_pylist()}
    owner = _positions(steps["trace"], runs.trace)
    order = np.argsort(owner, kind="stable")[np.count_nonzero(owner < 0) :]
    business, firms = _codes(pa.array(runs.business, pa.string()))
    known = _declared(business[owner[order]], firms, named[0][order], tools, said, groups)
    made = Calls(
        _starts(owner[order], runs.count),
        named[0][order],
        *known[:2],
        numbers[0][order],
        known[2],
        _flags(steps["error"])[order],
    )
    return Book(
        runs=runs,
        steps=made,
        span=steps["span"].combine_chunks().take(pa.array(order)),
        at=_micros(steps["at"])[order],
        declared=_paths(paths, runs, numbers[1], named[1], tools, said, groups),
        leaves=sets,
        tools=tools,
        groups=groups,
    )


def read_runs(table: pa.Table) -> Runs:
    """Runs as arrays; tasks are numbered by business and name."""
    pairs = list(zip(table["business"].to_pylist(), table["task"].to_pylist(), strict=True))
    tasks: dict[tuple[str, str], int] = {}
    task = np.array([-1 if name is None else tasks.setdefault((firm, name), len(tasks)) for firm, name in pairs], int)
    at, ended = _micros(table["at"]), _micros(table["ended_at"].fill_null(pa.scalar(0, table["ended_at"].type)))
    lasted = np.where(ended >= at, (ended - at) / 1e6, np.nan)
    return Runs(
        trace=table["trace"].combine_chunks(),
        business=tuple(firm for firm, _ in pairs),
        task=task,
        tasks=tuple(tasks),
        success=_floats(table["success"]),
        broken=_flags(table["broken"]),
        eligible=_flags(table["eligible"]),
        memory=_floats(table["memory"].cast(pa.int8())),
        at=at,
        seconds=lasted,
        table=table,
    )


def leaf_sets(columns: Sequence[pa.ChunkedArray]) -> tuple[list[Ints], LeafSets]:
    """Numbers of the sets of leaves of each text, by column, and the sets; each distinct text is read once."""
    texts, numbers = _numbers(columns)
    sets: dict[frozenset[Leaf], int] = {}
    number = np.array([sets.setdefault(_leaves(text), len(sets)) for text in texts] or [0], int)
    names: dict[Leaf, int] = {}
    flat = np.array([names.setdefault(leaf, len(names)) for one in sets for leaf in one], int)
    sizes = np.array([len(one) for one in sets], int)
    flat = flat[np.lexsort((flat, np.repeat(np.arange(len(sizes)), sizes)))]
    return [number[codes] for codes in numbers], LeafSets(np.r_[0, np.cumsum(sizes)], flat, tuple(names))


@lru_cache(maxsize=_REMEMBERED)
def _leaves(text: str) -> frozenset[Leaf]:
    return leaves(text)


def values_of(sets: LeafSets, numbers: Ints, shortest: int = 3) -> frozenset[str]:
    """Values, long enough to be found again in a text, of some sets of leaves."""
    found = {sets.names[leaf][1] for one in numbers for leaf in sets.leaf[sets.start[one] : sets.start[one + 1]]}
    return frozenset(value for value in found if len(value) >= shortest)


def _paths(
    table: pa.Table,
    runs: Runs,
    numbers: Ints,
    names: Ints,
    tools: tuple[str, ...],
    said: Mapping[Tool, Mapping[str, object]],
    groups: dict[str, int],
) -> Paths:
    """Declared paths; a row without a tool only says that the path is there."""
    keys = list(zip(*(table[name].to_pylist() for name in ("business", "task", "reference")), strict=True))
    paths: dict[tuple[str, str, str], int] = {}
    owner = np.array([paths.setdefault(key, len(paths)) for key in keys], int)
    task = {one: number for number, one in enumerate(runs.tasks)}
    kept = np.flatnonzero(_flags(pc.is_valid(table["tool"])))
    business, firms = _codes(table["business"].combine_chunks())
    group, kind, compares = _declared(business[kept], firms, names[kept], tools, said, groups)
    start = _starts(owner[kept], len(paths))
    calls = Calls(start, names[kept], group, kind, numbers[kept], compares, np.zeros(len(kept), bool))
    return Paths(calls, np.array([task.get(key[:2], -1) for key in paths], int), _after(table, owner, kept, start))


def _after(table: pa.Table, owner: Ints, kept: Ints, start: Ints) -> Ints:
    """Place within its path of the call that each one must follow; -1 where there is none, or it was left out."""
    position, after = (table[name].to_pylist() for name in ("position", "after"))
    place = {(owner[row], position[row]): spot - start[owner[row]] for spot, row in enumerate(kept)}
    return np.array([place.get((owner[row], after[row]), -1) for row in kept], int)


def _declared(
    business: Ints,
    firms: Sequence[str],
    names: Ints,
    tools: Sequence[str],
    said: Mapping[Tool, Mapping[str, object]],
    groups: dict[str, int],
) -> tuple[Ints, Ints, Flags]:
    """Group, kind and whether arguments matter of each call, by what was said of its tool."""
    pairs, place = np.unique(business * max(1, len(tools)) + names, return_inverse=True)
    found = []
    for pair in pairs:
        firm, tool = firms[pair // max(1, len(tools))], tools[pair % max(1, len(tools))]
        row = said.get((firm, tool)) or said.get((WHOLE, tool)) or {}
        group = groups.setdefault(str(row.get("same_as") or tool), len(groups))
        found.append((group, KINDS.get(str(row.get("kind")), UNDECLARED), bool(row.get("compares", True))))
    columns = np.array(found, int).reshape(len(found), 3)[place]
    return columns[:, 0], columns[:, 1], columns[:, 2].astype(bool)


def _numbers(columns: Sequence[pa.ChunkedArray]) -> tuple[tuple[str, ...], list[Ints]]:
    """Distinct texts of several columns, nothing being the empty text, and their numbers by column."""
    whole = pa.chunked_array([chunk for column in columns for chunk in column.chunks], pa.string()).fill_null("")
    coded, texts = _codes(whole.combine_chunks())
    ends = np.cumsum([len(column) for column in columns])[:-1]
    return texts, list(np.split(coded, ends))


def _codes(column: pa.Array) -> tuple[Ints, tuple[str, ...]]:
    coded = column.dictionary_encode()
    return coded.indices.to_numpy(zero_copy_only=False).astype(np.int64), tuple(coded.dictionary.to_pylist())


def _positions(wanted: pa.ChunkedArray, among: pa.Array) -> Ints:
    """Place of each text among others; -1 where it is not there."""
    found: Ints = pc.index_in(wanted, value_set=among).fill_null(-1).to_numpy().astype(np.int64)
    return found


def _starts(owner: Ints, count: int) -> Ints:
    return np.searchsorted(owner, np.arange(count + 1))


def _micros(column: pa.ChunkedArray) -> Ints:
    found: Ints = column.cast(pa.timestamp("us", tz="UTC")).cast(pa.int64()).to_numpy()
    return found


def _flags(column: pa.ChunkedArray) -> Flags:
    found: Flags = column.cast(pa.bool_()).to_numpy().astype(bool)
    return found


def _floats(column: pa.ChunkedArray) -> Floats:
    """Numbers with NaN for nothing."""
    found: Floats = column.cast(pa.float64()).fill_null(float("nan")).to_numpy()
    return found
