"""Agent Efficiency Index: how near a run came to the best known path to its goal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from probant.evidence.agents import kernel
from probant.evidence.agents.book import NEUTRAL, UNDECLARED, Book, Calls, Flags, Floats, Ints

GOAL, READS, ECONOMY = 0.5, 0.25, 0.25
"""Weights of goal fidelity alone, and times recall of reads, and times economy; chosen on data/agents."""
LIGHT, SURCHARGE = 0.25, 1.5
"""Cost of a step that neither reads nor changes anything, and what a repeat or a failure is multiplied by."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Index and parts of each run; NaN where there is none."""

    index: Floats
    """(R,) in [0, 100]."""
    goal: Floats
    """(R,) in [0, 1], like the next two."""
    reads: Floats
    economy: Floats
    reference: Ints
    """(R,) number of the reference that fits best, as in `Known`; -1 where there is none."""
    unscored: Flags
    """(R,) whether a tool of which nobody said what it does stood in the way."""


@dataclass(frozen=True, slots=True)
class Known:
    """Paths that are known to do a task, declared or taken by successful runs; sorted by task."""

    start: Ints
    calls: Ints
    """(S, 5) as `kernel` has them."""
    first: Ints
    """(T + 1,) references of task k are first[k] to first[k + 1]."""
    takers: Ints
    """(P,) successful runs that took it; 0 for a declared one, which is never left out."""
    own: Ints
    """(R,) the reference that the run itself took; -1: none."""


@dataclass(frozen=True, slots=True)
class _Path:
    task: int
    takers: int
    rows: Ints
    """(S, 5)."""


def scores(book: Book, *, mined: bool = True, paths: int = 20) -> Scores:
    """Score every run against the references of its task, never against its own path.

    Parameters
    ----------
    book : Book
        Runs, steps and declared paths.
    mined : bool
        Whether successful paths of other runs of a task serve as its references, too.
    paths : int
        Distinct paths of a task that are kept, the most taken first.

    Returns
    -------
    Scores
        100 G (0.5 + 0.25 R + 0.25 E) for the reference that makes it largest, with its parts. G is
        2 TP / (2 TP + FP + FN) over steps that change something and demanded handoffs; R the share of
        the reference's reads that were made; E the cost of the cheapest other successful run of the task
        (of the cheapest declared path where no run succeeded) over the own cost, at most 1.
    """
    own = rows(book.steps)
    cost = costs(book.steps, repeats(book.steps))
    successful = _successful(book) & mined
    refs = known(book, mined=mined, paths=paths)
    economy = _economy(cost, _cheapest(book, cost, successful))
    found = kernel.scores(
        book.steps.start, own, refs.start, refs.calls, book.leaves.start, book.leaves.leaf, book.runs.task,
        refs.first, refs.own, refs.takers, economy, np.array([GOAL, READS, ECONOMY]),
    )  # fmt: skip
    unscored = _undeclared(book) | book.runs.broken
    found[unscored] = np.nan
    goal, reads, best = found.T
    kept = np.where(np.isnan(goal), np.nan, economy)
    index = 100 * goal * (GOAL + READS * reads + ECONOMY * kept)
    return Scores(index, goal, reads, kept, np.nan_to_num(best, nan=-1).astype(int), _undeclared(book))


def known(book: Book, *, mined: bool = True, paths: int = 20) -> Known:
    """Paths with which `scores` compares; parameters as there."""
    served = _successful(book) & ~_undeclared(book) & mined
    return _known(book, rows(book.steps), repeats(book.steps), served, paths)


def repeats(steps: Calls) -> Flags:
    """(S,) steps that repeat an earlier one of their run, with nothing written between."""
    found: Flags = kernel.repeats(steps.start, steps.tool, rows(steps))
    return found


def rows(calls: Calls) -> Ints:
    """(S, 5) calls of runs as `kernel` has them."""
    return kernel.table(calls.group, calls.kind, calls.arguments, calls.compares, calls.error)


def costs(steps: Calls, repeated: Flags) -> Floats:
    """(P,) cost of each path: 1 a step, less for a light one, more for a repeat or a failure."""
    weight = np.where(steps.kind == NEUTRAL, LIGHT, 1.0) * np.where(repeated | steps.error, SURCHARGE, 1.0)
    return steps.by_path(weight)


def _successful(book: Book) -> Flags:
    """(R,) runs of a named task that did it."""
    found: Flags = (book.runs.success == 1) & ~book.runs.broken & (book.runs.task >= 0)
    return found


def _undeclared(book: Book) -> Flags:
    """(R,) runs with a step of which nobody said what its tool does."""
    unknown = (book.steps.kind == UNDECLARED) & ~book.steps.error
    return book.steps.by_path(unknown) > 0


def _known(book: Book, own: Ints, repeated: Flags, successful: Flags, most: int) -> Known:
    """Declared paths and those that successful runs took, sorted by task."""
    declared, mined, taker = _declared(book), *_mined(book, own, repeated, successful, most)
    every = [*declared, *mined]
    order = sorted(range(len(every)), key=lambda one: every[one].task)
    place = {one: spot for spot, one in enumerate(order)}
    ranked = [every[one] for one in order]
    own_path = np.array([place.get(len(declared) + one, -1) if one >= 0 else -1 for one in taker], int)
    return Known(
        start=np.concatenate([[0], np.cumsum([len(one.rows) for one in ranked], dtype=int)]),
        calls=np.ascontiguousarray(np.concatenate([np.zeros((0, 5), int), *(one.rows for one in ranked)])),
        first=np.searchsorted([one.task for one in ranked], np.arange(len(book.runs.tasks) + 1)),
        takers=np.array([one.takers for one in ranked], int),
        own=own_path,
    )


def _declared(book: Book) -> list[_Path]:
    """Declared paths of tasks that were run; one with a tool of unknown kind cannot serve."""
    calls = book.declared.calls
    table = kernel.table(calls.group, calls.kind, calls.arguments, calls.compares, book.declared.after)
    parts = [table[calls.start[one] : calls.start[one + 1]] for one in range(calls.paths)]
    return [
        _Path(int(task), 0, part)
        for task, part in zip(book.declared.task, parts, strict=True)
        if task >= 0 and (part[:, kernel.KIND] != UNDECLARED).all()
    ]


def _mined(book: Book, own: Ints, repeated: Flags, successful: Flags, most: int) -> tuple[list[_Path], list[int]]:
    """Distinct paths that successful runs took, and the number of each run's own one (-1: none of them).

    Two paths are one where they hold the same steps, whatever their order: order is not compared.
    """
    serves = ~book.steps.error & ~repeated & (book.steps.kind != NEUTRAL)
    start, keys, table = book.steps.start, {}, own.copy()
    table[:, kernel.LAST] = -1
    for run in np.flatnonzero(successful).tolist():
        part = table[start[run] : start[run + 1]][serves[start[run] : start[run + 1]]]
        keys[run] = (int(book.runs.task[run]), part[np.lexsort(part.T)].tobytes())
    taken = Counter(keys.values())
    kept: dict[tuple[int, bytes], int] = {}
    room: Counter[int] = Counter()
    for key, _ in taken.most_common():
        if room[key[0]] < most:
            room[key[0]] += 1
            kept[key] = len(kept)
    paths = [_Path(key[0], taken[key], np.frombuffer(key[1], np.int64).reshape(-1, 5)) for key in kept]
    return paths, [kept.get(keys[run], -1) if run in keys else -1 for run in range(book.runs.count)]


def _cheapest(book: Book, cost: Floats, successful: Flags) -> Floats:
    """(R,) cost of the cheapest path of the task that is known to succeed, the run itself left out."""
    tasks, task = len(book.runs.tasks), book.runs.task
    least, second = np.full(tasks + 1, np.inf), np.full(tasks + 1, np.inf)
    for run in np.flatnonzero(successful)[np.argsort(cost[successful], kind="stable")]:
        second[task[run]] = np.where(np.isinf(least[task[run]]), np.inf, np.minimum(second[task[run]], cost[run]))
        least[task[run]] = np.minimum(least[task[run]], cost[run])
    own = successful & (cost == least[task])
    others = np.where(own, second[task], least[task])
    said = np.full(tasks + 1, np.inf)
    paths = book.declared
    demanded = paths.calls.by_path(paths.calls.kind != NEUTRAL)
    np.minimum.at(said, paths.task, np.maximum(1.0, demanded))
    said[-1] = np.inf
    found = np.where(np.isinf(others), said[task], others)
    return np.where(np.isinf(found), np.nan, found)


def _economy(cost: Floats, cheapest: Floats) -> Floats:
    """Cheapest over own cost, at most 1; a run without a step is as cheap as can be."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(cost > 0, np.minimum(1.0, cheapest / cost), np.where(np.isnan(cheapest), np.nan, 1.0))
