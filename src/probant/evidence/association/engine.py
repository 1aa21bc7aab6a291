"""association.comovement: whether spend and outcome move together, and no more than that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from probant.errors import Inconsistent, TooLittle, UnknownName
from probant.evidence.asked import NAMES
from probant.evidence.association import checks
from probant.evidence.association import data as expressions
from probant.evidence.association.question import ComovementQuestion
from probant.evidence.association.series import Row, series
from probant.evidence.association.slopes import SEASON_REMOVED, TOTAL, slopes
from probant.evidence.protocol import Tables
from probant.vocabulary import Evidence, Grade, Tell, quiet
from probant.words import say


@dataclass(frozen=True, slots=True)
class Comovement:
    """Elasticity of an outcome by spend, week by week: association, not cause.

    `estimates` hold each channel's under its name, that of all spend under '(total)', and what is
    left of it without trend and season under '(total), season removed'.
    """

    name: str = "association.comovement"
    question: type[ComovementQuestion] = ComovementQuestion

    def needs(self, question: ComovementQuestion, tables: Tables) -> Mapping[str, ir.Table]:
        """Businesses, currencies, spend by week and channel, outcome by week, weeks that spend covers."""
        return expressions.needs(question, tables)

    def estimate(
        self,
        question: ComovementQuestion,
        data: Mapping[str, pa.Table],
        rng: np.random.Generator,  # noqa: ARG002 - nothing is drawn
        tell: Tell = quiet,
    ) -> Evidence:
        """Evidence of grade E.

        Raises UnknownName for an unknown business, Inconsistent for several currencies, TooLittle where
        spend and outcome have no week in common.
        """
        tell(0.0, say("setting {outcome} beside spend", outcome=NAMES[question.outcome]))
        rows = {name: table.to_pylist() for name, table in data.items()}
        _check(question, rows)
        found = series(rows)
        if len(found.weeks) == 0:
            raise _nothing_in_common(question)
        every = slopes(question, found)
        return Evidence(
            engine=self.name,
            estimand=say(
                "Per cent more {outcome} in weeks with one per cent more spend", outcome=NAMES[question.outcome]
            ),
            purpose=question.purpose,
            business=question.business,
            estimates={name: slope.estimate for name, slope in every.items() if slope.estimate is not None},
            design=Grade.E,
            checks=(
                checks.enough_weeks(found),
                checks.channels_apart(found),
                checks.spend_moves(found),
                checks.season_apart(every[TOTAL].estimate, every[SEASON_REMOVED].estimate),
            ),
            limits=checks.limits(NAMES[question.outcome]),
            unknown={name: slope.why_not for name, slope in every.items() if slope.why_not is not None},
            period=found.period,
            sample={name: slope.weeks for name, slope in every.items()},
            shares=found.shares(),
            ids={"outcome": question.outcome},
        )


def _check(question: ComovementQuestion, rows: Mapping[str, list[Row]]) -> None:
    known = [row["name"] for row in rows["names"]]
    if not question.every_business and question.business not in known:
        raise UnknownName(say("business with spend"), question.business, known)
    for kind in ("spend", "outcomes"):
        found = tuple(row["currency"] for row in rows["currencies"] if row["kind"] == kind)
        if len(found) > 1:
            raise Inconsistent(
                say("The table {table} has several currencies: {currencies}.", table=kind, currencies=found),
                mend=say("ask for a business or a period that has one currency"),
            )


def _nothing_in_common(question: ComovementQuestion) -> TooLittle:
    return TooLittle(
        say("No whole week has both spend and {outcome}.", outcome=NAMES[question.outcome]),
        mend=say("load spend and outcomes of the same weeks, or ask for another outcome or period"),
    )
