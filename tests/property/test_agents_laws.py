"""Laws of the methods on agents: matching, leaves, index, e-process, intervals, prices, comparison."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linear_sum_assignment

from probant.evidence.agents import clusters, drift, efficiency, kernel, pairing, pricing
from probant.evidence.agents.book import book
from probant.evidence.agents.monitor import watch
from probant.evidence.agents.policies import Rules
from probant.evidence.agents.survival import happened_within
from probant.evidence.agents.turns import Turn
from probant.stats.leaves import first_sight, leaves

sizes = st.tuples(st.integers(1, 7), st.integers(1, 7))
gains = sizes.flatmap(lambda size: arrays(np.float64, size, elements=st.sampled_from([0, 0.1, 0.25, 0.5, 1])))
scalars = st.one_of(st.integers(-50, 50), st.text("abcXYZ #1", min_size=1, max_size=5), st.booleans(), st.floats(-9, 9))
arguments = st.dictionaries(
    st.text("abc", min_size=1, max_size=3),
    st.one_of(scalars, st.lists(scalars, max_size=3), st.dictionaries(st.text("xy", min_size=1), scalars, max_size=2)),
    max_size=4,
)
calls = st.tuples(st.sampled_from(["look", "find", "change", "send", "call", "think"]), st.sampled_from(["", "1", "2"]))
paths = st.lists(calls, max_size=6)
shares = arrays(np.float64, st.integers(1, 30), elements=st.sampled_from([0, 0.25, 0.5, 1]))


@given(gains)
def test_matching_is_the_best_there_is(gain):
    rows, columns = linear_sum_assignment(-gain)
    assert kernel.best_assignment(gain) == pytest.approx(gain[rows, columns].sum())


@given(arguments)
def test_leaves_do_not_depend_on_how_they_were_written(given_):
    assert leaves(json.dumps(given_)) == leaves(given_)
    assert leaves(repr(given_)) == leaves(given_)
    assert leaves({"inside": json.dumps(given_)}) == leaves({"inside": given_}) or not given_


@given(st.lists(scalars, max_size=5), st.randoms())
def test_order_of_a_list_leaves_no_trace(items, chance):
    other = list(items)
    chance.shuffle(other)
    assert leaves({"items": items}) == leaves({"items": other})


@given(st.lists(st.text("ab1 ", max_size=6), max_size=5), st.text("ab1", min_size=1, max_size=3))
def test_a_value_is_first_seen_where_a_text_first_holds_it(texts, value):
    found = first_sight(enumerate(texts, start=1), [value])[value]
    holding = [place for place, text in enumerate(texts, start=1) if value in text]
    assert found == (holding[0] if holding else None)


@settings(max_examples=60)
@given(paths, paths, paths)
def test_index_lies_between_nothing_and_a_hundred(sample, one, other, declared):
    runs = [{"steps": one, "success": 1}, {"steps": other, "success": 0}]
    found = efficiency.scores(book(sample.agent_book(runs, {"t": declared})))
    assert ((found.index >= 0) & (found.index <= 100)).all()
    assert ((found.goal >= 0) & (found.goal <= 1)).all()


@settings(max_examples=60)
@given(paths)
def test_a_run_on_its_declared_path_reaches_its_goal(sample, path):
    found = efficiency.scores(book(sample.agent_book([{"steps": path}], {"t": path})))
    assert found.goal[0] == pytest.approx(1)
    assert found.reads[0] == pytest.approx(1)


@settings(max_examples=60)
@given(paths, paths)
def test_one_more_change_that_nobody_wants_never_helps_the_goal(sample, path, declared):
    runs = [{"steps": path}, {"steps": [*path, ("change", "unwanted")]}]
    found = efficiency.scores(book(sample.agent_book(runs, {"t": declared})))
    assert found.goal[1] <= found.goal[0] + 1e-12


@settings(max_examples=60)
@given(paths, st.integers(1, 4))
def test_a_run_is_never_its_own_reference(sample, path, times):
    """One success knows no reference; of several on one path each knows the others."""
    found = efficiency.scores(book(sample.agent_book([{"steps": path, "success": 1}] * times)))
    assert np.isnan(found.index).all() == (times == 1)
    assert np.isnan(found.index).any() == (times == 1)


@given(shares, st.floats(0.05, 0.95))
def test_e_process_is_fair_under_the_agreed_rate(before, agreed):
    """Ville's inequality needs this: the mean of the next value is the value now."""
    now = drift.log_e(before, agreed)[-1]
    one, none = (drift.log_e(np.append(before, x), agreed)[-1] for x in (1.0, 0.0))
    assert agreed * np.exp(one - now) + (1 - agreed) * np.exp(none - now) == pytest.approx(1)


@given(shares, st.floats(0.05, 0.95), st.floats(0, 1))
def test_a_part_of_a_hit_weighs_no_more_than_chance_of_a_whole_one(before, agreed, part):
    now = drift.log_e(before, agreed)[-1]
    some, one, none = (np.exp(drift.log_e(np.append(before, x), agreed)[-1] - now) for x in (part, 1.0, 0.0))
    assert some <= part * one + (1 - part) * none + 1e-9


@given(st.floats(0, 1), st.floats(1, 1e4), st.floats(0.5, 4))
def test_wilson_holds_the_share_and_stays_within_bounds(value, n, z):
    low, high = clusters.wilson(value, n, z)
    assert 0 <= low <= value <= high <= 1
    assert low < high


@given(arrays(np.float64, st.integers(2, 40), elements=st.sampled_from([0.0, 0.5, 1.0])), st.integers(1, 6))
def test_design_effect_lies_between_one_and_the_size_of_a_task(values, size):
    task = np.arange(len(values)) // size
    seen = clusters.design(values, task)
    assert 1 <= seen.effect <= max(1, min(size, len(values))) + 1e-9
    assert seen.icc is None or 0 <= seen.icc <= 1


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=6), st.integers(0, 10**8))
def test_cost_of_a_run_does_not_depend_on_how_its_calls_are_cut_up(tokens, price):
    prices = [{"business": "(all)", "model": "m", "tokens": "input", "day": date(2026, 1, 1), "currency": "EUR",
               "price": Decimal(price) / 10**6}]  # fmt: skip
    row = {"trace": "r", "business": "b", "model": "m", "day": date(2026, 1, 2), "money": None, "stated": None,
           "torn": 0, "cached": 0, "kept": 0, "wrote": 0}  # fmt: skip
    cut = pricing.of([{**row, "fresh": one} for one in tokens], prices, ["r"])
    whole = pricing.of([{**row, "fresh": sum(tokens)}], prices, ["r"])
    assert cut.micro == whole.micro
    assert cut.unpriced == 0


@given(arrays(np.float64, st.integers(1, 30), elements=st.integers(0, 20).map(float)), st.integers(0, 20))
def test_without_censoring_the_curve_is_the_share(lasted, horizon):
    found = happened_within(lasted, np.ones(len(lasted), bool), horizon, level=0.9)
    assert found.value == pytest.approx((lasted <= horizon).mean())


@given(arrays(np.float64, 24, elements=st.floats(-5, 5)))
def test_comparison_turned_round_has_the_other_sign(values):
    task, treated = np.repeat(np.arange(6), 4), np.tile([False, True], 12)
    one, other = (pairing.compare(values, side, task, unit="x", level=0.9) for side in (treated, ~treated))
    assert one.estimate.value == pytest.approx(-other.estimate.value)
    assert one.spread == pytest.approx(other.spread)


turns = st.lists(
    st.one_of(
        st.builds(Turn, st.just("user"), st.sampled_from(["yes", "no", "a"])),
        st.builds(Turn, st.just("agent"), st.sampled_from(["", "Let me see."])),
        st.builds(
            Turn,
            st.just("tool"),
            st.sampled_from(["", '{"at": 1, "open": true}', "a"]),
            st.sampled_from(["find", "read", "change"]),
            st.sampled_from(["read", "write"]),
            st.fixed_dictionaries({"key": st.sampled_from(["a", "b"])}),
            st.booleans(),
        ),
    ),
    max_size=8,
)
POLICIES_OF_ALL_KINDS = Rules.model_validate(
    {
        "rule": [
            {"rule": one["kind"], "severity": "low", **one}
            for one in (
                {"kind": "said", "pattern": "yes"},
                {"kind": "silent"},
                {"kind": "one_value", "argument": "key", "told_by": ["find"]},
                {"kind": "at_most", "argument": "key", "most": {"a": 0}},
                {"kind": "permitted", "read_by": "read", "key": "key", "any_of": [{"field": "at", "at_least": 2}]},
                {
                    "kind": "unchanged",
                    "read_by": "read",
                    "key": "key",
                    "where": {"field": "open", "equals": True},
                    "items": "items",
                    "fields": ["id"],
                },
            )
        ]
    }
).rule


@given(turns, turns)
def test_what_comes_after_a_call_changes_nothing_that_was_seen_until_then(before, after):
    before.append(Turn("user", "and now"))
    seen = list(watch(before, POLICIES_OF_ALL_KINDS))
    assert list(watch(before + after, POLICIES_OF_ALL_KINDS))[: len(seen)] == seen


@given(turns)
def test_a_rule_speaks_once_of_a_turn_and_of_no_user(run):
    run = [replace(turn, span=str(place)) for place, turn in enumerate(run)]
    seen = [(one["rule"], one["span"]) for one in watch(run, POLICIES_OF_ALL_KINDS)]
    assert len(seen) == len(set(seen))
    assert all(run[int(span)].speaker != "user" for _, span in seen)
