"""The log density of the panel, compiled, with its gradient: areas whose effects are alike but not the same.

In area g, outcome = linear block of its own + sum over channels of effect_gc times height_gc + noise, with
effect_gc ~ Normal(m_c, (m_c ratio_c)^2). Effects and block are integrated out area by area in the form that stays
stable when effects hardly differ: with W = [height diag(m ratio), scaled block] and M = I + W'W / noise^2, nothing is
divided by the spread of the effects. A channel's third coordinate is its mean contribution along a fixed reference
series, so that the ridge between curve, effect and spread shrinks; the fourth is the log of ratio_c.
"""

# Compiled functions are typed by numba.
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from math import exp, log, sqrt

from probant.evidence.mmm.curves import carryover, coordinate_prior, saturated, traced_back
from probant.evidence.mmm.density import contribution
from probant.stats.compiled import MATRIX, VECTOR, compiled, part, types, woven
from probant.stats.nuts import DATA, DENSITY
from probant.stats.vector import add_scaled, dot

# Matrices of the data, all scaled: (G C, L - 1 + T), (G + 1, T) with ones last, (G K, T), (G K, K) products of the
# block with itself, (G, K) with the outcome, (d, 3), (C, 4) as in `density`, (C, L - 1 + T) reference.
MEDIA, OUTCOME, BLOCK, SQUARES, PRODUCTS, PRIORS, EFFECTS, REFERENCE = range(8)
STEPS, LAGS, CHANNELS, COLUMNS, AREAS, ADSTOCK, SATURATION = range(7)
_ROWS = 4


def memory(steps: int, lags: int, channels: int, columns: int) -> int:
    """Doubles of work that the density needs."""
    size = channels + columns
    by_step, by_lag = (_ROWS + 1) * channels + 6, 4 * channels + 1
    return steps * by_step + lags * by_lag + 3 * size * size + 4 * size + 12 * channels


@woven
def _cut(work, sizes):
    """Work by channel and step; by step; by channel and lag; square matrices; vectors; numbers by channel."""
    steps, lags, channels = sizes[STEPS], sizes[LAGS], sizes[CHANNELS]
    size = channels + sizes[COLUMNS]
    a = (_ROWS + 1) * channels * steps
    b = a + 6 * steps
    c = b + (3 * channels + 1) * lags
    e = c + 3 * size * size
    f = e + 4 * size
    return (
        work[:a].reshape(((_ROWS + 1) * channels, steps)),
        work[a:b].reshape((6, steps)),
        work[b:c].reshape((3 * channels + 1, lags)),
        work[c:e].reshape((3, size, size)),
        work[e:f].reshape((4, size)),
        work[f : f + 12 * channels].reshape((12, channels)),
    )


# Numbers by channel: effect m, spread m ratio, contribution, its rates; gradients by m, by spread, by curve (two).
_M, _SPREAD, _HEIGHT, _RATE, _BEND, _BY_M, _BY_SPREAD, _BY_CURVE, _BY_SLOPE = range(9)


@part
def _means(data, x, memories, width):
    """Effects and spreads from the coordinates, by way of the reference series; and the log prior of contributions."""
    sizes, arrays = data
    _, steps, lagged, _, _, numbers = memories
    total = 0.0
    for c in range(sizes[CHANNELS]):
        own = x[c * width : (c + 1) * width]
        used = carryover(sizes[ADSTOCK], own, lagged[3 * c], lagged[3 * c + 1], lagged[3 * c + 2])
        series, curve = arrays[REFERENCE][c], own[used:]
        saturated(sizes[SATURATION], series, lagged[3 * c], curve, steps[0], steps[1], steps[2], steps[3])
        height = dot(steps[1], 0, arrays[OUTCOME][sizes[AREAS]], 0, sizes[STEPS]) / sizes[STEPS]
        mean, rate, bend = contribution(own[width - 2], arrays[EFFECTS][c, 3])
        numbers[_HEIGHT, c], numbers[_RATE, c], numbers[_BEND, c] = height, rate, bend
        numbers[_M, c] = mean / height
        numbers[_SPREAD, c] = numbers[_M, c] * exp(own[width - 1])
        far = mean / arrays[EFFECTS][c, 2]
        total += log(mean) - 0.5 * far * far + log(rate)
        numbers[_BY_M, c], numbers[_BY_SPREAD, c] = 0.0, 0.0
        numbers[_BY_CURVE, c], numbers[_BY_SLOPE, c] = 0.0, 0.0
    return total


@part
def _area(data, g, x, memories, width, variance):
    """Curves, residual, M with its root and inverse, and the effects' mean, of one area; its log likelihood.

    Matrices: 0 products of [height, block], 1 root of M and below it nothing, 2 inverse of M. Vectors: 0 scales of the
    columns, 1 their products with the residual, 2 mean of the effects in units of their spread, 3 spare.
    """
    sizes, arrays = data
    rows, steps, lagged, squares, vectors, numbers = memories
    channels, length = sizes[CHANNELS], sizes[STEPS]
    size, residual = channels + sizes[COLUMNS], steps[5]
    for t in range(length):
        residual[t] = arrays[OUTCOME][g, t]
    for c in range(channels):
        own = x[c * width + (1 if sizes[ADSTOCK] == 0 else 2) : (c + 1) * width]
        r = _ROWS * c
        series = arrays[MEDIA][g * channels + c]
        saturated(sizes[SATURATION], series, lagged[3 * c], own, rows[r], rows[r + 1], rows[r + 2], rows[r + 3])
        add_scaled(residual, -numbers[_M, c], rows[r + 1])
    _products(data, g, rows, residual, squares[0], vectors, numbers)
    logs = _rooted(squares, vectors[0], variance, size)
    whole, found = dot(residual, 0, residual, 0, length), 0.0
    for i in range(size):
        vectors[3, i] = vectors[0, i] * vectors[1, i] / variance
    for i in range(size):
        vectors[2, i] = dot(squares[2, i], 0, vectors[3], 0, size)
        found += vectors[2, i] * vectors[3, i]
    return -0.5 * (whole / variance - found + logs + length * log(variance))


@part
def _products(data, g, rows, residual, squares, vectors, numbers):
    """Scales of the columns, products of the columns with one another, and with the residual."""
    sizes, arrays = data
    channels, columns, length = sizes[CHANNELS], sizes[COLUMNS], sizes[STEPS]
    for c in range(channels):
        height = rows[_ROWS * c + 1]
        vectors[0, c] = numbers[_SPREAD, c]
        vectors[1, c] = dot(height, 0, residual, 0, length)
        for other in range(c + 1):
            squares[c, other] = dot(height, 0, rows[_ROWS * other + 1], 0, length)
            squares[other, c] = squares[c, other]
        for k in range(columns):
            squares[c, channels + k] = dot(height, 0, arrays[BLOCK][g * columns + k], 0, length)
            squares[channels + k, c] = squares[c, channels + k]
    for k in range(columns):
        vectors[0, channels + k] = 1.0
        told = arrays[PRODUCTS][g, k]
        for c in range(channels):
            told -= numbers[_M, c] * squares[c, channels + k]
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
def _pulled(data, g, memories, variance, by_weight):
    """Add an area's part of the gradient to the numbers by channel and to `by_weight`; returns that by the variance."""
    sizes, arrays = data
    rows, steps, _, squares, vectors, numbers = memories
    channels, columns, length = sizes[CHANNELS], sizes[COLUMNS], sizes[STEPS]
    size, residual, trace = channels + columns, steps[5], 0.0
    for i in range(size):
        series = rows[_ROWS * i + 1] if i < channels else arrays[BLOCK][g * columns + i - channels]
        add_scaled(residual, -vectors[0, i] * vectors[2, i], series)
        trace += squares[2, i, i]
        vectors[3, i] = vectors[0, i] * vectors[2, i]
    for c in range(channels):
        against = vectors[1, c] - dot(squares[0, c], 0, vectors[3], 0, size)
        shared = 0.0
        for j in range(size):
            shared += squares[0, c, j] * vectors[0, j] * squares[2, j, c]
        numbers[_BY_M, c] += against / variance
        numbers[_BY_SPREAD, c] += (vectors[2, c] * against - shared) / variance
        pull = steps[4]
        effect = (numbers[_M, c] + numbers[_SPREAD, c] * vectors[2, c]) / variance
        for t in range(length):
            pull[t] = effect * residual[t]
        for j in range(size):
            series = rows[_ROWS * j + 1] if j < channels else arrays[BLOCK][g * columns + j - channels]
            add_scaled(pull, -numbers[_SPREAD, c] * vectors[0, j] * squares[2, j, c] / variance, series)
        r, curve = _ROWS * c, rows[_ROWS * channels + c, :2]
        curve[:] = 0.0
        traced_back(
            sizes[SATURATION],
            arrays[MEDIA][g * channels + c],
            pull,
            rows[r],
            rows[r + 2],
            rows[r + 3],
            steps[3],
            by_weight[c],
            curve,
        )
        numbers[_BY_CURVE, c] += curve[0]
        numbers[_BY_SLOPE, c] += curve[1]
    whole = dot(residual, 0, residual, 0, length)
    return 0.5 * (whole / (variance * variance) - (length - size + trace) / variance)


@part
def _gathered(data, x, memories, width, by_weight, gradient):
    """The gradient by the channels' coordinates, from what the areas added up."""
    sizes, arrays = data
    _, steps, lagged, _, _, numbers = memories
    for c in range(sizes[CHANNELS]):
        first = c * width
        count = 1 if sizes[ADSTOCK] == 0 else 2
        own = x[first : first + width]
        by_log = numbers[_BY_M, c] * numbers[_M, c] + numbers[_BY_SPREAD, c] * numbers[_SPREAD, c]
        far = numbers[_M, c] * numbers[_HEIGHT, c] / arrays[EFFECTS][c, 2]
        gradient[first + width - 2] = (by_log + 1.0 - far * far) * numbers[_RATE, c] + numbers[_BEND, c]
        gradient[first + width - 1] += numbers[_BY_SPREAD, c] * numbers[_SPREAD, c]
        gradient[first + count] += numbers[_BY_CURVE, c]
        if width - count > 3:
            gradient[first + count + 1] += numbers[_BY_SLOPE, c]
        series, curve = arrays[REFERENCE][c], own[count:]
        saturated(sizes[SATURATION], series, lagged[3 * c], curve, steps[0], steps[1], steps[2], steps[3])
        for t in range(sizes[STEPS]):
            steps[4, t] = -by_log / (sizes[STEPS] * numbers[_HEIGHT, c])
        traced_back(
            sizes[SATURATION],
            series,
            steps[4],
            steps[0],
            steps[2],
            steps[3],
            steps[5],
            by_weight[c],
            gradient[first + count : first + width - 2],
        )
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


@compiled(DENSITY)
def panel(data, x, gradient, work):
    """Log density at x, without constants; the gradient is filled in."""
    sizes, arrays = data
    channels, lags = sizes[CHANNELS], sizes[LAGS]
    width = (x.size - 1) // channels
    memories = _cut(work[: work.size - channels * lags], sizes)
    by_weight = work[work.size - channels * lags :].reshape((channels, lags))
    by_weight[:] = 0.0
    noise, scale = x[x.size - 1], arrays[PRIORS][x.size - 1, 2]
    variance, by_variance = exp(2.0 * noise), 0.0
    found = _priors(arrays, x, gradient) + _means(data, x, memories, width)
    found += noise - 0.5 * variance / (scale * scale)
    for g in range(sizes[AREAS]):
        found += _area(data, g, x, memories, width, variance)
        by_variance += _pulled(data, g, memories, variance, by_weight)
    _gathered(data, x, memories, width, by_weight, gradient)
    gradient[x.size - 1] = 1.0 - variance / (scale * scale) + 2.0 * variance * by_variance
    return found


@part
def _drawn(squares, vectors, normal, size):
    """Into vectors[3]: mean plus root of the inverse of M times standard normal numbers."""
    root, inverse = squares[1], squares[2]
    for i in range(size):
        for j in range(i + 1):
            told = inverse[i, j] - dot(root[i], 0, root[j], 0, j)
            root[i, j] = sqrt(max(told, 0.0)) if i == j else told / root[j, j]
    for i in range(size):
        vectors[3, i] = vectors[2, i] + dot(root[i], 0, normal, 0, i + 1)


@compiled(types.void(DATA, MATRIX, VECTOR, MATRIX, MATRIX, MATRIX))
def area_effects(data, points, work, normal, effects, totals):
    """Draw each area's effects (n, G C), and their contributions over the steps, from standard normal numbers."""
    sizes = data[0]
    channels, size = sizes[CHANNELS], sizes[CHANNELS] + sizes[COLUMNS]
    memories = _cut(work, sizes)
    rows, _, _, squares, vectors, numbers = memories
    width = (points.shape[1] - 1) // channels
    for i in range(points.shape[0]):
        variance = exp(2.0 * points[i, points.shape[1] - 1])
        _means(data, points[i], memories, width)
        for g in range(sizes[AREAS]):
            _area(data, g, points[i], memories, width, variance)
            _drawn(squares, vectors, normal[i * sizes[AREAS] + g], size)
            for c in range(channels):
                place = g * channels + c
                effects[i, place] = numbers[_M, c] + numbers[_SPREAD, c] * vectors[3, c]
                whole = dot(rows[_ROWS * c + 1], 0, data[1][OUTCOME][sizes[AREAS]], 0, sizes[STEPS])
                totals[i, place] = effects[i, place] * whole
