"""Autonomy: how many tasks end without a person, how many of them well, and whether persons are called rightly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from probant.evidence.agents import goals
from probant.evidence.agents.book import Book, Flags, Floats

INTERVENING = frozenset({"handoff", "refusal", "edit", "takeover", "retry", "rollback"})
"""Acts of a person that change what happens; an approval is supervision and no intervention."""


@dataclass(frozen=True, slots=True)
class Autonomy:
    """What each run needed of people."""

    eligible: Flags
    """(R,) inside the mandate, and not ended by something outside the agent."""
    alone: Flags
    """(R,) nobody intervened."""
    untouched: Flags
    """(R,) no act of a person at all, not even an approval."""
    effective: Floats
    """(R,) 1 where it ended alone, well and without a grave deviation, else 0; NaN where success is not known."""
    handed: Flags
    """(R,) it called for a person."""
    demanded: Floats
    """(R,) 1 where a person was to be called, 0 where not, NaN where nobody said."""
    minutes: Floats
    """(R,) working time of people; NaN where an act states none, or nobody recorded what a handoff took."""


def of(book: Book, acts: Iterable[Mapping[str, Any]], grave: Flags) -> Autonomy:
    """Autonomy of each run.

    Parameters
    ----------
    book : Book
        Runs, steps and declared paths.
    acts : iterable of mappings
        One a run and kind: trace, kind, times, minutes, silent (acts without minutes).
    grave : (R,) array
        Runs with a deviation of high severity.
    """
    run = {trace: number for number, trace in enumerate(book.runs.trace.to_pylist())}
    handed = goals.handed_over(book.steps)
    touched, human, minutes, met = handed.copy(), handed.copy(), np.zeros(len(run)), ~handed
    for act in acts:
        if act["trace"] not in run:
            continue
        at = run[act["trace"]]
        human[at] = True
        touched[at] |= act["kind"] in INTERVENING
        handed[at] |= act["kind"] == "handoff"
        met[at] |= act["kind"] == "handoff"
        minutes[at] += float("nan") if act["silent"] else act["minutes"]
    minutes[~met] = np.nan
    well = np.where(np.isnan(book.runs.success), np.nan, (book.runs.success == 1) & ~touched & ~grave)
    eligible = book.runs.eligible & ~book.runs.broken
    return Autonomy(eligible, ~touched, ~human, well, handed, goals.demands_handoff(book), minutes)
