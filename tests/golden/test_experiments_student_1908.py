"""Student (1908), Biometrika 6(1): extra hours of sleep under two drugs, ten patients each.

Reference: scipy.stats.ttest_ind(equal_var=False) on the same ten and ten figures, computed in the test; and the
means of 0.75 and 2.33 hours that the paper prints. R's t.test(extra ~ group, data = sleep) documents the same data.
"""

import numpy as np
import pytest
from scipy.stats import ttest_ind

from probant.evidence.experiments import welch
from probant.evidence.experiments.mean import mean
from probant.evidence.experiments.moments import Moments, reading

FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def arm(hours):
    v = np.column_stack([np.ones(len(hours)), hours])
    moments = Moments(np.zeros(1), v.T @ v, len(hours), v.T @ v)
    return reading(moments, mean(moments, 0))


def test_means_are_those_of_the_paper():
    assert arm(FIRST).value == pytest.approx(0.75, abs=1e-12)
    assert arm(SECOND).value == pytest.approx(2.33, abs=1e-12)


def test_interval_is_welchs():
    gap = welch.difference(arm(SECOND), arm(FIRST), unit="hours")
    reference = ttest_ind(FIRST, SECOND, equal_var=False)
    expected = reference.confidence_interval(0.95)
    assert gap.value == pytest.approx(-1.58, abs=1e-12)
    assert gap.interval.low == pytest.approx(expected.low, abs=1e-12)
    assert gap.interval.high == pytest.approx(expected.high, abs=1e-12)
    assert welch.freedom(arm(SECOND), arm(FIRST)) == pytest.approx(reference.df, rel=1e-12)
    assert welch.p_value(arm(SECOND), arm(FIRST)) == pytest.approx(reference.pvalue, rel=1e-10)


def test_interval_is_that_printed_by_r():
    # R 4, t.test(extra ~ group, data = sleep): -3.3654832 to 0.2054832, as EXEMPLARS 20 quotes it.
    gap = welch.difference(arm(SECOND), arm(FIRST), unit="hours")
    assert (round(gap.interval.low, 7), round(gap.interval.high, 7)) == (-3.3654832, 0.2054832)
