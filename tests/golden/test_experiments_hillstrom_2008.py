"""Hillstrom (2008), MineThatData E-Mail Analytics Challenge: 64,000 customers, two e-mails against none.

Reference: METHODS 5 and the README of the data, computed there with pandas and scipy from the same file, apart
from this package; printed to the digits that stand here.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pytest
from scipy.stats import chisquare
from scipy.stats import t as student

from probant.evidence.experiments.engine import Difference
from probant.evidence.experiments.question import DifferenceQuestion
from probant.vocabulary import Grade

PRINTED = {
    ("Mens E-Mail", "visit"): ("0.07659", "0.00339"),
    ("Mens E-Mail", "conversion"): ("0.006805", "0.000921"),
    ("Mens E-Mail", "spend"): ("0.7698", "0.1452"),
    ("Womens E-Mail", "visit"): ("0.04523", "0.00323"),
    ("Womens E-Mail", "conversion"): ("0.003111", "0.000823"),
    ("Womens E-Mail", "spend"): ("0.4244", "0.1303"),
}
METRICS = ("visit", "conversion", "spend")


@pytest.fixture(scope="module")
def rows(shared):
    return pyarrow.csv.read_csv(shared / "experiments" / "hillstrom_email_2008.csv.gz")


@pytest.fixture(scope="module")
def tables(rows, sample):
    units = pa.array([f"c{number}" for number in range(rows.num_rows)])
    fixed = {"experiment": "email", "business": "shop"}
    assigned = pa.table({"unit": units, "arm": rows["segment"]})
    seen = [
        pa.table({"unit": units, "metric": pa.array([name] * len(units)), "value": pc.cast(rows[name], pa.float64())})
        for name in (*METRICS, "history")
    ]
    observed = pa.concat_tables(seen)
    before = pc.equal(observed["metric"], "history")
    return {
        **sample.tables(),
        "assignments": sample.filled("assignments", assigned, **fixed),
        "observations": sample.filled("observations", observed.append_column("before", before), **fixed),
    }


@pytest.fixture(scope="module")
def asked(tables, sample):
    def ask(metric, kind="mean", **more):
        words = {"experiment": "email", "metric": metric, "kind": kind, "control": "No E-Mail", **more}
        return sample.ask(Difference(), DifferenceQuestion(**words), tables)

    found = {metric: ask(metric) for metric in METRICS}
    return lambda metric, **more: ask(metric, **more) if more else found[metric]


def digits(text):
    return len(text.partition(".")[2])


@pytest.mark.parametrize(("arm", "metric"), PRINTED)
def test_effect_and_standard_error_are_those_printed(asked, arm, metric):
    effect, error = PRINTED[arm, metric]
    found = asked(metric).estimates[arm]
    half = (found.interval.high - found.interval.low) / 2
    assert round(found.value, digits(effect)) == float(effect)
    assert round(half / student.ppf(0.975, 40_000), digits(error)) == float(error)


def test_sample_ratio_holds_at_the_p_printed(asked, rows):
    check = asked("visit").checks[0]
    counts = rows["segment"].value_counts().field("counts").to_numpy()
    assert check.passed is True
    assert check.words.facts["p"] == 0.904
    assert chisquare(counts).pvalue == pytest.approx(0.904, abs=5e-4)


@pytest.mark.parametrize("metric", ["visit", "conversion"])
def test_shares_have_the_effects_printed_and_an_interval_near_that_of_the_mean(asked, metric):
    shares, means = asked(metric, kind="proportion"), asked(metric)
    for arm in ("Mens E-Mail", "Womens E-Mail"):
        assert shares.estimates[arm].unit == "points"
        assert shares.estimates[arm].value == pytest.approx(means.estimates[arm].value, abs=1e-12)
        # 21,000 units an arm: score and Wald intervals differ by a term of order 1 / n.
        assert shares.estimates[arm].interval.low == pytest.approx(means.estimates[arm].interval.low, abs=5e-5)
        assert shares.estimates[arm].interval.high == pytest.approx(means.estimates[arm].interval.high, abs=5e-5)


def test_draws_have_the_standard_errors_printed(asked):
    draws = asked("spend").draws
    assert draws.subjects == ("Mens E-Mail", "Womens E-Mail")
    # 4,000 draws: the standard deviation of a standard deviation is its 1 / sqrt(8,000).
    np.testing.assert_allclose(draws.values.std(axis=0), [0.1452, 0.1303], rtol=4 / np.sqrt(8_000))


def test_history_as_covariate_leaves_the_effect_and_narrows_nothing_much(asked, rows):
    plain, adjusted = asked("spend"), asked("spend", covariates=("history",))
    within = [rows.filter(pc.equal(rows["segment"], arm)) for arm in ("No E-Mail", "Mens E-Mail", "Womens E-Mail")]
    x, y = (
        np.concatenate([part[name].to_numpy() - pc.mean(part[name]).as_py() for part in within])
        for name in ("history", "spend")
    )
    explained = np.corrcoef(x, y)[0, 1] ** 2
    for arm in ("Mens E-Mail", "Womens E-Mail"):
        assert adjusted.estimates[arm].value == pytest.approx(plain.estimates[arm].value, abs=0.01)
    mean = np.mean([_width(adjusted, arm) ** 2 / _width(plain, arm) ** 2 for arm in ("Mens E-Mail", "Womens E-Mail")])
    assert mean == pytest.approx(1 - explained, abs=5e-4)


def test_grade_is_a_where_the_question_was_fixed_beforehand_and_b_where_not(asked):
    assert asked("visit", fixed_on="2008-03-01").grade is Grade.A
    assert asked("visit").grade is Grade.B


def _width(evidence, arm):
    around = evidence.estimates[arm].interval
    return around.high - around.low
