"""Demand: what people want and when, before any advertising."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from probant.simulate.chance import child
from probant.simulate.settings import Settings

Floats = npt.NDArray[np.float64]
YEAR = 52.1775
"""Weeks of a year."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Weeks T, areas G. Indices are about 1 in a usual week."""

    wanted: Floats
    """(T,) trend, season and shocks: what budgets of search follow, and nobody sees."""
    baseline: Floats
    """(T,) sales without any advertising: `wanted`, moved by price, promotions, competitors and earlier interest."""
    price: Floats
    """(T,) price index."""
    promotion: Floats
    """(T,) 1 in a week with a promotion, else 0."""
    competitor: Floats
    """(T,) pressure of competitors, in standard deviations."""
    visits: Floats
    """(T,) log of the interest that qualified visits show, `visits_lead` weeks before it sells."""
    searches: Floats
    """(T,) log of the interest that searches for the brand show, `searches_lead` weeks before it sells."""
    share: Floats
    """(G,) share of the people in each area; sums to 1."""
    local: Floats
    """(T, G) noise of an area in a week, about 1."""


def demand(settings: Settings) -> Demand:
    """Draw demand; the same for the same seed, whatever is advertised."""
    how, weeks, seed = settings.demand, settings.weeks, settings.seed
    wanted = _trend(settings) * _season(settings) * np.exp(_shocks(settings))
    price = 1 + how.price_spread * memory(child(seed, "price").standard_normal(weeks), 0.8)
    promotion = _promotions(settings)
    competitor = memory(child(seed, "competitor").standard_normal(weeks), 0.7)
    visits, searches = _early(settings, "visits"), _early(settings, "searches")
    level = wanted * price**how.price_elasticity * (1 + how.promotion_uplift * promotion)
    baseline = level * np.exp(how.competitor * competitor + visits[:weeks] + searches[:weeks])
    areas = child(seed, "areas").lognormal(0.0, 0.5, settings.areas)
    noise = child(seed, "local").standard_normal((weeks, settings.areas))
    return Demand(
        wanted=wanted / wanted.mean(),
        baseline=baseline / baseline.mean(),
        price=price,
        promotion=promotion,
        competitor=competitor,
        visits=visits[settings.signals.visits_lead :][:weeks],
        searches=searches[settings.signals.searches_lead :][:weeks],
        share=areas / areas.sum(),
        local=np.exp(how.area_noise * noise),
    )


def _trend(settings: Settings) -> Floats:
    return np.asarray((1 + settings.demand.growth) ** (np.arange(settings.weeks) / YEAR))


def _season(settings: Settings) -> Floats:
    """A yearly wave, sharper at its peak than at its trough."""
    first = settings.start.timetuple().tm_yday / 7
    angle = 2 * np.pi * (first + np.arange(settings.weeks) - settings.demand.peak_week) / YEAR
    return np.asarray(1 + settings.demand.season * (0.8 * np.cos(angle) + 0.2 * np.cos(2 * angle)))


def _shocks(settings: Settings) -> Floats:
    drawn = child(settings.seed, "shocks").standard_normal(settings.weeks)
    return settings.demand.shock * memory(drawn, settings.demand.shock_memory)


def _early(settings: Settings, which: str) -> Floats:
    """Log interest by the week in which it sells; longer than the period, for those who look but buy after it."""
    drawn = child(settings.seed, "interest", which).standard_normal(settings.weeks + 8)
    return np.asarray(settings.signals.interest * drawn)


def _promotions(settings: Settings) -> Floats:
    years = settings.weeks / YEAR
    weeks = child(settings.seed, "promotions").permutation(settings.weeks)[: round(settings.demand.promotions * years)]
    on = np.zeros(settings.weeks)
    on[weeks] = 1.0
    return on


def memory(drawn: Floats, kept: float) -> Floats:
    """A first-order autoregression of standard deviation 1."""
    out = np.array(drawn)
    for week in range(1, len(out)):
        out[week] = kept * out[week - 1] + np.sqrt(1 - kept**2) * drawn[week]
    return out
