"""Deviations from the goal, which need a declared path: a change nobody wanted, a person called for nothing."""

from __future__ import annotations

from collections import Counter

import numpy as np

from probant.evidence.agents.book import HANDOFF, WRITE, Book, Calls, Flags, Floats, Ints

Change = tuple[int, int]
"""Group of a tool and number of its arguments; -1 where they do not matter."""


def wrong_writes(book: Book) -> Floats:
    """(R,) changes made that are no exact step of the declared path that fits best; NaN where none is declared."""
    found = np.full(book.runs.count, np.nan)
    wanted = _by_task(book)
    for run, made in enumerate(_changes(book.steps, ~book.steps.error)):
        known = wanted.get(int(book.runs.task[run]))
        if known is not None:
            found[run] = min(_beyond(made, path) for path in known)
    return found


def changes_made(steps: Calls) -> Ints:
    """(R,) calls that changed something."""
    return steps.by_path((steps.kind == WRITE) & ~steps.error).astype(int)


def handed_over(steps: Calls) -> Flags:
    """(R,) whether the run called for a person."""
    return steps.by_path(steps.kind == HANDOFF) > 0


def demands_handoff(book: Book) -> Floats:
    """(R,) 1 where every declared path of the task hands over to a person, 0 where none does, else NaN."""
    paths, hands = book.declared, handed_over(book.declared.calls)
    found = np.full(len(book.runs.tasks) + 1, np.nan)
    for task in np.unique(paths.task[paths.task >= 0]):
        said = hands[paths.task == task]
        found[task] = said[0] if (said == said[0]).all() else np.nan
    return found[book.runs.task]


def needless_handoffs(book: Book) -> Floats:
    """(R,) 1 where a person was called and no declared path does so, else 0; NaN where that is not known."""
    demanded = demands_handoff(book)
    return np.where(np.isnan(demanded), np.nan, handed_over(book.steps) & (demanded == 0))


def _beyond(made: Counter[Change], wanted: Counter[Change]) -> int:
    return (made - wanted).total()


def _by_task(book: Book) -> dict[int, list[Counter[Change]]]:
    found: dict[int, list[Counter[Change]]] = {}
    calls = book.declared.calls
    for task, path in zip(book.declared.task, _changes(calls, ~calls.error), strict=True):
        found.setdefault(int(task), []).append(path)
    found.pop(-1, None)
    return found


def _changes(calls: Calls, counted: Flags) -> list[Counter[Change]]:
    """Changes of each path, as often as they are made."""
    found: list[Counter[Change]] = [Counter() for _ in range(calls.paths)]
    kept = np.flatnonzero((calls.kind == WRITE) & counted)
    arguments = np.where(calls.compares, calls.arguments, -1)
    for path, group, one in zip(calls.owner[kept], calls.group[kept], arguments[kept], strict=True):
        found[path][int(group), int(one)] += 1
    return found
