"""The methods of the room on agents, run by run: half matches, order, repeats, rules, context."""

import numpy as np
import pytest

from probant.evidence.agents import autonomy, context, efficiency, goals, rules
from probant.evidence.agents.book import book

RULE = {
    "business": "(all)",
    "severity": "high",
    "applies_to": None,
    "needs": None,
    "argument": None,
    "agreed_rate": None,
}


@pytest.fixture
def scores(sample):
    def of(runs, references=None):
        return efficiency.scores(book(sample.agent_book(runs, references)))

    return of


def test_half_a_match_is_a_right_tool_with_half_the_arguments(scores):
    found = scores(
        [{"steps": [("change", '{"a": 1, "b": 2, "c": 3}')]}], {"t": [("change", '{"a": 1, "b": 2, "c": 4}')]}
    )
    likeness = 0.5 * 2 / 4
    assert found.goal[0] == pytest.approx(2 * likeness / 2)


def test_goal_counts_changes_that_are_missing_and_that_are_too_many(scores):
    ideal = {"t": [("change", "1"), ("send", "2"), ("look", "3")]}
    assert scores([{"steps": [("change", "1")]}], ideal).goal[0] == pytest.approx(2 / 3)
    assert scores([{"steps": [("change", "1"), ("send", "2"), ("send", "9")]}], ideal).goal[0] == pytest.approx(4 / 5)


def test_a_call_that_failed_matches_nothing(scores):
    assert scores([{"steps": [("change", "1", True)]}], {"t": [("change", "1")]}).goal[0] == 0


def test_a_handoff_counts_only_where_it_is_demanded(scores):
    run = [{"steps": [("call", "please")]}]
    assert scores(run, {"t": [("call", "please")]}).goal[0] == 1
    assert scores(run, {"t": [("look", "1")]}).goal[0] == 1
    assert scores([{"steps": []}], {"t": [("call", "please")]}).goal[0] == 0


def test_order_counts_only_where_precedence_is_declared(scores):
    turned = [{"steps": [("send", "2"), ("change", "1")]}]
    assert scores(turned, {"t": [("change", "1"), ("send", "2")]}).goal[0] == 1
    assert scores(turned, {"t": [("change", "1"), ("send", "2", 1)]}).goal[0] == pytest.approx(1 / 2)


def test_another_way_that_succeeded_scores_in_full(scores):
    runs = [{"steps": [("look", "1"), ("send", "5")], "success": 1}] * 2
    found = scores(runs, {"t": [("look", "1"), ("change", "1")]})
    assert found.index == pytest.approx([100, 100])


def test_repeats_and_failures_cost_half_as_much_again(scores):
    runs = [{"steps": [("look", "1"), ("change", "1")], "success": 1},
            {"steps": [("look", "1"), ("look", "1"), ("find", "x", True), ("think", ""), ("change", "1")]}]  # fmt: skip
    assert scores(runs).economy[1] == pytest.approx(2 / (1 + 1.5 + 1.5 + 0.25 + 1))


def test_reading_again_after_a_change_is_no_repeat(sample):
    steps = [("look", "1"), ("change", "2"), ("look", "1"), ("look", "1")]
    whole = book(sample.agent_book([{"steps": steps}]))
    assert efficiency.repeats(whole.steps).tolist() == [False, False, False, True]


def test_an_empty_run_is_judged_by_what_was_wanted(scores):
    assert scores([{"steps": []}], {"t": []}).index[0] == 100
    assert scores([{"steps": []}], {"t": [("change", "1")]}).index[0] == 0


def test_no_reference_is_no_index(scores):
    found = scores([{"steps": [("change", "1")], "success": 0}])
    assert np.isnan([found.index[0], found.goal[0], found.economy[0]]).all()


def test_a_run_that_broke_serves_nobody_and_has_no_index(scores):
    runs = [{"steps": [("change", "1")], "success": 1, "broken": True}, {"steps": [("change", "1")]}]
    assert np.isnan(scores(runs).index).all()


def test_approval_is_supervision_and_no_intervention(sample):
    whole = book(sample.agent_book([{"steps": [], "success": 1}] * 2))
    acts = [{"trace": "r000", "kind": "approval", "minutes": 1.0, "silent": 0},
            {"trace": "r001", "kind": "edit", "minutes": None, "silent": 1}]  # fmt: skip
    found = autonomy.of(whole, acts, np.array([False, False]))
    assert found.alone.tolist() == [True, False]
    assert found.untouched.tolist() == [False, False]
    assert found.effective.tolist() == [1, 0]
    assert found.minutes[0] == 1
    assert np.isnan(found.minutes[1])


def test_a_grave_deviation_or_an_unknown_success_is_not_effective(sample):
    whole = book(sample.agent_book([{"steps": [], "success": 1}, {"steps": []}]))
    found = autonomy.of(whole, [], np.array([True, False]))
    assert found.effective[0] == 0
    assert np.isnan(found.effective[1])


def test_minutes_of_a_handoff_that_nobody_recorded_are_not_known(sample):
    whole = book(sample.agent_book([{"steps": [("call", "x")]}]))
    assert np.isnan(autonomy.of(whole, [], np.array([False])).minutes[0])


def test_a_wrong_change_is_no_exact_step_of_the_path_that_fits_best(sample):
    steps = [("change", "1"), ("change", "1"), ("send", "9"), ("send", "2", True)]
    whole = book(sample.agent_book([{"steps": steps}], {"t": [("change", "1"), ("send", "2")]}))
    assert goals.wrong_writes(whole).tolist() == [2]
    assert np.isnan(goals.wrong_writes(book(sample.agent_book([{"steps": steps}]))))


def rule(kind, **more):
    return {**RULE, "rule": kind, "kind": kind, "most": None, **more}


def seen_by(sample, steps, **more):
    (found,) = rules.tested(book(sample.agent_book([{"steps": []}, {"steps": steps}])), [rule(**more)])
    return found.applied[1], found.broken[1]


def test_rule_that_another_call_must_come_before_minds_the_argument(sample):
    steps = [
        ("look", '{"id": 1}'),
        ("change", '{"id": 1}'),
        ("change", '{"id": 2}'),
        ("look", '{"id": 2}'),
        ("change", "{}"),
    ]
    asked = {"kind": "before", "applies_to": "write", "needs": "look"}
    assert seen_by(sample, steps, **asked, argument="id") == (2, 1)
    assert seen_by(sample, steps, **asked) == (3, 0)
    assert seen_by(sample, [("look", '{"id": 1}', True), ("change", '{"id": 1}')], **asked) == (1, 1)
    assert seen_by(sample, [("change", '{"id": 1}')], **{**asked, "needs": "no such tool"}) == (1, 1)


def test_rule_on_how_often_counts_calls_that_succeed(sample):
    steps = [("change", '{"id": 1}'), ("change", '{"id": 2}'), ("change", '{"id": 1}', True), ("change", '{"id": 1}')]
    asked = {"kind": "most", "applies_to": "change", "most": 1}
    assert seen_by(sample, steps, **asked, argument="id") == (4, 1)
    assert seen_by(sample, steps, **asked) == (4, 2)


def test_rules_on_errors_and_forbidden_calls(sample):
    steps = [("look", "1", True), ("send", "1"), ("send", "2")]
    assert seen_by(sample, steps, kind="error") == (3, 1)
    assert seen_by(sample, steps, kind="never", applies_to="send") == (2, 2)


def sights(sample, *rows):
    told = [
        {"trace": "r000", "item": item, "step": step, "as_of": as_of, "used": used} for item, step, as_of, used in rows
    ]
    return sample.rows_of("agent_context", told)


def test_context_is_available_used_and_grounded(sample):
    steps = [("look", "x"), ("change", '{"order": "o-77", "address": "elsewhere"}')]
    whole = book(sample.agent_book([{"steps": steps}], {"t": [("change", '{"order": "o-77", "city": "paris"}')]}))
    seen = sights(sample, ("o-77", 2, None, None), ("paris", 3, None, None), ("elsewhere", None, None, None))
    found = context.of(whole, seen, [])
    assert (found.available[0], found.used[0], found.grounded[0]) == (0.5, 0.5, 0.5)
    assert found.score[0] == pytest.approx(50)


def test_what_was_not_looked_for_is_not_known(sample):
    whole = book(sample.agent_book([{"steps": [("change", '"o-77"')]}], {"t": [("change", '"o-77"')]}))
    assert np.isnan(context.of(whole, sights(sample), []).score[0])


def test_a_required_signal_may_be_too_old(sample):
    whole = book(sample.agent_book([{"steps": [("look", "1"), ("change", "2")]}]))
    limit = [{"business": "(all)", "task": "(all)", "item": "stock", "max_age_minutes": 10}]
    for hours, available in ((0, 1), (-1, 0)):
        as_of = sample.BEGIN.replace(hour=sample.BEGIN.hour + hours)
        found = context.of(whole, sights(sample, ("stock", 1, as_of, True)), limit)
        assert (found.available[0], found.stale[0], found.used[0]) == (available, 1 - available, 1)
    assert np.isnan(context.of(whole, sights(sample, ("stock", 1, None, True)), limit).available[0])


def test_with_nothing_required_leaving_things_alone_is_right(sample):
    runs = [{"steps": [("look", "1")]}, {"steps": [("change", '"o-77"')]}]
    found = context.of(book(sample.agent_book(runs, {"t": []})), sights(sample, ("o-77", 1, None, None)), [])
    assert found.used.tolist() == [1, 0]
    assert found.available.tolist() == [1, 1]
