"""The paths that agents really take, as a small graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from probant.evidence.agents.data import END, START


@dataclass(frozen=True, slots=True)
class Passage:
    """How often runs of an agent went from one tool to the next."""

    origin: str
    """A tool, or '(start)'."""
    target: str
    """A tool, or '(end)'."""
    times: int
    runs: int
    """Runs in which it occurs."""


@dataclass(frozen=True, slots=True)
class ProcessMap:
    """The paths that an agent really takes, as a graph."""

    runs: int
    calls: Mapping[str, int]
    """How often each tool that is shown was called, the most frequent first."""
    passages: tuple[Passage, ...]
    """The most frequent first."""
    left_out: int
    """Passages that are too rare to be shown."""


def process_map(rows: Iterable[Mapping[str, Any]], *, passages: int = 40) -> ProcessMap:
    """The map of the most frequent passages, and how many it leaves out.

    Parameters
    ----------
    rows : iterable of mappings
        Rows of `data.passages`: origin, target, times, runs.
    passages : int
        Passages that are shown at the most, the most frequent first; equal ones by name.
    """
    every = sorted((Passage(**row) for row in rows), key=lambda one: (-one.times, one.origin, one.target))
    calls: dict[str, int] = {}
    for one in every:
        if one.target != END:
            calls[one.target] = calls.get(one.target, 0) + one.times
    shown = tuple(every[:passages])
    named = {name for one in shown for name in (one.origin, one.target)} - {START, END}
    return ProcessMap(
        runs=sum(one.times for one in every if one.origin == START),
        calls={name: calls[name] for name in sorted(named, key=lambda name: (-calls[name], name))},
        passages=shown,
        left_out=len(every) - len(shown),
    )
