"""Expressions over the store: runs, their steps, and what was declared of them; all reduced there as far as can be."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from probant.evidence.agents.question import AgentsQuestion
from probant.evidence.protocol import Tables

WHOLE = "(all)"
"""Business or task of a declaration that holds for all of them."""
TOOL_CALL = "execute_tool"
START, END = "(start)", "(end)"
"""Where a run begins and ends, as if they were tools."""
ROOT = "invoke_agent"
"""Operation whose tokens, where it states any, are those of the calls below it, told once more."""


def names(question: AgentsQuestion, tables: Tables) -> ir.Table:
    """What may be asked for: kind ('business', 'agent', 'version') and name. Reads spans and agent_runs."""
    spans, told = tables["spans"], tables["agent_runs"]
    ours, said = spans, told
    if not question.every_business:
        ours, said = spans.filter(spans.business == question.business), told.filter(told.business == question.business)
    lists = [("business", spans.business)] + [
        (kind, table.filter(table[kind].notnull())[kind]) for kind in ("agent", "version") for table in (ours, said)
    ]
    found = [
        column.cast("string").name("name").as_table().distinct().select(kind=ibis.literal(kind), name="name")
        for kind, column in lists
    ]
    return ibis.union(*found, distinct=True).order_by("kind", "name")


def runs(question: AgentsQuestion, tables: Tables) -> ir.Table:
    """One row per run: trace, business, agent, version, task, day, at, ended_at, success, broken, eligible, memory.

    Reads spans and agent_runs. What agent_runs says of a run goes before what its spans say; what the root says
    before what another span does. `broken` marks runs that something outside the agent ended.
    """
    seen = traces(tables["spans"])
    told = tables["agent_runs"]
    told = told.select(
        run=told.trace,
        told_agent=told.agent,
        told_version=told.version,
        told_task=told.task,
        told_success=told.success,
        broken=told.infrastructure_failure.notnull(),
        eligible=told.eligible,
        memory=told.memory,
    )
    both = seen.left_join(told, seen.trace == told.run)
    whole = both.select(
        "trace",
        "business",
        "day",
        "at",
        "ended_at",
        "memory",
        agent=ibis.coalesce(both.told_agent, both.agent),
        version=ibis.coalesce(both.told_version, both.version),
        task=ibis.coalesce(both.told_task, both.task),
        success=ibis.coalesce(both.told_success.cast("int8"), both.accepted),
        broken=both.broken.fill_null(False),
        eligible=both.eligible.fill_null(True),
    )
    return _asked(question, whole).order_by("at", "trace")


def traces(spans: ir.Table) -> ir.Table:
    """One row per trace: trace, business, agent, version, task, day, at, ended_at, accepted (0, 1 or NULL)."""
    root = spans.parent.isnull()
    told = {
        name: ibis.coalesce(spans[name].max(where=root), spans[name].max()) for name in ("agent", "version", "task")
    }
    return spans.group_by("trace").agg(
        business=ibis.coalesce(spans.business.min(where=root), spans.business.min()),
        day=spans.day.min(),
        at=spans["at"].min(),
        ended_at=spans.ended_at.max(),
        accepted=spans.accepted.cast("int8").max(where=root),
        **told,
    )


def steps(question: AgentsQuestion, tables: Tables) -> ir.Table:
    """One row per call of a tool: trace, tool, arguments, error, span, at; by run, in the order of time.

    Reads spans. A call of which it is not known whether it failed counts as one that did not.
    """
    kept = calls(question, tables)
    return kept.select("trace", "tool", "arguments", "span", "at", error=kept.is_error.fill_null(False)).order_by(
        "trace", "at", "span"
    )


def calls(question: AgentsQuestion, tables: Tables) -> ir.Table:
    """Spans that are calls of tools, of the runs asked about."""
    spans = tables["spans"]
    made = spans.filter(spans.operation == TOOL_CALL, spans.tool.notnull())
    if _unbounded(question):
        return made
    return made.semi_join(runs(question, tables), "trace")


def of_runs(question: AgentsQuestion, tables: Tables, name: str) -> ir.Table:
    """Rows of a table with a column `trace` that are of the runs asked about."""
    if _unbounded(question):
        return tables[name]
    return tables[name].semi_join(runs(question, tables), "trace")


def declared(question: AgentsQuestion, tables: Tables, name: str) -> ir.Table:
    """Rows of a table of declarations that hold for the businesses asked about."""
    table = tables[name]
    return table if question.every_business else table.filter(table.business.isin([question.business, WHOLE]))


def tools(question: AgentsQuestion, tables: Tables) -> ir.Table:
    """One row per business and tool: what it does. Reads agent_tools."""
    return declared(question, tables, "agent_tools").order_by("business", "tool")


def references(question: AgentsQuestion, tables: Tables) -> ir.Table:
    """One row per step of a declared path, those that fail left out. Reads agent_references."""
    kept = declared(question, tables, "agent_references")
    return kept.filter(~kept.fails).order_by("business", "task", "reference", "position")


def rules(question: AgentsQuestion, tables: Tables) -> ir.Table:
    """One row per business and rule. Reads agent_rules."""
    return declared(question, tables, "agent_rules").order_by("business", "rule")


def labels(question: AgentsQuestion, tables: Tables) -> ir.Table:
    """One row per business and rule: findings that were labelled, and how many were right. Reads agent_labels."""
    kept = declared(question, tables, "agent_labels")
    return (
        kept.group_by("business", "rule")
        .agg(flagged=kept.flagged.sum(), right=(kept.flagged & kept.deviated).sum(), labelled=_.count())
        .order_by("business", "rule")
    )


def recorded(question: AgentsQuestion, tables: Tables) -> ir.Table:
    """One row per run and rule that a monitor looked at: times it applied, times it was broken.

    Reads agent_deviations.
    """
    kept = of_runs(question, tables, "agent_deviations")
    return kept.group_by("trace", "rule").agg(applied=_.count(), broken=kept.deviated.sum()).order_by("trace", "rule")


def interventions(question: AgentsQuestion, tables: Tables) -> ir.Table:
    """One row per run and kind: how often, minutes, and how many events state none. Reads agent_interventions."""
    kept = of_runs(question, tables, "agent_interventions")
    return (
        kept.group_by("trace", "kind")
        .agg(times=_.count(), minutes=kept.minutes.sum(), silent=kept.minutes.isnull().sum())
        .order_by("trace", "kind")
    )


def required(question: AgentsQuestion, tables: Tables) -> ir.Table:
    """One row per business, task and item that must be known. Reads agent_required."""
    return declared(question, tables, "agent_required").order_by("business", "task", "item")


def context(question: AgentsQuestion, tables: Tables) -> ir.Table:
    """One row per run and item that was looked for: step, as_of, used. Reads agent_context."""
    kept = of_runs(question, tables, "agent_context")
    return kept.select("trace", "item", "step", "as_of", "used").order_by("trace", "item")


def insights(question: AgentsQuestion, tables: Tables) -> ir.Table:
    """One row per insight of the businesses asked about. Reads agent_insights."""
    return declared(question, tables, "agent_insights").order_by("business", "insight")


def uses(question: AgentsQuestion, tables: Tables) -> ir.Table:
    """One row per run and insight that it was given. Reads agent_uses."""
    kept = of_runs(question, tables, "agent_uses")
    return kept.select("trace", "insight", "at", "used").order_by("trace", "insight")


def tokens(question: AgentsQuestion, tables: Tables) -> ir.Table:
    """One row per run, model, day and currency: tokens that no span has priced, by kind, and the cost stated.

    Reads spans. `stated` adds up the costs that spans state; the tokens of those spans are not counted again.
    `fresh` are tokens read that are not cached; `torn` counts spans whose cached tokens exceed the tokens read.
    """
    spans = of_runs(question, tables, "spans")
    read, wrote = spans.input_tokens, spans.output_tokens
    cached, kept = spans.cached_tokens.fill_null(0), spans.cache_write_tokens.fill_null(0)
    open_ = spans.cost.isnull() & (read.notnull() | wrote.notnull())
    leaf = spans.operation != ROOT
    used = spans.mutate(
        priced=spans.cost.notnull(),
        open=open_ & leaf,
        torn=open_ & leaf & (cached + kept > read.fill_null(0)),
        fresh=read.fill_null(0) - cached - kept,
        cached=cached,
        kept=kept,
        wrote=wrote.fill_null(0),
        money=ibis.ifelse(spans.cost.notnull(), spans.currency, ibis.null("string")),
    )
    used = used.filter(used.priced | used.open)
    sums = {name: used[name].sum(where=used.open & ~used.torn) for name in ("fresh", "cached", "kept", "wrote")}
    return (
        used.group_by("trace", "business", "model", "day", "money")
        .agg(stated=used.cost.sum(), torn=used.torn.sum(), calls=used.open.sum(), **sums)
        .order_by("trace", "business", "model", "day", "money")
    )


def prices(question: AgentsQuestion, tables: Tables) -> ir.Table:
    """The price book of the businesses asked about. Reads agent_prices."""
    return declared(question, tables, "agent_prices").order_by("business", "model", "tokens", "day")


def passages(question: AgentsQuestion, tables: Tables) -> ir.Table:
    """How often runs went from one tool to the next: origin, target, times, runs.

    Reads spans. A run begins at '(start)' and ends at '(end)'. One row per pair that occurs.
    """
    return _counted(_moves(calls(question, tables)), "origin", "target")


def passages_of_agents(question: AgentsQuestion, tables: Tables) -> ir.Table:
    """The same for each agent: business, agent, origin, target, times, runs. Reads spans and agent_runs."""
    ours = runs(question, tables).select("trace", "business", "agent")
    moves = _moves(calls(question, tables)).inner_join(ours, "trace")
    return _counted(moves, "business", "agent", "origin", "target")


def _moves(kept: ir.Table) -> ir.Table:
    """One row per passage from a call to the next: trace, origin, target."""
    order = ibis.window(group_by="trace", order_by=["at", "span"])
    placed = kept.mutate(place=ibis.row_number().over(order), after=kept.tool.lead().over(order))
    first = placed.filter(placed.place == 0).select("trace", origin=ibis.literal(START), target="tool")
    return first.union(placed.select("trace", origin="tool", target=ibis.coalesce(placed.after, ibis.literal(END))))


def _counted(moves: ir.Table, *by: str) -> ir.Table:
    return moves.group_by(*by).agg(times=_.count(), runs=moves.trace.nunique()).order_by(*by)


def _unbounded(question: AgentsQuestion) -> bool:
    """Whether all runs are asked about, so that nothing needs to be looked up."""
    return question.every_business and (question.agent, question.version, question.start, question.end) == (None,) * 4


def _asked(question: AgentsQuestion, table: ir.Table) -> ir.Table:
    kept = table if question.every_business else table.filter(table.business == question.business)
    for name in ("agent", "version"):
        wanted = getattr(question, name)
        kept = kept if wanted is None else kept.filter(kept[name] == wanted)
    if question.start is not None:
        kept = kept.filter(kept.day >= question.start)
    return kept if question.end is None else kept.filter(kept.day < question.end)
