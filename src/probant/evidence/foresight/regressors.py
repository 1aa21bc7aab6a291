"""What a forecast knows without the metric: trend, season, spend, controls, and the outcome's own past."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from probant.evidence.foresight.panel import Panel
from probant.evidence.foresight.scale import Array

WEEKS_A_YEAR = 365.25 / 7
HARMONICS = 2
LAGS = 2
"""Weeks of the outcome's own past, that of the forecast's origin included."""
PRIOR_WEEKS = 16.0
"""Weight of the prior, in weeks of data: how firmly each coefficient is held near 0 until the data speak."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """R pairs of an origin and the week `lead` later, with K columns that are known at the origin."""

    lead: int
    columns: Array
    """(R, K) the first is 1; the others have mean 0 and spread 1 over the first `training` origins."""
    target: Array
    """(R,) outcome on its scale `lead` weeks after the origin, less its mean over the first origins."""
    centre: float
    """That mean."""


def known(panel: Panel, lead: int, training: int) -> Known:
    """Pairs of all origins from week LAGS - 1 on.

    Spend and what the company sets itself are taken at the origin and, as plans, at the target: what
    follows from planned spend is no news of the metric. Nothing else of the target's week is used.

    Parameters
    ----------
    panel : Panel
        T weeks, T > lead + LAGS.
    lead : int
        Weeks from the origin to the target, >= 1.
    training : int
        Weeks of the panel by which columns are scaled: those before the first forecast.
    """
    outcome = panel.scale.up(panel.outcome)
    origins = np.arange(LAGS - 1, len(outcome) - lead)
    targets = origins + lead
    angles = 2 * np.pi / WEEKS_A_YEAR * np.outer(targets, np.arange(1, HARMONICS + 1))
    raw = np.column_stack(
        [
            targets / WEEKS_A_YEAR,
            np.sin(angles),
            np.cos(angles),
            *(outcome[origins - back] for back in range(LAGS)),
            panel.spend[origins],
            panel.spend[targets],
            panel.seen[origins],
            panel.ahead[targets],
        ]
    )
    first = max(2, training - lead - LAGS + 2)
    columns = np.column_stack([np.ones(len(raw)), standard(raw, first)])
    centre = float(outcome[targets][:first].mean())
    return Known(lead, columns, outcome[targets] - centre, centre)


def standard(columns: Array, first: int) -> Array:
    """Columns with mean 0 and spread 1 over their `first` rows; one that does not vary there keeps its spread."""
    spread = columns[:first].std(axis=0)
    return np.asarray((columns - columns[:first].mean(axis=0)) / np.where(spread > 1e-9, spread, 1.0))


def penalty(columns: int) -> Array:
    """(K, K) precision of the prior: PRIOR_WEEKS for each column, next to nothing for the constant."""
    diagonal = np.full(columns, PRIOR_WEEKS)
    diagonal[0] = 1e-6
    return np.diag(diagonal)
