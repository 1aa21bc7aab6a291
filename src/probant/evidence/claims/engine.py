"""claims.platform: what the platforms say that they sold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from probant.errors import TooLittle, UnknownName
from probant.evidence.claims import checks, totals
from probant.evidence.claims import data as expressions
from probant.evidence.claims.question import ClaimsQuestion
from probant.evidence.claims.totals import Claim
from probant.evidence.protocol import Tables
from probant.evidence.reading import one_window
from probant.vocabulary import Estimate, Evidence, Grade, Period, Tell, quiet
from probant.words import say


@dataclass(frozen=True, slots=True)
class PlatformClaims:
    """Passes on a platform's own figures, marked as what they are.

    `estimates` hold the claimed value by channel, without an interval, and the claimed return under
    'channel / spend' where the spend on the channel is known; `sample` the claimed conversions.
    """

    name: str = "claims.platform"
    question: type[ClaimsQuestion] = ClaimsQuestion

    def needs(self, question: ClaimsQuestion, tables: Tables) -> Mapping[str, ir.Table]:
        """Names that may be asked for, days covered, claims by channel, revenue and spend on the same days."""
        return expressions.needs(question, tables)

    def estimate(
        self,
        question: ClaimsQuestion,
        data: Mapping[str, pa.Table],
        rng: np.random.Generator,  # noqa: ARG002 - nothing is drawn, nothing is fitted
        tell: Tell = quiet,
    ) -> Evidence:
        """Evidence of grade F.

        Raises UnknownName, TooLittle where nothing is claimed, Inconsistent for several currencies,
        Ambiguous for several attribution windows.
        """
        tell(0.0, say("adding up what the platforms claim"))
        rows = {name: table.to_pylist() for name, table in data.items()}
        _check(question, rows)
        one_window(rows["claimed"])
        currency = totals.one_currency(rows["claimed"])
        found = totals.claims(rows, currency)
        return Evidence(
            engine=self.name,
            estimand=say("Value that the platforms claim for themselves"),
            purpose=question.purpose,
            business=question.business,
            estimates=_estimates(found, currency),
            design=Grade.F,
            line=None,
            checks=(
                checks.against_revenue(found, totals.revenue_in(currency, rows["earned"]), currency),
                checks.stated_values(found),
            ),
            limits=checks.limits(found),
            unknown={key: checks.unstated(claim) for key, claim in found.items() if claim.value is None},
            period=Period(rows["days"][0]["start"], rows["days"][0]["end"]),
            sample={key: round(claim.conversions) for key, claim in found.items() if claim.conversions is not None},
            ids={"platform": question.platform} if question.platform else {},
        )


def _check(question: ClaimsQuestion, rows: Mapping[str, list[dict[str, str]]]) -> None:
    business = None if question.every_business else question.business
    asked = {"business": business, "platform": question.platform, "window": question.window}
    kinds = {"business": say("business with claims"), "platform": say("platform"), "window": say("attribution window")}
    for kind, name in asked.items():
        known = [row["name"] for row in rows["names"] if row["kind"] == kind]
        if name is not None and name not in known:
            raise UnknownName(kinds[kind], name, known)
    if not rows["claimed"]:
        raise TooLittle(
            say("No platform claims anything for what is asked."),
            mend=say("load the platforms' reports into the table claims, or ask for another period"),
        )


def _estimates(found: Mapping[str, Claim], currency: str) -> dict[str, Estimate]:
    values = {key: Estimate(claim.value, currency) for key, claim in found.items() if claim.value is not None}
    returns = {f"{key} / spend": totals.claimed_return(claim) for key, claim in found.items()}
    unit = f"{currency} / {currency}"
    return values | {key: Estimate(value, unit) for key, value in returns.items() if value is not None}
