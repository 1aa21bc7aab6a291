"""The ledger of the company's AI initiatives, and what each truly returns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from probant.simulate import agents, content, ventures
from probant.simulate.chance import child
from probant.simulate.channels import RETARGETING
from probant.simulate.declared import idea
from probant.simulate.experiments import GEO, HOLDOUT, designs
from probant.simulate.months import DAYS, LONG, SHORT, months
from probant.simulate.shop import World
from probant.simulate.toml_text import tables
from probant.simulate.ventures import AUDIENCES, CREATIVES, Venture

FILE = "initiatives.toml"
DISCOUNT = 0.10
"""A year; what the question on returns takes by default."""


def write_initiatives(folder: Path, world: World, enrolled: int) -> Mapping[str, Mapping[str, Any]]:
    """Write the ledger of initiatives; say, by name, what each truly returns.

    Effects that the company's own tests or traces show are tied to these by their names, which stand where the id of
    the evidence belongs: that is known only once it was asked for.

    Parameters
    ----------
    enrolled
        People that take part in the holdout.
    """
    found, waiting = [*_tested(world, enrolled), *_used(world)], idea()
    text = tables("initiative", [*(one.declared for one in found), waiting])
    (folder / FILE).write_text(text, encoding="utf-8")
    told = {one.declared["name"]: {"returns": returns(one)} for one in found}
    return {**told, waiting["name"]: {"returns": {}}}


def returns(one: Venture) -> Mapping[str, Mapping[str, float]]:
    """By model: return and net value over both horizons; month t is discounted by (1 + DISCOUNT)^(-t / 12)."""
    weight = (1 + DISCOUNT) ** (-np.arange(LONG) / 12)
    told: dict[str, dict[str, float]] = {model: {} for model in one.gains}
    for model, gains in one.gains.items():
        for name, span in (("short", SHORT), ("long", LONG)):
            gain, cost = (float((weight * flow)[:span].sum()) for flow in (gains, one.costs))
            told[model] |= {f"return_{name}": gain / cost - 1, f"value_{name}": gain - cost}
    return told


def _tested(world: World, enrolled: int) -> Iterator[Venture]:
    """Channels that are left to AI and have a test in the data."""
    settings, there, span = world.settings, designs(world.settings), months(world.settings, 0)
    names, test, geo = {one.name for one in settings.of("shop")}, settings.holdout, settings.geo
    if span is None:
        return
    if HOLDOUT in there and RETARGETING in names and enrolled:
        reached = enrolled / test.enrolled / (7 * test.weeks / DAYS)
        yield ventures.media(world, span, AUDIENCES, RETARGETING, (HOLDOUT, "ads", reached))
    if GEO in there and geo.channel in names:
        areas = settings.areas / (7 * geo.weeks / DAYS)
        yield ventures.media(world, span, CREATIVES, geo.channel, (GEO, "on", areas))


def _used(world: World) -> Iterator[Venture]:
    """Content and agents, where the data hold a month of them and something that they did."""
    settings = world.settings
    span, made = months(settings, settings.content.rollout), content.assets(child(settings.seed, "content"), settings)
    if span is not None and made.ai.sum() > 1:
        yield ventures.drafts(span, made)
    span, runs = months(settings, settings.agents.rollout), agents.runs(settings)
    there = {run.agent for run in runs}
    if span is not None and agents.NAMES[0] in there:
        yield ventures.assistant(world, span, runs)
    if span is not None and agents.NAMES[1] in there:
        yield ventures.qualifier(span, runs)
