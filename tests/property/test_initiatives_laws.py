"""Laws of returns: ratio of means, additive values, nothing from no use, scale, and what options and pilots keep."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from probant.evidence.initiatives import expansion, flows, pilot, priority, returns, sensitivity
from probant.evidence.initiatives.adoption import curve
from probant.evidence.initiatives.flows import Charge, Stream

DRAWS, MONTHS = 5, 24
money = st.floats(1, 1e6)
shares = st.floats(0, 1)


def vectors(low, high):
    return arrays(np.float64, DRAWS, elements=st.floats(low, high))


streams = st.builds(Stream, vectors(-1e5, 1e5), vectors(0.5, 1), vectors(0, 1e4), st.integers(0, 6))
charges = st.builds(Charge, arrays(np.float64, MONTHS, elements=st.floats(1, 1e5)), vectors(0.2, 3))
reaches = arrays(np.float64, (MONTHS, DRAWS), elements=shares)


def flow(found, paid, reach, discount=0.1):
    return flows.run(found, [], paid, list(reach), horizons=(6, MONTHS), discount=discount, draws=DRAWS)


@given(vectors(0, 1e6), vectors(1, 1e6))
def test_a_return_is_the_ratio_of_means(benefits, costs):
    got = returns.on_cost(benefits, costs, level=0.9).value
    np.testing.assert_allclose(got, (benefits.sum() - costs.sum()) / costs.sum(), rtol=1e-9, atol=1e-12)


@given(vectors(0, 1e6), vectors(1, 1e6), money)
def test_a_return_does_not_depend_on_the_currency(benefits, costs, rate):
    one, other = (returns.on_cost(k * benefits, k * costs, level=0.9).value for k in (1.0, rate))
    np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-9)


def test_the_mean_of_ratios_is_another_number():
    benefits, costs = np.array([100.0, 100.0]), np.array([1.0, 199.0])
    assert returns.on_cost(benefits, costs, level=0.9).value == 0
    assert np.mean(benefits / costs - 1) > 49


@given(streams, streams, charges, charges, reaches)
def test_values_of_two_initiatives_add_up(one, other, paid, more, reach):
    whole = flow({"a": one, "b": other}, [paid, more], reach)
    parts = [flow({"a": one}, [paid], reach), flow({"b": other}, [more], reach)]
    np.testing.assert_allclose(
        whole.benefit - whole.costs, sum(part.benefit - part.costs for part in parts), rtol=1e-9, atol=1e-3
    )


@given(streams, charges)
def test_nothing_comes_of_what_nobody_uses(one, paid):
    assert not flow({"a": one}, [paid], np.zeros((MONTHS, DRAWS))).benefit.any()


@given(streams, charges, reaches)
def test_twice_the_use_brings_twice_the_benefit(one, paid, reach):
    half, whole = (flow({"a": one}, [paid], k * reach).benefit for k in (0.5, 1.0))
    np.testing.assert_allclose(2 * half, whole, rtol=1e-9, atol=1e-9)


@given(charges, st.floats(0, 1))
def test_a_higher_discount_makes_no_cost_larger(paid, discount):
    reach = np.ones((MONTHS, DRAWS))
    assert (flow({}, [paid], reach, discount).costs <= flow({}, [paid], reach, 0.0).costs * (1 + 1e-12)).all()


@given(
    st.dictionaries(st.integers(0, 23), shares, max_size=5),
    st.one_of(st.none(), vectors(0, 1)),
    st.floats(0.5, 60),
)
def test_adoption_is_a_share_and_is_what_was_measured(measured, ceiling, ramp):
    got = np.array(list(curve(measured, ceiling, ramp, months=MONTHS, draws=DRAWS)))
    assert ((got >= 0) & (got <= 1 + 1e-12)).all()
    for month, share in measured.items():
        assert (got[month] == share).all()


@given(st.floats(-1e5, 1e5), st.floats(1, 1e5), st.floats(0, 1e5), st.floats(0, 1e5))
def test_a_better_pilot_is_worth_no_less_and_none_more_than_certainty(mean, sd, error, more):
    poor, good, sure = pilot.value(mean, sd, error + more), pilot.value(mean, sd, error), pilot.value(mean, sd, 0)
    slack = 1e-9 * (abs(mean) + sd)
    assert -slack <= poor <= good + slack <= sure + 2 * slack


@given(st.floats(1e3, 1e6), st.floats(1e3, 1e6), st.floats(0.25, 5), st.floats(0.05, 1.5), st.floats(0, 0.2))
def test_an_option_is_worth_no_less_than_buying_at_once_and_no_more_than_the_thing(value, cost, years, vol, rate):
    got = expansion.option(value, cost, years, vol, rate, steps=60)
    slack = 1e-9 * (value + cost)
    assert max(value - cost * np.exp(-rate * years), 0) - slack <= got <= value + slack


@given(arrays(np.float64, (30, 6), elements=st.integers(-3, 3)), st.integers(1, 8))
def test_chances_of_being_among_the_first_add_up_to_the_places(scores, top):
    got = priority.among_first(scores, top)
    assert ((got >= 0) & (got <= 1)).all()
    np.testing.assert_allclose(got.sum(), min(top, 6))


@given(arrays(np.float64, (3, 50), elements=st.floats(-1e3, 1e3)))
def test_parts_of_the_uncertainty_add_up_to_one(inputs):
    named = {str(place): row for place, row in enumerate(inputs)}
    got = sensitivity.swings(named, inputs.sum(axis=0))
    if got:
        np.testing.assert_allclose(sum(one.share for one in got), 1)
        assert [one.share for one in got] == sorted((one.share for one in got), reverse=True)
