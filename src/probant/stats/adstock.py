"""Carryover: which share of a week's spend works in that week and in each one after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from probant.errors import Misaligned

Array = NDArray[np.float64]

PARAMETERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"geometric": ("retention",), "delayed": ("retention", "peak"), "weibull": ("scale", "shape")}
)
"""Names of the parameters of each family, in their order."""


def weights(family: str, parameters: Sequence[Array], lags: int) -> Array:
    """Weights of the spend of 0, 1, ... weeks ago.

    Parameters
    ----------
    family : {'geometric', 'delayed', 'weibull'}
        retention^l; retention^((l - peak)^2); F(l + 1) - F(l) with F(t) = 1 - exp(-(t / scale)^shape).
    parameters : sequence of (...) arrays
        As `PARAMETERS` names them: retention in (0, 1), no unit; peak in weeks, >= 0; scale in weeks, > 0;
        shape > 0, no unit. All of one shape.
    lags : int
        L, >= 1: weeks in which spend works, its own included.

    Returns
    -------
    (..., L) array
        No unit, each row sums to 1.

    References
    ----------
    Jin, Wang, Sun, Chan & Koehler (2017), Bayesian Methods for Media Mix Modeling with Carryover and Shape
    Effects, Google: geometric and delayed. The Weibull weights are the mass of Weibull's law in each week.
    """
    first, later = parameters[0][..., None], np.arange(lags, dtype=float)
    if family == "geometric":
        raw = first**later
    elif family == "delayed":
        raw = first ** ((later - parameters[1][..., None]) ** 2)
    else:
        alive = np.exp(-((np.arange(lags + 1) / first) ** parameters[1][..., None]))
        raw = alive[..., :-1] - alive[..., 1:]
    normed: Array = raw / raw.sum(axis=-1, keepdims=True)
    return normed


def carry(spend: Array, weight: Array) -> Array:
    """Carry spend over into later weeks: carried[t, c] = sum_l weight[c, l] spend[t - l, c].

    Parameters
    ----------
    spend : (T, C) array
        Any unit; weeks before the first count as 0.
    weight : (C, L) array
        No unit, see `weights`.

    Returns
    -------
    (T, C) array
        In the unit of `spend`.

    Raises
    ------
    Misaligned
        If the two differ in their number of channels.
    """
    (weeks, channels), lags = spend.shape, weight.shape[1]
    if weight.shape[0] != channels:
        raise Misaligned("channels", spend=channels, weight=weight.shape[0])
    padded = np.concatenate([np.zeros((lags - 1, channels)), spend])
    carried = np.zeros((weeks, channels))
    for lag in range(lags):
        carried += weight[:, lag] * padded[lags - 1 - lag :][:weeks]
    return carried


def mean_lag(weight: Array) -> Array:
    """Mean delay of the effect, in weeks: sum_l l w_l.

    Parameters
    ----------
    weight : (..., L) array
        See `weights`.
    """
    found: Array = weight @ np.arange(weight.shape[-1], dtype=float)
    return found
