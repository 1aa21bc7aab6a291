"""Rules that need what was said or answered: our monitor on 561 real runs, beside the findings of a prototype.

Reference: METHODS 8 (effective autonomy .374; a rule counts only by its measured precision) and deviation_rules in
prototype_metrics.parquet. labels.csv has one line a finding that was read in its run and held against the rule as the
benchmark words it: all findings of seven rules, and 30 and 12 drawn at random of those on confirmation and on talking.
"""

import csv
import gzip
import json
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest
from tests.golden.agents.real_runs import auc, of_oracle, usable

from probant.evidence.agents import autonomy, deviation, monitor
from probant.evidence.agents.question import DeviationQuestion
from probant.evidence.agents.turns import Turn

FOUND = {
    "P1_write_unauthenticated": 4,
    "P2_write_unconfirmed": 136,
    "P3_talk_and_call": 149,
    "P5_other_user": 16,
    "A1_basic_economy_change": 5,
    "A2_cancel_rule": 15,
    "A3_payment_mix": 6,
}
PRECISION = {
    "P1_write_unauthenticated": (4, 4),
    "P2_write_unconfirmed": (23, 30),
    "P3_talk_and_call": (12, 12),
    "P5_other_user": (0, 16),
    "P7 exchange_delivered_order_items": (0, 6),
    "P7 modify_pending_order_items": (0, 4),
    "A1_basic_economy_change": (5, 5),
    "A2_cancel_rule": (12, 15),
    "A3_payment_mix": (6, 6),
}
"""Right findings, of those that were read."""
FEW = DeviationQuestion(labels=4, precision=0.8)
"""Four labels are enough: of two rules there are no more findings in all runs."""


@pytest.fixture(scope="module")
def labels():
    with Path(__file__).with_name("labels.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def judged(from_tables, labels):
    """The rules as the engine judges them by their labels."""
    _, found, whole = from_tables
    read = Counter((one["rule"], one["deviated"] == "true") for one in labels)
    rows = [
        {"rule": rule, "flagged": read[rule, True] + read[rule, False], "right": read[rule, True]} for rule in PRECISION
    ]
    return deviation.of(whole, {**found, "labels": Rows(rows)}, FEW)


class Rows(list):
    """A result of an expression, by hand."""

    def to_pylist(self):
        return list(self)


@pytest.mark.parametrize(("rule", "times"), FOUND.items())
def test_monitor_finds_in_each_run_what_the_prototype_found(watched, oracle, rule, times):
    ours = Counter(seen["trace"] for seen in watched if seen["rule"] == rule and seen["deviated"])
    theirs = {run: json.loads(row["deviation_rules"]).count(rule) for run, row in oracle.items()}
    assert {run: ours[run] for run in theirs} == theirs
    assert sum(theirs.values()) == times


def test_every_label_is_of_a_finding(watched, labels, from_tables):
    found = {(seen["rule"], seen["trace"], int(seen["span"])) for seen in watched if seen["deviated"]}
    read = {(one["rule"], one["run"], int(one["step"])) for one in labels}
    assert {one for one in read if not one[0].startswith("P7")} <= found
    question, data, whole = from_tables
    broken = {one.seen.rule: one.seen.broken for one in deviation.of(whole, data, question)}
    often = Counter((rule, run) for rule, run, _ in read if rule.startswith("P7"))
    place = {trace: number for number, trace in enumerate(whole.runs.trace.to_pylist())}
    assert {(rule, run): broken[rule][place[run]] for rule, run in often} == often


def test_labels_tell_the_precision_of_each_rule_and_which_rules_count(judged):
    told = {one.seen.rule: one for one in judged if one.precision is not None and one.precision.flagged}
    assert {name: (one.precision.right, one.precision.flagged) for name, one in told.items()} == PRECISION
    assert {name for name, one in told.items() if not one.counts} == {
        "P2_write_unconfirmed",  # a yes in other words: “Please cancel it.”
        "P5_other_user",  # a failed look-up whose record does not say so was taken for a second person
        "P7 exchange_delivered_order_items",  # calls that failed, and whose record does not say so
        "P7 modify_pending_order_items",
    }


def test_rules_that_labels_bear_out_take_less_from_effective_autonomy_than_all_rules(from_tables, judged):
    _, _, whole = from_tables
    seen = autonomy.of(whole, [], deviation.grave(judged, whole.runs.count))
    assert seen.effective[seen.eligible].mean() == pytest.approx(0.4456, abs=0.0001)


def test_severity_of_rules_that_labels_bear_out_still_separates_rewarded_runs(from_tables, judged):
    _, _, whole = from_tables
    policy = [one.seen for one in judged if one.counts and not one.seen.goal]
    points = deviation.total(policy, whole.runs.count, points=True)[usable(whole)]
    assert auc(-points, whole.runs.success[usable(whole)]) == pytest.approx(0.5585, abs=0.0001)


def test_wrong_writes_separate_rewarded_runs_far_better_than_rules_do(from_tables, oracle):
    question, found, whole = from_tables
    wrong = next(
        one.seen.broken for one in deviation.of(whole, found, question) if one.seen.rule == deviation.WRONG_WRITE
    )
    success = whole.runs.success[usable(whole)]
    assert auc(-wrong[usable(whole)], success) == pytest.approx(
        auc(-of_oracle(whole, oracle, "goal_deviations"), success), abs=0.02
    )


@pytest.fixture(scope="module")
def in_spans(runs, folder, policies):
    """What the monitor sees in the exported spans alone."""
    business, found = {run["run_id"]: run["domain"] for run in runs}, []
    with gzip.open(folder / "spans.otlp.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            (resource,) = json.loads(line)["resourceSpans"]
            spans = [told(span) for span in resource["scopeSpans"][0]["spans"]]
            run = spans[0][1]["gen_ai.conversation.id"]
            turns = [turn for _, said, failed in spans for turn in spoken(said, failed=failed)]
            seen = monitor.watch(turns, policies, business=business.get(run, ""))
            found += [{"trace": run, **one} for one in seen if run in business]
    return found


def told(span):
    said = {one["key"]: next(iter(one["value"].values())) for one in span["attributes"]}
    return int(span["startTimeUnixNano"]), said, span["status"].get("code") == 2


def spoken(said, *, failed):
    """The turn that a span tells of; none of the root's."""
    if said["gen_ai.operation.name"] == "chat":
        parts = [part for message in json.loads(said["gen_ai.output.messages"]) for part in message["parts"]]
        yield Turn("agent", "".join(part.get("content", "") for part in parts if part["type"] == "text"))
    elif "gen_ai.tool.name" in said:
        name, kind = said["gen_ai.tool.name"], said["mroi.tool.class"]
        arguments = json.loads(said.get("gen_ai.tool.call.arguments") or "{}")
        yield Turn("tool", said.get("gen_ai.tool.call.result", ""), name, kind, arguments, failed)


def broken(rows):
    found = defaultdict(Counter)
    for row in rows:
        found[row["rule"], row["business"]][row["trace"]] += row["deviated"]
    return {key: +count for key, count in found.items()}


def test_exported_spans_tell_of_all_rules_but_those_on_words_of_users(watched, in_spans):
    """The export has no word of a user: whether one confirmed, or named an account, cannot be seen in it."""
    tables, spans = broken(watched), broken(in_spans)
    apart = {key for key in tables if tables[key] != spans.get(key, Counter())}
    assert apart == {
        ("P2_write_unconfirmed", "airline"),
        ("P2_write_unconfirmed", "retail"),
        ("P1_write_unauthenticated", "airline"),
    }


def test_rules_apply_to_every_step_that_they_are_about(from_tables, watched):
    _, _, whole = from_tables
    applied = Counter(
        seen["rule"] for seen in watched if seen["trace"] in set(np.array(whole.runs.trace.to_pylist())[usable(whole)])
    )
    assert applied["P1_write_unauthenticated"] == applied["P2_write_unconfirmed"] == 748
    assert applied["P3_talk_and_call"] == 3937
