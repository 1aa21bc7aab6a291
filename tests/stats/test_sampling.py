"""The sampler on densities whose moments are known, and the measures that judge it."""

import subprocess
import sys

import numpy as np
import pytest

from probant.stats import convergence, random, vector
from probant.stats.compiled import MATRIX, VECTOR, compiled, part, types
from probant.stats.lbfgs import highest
from probant.stats.nuts import DENSITY
from probant.stats.sampling import Plan, Target, metric, sample


@compiled(DENSITY)
def normal(data, x, gradient, work):
    """Normal with mean data[1][0] and precision data[1][1]."""
    mean, precision = data[1][0], data[1][1]
    for i in range(x.size):
        gradient[i] = 0.0
        for j in range(x.size):
            gradient[i] -= precision[i, j] * (x[j] - mean[0, j])
    total = 0.0
    for i in range(x.size):
        total += 0.5 * gradient[i] * (x[i] - mean[0, i])
    return total


@compiled(DENSITY)
def funnel(data, x, gradient, work):
    """Neal's funnel, far too steep: divergences are certain."""
    width = np.exp(-4.0 * x[0])
    gradient[0] = -x[0] / 9.0 - 2.0 + 2.0 * x[1] * x[1] * width
    gradient[1] = -x[1] * width
    return -x[0] * x[0] / 18.0 - 2.0 * x[0] - 0.5 * x[1] * x[1] * width


@compiled(DENSITY)
def nowhere(data, x, gradient, work):
    """Known at its origin alone: no wider start can be found."""
    gradient[:] = 0.0
    for i in range(x.size):
        if x[i] != 0.0:
            return -np.inf
    return 0.0


@compiled(types.void(types.uint64, VECTOR))
def numbers(seed, out):
    state = np.zeros(4, np.uint64)
    random.seeded(state, seed)
    random.fill_normal(state, out)


@compiled(types.void(MATRIX, VECTOR))
def sums(rows, out):
    out[0] = vector.dot(rows[0], 0, rows[1], 0, rows.shape[1])
    for i in range(rows.shape[1]):
        rows[1, i] = vector.exp_below(rows[0, i])


def of_normal(mean, covariance):
    empty = np.zeros((0, 0))
    arrays = (mean[None].copy(), np.ascontiguousarray(np.linalg.inv(covariance)), *[empty] * 6)
    return Target(normal, (np.zeros(1, np.int64), arrays), len(mean), 1)


MEAN, COVARIANCE = np.array([1.0, -2.0, 0.5]), np.array([[4.0, 1.5, 0.0], [1.5, 1.0, 0.1], [0.0, 0.1, 0.09]])


def test_a_normal_density_is_sampled_with_its_moments():
    found = sample(of_normal(MEAN, COVARIANCE), np.zeros(3), np.random.default_rng(1), Plan(draws=1000))
    assert found.sound
    error = 5 * np.sqrt(np.diag(COVARIANCE) / found.bulk)
    assert (np.abs(found.flat.mean(axis=0) - MEAN) < error).all()
    np.testing.assert_allclose(np.cov(found.flat.T), COVARIANCE, atol=0.3)


def test_the_metric_of_a_normal_density_is_the_root_of_its_covariance():
    found = metric(of_normal(MEAN, COVARIANCE), MEAN, 1e-6)
    np.testing.assert_allclose(found @ found.T, COVARIANCE, rtol=1e-5, atol=1e-8)


def test_what_does_not_settle_is_not_called_sound():
    empty = np.zeros((0, 0))
    target = Target(funnel, (np.zeros(1, np.int64), (empty,) * 8), 2, 1)
    found = sample(target, np.zeros(2), np.random.default_rng(1), Plan(draws=200, tries=2))
    assert not found.sound
    assert found.tries == 2


def test_the_same_seed_gives_the_same_draws():
    one, again = (
        sample(of_normal(MEAN, COVARIANCE), np.zeros(3), np.random.default_rng(3), Plan(draws=50, tries=1)).points
        for _ in range(2)
    )
    np.testing.assert_array_equal(one, again)


SAME = """
import sys
import numpy as np
from hashlib import sha256
from datetime import date, timedelta
from probant.evidence.mmm.fit import fit
from probant.evidence.mmm.model import model
from probant.evidence.mmm.series import Series
from probant.evidence.mmm.specification import Specification
from probant.evidence.mmm import density
from probant.stats.sampling import Plan
rng = np.random.default_rng(0)
spend = rng.gamma(2.0, 50.0, (50, 2))
days = tuple(date(2024, 1, 1) + timedelta(weeks=n) for n in range(50))
found = Series(days, 7, 500 + spend.sum(axis=1), ("a", "b"), spend, spend, spend[:7], (), np.zeros((50, 0)), 2)
drawn = fit(model(found, Specification(lags=5)), rng, Plan(draws=60, tries=1)).sample.points
print(sum(density.national.stats.cache_misses.values()), sha256(drawn.tobytes()).hexdigest())
"""


@pytest.mark.slow
def test_the_run_that_compiles_draws_what_the_next_ones_draw(tmp_path):
    environment = {"NUMBA_CACHE_DIR": str(tmp_path), "PATH": "", "HOME": str(tmp_path), "OMP_NUM_THREADS": "1"}

    def run():
        done = subprocess.run([sys.executable, "-c", SAME], env=environment, capture_output=True, text=True, check=True)
        return done.stdout.split()

    (compiled_now, first), (compiled_again, second) = run(), run()
    assert (compiled_now, compiled_again) == ("1", "0")
    assert first == second


def test_a_folder_that_nobody_may_write_into_is_no_error(tmp_path, monkeypatch):
    from probant.stats import compiled as room

    monkeypatch.setattr(room, "_writable", lambda folder: False)
    room._folder.cache_clear()
    try:
        place = room._folder(tmp_path)
        assert place.is_dir()
        assert place.stat().st_mode & 0o077 == 0
    finally:
        room._folder.cache_clear()


def test_a_changed_file_of_the_room_has_another_folder(tmp_path):
    from probant.stats import compiled as room

    (tmp_path / "kernel.py").write_text("from probant.stats.compiled import part\n")
    before = room._digest(tmp_path)
    (tmp_path / "kernel.py").write_text("from probant.stats.compiled import part  # changed\n")
    assert room._digest(tmp_path) != before


def test_a_long_sum_and_the_exponential_are_right_to_the_last_places():
    rng = np.random.default_rng(0)
    for size in (0, 1, 3, 15, 16, 17, 33, 500):
        rows, out = np.stack([-20 * rng.random(size), rng.normal(size=size)]), np.zeros(1)
        expected = rows[0] @ rows[1]
        sums(rows, out)
        assert out[0] == pytest.approx(expected, rel=1e-12, abs=1e-12)
        np.testing.assert_allclose(rows[1], np.exp(rows[0]), rtol=1e-15)


def test_normal_numbers_have_the_moments_of_a_normal_law():
    out = np.empty(200_001)
    numbers(np.uint64(7), out)
    assert abs(out.mean()) < 0.01
    assert out.std() == pytest.approx(1.0, abs=0.01)
    assert (out**4).mean() == pytest.approx(3.0, abs=0.1)


def test_effective_draws_of_a_chain_with_memory():
    rng, memory = np.random.default_rng(0), 0.8
    draws = rng.normal(size=(4, 4000, 1))
    for step in range(1, 4000):
        draws[:, step] = memory * draws[:, step - 1] + np.sqrt(1 - memory**2) * draws[:, step]
    expected = 16_000 * (1 - memory) / (1 + memory)
    assert convergence.bulk_ess(draws)[0] == pytest.approx(expected, rel=0.15)
    assert convergence.rhat(draws)[0] < 1.01


def test_chains_that_disagree_in_place_or_in_width_are_found():
    draws = np.random.default_rng(0).normal(size=(4, 500, 2))
    draws[0, :, 0] += 1.0
    draws[0, :, 1] *= 3.0
    assert (convergence.rhat(draws) > 1.05).all()


def test_the_highest_point_is_found():
    def banana(x):
        a, b = 1.0 - x[0], x[1] - x[0] ** 2
        return -(a**2) - 100 * b**2, np.array([2 * a + 400 * x[0] * b, -200 * b])

    np.testing.assert_allclose(highest(banana, np.array([-1.2, 1.0])), [1.0, 1.0], atol=1e-3)


@part
def unused():
    """A part compiles only where it is used."""


def test_a_part_is_not_compiled_by_itself():
    assert not unused.signatures


def test_a_density_without_room_around_its_mode_comes_to_an_end_and_is_not_sound():
    target = Target(nowhere, (np.zeros(1, np.int64), (np.zeros((1, 1)),) * 8), 2, 1)
    found = sample(target, np.zeros(2), np.random.default_rng(0), Plan(draws=50))
    assert not found.sound
