"""561 real runs of agents in customer service, from the tables and from the exported spans."""

import gzip
import json
import tomllib
from collections import defaultdict
from datetime import timedelta

import pyarrow.parquet as pq
import pytest
from tests.golden.agents.real_runs import (
    BEGIN,
    POLICIES_FILE,
    by_run,
    failed,
    read,
    row_of,
    rules,
    tool,
    turn,
    values_written,
)

from probant.evidence.agents import monitor
from probant.evidence.agents.policies import Rules
from probant.stats.leaves import first_sight, leaves, values


@pytest.fixture(scope="session")
def folder(shared):
    return shared / "agents"


@pytest.fixture(scope="session")
def runs(folder):
    return [run for run in pq.read_table(folder / "runs.parquet").to_pylist() if "tau-bench" in run["dataset"]]


@pytest.fixture(scope="session")
def oracle(folder):
    return {row["run_id"]: row for row in pq.read_table(folder / "prototype_metrics.parquet").to_pylist()}


@pytest.fixture(scope="session")
def declared(runs, folder, policies, watched):
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
    found["agent_rules"], found["agent_deviations"] = rules(policies), watched
    return found


@pytest.fixture(scope="session")
def policies():
    return Rules.model_validate(tomllib.loads(POLICIES_FILE.read_text(encoding="utf-8"))).rule


@pytest.fixture(scope="session")
def watched(runs, folder, policies):
    """What our monitor sees in the words of users, agents and tools: rows of agent_deviations."""
    events = by_run(folder)
    return [
        {"trace": run["run_id"], **seen}
        for run in runs
        for seen in monitor.watch([turn(event) for event in events[run["run_id"]]], policies, business=run["domain"])
    ]


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
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
