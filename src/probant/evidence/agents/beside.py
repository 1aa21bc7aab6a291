"""One run beside the path that it comes nearest to: which steps are on it, which are not, and which it lacks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from probant.evidence.agents import efficiency, kernel
from probant.evidence.agents.book import HANDOFF, NEUTRAL, READ, WRITE, Book, Floats, Ints
from probant.evidence.agents.efficiency import Known, Scores

KINDS = {READ: "read", WRITE: "write", HANDOFF: "handoff", NEUTRAL: "neutral"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a run or of its reference path."""

    tool: str
    kind: str
    """'read', 'write', 'handoff', 'neutral'; '' where nobody said."""
    likeness: float
    """Of the step that it is matched with: 1 the same, less in part, 0 no such step."""
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """A run and its reference path."""

    index: float | None
    """In [0, 100]; None where there is no path to compare it with."""
    goal: float | None
    reads: float | None
    economy: float | None
    """These three in [0, 1]."""
    declared: bool
    """Whether the reference was declared; else other runs took it with success."""
    steps: tuple[Step, ...]
    reference: tuple[Step, ...]


def beside(book: Book, run: int, scores: Scores, known: Known) -> Beside:
    """The run with that number beside the path against which it scores best, or alone where it has none.

    Parameters
    ----------
    book : Book
        Runs, steps and paths.
    run : int
        Number of the run in `book.runs`.
    scores : Scores
        Of all runs.
    known : Known
        The paths that they were compared with.
    """
    place = int(scores.reference[run])
    first, last = book.steps.start[run : run + 2]
    own = efficiency.rows(book.steps)[first:last]
    compared = place >= 0 and not np.isnan(scores.index[run])
    path = known.calls[known.start[place] : known.start[place + 1]] if compared else own[:0]
    likeness = _matched(book, own, path)
    names = {group: name for name, group in book.groups.items()}
    told = book.steps
    return Beside(
        index=float(scores.index[run]) if compared else None,
        goal=float(scores.goal[run]) if compared else None,
        reads=float(scores.reads[run]) if compared else None,
        economy=float(scores.economy[run]) if compared else None,
        declared=compared and int(known.takers[place]) == 0,
        steps=tuple(
            Step(book.tools[told.tool[one]], _kind(told.kind[one]), float(like), bool(told.error[one]))
            for one, like in zip(range(first, last), likeness.max(axis=1, initial=0.0), strict=True)
        ),
        reference=tuple(
            Step(names[row[kernel.GROUP]], _kind(row[kernel.KIND]), float(like))
            for row, like in zip(path, likeness.max(axis=0, initial=0.0), strict=True)
        ),
    )


def _matched(book: Book, own: Ints, path: Ints) -> Floats:
    """(steps, path) likeness of each step with the one it is matched with, 0 elsewhere; the best one-to-one matching.

    A call that failed matches nothing; order is not compared.
    """
    gain = np.array([[_alike(book, one, other) for other in path] for one in own]).reshape(len(own), len(path))
    rows, columns = linear_sum_assignment(gain, maximize=True)
    found = np.zeros(gain.shape)
    found[rows, columns] = gain[rows, columns]
    return found


def _alike(book: Book, one: Ints, other: Ints) -> float:
    """1 for equal calls, half the Jaccard index of their leaves for others of the same group (METHODS 8)."""
    if one[kernel.GROUP] != other[kernel.GROUP] or one[kernel.LAST]:
        return 0.0
    if not one[kernel.COMPARES] or one[kernel.ARGUMENTS] == other[kernel.ARGUMENTS]:
        return 1.0
    first, second = (_leaves(book, call[kernel.ARGUMENTS]) for call in (one, other))
    return 0.5 * len(first & second) / len(first | second)


def _leaves(book: Book, number: int) -> set[int]:
    return set(book.leaves.leaf[book.leaves.start[number] : book.leaves.start[number + 1]].tolist())


def _kind(number: int) -> str:
    return KINDS.get(int(number), "")
