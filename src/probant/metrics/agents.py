"""What AI agents did, what it cost, and how often it failed or was accepted."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from probant.metrics.cut import Cut
from probant.metrics.definition import BOTH, Metric
from probant.metrics.parts import ONE, Part, Rows, Tables, flag, unknown
from probant.metrics.proof import AGENT_TEST
from probant.words import say


def runs(tables: Tables, cut: Cut) -> ir.Table:  # noqa: ARG001 - the shape of Rows.read
    """One row per run that has its root: day, business, cost, priced, failed, accepted.

    Reads spans. `cost` adds up the run's spans; NULL where a span read or wrote tokens and has no price, or
    where none has one: what is not priced is not free. `failed` and `accepted` are those of the root.
    """
    spans = tables["spans"]
    root = spans.parent.isnull()
    tokens = spans.input_tokens.notnull() | spans.output_tokens.notnull()
    found = spans.group_by("business", "trace").agg(
        day=spans.day.min(where=root),
        spent=spans.cost.sum(),
        unpriced=(tokens & spans.cost.isnull()).cast("int64").sum(),
        failed=spans.is_error.cast("int64").max(where=root),
        accepted=spans.accepted.cast("int64").max(where=root),
    )
    cost = ibis.ifelse(found.unpriced == 0, found.spent, unknown(found.spent))
    return found.mutate(cost=cost, priced=cost.notnull())


_RUNS = Rows(("spans",), ("business",), runs)
_COST = Part(_RUNS, _.cost)
_COUNT = Part(_RUNS, ONE)
_ACCEPTED = Part(_RUNS, _.accepted)

AGENTS = (
    Metric(
        name="agent_runs",
        label=say("Runs of AI agents"),
        meaning=say("Tasks that AI agents worked on, from beginning to end."),
        unit="runs",
        better="neither",
        timing="lead",
        profiles=BOTH,
        owner="ai",
        numerator=_COUNT,
        proof=AGENT_TEST,
        vanity_prone=True,
    ),
    Metric(
        name="agent_run_cost",
        label=say("Cost of a run of an AI agent"),
        meaning=say("Cost of models and tools over the runs, where all that a run used has a price."),
        unit="currency / run",
        better="less",
        timing="lag",
        profiles=BOTH,
        owner="ai",
        numerator=_COST,
        denominator=_COUNT,
        proof=AGENT_TEST,
    ),
    Metric(
        name="agent_priced_share",
        label=say("Runs of AI agents whose cost is known"),
        meaning=say("Share of runs in which all that was used has a price; the others are missing in every cost."),
        unit="share",
        better="more",
        timing="lag",
        profiles=BOTH,
        owner="ai",
        numerator=Part(_RUNS, flag(_.priced)),
        denominator=_COUNT,
        valid=(0.0, 1.0),
    ),
    Metric(
        name="agent_error_rate",
        label=say("Runs of AI agents that fail"),
        meaning=say("Share of runs that ended in an error, where that is recorded."),
        unit="share",
        better="less",
        timing="lead",
        profiles=BOTH,
        owner="ai",
        numerator=Part(_RUNS, _.failed),
        denominator=_COUNT,
        valid=(0.0, 1.0),
        proof=AGENT_TEST,
    ),
    Metric(
        name="agent_acceptance_rate",
        label=say("Runs of AI agents whose result is accepted"),
        meaning=say("Share of runs whose result was accepted, where that is recorded."),
        unit="share",
        better="more",
        timing="lead",
        profiles=BOTH,
        owner="ai",
        numerator=_ACCEPTED,
        denominator=_COUNT,
        valid=(0.0, 1.0),
        proof=AGENT_TEST,
    ),
    Metric(
        name="cost_per_accepted_run",
        label=say("Cost per accepted run of an AI agent"),
        meaning=say("Cost of all runs over the runs whose result was accepted, where both are known."),
        unit="currency / run",
        better="less",
        timing="lag",
        profiles=BOTH,
        owner="ai",
        numerator=_COST,
        denominator=_ACCEPTED,
        proof=AGENT_TEST,
    ),
)
