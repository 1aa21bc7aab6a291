"""A company's agents leave a million spans a month: their metrics must come while one waits, on a laptop.

The real runs of ../shared/data/agents, replicated: each replica has tasks and arguments of its own, so that nothing
is read once and used again. All seven engines, one after the other as a project asks them, each from the store to its
evidence: only the leaves of arguments that one of them took apart serve the next. And the scoring alone, in a process
that has read nothing before.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.harness import DATA, HERE, Row, publish, run, scratch, wait_for_quiet
from probant.contract.catalog import CONTRACTS
from probant.evidence import registry
from probant.evidence.agents import data, efficiency
from probant.evidence.agents.book import book
from probant.evidence.agents.question import EfficiencyQuestion
from probant.stats.leaves import first_sight, leaves, values

SHARED = HERE.parents[1] / "shared" / "data" / "agents"
SPANS = 1_000_000
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
ENGINES = ("efficiency", "autonomy", "context", "deviation", "knowledge", "cost", "compare")
QUESTION = {"compare": {"by": "agent", "control": "tool-calling", "treated": "assertions-agent"}}
OF_ALL = {"agent_tools", "agent_rules"}
"""Tables of which one copy serves all replicas."""


def main() -> None:
    if sys.argv[1:2] in (["agents-measured"], ["agents-scored"]):
        measure = measured if sys.argv[1] == "agents-measured" else scored
        print(json.dumps(measure(Path(sys.argv[2]))))
        return
    file = made()
    with scratch() as (_, env):
        wait_for_quiet()
        cost, alone = (
            run([sys.executable, "-m", "bench.agents", what, file], env=env, cwd=HERE.parent)
            for what in ("agents-measured", "agents-scored")
        )
    found = json.loads(cost.output.splitlines()[-1]) | json.loads(alone.output.splitlines()[-1])
    rows = [Row(f"agents.{name}", found["engines"][name], "s") for name in ENGINES]
    rows += [
        Row(
            f"all engines, {found['spans']:,} spans, {found['runs']:,} runs",
            sum(found["engines"].values()),
            "s",
            "limit",
            30,
        ),
        Row("the same, CPU, the start included", cost.cpu, "CPU s"),
        Row("largest memory", cost.peak, "MB", "limit", 2_000),
        Row("runs scored a second", found["runs"] / found["scored"], "runs/s", "limit", 20_000),
        Row("runs read and scored a second", found["runs"] / (found["scored"] + found["coded"]), "runs/s"),
    ]
    publish("agents", rows, "one process, from the store to the evidence; arguments of all replicas differ")


def measured(file: Path) -> dict[str, Any]:
    """Seconds of each engine."""
    store, tables = held(file)
    took = {}
    for name in ENGINES:
        engine = registry.engine(f"agents.{name}")
        question = engine.question(**QUESTION.get(name, {}))
        began = time.perf_counter()
        needs = {key: store.to_pyarrow(one) for key, one in engine.needs(question, tables).items()}
        engine.estimate(question, needs, np.random.default_rng(0))
        took[name] = time.perf_counter() - began
    return {"engines": took, "spans": store.to_pyarrow(tables["spans"].count()).as_py()}


def scored(file: Path) -> dict[str, Any]:
    """Seconds to make arrays of the rows, and to score; compiled before, for a compiler is started once a machine."""
    store, tables = held(file)
    question = EfficiencyQuestion()
    needs = {
        key: store.to_pyarrow(getattr(data, key)(question, tables)) for key in ("runs", "steps", "tools", "references")
    }
    efficiency.scores(book({key: rows[:0] if key in ("steps", "references") else rows for key, rows in needs.items()}))
    began = time.perf_counter()
    whole = book(needs)
    coded = time.perf_counter()
    efficiency.scores(whole)
    return {"coded": coded - began, "scored": time.perf_counter() - coded, "runs": whole.runs.count}


def held(file: Path) -> tuple[Any, dict[str, Any]]:
    """The store, and its tables by name."""
    store = ibis.duckdb.connect(file, read_only=True)
    return store, {name: store.table(name) for name in CONTRACTS}


def made() -> Path:
    """A store with all replicas, made once."""
    file = DATA / "agents.duckdb"
    if file.exists():
        return file
    DATA.mkdir(exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    store = ibis.duckdb.connect(fresh)
    real = {name: table(name, rows) for name, rows in real_rows().items()}
    for name in CONTRACTS:
        whole = real.get(name, table(name, []))
        copies = (
            [whole] if name in OF_ALL else [replica(whole, one) for one in range(-(-SPANS // real["spans"].num_rows))]
        )
        store.con.register("arriving", pa.concat_tables(copies)[: SPANS if name == "spans" else None])
        store.con.execute(f"create table {name} as from arriving")
        store.con.unregister("arriving")
    store.disconnect()
    fresh.rename(file)
    return file


def replica(real: pa.Table, number: int) -> pa.Table:
    """Rows whose runs, tasks and arguments are those of one replica alone."""
    for column in ("trace", "task", "item"):
        if column in real.column_names:
            told = pc.binary_join_element_wise(real[column], str(number), "~")
            real = real.set_column(real.column_names.index(column), real.schema.field(column), told)
    if "arguments" in real.column_names:
        marked = pc.replace_substring_regex(real["arguments"], r'": "([^"]{3,})"', rf'": "\1~{number}"')
        real = real.set_column(real.column_names.index("arguments"), real.schema.field("arguments"), marked)
    return real


def table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    columns = CONTRACTS[name].columns
    whole = [{one.name: row.get(one.name, one.default) for one in columns} for row in rows]
    return pa.Table.from_pylist(whole, schema=CONTRACTS[name].schema)


def real_rows() -> dict[str, list[dict[str, Any]]]:
    """The runs of the published collection as rows of our tables, calls of models with made-up tokens."""
    events, found, kinds = defaultdict(list), defaultdict(list), {}
    for event in pq.read_table(SHARED / "events.parquet").to_pylist():
        events[event["run_id"]].append(event)
    runs = [one for one in pq.read_table(SHARED / "runs.parquet").to_pylist() if "tau-bench" in one["dataset"]]
    for number, one in enumerate(runs):
        at = BEGIN + timedelta(minutes=number)
        fixed = {"trace": one["run_id"], "day": at.date(), "business": one["domain"]}
        broke = one["infra_error"]
        found["agent_runs"].append({**fixed, "success": one["reward"] > 0.5, "infrastructure_failure": broke})
        root = {"operation": "invoke_agent", "agent": one["agent"], "task": one["task_id"], "span": "root", "at": at}
        found["spans"] += [
            {**fixed, **root, "ended_at": at + timedelta(seconds=60)},
            *spans_of(events[one["run_id"]], fixed, at),
        ]
        found["agent_context"] += context_of(events[one["run_id"]], fixed)
        kinds |= {(one["domain"], e["tool"]): e["tool_class"] for e in events[one["run_id"]] if e["kind"] == "tool"}
    for (business, task), ideal in {
        (one["domain"], one["task_id"]): json.loads(one["ideal_actions"]) for one in runs
    }.items():
        for place, step in enumerate(ideal or [{"name": None, "args": {}, "klass": None}], start=1):
            path = {"business": business, "task": task, "position": place, "tool": step["name"]}
            found["agent_references"].append(
                {**path, "arguments": json.dumps(step["args"]), "fails": bool(step.get("replay_error"))}
            )
            kinds |= {(business, step["name"]): step["klass"]} if step["name"] else {}
    found["agent_tools"] = [{"business": key[0], "tool": key[1], "kind": kind} for key, kind in kinds.items()]
    found["agent_rules"] = [
        {"rule": "error", "severity": "low", "kind": "error", "agreed_rate": 0.2},
        {
            "rule": "status",
            "severity": "high",
            "kind": "before",
            "applies_to": "write",
            "needs": "get_order_details",
            "argument": "order_id",
        },
    ]
    return found


def spans_of(events: list[dict[str, Any]], fixed: dict[str, Any], at: datetime) -> Iterator[dict[str, Any]]:
    for event in events:
        when = at + timedelta(seconds=event["seq"])
        under = {**fixed, "parent": "root", "span": f"{event['seq']:04}", "at": when, "ended_at": when}
        if event["kind"] == "tool":
            called = {"tool": event["tool"], "arguments": event["args"], "is_error": event["is_error"]}
            yield {**under, **called, "operation": "execute_tool"}
        elif event["kind"] == "assistant":
            yield {
                **under,
                "operation": "chat",
                "model": "m",
                "input_tokens": 1_000 + event["seq"],
                "output_tokens": 50,
            }


def context_of(events: list[dict[str, Any]], fixed: dict[str, Any]) -> list[dict[str, Any]]:
    calls, said, wanted = 0, [], set()
    for event in events:
        calls += event["kind"] == "tool"
        said.append((calls + 1, event["result"] or event["text"] or ""))
        if event["tool_class"] == "write":
            wanted |= values(leaves(event["args"]))
    return [
        {"trace": fixed["trace"], "business": fixed["business"], "item": item, "step": step}
        for item, step in first_sight(said, sorted(wanted)).items()
    ]


if __name__ == "__main__":
    main()
