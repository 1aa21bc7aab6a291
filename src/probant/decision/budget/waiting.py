"""What it is worth to test one channel before money is moved: expected value of sample information."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from probant.decision.budget.climb import Aim, climb, worth_of
from probant.decision.budget.gains import Gains
from probant.decision.budget.region import Region
from probant.stats.adstock import Array

_OUTCOMES = 16
"""Results of the test that are thought through, at equal steps of its own distribution."""
PRECISION = 0.5
"""Standard error of the test over the doubt that there is: a test that is worth its name."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a test of one channel would be worth before the decision."""

    channel: str
    worth: float
    """Expected gain by deciding after the test instead of now, per step or plan, in the unit of the gain; >= 0."""
    error: float
    """Standard error of the test that was assumed: of the channel's gain at its proposed spend."""


def waiting(gains: Gains, region: Region, aim: Aim, channel: str, place: int, proposed: Array) -> Waiting:
    """Value of a test that measures what a channel gains at its proposed spend, against none, with a normal error.

    The gain that the test will find is distributed as the draws with that error. For each of a few results the
    draws are weighed by how well they fit it and the best plan is found anew; the mean of what those plans gain,
    less what the best plan without a test gains, is the worth. Stated approximation: few results, the error
    assumed and not designed, no cost of the test.

    Parameters
    ----------
    gains : Gains
        Of each channel, D draws.
    region : Region
        What is allowed.
    aim : Aim
        The mean, less what spend costs.
    channel : str
        Name of the channel.
    place : int
        Its place among the C channels.
    proposed : (C,) array
        The plan at whose spend the channel is tested.

    References
    ----------
    Raiffa & Schlaifer (1961), Applied Statistical Decision Theory, Harvard: preposterior analysis. Strong, Oakley
    & Brennan (2014), Estimating multiparameter partial expected value of perfect information from a probabilistic
    sensitivity analysis sample, Medical Decision Making 34(3): the use of one sample of draws.
    """
    found = gains.each(proposed)[:, place]
    error = PRECISION * float(found.std())
    if error == 0.0:
        return Waiting(channel, 0.0, 0.0)
    without = climb(gains, aim, region, proposed).spend
    shares = (np.arange(_OUTCOMES) + 0.5) / _OUTCOMES
    noise = error * np.array([NormalDist().inv_cdf(share) for share in shares])
    results = np.quantile(found[:, None] + noise, shares)
    weights = np.exp(-0.5 * ((results[:, None] - found) / error) ** 2)
    weights /= weights.sum(axis=1, keepdims=True)
    better = [_gained(gains, replace(aim, weights=row), region, without) for row in weights]
    return Waiting(channel, float(np.mean(better)), error)


def _gained(gains: Gains, aim: Aim, region: Region, without: Array) -> float:
    """What is gained by choosing anew after one result, >= 0."""
    return max(0.0, climb(gains, aim, region, without).value - worth_of(gains, aim, without))
