"""What platforms deliver for the money: impressions and clicks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from probant.simulate.chance import Ints, child
from probant.simulate.demand import memory
from probant.simulate.media import Plan
from probant.simulate.settings import Settings


@dataclass(frozen=True, slots=True)
class Delivery:
    """Days D, areas G, channels C."""

    impressions: Ints
    """(D, G, C) at least as many as clicks."""
    clicks: Ints
    """(D, G, C)"""


def delivery(settings: Settings, plan: Plan) -> Delivery:
    """Clicks by what they cost; impressions by a price that wavers from week to week and foretells nothing."""
    impressions, clicks = np.zeros_like(plan.cents), np.zeros_like(plan.cents)
    for place, channel in enumerate(settings.channels):
        rng = child(settings.seed, "delivery", channel.name)
        price = np.exp(channel.price_spread * memory(rng.standard_normal(settings.weeks), 0.6))
        money = plan.cents[:, :, place] / 100
        clicks[:, :, place] = rng.poisson(money / channel.click_cost)
        usual = money / (channel.click_cost * channel.click_rate)
        impressions[:, :, place] = rng.poisson(usual / np.repeat(price, 7)[:, None])
    return Delivery(np.maximum(impressions, clicks), clicks)
