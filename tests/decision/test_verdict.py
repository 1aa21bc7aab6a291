"""What a probability and a grade may be called."""

from statistics import NormalDist

import pytest

from probant.decision.answer import Verdict
from probant.decision.probability import beyond, holm, standard_error, units_to_decide
from probant.decision.verdict import verdict
from probant.vocabulary import Estimate, Grade, Interval


def normal(value, error, level=0.95):
    half = NormalDist().inv_cdf((1 + level) / 2) * error
    return Estimate(value, "points", Interval(value - half, value + half, level))


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.99])
def test_the_standard_error_is_read_back_from_an_interval_of_any_level(level):
    assert standard_error(normal(3.0, 0.7, level), 0.0) == pytest.approx(0.7)


def test_of_a_skewed_interval_the_side_towards_the_line_counts():
    skewed = Estimate(2.0, "points", Interval(1.0, 9.0, 0.9))
    z = NormalDist().inv_cdf(0.95)
    assert standard_error(skewed, 0.0) == pytest.approx(1.0 / z)
    assert standard_error(skewed, 5.0) == pytest.approx(7.0 / z)


def test_an_estimate_on_the_line_is_as_likely_good_as_bad():
    assert beyond(normal(1.0, 0.3), 1.0) == pytest.approx(0.5)


def test_less_is_better_turns_the_probability_round():
    assert beyond(normal(1.0, 1.0), 0.0, better="less") == pytest.approx(1 - beyond(normal(1.0, 1.0), 0.0))


def test_without_an_interval_nothing_is_probable():
    assert beyond(Estimate(8.3, "ratio"), 1.0) is None
    assert verdict(None, None, Grade.A) is Verdict.UNPROVEN


def test_holm_is_that_of_the_paper_worked_by_hand():
    """Holm (1979): .01 .04 .03 of three become .03 .06 .06."""
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


@pytest.mark.parametrize(
    ("good", "grade", "word"),
    [
        (0.96, Grade.A, Verdict.PROVEN),
        (0.95, Grade.C, Verdict.PROVEN),
        (0.9499, Grade.A, Verdict.PROBABLE),
        (0.99, Grade.D, Verdict.PROBABLE),
        (0.80, Grade.B, Verdict.PROBABLE),
        (0.79, Grade.B, Verdict.UNPROVEN),
        (0.9999, Grade.E, Verdict.UNPROVEN),
        (0.9999, Grade.F, Verdict.UNPROVEN),
        (0.04, Grade.A, Verdict.HARMFUL),
        (0.04, Grade.D, Verdict.UNPROVEN),
    ],
)
def test_the_word_needs_both_probability_and_grade(good, grade, word):
    assert verdict(good, 1 - good, grade) is word


def test_at_the_number_of_units_planned_the_effect_stands_clear_of_the_line():
    """Two-sided 5 %, power 80 %: (1.96 + 0.8416)^2 = 7.849 times the variance (any textbook of power)."""
    needed = units_to_decide(normal(1.0, 1.0), 1_000, 0.0)
    assert needed == pytest.approx(7_849, abs=1)
    assert units_to_decide(Estimate(1.0, "points"), 1_000, 0.0) is None
