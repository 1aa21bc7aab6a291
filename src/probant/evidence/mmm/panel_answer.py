"""From areas to evidence: fit the panel, and say what it means for all areas together and for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from probant.evidence.mmm import checks, estimates, learned
from probant.evidence.mmm.effects import windows
from probant.evidence.mmm.estimates import Column, Units
from probant.evidence.mmm.panel import Panel, PanelFit
from probant.stats import adstock, saturation
from probant.stats.adstock import PARAMETERS, Array
from probant.stats.response import column
from probant.vocabulary import Check, Curve, Evidence
from probant.words import Words, say

MOST_AREAS = 50
"""Areas up to which returns are given for each."""


@dataclass(frozen=True, slots=True, eq=False)
class PanelEffects:
    """D draws of C channels over all areas, in the outcome's unit."""

    total: Array
    """(D, C)"""
    marginal: Array
    """(D, C) what one per cent more exposure everywhere would add, times 100."""
    by_step: Array
    """(T, C) mean contribution of each step."""


def filled(said: Evidence, found: PanelFit, of: Units, level: float, rng: np.random.Generator) -> Evidence:
    """The evidence with what the panel found; without any number where the chains do not agree."""
    panel = found.model.found
    base = (checks.convergence(found.sample), checks.enough_history(panel.together), checks.spend_moves(panel.together))
    if not found.sample.sound:
        nothing = dict.fromkeys(panel.together.channels, say("The chains do not agree on it."))
        return replace(said, checks=base, unknown={**said.unknown, **nothing})
    told = _effects(found)
    every = [*_together(found, told, of), *_apart(found, of)]
    steps = len(panel.together.days)
    believed = np.abs(rng.standard_normal((2000, told.total.shape[1]))) * found.model.effects[:, 2]
    overlap = learned.overlap(told.total, believed * steps * panel.sizes.sum())
    return replace(
        said,
        estimates={
            **estimates.estimates(every, level),
            **estimates.learned_shares(panel.together, overlap),
        },
        checks=(
            *base,
            checks.plausible(panel.together, told.total),
            checks.apart(panel.together, told.total),
            checks.from_data(panel.together, overlap),
            _signs(found),
            _unproven(),
        ),
        limits=_limits(panel),
        draws=estimates.draws(every),
        curves=_described(found, of),
        over_time=_over_time(panel, told),
    )


def _effects(found: PanelFit) -> PanelEffects:
    one = found.model
    lags, family = one.specification.lags, one.specification.saturation
    draws, channels = found.half.shape
    steps = len(one.found.together.days)
    marginal, by_step = np.zeros((draws, channels)), np.zeros((steps, channels))
    for g in range(len(one.found.areas)):
        inside = one.media[g].copy()
        inside[:, : lags - 1] = 0.0
        for c in range(channels):
            half, slope = found.half[:, c, None], found.slope[:, c, None]
            carried = found.weights[:, c] @ windows(one.media[g, c], lags)
            own = found.weights[:, c] @ windows(inside[c], lags)
            steep = saturation.steepness(family, np.maximum(carried, 1e-12), half, slope)
            marginal[:, c] += found.effects[:, g, c] * (steep * own).sum(axis=1)
            height = saturation.height(family, carried, half, slope)
            by_step[:, c] += (found.effects[:, g, c, None] * height).mean(axis=0)
    return PanelEffects(found.totals.sum(axis=1), marginal, by_step)


def _together(found: PanelFit, told: PanelEffects, of: Units) -> Iterator[Column]:
    """Subjects of all areas together, as those of the national model."""
    one, panel = found.model, found.model.found.together
    worth, paid, spent = (1.0 if of.margin is None else of.margin), panel.paid, panel.totals
    if paid > 1:
        yield Column(estimates.TOTAL, worth * told.total[:, :paid].sum(axis=1) / spent.sum(), of.net)
    for c, name in enumerate(panel.channels[:paid]):
        yield Column(name, worth * told.total[:, c] / spent[c], of.net)
        yield Column(f"{name} / marginal", worth * told.marginal[:, c] / spent[c], of.net)
        if of.margin is not None:
            yield Column(f"{name} / gross", told.total[:, c] / spent[c], of.gross)
    for a, b in learned.tangled(told.total[:, :paid]):
        both = worth * (told.total[:, a] + told.total[:, b]) / (spent[a] + spent[b])
        yield Column(f"{panel.channels[a]} + {panel.channels[b]} / joint", both, of.net)
    delay, step = adstock.mean_lag(found.weights), "week" if panel.step_days == 7 else "day"
    for c, name in enumerate(panel.channels):
        yield Column(f"{name} / contribution", told.total[:, c], of.outcome)
        yield Column(f"{name} / share of outcome", told.total[:, c] / panel.outcome.sum(), "share")
        yield Column(f"{name} / delay", delay[:, c] * panel.step_days, "days")
        yield Column(column(name, "most"), found.effects[:, :, c].sum(axis=1), f"{of.outcome} / {step}")
        yield Column(column(name, "half"), found.half[:, c] * _money(found, c), f"{of.money} / {step}")
        if one.specification.saturation == "hill":
            yield Column(column(name, "slope"), found.slope[:, c], "ratio")
        for parameter in PARAMETERS[one.specification.adstock]:
            unit = {"retention": "share", "shape": "ratio"}.get(parameter, f"{step}s")
            yield Column(column(name, parameter), found.carryover[parameter][:, c], unit)


def _money(found: PanelFit, c: int) -> float:
    """Money, over all areas by their size, of one unit of scaled exposure; 1 for what costs nothing."""
    panel = found.model.found
    spend, exposure = panel.together.totals[c], panel.together.exposure[:, c].sum()
    whole = found.model.exposure_scale[c] * panel.sizes.sum()
    return float(whole * spend / exposure) if spend > 0.0 else float(whole)


def _apart(found: PanelFit, of: Units) -> Iterator[Column]:
    """Return of each channel in each area with spend on it, where there are not too many."""
    panel, worth = found.model.found, 1.0 if of.margin is None else of.margin
    if len(panel.areas) > MOST_AREAS:
        return
    for g, (area, one) in enumerate(zip(panel.areas, panel.series, strict=True)):
        for c, name in enumerate(one.channels[: one.paid]):
            if one.totals[c] > 0.0:
                yield Column(f"{name} / {area}", worth * found.totals[:, g, c] / one.totals[c], of.net)


def _described(found: PanelFit, of: Units) -> Mapping[str, Curve]:
    """One curve a channel: of spend that is spread over areas by their size."""
    panel, specification = found.model.found.together, found.model.specification
    return {
        name: Curve(
            adstock=specification.adstock,
            saturation=specification.saturation,
            lags=specification.lags,
            least=float(panel.spend[panel.spend[:, c] > 0.0, c].min()),
            usual=float(panel.spend[:, c].mean()),
            largest=float(panel.spend[:, c].max()),
            last=tuple(panel.spend[len(panel.days) - specification.lags + 1 :, c].tolist()),
            step_days=panel.step_days,
            spend_unit=of.money,
            unit=of.outcome,
            margin=of.margin,
        )
        for c, name in enumerate(panel.channels[: panel.paid])
    }


def _over_time(panel: Panel, told: PanelEffects) -> Mapping[str, tuple[tuple[date, float], ...]]:
    seen = panel.together.outcome
    rows = {
        "(seen)": seen,
        "(base)": seen - told.by_step.sum(axis=1),
        **dict(zip(panel.together.channels, told.by_step.T, strict=True)),
    }
    days = panel.together.days
    return {name: tuple((day, float(one)) for day, one in zip(days, row, strict=True)) for name, row in rows.items()}


def _signs(found: PanelFit) -> Check:
    """How often an area's effect comes out below nothing."""
    share = float((found.effects < 0.0).mean())
    words = say("{share:share} of the draws of areas' effects are below 0, which no channel should be.", share=share)
    return Check("signs", share < 0.05, words)


def _unproven() -> Check:
    words = say("Forecasts, placebos, other models and simulated data are not tried where areas are told apart.")
    return Check("proof", None, words)


def _limits(panel: Panel) -> tuple[Words, ...]:
    return (
        say(
            "The model reads causes out of what moved together; a hidden cause of spend and outcome would mislead it. "
            "Only an experiment shows what would not have been sold otherwise."
        ),
        say(
            "{areas} areas are taken to be alike in how their effects scatter; a channel's mean effect is above 0, "
            "that of a single area may come out below.",
            areas=len(panel.areas),
        ),
        say("Curves are of spend that is spread over the areas in proportion to their size."),
        say("Beyond the largest spend seen in a step, a curve is a guess."),
    )
