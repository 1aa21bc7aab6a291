"""The engines on agents as their users meet them: what they find, refuse, leave out, and say."""

import ibis
import numpy as np
import pytest

from probant.errors import Inconsistent, TooLittle, UnknownName
from probant.evidence import registry
from probant.evidence.agents import autonomy, context, data, efficiency, goals, rules
from probant.evidence.agents.book import book
from probant.evidence.agents.flow import process_map
from probant.evidence.agents.question import AgentsQuestion
from probant.vocabulary import Grade

ENGINES = ("efficiency", "autonomy", "context", "deviation", "knowledge", "cost", "compare")
RULE = {
    "business": "(all)",
    "severity": "high",
    "applies_to": None,
    "needs": None,
    "argument": None,
    "agreed_rate": None,
}


@pytest.fixture
def ask(sample, sample_tables):
    """Evidence of one engine of the room over the sample project, some tables replaced by rows by hand."""

    def asked(name, answers=None, **tables):
        engine = registry.engine(f"agents.{name}")
        question = engine.question.model_validate({**engine.question.example().model_dump(), **(answers or {})})
        made = {table: sample.table(table, rows) for table, rows in tables.items()}
        return sample.ask(engine, question, {**sample_tables, **made})

    return asked


@pytest.fixture
def scores(sample):
    def of(runs, references=None):
        return efficiency.scores(book(sample.agent_book(runs, references)))

    return of


def check(evidence, name):
    return next(one for one in evidence.checks if one.name == name)


def values(evidence):
    return {name: estimate.value for name, estimate in evidence.estimates.items()}


@pytest.mark.parametrize("name", ENGINES)
def test_an_unknown_agent_is_named_with_the_nearest_one(ask, name):
    with pytest.raises(UnknownName, match="asistant") as caught:
        ask(name, {"agent": "asistant"})
    assert str(caught.value.mend) == "use “assistant”"


@pytest.mark.parametrize("name", ENGINES)
def test_without_runs_it_says_so(ask, name):
    with pytest.raises(TooLittle, match="No run of an agent is left"):
        ask(name, {"start": "2030-01-01"})


@pytest.mark.parametrize("name", ENGINES)
def test_runs_that_broke_outside_the_agent_are_left_out_and_counted(ask, sample, name):
    runs = [{"trace": f"{number:032x}", "business": "shop", "success": True} for number in range(48)]
    runs[5]["infrastructure_failure"] = "model endpoint"
    evidence = ask(name, agent_runs=runs)
    assert evidence.sample["runs"] == 47
    assert "1 of 48 runs" in str(check(evidence, "infrastructure").words)


def test_description_is_no_proof(ask):
    assert all(ask(name).grade is Grade.E for name in ENGINES)


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


def test_a_tool_of_unknown_kind_bars_the_run_and_is_named(ask, sample_tables, sample):
    tools = [{"business": "shop", "tool": "get_order", "kind": "read"}]
    evidence = ask("efficiency", agent_tools=tools)
    assert not evidence.estimates
    assert "change_order" in str(check(evidence, "references").words)
    assert set(evidence.unknown) == {"(index)", "(goal)", "(reads)", "(economy)"}


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


def test_a_rule_without_enough_labels_does_not_count_and_is_named(ask):
    few = [{"business": "shop", "rule": "asked first", "example": "1", "flagged": True, "deviated": True}]
    evidence = ask("deviation", agent_labels=few)
    assert values(evidence)["(policy)"] == 0
    assert values(evidence)["asked first"] == pytest.approx(6 / 48)
    assert "asked first" in str(check(evidence, "labelled").words)
    assert values(ask("deviation", {"count_unlabelled": True}, agent_labels=few))["(policy)"] == pytest.approx(6 / 48)


def test_a_rule_that_is_mostly_wrong_does_not_count_even_if_asked(ask):
    wrong = [
        {"business": "shop", "rule": "asked first", "example": str(n), "flagged": True, "deviated": n < 5}
        for n in range(10)
    ]
    evidence = ask("deviation", {"count_unlabelled": True}, agent_labels=wrong)
    assert values(evidence)["(policy)"] == 0
    assert values(evidence)["asked first / labels"] == 0.5


def test_a_rule_broken_more_often_than_agreed_raises_an_alarm(ask):
    at = [{"trace": f"{number:032x}", "rule": "asked first", "span": "s"} for number in range(48)]
    assert "Alarm: rule “asked first”" in str(check(ask("deviation", agent_deviations=at), "drift asked first").words)


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


def test_tokens_without_a_price_are_counted_and_never_free(ask):
    evidence = ask("cost", agent_prices=[])
    assert "(run)" in evidence.unknown
    assert "m-1" in str(check(evidence, "priced").words)


def test_price_changes_on_its_day_and_a_stated_cost_goes_before_it(ask, sample):
    price = {"business": "shop", "model": "m", "tokens": "input", "currency": "EUR"}
    prices = [
        {**price, "day": sample.MONDAY, "price": sample.money(1)},
        {**price, "day": sample.BEGIN.date(), "price": sample.money(3)},
    ]
    fixed = {"span": "s", "at": sample.BEGIN, "day": sample.BEGIN.date(), "business": "shop", "agent": "assistant",
             "operation": "chat", "model": "m"}  # fmt: skip
    told = [{"trace": "a", "input_tokens": 1_000_000}, {"trace": "b", "cost": sample.money(7), "currency": "EUR"}]
    evidence = ask("cost", {"hour_cost": None}, agent_prices=prices, spans=[{**fixed, **one} for one in told])
    assert values(evidence)["(run)"] == 5
    assert evidence.estimates["(run)"].unit == "EUR / run"


def test_cached_tokens_beyond_the_tokens_read_are_named(ask, sample):
    span = {"trace": "a", "span": "s", "at": sample.BEGIN, "day": sample.BEGIN.date(), "business": "shop",
            "agent": "assistant", "operation": "chat", "model": "m-1", "input_tokens": 5,
            "cached_tokens": 9}  # fmt: skip
    evidence = ask("cost", spans=[span])
    assert "(run)" in evidence.unknown
    assert "1 calls whose cached tokens exceed" in str(check(evidence, "priced").words)


def test_several_currencies_are_refused(ask, sample):
    price = {"business": "shop", "model": "m-1", "day": sample.MONDAY, "price": sample.money(1)}
    prices = [{**price, "tokens": "input", "currency": "EUR"}, {**price, "tokens": "output", "currency": "USD"}]
    with pytest.raises(Inconsistent, match="EUR, USD"):
        ask("cost", agent_prices=prices)


def test_time_of_people_is_in_the_cost_and_its_absence_is_said(ask):
    with_people, without = ask("cost"), ask("cost", {"hour_cost": None})
    minutes = 9 * 4.0 + 10 * 0.5
    assert values(with_people)["(run)"] - values(without)["(run)"] == pytest.approx(minutes * 40 / 60 / 48)
    assert "The time of people is not in it" in str(without.limits[1])


def test_undecided_is_an_answer_with_the_runs_that_would_decide(ask):
    evidence = ask("compare")
    assert values(evidence) == {"2": pytest.approx(0.125)}
    assert str(check(evidence, "decided").words).startswith("Undecided over 8 tasks.")
    assert check(evidence, "decided").passed is False


def test_versions_without_a_common_task_cannot_be_compared(ask):
    runs = [{"trace": f"{number:032x}", "task": f"t{number}"} for number in range(48)]
    with pytest.raises(TooLittle, match="share no task"):
        ask("compare", agent_runs=runs)


def test_two_versions_are_compared_by_what_a_run_costs_and_people_are_in_it_where_they_have_a_price(ask):
    tokens, people = ask("compare", {"metric": "cost"}), ask("compare", {"metric": "cost", "hour_cost": 40.0})
    found = tokens.estimates["2"]
    assert (found.unit, tokens.better) == ("EUR / run", "less")
    assert check(tokens, "decided").passed is not None
    assert "not in it" in str(tokens.limits[-1])
    assert people.estimates["2"].value != found.value


def test_the_difference_in_cost_is_that_of_task_means_by_hand(ask, sample):
    spans = [
        {"trace": f"{version}{task}", "span": "s", "at": sample.BEGIN, "day": sample.BEGIN.date(), "business": "shop",
         "agent": "assistant", "version": version, "task": task, "operation": "chat", "model": "m-1",
         "cost": sample.money(cost), "currency": "EUR"}
        for version, task, cost in (("1", "a", 2), ("1", "b", 4), ("2", "a", 1), ("2", "b", 1), ("2", "c", 9))
    ]  # fmt: skip
    evidence = ask("compare", {"metric": "cost"}, spans=spans, agent_runs=[])
    assert values(evidence) == {"2": pytest.approx(((1 - 2) + (1 - 4)) / 2)}
    assert "1 tasks were done by one of them only" in str(check(evidence, "paired").words)


def test_a_run_without_a_price_is_in_no_comparison_of_costs_and_is_named(ask):
    with pytest.raises(TooLittle, match="On no task is cost known"):
        ask("compare", {"metric": "cost"}, agent_prices=[])


def test_two_versions_are_compared_by_what_they_knew(ask):
    evidence = ask("compare", {"metric": "context"})
    assert evidence.estimates["2"].unit == "points of 100"
    assert {"looked_for", "fresh", "decided"} <= {one.name for one in evidence.checks}


@pytest.mark.parametrize("metric", ["success", "efficiency", "autonomy", "context", "cost", "seconds"])
def test_a_comparison_reads_no_more_than_its_metric_needs(ask, sample_tables, metric):
    engine = registry.engine("agents.compare")
    question = engine.question.model_validate({**engine.question.example().model_dump(), "metric": metric})
    read = set(engine.needs(question, sample_tables)) - {"names", "runs", "steps", "tools", "references"}
    wanted = {
        "autonomy": {"interventions"},
        "context": {"context", "required"},
        "cost": {"tokens", "prices", "interventions"},
    }
    assert read == wanted.get(metric, set())
    assert ask("compare", {"metric": metric}).estimates.keys() == {"2"}


def test_an_unknown_version_is_named(ask):
    with pytest.raises(UnknownName, match="“3”"):
        ask("compare", {"treated": "3"})


def test_a_comparison_drawn_by_lot_is_an_experiment_less_what_its_checks_take(ask):
    assert ask("compare", {"randomised": True, "fixed_on": "2026-02-01"}).grade is Grade.A
    assert ask("compare", {"randomised": True}).grade is Grade.B
    lopsided = ask("compare", {"randomised": True, "fixed_on": "2026-02-01", "treated_share": 0.9})
    assert "24 and 24 runs" in str(check(lopsided, "sample_ratio").words)
    assert lopsided.grade is Grade.B


def test_a_lot_whose_runs_lie_at_different_times_is_none(ask, sample):
    runs = [
        {"trace": f"{number:032x}", "task": f"t{number % 4}", "version": "12"[number >= 24]} for number in range(48)
    ]
    evidence = ask(
        "compare",
        {"randomised": True, "fixed_on": "2026-02-01"},
        agent_runs=[{**one, "success": one["trace"][-1] > "7"} for one in runs],
    )
    assert "lie at different times" in str(check(evidence, "drawn_by_lot").words)
    assert evidence.grade is Grade.D


def test_process_map_counts_what_it_leaves_out(sample, sample_tables):
    rows = sample.fetch({"map": data.passages(AgentsQuestion.example(), sample_tables)})["map"].to_pylist()
    whole, small = process_map(rows), process_map(rows, passages=2)
    assert whole.runs == small.runs == 48
    assert whole.calls["get_order"] == 64
    assert small.left_out == len(whole.passages) - 2
    for tool, times in whole.calls.items():
        assert times == sum(one.times for one in whole.passages if one.target == tool)
        assert times == sum(one.times for one in whole.passages if one.origin == tool)


def test_runs_are_cut_by_version_and_by_day(sample, sample_tables):
    question = AgentsQuestion(business="shop", version="2", start="2026-02-03", end="2026-02-04")
    runs = sample.fetch({"runs": data.runs(question, sample_tables)})["runs"]
    assert set(runs["version"].to_pylist()) == {"2"}
    assert {str(day) for day in runs["day"].to_pylist()} == {"2026-02-03"}
    steps = sample.fetch({"steps": data.steps(question, sample_tables)})["steps"]
    assert set(steps["trace"].to_pylist()) <= set(runs["trace"].to_pylist())
    assert ibis.to_sql(data.steps(question, sample_tables), dialect="duckdb")
