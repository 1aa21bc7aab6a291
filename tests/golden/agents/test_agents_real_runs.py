"""561 real runs of agents in customer service, with annotated ideals and rewards: METHODS 8, data/agents.

Reference: METHODS 8 (areas under the curve, computed by a prototype with a greedy matching) and
prototype_metrics.parquet, rounded to three and four digits. Ours matches best, so two runs differ.
"""

import json

import numpy as np
import pytest
from tests.golden.agents.real_runs import auc, interval, of_oracle, usable

from probant.evidence.agents import autonomy, context, deviation, efficiency
from probant.evidence.agents.flow import process_map


def test_runs_that_the_harness_ended_are_left_out(from_tables):
    _, _, whole = from_tables
    assert usable(whole).sum() == 561
    assert whole.runs.count == 600


@pytest.mark.parametrize(
    ("part", "published"), [("index", 0.963), ("goal", 0.958), ("reads", 0.601), ("economy", 0.525)]
)
def test_efficiency_separates_rewarded_runs_as_published(from_tables, part, published):
    _, _, whole = from_tables
    kept = usable(whole)
    scores, success = getattr(efficiency.scores(whole), part)[kept], whole.runs.success[kept]
    assert auc(scores, success) == pytest.approx(published, abs=0.0006)


def test_interval_of_the_index_is_the_published_one(from_tables):
    _, _, whole = from_tables
    kept = usable(whole)
    low, high = interval(efficiency.scores(whole).index[kept], whole.runs.success[kept], whole.runs.task[kept])
    assert (low, high) == pytest.approx((0.941, 0.981), abs=0.006)


def test_efficiency_of_each_run_is_that_of_the_prototype_but_for_two_that_a_greedy_matching_wronged(
    from_tables, oracle
):
    _, _, whole = from_tables
    found = efficiency.scores(whole)
    apart = {}
    for part, column in (("index", "aei"), ("goal", "goal_fidelity"), ("reads", "read_recall"), ("economy", "economy")):
        gap = np.abs(getattr(found, part)[usable(whole)] - of_oracle(whole, oracle, column))
        apart[part] = int((gap > 0.0006).sum())
    assert apart == {"index": 2, "goal": 2, "reads": 0, "economy": 0}


def test_context_separates_rewarded_runs_as_published(from_tables, oracle):
    """The prototype kept three ideals with a step that fails: the parts that do not depend on them agree exactly."""
    _, found, whole = from_tables
    kept, aware = usable(whole), context.of(whole, found["context"], [])
    low, high = interval(aware.score[kept], whole.runs.success[kept], whole.runs.task[kept])
    assert low < 0.898 < high
    assert auc(aware.score[kept], whole.runs.success[kept]) == pytest.approx(0.898, abs=0.004)
    np.testing.assert_allclose(aware.grounded[kept], of_oracle(whole, oracle, "cas_grounded"), atol=6e-5)
    apart = np.abs(aware.used[kept] - of_oracle(whole, oracle, "cas_used")) > 6e-5
    cleaned = {whole.runs.tasks[one] for one in whole.runs.task[kept][apart]}
    assert cleaned <= {("retail", "12"), ("retail", "13"), ("retail", "64")}


def test_rules_tested_on_the_steps_find_what_the_prototype_found(from_tables, oracle):
    question, found, whole = from_tables
    by_name = {one.seen.rule: one.seen.broken[usable(whole)] for one in deviation.of(whole, found, question)}
    ruled = [json.loads(rules) for rules in of_oracle(whole, oracle, "deviation_rules")]
    for ours, theirs in (("P8", "P8_tool_error"), ("P6", "P6_status_unread"), ("P7", "P7_modify_once")):
        seen = sum(broken for name, broken in by_name.items() if name.startswith(ours))
        np.testing.assert_array_equal(seen, [rules.count(theirs) for rules in ruled])
    np.testing.assert_array_equal(by_name[deviation.NEEDLESS_HANDOFF], [r.count("G2_needless_handoff") for r in ruled])


def test_severity_separates_rewarded_runs_as_the_prototype_did(from_tables, oracle):
    question, found, whole = from_tables
    policy = [one.seen for one in deviation.of(whole, found, question) if not one.seen.goal]
    points = deviation.total(policy, whole.runs.count, points=True)[usable(whole)]
    np.testing.assert_array_equal(points, of_oracle(whole, oracle, "severity_points"))
    assert auc(-points, whole.runs.success[usable(whole)]) == pytest.approx(0.609, abs=0.0006)


def test_plain_autonomy_tells_nothing_of_success_and_the_effective_rate_is_less_than_half_of_it(from_tables):
    question, found, whole = from_tables
    grave = deviation.grave(deviation.of(whole, found, question), whole.runs.count)
    seen = autonomy.of(whole, [], grave)
    alone, kept = seen.alone[seen.eligible], seen.eligible
    assert alone.mean() == pytest.approx(0.868, abs=0.0005)
    assert auc(alone, whole.runs.success[kept]) == pytest.approx(0.48, abs=0.005)
    assert seen.effective[kept].mean() == pytest.approx(0.374, abs=0.0005)


def test_spans_and_tables_give_the_same_metrics(from_tables, from_spans):
    (question, one, ours), (_, other, theirs) = from_tables, from_spans
    place = {trace: number for number, trace in enumerate(theirs.runs.trace.to_pylist())}
    here = np.flatnonzero(usable(ours))
    there = np.array([place[trace] for trace in np.array(ours.runs.trace.to_pylist())[here]])
    assert len(here) == 561
    for part in ("index", "goal", "reads", "economy"):
        left, right = getattr(efficiency.scores(ours), part), getattr(efficiency.scores(theirs), part)
        np.testing.assert_array_equal(left[here], right[there])
    left, right = deviation.of(ours, one, question), deviation.of(theirs, other, question)
    for mine, other_one in zip(left, right, strict=True):
        np.testing.assert_array_equal(mine.seen.broken[here], other_one.seen.broken[there])
    grave = deviation.grave(left, ours.runs.count), deviation.grave(right, theirs.runs.count)
    alone = autonomy.of(ours, [], grave[0]).effective, autonomy.of(theirs, [], grave[1]).effective
    np.testing.assert_array_equal(alone[0][here], alone[1][there])


def test_process_map_holds_every_call(from_tables):
    _, found, whole = from_tables
    drawn = process_map(found["passages"].to_pylist(), passages=1_000)
    assert sum(drawn.calls.values()) == len(whole.steps.tool)
    assert drawn.runs == sum(np.diff(whole.steps.start) > 0)
    assert drawn.left_out == 0


def test_the_mere_ratio_of_ideal_to_actual_steps_tells_nothing_of_success(from_tables):
    _, _, whole = from_tables
    kept, success = usable(whole), whole.runs.success[usable(whole)]
    calls = np.diff(whole.declared.calls.start)
    ideal = dict(zip(whole.declared.task.tolist(), calls.tolist(), strict=True))
    wanted = np.array([ideal[task] for task in whole.runs.task[kept].tolist()], float)
    made = np.diff(whole.steps.start)[kept]
    assert auc(np.minimum(1, wanted / np.maximum(made, 1)), success) == pytest.approx(0.50, abs=0.02)
