"""The simulated company as a mix model meets it: from its files alone, and beside it what truly was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as compute
import pyarrow.csv as pc

from bench.company.read import Tables, found, tests
from probant.evidence.mmm.question import Lift
from probant.simulate.channels import RETARGETING, USUAL, Channel
from probant.simulate.company import simulate
from probant.simulate.demand import demand
from probant.simulate.experiments import GEO, HOLDOUT
from probant.simulate.settings import AgentSettings, Settings

CONTROLS = ("price_index", "promotion", "competitor_pressure")
ORGANIC, DEMAND, INTEREST = "organic_sessions", "demand", "interest"
"""Controls that stand for what moves sales by itself: what analytics shows of demand; and, which nobody sees, demand
itself, and the interest of earlier weeks that sells in this one."""
TOTAL = "(total)"
VARIED = 0.8
"""Deviation of the logarithm of a channel's effect between companies whose effects vary: two in three lie within a
factor of 2.2 of the usual one."""
MOST = 0.9
"""Orders that all channels of a business may cause; per expected new customer."""
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Met:
    """One company."""

    rows: Rows
    """As the mix model's own expressions over the store give them."""
    lifts: tuple[Lift, ...]
    """What its holdout and its geo test found."""
    own: Mapping[str, float]
    """By channel, and '(total)': revenue of the orders that it caused, later ones left out, per unit of money."""
    whole: Mapping[str, float]
    """The same with later orders and the halo; of all channels without the halo, which would count twice."""


def varied(seed: int) -> tuple[Channel, ...]:
    """The usual channels with the usual spend, but each with an effect of its own, drawn about the usual one."""
    rng = np.random.default_rng(seed)
    while True:
        factors = np.exp(VARIED * rng.normal(size=len(USUAL))).tolist()
        drawn = tuple(
            one.model_copy(update={"effect": one.effect * factor, "cost": one.cost / factor})
            for one, factor in zip(USUAL, factors, strict=True)
        )
        if all(sum(one.effect for one in drawn if one.business == name) < MOST for name in ("shop", "pro")):
            return drawn


def met(folder: Path, seed: int, customers: int, channels: tuple[Channel, ...] = USUAL) -> Met:
    """Make a company in `folder`, which is empty or not there yet, and read its files."""
    settings = Settings(seed=seed, customers=customers, channels=channels, agents=AgentSettings(runs=0))
    truth = simulate(folder, settings)
    shop = {name: one for name, one in truth.channels.items() if one.business == "shop"}
    spend = {name: one.spend_by_week for name, one in shop.items()}
    weeks = tuple(settings.start + timedelta(weeks=week) for week in range(settings.weeks))
    return Met(
        rows={
            "names": [{"kind": "business", "name": "shop"}, *_named("channel", spend), *_named("control", _every())],
            "currencies": [{"kind": kind, "currency": settings.currency} for kind in ("spend", "outcomes")],
            "spend": _spent(weeks, spend),
            "outcome": list(_revenue(folder, weeks)),
            "covered": [{"step": week, "days": 7, "longest": 1} for week in weeks],
            "controls": [*_controls(folder), *_stand_ins(folder, settings, weeks)],
        },
        lifts=tuple(_lifts(folder, settings, spend)),
        own={name: one.own_direct / one.spend for name, one in shop.items()}
        | {TOTAL: sum(one.own_direct for one in shop.values()) / sum(one.spend for one in shop.values())},
        whole={name: one.incremental / one.spend for name, one in shop.items()}
        | {TOTAL: sum(one.own for one in shop.values()) / sum(one.spend for one in shop.values())},
    )


def _every() -> tuple[str, ...]:
    return (*CONTROLS, ORGANIC, DEMAND, INTEREST)


def _named(kind: str, names: Any) -> list[dict[str, Any]]:
    return [{"kind": kind, "name": name} for name in names]


def _spent(weeks: tuple[date, ...], spend: Mapping[str, tuple[float, ...]]) -> list[dict[str, Any]]:
    fixed = {"area": "(all)", "impressions": None, "silent": 0}
    return [
        {**fixed, "step": week, "channel": name, "amount": amount, "least": amount}
        for name, amounts in spend.items()
        for week, amount in zip(weeks, amounts, strict=True)
    ]


def _revenue(folder: Path, weeks: tuple[date, ...]) -> Iterator[dict[str, Any]]:
    table = pc.read_csv(folder / "outcomes_shop.csv")
    for week, value in zip(weeks, _weekly(table["day"], table["revenue"], weeks), strict=True):
        yield {"step": week, "area": "(all)", "value": value, "days": 7}


def _weekly(days: pa.ChunkedArray, values: pa.ChunkedArray, weeks: tuple[date, ...]) -> list[float]:
    place = (days.cast(pa.int32()).to_numpy() - (weeks[0] - date(1970, 1, 1)).days) // 7
    told: list[float] = np.bincount(place, values.cast(pa.float64()).to_numpy(), len(weeks)).tolist()
    return told


def _controls(folder: Path) -> Iterator[dict[str, Any]]:
    for row in pc.read_csv(folder / "controls.csv").to_pylist():
        yield {"step": row["day"], "area": "(all)", **{name: row[name] for name in ("control", "kind", "value")}}


def _stand_ins(folder: Path, settings: Settings, weeks: tuple[date, ...]) -> Iterator[dict[str, Any]]:
    """Sessions of organic search by GA4, the demand of which they show a part, and the interest that sells later."""
    text = (folder / "ga4_traffic_acquisition.csv").read_text(encoding="utf-8").splitlines()
    seen = np.zeros(settings.weeks)
    for line in text:
        cells = line.split(",")
        if len(cells) > 2 and cells[0].isdigit() and cells[1] == "Organic Search":
            day = date(int(cells[0][:4]), int(cells[0][4:6]), int(cells[0][6:]))
            seen[(day - settings.start).days // 7] += int(cells[2])
    of, how = demand(settings), settings.demand
    level = of.wanted * of.price**how.price_elasticity * (1 + how.promotion_uplift * of.promotion)
    interest = np.log(of.baseline / level) - how.competitor * of.competitor
    for name, values in ((ORGANIC, seen), (DEMAND, of.wanted), (INTEREST, interest)):
        for week, value in zip(weeks, values.tolist(), strict=True):
            yield {"step": week, "area": "(all)", "control": name, "kind": "other", "value": value}


def _lifts(folder: Path, settings: Settings, spend: Mapping[str, tuple[float, ...]]) -> Iterator[Lift]:
    """What the tests say of switching a channel off, scaled from those in the test to all whom it reaches.

    The holdout held back a known share of the people that retargeting reaches, and so that share of its effect; the
    geo test cut its channel in some areas, of whose share in the money their earlier revenue is the measure.
    """
    tables = tests(folder)
    held, geo = settings.holdout, settings.geo
    effect, error, people = _found(tables, experiment=HOLDOUT, control="holdout")
    reached = sum(people.values()) / held.enrolled
    yield _lift(settings, RETARGETING, (held.start, held.weeks), spend, (-effect * reached, error * reached), 1.0)
    effect, error, areas = _found(tables, experiment=GEO, control="on")
    seen = pc.read_csv(folder / "observations.csv").filter(compute.field("metric") == "revenue_before")
    before = {row["unit"]: row["value"] for row in seen.to_pylist() if row["experiment"] == GEO}
    arms = {row["unit"]: row["arm"] for row in pc.read_csv(folder / "assignments.csv").to_pylist()}
    share = sum(value for area, value in before.items() if arms[area] == "off") / sum(before.values())
    told = (areas["off"] * effect, areas["off"] * error)
    yield _lift(settings, geo.channel, (geo.start, geo.weeks), spend, told, share / (1 - share))


def _lift(
    settings: Settings,
    channel: str,
    window: tuple[int, int],
    spend: Mapping[str, tuple[float, ...]],
    told: tuple[float, float],
    cut: float,
) -> Lift:
    """`cut` is the money that was, or would have been, saved, over that spent in the window."""
    first, weeks = window
    saved = cut * sum(spend[channel][first : first + weeks])
    start = settings.start + timedelta(weeks=first)
    return Lift(channel=channel, start=start, end=start + timedelta(weeks=weeks), spend=-saved, lift=told[0],
                error=told[1])  # fmt: skip


def _found(tables: Tables, *, experiment: str, control: str) -> tuple[float, float, Mapping[str, int]]:
    """Difference in revenue per unit, its standard error, and units by arm."""
    arm, said = found(tables, experiment=experiment, control=control)
    assert said.draws is not None
    error = float(said.draws.values[:, said.draws.subjects.index(arm)].std())
    return said.estimates[arm].value, error, said.sample
