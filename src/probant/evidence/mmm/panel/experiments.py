"""Likelihood of experiments in areas: what the panel says of the very change of spend that each of them tested.

A test in some areas found a lift: the sum of their effects, each times its size and what the change did to its curve.
In the density that is sampled these effects are taken to be new ones of the same law, so that areas stay independent:
lift ~ Normal(mean of the law times D, error^2 + variance of the law times Q), with D and Q the sums of share times
difference and of its square. The draws are weighted afterwards by what the areas' own effects say of the lift.
"""

# Compiled functions are typed by numba.
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from math import log

from probant.evidence.mmm.curves import saturated, traced_back
from probant.evidence.mmm.panel.layout import (
    ADSTOCK,
    AREAS,
    BY_CURVE,
    BY_MEAN,
    BY_SLOPE,
    BY_SPREAD,
    CHANNELS,
    FLOOR,
    LAGS,
    MEAN,
    MEDIA,
    OUTCOME,
    POSITIVE,
    ROWS,
    SATURATION,
    SPREAD,
    TEST,
    TEST_CHANNEL,
    TEST_ERROR,
    TEST_FIRST,
    TEST_LIFT,
    TEST_OTHER,
    TEST_ROW,
    TEST_SHARE,
    TEST_WIDTH,
    TESTS,
)
from probant.evidence.mmm.panel.positive import log_share
from probant.stats.compiled import part
from probant.stats.vector import dot


@part
def _law(numbers, c, positive):
    """Mean and variance of a new effect, and their derivatives by m and by spread."""
    m, spread, floor = numbers[MEAN, c], numbers[SPREAD, c], numbers[FLOOR, c]
    if not positive:
        return m, spread * spread, 1.0, 0.0, 0.0, 2.0 * spread
    _, steep = log_share(floor)
    narrowed = steep * (steep + floor)
    more = steep - narrowed * (2.0 * steep + floor)
    return (
        m + spread * steep,
        spread * spread * (1.0 - narrowed),
        1.0 - narrowed,
        steep + floor * narrowed,
        -spread * more,
        2.0 * spread * (1.0 - narrowed) + spread * floor * more,
    )


@part
def _curve(data, row, x, memories, width, place):
    """A series of a test's window carried over and saturated, into the rows by step; sum of the heights."""
    sizes, arrays = data
    test, steps, lagged = arrays[TESTS][row], memories[1], memories[2]
    c, first, count = int(test[TEST_CHANNEL]), int(test[TEST_FIRST]), int(test[TEST_WIDTH])
    series = arrays[MEDIA][int(test[place])][first : first + count + sizes[LAGS] - 1]
    own = x[c * width + (1 if sizes[ADSTOCK] == 0 else 2) : (c + 1) * width]
    curve = steps[0, :count], steps[1, :count], steps[2, :count], steps[3, :count]
    saturated(sizes[SATURATION], series, lagged[3 * c], own, curve[0], curve[1], curve[2], curve[3])
    return dot(steps[1], 0, arrays[OUTCOME][sizes[AREAS]], 0, count)


@part
def _traced(data, row, x, memories, width, by_weight, pull):
    """Add to the gradient what a pull on a row's difference of heights does."""
    sizes, arrays = data
    test, steps, numbers = arrays[TESTS][row], memories[1], memories[5]
    c, first, count = int(test[TEST_CHANNEL]), int(test[TEST_FIRST]), int(test[TEST_WIDTH])
    curve = memories[0][ROWS * sizes[CHANNELS] + c, :2]
    curve[:] = 0.0
    for place, sign in ((TEST_ROW, 1.0), (TEST_OTHER, -1.0)):
        _curve(data, row, x, memories, width, place)
        series = arrays[MEDIA][int(test[place])][first : first + count + sizes[LAGS] - 1]
        steps[4, :count] = sign * pull
        traced_back(
            sizes[SATURATION],
            series,
            steps[4, :count],
            steps[0, :count],
            steps[2, :count],
            steps[3, :count],
            steps[5, :count],
            by_weight[c],
            curve,
        )
    numbers[BY_CURVE, c] += curve[0]
    numbers[BY_SLOPE, c] += curve[1]


@part
def _summed(data, row, x, memories, width, differences):
    """Differences of heights of all rows of a test; the row after its last, and the sums D and Q."""
    tests = data[1][TESTS]
    end, mean, square = row, 0.0, 0.0
    while end < tests.shape[0] and tests[end, TEST] == tests[row, TEST]:
        seen = _curve(data, end, x, memories, width, TEST_ROW)
        differences[end] = seen - _curve(data, end, x, memories, width, TEST_OTHER)
        one = tests[end, TEST_SHARE] * differences[end]
        mean += one
        square += one * one
        end += 1
    return end, mean, square


@part
def held(data, x, memories, width, by_weight, differences):
    """Log likelihood of all tests; their part of the gradient is added to the numbers by channel and to `by_weight`."""
    sizes, tests, numbers = data[0], data[1][TESTS], memories[5]
    total, row = 0.0, 0
    while row < tests.shape[0]:
        end, mean, square = _summed(data, row, x, memories, width, differences)
        c, error = int(tests[row, TEST_CHANNEL]), tests[row, TEST_ERROR]
        usual, spread, a, b, e, f = _law(numbers, c, sizes[POSITIVE])
        variance = error * error + spread * square
        far = (tests[row, TEST_LIFT] - usual * mean) / variance
        total -= 0.5 * (far * far * variance + log(variance))
        by_usual, by_spread = far * mean, 0.5 * square * (far * far - 1.0 / variance)
        numbers[BY_MEAN, c] += by_usual * a + by_spread * e
        numbers[BY_SPREAD, c] += by_usual * b + by_spread * f
        for one in range(row, end):
            share = tests[one, TEST_SHARE]
            more = share * differences[one] * spread * (far * far - 1.0 / variance)
            _traced(data, one, x, memories, width, by_weight, share * (far * usual + more))
        row = end
    return total


@part
def weighed(data, x, memories, width, differences, effects):
    """Log of the tests' likelihood by the areas' own effects (G C, scaled), over that of new ones."""
    sizes, tests, numbers = data[0], data[1][TESTS], memories[5]
    total, row = 0.0, 0
    while row < tests.shape[0]:
        end, mean, square = _summed(data, row, x, memories, width, differences)
        lift, error = tests[row, TEST_LIFT], tests[row, TEST_ERROR]
        usual, spread, _, _, _, _ = _law(numbers, int(tests[row, TEST_CHANNEL]), sizes[POSITIVE])
        variance, told = error * error + spread * square, 0.0
        for one in range(row, end):
            told += tests[one, TEST_SHARE] * differences[one] * effects[int(tests[one, TEST_ROW])]
        total -= 0.5 * ((lift - told) / error) ** 2 + log(error)
        total += 0.5 * ((lift - usual * mean) ** 2 / variance + log(variance))
        row = end
    return total
