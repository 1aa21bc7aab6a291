"""foresight.skill: which metrics foretell money beyond its own past, the season and the spend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from probant.errors import UnknownName
from probant.evidence.foresight import checks
from probant.evidence.foresight import data as expressions
from probant.evidence.foresight.candidates import Rows, field
from probant.evidence.foresight.question import NAMES, SkillQuestion
from probant.evidence.foresight.readings import labels, read, readings
from probant.evidence.protocol import Tables
from probant.vocabulary import Evidence, Grade, Tell, quiet
from probant.words import say


@dataclass(frozen=True, slots=True)
class ForecastSkill:
    """By how much each metric makes forecasts of the outcome better, at the lead where it does most.

    `estimates` hold the gain as a share of the forecasts' mean absolute error, by metric; `unknown` why a
    metric was not tested; `readings` of each metric: 'lead' (weeks), 'saved' and 'error' (mean absolute
    error that it saves, and that without it, in the outcome's unit a week), 'chance' (how often chance
    alone does as much), 'adjusted' (the same for all metrics tested), 'limit' (what of it is borne),
    'most' (largest gain not ruled out), 'matters' (least gain that would matter), see `Bounds`, 'direction'
    (1 where the outcome rises with it, -1), 'wanted' (1 where more of it is better, -1, 0), 'forecasts'; or
    'money' or 'known', see `sieve`; and 'reports' where a metric tells what has happened, so that it need not
    announce.
    """

    name: str = "foresight.skill"
    question: type[SkillQuestion] = SkillQuestion

    def needs(self, question: SkillQuestion, tables: Tables) -> Mapping[str, ir.Table]:
        """Businesses, controls, and of each metric its weeks and until when its tables go."""
        return expressions.needs(question, tables)

    def estimate(
        self, question: SkillQuestion, data: Mapping[str, pa.Table], rng: np.random.Generator, tell: Tell = quiet
    ) -> Evidence:
        """Evidence of grade E: what comes first need not be what causes.

        Raises UnknownName for an unknown business, TooLittle where no week of the outcome is known,
        Inconsistent where its money is in several currencies.
        """
        outcome = NAMES[question.outcome]
        rows = {name: table.to_pylist() for name, table in data.items()}
        _check(question, rows)
        found = field(question, rows)
        told = read(
            question,
            found,
            rng,
            lambda done: tell(done, say("foretelling {outcome} with each metric", outcome=outcome)),
        )
        return Evidence(
            engine=self.name,
            estimand=say(
                "Share of the error of forecasts of weekly {outcome} that a metric takes away, at its best lead",
                outcome=outcome,
            ),
            purpose=question.purpose,
            business=question.business,
            estimates={one.name: one.gain for one in told},
            design=Grade.E,
            checks=(
                checks.season(found.panel),
                checks.spend(found.panel),
                checks.ruled_out(np.array([one.most for one in told]), np.array([one.matters for one in told])),
            ),
            limits=checks.limits(outcome, question.leads),
            unknown={name: one.words for name, one in found.aside.items()},
            period=found.panel.period,
            sample=dict(found.weeks),
            ids={
                "about": "metrics",
                "outcome": question.outcome,
                "label": outcome.template,
                "unit": _unit(question, found.currency),
                **labels(found),
            },
            readings=readings(question, told, found),
        )


def _check(question: SkillQuestion, rows: Rows) -> None:
    known = [row["name"] for row in rows["names"]]
    if not question.every_business and question.business not in known:
        raise UnknownName(say("business with outcomes"), question.business, known)


def _unit(question: SkillQuestion, currency: str | None) -> str:
    """Unit of the outcome: the currency's code, or the count's noun."""
    return currency or ("orders" if question.outcome == "orders" else "XXX")
