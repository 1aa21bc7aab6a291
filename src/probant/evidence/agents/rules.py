"""Rules that can be tested on the steps themselves: a call that fails, is forbidden, comes too early or too often."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from probant.evidence.agents.book import KINDS, Book, Flags, Floats, Ints
from probant.evidence.agents.data import WHOLE

RECORDED = "recorded"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """How often one rule applied to each run, and how often it was broken."""

    rule: str
    severity: str
    applied: Floats
    """(R,) steps to which it applied; NaN where that is not known."""
    broken: Floats
    """(R,)"""
    agreed_rate: float | None = None
    """Share of runs with a deviation that was agreed to be borne."""
    goal: bool = False
    """Whether a declared path was needed to see it."""


def tested(book: Book, rules: Iterable[Row]) -> tuple[Seen, ...]:
    """Rules of the kinds 'error', 'never', 'before' and 'most', tested on every run of their business."""
    found = []
    for rule in rules:
        if rule["kind"] in _TESTS:
            applies = _applies(book, rule) & _of_business(book, rule)
            usable, broken = _TESTS[rule["kind"]](book, rule, applies)
            found.append(
                Seen(
                    rule["rule"],
                    rule["severity"],
                    book.steps.by_path(usable),
                    book.steps.by_path(usable & broken),
                    rule["agreed_rate"],
                )
            )
    return tuple(found)


def recorded(book: Book, rules: Iterable[Row], events: Iterable[Row]) -> tuple[Seen, ...]:
    """Rules of the kind 'recorded': what monitors wrote down, one row per run and rule."""
    run = {trace: number for number, trace in enumerate(book.runs.trace.to_pylist())}
    declared = {rule["rule"]: rule for rule in rules if rule["kind"] == RECORDED}
    found = {
        name: Seen(name, rule["severity"], np.zeros(len(run)), np.zeros(len(run)), rule["agreed_rate"])
        for name, rule in declared.items()
    }
    for event in events:
        if event["rule"] in found and event["trace"] in run:
            found[event["rule"]].applied[run[event["trace"]]] += event["applied"]
            found[event["rule"]].broken[run[event["trace"]]] += event["broken"]
    return tuple(found.values())


def _applies(book: Book, rule: Row) -> Flags:
    """(S,) steps that the rule is about, by tool, group of tools or kind."""
    return _named(book, rule["applies_to"]) if rule["applies_to"] else np.ones(len(book.steps.tool), bool)


def _named(book: Book, name: str) -> Flags:
    """(S,) steps of a tool, a group of tools or a kind of tool."""
    found: Flags = book.steps.group == book.groups.get(name, -1)
    if name in KINDS:
        found = book.steps.kind == KINDS[name]
    elif name in book.tools:
        found |= book.steps.tool == book.tools.index(name)
    return found


def _of_business(book: Book, rule: Row) -> Flags:
    if rule["business"] == WHOLE:
        return np.ones(len(book.steps.tool), bool)
    ours = np.array([business == rule["business"] for business in book.runs.business], bool)
    return ours[book.steps.owner]


def _error(book: Book, rule: Row, applies: Flags) -> tuple[Flags, Flags]:  # noqa: ARG001 - the shape of a test
    return applies, book.steps.error


def _never(book: Book, rule: Row, applies: Flags) -> tuple[Flags, Flags]:  # noqa: ARG001 - the shape of a test
    return applies, applies


def _before(book: Book, rule: Row, applies: Flags) -> tuple[Flags, Flags]:
    """A call of `needs` that succeeded, with the same argument where one is named, must stand before the step."""
    key, usable = _keys(book, rule["argument"], applies)
    before = _named(book, rule["needs"] or "") & ~book.steps.error
    place = np.arange(len(key))
    first = np.full(int(key.max(initial=-1)) + 1, len(key))
    np.minimum.at(first, key[before & (key >= 0)], place[before & (key >= 0)])
    return usable, ~(first[key] < place) if len(first) else ~applies


def _most(book: Book, rule: Row, applies: Flags) -> tuple[Flags, Flags]:
    """No more than `most` calls may succeed, those with the same argument counted where one is named."""
    key, usable = _keys(book, rule["argument"], applies)
    done = usable & ~book.steps.error
    order = np.argsort(key, kind="stable")
    running = np.cumsum(done[order])
    starts = np.flatnonzero(np.r_[True, np.diff(key[order]) != 0]) if len(key) else np.zeros(0, int)
    before = np.repeat(running[starts] - done[order][starts], np.diff(np.r_[starts, len(key)]))
    count = np.empty(len(key), int)
    count[order] = running - before
    return usable, done & (count > (rule["most"] or 0))


def _keys(book: Book, argument: str | None, applies: Flags) -> tuple[Ints, Flags]:
    """(S,) a number that calls of one run, with the same value of the argument, share (-1: without the argument).

    The steps to which the rule can apply are those that have the argument.
    """
    if not argument:
        return book.steps.owner, applies
    value = _argument(book, argument)[book.steps.arguments]
    _, shared = np.unique(book.steps.owner * (len(book.leaves.names) + 1) + value, return_inverse=True)
    return np.where(value >= 0, shared, -1), applies & (value >= 0)


def _argument(book: Book, argument: str) -> Ints:
    """(A,) number of the leaf that holds the argument in each set; -1 where none does."""
    path = f".{argument.strip().lower()}"
    wanted = np.array([name == path for name, _ in book.leaves.names], bool)
    found = np.full(len(book.leaves.start) - 1, -1)
    owner = np.repeat(np.arange(len(found)), np.diff(book.leaves.start))
    hits = wanted[book.leaves.leaf] if len(wanted) else np.zeros(0, bool)
    found[owner[hits]] = book.leaves.leaf[hits]
    return found


_TESTS: Mapping[str, Callable[[Book, Row, Flags], tuple[Flags, Flags]]] = {
    "error": _error,
    "never": _never,
    "before": _before,
    "most": _most,
}
