"""A specification and a series, scaled and laid out as the compiled density takes them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from math import log

import numpy as np

from probant.errors import Refused, TooLittle
from probant.evidence.mmm.linear import NOT_KNOWN, Linear, linear
from probant.evidence.mmm.question import Lift
from probant.evidence.mmm.series import Series
from probant.evidence.mmm.specification import Specification
from probant.stats.adstock import Array
from probant.words import say

ADSTOCKS = ("geometric", "delayed", "weibull")
SATURATIONS = ("logistic", "michaelis_menten", "hill")
"""In the order of their codes in the compiled curves."""
_BETA, _GAMMA, _NORMAL, _NONE = 0.0, 1.0, 2.0, -1.0
CARRYOVER_PRIORS = {
    "geometric": ((_BETA, 1.0, 3.0),),
    "delayed": ((_BETA, 1.0, 3.0), (_BETA, 1.0, 3.0)),
    "weibull": ((_NORMAL, log(1.5), 0.6), (_NORMAL, log(1.2), 0.3)),
}
"""Of retention; of retention and of the peak as share of the longest lag; of the logs of scale, in steps, and shape."""
SATURATION_PRIORS = {
    "logistic": ((_GAMMA, 3.0, 1.0),),
    "michaelis_menten": ((_NORMAL, log(2.0), 0.7),),
    "hill": ((_NORMAL, log(2.0), 0.7), (_NORMAL, log(1.2), 0.3)),
}
"""Of the steepness, per largest exposure (log of it for the latter two), and of the log of Hill's slope."""
_STARTS = {"geometric": (-1.0,), "delayed": (-1.0, -1.5), "weibull": (0.4, 0.2)}
_RISES = {"logistic": (0.8,), "michaelis_menten": (0.7,), "hill": (0.7, 0.2)}
NOISE = 2.0
"""Scale of the half-normal prior of the noise, in units of the largest outcome."""
_TYPICAL = 0.3
"""Of a half-normal prior's scale: contributions below it are sampled like their logarithm, those above as they are."""
_WIDE = 3.0
"""The same for a prior on effects, of the mean outcome: it has a long tail, which is sampled like its logarithm."""
_EFFECT, _LOG_NORMAL, _HALF_NORMAL = 0.0, 1.0, 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What is sampled, and what it takes to read the draws."""

    specification: Specification
    found: Series
    block: Linear
    outcome_scale: float
    """Largest outcome: the density sees outcome over this."""
    exposure_scale: Array
    """(C,) largest exposure of each channel."""
    effects: Array
    """(C, 4) prior of each channel: kind, two numbers, and the mean contribution that its coordinate is scaled by."""
    start: Array
    """(d,) where the search for the mode begins."""

    @property
    def width(self) -> int:
        """Coordinates of a channel."""
        one = self.specification
        return len(CARRYOVER_PRIORS[one.adstock]) + len(SATURATION_PRIORS[one.saturation]) + 1

    @property
    def series(self) -> Array:
        """(C, L - 1 + T) scaled exposure, history first."""
        one = self.specification
        history = self.found.history[max(0, len(self.found.history) - one.lags + 1) :]
        lacking = np.zeros((one.lags - 1 - len(history), len(self.found.channels)))
        whole = np.concatenate([lacking, history, self.found.exposure]) / self.exposure_scale
        return np.ascontiguousarray(whole.T)


def model(found: Series, specification: Specification) -> Model:
    """Scale the data and set the priors.

    Raises TooLittle where there are fewer known steps than quantities to be estimated.
    """
    block = linear(found, trend=specification.trend, harmonics=specification.harmonics, country=specification.country)
    scale = float(np.abs(found.outcome[found.known]).max())
    one = Model(
        specification=specification,
        found=found,
        block=block,
        outcome_scale=scale,
        exposure_scale=found.exposure.max(axis=0),
        effects=_effects(found, specification, scale),
        start=np.zeros(0),
    )
    _check_size(one)
    return _with_start(one)


def _with_start(one: Model) -> Model:
    """The model with a point from which its mode can be found."""
    shape = shape_start(one.specification)
    outcome = one.found.outcome[one.found.known] / one.outcome_scale
    each = 0.3 * float(np.abs(outcome).mean()) / max(1, len(one.found.channels))
    shares = each / one.effects[:, 3]
    lasts = shares + np.log(-np.expm1(-shares))  # log(exp(x) - 1), without overflow where a scale is tiny
    starts = [np.array([*shape, last]) for last in lasts]
    noise = np.array([log(0.3 * float(outcome.std()) + 1e-3)])
    return replace(one, start=np.concatenate([*starts, noise]))


def packed(one: Model) -> tuple[np.ndarray, tuple[Array, ...]]:
    """Sizes and matrices as `density` names them."""
    specification, found = one.specification, one.found
    channels, width = len(found.channels), one.width
    basis, spread = _decomposed(one.block)
    tests, test_series = lift_arrays(one)
    sizes = [len(found.days), specification.lags, channels, len(spread), len(tests)]
    codes = (ADSTOCKS.index(specification.adstock), SATURATIONS.index(specification.saturation))
    for place in range(channels):
        sizes += [*codes, place * width]
    own = (*CARRYOVER_PRIORS[specification.adstock], *SATURATION_PRIORS[specification.saturation], (_NONE, 0.0, 0.0))
    priors = np.array([*own * channels, (_NONE, 0.0, NOISE)])
    outcome = np.where(found.known, found.outcome, 0.0) / one.outcome_scale
    arrays = (
        one.series,
        np.stack([outcome, np.ones(len(outcome))]),
        basis,
        spread[None],
        priors,
        one.effects,
        tests,
        test_series,
    )
    return np.array(sizes, dtype=np.int64), tuple(np.ascontiguousarray(array) for array in arrays)


def _decomposed(block: Linear) -> tuple[Array, Array]:
    """(K, T) orthonormal rows and (K,) variances: the prior covariance of the block is rows' diag(variances) rows."""
    left, sizes, _ = np.linalg.svd(block.scaled, full_matrices=False)
    return left.T, sizes**2


def _effects(found: Series, specification: Specification, scale: float) -> Array:
    """(C, 4) of each channel, on the density's scale."""
    mean = float(np.abs(found.outcome[found.known]).mean()) / scale
    totals, steps, shares = found.totals, len(found.days), believed_shares(found)
    rows = []
    for place, name in enumerate(found.channels):
        believed = specification.prior_roi.get(name, specification.prior_roi.get("(all)"))
        if specification.prior == "effect":
            rows.append((_EFFECT, 0.0, specification.prior_effect, _WIDE * mean))
        elif specification.prior == "roi" and believed is not None and totals[place] > 0.0:
            middle = believed[0] * totals[place] / steps / scale
            rows.append((_LOG_NORMAL, log(middle), believed[1], middle))
        else:
            rows.append(half_normal_row(specification.prior_share * shares[place] * mean))
    return np.array(rows).reshape(-1, 4)


def believed_shares(found: Series) -> Array:
    """(C,) parts of the channels in the prior of all contributions: by the root of their spend, summing to 1.

    In proportion to spend itself, the prior would be sure that small channels do little: in simulated worlds whose
    effects do not follow spend, intervals of 90 % then held the truth in 77 to 80 % of cases, by the root in 88 to 92.
    What costs nothing has an even part.
    """
    roots = np.sqrt(found.totals)
    roots = np.where(roots > 0.0, roots, roots[roots > 0.0].mean() if roots.any() else 1.0)
    return np.asarray(roots / roots.sum())


def half_normal_row(width: float) -> tuple[float, float, float, float]:
    """A half-normal prior of a mean contribution: kind, two numbers, and what its coordinate is scaled by."""
    return _HALF_NORMAL, 0.0, width, _TYPICAL * width


def shape_start(specification: Specification) -> tuple[float, ...]:
    """Where the search for the mode begins in the coordinates of a channel's curve."""
    return (*_STARTS[specification.adstock], *_RISES[specification.saturation])


def lift_arrays(one: Model) -> tuple[Array, Array]:
    """(J, 4) channel, lift, its error and width; (2 J, L - 1 + T) exposure as it was, and as it would have been."""
    lags, steps = one.specification.lags, len(one.found.days)
    rows, series = [], []
    for lift in one.specification.lifts:
        place, first, last, other = _counterfactual(one, lift)
        width = last - first
        rows.append((place, lift.lift / one.outcome_scale, lift.error / one.outcome_scale, width))
        for exposure in (one.series[place], other):
            window = exposure[first : last + lags - 1]
            series.append(np.pad(window, (0, lags - 1 + steps - len(window))))
    return np.array(rows).reshape(-1, 4), np.array(series).reshape(-1, lags - 1 + steps)


def _counterfactual(one: Model, lift: Lift) -> tuple[int, int, int, Array]:
    """Channel, first step and step after the last one of the lift, and the exposure had nothing been changed."""
    found, lags = one.found, one.specification.lags
    if lift.channel not in found.channels[: found.paid]:
        raise _outside(lift)
    place = found.channels.index(lift.channel)
    touched = np.array([_overlap(lift, found, step) for step in range(len(found.days))])
    if touched.sum() <= 0.0 or lift.start < found.days[0] or lift.end > found.period.end:
        raise _outside(lift)
    per_money = found.exposure[:, place].sum() / found.spend[:, place].sum() / one.exposure_scale[place]
    other = one.series[place].copy()
    other[lags - 1 :] -= lift.spend * _spread(found.spend[:, place], touched, lift.spend) * per_money
    if other.min() < -1e-9:
        raise Refused(
            say(
                "Without the test of “{channel}” from {start}, less than nothing would have been spent on it.",
                channel=lift.channel,
                start=lift.start,
            ),
            mend=say("give in spend what was spent more in the window than without the test; below 0 where less was"),
        )
    changed = np.flatnonzero(touched > 0.0)
    return place, int(changed[0]), min(int(changed[-1]) + 1 + lift.later_steps, len(found.days)), np.maximum(other, 0.0)


def _spread(spend: Array, touched: Array, change: float) -> Array:
    """Shares of a change by step: more was spent in proportion to what was spent, less evenly by day."""
    paid = spend * touched
    shares = paid if change > 0.0 and paid.sum() > 0.0 else touched
    return np.asarray(shares / shares.sum())


def _overlap(lift: Lift, found: Series, step: int) -> float:
    """Days of the step that lie in the test."""
    begin, end = found.days[step], found.days[step] + timedelta(days=found.step_days)
    return float(max(0, (min(end, lift.end) - max(begin, lift.start)).days))


def _outside(lift: Lift) -> Refused:
    return Refused(
        say(
            "The test of “{channel}” from {start} to {end} lies outside the period, or its channel was never on.",
            channel=lift.channel,
            start=lift.start,
            end=lift.end,
        ),
        mend=say("leave it out of lifts, or ask for a period that holds it"),
    )


def _check_size(one: Model) -> None:
    steps = int(one.found.known.sum())
    own = one.block.deviations < NOT_KNOWN
    wanted = int(own.sum()) + one.width * len(one.found.channels) + 1
    if steps <= wanted:
        raise TooLittle(
            say(
                "There are {steps} steps with a known outcome, and {wanted} quantities to be estimated from them.",
                steps=steps,
                wanted=wanted,
            ),
            mend=say("load more weeks, name fewer channels, or lower harmonics and controls"),
        )
