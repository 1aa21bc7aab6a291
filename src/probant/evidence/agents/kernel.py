"""Compiled arithmetic over coded paths: repeats, costs, the best one-to-one matching, and the scores of runs.

Calls come as (S, 5) whole numbers, see the columns below; a path is a range of rows.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import types

from probant.evidence.agents.book import HANDOFF, NEUTRAL, READ, WRITE, Flags, Floats, Ints
from probant.stats.compiled import MATRIX, VECTOR, WHOLE, WHOLES, compiled, part

GROUP, KIND, ARGUMENTS, COMPARES, LAST = range(5)
"""Columns of a call; the last one is 1 for a call that failed, in a reference the place that must come first or -1."""

_FLAGS = types.Array(types.boolean, 1, "C")


@compiled(_FLAGS(WHOLE, WHOLE, WHOLES))
def repeats(start: Ints, tool: Ints, calls: Ints) -> Flags:
    """(S,) whether the same call stands before it in its path, with nothing written since; a handoff is no repeat."""
    found = np.zeros(len(tool), np.bool_)
    for path in range(len(start) - 1):
        since = start[path]
        for one in range(start[path], start[path + 1]):
            if calls[one, KIND] != HANDOFF:
                for other in range(one - 1, since - 1, -1):
                    if tool[other] == tool[one] and calls[other, ARGUMENTS] == calls[one, ARGUMENTS]:
                        found[one] = True
                        break
            if calls[one, KIND] == WRITE and calls[one, LAST] == 0:
                since = one + 1
    return found


@part
def _give(table, row, u, v, holder, way):  # type: ignore[no-untyped-def]
    """Give one more row a column, moving others along the cheapest chain."""
    columns = table.shape[1]
    least, done = np.full(columns + 1, np.inf), np.zeros(columns + 1, np.bool_)
    holder[0], column = row, 0
    while holder[column] != 0:
        done[column] = True
        at, step, nearest = holder[column], np.inf, 0
        for j in range(1, columns + 1):
            if not done[j]:
                reduced = -table[at - 1, j - 1] - u[at] - v[j]
                if reduced < least[j]:
                    least[j], way[j] = reduced, column
                if least[j] < step:
                    step, nearest = least[j], j
        for j in range(columns + 1):
            if done[j]:
                u[holder[j]] += step
                v[j] -= step
            else:
                least[j] -= step
        column = nearest
    while column != 0:
        holder[column] = holder[way[column]]
        column = way[column]


@compiled(types.float64(MATRIX))
def best_assignment(gain: Floats) -> float:
    """Largest sum of gains when each row takes at most one column, and each column at most one row; gains >= 0.

    The Hungarian method with potentials, O(rows^2 columns) where rows <= columns (Kuhn 1955).
    """
    table = np.ascontiguousarray(gain.T) if gain.shape[0] > gain.shape[1] else gain
    rows, columns = table.shape
    u, v = np.zeros(rows + 1), np.zeros(columns + 1)
    holder, way = np.zeros(columns + 1, np.int64), np.zeros(columns + 1, np.int64)
    for row in range(1, rows + 1):
        _give(table, row, u, v, holder, way)
    total = 0.0
    for j in range(1, columns + 1):
        if holder[j] != 0:
            total += table[holder[j] - 1, j - 1]
    return total


@part
def _alike(one, other, start, leaf):  # type: ignore[no-untyped-def]
    """1 for equal calls, half the Jaccard index of their leaves for others of the same group."""
    if one[COMPARES] == 0 or one[ARGUMENTS] == other[ARGUMENTS]:
        return 1.0
    i, j, shared = start[one[ARGUMENTS]], start[other[ARGUMENTS]], 0
    ends = start[one[ARGUMENTS] + 1], start[other[ARGUMENTS] + 1]
    whole = ends[0] - i + ends[1] - j
    while i < ends[0] and j < ends[1]:
        if leaf[i] == leaf[j]:
            shared += 1
            i += 1
            j += 1
        elif leaf[i] < leaf[j]:
            i += 1
        else:
            j += 1
    return 0.5 * shared / (whole - shared)


@part
def _follows(own, first, call, reference, after, start, leaf):  # type: ignore[no-untyped-def]
    """Whether a call like the one that must come first was made before `call`."""
    wanted = reference[after]
    for one in range(first, call):
        if own[one, LAST] == 0 and own[one, GROUP] == wanted[GROUP] and _alike(own[one], wanted, start, leaf) > 0.0:
            return True
    return False


@part
def _matched(own, first, last, reference, row, start, leaf):  # type: ignore[no-untyped-def]
    """Calls and reference steps of the group of step `row`, and the best sum of their likeness."""
    group = reference[row, GROUP]
    mine = [one for one in range(first, last) if own[one, GROUP] == group and own[one, LAST] == 0]
    theirs = [one for one in range(row, len(reference)) if reference[one, GROUP] == group]
    gain = np.zeros((len(mine), len(theirs)))
    for i, one in enumerate(mine):
        for j, other in enumerate(theirs):
            after = reference[other, LAST]
            if after < 0 or _follows(own, first, one, reference, after, start, leaf):
                gain[i, j] = _alike(own[one], reference[other], start, leaf)
    if len(mine) == 0:
        return 0, len(theirs), 0.0
    if len(mine) == 1 or len(theirs) == 1:
        return len(mine), len(theirs), gain.max()
    return len(mine), len(theirs), best_assignment(gain)


@part
def _fidelity(own, first, last, reference, start, leaf):  # type: ignore[no-untyped-def]
    """Goal fidelity and recall of reads of one run against one reference."""
    right, wanted, made, reads, sought = 0.0, 0, 0, 0.0, 0
    for one in range(first, last):
        if own[one, KIND] == WRITE and own[one, LAST] == 0:
            made += 1
    for row in range(len(reference)):
        kind, earlier = reference[row, KIND], False
        for one in range(row):
            earlier = earlier or reference[one, GROUP] == reference[row, GROUP]
        if earlier or kind == NEUTRAL:
            continue
        mine, theirs, total = _matched(own, first, last, reference, row, start, leaf)
        if kind == READ:
            reads += total
            sought += theirs
        else:
            right += total
            wanted += theirs
            made += min(mine, theirs) if kind == HANDOFF else 0
    goal = 2.0 * right / (wanted + made) if wanted + made > 0 else 1.0
    return goal, reads / sought if sought > 0 else 1.0


@compiled(MATRIX(WHOLE, WHOLES, WHOLE, WHOLES, WHOLE, WHOLE, WHOLE, WHOLE, WHOLE, WHOLE, VECTOR, VECTOR))
def scores(
    start: Ints,
    calls: Ints,
    r_start: Ints,
    r_calls: Ints,
    leaf_start: Ints,
    leaf: Ints,
    task: Ints,
    first: Ints,
    own: Ints,
    takers: Ints,
    economy: Floats,
    weights: Floats,
) -> Floats:
    """(R, 3): goal fidelity, recall of reads, and the reference against which a run scores best; NaN without one.

    References of task k are first[k] to first[k + 1]. A reference that only the run itself has taken
    (own[r] is its number, takers 1) is left out. `weights` are those of the goal alone, reads and economy.
    """
    found = np.full((len(start) - 1, 3), np.nan)
    for run in range(len(start) - 1):
        best = -1.0
        if task[run] < 0:
            continue
        for one in range(first[task[run]], first[task[run] + 1]):
            if own[run] == one and takers[one] == 1:
                continue
            reference = r_calls[r_start[one] : r_start[one + 1]]
            goal, reads = _fidelity(calls, start[run], start[run + 1], reference, leaf_start, leaf)
            index = goal * (weights[0] + weights[1] * reads + weights[2] * economy[run])
            if index > best:
                best = index
                found[run, 0], found[run, 1], found[run, 2] = goal, reads, one
    return found


@compiled(MATRIX(WHOLES, MATRIX))
def drawn_sums(drawn: Ints, sums: Floats) -> Floats:
    """(B, K): sums (T, K) of the tasks that each of B samples has drawn, added up."""
    found = np.zeros((len(drawn), sums.shape[1]))
    for sample in range(len(drawn)):
        for one in drawn[sample]:
            for column in range(sums.shape[1]):
                found[sample, column] += sums[one, column]
    return found


def table(*columns: Any) -> Ints:
    """Columns of calls, in the order above, as the (S, 5) table that the functions here take."""
    return np.ascontiguousarray(np.column_stack([np.asarray(column, np.int64) for column in columns]).reshape(-1, 5))
