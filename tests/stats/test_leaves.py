"""Arguments of tools, as loggers really write them."""

import pytest

from probant.stats.leaves import DEPTH, first_sight, leaves, values


@pytest.mark.parametrize(
    "written",
    [
        '{"id": "#W1", "items": ["1", "2"]}',
        "{'id': '#w1', 'items': ['2', 1.0]}",
        {"ID ": " #W1", "items": "['1', '2']"},
    ],
)
def test_one_call_written_in_three_ways(written):
    assert leaves(written) == {(".id", "#w1"), (".items[]", "1"), (".items[]", "2")}


@pytest.mark.parametrize("nothing", [None, "", "{}", "[]", '{"a": null}', {"a": "None"}, "null"])
def test_nothing_leaves_no_leaf(nothing):
    assert leaves(nothing) == frozenset()


@pytest.mark.parametrize("broken", ['{"a": 1', "{'a': }", "[" * 5_000, "free text (with a bracket"])
def test_what_cannot_be_read_is_one_value(broken):
    assert leaves(broken) == {("", broken.lower())}


def test_what_is_nested_too_deep_is_not_looked_into():
    deep = "x"
    for _ in range(DEPTH + 5):
        deep = [deep]
    ((path, _),) = leaves(deep)
    assert path == "[]" * DEPTH


def test_a_literal_cannot_run_anything():
    assert leaves("__import__('os').system('false')") == {("", "__import__('os').system('false')")}


def test_short_values_are_no_evidence_of_having_been_seen():
    assert values(leaves({"n": 12, "id": "#W1"})) == {"#w1"}


def test_a_value_that_no_text_holds_was_never_there():
    assert first_sight([], ["abc"]) == {"abc": None}
