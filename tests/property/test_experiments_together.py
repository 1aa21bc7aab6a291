"""Questions that are read together are read right: each gets the sums that adding up its own units by hand gives."""

from functools import reduce

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probant.evidence.experiments import sums
from probant.evidence.experiments.engine import Difference
from probant.evidence.experiments.question import DifferenceQuestion

KINDS = ({"kind": "mean"}, {"kind": "proportion"}, {"kind": "ratio", "denominator": "z"})
questions = st.builds(
    lambda kind, covariates, segment, missing: DifferenceQuestion(
        experiment="e", metric="y", control="c", covariates=covariates, segment=segment, missing=missing, **kind
    ),
    st.sampled_from(KINDS),
    st.sampled_from([(), ("x",), ("x", "w")]),
    st.sampled_from([None, "new", "old"]),
    st.sampled_from(["refuse", "zero", "exclude"]),
)
values = st.dictionaries(st.sampled_from("yzxw"), st.sampled_from([0.0, 1.0, 1000.5, -3.25]))
units = st.lists(
    st.tuples(
        st.sampled_from("cta"),
        st.sampled_from([None, "new", "old"]),
        st.sampled_from([None, None, "k1", "k2", "k3"]),
        values,
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=25)
@given(units, st.lists(questions, min_size=1, max_size=5))
def test_each_gets_the_sums_of_its_own_units(sample, rows, asked):
    tables = stored(sample, rows)
    data = sample.fetch(Difference().together(asked, tables))
    for question in asked:
        found = sums.arms(data["sums"], question)
        ours = [row for row in rows if question.segment in (None, row[1])]
        assert set(found) == {arm for arm, *_ in ours}
        for arm in found.values():
            check(arm, [row for row in ours if row[0] == arm.name], question)
        several = {k for k in {row[2] for row in ours} - {None} if len({row[0] for row in ours if row[2] == k}) > 1}
        assert sums.clusters_in_several_arms(data["shared"], question.segment) == len(several)


def stored(sample, rows):
    fixed = [{"experiment": "e", "unit": f"u{place}", "business": "shop"} for place in range(len(rows))]
    # A unit that was never assigned, and one of another experiment, must not count anywhere.
    stray = [{**fixed[0], "unit": "stray"}, {**fixed[0], "experiment": "other"}]
    observations = [
        {**unit, "metric": metric, "value": value, "before": metric in "xw"}
        for unit, (_, _, _, seen) in zip(fixed, rows, strict=True)
        for metric, value in seen.items()
    ] + [{**unit, "metric": "y", "value": 77.0, "before": False} for unit in stray]
    assignments = [
        {**unit, "arm": arm, "segment": segment, "cluster": cluster}
        for unit, (arm, segment, cluster, _) in zip(fixed, rows, strict=True)
    ]
    return {
        **sample.tables(),
        "assignments": sample.table("assignments", assignments),
        "observations": sample.table("observations", observations),
    }


def check(arm, rows, question):
    """Add up by hand, one unit after the other."""
    seen = [[row[3].get(name) for name in question.measures] for row in rows]
    if question.missing == "zero":
        whole = [[0.0 if value is None else value for value in one] for one in seen]
    else:
        whole = [None if None in one else one for one in seen]
    centre = arm.moments.centre
    v = [np.array([1.0, *(np.array(one) - centre)]) for one in whole if one is not None]
    groups = [row[2] or place for place, (row, one) in enumerate(zip(rows, whole, strict=True)) if one is not None]
    totals = [reduce(np.add, [a for a, own in zip(v, groups, strict=True) if own == g]) for g in dict.fromkeys(groups)]
    near(arm.moments.cross, sum((np.outer(one, one) for one in v), np.zeros(arm.moments.cross.shape)))
    near(arm.moments.clustered, sum((np.outer(one, one) for one in totals), np.zeros(arm.moments.cross.shape)))
    assert arm.moments.clusters == len(totals)
    assert arm.assigned == len(rows)
    assert arm.independent == len({row[2] or place for place, row in enumerate(rows)})
    assert arm.missing == tuple(sum(one[place] is None for one in seen) for place in range(len(question.measures)))
    if question.kind == "proportion":
        assert arm.odd == sum(one is not None and one[0] not in (0.0, 1.0) for one in whole)
    if question.kind == "mean":
        near(arm.cubes, sum(one[1] ** 3 for one in v))


def near(found, expected):
    """At most 25 products of values up to 1,000.5, the largest a cube of 1e9: their rounding is below 1e-5."""
    assert found == pytest.approx(expected, rel=1e-11, abs=1e-4)
