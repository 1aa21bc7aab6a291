"""LaLonde (1986), in the sample of Dehejia and Wahba (1999): a job training assigned at random, earnings of 1978.

Reference: METHODS 5: 1794.34 USD (standard error 671.0) from the experiment; -8497.5 where the treated are
set against people of a survey instead, which is what a comparison without an experiment would have said.
"""

import pyarrow as pa
import pyarrow.csv
import pytest

from probant.evidence.experiments.engine import Difference
from probant.evidence.experiments.question import DifferenceQuestion


@pytest.fixture(scope="module")
def earnings(shared):
    nsw = pyarrow.csv.read_csv(shared / "experiments" / "lalonde_nsw_dw.csv")
    cps = pyarrow.csv.read_csv(shared / "experiments" / "lalonde_cps_controls.csv.gz")
    by_arm = {1: "trained", 0: "control"}
    arms = [by_arm[treat] for treat in nsw["treat"].to_pylist()] + ["survey"] * cps.num_rows
    return arms, nsw["re78"].to_pylist() + cps["re78"].to_pylist()


def ask(sample, earnings, control):
    arms, values = earnings
    kept = [(arm, value) for arm, value in zip(arms, values, strict=True) if arm in ("trained", control)]
    units = [f"p{number}" for number in range(len(kept))]
    fixed = {"experiment": "nsw", "business": "programme"}
    tables = {
        **sample.tables(),
        "assignments": sample.filled(
            "assignments", pa.table({"unit": units, "arm": [arm for arm, _ in kept]}), **fixed
        ),
        "observations": sample.filled(
            "observations", pa.table({"unit": units, "value": [value for _, value in kept]}), metric="re78", **fixed
        ),
    }
    question = DifferenceQuestion(
        experiment="nsw", metric="re78", control=control, unit="USD", expected_split={control: 260, "trained": 185}
    )
    return sample.ask(Difference(), question, tables)


def test_the_experiment_says_1794_dollars_with_a_standard_error_of_671(sample, earnings):
    evidence = ask(sample, earnings, "control")
    effect = evidence.estimates["trained"]
    assert evidence.sample == {"control": 260, "trained": 185}
    assert round(effect.value, 2) == 1794.34
    # The draws are Student's t: their spread is a little above the standard error, and known to 1 / sqrt(8,000).
    assert evidence.draws.values.std() == pytest.approx(671.0, rel=0.04)


def test_its_interval_is_welchs(sample, earnings):
    from scipy.stats import ttest_ind

    arms, values = earnings
    groups = {name: [v for arm, v in zip(arms, values, strict=True) if arm == name] for name in ("trained", "control")}
    reference = ttest_ind(groups["trained"], groups["control"], equal_var=False)
    interval = ask(sample, earnings, "control").estimates["trained"].interval
    expected = reference.confidence_interval(0.95)
    assert (interval.low, interval.high) == (
        pytest.approx(expected.low, rel=1e-10),
        pytest.approx(expected.high, rel=1e-10),
    )
    assert (
        round((interval.high - interval.low) / (expected.high - expected.low) * reference._standard_error, 1) == 671.0
    )


def test_without_an_experiment_the_answer_has_the_wrong_sign(sample, earnings):
    evidence = ask(sample, earnings, "survey")
    assert round(evidence.estimates["trained"].value, 1) == -8497.5
    ratio = evidence.checks[0]
    assert ratio.passed is False
    assert ratio.lowers == 1
