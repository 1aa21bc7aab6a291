"""561 real runs of agents in customer service, with annotated ideals and rewards: METHODS 8, data/agents.

Reference: METHODS 8 (areas under the curve, computed by a prototype with a greedy matching) and
prototype_metrics.parquet, rounded to three and four digits. Ours matches best, so two runs differ.
"""

import gzip
import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from scipy.stats import rankdata

from probant.contract.catalog import CONTRACTS
from probant.evidence.agents import autonomy, context, data, deviation, efficiency
from probant.evidence.agents.book import book
from probant.evidence.agents.flow import process_map
from probant.evidence.agents.question import AutonomyQuestion
from probant.stats.leaves import first_sight, leaves, values

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
IDENTIFY = ("find_user_id_by_email", "find_user_id_by_name_zip")
RECORDED = {
    "P1_write_unauthenticated": "high",
    "P2_write_unconfirmed": "high",
    "P3_talk_and_call": "low",
    "P5_other_user": "high",
    "A1_basic_economy_change": "high",
    "A2_cancel_rule": "high",
    "A3_payment_mix": "medium",
}
"""Rules of the prototype that read texts: its findings stand in for a monitor's."""
NEEDS = ("runs", "steps", "tools", "references", "rules", "recorded", "labels", "interventions", "context", "required")


@pytest.fixture(scope="module")
def folder(shared):
    return shared / "agents"


@pytest.fixture(scope="module")
def runs(folder):
    return [run for run in pq.read_table(folder / "runs.parquet").to_pylist() if "tau-bench" in run["dataset"]]


@pytest.fixture(scope="module")
def oracle(folder):
    return {row["run_id"]: row for row in pq.read_table(folder / "prototype_metrics.parquet").to_pylist()}


@pytest.fixture(scope="module")
def declared(runs, folder, oracle):
    """What was said of tools, paths, rules and outcomes, whatever the traces come from."""
    found, kinds = defaultdict(list), {}
    for run in runs:
        broke = run["infra_error"]
        found["agent_runs"].append(
            {"trace": run["run_id"], "success": run["reward"] > 0.5, "infrastructure_failure": broke}
        )
    for key, ideal in {(run["domain"], run["task_id"]): json.loads(run["ideal_actions"]) for run in runs}.items():
        at = {"business": key[0], "task": key[1]}
        found["agent_references"] += [
            {
                **at,
                "position": place,
                "tool": step["name"],
                "arguments": json.dumps(step["args"]),
                "fails": failed(step),
            }
            for place, step in enumerate(ideal, start=1)
        ] or [{**at, "position": 1}]
        kinds |= {(key[0], step["name"]): step["klass"] for step in ideal}
    events = pq.read_table(folder / "events.parquet", columns=["run_id", "kind", "tool", "tool_class"]).to_pylist()
    domain = {run["run_id"]: run["domain"] for run in runs}
    kinds |= {
        (domain[row["run_id"]], row["tool"]): row["tool_class"]
        for row in events
        if row["kind"] == "tool" and row["run_id"] in domain
    }
    found["agent_tools"] = [tool(*key, kind) for key, kind in kinds.items()]
    found["agent_rules"], found["agent_deviations"] = rules(), recorded(oracle)
    return found


def failed(step):
    return bool(step.get("replay_error"))


def tool(business, name, kind):
    same = "identify" if name in IDENTIFY else None
    return {
        "business": business,
        "tool": name,
        "kind": kind,
        "same_as": same,
        "compares": not same and kind != "handoff",
    }


def rules():
    tested = [
        {"rule": "P8_tool_error", "severity": "low", "kind": "error"},
        *(
            {"rule": f"P6 {argument}", "severity": "medium", "kind": "before", "applies_to": "write", "needs": needs,
             "argument": argument}
            for argument, needs in (("order_id", "get_order_details"), ("reservation_id", "get_reservation_details"))
        ),
        *(
            {"rule": f"P7 {name}", "severity": "high", "kind": "most", "applies_to": name, "most": 1,
             "argument": "order_id"}
            for name in ("exchange_delivered_order_items", "modify_pending_order_items")
        ),
    ]  # fmt: skip
    return [*tested, *({"rule": rule, "severity": severity} for rule, severity in RECORDED.items())]


def recorded(oracle):
    return [
        {"trace": run, "rule": rule, "span": str(number)}
        for run, row in oracle.items()
        for number, rule in enumerate(json.loads(row["deviation_rules"]))
        if rule in RECORDED
    ]


@pytest.fixture(scope="module")
def from_tables(runs, folder, declared):
    """Spans and what stood in the context, from runs.parquet and events.parquet."""
    events, found = by_run(folder), defaultdict(list)
    for number, run in enumerate(runs):
        trace, at = run["run_id"], BEGIN + timedelta(minutes=number)
        fixed = {"trace": trace, "day": at.date(), "business": run["domain"]}
        root = {"operation": "invoke_agent", "agent": run["agent"], "task": run["task_id"]}
        found["spans"].append({**fixed, **root, "span": "root", "at": at})
        said, written, calls = [], values_written(json.loads(run["ideal_actions"])), 0
        for event in events[trace]:
            if event["kind"] == "tool":
                calls += 1
                called = {key: event[key] for key in ("tool", "is_error")} | {"arguments": event["args"]}
                moment = {"span": f"{event['seq']:04}", "parent": "root", "at": at + timedelta(seconds=event["seq"])}
                found["spans"].append({**fixed, **called, **moment, "operation": "execute_tool"})
                if event["tool_class"] == "write" and not event["is_error"]:
                    written |= values(leaves(event["args"]))
            if event["kind"] in ("user", "tool"):
                said.append((calls + 1, event["text" if event["kind"] == "user" else "result"] or ""))
        seen = first_sight(said, sorted(written))
        found["agent_context"] += [{"trace": trace, "item": item, "step": step} for item, step in seen.items()]
    return read({**declared, **found})


def by_run(folder):
    events = defaultdict(list)
    for event in pq.read_table(folder / "events.parquet").to_pylist():
        events[event["run_id"]].append(event)
    return events


def values_written(ideal):
    return frozenset().union(*(values(leaves(step["args"])) for step in ideal if step["klass"] == "write"))


@pytest.fixture(scope="module")
def from_spans(runs, folder, declared):
    """Spans from the OpenTelemetry export."""
    wanted, spans = {run["run_id"]: run for run in runs}, []
    with gzip.open(folder / "spans.otlp.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            (resource,) = json.loads(line)["resourceSpans"]
            for span in resource["scopeSpans"][0]["spans"]:
                spans += [one for one in [row_of(span)] if one]
    names = {span["trace"]: span["run"] for span in spans if span["run"]}
    kept = [{**span, "trace": names[span["trace"]]} for span in spans if names[span["trace"]] in wanted]
    for span in kept:
        span["business"] = wanted[span["trace"]]["domain"]
    return read({**declared, "spans": kept})


def row_of(span):
    said = {one["key"]: next(iter(one["value"].values())) for one in span["attributes"]}
    if said["gen_ai.operation.name"] == "chat":
        return None
    at = datetime.fromtimestamp(int(span["startTimeUnixNano"]) / 1e9, UTC)
    return {
        "trace": span["traceId"],
        "span": span["spanId"],
        "parent": span.get("parentSpanId"),
        "at": at,
        "day": at.date(),
        "operation": said["gen_ai.operation.name"],
        "agent": said.get("gen_ai.agent.name"),
        "task": said.get("mroi.task.id"),
        "tool": said.get("gen_ai.tool.name"),
        "arguments": said.get("gen_ai.tool.call.arguments"),
        "is_error": span["status"].get("code") == 2,
        "run": said.get("gen_ai.conversation.id") if "parentSpanId" not in span else None,
    }


def read(rows):
    """Results of all expressions of the room over these rows."""
    tables = {name: ibis.memtable(table(name, rows.get(name, []))) for name in CONTRACTS}
    store, question = ibis.duckdb.connect(), AutonomyQuestion(count_unlabelled=True)
    found = {name: store.to_pyarrow(getattr(data, name)(question, tables)) for name in (*NEEDS, "passages")}
    return question, found, book(found)


def table(name, rows):
    columns = CONTRACTS[name].columns
    whole = [{one.name: row.get(one.name, one.default) for one in columns} for row in rows]
    return pa.Table.from_pylist(whole, schema=CONTRACTS[name].schema)


def auc(scores, success):
    ranks = rankdata(scores)
    good = success == 1
    return (ranks[good].sum() - good.sum() * (good.sum() + 1) / 2) / (good.sum() * (~good).sum())


def interval(scores, success, task):
    """95 % by bootstrap over tasks, 300 times as METHODS has it."""
    rng, found = np.random.default_rng(0), []
    members = [np.flatnonzero(task == one) for one in np.unique(task)]
    for _ in range(300):
        drawn = np.concatenate([members[one] for one in rng.integers(len(members), size=len(members))])
        found.append(auc(scores[drawn], success[drawn]))
    return np.quantile(found, [0.025, 0.975])


def usable(whole):
    return ~whole.runs.broken


def of_oracle(whole, oracle, column):
    return np.array([oracle[run][column] for run in np.array(whole.runs.trace.to_pylist())[usable(whole)]])


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
