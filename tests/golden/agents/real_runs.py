"""The files of data/agents as rows of the contract's tables and as turns, and what is measured on them."""

import json
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from scipy.stats import rankdata

from probant.contract.catalog import CONTRACTS
from probant.evidence.agents import data, monitor
from probant.evidence.agents.book import book
from probant.evidence.agents.question import AutonomyQuestion
from probant.evidence.agents.turns import Turn
from probant.stats.leaves import leaves, values

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
IDENTIFY = ("find_user_id_by_email", "find_user_id_by_name_zip")
POLICIES_FILE = Path(__file__).with_name("policies.toml")
"""Rules that need what was said or answered: METHODS 8 has the scheme, our monitor finds where they are broken."""
NEEDS = ("runs", "steps", "tools", "references", "rules", "recorded", "labels", "interventions", "context", "required")


def turn(event):
    span = f"{event['seq']:04}"
    if event["kind"] != "tool":
        return Turn("user" if event["kind"] == "user" else "agent", event["text"] or "", span=span)
    arguments, failed = json.loads(event["args"] or "{}"), bool(event["is_error"])
    return Turn("tool", event["result"] or "", event["tool"], event["tool_class"], arguments, failed, span)


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


def rules(policies):
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
    return [*tested, *monitor.declared(policies)]


def by_run(folder):
    events = defaultdict(list)
    for event in pq.read_table(folder / "events.parquet").to_pylist():
        events[event["run_id"]].append(event)
    return events


def values_written(ideal):
    return frozenset().union(*(values(leaves(step["args"])) for step in ideal if step["klass"] == "write"))


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
