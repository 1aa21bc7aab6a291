"""The log density of the panel, compiled, with its gradient: areas whose effects are alike but not the same.

In area g, outcome = linear block of its own + sum over channels of effect_gc times height_gc + noise, with
effect_gc ~ Normal(m_c, (m_c ratio_c)^2), above 0 unless its sign is free. Effects and block are integrated out area
by area in the form that stays stable when effects hardly differ: with W = [height diag(m ratio), scaled block] and
M = I + W'W / noise^2, nothing is divided by the spread of the effects. What of that lies above 0 is `positive`'s.
A channel's third coordinate is its mean contribution along a fixed reference series, so that the ridge between curve,
effect and spread shrinks; the fourth is the log of ratio_c.
"""

# Compiled functions are typed by numba.
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from math import exp, log, sqrt

from probant.evidence.mmm.common_scale import common
from probant.evidence.mmm.curves import carryover, coordinate_prior, saturated, traced_back
from probant.evidence.mmm.density import contribution
from probant.evidence.mmm.panel.experiments import held
from probant.evidence.mmm.panel.layout import (
    ADSTOCK,
    AREAS,
    BEND,
    BLOCK,
    BY_CURVE,
    BY_MEAN,
    BY_SLOPE,
    BY_SPREAD,
    CHANNELS,
    COLUMNS,
    EFFECTS,
    FLOOR,
    HEIGHT,
    LAGS,
    MEAN,
    MEDIA,
    OUTCOME,
    POSITIVE,
    PRECISION,
    PRIORS,
    PRODUCTS,
    RISE,
    ROWS,
    SATURATION,
    SPREAD,
    SQUARES,
    STEPS,
    TESTED,
    WHOLE,
    cut,
    ends,
)
from probant.evidence.mmm.panel.positive import RATE, log_share, settled
from probant.stats.compiled import compiled, part
from probant.stats.nuts import DENSITY
from probant.stats.vector import add_scaled, dot


@part
def means_of(data, x, memories, width):
    """Effects and spreads from the coordinates, by way of the reference series; and the log prior of contributions."""
    sizes, arrays = data
    _, steps, lagged, _, _, numbers = memories
    total, quadratic = 0.0, 0.0
    for c in range(sizes[CHANNELS]):
        own = x[c * width : (c + 1) * width]
        used = carryover(sizes[ADSTOCK], own, lagged[3 * c], lagged[3 * c + 1], lagged[3 * c + 2])
        series, curve = arrays[MEDIA][sizes[AREAS] * sizes[CHANNELS] + c], own[used:]
        saturated(sizes[SATURATION], series, lagged[3 * c], curve, steps[0], steps[1], steps[2], steps[3])
        height = dot(steps[1], 0, arrays[OUTCOME][sizes[AREAS]], 0, sizes[STEPS]) / sizes[STEPS]
        mean, rate, bend = contribution(own[width - 2], arrays[EFFECTS][c, 3])
        numbers[HEIGHT, c], numbers[RISE, c], numbers[BEND, c] = height, rate, bend
        numbers[MEAN, c] = mean / height
        numbers[SPREAD, c] = numbers[MEAN, c] * exp(own[width - 1])
        numbers[FLOOR, c] = exp(-own[width - 1])
        far = mean / arrays[EFFECTS][c, 2]
        quadratic += far * far
        total += log(mean) + log(rate)
        numbers[BY_MEAN, c], numbers[BY_SPREAD, c] = 0.0, 0.0
        numbers[BY_CURVE, c], numbers[BY_SLOPE, c] = 0.0, 0.0
    found, precision = common(quadratic, sizes[CHANNELS], arrays[EFFECTS][0, 1])
    numbers[PRECISION, :] = precision
    return total + found


@part
def area_density(data, g, x, memories, width, variance):
    """Curves, residual, M with its root and inverse, and the effects' mean, of one area; its log likelihood.

    That is: without regard to signs. Matrices: 0 products of [height, block], 1 root of M and below it nothing,
    2 inverse of M. Vectors: 0 scales of the columns, 1 their products with the residual, 2 mean of the effects in
    units of their spread, 3 spare, 4 to 7 what stands for the floors.
    """
    sizes = data[0]
    _, steps, _, squares, vectors, numbers = memories
    size, residual = sizes[CHANNELS] + sizes[COLUMNS], steps[5]
    length = _curves(data, g, x, memories, width)
    _products(data, g, memories[0], residual, squares[0], vectors, numbers)
    logs = _rooted(squares, vectors[0], variance, size)
    whole, found = dot(residual, 0, residual, 0, sizes[STEPS]), 0.0
    for i in range(size):
        vectors[3, i] = vectors[0, i] * vectors[1, i] / variance
    for i in range(size):
        vectors[2, i] = dot(squares[2, i], 0, vectors[3], 0, size)
        found += vectors[2, i] * vectors[3, i]
    return -0.5 * (whole / variance - found + logs + length * log(variance))


@part
def _curves(data, g, x, memories, width):
    """Heights of an area's curves, 0 where its outcome is not known, and the residual; how many steps are known."""
    sizes, arrays = data
    rows, steps, lagged, _, _, numbers = memories
    channels, length, residual = sizes[CHANNELS], sizes[STEPS], steps[5]
    ones, known = arrays[OUTCOME][sizes[AREAS]], arrays[OUTCOME][sizes[AREAS] + 1 + g]
    count = dot(ones, 0, known, 0, length)
    residual[:] = arrays[OUTCOME][g]
    for c in range(channels):
        own = x[c * width + (1 if sizes[ADSTOCK] == 0 else 2) : (c + 1) * width]
        r = ROWS * c
        series = arrays[MEDIA][g * channels + c]
        saturated(sizes[SATURATION], series, lagged[3 * c], own, rows[r], rows[r + 1], rows[r + 2], rows[r + 3])
        numbers[WHOLE, c] = dot(rows[r + 1], 0, ones, 0, length)
        if count < length:
            for t in range(length):
                rows[r + 1, t] *= known[t]
        add_scaled(residual, -numbers[MEAN, c], rows[r + 1])
    return count


@part
def _products(data, g, rows, residual, squares, vectors, numbers):
    """Scales of the columns, products of the columns with one another, and with the residual."""
    sizes, arrays = data
    channels, columns, length = sizes[CHANNELS], sizes[COLUMNS], sizes[STEPS]
    for c in range(channels):
        height = rows[ROWS * c + 1]
        vectors[0, c] = numbers[SPREAD, c]
        vectors[1, c] = dot(height, 0, residual, 0, length)
        for other in range(c + 1):
            squares[c, other] = dot(height, 0, rows[ROWS * other + 1], 0, length)
            squares[other, c] = squares[c, other]
        for k in range(columns):
            squares[c, channels + k] = dot(height, 0, arrays[BLOCK][g * columns + k], 0, length)
            squares[channels + k, c] = squares[c, channels + k]
    for k in range(columns):
        vectors[0, channels + k] = 1.0
        told = arrays[PRODUCTS][g, k]
        for c in range(channels):
            told -= numbers[MEAN, c] * squares[c, channels + k]
        vectors[1, channels + k] = told
        for other in range(columns):
            squares[channels + k, channels + other] = arrays[SQUARES][g * columns + k, other]


@part
def _rooted(squares, scales, variance, size):
    """Root of M (Cholesky) into squares[1], inverse of M into squares[2]; returns its log determinant."""
    root, inverse, logs = squares[1], squares[2], 0.0
    for i in range(size):
        for j in range(i + 1):
            told = scales[i] * scales[j] * squares[0, i, j] / variance + (1.0 if i == j else 0.0)
            told -= dot(root[i], 0, root[j], 0, j)
            if i == j:
                root[i, i] = sqrt(told)
                logs += log(told)
            else:
                root[i, j] = told / root[j, j]
    _inverted(root, inverse, size)
    return logs


@part
def _inverted(root, inverse, size):
    """Inverse of the matrix whose root is given; the root is used up."""
    for j in range(size):
        inverse[j, :] = 0.0
        inverse[j, j] = 1.0 / root[j, j]
        for i in range(j + 1, size):
            inverse[j, i] = -dot(root[i], j, inverse[j], j, i - j) / root[i, i]
    for i in range(size):
        for j in range(i + 1):
            root[j, i] = dot(inverse[i], i, inverse[j], i, size - i)
    for i in range(size):
        for j in range(i + 1):
            inverse[i, j] = root[j, i]
            inverse[j, i] = root[j, i]


@part
def _pulled_curve(data, g, c, memories, variance, by_weight):
    """Add to the gradient by a channel's curve what an area's steps pull at it."""
    sizes, arrays = data
    rows, steps, _, squares, vectors, numbers = memories
    channels, columns, pull = sizes[CHANNELS], sizes[COLUMNS], steps[4]
    spread = numbers[SPREAD, c]
    effect = (numbers[MEAN, c] + spread * vectors[2, c]) / variance
    for t in range(sizes[STEPS]):
        pull[t] = effect * steps[5, t]
    for j in range(channels + columns):
        series = rows[ROWS * j + 1] if j < channels else arrays[BLOCK][g * columns + j - channels]
        add_scaled(pull, -spread * vectors[0, j] * squares[2, j, c] / variance, series)
    r, curve = ROWS * c, rows[ROWS * channels + c, :2]
    curve[:] = 0.0
    series, moved = arrays[MEDIA][g * channels + c], steps[3]
    traced_back(sizes[SATURATION], series, pull, rows[r], rows[r + 2], rows[r + 3], moved, by_weight[c], curve)
    numbers[BY_CURVE, c] += curve[0]
    numbers[BY_SLOPE, c] += curve[1]


@part
def _pulled(data, g, memories, variance, by_weight):
    """Add an area's part of the gradient to the numbers by channel and to `by_weight`; returns that by the variance.

    By Fisher's identity: means, under the law of effects and block given all else, of what the log of their joint
    density with the outcome changes by.
    """
    sizes, arrays = data
    rows, steps, _, squares, vectors, numbers = memories
    channels, columns, length = sizes[CHANNELS], sizes[COLUMNS], sizes[STEPS]
    size, residual, trace = channels + columns, steps[5], 0.0
    for i in range(size):
        series = rows[ROWS * i + 1] if i < channels else arrays[BLOCK][g * columns + i - channels]
        add_scaled(residual, -vectors[0, i] * vectors[2, i], series)
        trace += squares[2, i, i]
    for c in range(channels):
        far, spread = vectors[2, c], squares[2, c, c]
        numbers[BY_MEAN, c] += far / numbers[SPREAD, c]
        numbers[BY_SPREAD, c] += (spread + far * far - 1.0) / numbers[SPREAD, c]
        trace += vectors[4 + RATE, c] * spread
        _pulled_curve(data, g, c, memories, variance, by_weight)
    whole = dot(residual, 0, residual, 0, length)
    known = dot(arrays[OUTCOME][sizes[AREAS]], 0, arrays[OUTCOME][sizes[AREAS] + 1 + g], 0, length)
    return 0.5 * (whole / (variance * variance) - (known - size + trace) / variance)


@part
def _gathered(data, x, memories, width, by_weight, gradient):
    """The gradient by the channels' coordinates, from what the areas added up."""
    sizes, arrays = data
    _, steps, lagged, _, _, numbers = memories
    for c in range(sizes[CHANNELS]):
        first = c * width
        count = 1 if sizes[ADSTOCK] == 0 else 2
        own = x[first : first + width]
        by_log = numbers[BY_MEAN, c] * numbers[MEAN, c] + numbers[BY_SPREAD, c] * numbers[SPREAD, c]
        far = numbers[MEAN, c] * numbers[HEIGHT, c] / arrays[EFFECTS][c, 2]
        by_mean = by_log + 1.0 - numbers[PRECISION, c] * far * far
        gradient[first + width - 2] = by_mean * numbers[RISE, c] + numbers[BEND, c]
        gradient[first + width - 1] += numbers[BY_SPREAD, c] * numbers[SPREAD, c]
        gradient[first + count] += numbers[BY_CURVE, c]
        if width - count > 3:
            gradient[first + count + 1] += numbers[BY_SLOPE, c]
        series, curve = arrays[MEDIA][sizes[AREAS] * sizes[CHANNELS] + c], own[count:]
        saturated(sizes[SATURATION], series, lagged[3 * c], curve, steps[0], steps[1], steps[2], steps[3])
        for t in range(sizes[STEPS]):
            steps[4, t] = -by_log / (sizes[STEPS] * numbers[HEIGHT, c])
        by_curve = gradient[first + count : first + width - 2]
        traced_back(sizes[SATURATION], series, steps[4], steps[0], steps[2], steps[3], steps[5], by_weight[c], by_curve)
        for place in range(count):
            gradient[first + place] += dot(by_weight[c], 0, lagged[3 * c + 1 + place], 0, sizes[LAGS])


@part
def _priors(arrays, x, gradient):
    """Log prior of all coordinates but contributions and noise."""
    total = 0.0
    for i in range(arrays[PRIORS].shape[0]):
        kind = int(arrays[PRIORS][i, 0])
        gradient[i] = 0.0
        if kind >= 0:
            found, slope = coordinate_prior(kind, arrays[PRIORS][i, 1], arrays[PRIORS][i, 2], x[i])
            total += found
            gradient[i] = slope
    return total


@part
def _believed(sizes, numbers, width, gradient):
    """Log of the share of effects above 0 before the data, in all areas; its gradient is taken off."""
    total = 0.0
    for c in range(sizes[CHANNELS]):
        share, steep = log_share(numbers[FLOOR, c])
        total += sizes[AREAS] * share
        gradient[(c + 1) * width - 1] += sizes[AREAS] * steep * numbers[FLOOR, c]
    return total


@compiled(DENSITY)
def panel(data, x, gradient, work):
    """Log density at x, without constants; the gradient is filled in."""
    sizes, arrays = data
    width = (x.size - 1) // sizes[CHANNELS]
    memories, (by_weight, differences) = cut(work, sizes), ends(work, sizes)
    memories[4][4:] = 0.0
    by_weight[:] = 0.0
    noise, scale = x[x.size - 1], arrays[PRIORS][x.size - 1, 2]
    variance, by_variance = exp(2.0 * noise), 0.0
    found = _priors(arrays, x, gradient) + means_of(data, x, memories, width)
    found += noise - 0.5 * variance / (scale * scale)
    vectors, numbers = memories[4], memories[5]
    for g in range(sizes[AREAS]):
        found += area_density(data, g, x, memories, width, variance)
        if sizes[POSITIVE]:
            found += settled(memories[3][2], vectors[2], vectors[4:], numbers[FLOOR], memories[3][1])
        by_variance += _pulled(data, g, memories, variance, by_weight)
    if sizes[TESTED]:
        found += held(data, x, memories, width, by_weight, differences)
    _gathered(data, x, memories, width, by_weight, gradient)
    if sizes[POSITIVE]:
        found -= _believed(sizes, numbers, width, gradient)
    gradient[x.size - 1] = 1.0 - variance / (scale * scale) + 2.0 * variance * by_variance
    return found
