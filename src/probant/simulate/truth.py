"""What no company knows of itself: the truth that the simulated one was made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from probant.simulate import experiments
from probant.simulate.books import Books
from probant.simulate.chance import Ints
from probant.simulate.channels import RETARGETING, Channel
from probant.simulate.claims import Claims
from probant.simulate.customers import HORIZON
from probant.simulate.demand import Floats
from probant.simulate.media import Plan, dark_areas, plan, steepness
from probant.simulate.pipeline import Leads
from probant.simulate.settings import Settings
from probant.simulate.shop import ASSISTANT, EXTRA, FIRST, World

_STEP = 1.02
"""By how much budgets are raised to measure marginal returns."""


@dataclass(frozen=True, slots=True)
class ChannelTruth:
    """One channel. Money is in the project's currency; lists are by week."""

    business: str
    platform: str | None
    spend: float
    spend_by_week: tuple[float, ...]
    orders: int
    """Orders (pro: leads) that it caused, later ones of its customers left out."""
    own_direct: float
    """Revenue of these orders; pro: of its deals won within the period."""
    own: float
    """The same with later orders of the customers it won; pro: with its deals won after the period."""
    incremental_direct: float
    """Revenue that is gone without it, its halo on searches for the brand included; later orders left out."""
    incremental: float
    """The same with later orders: exactly what the company would have earned less."""
    incremental_direct_by_week: tuple[float, ...]
    incremental_by_week: tuple[float, ...]
    expected_direct_by_week: tuple[float, ...]
    """`own_direct` before chance."""
    return_direct: float | None
    """`incremental_direct` per unit of `spend`; None where nothing was spent."""
    return_whole: float | None
    """`incremental` per unit of `spend`."""
    marginal_return: float | None
    """Expected direct revenue of the last per cent of budget, halo and its cost included, per unit of money."""
    marginal_by_week: tuple[float, ...]
    """Expected direct revenue, up to the last week, of one more unit of money in each week; without halo."""
    customers: int
    """People it won."""
    lifetime_value: float | None
    """Mean true lifetime value of these, as in `Truth.lifetime_value`."""


@dataclass(frozen=True, slots=True)
class Truth:
    """All that is known of the simulated company, and of no other."""

    settings: Mapping[str, Any]
    revenue: Mapping[str, float]
    """Of the shop: 'total', 'baseline' (no channel, no assistant), 'incremental' (the rest)."""
    channels: Mapping[str, ChannelTruth]
    initiatives: Mapping[str, Mapping[str, Any]]
    lifetime_value: Mapping[str, Any]
    over_claim: Mapping[str, Mapping[str, float | None]]
    """By platform: claimed orders and value, those it truly caused, and the ratios."""
    tracking: Mapping[str, Any]
    metrics: Mapping[str, Any]
    experiments: Mapping[str, Mapping[str, Any]]
    pipeline: Mapping[str, Any]

    def to_json(self) -> str:
        """The text of `truth.json`; keys sorted, so that equal truths are equal bytes."""
        return json.dumps(asdict(self), sort_keys=True, indent=1, allow_nan=False) + "\n"


def truth(
    world: World, books: Books, claims: Claims, found: Leads, initiatives: Mapping[str, Mapping[str, Any]]
) -> Truth:
    """Put together what the sums of all worlds say."""
    settings = world.settings
    total = books.by_cause[1].sum()
    anyway = books.by_cause[1, 0].sum()
    own = _assistant(world, books)
    return Truth(
        settings=settings.model_dump(mode="json"),
        revenue={"total": total / 100, "baseline": anyway / 100, "incremental": (total - anyway) / 100},
        channels={
            channel.name: (_shop(world, books, channel) if channel.business == "shop" else _pro(world, found, channel))
            for channel in settings.channels
        },
        initiatives={**initiatives, ASSISTANT: {**initiatives.get(ASSISTANT, {}), **own}},
        lifetime_value=_lifetime_value(world, books),
        over_claim=_over_claim(world, books, claims, found),
        tracking=_tracking(books),
        metrics=_metrics(settings),
        experiments=_experiments(world, books),
        pipeline=_pipeline(settings, found),
    )


def _shop(world: World, books: Books, channel: Channel) -> ChannelTruth:
    cause = world.settings.of("shop").index(channel) + 1
    count, cents = books.by_cause[0, cause], books.by_cause[1, cause]
    lost = (books.worlds["actual"] - books.worlds[f"off:{channel.name}"]) / 100
    won, value = books.lifetimes[:, cause]
    figures = {
        "orders": int(count[[FIRST, EXTRA]].sum()),
        "own_direct": float(cents[[FIRST, EXTRA]].sum() / 100),
        "own": float(cents.sum() / 100),
        "customers": int(won),
        "lifetime_value": float(value / won) if won else None,
    }
    return _channel(world, channel, lost[0], lost[1], experiments.mean_value(world), figures)


def _pro(world: World, found: Leads, channel: Channel) -> ChannelTruth:
    how, weeks = world.settings.pipeline, world.settings.weeks
    mine = found.cause == world.settings.of("pro").index(channel) + 1
    sold = mine & found.won & np.isfinite(found.closed)
    inside = sold & (found.closed < weeks)
    closed = np.bincount(found.closed[inside].astype(np.int64), weights=found.cents[inside], minlength=weeks) / 100
    deal = how.value * np.exp(how.spread**2 / 2) * how.qualified * how.opportunity * how.won
    later = float(found.cents[sold & ~inside].sum() / 100)
    figures = {
        "orders": int(mine.sum()),
        "own_direct": float(closed.sum()),
        "own": float(closed.sum()) + later,
        "customers": int(sold.sum()),
        "lifetime_value": None,
    }
    every = closed + later * (np.arange(weeks) == weeks - 1)
    return _channel(world, channel, closed, every, np.full(weeks, deal), figures)


def _channel(
    world: World, channel: Channel, direct: Floats, every: Floats, value: Floats, figures: Mapping[str, Any]
) -> ChannelTruth:
    settings, actual = world.settings, world.plans["actual"]
    place = settings.channels.index(channel)
    spend = actual.cents[:, :, place].reshape(settings.weeks, -1).sum(axis=1) / 100
    return ChannelTruth(
        business=channel.business,
        platform=channel.platform,
        spend=float(spend.sum()),
        spend_by_week=_listed(spend),
        incremental_direct=float(direct.sum()),
        incremental=float(every.sum()),
        incremental_direct_by_week=_listed(direct),
        incremental_by_week=_listed(every),
        expected_direct_by_week=_listed(expected(world, actual, place) * value),
        return_direct=_ratio(direct.sum(), spend.sum()),
        return_whole=_ratio(every.sum(), spend.sum()),
        marginal_return=_marginal(world, channel, value) if spend.sum() else None,
        marginal_by_week=_listed(_marginal_by_week(world, channel, value)),
        **figures,
    )


def expected(world: World, one: Plan, place: int) -> Floats:
    """(T,) expected orders or leads that a channel causes in each week."""
    return np.asarray(one.most[place] * (one.height[:, :, place] @ world.demand.share))


def _marginal(world: World, channel: Channel, value: Floats) -> float | None:
    """Expected direct revenue of a little more budget over what it costs, that of searches for the brand included."""
    settings = world.settings
    actual, richer = world.plans["actual"], plan(settings, world.demand, more={channel.name: _STEP})
    gain = 0.0
    for place, other in enumerate(settings.channels):
        if other.business == channel.business:
            gain += float(((expected(world, richer, place) - expected(world, actual, place)) * value).sum())
    return _ratio(gain, (richer.cents - actual.cents).sum() / 100)


def _marginal_by_week(world: World, channel: Channel, value: Floats) -> Floats:
    """(T,) derivative of expected direct revenue by the money of each week, spread over areas as that week's was."""
    settings, actual = world.settings, world.plans["actual"]
    place = settings.channels.index(channel)
    weekly = actual.cents[:, :, place].reshape(settings.weeks, 7, -1).sum(axis=1)
    total = weekly.sum(axis=1, keepdims=True)
    spread = np.where(total > 0, weekly / np.maximum(total, 1), world.demand.share)
    steep = steepness(actual.carried[:, :, place], channel)
    per_unit = 100 * actual.most[place] / actual.usual[place]
    out = np.zeros(settings.weeks)
    for lag in range(settings.weeks):
        weight = (1 - channel.retention) * channel.retention**lag
        if weight < 1e-9:
            break
        later = slice(lag, settings.weeks)
        out[: settings.weeks - lag] += (
            weight * value[later] * (steep[later] * spread[: settings.weeks - lag]).sum(axis=1)
        )
    return np.asarray(per_unit * out)


def _assistant(world: World, books: Books) -> Mapping[str, float]:
    lost = (books.worlds["actual"] - books.worlds["no_ai_assistant"]).sum(axis=1) / 100
    cause = len(world.causes)
    return {
        "orders_caused": int(books.by_cause[0, cause, FIRST].sum()),
        "incremental_direct": float(lost[0]),
        "incremental": float(lost[1]),
        "first_week": world.settings.agents.rollout,
        "margin": world.settings.shop.margin,
    }


def _lifetime_value(world: World, books: Books) -> Mapping[str, Any]:
    names = ("(not advertised)", *(cause.name for cause in world.causes))
    count, value = books.lifetimes
    means = {name: float(v / n) for name, n, v in zip(names, count, value, strict=True) if n}
    return {
        "mean": float(value.sum() / max(count.sum(), 1)),
        "by_cause": means,
        "customers": int(count.sum()),
        "horizon_weeks": HORIZON,
        "of": "contribution margin, discounted, from the first order on, at usual demand",
    }


def _over_claim(world: World, books: Books, claims: Claims, found: Leads) -> Mapping[str, Mapping[str, float | None]]:
    """By platform, for the shop; '(all)' compares all claims with all orders; LinkedIn's are leads."""
    shop = world.settings.of("shop")
    out: dict[str, Mapping[str, float | None]] = {}
    platforms = sorted({channel.platform for channel in shop if channel.platform})
    for name in platforms:
        places = np.array([i for i, channel in enumerate(shop) if channel.platform == name])
        true = books.by_cause[:, places + 1][:, :, [FIRST, EXTRA]].sum(axis=(1, 2, 3))
        out[name] = _claim(claims.orders[:, :, places].sum(), claims.cents[:, :, places].sum(), true)
    whole = books.by_cause.sum(axis=(1, 2, 3))
    out["(all)"] = _claim(claims.orders.sum(), claims.cents.sum(), whole)
    for place, channel in enumerate(world.settings.of("pro"), 1):
        true = np.array([(found.cause == place).sum(), 0])
        out[f"{channel.platform}:{channel.name}"] = _claim((found.claimed == place).sum(), 0, true)
    return out


def _claim(orders: int, cents: int, true: Ints) -> Mapping[str, float | None]:
    return {
        "claimed_orders": int(orders),
        "claimed_value": float(cents / 100),
        "true_orders": int(true[0]),
        "true_value": float(true[1] / 100),
        "ratio_orders": _ratio(orders, true[0]),
        "ratio_value": _ratio(cents, true[1]),
    }


def _tracking(books: Books) -> Mapping[str, Any]:
    count, cents = books.by_cause.sum(axis=(1, 2))
    return {
        "share_of_orders_not_tracked": float(1 - books.tracked[0].sum() / max(count.sum(), 1)),
        "share_of_revenue_not_tracked": float(1 - books.tracked[1].sum() / max(cents.sum(), 1)),
        "tracked_orders_by_week": [int(one) for one in books.tracked[0]],
        "orders_by_week": [int(one) for one in count],
    }


def _metrics(settings: Settings) -> Mapping[str, Any]:
    signals = settings.signals
    return {
        "leading": {
            "qualified_visits": {"lead_weeks": signals.visits_lead, "where": "touches, kind 'qualified'"},
            "brand_searches": {"lead_weeks": signals.searches_lead, "where": "signals; Search Console by day"},
        },
        "vanity": {
            "followers": "signals; grows by itself",
            "social_reactions": "signals; follows the impressions of the weakest channel",
            "impressions": "TikTok's; bought where they are cheap, cause next to nothing",
            "sessions": "outcomes; mostly visits that follow demand as sales do, and announce nothing",
        },
    }


def _experiments(world: World, books: Books) -> Mapping[str, Mapping[str, Any]]:
    settings, sound = world.settings, experiments.designs(world.settings)
    lost = (books.worlds["no_geo_test"] - books.worlds["actual"]) / 100
    geo, tested = lost.sum(axis=1), slice(settings.geo.start, settings.geo.start + settings.geo.weeks)
    facts: dict[str, dict[str, Any]] = {
        experiments.HOLDOUT: {
            "expected_revenue_per_unit": experiments.expected_effect(world),
            "orders_prevented": int(books.held_back[0]),
            "revenue_prevented": float(books.held_back[1] / 100),
            "control": "holdout",
            "treated": "ads",
            "subject": RETARGETING,
        },
        experiments.GEO: {
            "revenue_lost_direct": float(geo[0]),
            "revenue_lost": float(geo[1]),
            "revenue_lost_in_test": float(lost[1, tested].sum()),
            "subject": settings.geo.channel,
            "areas": [settings.area_names[place] for place in dark_areas(settings)],
            "start_week": settings.geo.start,
            "weeks": settings.geo.weeks,
        },
        experiments.BROKEN: {"expected_revenue_per_unit": 0.0, "control": "old_checkout", "treated": "new_checkout"},
    }
    return {name: {**facts[name], "sound": ok} for name, ok in sound.items()}


def _pipeline(settings: Settings, found: Leads) -> Mapping[str, Any]:
    how = settings.pipeline
    return {
        "leads": len(found.born),
        "expected_share_qualified": how.qualified,
        "expected_share_won": how.qualified * how.opportunity * how.won,
        "expected_deal_value": how.value * float(np.exp(how.spread**2 / 2)),
        "mean_weeks_to_close": how.to_qualified + how.to_opportunity + how.to_close,
        "revenue_in_period": float(found.cents[found.won & (found.closed < settings.weeks)].sum() / 100),
    }


def _listed(values: Floats) -> tuple[float, ...]:
    return tuple(round(float(value), 6) for value in values)


def _ratio(over: float, under: float) -> float | None:
    return float(over / under) if under else None
