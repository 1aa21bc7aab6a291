"""The B2B line: leads that qualify, become opportunities, and are won or lost, each after its time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from probant.simulate.chance import Ints, child, identifiers
from probant.simulate.claims import Flags
from probant.simulate.customers import joined, kept
from probant.simulate.demand import Demand, Floats
from probant.simulate.media import Plan
from probant.simulate.settings import Settings
from probant.simulate.shop import moments


@dataclass(frozen=True, slots=True)
class Leads:
    """N leads; times in weeks from the start, infinite for what never happens."""

    number: Ints
    born: Floats
    cause: Ints
    """(N,) 0 nothing that was advertised, else the place among the channels of the line, from 1."""
    qualified: Floats
    opportunity: Floats
    closed: Floats
    won: Flags
    """(N,) whether it is won when it closes."""
    cents: Ints
    """(N,) value of the contract in hundredths."""
    claimed: Ints
    """(N,) place of the channel whose platform claims it, from 1; 0 none."""


def leads(settings: Settings, demand: Demand, plan: Plan) -> Leads:
    """All leads that come in: what would come anyway, and what each channel causes on top."""
    channels = settings.of("pro")
    whole = settings.customers * settings.pipeline.leads
    usual = whole * (1 - sum(channel.effect for channel in channels)) / settings.weeks
    rng = child(settings.seed, "pro", "anyway")
    counts = rng.poisson(usual * demand.wanted)
    parts = [_drawn(rng, settings, np.repeat(np.arange(settings.weeks), counts), 0)]
    for place, channel in enumerate(channels, 1):
        column = settings.channels.index(channel)
        own = child(settings.seed, "pro", channel.name)
        week = own.integers(settings.weeks, size=int(own.poisson(plan.most[column] * settings.weeks)))
        area = np.searchsorted(np.cumsum(demand.share)[:-1], own.random(len(week)), side="right")
        came = own.random(len(week)) < plan.height[week, area, column]
        parts.append(kept(_drawn(own, settings, week, place), came))
    found: Leads = joined(parts)
    _claim(settings, found)
    return found


def lead_ids(settings: Settings, who: Leads) -> Ints:
    """Identifiers of leads in the CRM."""
    return identifiers(who.number, settings.seed + 5)


def deal_ids(settings: Settings, who: Leads) -> Ints:
    """Identifiers of deals in the CRM."""
    return identifiers(who.number, settings.seed + 6)


def _drawn(rng: np.random.Generator, settings: Settings, week: Ints, cause: int) -> Leads:
    how, count = settings.pipeline, len(week)
    born = moments(rng, settings, week)
    waits = rng.gamma(2.0, 0.5, (3, count)) * np.array([[how.to_qualified], [how.to_opportunity], [how.to_close]])
    passed = rng.random((3, count)) < np.array([[how.qualified], [how.opportunity], [how.won]])
    qualified = np.where(passed[0], born + waits[0], np.inf)
    opportunity = np.where(passed[1], qualified + waits[1], np.inf)
    value = how.value * np.exp(how.spread * rng.standard_normal(count))
    return Leads(
        number=cause * (1 << 24) + np.arange(count),
        born=born,
        cause=np.full(count, cause),
        qualified=qualified,
        opportunity=opportunity,
        closed=opportunity + waits[2],
        won=passed[2],
        cents=np.rint(value).astype(np.int64) * 100,
        claimed=np.zeros(count, np.int64),
    )


def _claim(settings: Settings, found: Leads) -> None:
    """Each lead is claimed by the last channel that says it met it: its own, or another by chance."""
    for place, channel in enumerate(settings.of("pro"), 1):
        rng = child(settings.seed, "pro", "claims", channel.name)
        met = (rng.random(len(found.born)) < channel.reach * (channel.name not in settings.off)) | (
            found.cause == place
        )
        found.claimed[met & (rng.random(len(found.born)) < channel.seen)] = place
