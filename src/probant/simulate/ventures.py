"""Each AI initiative of the company: what it declares of it, and what it truly brings and costs.

What a company sees of itself is declared: counts, times, costs booked, its own tests. What nobody can see is drawn
once, by a child of the seed, from the very spread that is declared for it: the share of saved time that is put to use,
what later costs come to, how far off a judgement is. The truth holds these, and expected effects in place of counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from probant.simulate import agents
from probant.simulate.agents import Run
from probant.simulate.chance import child
from probant.simulate.content import Assets
from probant.simulate.declared import Table, adopted, hours_read, monthly, ranged, register, tie
from probant.simulate.demand import Floats
from probant.simulate.expenses import NORMAL, Expense, once, running
from probant.simulate.experiments import mean_value
from probant.simulate.months import DAYS, LONG, Months
from probant.simulate.settings import Settings
from probant.simulate.shop import ASSISTANT, World
from probant.simulate.truth import expected

CONTENT, QUALIFIER, AUDIENCES, CREATIVES = "ai_content", "lead_qualifier", "retargeting_audiences", "social_creatives"
REALISATION = (4.0, 6.0)
"""Beta of the share of saved time that is put to use."""


@dataclass(frozen=True, slots=True)
class Venture:
    """One initiative, as it is declared and as it is."""

    declared: Table
    gains: Mapping[str, Floats]
    """By model: (LONG,) true money a month."""
    costs: Floats
    """(LONG,) true costs a month."""


def drafts(span: Months, made: Assets) -> Venture:
    """Content by AI: hours saved, by the times that are booked for each asset."""
    settings, how, own = span.settings, span.settings.content, span.settings.initiatives
    saved = (made.usual - made.minutes)[made.ai] / 60
    tools = running(CONTENT, "infrastructure", span, _flat(how.tool_cost * how.assets * how.ai_share * DAYS / 7))
    spent = [*_bought(CONTENT, span), tools]
    benefit = {
        "name": "drafting", "line": "savings", "kind": "time", "volume": monthly(len(made.week), 7 * settings.weeks),
        "effect": ranged(float(saved.mean()), float(saved.std(ddof=1)) / len(saved) ** 0.5), "worth": own.wage,
        "review": 0.0,
    }  # fmt: skip
    hours = (how.minutes - how.minutes_ai - how.rework * how.minutes) / 60
    gain = how.assets * how.ai_share * DAYS / 7 * hours * own.wage * _realised(settings, CONTENT)
    declared = {
        **register(CONTENT, span, "drafts of content", "head of content", "publish more with the same people"),
        "indicator": "hours_saved", "threshold": 10.0, "cost": _rows(spent), "benefit": [benefit],
        "adoption": adopted(span, made), "reading": [hours_read(span, made)],
    }  # fmt: skip
    return Venture(declared, {"financial": _flat(gain)}, _total(spent))


def assistant(world: World, span: Months, runs: Sequence[Run]) -> Venture:
    """The assistant of the shop: people's time, and sales that nobody tested, only judged."""
    found = _agent(span, ASSISTANT, 0, runs)
    sold = sales(world)
    judged = world.settings.initiatives.judged
    read = sold * (1 + judged * float(child(world.settings.seed, "initiatives", "judged").standard_normal()))
    ends = {"value": read, "low": read - NORMAL * judged * sold, "high": read + NORMAL * judged * sold}
    selling = {"name": "selling", "line": "revenue", "kind": "sales", "volume": 1.0, "worth": 1.0,
               "margin": world.settings.shop.margin,
               "effect": {**ends, "basis": "assumed", "author": "head of shop"}}  # fmt: skip
    declared = {**found.declared, "benefit": [*found.declared["benefit"], selling]}
    return Venture(declared, {**found.gains, "outcome": _flat(sold * world.settings.shop.margin)}, found.costs)


def qualifier(span: Months, runs: Sequence[Run]) -> Venture:
    """The agent that qualifies leads: people's time."""
    return _agent(span, QUALIFIER, 1, runs)


def media(world: World, span: Months, name: str, channel: str, tested: tuple[str, str, float]) -> Venture:
    """A channel whose audiences or creatives are left to AI: what it adds, by the company's own test.

    Parameters
    ----------
    tested
        Name of the test, its arm, and units reached a month: people or areas over the length of the test.
    """
    settings, (test, arm, volume) = world.settings, tested
    daily = world.plans["actual"].cents[:, :, _place(settings, channel)].sum(axis=1) / 100
    spent = [
        once("integration", span, settings.initiatives.integration),
        running(name, "invoices", span, span.spread(daily)),
    ]
    benefit = {"name": "selling", "line": "revenue", "kind": "sales", "volume": volume, "worth": 1.0,
               "margin": settings.shop.margin, "effect": tie(test, arm)}  # fmt: skip
    declared = {
        **register(name, span, f"{channel}: who sees what is left to AI", "head of marketing", "sell at a profit"),
        "indicator": "return_on_spend", "threshold": 1.0, "cost": _rows(spent), "benefit": [benefit],
    }  # fmt: skip
    gain = settings.shop.margin * span.spread(np.repeat(added(world, channel) / 7, 7))
    return Venture(declared, {"outcome": gain}, _total(spent))


def added(world: World, channel: str) -> Floats:
    """(T,) expected revenue a week that is gone without a channel, its halo included, later orders left out."""
    actual, without = world.plans["actual"], world.plans[f"off:{channel}"]
    shop = [place for place, one in enumerate(world.settings.channels) if one.business == "shop"]
    orders = sum(expected(world, actual, place) - expected(world, without, place) for place in shop)
    return np.asarray(orders * mean_value(world))


def sales(world: World) -> float:
    """Expected revenue a month that the assistant causes once it is there, later orders left out."""
    settings = world.settings
    orders = next(cause.most for cause in world.causes if cause.name == ASSISTANT)
    return float(orders * mean_value(world)[settings.agents.rollout :].mean() * DAYS / 7)


def _agent(span: Months, name: str, place: int, runs: Sequence[Run]) -> Venture:
    """Time of people, by the runs that end well and alone; what is handed over costs theirs."""
    how, own, agent = span.settings.agents, span.settings.initiatives, agents.NAMES[place]
    mine = [run for run in runs if run.agent == agent]
    days = 7 * (span.settings.weeks - how.rollout)
    handed, hours = sum(run.handed for run in mine) / len(mine), how.minutes_handed / 60
    fixed = {"volume": monthly(len(mine), days)}
    benefits = [
        {"name": "helping", "line": "savings", "kind": "time", **fixed, "worth": own.wage * how.minutes_saved / 60,
         "effect": tie(agent, "(effective)"), "review": 0.0},
        {"name": "taking over", "line": "supervision", "kind": "cost", **fixed, "worth": own.wage,
         "effect": ranged(handed * hours, (handed * (1 - handed) / len(mine)) ** 0.5 * hours)},
    ]  # fmt: skip
    spent, usual = _bought(name, span), how.runs * agents.SHARES[place] / days * DAYS
    gain = usual * how.success * own.wage * how.minutes_saved / 60 * _realised(span.settings, name)
    declared = {
        **register(name, span, f"runs of the {agent}", "head of service", "answer within a day"), "agent": agent,
        "indicator": "runs_without_people", "threshold": 50.0, "cost": _rows(spent), "benefit": benefits,
    }  # fmt: skip
    costs = usual * (how.handoff * hours * own.wage + agents.run_cost(span.settings))
    return Venture(declared, {"financial": _flat(gain)}, _total(spent) + costs)


def _bought(name: str, span: Months) -> list[Expense]:
    """What every initiative pays: to be put in place, and its licence."""
    own = span.settings.initiatives
    return [once("integration", span, own.integration), running(name, "invoices", span, _flat(own.licence))]


def _realised(settings: Settings, name: str) -> float:
    """The share of saved time that is put to use: no file shows it."""
    return float(child(settings.seed, "initiatives", name, "realised").beta(*REALISATION))


def _place(settings: Settings, channel: str) -> int:
    return next(place for place, one in enumerate(settings.channels) if one.name == channel)


def _rows(spent: Sequence[Expense]) -> list[Table]:
    return [dict(row) for one in spent for row in one.rows]


def _total(spent: Sequence[Expense]) -> Floats:
    return np.asarray(sum(one.true for one in spent))


def _flat(amount: float) -> Floats:
    return np.full(LONG, amount)
