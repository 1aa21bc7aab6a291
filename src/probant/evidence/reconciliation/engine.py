"""reconciliation.overclaim: what the platforms claim, against what others count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from probant.evidence.protocol import Tables
from probant.evidence.reconciliation import checks, estimates
from probant.evidence.reconciliation import data as expressions
from probant.evidence.reconciliation.precedence import PLURALS
from probant.evidence.reconciliation.question import OverclaimQuestion
from probant.evidence.reconciliation.reading import Reading, read
from probant.vocabulary import Check, Evidence, Grade, Purpose, Tell, quiet
from probant.words import say


@dataclass(frozen=True, slots=True)
class Overclaim:
    """Sets the claims against books, shop or CRM, and analytics.

    `estimates` hold readings relative to a base: '(all) / orders' claims per sale, 'channel / orders' the share of
    the sales that is claimed for it, 'channel / analytics' claims per order that complete analytics would credit it
    with, '(not tracked) / orders' what analytics misses. `sample` holds the conversions claimed.
    """

    name: str = "reconciliation.overclaim"
    question: type[OverclaimQuestion] = OverclaimQuestion

    def needs(self, question: OverclaimQuestion, tables: Tables) -> Mapping[str, ir.Table]:
        """Claims and books by week, journeys to orders added up, consents."""
        return expressions.needs(question, tables)

    def estimate(
        self,
        question: OverclaimQuestion,
        data: Mapping[str, pa.Table],
        rng: np.random.Generator,  # noqa: ARG002 - nothing is drawn
        tell: Tell = quiet,
    ) -> Evidence:
        """Evidence of grade E.

        Raises UnknownName for a business or window without claims, TooLittle where nothing is claimed or booked or
        both share no whole week, Ambiguous for several attribution windows of one platform.
        """
        tell(0.0, say("setting the claims against what was sold"))
        found = read(question, data)
        known, unknown = estimates.against_analytics(found.weeks, found.rows["journeys"], question.level)
        return Evidence(
            engine=self.name,
            estimand=say(
                "Conversions that the platforms claim, against the {things} that there were",
                things=PLURALS[found.weeks.source],
            ),
            purpose=Purpose.EFFICIENCY,
            business=question.business,
            estimates={
                **estimates.against_books(found.weeks, question.level),
                **known,
                **estimates.coverage(found.weeks, found.rows["journeys"], question.level),
                **estimates.moving(found.weeks, question.level),
            },
            design=Grade.E,
            line=1.0,
            better="less",
            checks=_checks(found, question.level),
            limits=checks.limits(found.weeks, found.rows["claimed"], found.rows["consents"], _apart(question, found)),
            unknown=unknown,
            period=found.weeks.period,
            sample=_sample(found),
            ids={"books": found.weeks.source},
        )


def _checks(found: Reading, level: float) -> tuple[Check, ...]:
    claims = found.rows["claimed"]
    return (
        checks.within_books(found.weeks),
        checks.tracked(found.weeks),
        checks.steady(found.weeks, level),
        checks.counted(claims),
        checks.by_week(claims),
    )


def _apart(question: OverclaimQuestion, found: Reading) -> tuple[str, ...]:
    """Analytics that there are rows of among the claims."""
    held = {row["name"] for row in found.rows["names"] if row["kind"] == "platform"}
    return tuple(sorted(held & set(question.analytics)))


def _sample(found: Reading) -> dict[str, int]:
    """Conversions claimed, by the subjects of `against_analytics` and of the total."""
    by_channel = {name: round(float(one.sum())) for name, one in found.weeks.by_channel().items()}
    return {f"{name} / {estimates.ANALYTICS}": count for name, count in by_channel.items()}
