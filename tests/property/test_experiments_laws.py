"""Laws of comparing arms: they hold for whatever was measured."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from probant.errors import Inconsistent
from probant.evidence.experiments import cuped, draws, fieller, newcombe, power, sample_ratio, welch
from probant.evidence.experiments.mean import mean
from probant.evidence.experiments.moments import Moments, reading
from probant.evidence.experiments.newcombe import Share
from probant.evidence.experiments.ratio import ratio

numbers = st.integers(-1_000, 1_000).map(lambda tenths: tenths / 10)
measured = st.integers(2, 30).flatmap(lambda n: arrays(float, (n, 3), elements=numbers))
shares = st.integers(1, 400).flatmap(lambda n: st.builds(Share, st.integers(0, n), st.just(n)))
levels = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])


def moments(values, *, clusters=None, centre=None):
    """Sums of (N, K) values, as the store would hand them over."""
    centre = np.zeros(values.shape[1]) if centre is None else np.asarray(centre, dtype=float)
    v = np.column_stack([np.ones(len(values)), values - centre])
    groups = np.arange(len(values)) if clusters is None else np.asarray(clusters)
    totals = np.array([v[groups == group].sum(axis=0) for group in np.unique(groups)])
    return Moments(centre, v.T @ v, len(totals), totals.T @ totals)


def read(values, column=0):
    arm = moments(values)
    return reading(arm, mean(arm, column))


def ends(estimate):
    return [estimate.value, *([estimate.interval.low, estimate.interval.high] if estimate.interval else [])]


def near(found, expected, scale=1.0):
    np.testing.assert_allclose(found, expected, rtol=1e-7, atol=1e-7 * scale)


@given(measured, measured)
def test_exchanging_the_arms_turns_the_sign(a, b):
    there, back = (welch.difference(x, y, unit="EUR") for x, y in ((read(a), read(b)), (read(b), read(a))))
    assert there.value == -back.value
    assert (there.interval is None) == (back.interval is None)
    if there.interval:
        near([there.interval.low, there.interval.high], [-back.interval.high, -back.interval.low])


@given(measured, measured, st.floats(-1e4, 1e4))
def test_adding_the_same_to_all_changes_nothing(a, b, shift):
    assume(np.ptp(a[:, 0]) > 0)
    plain = welch.difference(read(a), read(b), unit="EUR")
    moved = welch.difference(read(a + shift), read(b + shift), unit="EUR")
    # Without a centre the squares lose what the shift adds: 1e4^2 against 0.1^2 leaves seven digits less.
    np.testing.assert_allclose(ends(moved), ends(plain), atol=2e-3)


@given(measured, measured, st.floats(0.01, 100))
def test_another_unit_changes_the_unit_only(a, b, factor):
    plain = welch.difference(read(a), read(b), unit="EUR")
    scaled = welch.difference(read(a * factor), read(b * factor), unit="cents")
    near(ends(scaled), np.array(ends(plain)) * factor, scale=100 * factor)


@given(measured, arrays(float, 3, elements=st.floats(-1e3, 1e3)))
def test_the_centre_does_not_matter(a, centre):
    about, plain = moments(a, centre=centre), moments(a)
    for statistic in (mean, lambda arm, column: ratio(arm, column, 1)):
        assume(abs(a[:, 1].mean()) > 1)
        found, expected = (reading(arm, statistic(arm, 0)) for arm in (about, plain))
        near(found.value, expected.value, scale=100)
        near(found.variance, expected.variance, scale=1e4)


@given(measured, st.integers(1, 29))
def test_shards_add_up_to_the_whole(a, cut):
    assume(cut < len(a))
    added, whole = moments(a[:cut]) + moments(a[cut:]), moments(a)
    near(added.cross, whole.cross, scale=1e6)
    near(added.clustered, whole.clustered, scale=1e6)
    assert (added.n, added.clusters) == (whole.n, whole.clusters)


def test_shards_about_different_centres_do_not_add():
    a = np.ones((3, 1))
    with pytest.raises(Inconsistent, match="different centres"):
        moments(a) + moments(a, centre=[1.0])


@given(measured)
def test_units_that_are_clusters_of_their_own_have_the_variance_of_the_mean(a):
    found = read(a)
    near(found.variance, a[:, 0].var(ddof=1) / len(a), scale=1e3)
    near(found.value, a[:, 0].mean())


@given(measured, st.integers(2, 5))
def test_doubling_every_unit_within_its_cluster_leaves_the_variance(a, times):
    """Copies in a cluster bring no news: the standard error must not shrink."""
    copied = moments(np.repeat(a, times, axis=0), clusters=np.repeat(np.arange(len(a)), times))
    near(reading(copied, mean(copied, 0)).variance, read(a).variance, scale=1e3)


@given(measured, measured, numbers)
def test_a_constant_covariate_is_none(a, b, constant):
    a[:, 2] = b[:, 2] = constant
    arms = [moments(values, centre=[0.0, 0.0, constant * (1 + 1e-15)]) for values in (a, b)]
    statistics = [mean(arm, 0) for arm in arms]
    plain, adjusted = cuped.adjust(arms, statistics, []), cuped.adjust(arms, statistics, [2])
    assert adjusted.inflation == plain.inflation == 1.0
    for one, other in zip(adjusted.statistics, plain.statistics, strict=True):
        assert one.value == other.value
        np.testing.assert_array_equal(one.weights, other.weights)


@given(measured, measured)
def test_a_covariate_said_twice_is_said_once(a, b):
    assume(len(a) + len(b) > 6)
    a[:, 2], b[:, 2] = 3 * a[:, 1] - 5, 3 * b[:, 1] - 5
    arms = [moments(values, centre=[0.0, 1.0, -2.0]) for values in (a, b)]
    statistics = [mean(arm, 0) for arm in arms]
    once, twice = cuped.adjust(arms, statistics, [1]), cuped.adjust(arms, statistics, [1, 2])
    assert once.inflation == twice.inflation
    near([s.value for s in twice.statistics], [s.value for s in once.statistics], scale=100)


@given(measured, measured)
def test_cuped_never_widens_what_is_pooled(a, b):
    """Least squares: the pooled scatter of what is left is at most that of what was there."""
    assume(len(a) + len(b) > 4)
    arms = [moments(values) for values in (a, b)]
    statistics = [mean(arm, 0) for arm in arms]
    left = cuped.adjust(arms, statistics, [1, 2] if len(a) + len(b) > 5 else [1]).statistics

    def scatter(found):
        return sum(s.weights @ arm.clustered @ s.weights for arm, s in zip(arms, found, strict=True))

    assert scatter(left) <= scatter(statistics) * (1 + 1e-9) + 1e-6


@given(measured, measured, levels)
def test_lift_excludes_zero_exactly_where_the_difference_does(a, b, level):
    control, treated = read(abs(a)), read(abs(b))
    found = fieller.lift(control, treated, level=level)
    assume(found is not None and found.interval is not None)
    gap = welch.difference(control, treated, unit="EUR", level=level)
    edges = [gap.interval.low, gap.interval.high, found.interval.low, found.interval.high]
    assume(min(map(abs, edges)) > 1e-9)
    assert (gap.interval.low > 0) == (found.interval.low > 0)
    assert (gap.interval.high < 0) == (found.interval.high < 0)


@given(shares, shares, levels)
def test_shares_differ_by_at_most_one_and_the_interval_has_width(control, treated, level):
    found = newcombe.difference(control, treated, level=level)
    assert -1 <= found.interval.low <= found.value <= found.interval.high <= 1
    assert found.interval.low < found.interval.high


@given(shares, shares)
def test_exchanging_yes_and_no_turns_the_sign(control, treated):
    other = [Share(arm.n - arm.hits, arm.n) for arm in (control, treated)]
    found, turned = newcombe.difference(control, treated), newcombe.difference(*other)
    near([turned.interval.low, turned.interval.high], [-found.interval.high, -found.interval.low])


@given(shares, shares, st.integers(2, 50))
def test_more_units_narrow_the_interval(control, treated, times):
    more = [Share(arm.hits * times, arm.n * times) for arm in (control, treated)]
    few, many = newcombe.difference(control, treated), newcombe.difference(*more)
    assert many.interval.high - many.interval.low < few.interval.high - few.interval.low


@given(st.lists(st.integers(1, 10_000), min_size=2, max_size=6), st.floats(0.1, 10))
def test_ratio_check_knows_no_order_and_no_scale(counts, factor):
    weights = [1.0 + place for place in range(len(counts))]
    p = sample_ratio.p_value(counts, weights)
    assert 0 <= p <= 1
    assert sample_ratio.p_value(counts[::-1], [factor * w for w in weights[::-1]]) == pytest.approx(
        p, rel=1e-6, abs=1e-12
    )


@given(st.floats(1e-6, 1e6), levels, st.sampled_from([0.5, 0.8, 0.9]))
def test_the_detectable_effect_is_detected_with_the_stated_power(error, level, stated):
    effect = power.detectable(error, level=level, power=stated)
    assert power.power_at(effect, error, level=level) == pytest.approx(stated, rel=1e-9)


@given(st.integers(0, 2**32 - 1))
def test_draws_of_several_arms_share_their_control(seed):
    rng = np.random.default_rng(seed)
    arms = [reading(arm, mean(arm, 0)) for arm in (moments(rng.normal(size=(200, 1))) for _ in range(3))]
    drawn = draws.of_readings(arms[0], arms[1:], rng)
    assert drawn.shape == (draws.SIZE, 2)
    # Equal variances: the shared control makes the correlation 1/2; its standard error is 0.75 / sqrt(4,000).
    assert np.corrcoef(drawn.T)[0, 1] == pytest.approx(0.5, abs=0.12)
