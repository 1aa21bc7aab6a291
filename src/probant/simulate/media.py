"""Advertising: what is spent each day and area, and what share of its most each channel then reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from probant.simulate.chance import Ints, child
from probant.simulate.channels import BRAND, Channel
from probant.simulate.demand import Demand, Floats
from probant.simulate.settings import Settings

WEEKDAYS = np.array([1.05, 1.0, 1.0, 1.02, 1.1, 0.95, 0.88])
"""Spend and orders by day of the week, from Monday, against the mean day."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What was spent, and how far each channel works. Days D = 7 T, weeks T, areas G, channels C."""

    cents: Ints
    """(D, G, C) spend in hundredths of the currency, as the platforms will bill it."""
    carried: Floats
    """(T, G, C) spend of this and earlier weeks that still works; 1 is a usual week of that area."""
    height: Floats
    """(T, G, C) Hill curve at `carried`: share of the most that the channel can cause, in [0, 1)."""
    usual: Floats
    """(C,) usual weekly spend, all areas; hundredths of the currency."""
    most: Floats
    """(C,) orders or leads a week that it would cause with endless spend."""


def size(settings: Settings, channel: Channel) -> float:
    """Orders or leads a week that a channel causes at usual spend."""
    if channel.business == "pro":
        whole = settings.customers * settings.pipeline.leads
    else:
        whole = settings.customers * (1 - settings.shop.existing)
    return channel.effect * whole / settings.weeks


def plan(
    settings: Settings,
    demand: Demand,
    *,
    off: Iterable[str] = (),
    geo: bool = True,
    more: Mapping[str, float] = MappingProxyType({}),
) -> Plan:
    """Spend of all channels and what it does, with some channels `off`, or without the geo test.

    The channel of searches for the brand comes last: what it can spend on rises with the others' halo.

    Parameters
    ----------
    off
        Channels on which nothing is spent, beside those that the settings switch off.
    geo
        Whether the geo test takes place.
    more
        Multiples of the budgets of some channels; moves no draw.
    """
    channels = settings.channels
    usual = np.array([100 * channel.cost * size(settings, channel) for channel in channels])
    days, areas = 7 * settings.weeks, settings.areas
    cents = np.zeros((days, areas, len(channels)), np.int64)
    carried = np.zeros((settings.weeks, areas, len(channels)))
    height = np.zeros_like(carried)
    silent = {*settings.off, *off}
    last = sorted(range(len(channels)), key=lambda place: channels[place].name == BRAND)
    for place in last:
        channel = channels[place]
        searches = _searches(channels, height) if channel.name == BRAND else 1.0
        budget = (
            more.get(channel.name, 1.0)
            * usual[place]
            * _weekly(settings, demand, channel)[:, None]
            * searches
            * demand.share
        )
        if channel.name in silent:
            budget = budget * 0
        if geo and channel.name == settings.geo.channel:
            budget = budget * geo_mask(settings)
        cents[:, :, place] = _daily(settings, channel, budget)
        weekly = cents[:, :, place].reshape(settings.weeks, 7, areas).sum(axis=1)
        carried[:, :, place] = carry(weekly / (usual[place] * demand.share), channel.retention)
        height[:, :, place] = hill(carried[:, :, place], channel)
    most = np.array([size(settings, channel) / channel.mean_curve for channel in channels])
    return Plan(cents, carried, height, usual, most)


def carry(spend: Floats, retention: float) -> Floats:
    """Geometric adstock along the first axis, normalised: (1 - r) sum_k r^k spend[t - k]; nothing before week 0."""
    out = np.array(spend, dtype=float)
    for week in range(len(out)):
        out[week] = (1 - retention) * spend[week] + (retention * out[week - 1] if week else 0.0)
    return out


def hill(carried: Floats, channel: Channel) -> Floats:
    """Hill saturation, in [0, 1): half at `half` times usual spend."""
    powered = carried**channel.slope
    return np.asarray(powered / (powered + channel.half**channel.slope))


def steepness(carried: Floats, channel: Channel) -> Floats:
    """Derivative of `hill` by the carried spend, per multiple of usual spend; 0 where nothing is carried."""
    some = np.maximum(carried, 1e-12)
    powered, half = some**channel.slope, channel.half**channel.slope
    return np.asarray(np.where(carried > 0, channel.slope * half * powered / some / (powered + half) ** 2, 0.0))


def geo_mask(settings: Settings) -> Floats:
    """(T, G) 0 where the geo test switches its channel off, else 1."""
    mask = np.ones((settings.weeks, settings.areas))
    test = settings.geo
    if test.start + test.weeks <= settings.weeks:
        mask[test.start : test.start + test.weeks, dark_areas(settings)] = 0.0
    return mask


def dark_areas(settings: Settings) -> npt.NDArray[np.int64]:
    """Areas that the geo test switches off, drawn at random; at least one."""
    count = max(1, round(settings.geo.areas * settings.areas))
    return np.sort(child(settings.seed, "geo").permutation(settings.areas)[:count])


def _searches(channels: tuple[Channel, ...], height: Floats) -> Floats:
    """(T, G) searches for the brand against those with all channels at usual spend."""
    lift = sum(channel.halo * height[:, :, i] / channel.mean_curve for i, channel in enumerate(channels))
    return np.asarray((1 + lift) / (1 + sum(channel.halo for channel in channels)))


def _weekly(settings: Settings, demand: Demand, channel: Channel) -> Floats:
    """(T,) budget against the usual: follows demand, comes in flights, and wavers."""
    drawn = child(settings.seed, "budget", channel.name).standard_normal(settings.weeks)
    on, pause = channel.flights
    whole = on + pause
    shift = int(child(settings.seed, "flights", channel.name).integers(whole))
    flight = ((np.arange(settings.weeks) + shift) % whole < on) * (whole / on)
    return np.asarray(demand.wanted**channel.follows * np.exp(channel.noise * drawn) * flight)


def _daily(settings: Settings, channel: Channel, budget: Floats) -> Ints:
    """(D, G) whole hundredths by day: the week's budget by weekday and area, with noise."""
    rng = child(settings.seed, "daily", channel.name)
    areas = np.exp(0.2 * rng.standard_normal((settings.weeks, 1, settings.areas)))
    days = np.exp(0.1 * rng.standard_normal((settings.weeks, 7, settings.areas)))
    first = settings.start.weekday()
    parts = np.roll(WEEKDAYS, -first)[None, :, None] * days
    parts = parts / parts.sum(axis=1, keepdims=True) * areas
    return np.asarray(np.rint(budget[:, None, :] * parts).reshape(-1, settings.areas), dtype=np.int64)
