"""The comparison of two agents or versions, wired: which runs are of whom, what is compared, what was seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from probant.errors import TooLittle, UnknownName
from probant.evidence.agents import checks, context, efficiency, goals, limits, pairing
from probant.evidence.agents.answer import Found, usable
from probant.evidence.agents.book import Book, Flags, Floats
from probant.evidence.agents.measures import OF_100, Data, spent
from probant.evidence.agents.question import CompareQuestion
from probant.vocabulary import Check, Grade
from probant.words import say


@dataclass(frozen=True, slots=True)
class _Measured:
    """What is compared, run by run."""

    values: Floats
    """(R,) NaN where it is not known."""
    unit: str
    checks: tuple[Check, ...] = ()
    """What is missing for it."""


def compared(question: CompareQuestion, book: Book, data: Data) -> Found:
    """Difference of the two over the tasks that both did.

    Raises UnknownName for one that has no run, TooLittle where there is no task of which both say anything,
    Inconsistent for costs in several currencies.
    """
    kept, sides = usable(book.runs), _sides(question, book)
    measured = METRICS[question.metric](question, book, data)
    among = kept & (sides[0] | sides[1]) & ~np.isnan(measured.values)
    found = pairing.compare(
        measured.values[among], sides[1][among], book.runs.cluster[among], unit=measured.unit, level=question.level
    )
    if found is None:
        raise _nothing(question, book, (kept & sides[0], kept & sides[1]))
    return Found(
        estimand=say(
            "“{treated}” less “{control}”, {metric}, over tasks that both did",
            treated=question.treated,
            control=question.control,
            metric=question.metric,
        ),
        estimates={question.treated: found.estimate},
        design=Grade.A if question.randomised else Grade.E,
        line=0.0,
        better="less" if question.metric in _LESS else "more",
        checks=(*_checks(question, book, found, among, sides), *measured.checks),
        limits=limits.compare(question),
        sample={"paired tasks": found.tasks, "paired runs": found.runs},
        ids={"control": question.control, "metric": question.metric},
    )


def _nothing(question: CompareQuestion, book: Book, sides: tuple[Flags, Flags]) -> TooLittle:
    """Why nothing can be paired: no task, or no figure on any of them."""
    control, treated = (book.runs.cluster[side] for side in sides)
    facts = {"treated": question.treated, "control": question.control}
    if not np.intersect1d(control, treated).size:
        return TooLittle(
            say("“{treated}” and “{control}” share no task.", **facts),
            mend=say("let both run the same tasks, four times each if you can, and name the task of each run"),
        )
    return TooLittle(
        say("On no task is {metric} known for “{treated}” and for “{control}”.", metric=question.metric, **facts),
        mend=say("load what is missing: results of runs, prices of models, or what stood before the agents"),
    )


def _checks(
    question: CompareQuestion, book: Book, found: pairing.Pairing, among: Flags, sides: tuple[Flags, Flags]
) -> tuple[Check, ...]:
    moments = (book.runs.at[among & side] for side in sides)
    control, treated = ((int(one.min()), int(one.max())) for one in moments)
    always = (
        checks.infrastructure(book.runs),
        checks.paired(found),
        checks.decided(question, found),
        checks.drawn_by_lot(question, control, treated),
    )
    if not question.randomised:
        return always
    ended = pc.max(book.runs.table["day"]).as_py()
    counts = [int(np.count_nonzero(among & side)) for side in sides]
    return (*always, checks.sample_ratio(question, counts), checks.fixed_beforehand(question.fixed_on, ended))


def _sides(question: CompareQuestion, book: Book) -> tuple[Flags, Flags]:
    """(R,) runs of the control, and of the treated one."""
    column = book.runs.table[question.by]
    known = sorted(name for name in pc.unique(column).to_pylist() if name is not None)
    for name in (question.control, question.treated):
        if name not in known:
            raise UnknownName(say("{kind} with runs", kind=question.by), name, known)
    control, treated = (
        pc.fill_null(pc.equal(column, name), fill_value=False).to_numpy().astype(bool)
        for name in (question.control, question.treated)
    )
    return control, treated


def _success(question: CompareQuestion, book: Book, data: Data) -> _Measured:  # noqa: ARG001 - the shape of a metric
    return _Measured(book.runs.success, "points")


def _efficiency(question: CompareQuestion, book: Book, data: Data) -> _Measured:  # noqa: ARG001 - the shape of a metric
    return _Measured(efficiency.scores(book).index, OF_100)


def _autonomy(question: CompareQuestion, book: Book, data: Data) -> _Measured:  # noqa: ARG001 - the shape of a metric
    from_people = {row["trace"] for row in data["interventions"].to_pylist() if row["kind"] != "approval"}
    touched = np.array([trace in from_people for trace in book.runs.trace.to_pylist()], bool)
    return _Measured((~touched & ~goals.handed_over(book.steps)).astype(float), "points")


def _seconds(question: CompareQuestion, book: Book, data: Data) -> _Measured:  # noqa: ARG001 - the shape of a metric
    return _Measured(book.runs.seconds, "seconds")


def _context(question: CompareQuestion, book: Book, data: Data) -> _Measured:
    found, kept = context.of(book, data["context"], data["required"].to_pylist()), _of_two(question, book)
    return _Measured(found.score, OF_100, (checks.looked_for(found, kept), checks.fresh(found, kept)))


def _cost(question: CompareQuestion, book: Book, data: Data) -> _Measured:
    """Of the runs of the two alone: what others used without a price is not missing here."""
    ours = _of_two(question, book)
    money, prices = spent(data, book.runs.trace.filter(pa.array(ours)).to_pylist(), question.hour_cost)
    values = np.full(book.runs.count, np.nan)
    values[ours] = money
    return _Measured(values, f"{prices.currency or 'XXX'} / run", (checks.priced(prices),))


def _of_two(question: CompareQuestion, book: Book) -> Flags:
    """(R,) runs of either that nothing outside it ended."""
    control, treated = _sides(question, book)
    return usable(book.runs) & (control | treated)


METRICS: Mapping[str, Callable[[CompareQuestion, Book, Data], _Measured]] = {
    "success": _success,
    "efficiency": _efficiency,
    "autonomy": _autonomy,
    "context": _context,
    "cost": _cost,
    "seconds": _seconds,
}
NEEDS: Mapping[str, tuple[str, ...]] = {
    "autonomy": ("interventions",),
    "context": ("context", "required"),
    "cost": ("tokens", "prices", "interventions"),
}
"""What a metric reads besides runs, steps and declared paths."""
_LESS = frozenset({"cost", "seconds"})
"""Metrics of which less is better."""
