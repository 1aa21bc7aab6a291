"""One forecast worked by hand: five weeks are known, the sixth is forecast with and without a metric.

Weeks 1 to 5: metric 0, 1, 2, 3, 4, outcome 1, 3, 5, 7, 8. Mean outcome 4.8, mean metric 2. Sums of squares and
products about the means: metric 10, both 18, outcome 32.8. Slope 18 / 10 = 1.8; explained 1.8 * 18 = 32.4, left
0.4, over 5 degrees of freedom (the least that is taken) 0.08; F = 32.4 / 0.08 = 405, so that the slope is shrunk to
1.8 * 404 / 405. In week 6 the metric is 5, that is 3 above its mean: the forecast moves from 4.8 by
3 * 1.8 * 404 / 405 = 5.38667. The outcome is 10: the error without the metric is 5.2, and the share of its square
that the metric takes away 5.2 * 5.38667 / 5.2^2 = 1.03590.
"""

from datetime import date

import numpy as np
import pytest

from probant.evidence.foresight.panel import Panel
from probant.evidence.foresight.regressors import Known
from probant.evidence.foresight.rolling import forecasts, origins
from probant.evidence.foresight.scale import Scale
from probant.evidence.foresight.skill import Skill, intervals, shares_of

METRIC = np.array([0.0, 1, 2, 3, 4, 5])
OUTCOME = np.array([1.0, 3, 5, 7, 8, 10])


def test_forecast_with_and_without_the_metric():
    """The prior on the constant, a millionth of a week, moves the figures by less than 1e-5."""
    made = origins(Known(1, np.ones((6, 1)), OUTCOME, 0.0), 1)
    found = forecasts(made, METRIC[:, None], OUTCOME[None])
    assert made.learned.tolist() == [5]
    assert found.errors[0, 0] == pytest.approx(5.2, abs=1e-5)
    assert found.slopes[0, 0, 0] == pytest.approx(1.8 * 404 / 405, abs=1e-5)
    assert found.steps[0, 0, 0] == pytest.approx(5.386667, abs=1e-5)
    assert shares_of(found)[0, 0] == pytest.approx(1.035897, abs=1e-5)


def test_a_lead_of_two_weeks_learns_from_one_pair_less():
    assert origins(Known(2, np.ones((6, 1)), OUTCOME, 0.0), 2).learned.tolist() == [3, 4]


def test_gain_is_the_error_saved_over_the_error():
    """Errors without 4, 6, 5, 5, with 2, 3, 3, 2: 1 - 10 / 20 = 0.5; chance did 1 in 4 times at least as much."""
    without = np.array([[4.0, 6, 5, 5]])
    within = np.array([[2.0, 3, 3, 2]])[:, :, None]
    found = Skill(np.array([[0.4]]), np.array([[0.1], [0.4], [0.2]]), without, within, np.array([[1.0]]))
    gains, lows, highs = intervals(found, level=0.9, draws=199, rng=np.random.default_rng(0))
    assert gains[0] == pytest.approx(0.5)
    assert lows[0] <= gains[0] <= highs[0]
    assert found.chance[0] == pytest.approx((1 + 1) / (1 + 3))


def test_revenue_is_foretold_on_its_logarithm_and_a_series_with_zeros_is_not():
    assert Scale.of(np.array([1.0, 2.0])).up(np.array([np.e]))[0] == pytest.approx(1.0)
    with_zero = Scale.of(np.array([0.0, 3.0, 5.0, 4.0]))
    assert with_zero.usual == 4.0
    assert with_zero.up(np.array([0.0, 4.0])) == pytest.approx([0.0, np.arcsinh(1.0)])


def test_panel_speaks_of_whole_weeks():
    none = np.empty((3, 0))
    held = Panel(date(2024, 1, 1), np.ones(3), Scale(None), none, none, none)
    assert (held.period.start, held.period.end) == (date(2024, 1, 1), date(2024, 1, 22))
    assert held.part(1, 3).first == date(2024, 1, 8)
