"""Opportunities of sales: what is opened, what is won, how fast, and marketing's part by the CRM's own flags."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from probant.metrics.cut import Cut
from probant.metrics.definition import TRADE, Metric
from probant.metrics.parts import DIMENSIONS, ONE, Part, Rows, Tables, each, flag, stacked
from probant.metrics.proof import HOLDOUT
from probant.metrics.revenue import EARNED
from probant.words import say


def grown(tables: Tables, cut: Cut) -> ir.Table:
    """Value of deals opened in a bucket and in the one before: day (the bucket's start), *by, more, before.

    Reads deals(created_on, amount). Only buckets whose predecessor occurs too: growth from nothing observed
    is not known.
    """
    deals = tables["deals"]
    opened = deals.select(*cut.by, "amount", start=cut.start(deals.created_on)).filter(_.start.notnull())
    buckets = opened.group_by("start", *cut.by).agg(amount=_.amount.sum())
    past = ibis.window(group_by=cut.by, order_by="start")
    paired = buckets.mutate(before=buckets.amount.lag().over(past), last=buckets.start.lag().over(past))
    kept = paired.filter(cut.after(paired.last) == paired.start)
    return kept.select(*cut.by, "before", day="start", more=kept.amount - kept.before)


def paced(tables: Tables, cut: Cut) -> ir.Table:
    """Expected value of the deals worked on and their days to close: day (the bucket's start), *by, expected, days.

    Reads deals. Worked on in a bucket: open at its start or opened in it. expected = deals worked on x
    share won of those closed in it x mean amount of those won; days = mean days from opening to winning.
    """
    deals = tables["deals"]
    moments = stacked(deals.select("business", day="created_on"), deals.select("business", day="closed_on"))
    starts = moments.select(business_of="business", start=cut.start(moments.day)).filter(_.start.notnull()).distinct()
    worked = deals.join(
        starts,
        [
            deals.business == starts.business_of,
            deals.created_on < cut.after(starts.start),
            deals.closed_on.isnull() | (deals.closed_on >= starts.start),
        ],
    )
    closed = (worked.closed_on < cut.after(worked.start)) & worked.state.isin(("won", "lost"))
    won = closed & (worked.state == "won")
    found = worked.group_by("start", *cut.by).agg(
        worked=worked.count(),
        share=won.cast("int64").mean(where=closed),
        amount=worked.amount.cast("float64").mean(where=won),
        days=worked.closed_on.delta(worked.created_on, unit="day").mean(where=won),
    )
    return found.select(*cut.by, "days", day="start", expected=found.worked * found.share * found.amount)


_OPENED = each("deals", day="created_on")
_CLOSED = each("deals", day="closed_on", where=_.state.isin(("won", "lost")))
_WON = each("deals", day="closed_on", where=_.state == "won")
_GROWN = Rows(("deals",), DIMENSIONS, grown, by_day=False)
_PACED = Rows(("deals",), DIMENSIONS, paced, by_day=False)
_WON_AMOUNT = Part(_WON, _.amount)
_FLAGS = say("The flags that sales or marketing set on each deal.")

PIPELINE = (
    Metric(
        name="pipeline_created",
        label=say("Pipeline created"),
        meaning=say("Value of the opportunities opened, by their day of opening."),
        unit="currency",
        better="more",
        timing="lead",
        profiles=TRADE,
        owner="sales",
        numerator=Part(_OPENED, _.amount),
        proof=HOLDOUT,
    ),
    Metric(
        name="pipeline_reported",
        label=say("Pipeline created, as the books say"),
        meaning=say("Value of the opportunities opened, where only totals are reported and not each deal."),
        unit="currency",
        better="more",
        timing="lead",
        profiles=TRADE,
        owner="sales",
        numerator=Part(EARNED, _.pipeline),
        proof=HOLDOUT,
    ),
    Metric(
        name="pipeline_growth",
        label=say("Pipeline growth"),
        meaning=say("Change of the value of opportunities opened against the period before, over that of then."),
        unit="share",
        better="more",
        timing="lead",
        profiles=TRADE,
        owner="sales",
        numerator=Part(_GROWN, _.more),
        denominator=Part(_GROWN, _.before),
        valid=(-1.0, None),
        proof=HOLDOUT,
    ),
    Metric(
        name="pipeline_velocity",
        label=say("Pipeline velocity"),
        meaning=say(
            "Opportunities worked on, times the share won of those closed, times their mean value,"
            " over the mean days from opening to winning."
        ),
        unit="currency / day",
        better="more",
        timing="lead",
        profiles=TRADE,
        owner="sales",
        numerator=Part(_PACED, _.expected),
        denominator=Part(_PACED, _.days),
        proof=HOLDOUT,
    ),
    Metric(
        name="win_rate",
        label=say("Win rate"),
        meaning=say("Opportunities won over all that were won or lost, by their day of closing."),
        unit="share",
        better="more",
        timing="lag",
        profiles=TRADE,
        owner="sales",
        numerator=Part(_CLOSED, flag(_.state == "won")),
        denominator=Part(_CLOSED, ONE),
        valid=(0.0, 1.0),
        proof=HOLDOUT,
    ),
    Metric(
        name="deal_value",
        label=say("Value of a deal"),
        meaning=say("Value of the opportunities won over their number, where the value is known."),
        unit="currency / deal",
        better="more",
        timing="lag",
        profiles=TRADE,
        owner="sales",
        numerator=_WON_AMOUNT,
        denominator=Part(_WON, ONE),
        proof=HOLDOUT,
    ),
    Metric(
        name="sales_cycle_days",
        label=say("Length of the sales cycle"),
        meaning=say("Mean days from opening to winning, of the opportunities won."),
        unit="days",
        better="less",
        timing="lead",
        profiles=TRADE,
        owner="sales",
        numerator=Part(_WON, _.day.delta(_.created_on, unit="day")),
        denominator=Part(_WON, ONE),
        proof=HOLDOUT,
    ),
    Metric(
        name="revenue_sourced_by_marketing",
        label=say("Share of won revenue sourced by marketing"),
        meaning=say("Value of the deals won in which marketing made the first contact, over that of all deals won."),
        unit="share",
        better="neither",
        timing="lag",
        profiles=TRADE,
        owner="marketing",
        numerator=Part(_WON, _.amount * flag(_.sourced_by_marketing)),
        denominator=_WON_AMOUNT,
        valid=(0.0, 1.0),
        attribution=_FLAGS,
        proof=HOLDOUT,
        vanity_prone=True,
    ),
    Metric(
        name="revenue_influenced_by_marketing",
        label=say("Share of won revenue influenced by marketing"),
        meaning=say("Value of the deals won that marketing touched before they closed, over that of all deals won."),
        unit="share",
        better="neither",
        timing="lag",
        profiles=TRADE,
        owner="marketing",
        numerator=Part(_WON, _.amount * flag(_.influenced_by_marketing)),
        denominator=_WON_AMOUNT,
        valid=(0.0, 1.0),
        attribution=_FLAGS,
        proof=HOLDOUT,
        vanity_prone=True,
    ),
)
