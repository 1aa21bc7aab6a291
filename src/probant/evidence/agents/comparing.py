"""The comparison of two agents or versions, wired: which runs are of whom, what is compared, what was seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow.compute as pc

from probant.errors import TooLittle, UnknownName
from probant.evidence.agents import checks, efficiency, goals, limits, pairing
from probant.evidence.agents.answer import Found, usable
from probant.evidence.agents.book import Book, Flags, Floats
from probant.evidence.agents.measures import Data
from probant.evidence.agents.question import CompareQuestion
from probant.vocabulary import Check, Grade
from probant.words import say


def compared(question: CompareQuestion, book: Book, data: Data) -> Found:
    """Difference of the two over the tasks that both did.

    Raises UnknownName for one that has no run, TooLittle where they share no task.
    """
    kept, values = usable(book.runs), METRICS[question.metric](book, data)
    sides = _sides(question, book)
    among = kept & (sides[0] | sides[1]) & ~np.isnan(values)
    found = pairing.compare(
        values[among], sides[1][among], book.runs.cluster[among], unit=_UNITS[question.metric], level=question.level
    )
    if found is None:
        raise TooLittle(
            say("“{treated}” and “{control}” share no task.", treated=question.treated, control=question.control),
            mend=say("let both run the same tasks, four times each if you can, and name the task of each run"),
        )
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
        better="less" if question.metric == "seconds" else "more",
        checks=_checks(question, book, found, among, sides),
        limits=limits.compare(question),
        sample={"paired tasks": found.tasks, "paired runs": found.runs},
        ids={"control": question.control, "metric": question.metric},
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


def _success(book: Book, data: Data) -> Floats:  # noqa: ARG001 - the shape of a metric
    return book.runs.success


def _efficiency(book: Book, data: Data) -> Floats:  # noqa: ARG001 - the shape of a metric
    return efficiency.scores(book).index


def _autonomy(book: Book, data: Data) -> Floats:
    from_people = {row["trace"] for row in data["interventions"].to_pylist() if row["kind"] != "approval"}
    touched = np.array([trace in from_people for trace in book.runs.trace.to_pylist()], bool)
    return (~touched & ~goals.handed_over(book.steps)).astype(float)


def _seconds(book: Book, data: Data) -> Floats:  # noqa: ARG001 - the shape of a metric
    return book.runs.seconds


METRICS: Mapping[str, Callable[[Book, Data], Floats]] = {
    "success": _success,
    "efficiency": _efficiency,
    "autonomy": _autonomy,
    "seconds": _seconds,
}
_UNITS = {"success": "points", "efficiency": "points of 100", "autonomy": "points", "seconds": "seconds"}
