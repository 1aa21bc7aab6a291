"""From areas to evidence: fit the panel, and say what it means for all areas together and for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import erfc, exp, pi, sqrt

import numpy as np

from probant.evidence.mmm import calibration, checks, estimates, learned
from probant.evidence.mmm.common_scale import factors
from probant.evidence.mmm.effects import windows
from probant.evidence.mmm.estimates import Column, Units
from probant.evidence.mmm.panel import residuals
from probant.evidence.mmm.panel.areas import Panel
from probant.evidence.mmm.panel.fit import PanelFit
from probant.evidence.mmm.panel.lifts import told_by_areas
from probant.evidence.mmm.panel.model import RATIO
from probant.evidence.mmm.panel.proof import Proof
from probant.evidence.mmm.panel.weights import RELIABLE
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
    by_area: Array
    """(G, T) mean contribution of all channels."""


def filled(
    said: Evidence, found: PanelFit, proof: Proof | None, of: Units, level: float, rng: np.random.Generator
) -> Evidence:
    """The evidence with what the panel found; without any number where the chains do not agree."""
    panel = found.model.found
    whole, base = panel.filled, _of_data(found)
    if not found.sample.sound:
        nothing = dict.fromkeys(panel.together.channels, say("The chains do not agree on it."))
        return replace(said, checks=base, unknown={**said.unknown, **nothing})
    told = _effects(found)
    every = [*_together(found, told, of), *_apart(found, of)]
    overlap = learned.overlap(learned.with_sum(told.total), learned.with_sum(_believed(found, rng)))
    return replace(
        said,
        estimates={
            **estimates.estimates(every, level),
            **estimates.learned_shares(panel.together, overlap[:-1]),
        },
        checks=(
            *base,
            checks.plausible(whole, told.total),
            checks.apart(panel.together, told.total),
            checks.from_data(panel.together, overlap),
            residuals.check(residuals.left_over(found, told.by_area)),
            *_tests(found),
            *_signs(found),
            *(() if proof is None else _proven(found, proof, of.outcome)),
        ),
        limits=_limits(found),
        draws=estimates.draws(every),
        curves=_described(found, of),
        over_time=_over_time(panel, told),
    )


def _of_data(found: PanelFit) -> tuple[Check, ...]:
    panel = found.model.found
    return (
        checks.convergence(found.sample),
        checks.enough_history(panel.together),
        _gaps(panel),
        checks.spend_moves(panel.together),
    )


def _believed(found: PanelFit, rng: np.random.Generator, draws: int = 2000) -> Array:
    """(draws, C) contribution of all areas together as believed before the data."""
    one = found.model
    size = (draws, len(one.effects))
    shared = factors(one.specification.prior_spread, rng, draws)[:, None]
    mean = np.abs(rng.standard_normal(size)) * one.effects[:, 2] * shared
    if one.specification.positive:
        # The mean of what lies above 0 of Normal(1, ratio^2), whose mode is what the prior speaks of.
        ratio = np.exp(RATIO[1] + RATIO[2] * rng.standard_normal(size))
        mean *= 1.0 + np.vectorize(lambda r: r * sqrt(2.0 / pi) * exp(-0.5 / r**2) / erfc(-sqrt(0.5) / r))(ratio)
    return np.asarray(mean * len(one.found.together.days) * one.sizes.sum())


def _effects(found: PanelFit) -> PanelEffects:
    one = found.model
    lags, family = one.specification.lags, one.specification.saturation
    draws, channels = found.half.shape
    steps = len(one.found.together.days)
    marginal, by_step = np.zeros((draws, channels)), np.zeros((steps, channels))
    by_area = np.zeros((len(one.found.areas), steps))
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
            brought = (found.effects[:, g, c, None] * height).mean(axis=0)
            by_step[:, c] += brought
            by_area[g] += brought
    return PanelEffects(found.totals.sum(axis=1), marginal, by_step, by_area)


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
    seen = float(one.found.filled.outcome.sum())
    delay, step = adstock.mean_lag(found.weights), "week" if panel.step_days == 7 else "day"
    for c, name in enumerate(panel.channels):
        yield Column(f"{name} / contribution", told.total[:, c], of.outcome)
        yield Column(f"{name} / share of outcome", told.total[:, c] / seen, "share")
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
    together = found.model.found.together
    spend, exposure = together.totals[c], together.exposure[:, c].sum()
    whole = found.model.exposure_scale[c] * found.model.sizes.sum()
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
    days, known = panel.together.days, np.flatnonzero(panel.together.known)
    return {name: tuple((days[place], float(row[place])) for place in known) for name, row in rows.items()}


def _signs(found: PanelFit) -> tuple[Check, ...]:
    """How often a free effect comes out below nothing; and whether what holds effects and tests was reckoned well."""
    one, out = found.model.specification, []
    if not one.positive:
        share = float((found.effects < 0.0).mean())
        words = say(
            "{share:share} of the draws of areas' effects are below 0, which no channel should be.", share=share
        )
        out.append(Check("signs", share < 0.05, words))
    if one.positive or one.lifts:
        out.append(_weighed(found.tail))
    return tuple(out)


def _weighed(tail: float) -> Check:
    if tail > RELIABLE:
        words = say(
            "What holds the areas' own effects above 0 and to the experiments was reckoned too roughly: the weights of "
            "the draws depend on few of them (Pareto's k {tail}, at most {limit}).",
            tail=round(tail, 2),
            limit=RELIABLE,
        )
        return Check("weights", False, words, lowers=1)
    return Check("weights", True, say("The areas' own effects are held to what was asked by weights that are even."))


def _tests(found: PanelFit) -> tuple[Check, ...]:
    """Whether experiments cover enough of the spend, and whether the areas agree with them; none without any."""
    lifts = found.model.specification.lifts
    if not lifts:
        return ()
    return calibration.covered(lifts, found.model.found.together), calibration.agreed(lifts, told_by_areas(found))


def _gaps(panel: Panel) -> Check:
    """In how many areas and steps the outcome is not known."""
    lacking = np.array([int((~one.known).sum()) for one in panel.series])
    if not lacking.any():
        return Check("gaps", True, say("The outcome of every area and step is known."))
    share = float(lacking.sum() / (len(lacking) * len(panel.together.days)))
    words = say(
        "In {areas} areas the outcome of {lacking} steps in all ({share:share}) is not known: they are left out of the "
        "fit, their spend counts as carried over, and they are taken to have been like the others.",
        areas=int((lacking > 0).sum()),
        lacking=int(lacking.sum()),
        share=share,
    )
    return Check("gaps", False, words, lowers=1 if share > 0.1 else 0)


def _proven(found: PanelFit, proof: Proof, unit: str) -> tuple[Check, ...]:
    """What came of the proof, and what it leaves out."""
    panel = found.model.found
    words = say(
        "Forecasts and placebos were tried in {count} of {areas} areas. Other models, other curves and simulated data "
        "are not tried where areas are told apart.",
        count=proof.areas,
        areas=len(panel.areas),
    )
    return (
        checks.foretold(proof.scores, unit),
        checks.placebos(proof.placebos),
        _other_priors(panel, proof),
        Check("proof", None, words),
    )


def _other_priors(panel: Panel, proof: Proof) -> Check:
    if not proof.priors:
        words = say("Half and twice the prior could not be tried: too few draws agree with either.")
        return Check(checks.OTHER_PRIORS.name, None, words)
    return checks.sensitivity(checks.OTHER_PRIORS, panel.together, proof.priors)


def _limits(found: PanelFit) -> tuple[Words, ...]:
    areas = len(found.model.found.areas)
    if found.model.specification.positive:
        alike = say(
            "{areas} areas are taken to be alike in how their effects scatter, and no effect of an area to be below 0.",
            areas=areas,
        )
    else:
        alike = say(
            "{areas} areas are taken to be alike in how their effects scatter; a channel's mean effect is above 0, "
            "that of a single area may come out below.",
            areas=areas,
        )
    return (
        say(
            "The model reads causes out of what moved together; a hidden cause of spend and outcome would mislead it. "
            "Only an experiment shows what would not have been sold otherwise."
        ),
        alike,
        say("Curves are of spend that is spread over the areas in proportion to their size."),
        say("Beyond the largest spend seen in a step, a curve is a guess."),
    )
