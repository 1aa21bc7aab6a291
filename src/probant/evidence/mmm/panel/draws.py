"""Each area's effects and linear block, drawn from what is left when the panel's coordinates are known."""

# Compiled functions are typed by numba.
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from math import exp, sqrt

import numpy as np

from probant.evidence.mmm.panel.density import area_density, means_of
from probant.evidence.mmm.panel.experiments import weighed
from probant.evidence.mmm.panel.layout import (
    AREAS,
    CHANNELS,
    COLUMNS,
    FLOOR,
    MEAN,
    POSITIVE,
    SPREAD,
    TESTED,
    WHOLE,
    cut,
    ends,
)
from probant.evidence.mmm.panel.positive import drawn_above, settled
from probant.stats.compiled import MATRIX, VECTOR, compiled, part, types
from probant.stats.nuts import DATA
from probant.stats.random import fill_normal, seeded
from probant.stats.vector import dot


@part
def _rooted(inverse, root, mean, kept):
    """Root of the covariance (Cholesky), and a copy of the mean."""
    for i in range(mean.size):
        kept[i] = mean[i]
        for j in range(i + 1):
            told = inverse[i, j] - dot(root[i], 0, root[j], 0, j)
            root[i, j] = sqrt(max(told, 1e-300)) if i == j else told / root[j, j]


@compiled(types.void(DATA, MATRIX, VECTOR, types.int64, types.uint64, MATRIX, MATRIX, VECTOR))
def area_draws(data, points, work, tried, seed, drawn, totals, logs):
    """Draw each area's effects and coefficients of the block, (n, G (C + K)), and contributions (n, G C).

    Effects above 0 are chosen among `tried` proposals; `logs` (n,) becomes the log of the share found that way over the
    share that the density took it to be, and of what the effects say of the tests over what the density did: its
    exponential is the weight that makes the draws those of the true law.
    """
    sizes = data[0]
    channels, size = sizes[CHANNELS], sizes[CHANNELS] + sizes[COLUMNS]
    memories, (_, differences) = cut(work, sizes), ends(work, sizes)
    squares, vectors, numbers = memories[3], memories[4], memories[5]
    width = (points.shape[1] - 1) // channels
    state, normal, kept = np.zeros(4, np.uint64), np.zeros(size), np.zeros(size)
    root, spare, floors = np.zeros((size, size)), np.zeros(channels + 2), numbers[FLOOR]
    effects = np.zeros(sizes[AREAS] * channels)
    seeded(state, seed)
    for i in range(points.shape[0]):
        variance, logs[i] = exp(2.0 * points[i, points.shape[1] - 1]), 0.0
        means_of(data, points[i], memories, width)
        for g in range(sizes[AREAS]):
            area_density(data, g, points[i], memories, width, variance)
            _rooted(squares[2], root, vectors[2], kept)
            fill_normal(state, normal)
            if sizes[POSITIVE]:
                taken = settled(squares[2], vectors[2], vectors[4:], floors, squares[1])
                logs[i] += drawn_above(state, root, kept, floors, tried, taken, spare, normal)
            for j in range(size):
                drawn[i, g * size + j] = kept[j] + dot(root[j], 0, normal, 0, j + 1)
            for c in range(channels):
                own = numbers[MEAN, c] + numbers[SPREAD, c] * drawn[i, g * size + c]
                drawn[i, g * size + c] = own
                effects[g * channels + c] = own
                totals[i, g * channels + c] = own * numbers[WHOLE, c]
        if sizes[TESTED]:
            logs[i] += weighed(data, points[i], memories, width, differences, effects)
