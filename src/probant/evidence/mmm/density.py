"""The log density of the national model, compiled, with its gradient.

outcome = linear block + sum over channels of effect times height + noise. The linear block (level, trend, season,
controls) has normal priors and is integrated out: outcome - media ~ Normal(0, noise^2 I + W W'), and with W = U D V'
all that is needed of W are U and D. A channel's last coordinate says its mean contribution, not its effect: so the
ridge between carryover, saturation and effect shrinks.
"""

# Compiled functions are typed by numba.
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from math import exp, log, log1p

from probant.evidence.mmm.common_scale import common
from probant.evidence.mmm.curves import carryover, coordinate_prior, saturated, traced_back
from probant.stats.compiled import MATRIX, VECTOR, compiled, part, types, woven
from probant.stats.nuts import DATA, DENSITY
from probant.stats.vector import add_scaled, dot

HALF_NORMAL_EFFECT, LOG_NORMAL, HALF_NORMAL = 0, 1, 2
"""Prior of a channel: half-normal on its effect; log-normal on its mean contribution; half-normal on that, of a scale
with a factor common to all such channels."""
# Matrices of the data, all scaled.
MEDIA, OUTCOME, BASIS, SPREAD, PRIORS, EFFECTS, TESTS, TEST_SERIES = range(8)
# Sizes: steps T, lags L, channels C, rows K of the basis, tests J; then by channel its families and first coordinate.
STEPS, LAGS, CHANNELS, COLUMNS, TEST_COUNT, HEADER = range(6)
ROWS_PER_CHANNEL = 4
TWO_SHAPES = 2
"""Code of the saturation from which on a curve has two coordinates."""


def memory(steps: int, lags: int, channels: int, columns: int) -> int:
    """Doubles of work that the density needs."""
    return steps * (ROWS_PER_CHANNEL * channels + 11) + lags * (3 * channels + 1) + 3 * channels + columns


@woven
def cut(work, sizes):
    """The work memory as matrices: by channel and step, by step, by channel and lag, by channel, by column."""
    steps, lags, channels, columns = sizes[STEPS], sizes[LAGS], sizes[CHANNELS], sizes[COLUMNS]
    a = ROWS_PER_CHANNEL * channels * steps
    b = a + 11 * steps
    c = b + (3 * channels + 1) * lags
    e = c + 3 * channels
    return (
        work[:a].reshape((channels * ROWS_PER_CHANNEL, steps)),
        work[a:b].reshape((11, steps)),
        work[b:c].reshape((3 * channels + 1, lags)),
        work[c:e].reshape((3, channels)),
        work[e : e + columns],
    )


@woven
def contribution(x, scale):
    """Mean contribution of a channel's last coordinate; derivative of its logarithm; and of that one's logarithm.

    Scale times log(1 + e^x): where the data say little it is like e^x, that is free of a bound, and where they say
    much it is straight, so that two channels whose sum alone is known lie along a line.
    """
    rise = 1.0 / (1.0 + exp(-x))
    soft = log1p(exp(x)) if x < 30.0 else x
    return scale * soft, rise / soft, 1.0 - rise - rise / soft


@woven
def media(data, x, memories, residual):
    """Each channel's curve; its contribution is taken from the residual."""
    for c in range(data[0][CHANNELS]):
        media_of(data, c, x, memories, residual)


@woven
def media_of(data, c, x, memories, residual):
    """The same for one channel."""
    sizes, arrays = data
    rows, _, lagged, effects, _ = memories
    adstock, saturation, first = sizes[HEADER + 3 * c], sizes[HEADER + 3 * c + 1], sizes[HEADER + 3 * c + 2]
    weight = lagged[3 * c]
    used = first + carryover(adstock, x[first : first + 2], weight, lagged[3 * c + 1], lagged[3 * c + 2])
    carried, height, slope, shape = rows[4 * c], rows[4 * c + 1], rows[4 * c + 2], rows[4 * c + 3]
    used += saturated(saturation, arrays[MEDIA][c], weight, x[used : used + 2], carried, height, slope, shape)
    effects[1, c] = dot(height, 0, arrays[OUTCOME][1], 0, sizes[STEPS]) / sizes[STEPS]
    effects[0, c] = contribution(x[used], arrays[EFFECTS][c, 3])[0] / effects[1, c]
    add_scaled(residual, -effects[0, c], height)


@woven
def priors(data, x, gradient):
    """Log prior of all coordinates but the channels' last and the noise."""
    arrays = data[1]
    total = 0.0
    for i in range(arrays[PRIORS].shape[0]):
        kind = int(arrays[PRIORS][i, 0])
        if kind >= 0:
            found, slope = coordinate_prior(kind, arrays[PRIORS][i, 1], arrays[PRIORS][i, 2], x[i])
            total += found
            gradient[i] = slope
    return total


@woven
def without_block(arrays, residual, variance, weights):
    """Integrate the linear block out.

    The residual becomes the variance times the inverse covariance times what it was. Returns the log density
    and its derivative by the log of the noise.
    """
    steps, columns = residual.size, arrays[BASIS].shape[0]
    whole, inside, quadratic, by_variance = dot(residual, 0, residual, 0, steps), 0.0, 0.0, 0.0
    logs, traces = 0.0, 0.0
    for k in range(columns):
        along = dot(arrays[BASIS][k], 0, residual, 0, steps)
        inverse = 1.0 / (variance + arrays[SPREAD][0, k])
        inside += along * along
        quadratic += along * along * inverse
        by_variance += along * along * inverse * inverse
        logs += log(variance + arrays[SPREAD][0, k])
        traces += inverse
        weights[k] = along * arrays[SPREAD][0, k] * inverse
    for k in range(columns):
        add_scaled(residual, -weights[k], arrays[BASIS][k])
    outside = max(whole - inside, 0.0) / variance
    found = -0.5 * (outside + quadratic + logs + (steps - columns) * log(variance))
    slope = outside + by_variance * variance - variance * traces - (steps - columns)
    return found, slope


@woven
def effect_prior(kind, a, b, mean, effect):
    """Log prior of a channel's last coordinate; its derivatives by the log of the effect and of the contribution.

    Of a half-normal on the contribution `a` is what `joint` left: the rest of its log is there.
    """
    if kind == HALF_NORMAL_EFFECT:
        far = effect / b
        return log(effect) - 0.5 * far * far, 1.0 - far * far, 0.0
    if kind == LOG_NORMAL:
        far = (log(mean * effect) - a) / b
        return -0.5 * far * far, 0.0, -far / b
    far = mean * effect / b
    return log(mean * effect), 0.0, 1.0 - a * far * far


@woven
def joint(data, memories):
    """Log of what the half-normal priors of contributions have in common; their precision is left with the effects."""
    sizes, prior, effects = data[0], data[1][EFFECTS], memories[3]
    quadratic, count, spread = 0.0, 0, 0.0
    for c in range(sizes[CHANNELS]):
        if int(prior[c, 0]) == HALF_NORMAL:
            far = effects[0, c] * effects[1, c] / prior[c, 2]
            quadratic += far * far
            count += 1
            spread = prior[c, 1]
    found, precision = common(quadratic, count, spread)
    for c in range(sizes[CHANNELS]):
        effects[2, c] = precision
    return found


@part
def _tests(data, c, x, first, memories, by_weight, by_curve):
    """Likelihood of the experiments on a channel: what its curve says of the very change that was tested.

    Returns the log likelihood and its derivative by the log of the effect; adds the others to `by_weight` and
    `by_curve`. Each test has two series: as it was, and as it would have been.
    """
    sizes, arrays = data
    effects = memories[3]
    saturation = sizes[HEADER + 3 * c + 1]
    second = first + (1 if sizes[HEADER + 3 * c] == 0 else 2)
    total, by_effect = 0.0, 0.0
    for j in range(sizes[TEST_COUNT]):
        if int(arrays[TESTS][j, 0]) != c:
            continue
        width = int(arrays[TESTS][j, 3])
        told = 0.0
        for side in range(2):
            curve = _side(memories[1], side, width)
            series = arrays[TEST_SERIES][2 * j + side]
            saturated(saturation, series, memories[2][3 * c], x[second : second + 2], *curve)
            told += (1.0 - 2.0 * side) * effects[0, c] * dot(curve[1], 0, arrays[OUTCOME][1], 0, width)
        far = (arrays[TESTS][j, 1] - told) / arrays[TESTS][j, 2]
        pulled = far / arrays[TESTS][j, 2]
        total -= 0.5 * far * far
        by_effect += pulled * told
        pull, moved = memories[1][8, :width], memories[1][9, :width]
        for side in range(2):
            carried, _, slope, shape = _side(memories[1], side, width)
            pull[:] = (1.0 - 2.0 * side) * pulled * effects[0, c]
            series = arrays[TEST_SERIES][2 * j + side]
            traced_back(saturation, series, pull, carried, slope, shape, moved, by_weight, by_curve)
    return total, by_effect


@woven
def _side(steps, side, width):
    """Memory for one side of a test: carried, height, slope, shape."""
    row = 4 * side
    return steps[row, :width], steps[row + 1, :width], steps[row + 2, :width], steps[row + 3, :width]


@woven
def pulled(data, c, x, residual, variance, memories, gradient):
    """Prior and tests of a channel, and what they and the likelihood do to its curve; returns their log density.

    The derivative by each step's height is left in row 8 of the steps, that of the tests by the weights of the lags
    in the last row of the lags; the gradient by the channel's last coordinate is filled in.
    """
    sizes, arrays = data
    rows, steps, lagged, effects, _ = memories
    adstock, saturation, first = sizes[HEADER + 3 * c], sizes[HEADER + 3 * c + 1], sizes[HEADER + 3 * c + 2]
    second = first + (1 if adstock == 0 else 2)
    last = second + (2 if saturation >= TWO_SHAPES else 1)
    effect, mean, prior = effects[0, c], effects[1, c], arrays[EFFECTS]
    kind = int(prior[c, 0])
    a = effects[2, c] if kind == HALF_NORMAL else prior[c, 1]
    found, by_effect, by_contribution = effect_prior(kind, a, prior[c, 2], mean, effect)
    _, rate, bend = contribution(x[last], prior[c, 3])
    by_weight = lagged[3 * sizes[CHANNELS]]
    by_weight[:] = 0.0
    told, more = 0.0, 0.0
    if sizes[TEST_COUNT] > 0:
        told, more = _tests(data, c, x, first, memories, by_weight, gradient[second:last])
    height = rows[4 * c + 1]
    pull = effect / variance
    by_effect += more + pull * dot(residual, 0, height, 0, sizes[STEPS])
    same = by_effect / (sizes[STEPS] * mean)
    for t in range(sizes[STEPS]):
        steps[8, t] = pull * residual[t] - same
    gradient[last] = (by_effect + by_contribution) * rate + bend
    return found + told + log(rate)


@woven
def through_weights(sizes, c, lagged, gradient):
    """The gradient by a channel's carryover, from that by its weights."""
    adstock, first = sizes[HEADER + 3 * c], sizes[HEADER + 3 * c + 2]
    by_weight = lagged[3 * sizes[CHANNELS]]
    for place in range(1 if adstock == 0 else 2):
        gradient[first + place] += dot(by_weight, 0, lagged[3 * c + 1 + place], 0, sizes[LAGS])


@woven
def channel_part(data, c, x, residual, variance, memories, gradient):
    """Prior and tests of a channel, and its part of the gradient; returns the log density of the two."""
    sizes, arrays = data
    rows, steps, lagged, _, _ = memories
    adstock, saturation, first = sizes[HEADER + 3 * c], sizes[HEADER + 3 * c + 1], sizes[HEADER + 3 * c + 2]
    second = first + (1 if adstock == 0 else 2)
    found = pulled(data, c, x, residual, variance, memories, gradient)
    traced_back(
        saturation,
        arrays[MEDIA][c],
        steps[8],
        rows[4 * c],
        rows[4 * c + 2],
        rows[4 * c + 3],
        steps[9],
        lagged[3 * sizes[CHANNELS]],
        gradient[second : second + 2],
    )
    through_weights(sizes, c, lagged, gradient)
    return found


@compiled(DENSITY)
def national(data, x, gradient, work):
    """Log density at x, without constants; the gradient is filled in."""
    sizes, arrays = data
    memories = cut(work, sizes)
    residual = memories[1][10]
    residual[:] = arrays[OUTCOME][0]
    found = priors(data, x, gradient)
    media(data, x, memories, residual)
    found += joint(data, memories)
    noise, scale = x[x.size - 1], arrays[PRIORS][x.size - 1, 2]
    variance = exp(2.0 * noise)
    likelihood, slope = without_block(arrays, residual, variance, memories[4])
    found += likelihood + noise - 0.5 * variance / (scale * scale)
    gradient[x.size - 1] = slope + 1.0 - variance / (scale * scale)
    for c in range(sizes[CHANNELS]):
        found += channel_part(data, c, x, residual, variance, memories, gradient)
    return found


@compiled(types.void(DATA, MATRIX, VECTOR, MATRIX))
def effects_of(data, points, work, found):
    """Effect of each channel, (n, C), at each of the (n, d) points: contribution over mean height."""
    sizes = data[0]
    memories = cut(work, sizes)
    for i in range(points.shape[0]):
        media(data, points[i], memories, memories[1][10])
        found[i] = memories[3][0]
