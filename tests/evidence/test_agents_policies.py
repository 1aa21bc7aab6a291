"""Rules that need what was said or answered, kind by kind, on runs of a few turns."""

import json

import pytest
from pydantic import ValidationError

from probant.evidence.agents.monitor import declared, watch
from probant.evidence.agents.policies import Rules
from probant.evidence.agents.turns import Turn, within

YES = {"kind": "said", "pattern": "(?i)\\byes\\b", "applies_to": ["write"], "last": True}
ONE = {"kind": "one_value", "argument": "customer", "applies_to": ["read_customer"], "told_by": ["find_customer"]}
CARDS = {"kind": "at_most", "argument": "payments.card", "applies_to": ["pay"], "most": {"gift": 1}}
OPEN = {"kind": "permitted", "applies_to": ["cancel"], "read_by": "read_order", "key": "order",
        "any_of": [{"field": "paid", "equals": False}, {"field": "at", "at_least": "2026-05-01"}]}  # fmt: skip
FIXED = {"kind": "unchanged", "applies_to": ["change"], "read_by": "read_order", "key": "order",
         "where": {"field": "fare", "equals": "basic"}, "items": "legs", "fields": ["flight"]}  # fmt: skip


def rule(said, **more):
    (found,) = Rules.model_validate({"rule": [{"rule": "r", "severity": "high", **said, **more}]}).rule
    return found


def user(text):
    return Turn("user", text)


def call(tool, *, kind="read", answer="", failed=False, **arguments):
    text = answer if isinstance(answer, str) else json.dumps(answer)
    return Turn("tool", text, tool, kind, arguments, failed)


def seen(run, *rules, business="shop"):
    return [one["deviated"] for one in watch(run, rules, business=business)]


def test_the_last_thing_said_must_fit():
    change = call("change", kind="write")
    run = [user("Yes."), change, user("And the other?"), change, user("oh yes"), change]
    assert seen(run, rule(YES)) == [False, True, False]


def test_a_change_before_any_word_was_not_asked_for():
    assert seen([call("change", kind="write"), user("yes")], rule(YES)) == [True]


def test_anything_said_before_may_fit_or_a_tool_may_have_told_it():
    known = rule(YES, last=False, or_told_by=["find_customer"])
    change = call("change", kind="write")
    assert seen([user("yes"), user("go"), change], known) == [False]
    assert seen([call("find_customer"), change], known) == [False]
    assert seen([call("find_customer", failed=True), change], known) == [True]


def test_a_word_along_with_a_call_is_no_silence():
    quiet = rule({"kind": "silent"})
    run = [
        Turn("agent", "I will look."),
        call("read_order"),
        Turn("agent", " "),
        call("read_order"),
        Turn("agent", "Done."),
    ]
    assert seen(run, quiet) == [True, False]


def test_silence_may_be_asked_of_some_calls_only():
    run = [Turn("agent", "I will look."), call("read_order"), Turn("agent", "Sold."), call("pay", kind="write")]
    assert seen(run, rule({"kind": "silent", "applies_to": ["write"]})) == [True]


def test_what_only_a_tool_can_tell_is_not_said_by_a_user():
    known = rule({"kind": "said", "applies_to": ["write"], "or_told_by": ["find_customer"]})
    change = call("change", kind="write")
    assert seen([user("yes"), change, call("find_customer"), change], known) == [True, False]


def test_a_second_person_is_one_too_many():
    run = [call("find_customer", answer="a"), call("read_customer", customer="a"), call("read_customer", customer="b")]
    assert seen(run, rule(ONE)) == [False, True]


def test_a_look_up_that_failed_names_nobody():
    run = [call("find_customer", answer="nobody", failed=True), call("read_customer", customer="a")]
    assert seen(run, rule(ONE)) == [False]


def test_a_call_without_the_argument_is_not_judged():
    assert seen([call("read_customer")], rule(ONE)) == []


def test_values_that_begin_alike_are_counted():
    pay = [{"card": "gift_1"}, {"card": "gift_2"}]
    assert seen([call("pay", payments=pay)], rule(CARDS)) == [True]
    assert seen([call("pay", payments=pay[:1])], rule(CARDS)) == [False]
    assert seen([call("pay")], rule(CARDS)) == [False]


@pytest.mark.parametrize(
    ("record", "broken"),
    [
        ({"paid": False}, False),
        ({"paid": True, "at": "2026-05-02"}, False),
        ({"paid": True, "at": "2026-04-30"}, True),
        ({"paid": True, "at": 20260502}, True),
        ({"paid": True}, True),
    ],
)
def test_the_record_must_permit_the_call(record, broken):
    run = [call("read_order", answer=record, order="7"), call("cancel", kind="write", order="7")]
    assert seen(run, rule(OPEN)) == [broken]


def test_a_record_of_another_key_or_without_fields_is_none():
    for read in (call("read_order", answer={"paid": True}, order="8"), call("read_order", answer="[1]", order="7")):
        assert seen([read, call("cancel", kind="write", order="7")], rule(OPEN)) == []


def test_the_newest_record_counts():
    old, new = (call("read_order", answer={"paid": paid}, order="7") for paid in (True, False))
    assert seen([old, new, call("cancel", order="7")], rule(OPEN)) == [False]


def test_what_must_stay_may_change_its_order_only():
    legs = [{"flight": "A", "price": 1}, {"flight": "B", "price": 2}]
    read = call("read_order", answer={"fare": "basic", "legs": legs}, order="7")
    same, other = [{"flight": "B"}, {"flight": "A"}], [{"flight": "A"}]
    assert seen([read, call("change", order="7", legs=same), call("change", order="7", legs=other)], rule(FIXED)) == [
        False,
        True,
    ]


def test_what_is_not_of_that_kind_may_change():
    read = call("read_order", answer={"fare": "full", "legs": [{"flight": "A"}]}, order="7")
    assert seen([read, call("change", order="7", legs=[])], rule(FIXED)) == []


def test_a_call_that_failed_can_be_left_out():
    failed = call("change", kind="write", failed=True)
    assert seen([failed], rule(YES)) == [True]
    assert seen([failed], rule(YES, succeeded=True)) == []


def test_a_rule_holds_for_its_own_business():
    change = call("change", kind="write")
    assert seen([change], rule(YES, business="other")) == []
    assert seen([change], rule(YES, business="shop")) == [True]


def test_a_finding_bears_no_word_of_the_run():
    (found,) = watch([user("no, Mia Li"), call("change", kind="write", name="Mia Li")], [rule(YES)], business="shop")
    assert found == {"rule": "r", "span": "(run)", "business": "shop", "deviated": True, "evidence": "change"}


def test_rules_are_declared_with_their_severity_and_agreed_rate():
    (told,) = declared([rule(YES, agreed_rate=0.02)])
    assert told == {"rule": "r", "business": "(all)", "severity": "high", "kind": "recorded", "agreed_rate": 0.02}


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "said", "pattern": "("},
        {"kind": "permitted", "read_by": "a", "key": "b", "any_of": []},
        {"kind": "at_most", "argument": "a", "most": {"b": -1}},
        {"kind": "silent", "word": "unknown"},
        {"kind": "hearsay"},
        {"kind": "silent", "severity": "grim"},
        {**OPEN, "any_of": [{"field": "paid"}]},
        {**OPEN, "any_of": [{"field": "paid", "equals": True, "at_least": 3}]},
    ],
)
def test_a_rule_that_cannot_be_one_is_refused(wrong):
    with pytest.raises(ValidationError):
        rule(wrong)


def test_a_path_goes_through_lists():
    assert list(within({"a": [{"b": 1}, {"c": 2}, {"b": [3, 4]}]}, "a.b")) == [1, 3, 4]
    assert list(within("text", "a")) == []
