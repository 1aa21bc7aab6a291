"""The national density where effects change over time, or where a channel works by reach and frequency.

A changing effect is effect (1 + sum_k b_k wave_k(t)) with b_k ~ Normal(0, 1). Given the curves this is linear in b: so
the columns effect height wave_k join the block that is integrated out. Their covariance changes with the curves, so
this is done in a second step, after that of the fixed columns. With A = noise^2 I + W W' and V the changing columns,
S = I + V' A^-1 V: log det = log det A + log det S, and r' A^-1 r is less by u' S^-1 u with u = V' A^-1 r.

A channel of reach and frequency is carried over of reach times Hill(frequency), and is not saturated beside.
"""

# Compiled functions are typed by numba.
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from math import exp, log, sqrt

from probant.evidence.mmm import density
from probant.evidence.mmm.curves import REACH, carry_over, carryover
from probant.evidence.mmm.density import (
    BASIS,
    CHANNELS,
    COLUMNS,
    EFFECTS,
    HEADER,
    LAGS,
    MEDIA,
    OUTCOME,
    PRIORS,
    ROWS_PER_CHANNEL,
    SPREAD,
    STEPS,
    channel_part,
    contribution,
    cut,
    joint,
    media_of,
    priors,
    pulled,
    through_weights,
    without_block,
)
from probant.stats.compiled import MATRIX, VECTOR, compiled, part, types, woven
from probant.stats.nuts import DATA, DENSITY
from probant.stats.vector import add_scaled, dot

# Behind the channels' own sizes: waves K, changing channels N and their numbers, then by channel the row of `MEDIA`
# that holds the logs of its frequencies, 0 for none. Behind outcome and ones in `OUTCOME`: the waves.
_WAVES = 2
# Rows of a channel of reach: what works, its derivatives by the log of the half frequency and of the slope.
_WORKS, _BY_HALF, _BY_SLOPE, _ROWS = 0, 1, 2, 3


def memory(steps: int, lags: int, channels: int, columns: int, swings: int) -> int:
    """Doubles of work that the density needs; `swings` are waves times changing channels."""
    whole = steps + lags - 1
    return (
        density.memory(steps, lags, channels, columns)
        + (3 * swings + 1) * steps
        + swings * (swings + 2)
        + (_ROWS * channels + 1) * whole
    )


@woven
def _swings(sizes):
    """Place of the waves among the sizes, waves, changing channels."""
    at = HEADER + 3 * sizes[CHANNELS]
    return at, sizes[at], sizes[at + 1]


@woven
def _own(work, sizes):
    """Further memory: columns, the same through A, and solved; a residual; S; vectors; rows of reach."""
    _, waves, changing = _swings(sizes)
    steps, lags, channels, count = sizes[STEPS], sizes[LAGS], sizes[CHANNELS], waves * changing
    a = steps * (ROWS_PER_CHANNEL * channels + 11) + lags * (3 * channels + 1) + 3 * channels + sizes[COLUMNS]
    b = a + 3 * count * steps
    c = b + steps
    e = c + count * count
    f = e + 2 * count
    whole = steps + lags - 1
    return (
        work[a:b].reshape((3 * count, steps)),
        work[b:c],
        work[c:e].reshape((count, count)),
        work[e:f].reshape((2, count)),
        work[f : f + (_ROWS * channels + 1) * whole].reshape((_ROWS * channels + 1, whole)),
    )


@part
def _reached(data, c, x, memories, rows, residual):
    """As `density.media_of`, for a channel of reach and frequency."""
    sizes, arrays = data
    height, lagged, effects = memories[0][4 * c + 1], memories[2], memories[3]
    adstock, first = sizes[HEADER + 3 * c], sizes[HEADER + 3 * c + 2]
    used = first + carryover(adstock, x[first : first + 2], lagged[3 * c], lagged[3 * c + 1], lagged[3 * c + 2])
    at, _, changing = _swings(sizes)
    often, reach = arrays[MEDIA][sizes[at + 2 + changing + c]], arrays[MEDIA][c]
    works, by_half, by_slope = rows[_ROWS * c + _WORKS], rows[_ROWS * c + _BY_HALF], rows[_ROWS * c + _BY_SLOPE]
    power = exp(x[used + 1])
    for s in range(reach.size):
        far = power * (often[s] - x[used])
        share = 1.0 / (1.0 + exp(-far))
        works[s] = reach[s] * share
        by_half[s] = -power * works[s] * (1.0 - share)
        by_slope[s] = far * works[s] * (1.0 - share)
    carry_over(works, lagged[3 * c], height)
    effects[1, c] = dot(height, 0, arrays[OUTCOME][1], 0, sizes[STEPS]) / sizes[STEPS]
    effects[0, c] = contribution(x[used + 2], arrays[EFFECTS][c, 3])[0] / effects[1, c]
    add_scaled(residual, -effects[0, c], height)


@part
def _reached_back(data, c, x, residual, variance, memories, rows, gradient):
    """As `density.channel_part`, for a channel of reach and frequency."""
    sizes = data[0]
    found = pulled(data, c, x, residual, variance, memories, gradient)
    steps, lags, lagged, pull = sizes[STEPS], sizes[LAGS], memories[2], memories[1][8]
    works, by_works = rows[_ROWS * c + _WORKS], rows[_ROWS * sizes[CHANNELS]]
    by_works[:] = 0.0
    for lag in range(lags):
        begin = lags - 1 - lag
        lagged[3 * sizes[CHANNELS], lag] += dot(pull, 0, works, begin, steps)
        add_scaled(by_works[begin : begin + steps], lagged[3 * c, lag], pull)
    second = sizes[HEADER + 3 * c + 2] + (1 if sizes[HEADER + 3 * c] == 0 else 2)
    gradient[second] += dot(by_works, 0, rows[_ROWS * c + _BY_HALF], 0, works.size)
    gradient[second + 1] += dot(by_works, 0, rows[_ROWS * c + _BY_SLOPE], 0, works.size)
    through_weights(sizes, c, lagged, gradient)
    return found


@part
def _media(data, x, memories, own, residual):
    """Curves of all channels, taken from the residual, and the columns of the changing ones."""
    sizes, arrays = data
    for c in range(sizes[CHANNELS]):
        if sizes[HEADER + 3 * c + 1] == REACH:
            _reached(data, c, x, memories, own[4], residual)
        else:
            media_of(data, c, x, memories, residual)
    at, waves, changing = _swings(sizes)
    for j in range(changing):
        c = sizes[at + 2 + j]
        height, effect = memories[0][4 * c + 1], memories[3][0, c]
        for k in range(waves):
            wave, column = arrays[OUTCOME][_WAVES + k], own[0][j * waves + k]
            for t in range(sizes[STEPS]):
                column[t] = effect * height[t] * wave[t]


@part
def _without_swings(arrays, residual, variance, own):
    """Integrate the changing columns out, after `density.without_block` has done so with the fixed ones.

    The residual becomes the variance times the whole inverse covariance times what it was. Returns what is added to
    the log density, and to its derivative by the log of the noise.
    """
    matrix, square, vectors = own[0], own[2], own[3]
    count, steps = square.shape[0], residual.size
    columns, through, solved = matrix[:count], matrix[count : 2 * count], matrix[2 * count :]
    for m in range(count):
        _through_block(arrays, columns[m], variance, through[m])
        vectors[0, m] = dot(columns[m], 0, residual, 0, steps) / variance
        for other in range(m + 1):
            square[m, other] = dot(columns[m], 0, through[other], 0, steps) / variance
        square[m, m] += 1.0
        solved[m] = through[m]
    found = -_rooted(square)
    vectors[1] = vectors[0]
    _solve_down(square, vectors[1])
    found += 0.5 * dot(vectors[1], 0, vectors[1], 0, count)
    _solve_up(square, vectors[1])
    before = dot(residual, 0, residual, 0, steps)
    for m in range(count):
        add_scaled(residual, -vectors[1, m], through[m])
    _solve_rows(square, solved)
    slope = dot(residual, 0, residual, 0, steps) - before
    for m in range(count):
        slope += dot(solved[m], 0, through[m], 0, steps)
    return found, slope / variance


@part
def _through_block(arrays, column, variance, through):
    """Variance times the inverse of A, times a column."""
    through[:] = column
    for k in range(arrays[BASIS].shape[0]):
        spread = arrays[SPREAD][0, k]
        along = dot(arrays[BASIS][k], 0, column, 0, column.size)
        add_scaled(through, -along * spread / (variance + spread), arrays[BASIS][k])


@part
def _rooted(square):
    """Lower triangular root in place of a positive definite matrix; returns the sum of the logs of its diagonal."""
    logs = 0.0
    for i in range(square.shape[0]):
        for j in range(i + 1):
            left = square[i, j] - dot(square[i], 0, square[j], 0, j)
            square[i, j] = sqrt(left) if i == j else left / square[j, j]
        logs += log(square[i, i])
    return logs


@part
def _solve_down(root, vector):
    """Vector becomes root^-1 times it."""
    for i in range(vector.size):
        vector[i] = (vector[i] - dot(root[i], 0, vector, 0, i)) / root[i, i]


@part
def _solve_up(root, vector):
    """Vector becomes root'^-1 times it."""
    for i in range(vector.size - 1, -1, -1):
        for j in range(i + 1, vector.size):
            vector[i] -= root[j, i] * vector[j]
        vector[i] /= root[i, i]


@part
def _solve_rows(root, rows):
    """Rows become S^-1 times them, with S = root root'."""
    count = rows.shape[0]
    for i in range(count):
        for j in range(i):
            add_scaled(rows[i], -root[i, j], rows[j])
        rows[i] /= root[i, i]
    for i in range(count - 1, -1, -1):
        for j in range(i + 1, count):
            add_scaled(rows[i], -root[j, i], rows[j])
        rows[i] /= root[i, i]


@part
def _felt(arrays, j, waves, residual, own):
    """The residual as a changing channel feels it: each step's, and what it does by way of the channel's columns."""
    matrix, mine, vectors = own[0], own[1], own[3]
    first = 2 * vectors.shape[1] + j * waves
    mine[:] = residual
    for k in range(waves):
        wave, solved, weight = arrays[OUTCOME][_WAVES + k], matrix[first + k], vectors[1, j * waves + k]
        for t in range(residual.size):
            mine[t] += wave[t] * (weight * residual[t] - solved[t])
    return mine


@compiled(DENSITY)
def varying(data, x, gradient, work):
    """Log density at x, without constants; the gradient is filled in."""
    sizes, arrays = data
    memories, own = cut(work, sizes), _own(work, sizes)
    residual = memories[1][10]
    residual[:] = arrays[OUTCOME][0]
    found = priors(data, x, gradient)
    _media(data, x, memories, own, residual)
    found += joint(data, memories)
    noise, scale = x[x.size - 1], arrays[PRIORS][x.size - 1, 2]
    variance = exp(2.0 * noise)
    likelihood, slope = without_block(arrays, residual, variance, memories[4])
    more, steeper = _without_swings(arrays, residual, variance, own)
    found += likelihood + more + noise - 0.5 * variance / (scale * scale)
    gradient[x.size - 1] = slope + steeper + 1.0 - variance / (scale * scale)
    at, waves, changing = _swings(sizes)
    for c in range(sizes[CHANNELS]):
        felt = residual
        for j in range(changing):
            if sizes[at + 2 + j] == c:
                felt = _felt(arrays, j, waves, residual, own)
        if sizes[HEADER + 3 * c + 1] == REACH:
            found += _reached_back(data, c, x, felt, variance, memories, own[4], gradient)
        else:
            found += channel_part(data, c, x, felt, variance, memories, gradient)
    return found


@compiled(types.void(DATA, MATRIX, MATRIX, VECTOR, MATRIX, MATRIX))
def drawn(data, points, normal, work, effects, swings):
    """Effects (n, C) and drawn b (n, changing channels times waves) at each of the (n, d) points.

    Given the point, b is Normal(S^-1 u, S^-1); `normal`, of its shape, are standard normal numbers.
    """
    sizes, arrays = data
    memories, own = cut(work, sizes), _own(work, sizes)
    residual = memories[1][10]
    for i in range(points.shape[0]):
        residual[:] = arrays[OUTCOME][0]
        _media(data, points[i], memories, own, residual)
        effects[i] = memories[3][0]
        variance = exp(2.0 * points[i, points.shape[1] - 1])
        without_block(arrays, residual, variance, memories[4])
        _without_swings(arrays, residual, variance, own)
        swings[i] = normal[i]
        _solve_up(own[2], swings[i])
        swings[i] += own[3][1]
