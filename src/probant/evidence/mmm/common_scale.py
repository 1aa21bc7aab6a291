"""The prior of all contributions together: half-normals whose scales share a factor that is itself not known.

Independent half-normals of stated scales are surer of their sum than of any of them: with eight channels whose scales
add up to half of the outcome, 95 of 100 such beliefs hold that media bring in more than a fifth of it. With a common
factor, exp(spread z), z about standard normal, the data may shrink or stretch them all at once. z takes the values of
`NODES`, with weights in proportion to the normal density there: so the factor is summed out exactly.
"""

# Compiled functions are typed by numba.
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from math import exp, log

import numpy as np

from probant.stats.adstock import Array
from probant.stats.compiled import woven

COUNT = 13
FARTHEST = 3.0
NODES = np.linspace(-FARTHEST, FARTHEST, COUNT)
WEIGHTS = np.exp(-0.5 * NODES**2) / np.exp(-0.5 * NODES**2).sum()


@woven
def common(quadratic, count, spread):
    """Log of the joint prior without its constants, and -2 times its derivative by `quadratic`.

    `quadratic` is the sum of (contribution / scale)^2 over `count` channels. Without spread that is the plain
    half-normal: -quadratic / 2, and 1.
    """
    if spread == 0.0:
        return -0.5 * quadratic, 1.0
    best = -1e300
    for k in range(COUNT):
        best = max(best, _at(k, quadratic, count, spread))
    total, precision = 0.0, 0.0
    for k in range(COUNT):
        share = exp(_at(k, quadratic, count, spread) - best)
        total += share
        precision += share * exp(-2.0 * spread * _node(k))
    return best + log(total), precision / total


@woven
def _node(k):
    return FARTHEST * (2.0 * k / (COUNT - 1.0) - 1.0)


@woven
def _at(k, quadratic, count, spread):
    """Log of node k's part of the mixture."""
    z = _node(k)
    return -0.5 * z * z - count * spread * z - 0.5 * quadratic * exp(-2.0 * spread * z)


def log_prior(quadratics: Array, count: int, spread: float) -> Array:
    """(D,) logs of the joint prior, without its constants, of (D,) sums as `common` has them."""
    heights = np.log(WEIGHTS) - count * spread * NODES - 0.5 * np.outer(quadratics, np.exp(-2.0 * spread * NODES))
    most = heights.max(axis=1, keepdims=True)
    return np.asarray(most[:, 0] + np.log(np.exp(heights - most).sum(axis=1)))


def factors(spread: float, rng: np.random.Generator, draws: int) -> Array:
    """(draws,) of the common factor, as believed before the data."""
    return np.asarray(np.exp(spread * rng.choice(NODES, size=draws, p=WEIGHTS)))
