"""Saturation: the share of the most that can be had at a given weekly spend."""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

PARAMETERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"logistic": ("half",), "michaelis_menten": ("half",), "hill": ("half", "slope")}
)
"""Names of the parameters of each family; all have the spend at which half of the most is reached."""
HALF_OF_LOGISTIC = log(3.0)
"""tanh(log(3) / 2) = 1/2: the steepness of the logistic curve times its `half`."""


def height(family: str, spend: Array, half: Array, slope: Array) -> Array:
    """Share of the most that is reached.

    Parameters
    ----------
    family : {'logistic', 'michaelis_menten', 'hill'}
        tanh(log(3) / 2 x); x / (1 + x); x^slope / (1 + x^slope), with x = spend / half.
    spend : (...) array
        >= 0, any unit, per week.
    half : (...) array
        Spend at which half of the most is reached, > 0, in the unit of `spend`.
    slope : (...) array
        Of Hill's curve, > 0, no unit; the others do not read it.

    Returns
    -------
    (...) array
        In [0, 1), no unit; 0 at 0.

    References
    ----------
    Jin et al. (2017), see `adstock`: Hill; the logistic curve is that of PyMC-Marketing, (1 - e) / (1 + e)
    with e = exp(-log(3) x).
    """
    part = spend / half
    if family == "logistic":
        return np.asarray(np.tanh(HALF_OF_LOGISTIC / 2 * part))
    powered = part if family == "michaelis_menten" else part**slope
    return np.asarray(powered / (1.0 + powered))


def steepness(family: str, spend: Array, half: Array, slope: Array) -> Array:
    """Derivative of `height` by the spend, per unit of spend; parameters as there.

    Hill's curve with a slope below 1 is endlessly steep at 0: there the result is infinite.
    """
    part = spend / half
    if family == "logistic":
        return np.asarray(HALF_OF_LOGISTIC / 2 / half * (1.0 - np.tanh(HALF_OF_LOGISTIC / 2 * part) ** 2))
    if family == "michaelis_menten":
        return np.asarray(1.0 / half / (1.0 + part) ** 2)
    with np.errstate(divide="ignore"):
        return np.asarray(slope / half * part ** (slope - 1.0) / (1.0 + part**slope) ** 2)
