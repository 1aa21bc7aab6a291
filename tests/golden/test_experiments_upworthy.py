"""Upworthy Research Archive, exploratory set (Matias et al. 2021, Scientific Data): headline tests.

Reference: METHODS 5: at p < .001 the sample ratio check fails in 67.1 % of the tests of weeks 201326 to 201402,
in which the site's assignment is known to have been broken, and in 1.2 % of the tests of all other weeks.
"""

from collections import defaultdict

import pyarrow.parquet as pq
import pytest

from probant.evidence.experiments.sample_ratio import THRESHOLD, p_value


@pytest.fixture(scope="module")
def failed(shared):
    rows = pq.read_table(
        shared / "experiments" / "upworthy_exploratory_packages.parquet",
        columns=["clickability_test_id", "test_week", "impressions"],
    ).to_pylist()
    arms, weeks = defaultdict(list), {}
    for row in rows:
        arms[row["clickability_test_id"]].append(row["impressions"])
        weeks.setdefault(row["clickability_test_id"], row["test_week"])
    found = {True: [], False: []}
    for test, counts in arms.items():
        if len(counts) > 1:
            found[201326 <= weeks[test] <= 201402].append(p_value(counts, [1.0] * len(counts)) < THRESHOLD)
    return found


def test_two_in_three_tests_of_the_broken_weeks_fail(failed):
    assert round(sum(failed[True]) / len(failed[True]), 3) == 0.671


def test_one_in_a_hundred_fails_elsewhere(failed):
    assert round(sum(failed[False]) / len(failed[False]), 3) == 0.012
