"""Each method's figures over the runs asked about, with intervals and checks: wiring, no formula of its own."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from probant.evidence.agents import (
    autonomy,
    checks,
    clusters,
    context,
    deviation,
    drift,
    efficiency,
    knowledge,
    limits,
    pricing,
)
from probant.evidence.agents.answer import Found, usable
from probant.evidence.agents.autonomy import Autonomy
from probant.evidence.agents.book import Book, Flags, Floats, read_runs
from probant.evidence.agents.deviation import Rule
from probant.evidence.agents.pricing import Costs
from probant.evidence.agents.question import (
    AutonomyQuestion,
    ContextQuestion,
    CostQuestion,
    DeviationQuestion,
    EfficiencyQuestion,
    KnowledgeQuestion,
)
from probant.vocabulary import Check, Estimate
from probant.words import say

Data = Mapping[str, pa.Table]
Rng = np.random.Generator
OF_100 = "points of 100"


def efficient(question: EfficiencyQuestion, book: Book, rng: Rng) -> Found:
    """Index and its three parts, means over runs."""
    kept, scores = usable(book.runs), efficiency.scores(book, mined=question.mined, paths=question.paths)
    parts = {"(index)": scores.index, "(goal)": scores.goal, "(reads)": scores.reads, "(economy)": scores.economy}
    units = {"(index)": OF_100}
    return Found(
        estimand=say("How near runs come to the best known path: index from 0 to 100, and its parts"),
        estimates={
            name: _mean(values, book, kept, units.get(name, "share"), question.level, rng)
            for name, values in parts.items()
        },
        checks=(
            checks.infrastructure(book.runs),
            checks.unnamed_tasks(book.runs, kept),
            checks.scored(book, scores, kept),
            checks.several_runs(book.runs, kept),
            checks.together(scores.index, book.runs, kept),
        ),
        limits=limits.efficiency(),
        sample={"scored": int(np.count_nonzero(kept & ~np.isnan(scores.index)))},
    )


def autonomous(question: AutonomyQuestion, book: Book, data: Data, rng: Rng) -> Found:
    """The rate beside which the effective one always stands, and how rightly people are called."""
    kept, runs = usable(book.runs), book.runs
    rules = deviation.of(book, data, question)
    found = autonomy.of(book, data["interventions"].to_pylist(), deviation.grave(rules, runs.count))
    return Found(
        estimand=say("Share of tasks that end without a person, and that end so and well"),
        estimates={
            **_autonomy_shares(found, book, question.level),
            "(minutes)": _mean(found.minutes, book, found.eligible, "minutes / run", question.level, rng),
        },
        checks=(
            checks.infrastructure(runs),
            checks.success_known(runs, kept),
            checks.minutes_known(found),
            checks.labelled(rules, question),
            checks.together(found.alone.astype(float), runs, found.eligible),
        ),
        limits=limits.autonomy(),
        sample={"eligible": int(found.eligible.sum())},
    )


def _autonomy_shares(found: Autonomy, book: Book, level: float) -> dict[str, Estimate | None]:
    told = found.eligible & ~np.isnan(found.demanded)
    effective = found.eligible & ~np.isnan(found.effective)
    pairs: dict[str, tuple[Flags, Flags]] = {
        "(autonomy)": (found.eligible, found.alone),
        "(effective)": (effective, found.effective == 1),
        "(strict)": (found.eligible, found.untouched),
        "(escalation, precision)": (told & found.handed, found.demanded == 1),
        "(escalation, recall)": (told & (found.demanded == 1), found.handed),
    }
    return {name: _share(hits, book, among, level) for name, (among, hits) in pairs.items()}


def aware(question: ContextQuestion, book: Book, data: Data, rng: Rng) -> Found:
    """Score and its three parts, means over runs."""
    kept = usable(book.runs)
    found = context.of(book, data["context"], data["required"].to_pylist())
    parts = {
        "(context)": found.score,
        "(available)": found.available,
        "(used)": found.used,
        "(grounded)": found.grounded,
    }
    units = {"(context)": OF_100}
    return Found(
        estimand=say(
            "Whether runs have what they need, use it and write nothing else: score from 0 to 100, and its parts"
        ),
        estimates={
            name: _mean(values, book, kept, units.get(name, "share"), question.level, rng)
            for name, values in parts.items()
        },
        checks=(
            checks.infrastructure(book.runs),
            checks.looked_for(found, kept),
            checks.fresh(found, kept),
            checks.together(found.score, book.runs, kept),
        ),
        limits=limits.context(),
    )


def deviating(question: DeviationQuestion, book: Book, data: Data, rng: Rng) -> Found:
    """Rates of deviations from policy and from the goal, apart; each rule by its opportunities."""
    kept, rules = usable(book.runs), deviation.of(book, data, question)
    counted = [one for one in rules if one.counts and not one.seen.goal]
    policy = deviation.total((one.seen for one in counted), book.runs.count)
    return Found(
        estimand=say("How often rules are broken, by run, by action and by rule"),
        estimates={**_rates(question, book, rules, kept, rng), **_by_rule(question, book, rules, kept)},
        better="less",
        checks=(
            checks.infrastructure(book.runs),
            checks.labelled(rules, question),
            checks.together((policy > 0).astype(float), book.runs, kept),
            *_drifts(question, book, counted, kept),
        ),
        limits=limits.deviation(),
        sample={one.seen.rule: int(np.nansum(one.seen.broken[kept])) for one in rules},
    )


def _rates(
    question: DeviationQuestion, book: Book, rules: tuple[Rule, ...], kept: Flags, rng: Rng
) -> dict[str, Estimate | None]:
    counted = [one.seen for one in rules if one.counts]
    policy, goal = [one for one in counted if not one.goal], [one for one in counted if one.goal]
    runs, level, task = book.runs.count, question.level, book.runs.cluster
    told = kept & ~np.isnan(goal[0].broken)
    number, points = deviation.total(policy, runs), deviation.total(policy, runs, points=True)
    serious = deviation.grave((one for one in rules if not one.seen.goal), runs)
    actions = np.diff(book.steps.start).astype(float)
    return {
        "(policy)": _share(number > 0, book, kept, level),
        "(policy, grave)": _share(serious, book, kept, level),
        "(goal)": _share(deviation.total(goal, runs) > 0, book, told, level),
        "(deviations)": _mean(number, book, kept, "deviations / run", level, rng),
        "(by action)": clusters.rate(
            number[kept], actions[kept], task[kept], per=1000, unit="deviations / 1000 actions", level=level
        ),
        "(severity)": _mean(points, book, kept, "severity points / run", level, rng),
    }


def _by_rule(question: DeviationQuestion, book: Book, rules: tuple[Rule, ...], kept: Flags) -> dict[str, Estimate]:
    found: dict[str, Estimate] = {}
    for one in rules:
        rate = deviation.by_opportunity(one.seen, book.runs.cluster, kept, level=question.level)
        precision = deviation.precision_of(one, level=question.level)
        found |= {one.seen.rule: rate} if rate is not None else {}
        found |= {f"{one.seen.rule} / labels": precision} if precision is not None else {}
    return found


def _drifts(question: DeviationQuestion, book: Book, rules: list[Rule], kept: Flags) -> tuple[Check, ...]:
    """One test a rule with an agreed rate; alpha is shared, so that any false alarm stays within it."""
    watched = [(one.seen, one.seen.agreed_rate) for one in rules if one.seen.agreed_rate is not None]
    found = []
    for seen, agreed in watched:
        applies = kept & (seen.applied > 0)
        hits = (seen.broken[applies] > 0).astype(float)
        shares, _ = drift.blocks(hits, book.runs.cluster[applies], book.runs.at[applies])
        alarm = drift.watch(shares, agreed, alpha=question.alpha / len(watched))
        found.append(checks.drifted(seen.rule, agreed, alarm, question.alpha))
    return tuple(found)


def knowing(question: KnowledgeQuestion, book: Book, data: Data, rng: Rng) -> Found:
    """Retention, reuse, survival, staleness, uplift."""
    kept = usable(book.runs)
    insights, uses = knowledge.read(data, book)
    until = max(int(book.runs.at.max()), int(uses.at.max(initial=-1)))
    eligible, level = kept & book.runs.eligible, question.level
    return Found(
        estimand=say("Whether what runs learn is kept, used again, fresh and of use"),
        estimates={
            "(retention)": knowledge.retention(book, kept, level=level, rng=rng),
            "(reuse)": knowledge.reused(book, eligible, insights, uses, level=level),
            "(used again)": knowledge.survival(insights, uses, until, question.days, level=level),
            "(stale)": knowledge.staleness(insights, uses, level=level),
            "(uplift)": knowledge.uplift(book, kept, level=level, rng=rng),
        },
        checks=(
            checks.infrastructure(book.runs),
            checks.uses_declared(uses),
            checks.success_known(book.runs, kept),
        ),
        limits=limits.knowledge(),
        sample={"insights": len(insights.born)},
    )


def costing(question: CostQuestion, data: Data, rng: Rng) -> Found:
    """Cost of a run and of an accepted result, human time, and how long runs take."""
    runs = read_runs(data["runs"])
    kept = usable(runs)
    money, prices = spent(data, runs.trace.to_pylist(), question.hour_cost)
    whole = kept & ~np.isnan(money)
    judged = whole & ~np.isnan(runs.success)
    task, level, currency = runs.cluster, question.level, prices.currency or "XXX"
    timed = kept & ~np.isnan(runs.seconds)

    def over(among: Flags, below: Floats, unit: str) -> Estimate | None:
        return clusters.ratio(money[among], below[among], task[among], unit=unit, level=level, rng=rng)

    def lasting(at: float) -> Estimate | None:
        return clusters.quantile(runs.seconds[timed], task[timed], at, unit="seconds", level=level, rng=rng)

    return Found(
        estimand=say("What a run and an accepted result cost, and how long a run takes"),
        estimates={
            "(run)": over(whole, np.ones(runs.count), f"{currency} / run"),
            "(accepted)": over(judged, (runs.success == 1).astype(float), f"{currency} / accepted result"),
            "(seconds)": lasting(0.5),
            "(seconds, slowest of 20)": lasting(0.95),
        },
        better="less",
        checks=(checks.infrastructure(runs), checks.priced(prices), checks.success_known(runs, kept)),
        limits=limits.cost(question),
        sample={"priced": int(whole.sum()), "accepted": int(np.nansum(runs.success[judged]))},
    )


def spent(data: Data, traces: list[str], hour_cost: float | None) -> tuple[Floats, Costs]:
    """(R,) cost of tokens and of people, NaN where some of it has no price or no minutes; and what the tokens say."""
    prices = pricing.of(data["tokens"].to_pylist(), data["prices"].to_pylist(), traces)
    minutes, silent = _minutes(data, traces)
    money = np.array(prices.micro, float) / pricing.MICRO + minutes * (hour_cost or 0.0) / 60
    return np.where(prices.whole & ~silent, money, np.nan), prices


def _minutes(data: Data, traces: list[str]) -> tuple[Floats, Flags]:
    """(R,) minutes of people, and runs in which an act of theirs states none."""
    run = {trace: number for number, trace in enumerate(traces)}
    minutes, silent = np.zeros(len(run)), np.zeros(len(run), bool)
    for act in data["interventions"].to_pylist():
        if act["trace"] in run:
            minutes[run[act["trace"]]] += act["minutes"] or 0.0
            silent[run[act["trace"]]] |= act["silent"] > 0
    return minutes, silent


def _mean(values: Floats, book: Book, kept: Flags, unit: str, level: float, rng: Rng) -> Estimate | None:
    among = kept & ~np.isnan(values)
    return clusters.mean(values[among], book.runs.cluster[among], unit=unit, level=level, rng=rng)


def _share(hits: Flags, book: Book, among: Flags, level: float) -> Estimate | None:
    return clusters.share(hits[among], book.runs.cluster[among], level=level)
