"""Draws of the effects of several arms against one control, for decisions that carry uncertainty on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from probant.evidence.experiments.moments import Array, Reading
from probant.evidence.experiments.newcombe import Share

SIZE = 4_000
"""Number of draws."""


def of_readings(control: Reading, treated: Sequence[Reading], rng: np.random.Generator) -> Array:
    """(SIZE, arms): treated minus control, each arm a shifted Student's t, the control's draw shared."""
    return _against(*(_student(arm, rng) for arm in (control, *treated)))


def of_shares(control: Share, treated: Sequence[Share], rng: np.random.Generator) -> Array:
    """(SIZE, arms): treated minus control, in points, each share under Jeffreys' prior, Beta(1/2, 1/2).

    It has spread even where nobody, or everybody, did it.
    """
    return _against(*(rng.beta(arm.hits + 0.5, arm.n - arm.hits + 0.5, SIZE) for arm in (control, *treated)))


def _student(arm: Reading, rng: np.random.Generator) -> Array:
    drawn: Array = arm.value + np.sqrt(arm.variance) * rng.standard_t(arm.freedom, SIZE)
    return drawn


def _against(control: Array, *treated: Array) -> Array:
    return np.column_stack(treated) - control[:, None]
