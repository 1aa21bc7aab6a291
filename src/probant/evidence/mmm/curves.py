"""Carryover and saturation with their derivatives, compiled: the inside of every density here.

The same curves as in `stats.adstock` and `stats.saturation`, in coordinates without bounds; tests hold them together.
"""

# Compiled functions are typed by numba.
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from math import exp, log

from probant.stats.compiled import part, woven
from probant.stats.vector import add_scaled, dot, exp_below, fma

GEOMETRIC, DELAYED, WEIBULL = 0, 1, 2
LOGISTIC, MICHAELIS_MENTEN, HILL, REACH = 0, 1, 2, 3
BETA, GAMMA, NORMAL = 0, 1, 2
"""Prior of a coordinate x: Beta on logistic(x), Gamma on e^x, normal on x; each with two numbers a and b."""


@woven
def coordinate_prior(kind, a, b, x):
    """Log prior of a coordinate, without constants, and its derivative; the map's own factor is in it.

    Beta(a, b) and Gamma(shape a, rate b) are of the mapped value, Normal(mean a, deviation b) is of x itself.
    """
    if kind == BETA:
        share = 1.0 / (1.0 + exp(-x))
        return a * log(share) + b * log(1.0 - share), a * (1.0 - share) - b * share
    if kind == GAMMA:
        value = exp(x)
        return a * x - b * value, a - b * value
    far = (x - a) / b
    return -0.5 * far * far, -far / b


@part
def carryover(family, x, weight, first, second):
    """Weights of each lag, and their derivatives by one or two coordinates x; returns how many those are.

    Coordinates: logit of retention; logit of retention and of peak / (L - 1); log of scale and of shape.
    """
    lags = weight.size
    if family == WEIBULL:
        _weibull(x, weight, first, second)
    else:
        keep = 1.0 / (1.0 + exp(-x[0]))
        least = log(keep)
        place = 1.0 / (1.0 + exp(-x[1])) if family == DELAYED else 0.0
        for lag in range(lags):
            far = lag - place * (lags - 1)
            power = far * far if family == DELAYED else far
            weight[lag] = exp(power * least)
            first[lag] = weight[lag] * power * (1.0 - keep)
            second[lag] = -2.0 * far * least * weight[lag] * (lags - 1) * place * (1.0 - place)
    _normed(weight, first)
    if family == GEOMETRIC:
        _divide(weight)
        return 1
    _normed(weight, second)
    _divide(weight)
    return 2


@part
def _weibull(x, weight, first, second):
    """Mass of each week under Weibull's law, and its derivatives by log scale and log shape."""
    scale, shape = exp(x[0]), exp(x[1])
    alive, by_scale, by_shape = 1.0, 0.0, 0.0
    for lag in range(weight.size):
        ratio = log((lag + 1.0) / scale)
        power = exp(shape * ratio)
        after = exp(-power)
        after_scale, after_shape = after * power * shape, -after * power * shape * ratio
        weight[lag], first[lag], second[lag] = alive - after, by_scale - after_scale, by_shape - after_shape
        alive, by_scale, by_shape = after, after_scale, after_shape


@woven
def _normed(weight, slope):
    """Derivative of the weights over their sum, from that of the raw ones."""
    total, change = 0.0, 0.0
    for lag in range(weight.size):
        total += weight[lag]
        change += slope[lag]
    for lag in range(weight.size):
        slope[lag] = (slope[lag] - weight[lag] * change / total) / total


@woven
def _divide(weight):
    total = 0.0
    for lag in range(weight.size):
        total += weight[lag]
    for lag in range(weight.size):
        weight[lag] /= total


@part
def saturated(family, series, weight, x, carried, height, slope, shape):
    """Carry a padded series over and saturate it.

    `series` is L - 1 steps longer than the rest. `height` is the curve, `slope` its derivative by the carried
    value, `shape`, of Hill's alone, that by the log of its slope. Coordinates x: log of 1 / half (times log 3 for
    the logistic curve), and log of Hill's slope. Returns how many coordinates there are.
    """
    width = carried.size
    carry_over(series, weight, carried)
    steep = exp(x[0])
    if family == LOGISTIC:
        for t in range(width):
            gone = exp_below(-steep * carried[t])
            part_of = 1.0 / (1.0 + gone)
            height[t] = (1.0 - gone) * part_of
            slope[t] = 2.0 * steep * gone * part_of * part_of
        return 1
    if family == MICHAELIS_MENTEN:
        for t in range(width):
            part_of = 1.0 / (1.0 + steep * carried[t])
            height[t] = steep * carried[t] * part_of
            slope[t] = steep * part_of * part_of
        return 1
    _hill(steep, exp(x[1]), carried, height, slope, shape)
    return 2


@woven
def carry_over(series, weight, carried):
    """Weighted sum of the lags, four at a time: each pass over `carried` costs as much as the sum itself."""
    width, lags = carried.size, weight.size
    carried[:] = 0.0
    for lag in range(0, lags - 3, 4):
        a, b, c, d = weight[lag], weight[lag + 1], weight[lag + 2], weight[lag + 3]
        last = lags - 1 - lag
        now, one = series[last : last + width], series[last - 1 : last - 1 + width]
        two, three = series[last - 2 : last - 2 + width], series[last - 3 : last - 3 + width]
        for t in range(width):
            carried[t] += fma(a, now[t], b * one[t]) + fma(c, two[t], d * three[t])
    for lag in range(lags - lags % 4, lags):
        add_scaled(carried, weight[lag], series[lags - 1 - lag : lags - 1 - lag + width])


@part
def _hill(steep, power, carried, height, slope, shape):
    for t in range(carried.size):
        if carried[t] > 0.0:
            far = log(steep * carried[t])
            raised = exp(power * far)
            part_of = 1.0 / (1.0 + raised)
            height[t] = raised * part_of
            rate = power * height[t] * part_of
            slope[t] = rate / carried[t]
            shape[t] = rate * far
        else:
            height[t], slope[t], shape[t] = 0.0, 0.0, 0.0


@part
def traced_back(family, series, pull, carried, slope, shape, moved, by_weight, gradient):
    """Add to `gradient` (saturation) and `by_weight` (carryover) what a pull on each step's height does.

    `pull` is the derivative of the log density by `height`; `moved` is memory.
    """
    width, lags = carried.size, by_weight.size
    for t in range(width):
        moved[t] = pull[t] * slope[t]
    gradient[0] += dot(moved, 0, carried, 0, width)
    if family == HILL:
        gradient[1] += dot(pull, 0, shape, 0, width)
    for lag in range(lags):
        by_weight[lag] += dot(moved, 0, series, lags - 1 - lag, width)
