"""experiments.difference over a few units typed by hand: what it says, and what it refuses."""

from datetime import UTC, date, datetime

import numpy as np
import pytest
from pydantic import ValidationError
from scipy.stats import ttest_ind

from probant.errors import Refused, TooLittle, UnknownName
from probant.evidence.experiments import checks
from probant.evidence.experiments.question import DifferenceQuestion
from probant.vocabulary import Grade, Period

CONTROL, TREATED = [3.0, 5.0, 4.0, 8.0, 6.0, 1.0], [7.0, 9.0, 4.0, 12.0, 10.0, 6.0]
EVEN = [("c", {"y": y}) for y in CONTROL] + [("t", {"y": y}) for y in TREATED]
START, LATER = datetime(2026, 3, 1, 9, tzinfo=UTC), datetime(2026, 3, 8, 23, 30, tzinfo=UTC)


def check(evidence, name):
    return next(check for check in evidence.checks if check.name == name)


def rows(control, treated, **columns):
    return [(arm, {"y": y}, columns) for arm, values in (("c", control), ("t", treated)) for y in values]


def test_difference_of_means_is_welchs(experiment):
    found = experiment(EVEN, unit="EUR").estimates["t"]
    expected = ttest_ind(TREATED, CONTROL, equal_var=False).confidence_interval(0.95)
    assert found.value == pytest.approx(np.mean(TREATED) - np.mean(CONTROL))
    assert (found.interval.low, found.interval.high) == pytest.approx((expected.low, expected.high))
    assert (found.unit, found.interval.level) == ("EUR", 0.95)


def test_relative_lift_stands_beside_it_in_shares(experiment):
    lift = experiment(EVEN).estimates["t / c"]
    assert lift.unit == "share"
    assert lift.value == pytest.approx(np.mean(TREATED) / np.mean(CONTROL) - 1)


def test_lift_over_a_control_that_may_be_nothing_is_not_known(experiment):
    evidence = experiment(rows([-1.0, 1.0, 2.0, -1.5], [1.0, 2.0, 3.0, 2.0]))
    assert set(evidence.estimates) == {"t"}
    assert "not above 0 beyond doubt" in str(evidence.unknown["t / c"])


def test_a_large_level_does_not_eat_the_spread(experiment):
    far = [(arm, {"y": values["y"] + 1e9}) for arm, values in EVEN]
    near, away = experiment(EVEN).estimates["t"].interval, experiment(far).estimates["t"].interval
    assert away.high - away.low == pytest.approx(near.high - near.low, rel=1e-6)


def test_ratio_is_sum_over_sum_with_the_error_of_the_delta_method(experiment):
    rng = np.random.default_rng(1)
    orders, size = rng.integers(1, 6, 400).astype(float), rng.normal(20.0, 4.0, 400)
    units = [("ct"[i % 2], {"y": orders[i] * size[i], "n": orders[i]}) for i in range(400)]
    found = experiment(units, kind="ratio", denominator="n", unit="EUR / order").estimates["t"]
    error, ratios = 0.0, {}
    for arm in (0, 1):
        y, n = (orders * size)[arm::2], orders[arm::2]
        ratios[arm] = y.sum() / n.sum()
        error += np.var(y - ratios[arm] * n, ddof=1) / len(y) / n.mean() ** 2
    assert found.value == pytest.approx(ratios[1] - ratios[0])
    # The interval is Student's t with about 398 degrees of freedom: its quantile is 0.3 % above the normal one.
    assert (found.interval.high - found.interval.low) / 2 == pytest.approx(1.96 * np.sqrt(error), rel=5e-3)
    assert found.unit == "EUR / order"


def test_a_denominator_of_nothing_is_refused(experiment):
    units = [(arm, {**values, "n": 0.0}) for arm, values in EVEN]
    with pytest.raises(TooLittle, match="denominator sums to 0"):
        experiment(units, kind="ratio", denominator="n")


def test_shares_have_points_and_an_interval_even_where_nobody_did_it(experiment):
    found = experiment(rows([0.0] * 20, [0.0] * 20), kind="proportion")
    assert found.estimates["t"].unit == "points"
    assert found.estimates["t"].interval.low < 0 < found.estimates["t"].interval.high
    assert found.draws.values.std() > 0


def test_a_share_of_something_else_than_yes_and_no_is_refused(experiment):
    with pytest.raises(Refused, match="other than 0 and 1") as refused:
        experiment(EVEN, kind="proportion")
    assert "kind = “mean”" in str(refused.value.mend)


def test_without_any_spread_there_is_no_interval_and_a_reason(experiment):
    evidence = experiment(rows([0.1] * 30, [0.3] * 30))
    assert evidence.estimates["t"].value == pytest.approx(0.2)
    assert evidence.estimates["t"].interval is None
    assert evidence.draws is None
    assert check(evidence, "spread").passed is False
    assert "no uncertainty can be stated" in str(check(evidence, "spread").words)


def test_a_covariate_that_says_it_all_takes_the_noise_out(experiment):
    rng = np.random.default_rng(2)
    before = rng.normal(50.0, 10.0, 200)
    units = [("ct"[i % 2], {"y": before[i] + 3.0 * (i % 2) + rng.normal(), "x": before[i]}) for i in range(200)]
    plain = experiment(units, before={"x"}).estimates["t"]
    adjusted = experiment(units, before={"x"}, covariates=("x",)).estimates["t"]
    assert adjusted.interval.low < 3.0 < adjusted.interval.high
    assert adjusted.interval.high - adjusted.interval.low < (plain.interval.high - plain.interval.low) / 5


def test_theta_is_that_of_the_analysis_of_covariance(experiment):
    rng = np.random.default_rng(6)
    before, treated = rng.normal(50.0, 10.0, 60), np.arange(60) % 2
    after = 0.7 * before + 8.0 * treated + rng.normal(0.0, 5.0, 60)
    units = [("ct"[treated[i]], {"y": after[i], "x": before[i]}) for i in range(60)]
    # Least squares with an intercept for each arm: its slope is theta, the gap of the intercepts the effect.
    design = np.column_stack([before, 1 - treated, treated])
    _, control, arm = np.linalg.lstsq(design, after, rcond=None)[0]
    found = experiment(units, before={"x"}, covariates=("x",)).estimates["t"]
    assert found.value == pytest.approx(arm - control, rel=1e-10)


def test_values_that_are_no_numbers_are_refused_whatever_the_segment(experiment):
    units = [(arm, values, {"segment": "new" if i % 2 else None}) for i, (arm, values) in enumerate(EVEN)]
    with pytest.raises(Refused, match="not finite numbers"):
        experiment([*units, ("t", {"y": float("nan")}, {"segment": "new"})], segment="new")


def test_what_was_measured_afterwards_is_no_covariate(experiment):
    units = [(arm, {**values, "x": values["y"]}) for arm, values in EVEN]
    with pytest.raises(UnknownName, match="covariate measured before the assignment"):
        experiment(units, covariates=("x",))


def test_more_covariates_than_units_are_refused(experiment):
    rng = np.random.default_rng(3)
    names = [f"x{place}" for place in range(4)]
    units = [("ct"[i % 2], {"y": float(i), **dict(zip(names, rng.normal(size=4), strict=True))}) for i in range(6)]
    with pytest.raises(TooLittle, match="cannot carry 4 covariates"):
        experiment(units, before=set(names), covariates=tuple(names))


def test_arm_of_one_unit_is_refused(experiment):
    with pytest.raises(TooLittle, match="arm “t” with all that is asked: 1; two are the least"):
        experiment(EVEN[:7])


def test_an_experiment_of_one_arm_is_refused(experiment):
    with pytest.raises(TooLittle, match="nothing to compare it with"):
        experiment(EVEN[:6])


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ({"experiment": "ee"}, "No experiment is named “ee”"),
        ({"metric": "yy"}, "No metric of this experiment is named “yy”"),
        ({"control": "cc"}, "No arm of this experiment is named “cc”"),
        ({"treated": "tt"}, "No arm of this experiment is named “tt”"),
        ({"business": "shap"}, "No business in this experiment is named “shap”"),
        ({"segment": "neu"}, "No segment of this experiment is named “neu”"),
        ({"expected_split": {"c": 1, "tt": 1}}, "No arm of this experiment is named “tt”"),
    ],
)
def test_unknown_names_name_the_nearest(experiment, asked, seen):
    units = [(arm, values, {"segment": "new"}) for arm, values in EVEN]
    with pytest.raises(UnknownName, match=seen) as unknown:
        experiment(units, **asked)
    assert "use “" in str(unknown.value.mend)


def test_units_without_an_observation_are_refused_by_default(experiment):
    with pytest.raises(Refused, match="2 of 8 units of the arm “c” have no observation of “y”") as refused:
        experiment([*EVEN, ("c", {}), ("c", {})])
    assert "missing = “zero”" in str(refused.value.mend)


def test_units_without_an_observation_count_as_zero_where_the_question_says_so(experiment):
    evidence = experiment([*EVEN, ("c", {}), ("c", {})], missing="zero", expected_split={"c": 8, "t": 6})
    assert evidence.sample == {"c": 8, "t": 6}
    assert evidence.estimates["t"].value == pytest.approx(np.mean(TREATED) - sum(CONTROL) / 8)
    assert "count as 0" in str(check(evidence, "missing").words)


def test_units_without_an_observation_are_left_out_where_the_question_says_so(experiment):
    evidence = experiment([*EVEN, ("c", {}), ("t", {})], missing="exclude")
    assert evidence.sample == {"c": 6, "t": 6}
    assert evidence.estimates["t"] == experiment(EVEN).estimates["t"]
    assert check(evidence, "missing").passed is True


def test_one_arm_that_loses_its_units_costs_a_grade(experiment):
    lost = [("t", {}) for _ in range(60)]
    evidence = experiment(rows([1.0, 2.0] * 50, [1.0, 2.0] * 20) + lost, missing="exclude", fixed_on=date(2026, 1, 1))
    assert check(evidence, "missing").passed is False
    assert evidence.grade is Grade.B
    assert "no longer a random split" in str(evidence.reasons[0])


def test_a_broken_ratio_costs_a_grade_and_says_so(experiment):
    evidence = experiment(rows([1.0, 2.0] * 60, [1.0, 2.0] * 20), fixed_on=date(2026, 1, 1))
    assert check(evidence, "sample_ratio").passed is False
    assert evidence.grade is Grade.B
    assert "less than once in 1,000" in str(evidence.reasons[0])


def test_the_ratio_that_was_meant_is_no_mismatch(experiment):
    evidence = experiment(rows([1.0, 2.0] * 60, [1.0, 2.0] * 20), expected_split={"c": 3, "t": 1})
    assert check(evidence, "sample_ratio").passed is True


def test_a_split_that_leaves_an_arm_out_is_refused(experiment):
    with pytest.raises(Refused, match="expected split names c, the experiment has c, t"):
        experiment(EVEN, expected_split={"c": 1})


@pytest.mark.parametrize(
    ("fixed", "instants", "passed", "grade"),
    [
        (None, (START, LATER), False, Grade.B),
        (date(2026, 2, 1), (START, LATER), True, Grade.A),
        (date(2026, 3, 8), (START, LATER), True, Grade.A),
        (date(2026, 3, 9), (START, LATER), False, Grade.B),
        (date(2026, 2, 1), (None, None), None, Grade.A),
    ],
)
def test_a_question_fixed_after_the_last_assignment_costs_a_grade(experiment, fixed, instants, passed, grade):
    units = [(arm, values, {"at": instants[place % 2]}) for place, (arm, values) in enumerate(EVEN)]
    evidence = experiment(units, fixed_on=fixed)
    assert check(evidence, "fixed_beforehand").passed is passed
    assert evidence.grade is grade


def test_the_period_is_that_of_the_assignments_in_utc(experiment):
    units = [(arm, values, {"at": (START, LATER)[place % 2]}) for place, (arm, values) in enumerate(EVEN)]
    assert experiment(units).period == Period(date(2026, 3, 1), date(2026, 3, 9))
    assert experiment(EVEN).period is None


def test_units_in_clusters_have_the_error_of_their_clusters(experiment):
    rng = np.random.default_rng(4)
    units = []
    for shop in range(40):
        level = rng.normal(10.0, 3.0)
        units += [("ct"[shop % 2], {"y": level + rng.normal()}, {"cluster": f"s{shop}"}) for _ in range(5)]
    alone = experiment([unit[:2] for unit in units])
    together = experiment(units)
    means = [np.mean([values["y"] for _, values, row in units if row["cluster"] == f"s{shop}"]) for shop in range(40)]
    # Clusters of equal size: the linearised error is that of the clusters' own means.
    expected = ttest_ind(means[1::2], means[0::2], equal_var=False).confidence_interval(0.95)
    found = together.estimates["t"]
    assert found.value == pytest.approx(alone.estimates["t"].value)
    assert (found.interval.low, found.interval.high) == pytest.approx((expected.low, expected.high))
    assert check(together, "independence").passed is True
    assert check(together, "sample_ratio").words.facts["counts"] == (20, 20)
    assert check(alone, "independence").passed is None


def test_units_with_and_without_a_cluster_go_together(experiment):
    lone = [
        (arm, {"y": y}, {"cluster": f"own{i}"} if i % 2 else {}) for i, (arm, v) in enumerate(EVEN) for y in v.values()
    ]
    assert experiment(lone).estimates["t"].interval.low == pytest.approx(experiment(EVEN).estimates["t"].interval.low)


def test_a_cluster_in_two_arms_costs_a_grade(experiment):
    units = [(arm, values, {"cluster": f"s{place % 6}"}) for place, (arm, values) in enumerate(EVEN)]
    evidence = experiment(units, fixed_on=date(2026, 1, 1))
    assert check(evidence, "independence").passed is False
    assert evidence.grade is Grade.B


def test_an_arm_of_one_cluster_is_refused(experiment):
    units = [(arm, values, {"cluster": arm}) for arm, values in EVEN]
    with pytest.raises(TooLittle, match="lie in one cluster"):
        experiment(units)


def test_power_is_stated_and_set_against_the_plan(experiment):
    assert check(experiment(EVEN), "power").passed is None
    assert check(experiment(EVEN, planned_effect=0.1), "power").passed is False
    large = check(experiment(EVEN, planned_effect=50.0), "power")
    assert large.passed is True
    assert large.words.facts["reached"] == pytest.approx(1.0)


def test_a_mean_that_few_units_carry_is_marked(experiment):
    evidence = experiment(rows([0.0] * 99 + [100.0], [0.0] * 98 + [90.0, 100.0]))
    assert check(evidence, "spread").passed is False
    assert "very uneven" in str(check(evidence, "spread").words)
    assert evidence.grade is Grade.B  # for not being fixed beforehand, not for this


def test_every_arm_is_set_against_the_control(experiment):
    rng = np.random.default_rng(5)
    units = [(arm, {"y": rng.normal()}) for arm in ("c", "t0", "t1", "t2") for _ in range(60)]
    evidence = experiment(units)
    assert evidence.draws.subjects == ("t0", "t1", "t2")
    assert "3 arms were tried" in str(check(evidence, "several_arms").words)
    assert set(experiment(units, treated="t1").estimates) <= {"t1", "t1 / c"}


def test_an_arm_that_stands_out_by_number_alone_is_named():
    arms = [f"t{arm}" for arm in range(9)]
    lucky = checks.several_arms(arms, [0.04, *np.linspace(0.2, 1.0, 8)], 0.95)
    assert lucky.passed is False
    assert "t0 may differ by that alone" in str(lucky.words)
    assert checks.several_arms(arms, [0.0001, *np.linspace(0.2, 1.0, 8)], 0.95).passed is True


def test_the_segment_alone_is_counted_and_named(experiment):
    units = [(arm, values, {"segment": "new" if place % 2 else "known"}) for place, (arm, values) in enumerate(EVEN)]
    evidence = experiment(units, segment="new")
    assert evidence.sample == {"c": 3, "t": 3}
    assert evidence.ids["segment"] == "new"
    assert any("segment “new” only" in str(limit) for limit in evidence.limits)


def test_less_can_be_better(experiment):
    assert experiment(EVEN, higher_is_better=False).better == "less"


@pytest.mark.parametrize(
    ("answers", "seen"),
    [
        ({"kind": "ratio"}, "a ratio, and nothing else, has a denominator"),
        ({"denominator": "n"}, "a ratio, and nothing else, has a denominator"),
        ({"covariates": ("y",)}, "must all differ"),
        ({"treated": "c"}, "is the control itself"),
        ({"kind": "proportion", "unit": "EUR"}, "unit of a proportion is 'share'"),
        ({"level": 1.0}, "less than 1"),
        ({"expected_split": {"c": 0}}, "greater than 0"),
        ({"planned_effect": 0}, "greater than 0"),
    ],
)
def test_questions_that_contradict_themselves_are_refused(answers, seen):
    with pytest.raises(ValidationError, match=seen):
        DifferenceQuestion(**{"experiment": "e", "metric": "y", "control": "c", **answers})
