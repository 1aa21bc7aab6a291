"""What stood before the agents of 561 real runs, read from their exported spans: the same as from the tables?

The export bears no text of users, and cuts results of tools at 2,000 characters (README of data/agents). What users
said is declared by small events, as an agent's own program does it.
"""

import gzip
import json
from collections import defaultdict

import numpy as np
import pytest
from tests.golden.agents.real_runs import by_run, table, usable, values_written

from probant.evidence.agents import context
from probant.source.otlp.request import JSON, LOGS, TRACES, understood
from probant.stats.leaves import first_sight


@pytest.fixture(scope="module")
def in_spans(runs, folder):
    """By run and item: first call that had it before it, read by our own reader from results of tools in the export."""
    wanted, names, seen = defaultdict(frozenset), {}, []
    for run in runs:
        wanted[run["task_id"]] |= values_written(json.loads(run["ideal_actions"]))
    with gzip.open(folder / "spans.otlp.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            (resource,) = json.loads(line)["resourceSpans"]
            root = next(span for span in resource["scopeSpans"][0]["spans"] if "parentSpanId" not in span)
            said = {one["key"]: one["value"].get("stringValue") for one in root["attributes"]}
            names[root["traceId"]] = said["gen_ai.conversation.id"]
            seen += understood(line.encode(), TRACES, JSON, wanted).rows["agent_context"]
    return {(names[row["trace"]], row["item"]): row["step"] for row in seen}


@pytest.fixture(scope="module")
def told_by_users(runs, folder, from_tables):
    """The same, of what users said: the export has no word of it, so the agent's program declares it by events."""
    _, found, _ = from_tables
    items, events, records = defaultdict(list), by_run(folder), []
    for row in found["context"].to_pylist():
        items[row["trace"]].append(row["item"])
    for run, wanted in items.items():
        calls, said = 0, []
        for event in events[run]:
            calls += event["kind"] == "tool"
            said += [(calls + 1, event["text"] or "")] if event["kind"] == "user" else []
        seen = first_sight(said, wanted)
        records += [record(run, item, step) for item, step in seen.items() if step is not None]
    body = json.dumps({"resourceLogs": [{"scopeLogs": [{"logRecords": records}]}]})
    rows = understood(body.encode(), LOGS, JSON).rows["agent_context"]
    return {(row["trace"], row["item"]): row["step"] for row in rows}


def record(run, item, step):
    said = {"probant.item": {"stringValue": item}, "probant.step": {"intValue": str(step)}}
    attributes = [{"key": key, "value": value} for key, value in said.items()]
    return {"traceId": run, "eventName": "probant.context", "timeUnixNano": "1", "attributes": attributes}


def aware(whole, sights):
    """Context awareness by what stood there, an item of several sources from the first of them on."""
    rows = [{"trace": run, "item": item, "step": step} for (run, item), step in sights.items()]
    return context.of(whole, table("agent_context", sorted(rows, key=lambda row: row["trace"])), [])


def earliest(*several):
    found = {}
    for sights in several:
        for key, step in sights.items():
            found[key] = min((one for one in (found.get(key), step) if one is not None), default=None)
    return found


CONTEXT = ("score", "available", "used", "grounded")
CUT = frozenset({
    "05184c8e05a43166", "05fdb573e9c32735", "0c9f1580de49c866", "0f567bc5c2273b3a", "1449bf473f06a080",
    "14e4707f9e897e31", "24c784d912dbb03a", "263119c510a89ed7", "27db915e1aedbe78", "319e972f02fd347b",
    "35b15580ca0ff329", "3715d51fd8e53788", "39ebd3e8fd49d6ec", "4dd03effad27be00", "54eb50ffb5b71b14",
    "5ad6f876d1fd2afc", "5d58b8e54495991b", "622b0c3efb34bc05", "6a2f869a6c09cefd", "6adaa87448bea4fc",
    "6b48da0a9e2db19c", "73f568b5b7458d8c", "846cd2045a355dd3", "93562b3f9ca3cbf8", "950121de682e0e78",
    "95f6de9b495462fa", "96c1be857c264d95", "a5889d25f445317f", "abdb6477b792f588", "b8de6d60aa8afd27",
    "bcfa9a84a966d3f6", "c62bf68edefc08ac", "d02cbf17c96cd6d8", "d9f5de0438c8368a", "e77fb9a449c93ef4",
    "e9641ebf311dd8c2", "ea7a6eacf0bd1d92", "ebda3fcd873e498b", "ee668c4173f7c841", "ef94023ac055626c",
    "f5a1ee51734e9a36", "fa310114ae8f6cee",
})  # fmt: skip
"""Runs in which a value was first seen beyond the 2,000 characters after which the export cuts a tool's result."""


def test_context_from_spans_alone_is_never_better_than_from_the_tables_and_knows_all_that_was_used(
    from_tables, in_spans
):
    """The export bears no text of users: what stood only there did, for all it says, not stand before the agent."""
    _, found, whole = from_tables
    kept, whole_context = usable(whole), context.of(whole, found["context"], [])
    spans = aware(whole, in_spans)
    np.testing.assert_array_equal(spans.used[kept], whole_context.used[kept])
    gaps = {part: (getattr(whole_context, part) - getattr(spans, part))[kept] for part in CONTEXT}
    assert all((gap > -1e-9).all() for gap in gaps.values())
    assert {part: int((gap > 1e-9).sum()) for part, gap in gaps.items()} == {
        "score": 106,
        "available": 97,
        "used": 0,
        "grounded": 100,
    }


def test_context_from_spans_and_events_is_that_of_the_tables_but_for_results_that_the_export_cuts(
    from_tables, in_spans, told_by_users
):
    _, found, whole = from_tables
    tables, spans = context.of(whole, found["context"], []), aware(whole, earliest(in_spans, told_by_users))
    traces, apart = np.array(whole.runs.trace.to_pylist()), np.zeros(whole.runs.count, bool)
    for part in CONTEXT:
        apart |= np.abs(getattr(tables, part) - getattr(spans, part)) > 1e-9
    assert set(traces[apart & usable(whole)].tolist()) == CUT


def test_context_differs_in_no_run_where_the_tables_results_are_cut_as_the_export_cuts_them(
    from_tables, folder, in_spans, told_by_users
):
    _, found, whole = from_tables
    events, cut = by_run(folder), {}
    for row in found["context"].to_pylist():
        calls, step = 0, None
        for event in events[row["trace"]]:
            calls += event["kind"] == "tool"
            text = {"user": event["text"], "tool": (event["result"] or "")[:2000]}.get(event["kind"]) or ""
            if step is None and row["item"] in text.lower():
                step = calls + 1
        cut[row["trace"], row["item"]] = step
    tables, spans = aware(whole, cut), aware(whole, earliest(in_spans, told_by_users))
    for part in CONTEXT:
        np.testing.assert_allclose(
            getattr(tables, part)[usable(whole)], getattr(spans, part)[usable(whole)], rtol=1e-12
        )
