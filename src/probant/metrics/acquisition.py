"""New customers and leads, how far leads come, and what each costs."""

from __future__ import annotations

import ibis.expr.types as ir
from ibis import _

from probant.metrics.advertising import AMOUNT
from probant.metrics.cut import Cut
from probant.metrics.definition import BOTH, TRADE, Metric
from probant.metrics.parts import DIMENSIONS, ONE, Part, Rows, Tables, each, flag
from probant.metrics.proof import HOLDOUT, SPEND_TEST
from probant.metrics.revenue import EARNED
from probant.words import say

QUALIFY_DAYS = 30
OPEN_DAYS = 90
"""How long a lead has for its next stage. One length for all, or young leads would look worse than old ones."""

_FIRST = Part(EARNED, _.new_customers)
_WON = Part(each("customers", day="acquired_on"), ONE)
_CAME = Part(each("leads", day="created_on"), ONE)
ORIGIN = say("A customer belongs to the one channel that its record names.")


def _stage(begun: str, reached: str, days: int) -> Rows:
    """Leads by the day on which they began a stage, and whether they reached the next within `days`.

    A business none of whose leads has a day for the next stage does not record it: left out, so that
    its rate is NULL and not 0.
    """

    def read(tables: Tables, cut: Cut) -> ir.Table:  # noqa: ARG001 - the shape of Rows.read
        leads = tables["leads"]
        recorded = leads.semi_join(leads.filter(leads[reached].notnull()), "business")
        late = recorded[reached].delta(recorded[begun], unit="day")
        within = ((late >= 0) & (late <= days)).fill_null(False)
        return recorded.select("business", "area", "channel", day=begun, reached=within)

    return Rows(("leads",), DIMENSIONS, read)


_QUALIFYING = _stage("created_on", "qualified_on", QUALIFY_DAYS)
_OPENING = _stage("qualified_on", "opportunity_on", OPEN_DAYS)

ACQUISITION = (
    Metric(
        name="new_customers",
        label=say("New customers"),
        meaning=say("Customers who ordered for the first time, as the books say."),
        unit="customers",
        better="more",
        timing="lag",
        profiles=BOTH,
        owner="marketing",
        numerator=_FIRST,
        proof=SPEND_TEST,
    ),
    Metric(
        name="cac_blended",
        label=say("Customer acquisition cost, blended"),
        meaning=say("All advertising spend over all new customers of the same days, whatever brought them."),
        unit="currency / customer",
        better="less",
        timing="lag",
        profiles=BOTH,
        owner="finance",
        numerator=AMOUNT,
        denominator=_FIRST,
        proof=SPEND_TEST,
    ),
    Metric(
        name="cac_by_channel",
        label=say("Customer acquisition cost by channel of origin"),
        meaning=say("Spend over the customers acquired on the same days, each counted in the channel recorded for it."),
        unit="currency / customer",
        better="less",
        timing="lag",
        profiles=BOTH,
        owner="marketing",
        numerator=AMOUNT,
        denominator=_WON,
        attribution=ORIGIN,
        proof=SPEND_TEST,
    ),
    Metric(
        name="leads",
        label=say("Leads"),
        meaning=say("People or companies who asked to be contacted."),
        unit="leads",
        better="more",
        timing="lead",
        profiles=TRADE,
        owner="marketing",
        numerator=_CAME,
        proof=HOLDOUT,
        vanity_prone=True,
    ),
    Metric(
        name="cost_per_lead",
        label=say("Cost per lead"),
        meaning=say("Spend over the leads that came in on the same days."),
        unit="currency / lead",
        better="less",
        timing="lead",
        profiles=TRADE,
        owner="marketing",
        numerator=AMOUNT,
        denominator=_CAME,
        proof=HOLDOUT,
        vanity_prone=True,
    ),
    Metric(
        name="lead_qualification_rate",
        label=say("Leads that qualify"),
        meaning=say(
            "Share of leads that marketing called qualified within {days} days of coming in.", days=QUALIFY_DAYS
        ),
        unit="share",
        better="more",
        timing="lead",
        profiles=TRADE,
        owner="marketing",
        numerator=Part(_QUALIFYING, flag(_.reached)),
        denominator=Part(_QUALIFYING, ONE),
        maturity_days=QUALIFY_DAYS,
        valid=(0.0, 1.0),
        proof=HOLDOUT,
    ),
    Metric(
        name="qualified_to_opportunity_rate",
        label=say("Qualified leads that become opportunities"),
        meaning=say(
            "Share of qualified leads for which sales opened an opportunity within {days} days of qualifying.",
            days=OPEN_DAYS,
        ),
        unit="share",
        better="more",
        timing="lead",
        profiles=TRADE,
        owner="sales",
        numerator=Part(_OPENING, flag(_.reached)),
        denominator=Part(_OPENING, ONE),
        maturity_days=OPEN_DAYS,
        valid=(0.0, 1.0),
        proof=HOLDOUT,
    ),
)
