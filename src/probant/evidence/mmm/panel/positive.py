"""Effects that cannot be negative: the share of a normal law that lies above floors, and draws from what lies there.

The share is found by expectation propagation: each floor is replaced by a normal factor that leaves mean and variance
of its own coordinate as the floor would, in turn until nothing changes. At that point the derivatives of the
log share are those of the law with the factors in place of the floors, so that a gradient costs nothing more.

References
----------
Cunningham, Hennig & Lacoste-Julien (2011), Gaussian Probabilities and Expectation Propagation; Rasmussen & Williams
(2006), Gaussian Processes for Machine Learning, 3.6. Draws: Geweke, Hajivassiliou and Keane's sampler, see Genz & Bretz
(2009), Computation of Multivariate Normal and t Probabilities, 4.2; beyond a floor, Robert (1995), Simulation of
Truncated Normal Variables, Statistics and Computing 5.
"""

# Compiled functions are typed by numba.
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from math import erfc, exp, log, log1p, sqrt

from probant.stats.compiled import part
from probant.stats.random import fill_normal, uniform
from probant.stats.vector import dot

_FAR = 7.0
"""Deviations above its floor from which on a coordinate does not feel it: 1e-12 lies below."""
_DEEP = -5.0
"""Below it the share is worked out by its continued fraction, whose terms are then few."""
_TERMS = 60
_SWEEPS, _STILL = 60, 1e-7
"""Most rounds over the floors, and the change, in deviations, at which they end."""
_ROOT_TWO, _HALF_LOG = sqrt(2.0), 0.9189385332046727
"""Root of 2, and half the log of 2 pi."""
RATE, PULL, BEFORE, NOW = range(4)
"""Rows of the factors: precision; precision times place; mean above the floor without, and with the factors."""


@part
def log_share(z):
    """Log of the standard normal law's share below z, and density at z over that share."""
    if z > _DEEP:
        above = 0.5 * erfc(abs(z) / _ROOT_TWO)
        share = 1.0 - above if z > 0.0 else above
        return log1p(-above) if z > 0.0 else log(above), exp(-0.5 * z * z - _HALF_LOG) / share
    below = -z
    for term in range(_TERMS, 0, -1):
        below = -z + term / below
    return -0.5 * z * z - _HALF_LOG - log(below), below


@part
def settled(inverse, mean, factors, floors, small):
    """Log share of Normal(mean, inverse) whose first coordinates lie above -floors; both become those of that part.

    `inverse` and `mean` are replaced by the covariance and mean of the law with `factors` in place of the floors.
    """
    count = floors.size
    near = False
    for i in range(count):
        factors[RATE, i], factors[PULL, i] = 0.0, 0.0
        factors[BEFORE, i] = mean[i] + floors[i]
        factors[NOW, i] = factors[BEFORE, i]
        near = near or factors[BEFORE, i] < _FAR * sqrt(inverse[i, i])
    if not near:
        return 0.0
    for i in range(count):
        for j in range(count):
            small[i, j] = inverse[i, j]
    for _ in range(_SWEEPS):
        if _round(small, factors, count) < _STILL:
            break
    return _shares(small, factors, count) + _taken_in(inverse, mean, factors, floors)


@part
def _left_out(small, factors, i):
    """Mean and variance of a coordinate without its own factor."""
    gone = 1.0 - factors[RATE, i] * small[i, i]
    return (factors[NOW, i] - factors[PULL, i] * small[i, i]) / gone, small[i, i] / gone


@part
def _round(small, factors, count):
    """Each factor anew, given the others; returns the largest change."""
    most = 0.0
    for i in range(count):
        mean, variance = _left_out(small, factors, i)
        width = sqrt(variance)
        _, steep = log_share(mean / width)
        narrowed = min(steep * (mean / width + steep), 1.0 - 1e-9)
        kept = variance * (1.0 - narrowed)
        by_rate = narrowed / kept - factors[RATE, i]
        by_pull = (mean * narrowed + width * steep) / kept - factors[PULL, i]
        factors[RATE, i] += by_rate
        factors[PULL, i] += by_pull
        most = max(most, abs(by_rate) * small[i, i], abs(by_pull) * sqrt(small[i, i]))
        share = 1.0 / (1.0 + by_rate * small[i, i])
        step, shrunk = (by_pull - by_rate * factors[NOW, i]) * share, by_rate * share
        for j in range(count):
            factors[NOW, j] += step * small[j, i]
        for j in range(count):
            if j != i:
                along = shrunk * small[j, i]
                for k in range(count):
                    small[j, k] -= along * small[i, k]
        for k in range(count):
            small[i, k] *= share
    return most


@part
def _shares(small, factors, count):
    """Sum of the logs of what each factor stands for, over what it is by itself."""
    total = 0.0
    for i in range(count):
        mean, variance = _left_out(small, factors, i)
        rate, pull = factors[RATE, i], factors[PULL, i]
        off = pull - rate * mean
        total += log_share(mean / sqrt(variance))[0] - pull * mean + 0.5 * rate * mean * mean
        total += 0.5 * log1p(rate * variance) - 0.5 * off * off * variance / (1.0 + rate * variance)
    return total


@part
def _taken_in(inverse, mean, factors, floors):
    """Multiply the factors into the whole law; returns the log of what is left of it."""
    size, total = mean.size, 0.0
    for i in range(floors.size):
        rate, pull, before = factors[RATE, i], factors[PULL, i], factors[BEFORE, i]
        total += pull * before - 0.5 * rate * before * before
        spread = 1.0 + rate * inverse[i, i]
        total -= 0.5 * log(spread)
        step, shrunk = (pull - rate * (mean[i] + floors[i])) / spread, rate / spread
        for j in range(size):
            mean[j] += step * inverse[i, j]
        for j in range(size):
            if j != i:
                along = shrunk * inverse[j, i]
                for k in range(size):
                    inverse[j, k] -= along * inverse[i, k]
        for k in range(size):
            inverse[i, k] /= spread
    for i in range(floors.size):
        off = factors[PULL, i] - factors[RATE, i] * factors[BEFORE, i]
        total += 0.5 * off * (mean[i] + floors[i] - factors[BEFORE, i])
    return total


@part
def _beyond(state, low, spare):
    """A standard normal number above `low`."""
    if low < 0.5:
        while True:
            fill_normal(state, spare)
            for i in range(spare.size):
                if spare[i] > low:
                    return spare[i]
    rate = 0.5 * (low + sqrt(low * low + 4.0))
    while True:
        found = low - log(uniform(state)) / rate
        if log(uniform(state)) < -0.5 * (found - rate) * (found - rate):
            return found


@part
def drawn_above(state, root, mean, floors, tried, expected, spare, chosen):
    """Standard normal numbers, into `chosen`, that `root` takes above the floors; and the log of the share found.

    One of `tried` proposals, in proportion to its weight. What is returned is the log of their mean weight less
    `expected`: its exponential is the true share over e^expected, on average.
    """
    count, total = floors.size, 0.0
    for _ in range(tried):
        weight = -expected
        for i in range(count):
            low = -(mean[i] + floors[i] + dot(root[i], 0, spare, 0, i)) / root[i, i]
            weight += log_share(-low)[0]
            spare[i] = _beyond(state, low, spare[count : count + 2])
        total += exp(weight)
        if uniform(state) * total <= exp(weight):
            for i in range(count):
                chosen[i] = spare[i]
    return log(total / tried) if total > 0.0 else -1e300
