"""The engines on agents as their users meet them: what they find, refuse, leave out, and say."""

import ibis
import pytest

from probant.errors import Inconsistent, TooLittle, UnknownName
from probant.evidence import registry
from probant.evidence.agents import data
from probant.evidence.agents.flow import process_map
from probant.evidence.agents.question import AgentsQuestion
from probant.vocabulary import Grade

ENGINES = ("efficiency", "autonomy", "context", "deviation", "knowledge", "cost", "compare")


@pytest.fixture
def ask(sample, sample_tables):
    """Evidence of one engine of the room over the sample project, some tables replaced by rows by hand."""

    def asked(name, answers=None, **tables):
        engine = registry.engine(f"agents.{name}")
        question = engine.question.model_validate({**engine.question.example().model_dump(), **(answers or {})})
        made = {table: sample.table(table, rows) for table, rows in tables.items()}
        return sample.ask(engine, question, {**sample_tables, **made})

    return asked


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


def test_a_tool_of_unknown_kind_bars_the_run_and_is_named(ask, sample_tables, sample):
    tools = [{"business": "shop", "tool": "get_order", "kind": "read"}]
    evidence = ask("efficiency", agent_tools=tools)
    assert not evidence.estimates
    assert "change_order" in str(check(evidence, "references").words)
    assert set(evidence.unknown) == {"(index)", "(goal)", "(reads)", "(economy)"}


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
