"""Where the panel's density finds its data, and how it cuts its memory."""

# Compiled functions are typed by numba.
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from probant.stats.compiled import woven

# Matrices of the data, all scaled: (G C + C + R, L - 1 + T) exposure by area and channel, then that of the reference,
# then as it would have been without the tests; (2 G + 1, T) of outcomes, of ones, and of ones where the outcome is
# known and zeros where not; (G K, T) blocks; (G K, K) their products with themselves; (G, K) with the outcome; (d, 3)
# priors; (C, 4) as in `density`; (R, 9) tests by area. Outcome and block are 0 where the outcome is not known.
MEDIA, OUTCOME, BLOCK, SQUARES, PRODUCTS, PRIORS, EFFECTS, TESTS = range(8)
STEPS, LAGS, CHANNELS, COLUMNS, AREAS, ADSTOCK, SATURATION, POSITIVE, TESTED = range(9)
# Columns of tests, those of one test in rows that follow one another: its number, channel, lift, error, first step,
# steps; then of an area in it: its size over that of all of them, its row of exposure, and that without the test.
TEST, TEST_CHANNEL, TEST_LIFT, TEST_ERROR, TEST_FIRST, TEST_WIDTH, TEST_SHARE, TEST_ROW, TEST_OTHER = range(9)
ROWS = 4
"""By channel and step: carried exposure, height, its slope, and its derivative by the shape."""
# Numbers by channel: effect m, spread m ratio, height, derivatives of the contribution; gradients by m, by spread, by
# curve (two); how many spreads m lies above 0; sum of an area's heights; precision of the prior of contributions.
MEAN, SPREAD, HEIGHT, RISE, BEND, BY_MEAN, BY_SPREAD, BY_CURVE, BY_SLOPE, FLOOR, WHOLE, PRECISION = range(12)


def memory(steps: int, lags: int, channels: int, columns: int, tested: int) -> int:
    """Doubles of work that the density needs."""
    size = channels + columns
    by_step, by_lag = (ROWS + 1) * channels + 6, 4 * channels + 1
    return steps * by_step + lags * by_lag + 3 * size * size + 8 * size + 12 * channels + tested


@woven
def cut(work, sizes):
    """Work by channel and step; by step; by channel and lag; square matrices; vectors; numbers by channel."""
    steps, lags, channels = sizes[STEPS], sizes[LAGS], sizes[CHANNELS]
    size = channels + sizes[COLUMNS]
    a = (ROWS + 1) * channels * steps
    b = a + 6 * steps
    c = b + (3 * channels + 1) * lags
    e = c + 3 * size * size
    f = e + 8 * size
    return (
        work[:a].reshape(((ROWS + 1) * channels, steps)),
        work[a:b].reshape((6, steps)),
        work[b:c].reshape((3 * channels + 1, lags)),
        work[c:e].reshape((3, size, size)),
        work[e:f].reshape((8, size)),
        work[f : f + 12 * channels].reshape((12, channels)),
    )


@woven
def ends(work, sizes):
    """The rest of the work: gradient by the weight of each channel and lag; numbers by row of the tests."""
    channels, lags, tested = sizes[CHANNELS], sizes[LAGS], sizes[TESTED]
    end = work.size - tested
    return work[end - channels * lags : end].reshape((channels, lags)), work[end:]
