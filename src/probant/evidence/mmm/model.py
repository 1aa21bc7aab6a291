"""A specification and a series, scaled and laid out as the compiled density takes them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import accumulate
from math import log

import numpy as np

from probant.errors import TooLittle
from probant.evidence.mmm.changing import changing_channels, waves
from probant.evidence.mmm.lifts import spendable, spread, tested
from probant.evidence.mmm.linear import NOT_KNOWN, Linear, linear
from probant.evidence.mmm.question import Lift
from probant.evidence.mmm.series import Series
from probant.evidence.mmm.specification import Specification
from probant.stats.adstock import Array
from probant.words import say

ADSTOCKS = ("geometric", "delayed", "weibull")
REACH = "reach"
SATURATIONS = ("logistic", "michaelis_menten", "hill", REACH)
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
    REACH: ((_NORMAL, 0.7, 0.4), (_NORMAL, 0.7, 0.4)),
}
"""Of the steepness, per largest exposure (log of it for the latter two), and of the log of Hill's slope.

For reach: of the logs of the frequency, in impressions by person, at which half of the most is reached, and of Hill's
slope in it; Meridian's default priors (Google, `ec_rf` and `slope_rf`), but for the .1 that it adds to the former.
"""
_STARTS = {"geometric": (-1.0,), "delayed": (-1.0, -1.5), "weibull": (0.4, 0.2)}
_RISES = {"logistic": (0.8,), "michaelis_menten": (0.7,), "hill": (0.7, 0.2), REACH: (0.7, 0.7)}
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
    changing: tuple[int, ...] = ()
    """Numbers of the channels whose effect changes over time."""
    waves: Array = field(default_factory=lambda: np.zeros((0, 0)))
    """(K, T) along which it changes, each times its deviation."""

    @property
    def width(self) -> int:
        """Coordinates of a channel that does not work by reach."""
        one = self.specification
        return len(CARRYOVER_PRIORS[one.adstock]) + len(SATURATION_PRIORS[one.saturation]) + 1

    @property
    def saturations(self) -> tuple[str, ...]:
        """(C,) family of each channel's saturation."""
        one = self.specification
        return tuple(REACH if name in one.reach else one.saturation for name in self.found.channels)

    @property
    def firsts(self) -> tuple[int, ...]:
        """(C + 1,) first coordinate of each channel, and that of the noise behind them."""
        carried = len(CARRYOVER_PRIORS[self.specification.adstock])
        widths = (carried + len(SATURATION_PRIORS[family]) + 1 for family in self.saturations)
        return tuple(accumulate(widths, initial=0))

    @property
    def varies(self) -> bool:
        """Whether an effect changes, or a channel works by reach: then another density is needed."""
        return bool(self.changing) or REACH in self.saturations

    @property
    def series(self) -> Array:
        """(C, L - 1 + T) scaled exposure, history first."""
        one = self.specification
        history = self.found.history[max(0, len(self.found.history) - one.lags + 1) :]
        lacking = np.zeros((one.lags - 1 - len(history), len(self.found.channels)))
        whole = np.concatenate([lacking, history, self.found.exposure]) / self.exposure_scale
        return np.ascontiguousarray(whole.T)

    def frequency(self, place: int) -> Array:
        """(L - 1 + T,) impressions by person reached of a channel of reach, history first; 1 where not known."""
        found, lags = self.found, self.specification.lags
        whole = np.ones(len(found.history) + len(found.days)) if found.frequency is None else found.frequency[:, place]
        kept = whole[max(0, len(found.history) - lags + 1) :]
        return np.pad(kept, (lags - 1 + len(found.days) - len(kept), 0), constant_values=1.0)


def model(found: Series, specification: Specification) -> Model:
    """Scale the data and set the priors.

    Raises TooLittle where there are fewer known steps than quantities to be estimated.
    """
    block = linear(found, trend=specification.trend, harmonics=specification.harmonics, country=specification.country)
    scale = float(np.abs(found.outcome[found.known]).max())
    changing = changing_channels(found, specification)
    one = Model(
        specification=specification,
        found=found,
        block=block,
        outcome_scale=scale,
        exposure_scale=found.exposure.max(axis=0),
        effects=_effects(found, specification, scale),
        start=np.zeros(0),
        changing=changing,
        waves=waves(len(found.days), found.step_days, specification.change_spread if changing else 0.0),
    )
    _check_size(one)
    return _with_start(one)


def _with_start(one: Model) -> Model:
    """The model with a point from which its mode can be found."""
    outcome = one.found.outcome[one.found.known] / one.outcome_scale
    each = 0.3 * float(np.abs(outcome).mean()) / max(1, len(one.found.channels))
    shares = each / one.effects[:, 3]
    lasts = shares + np.log(-np.expm1(-shares))  # log(exp(x) - 1), without overflow where a scale is tiny
    shapes = (shape_start(replace(one.specification, saturation=family)) for family in one.saturations)
    starts = [np.array([*shape, last]) for shape, last in zip(shapes, lasts, strict=True)]
    noise = np.array([log(0.3 * float(outcome.std()) + 1e-3)])
    return replace(one, start=np.concatenate([*starts, noise]))


def packed(one: Model) -> tuple[np.ndarray, tuple[Array, ...]]:
    """Sizes and matrices as `density` names them."""
    specification, found = one.specification, one.found
    channels = len(found.channels)
    basis, spread = _decomposed(one.block)
    tests, test_series = lift_arrays(one)
    sizes = [len(found.days), specification.lags, channels, len(spread), len(tests)]
    priors: list[tuple[float, float, float]] = []
    for family, first in zip(one.saturations, one.firsts, strict=False):
        sizes += [ADSTOCKS.index(specification.adstock), SATURATIONS.index(family), first]
        priors += [*CARRYOVER_PRIORS[specification.adstock], *SATURATION_PRIORS[family], (_NONE, 0.0, 0.0)]
    priors.append((_NONE, 0.0, NOISE))
    outcome = np.where(found.known, found.outcome, 0.0) / one.outcome_scale
    further, frequencies = _further(one)
    sizes += further
    arrays = (
        np.concatenate([one.series, frequencies]),
        np.concatenate([outcome[None], np.ones((1, len(outcome))), one.waves]),
        basis,
        spread[None],
        np.array(priors),
        one.effects,
        tests,
        test_series,
    )
    return np.array(sizes, dtype=np.int64), tuple(np.ascontiguousarray(array) for array in arrays)


def _further(one: Model) -> tuple[list[int], Array]:
    """Sizes and rows of series that `varying_density` reads behind the others; none where it is not needed."""
    if not one.varies:
        return [], np.zeros((0, one.series.shape[1]))
    logs: list[Array] = []
    places: list[int] = []
    for place, family in enumerate(one.saturations):
        places.append(len(one.saturations) + len(logs) if family == REACH else 0)
        if family == REACH:
            logs.append(np.log(one.frequency(place)))
    rows = np.array(logs).reshape(-1, one.series.shape[1])
    return [len(one.waves), len(one.changing), *one.changing, *places], rows


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
            rows.append(half_normal_row(specification.prior_share * shares[place] * mean, specification.prior_spread))
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


def half_normal_row(width: float, spread: float) -> tuple[float, float, float, float]:
    """A half-normal prior of a mean contribution: kind, spread of the common factor, scale, and what its coordinate is
    scaled by.
    """
    return _HALF_NORMAL, spread, width, _TYPICAL * width


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
    found, lags, where = one.found, one.specification.lags, tested(lift, one.found)
    spend = found.spend[:, where.place]
    per_money = found.exposure[:, where.place].sum() / spend.sum() / one.exposure_scale[where.place]
    other = one.series[where.place].copy()
    other[lags - 1 :] -= lift.spend * spread(spend, where.touched, lift.spend) * per_money
    return where.place, where.first, where.last, spendable(other, lift)


def _check_size(one: Model) -> None:
    steps = int(one.found.known.sum())
    own = one.block.deviations < NOT_KNOWN
    wanted = int(own.sum()) + one.firsts[-1] + 1
    if steps <= wanted:
        raise TooLittle(
            say(
                "There are {steps} steps with a known outcome, and {wanted} quantities to be estimated from them.",
                steps=steps,
                wanted=wanted,
            ),
            mend=say("load more weeks, name fewer channels, or lower harmonics and controls"),
        )
