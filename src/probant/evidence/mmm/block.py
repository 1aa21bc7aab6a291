"""What the linear block is, given the draws of the media: it was integrated out, and comes back in closed form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from probant.evidence.mmm.effects import contributions, swung
from probant.evidence.mmm.fit import Fit
from probant.evidence.mmm.linear import NOT_KNOWN
from probant.stats.adstock import Array

KEPT = 1000
"""Draws that are read here, of all: means over them are exact enough."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """D draws over T steps, in the outcome's unit."""

    media: Array
    """(D, T) all contributions together."""
    mean: Array
    """(D, T) of the linear block, given the media and the known outcomes."""
    variance: Array
    """(D, T) of the same."""
    noise: Array
    """(D,) variance of a step's noise."""
    left_out: Array
    """(D, T) log density of each known outcome given all others; NaN where it is not known."""


def block(found: Fit) -> Block:
    """Bring the block back for every draw, steps of unknown outcome included.

    References
    ----------
    Bürkner, Gabry & Vehtari (2021), Efficient leave-one-out cross-validation for Bayesian non-factorized normal and
    Student-t models, Computational Statistics 36: the density of one outcome given the others.
    """
    one = found.model
    chosen = np.linspace(0, len(found.noise) - 1, min(KEPT, len(found.noise))).astype(int)
    media = media_by_step(found, chosen)
    own = one.block.deviations < NOT_KNOWN
    columns = one.block.scaled[:, own] * one.outcome_scale
    known = one.found.known
    noise = found.noise[chosen] ** 2
    values, vectors = np.linalg.eigh(columns[known].T @ columns[known])
    values, turned = np.maximum(values, 0.0), columns @ vectors
    residual = one.found.outcome[known] - media[:, known]
    along = residual @ turned[known] / (values + noise[:, None])
    mean = along @ turned.T
    reach = (1.0 / (values + noise[:, None])) @ (turned**2).T
    precision = (1.0 - reach[:, known]) / noise[:, None]
    pulled = (residual - mean[:, known]) / noise[:, None]
    left_out = np.full(media.shape, np.nan)
    left_out[:, known] = 0.5 * (np.log(precision / (2 * np.pi)) - pulled**2 / precision)
    return Block(media, mean, noise[:, None] * reach, noise, left_out)


def left_over(found: Fit) -> Array:
    """(T,) outcome less the means of media and linear block; NaN where it is not known."""
    one, kept = found.model.found, block(found)
    return np.where(one.known, one.outcome - kept.media.mean(axis=0) - kept.mean.mean(axis=0), np.nan)


def media_by_step(found: Fit, chosen: np.ndarray) -> Array:
    """(n, T) contributions of all channels together, for the draws of these numbers."""
    out = np.zeros((len(chosen), len(found.model.found.days)))
    for place in range(len(found.model.found.channels)):
        out += swung(found, place, contributions(found, place, chosen), chosen)
    return out
