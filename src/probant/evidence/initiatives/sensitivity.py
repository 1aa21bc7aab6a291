"""What drives the answer: how much each input's uncertainty moves the net value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from probant.evidence.initiatives.flows import Array

_DRAWS = 10_000
"""Draws that are looked at: ranks of more tell no more."""
_TAIL = 0.1


@dataclass(frozen=True, slots=True)
class Swing:
    """One input's part in the uncertainty of the net value."""

    name: str
    share: float
    """Its squared rank correlation with the net value over the sum of all, in [0, 1]."""
    low: float
    """Mean net value in the tenth of draws where the input is lowest."""
    high: float
    """The same where it is highest."""


def swings(inputs: Mapping[str, Array], net: Array) -> tuple[Swing, ...]:
    """The inputs that vary, the one that moves the net value most first: a tornado.

    Parameters
    ----------
    inputs : mapping of str to (D,) array
        Draws of each input; one that does not vary is left out.
    net : (D,) array
        Draws of the net value, in currency.

    References
    ----------
    Saltelli et al. (2008), Global Sensitivity Analysis, chapter 1: squared rank regression coefficients as
    shares of variance; for independent inputs they are the squared rank correlations.
    """
    seen = net[:_DRAWS]
    varied = {name: values[:_DRAWS] for name, values in inputs.items() if np.ptp(values[:_DRAWS]) > 0}
    if not varied or not np.ptp(seen) > 0:
        return ()
    order = {name: np.argsort(values, kind="stable") for name, values in varied.items()}
    ranks = _ranks(np.argsort(seen, kind="stable"))
    squared = {name: float(np.corrcoef(_ranks(one), ranks)[0, 1]) ** 2 for name, one in order.items()}
    whole, tail = sum(squared.values()), max(1, int(_TAIL * len(seen)))
    if not whole:
        return ()
    found = (
        Swing(name, squared[name] / whole, float(seen[one[:tail]].mean()), float(seen[one[-tail:]].mean()))
        for name, one in order.items()
    )
    return tuple(sorted(found, key=lambda one: (-one.share, one.name)))


def _ranks(order: np.ndarray) -> Array:
    ranks = np.empty(len(order))
    ranks[order] = np.arange(len(order))
    return ranks
