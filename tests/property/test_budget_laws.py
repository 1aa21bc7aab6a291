"""Laws of the budget: no feasible plan is better, and more room is never worse."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from itertools import pairwise
from pathlib import Path

import numpy as np
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from probant.decision.budget.climb import Aim, bound, climb, highest, starts, worth_of
from probant.decision.budget.gains import steady_gains
from probant.decision.budget.region import Region, Together
from probant.errors import Refused

spec = spec_from_file_location("probant_budget_curves", Path(__file__).parents[1] / "decision" / "budgets.py")
budgets = sys.modules[spec.name] = module_from_spec(spec)
spec.loader.exec_module(budgets)

aims = st.sampled_from([Aim(), Aim(tail=0.1), Aim(tail=0.5)])
families = st.sampled_from(["logistic", "michaelis_menten"])
seeds = st.integers(0, 10_000)


def regions(usual, share, cap):
    group = Together((1, 2), 0.0, cap * float(usual[1:3].sum()))
    return Region(0.2 * usual, 1.8 * usual, share * float(usual.sum()), (group,)).checked()


def feasible(region, random):
    """A random plan within all bounds."""
    return region.nearest(random.uniform(region.low, region.high))


def kept(region, plan):
    inside = (plan >= region.low * (1 - 1e-9)) & (plan <= region.high * (1 + 1e-9))
    groups = all(plan[list(one.members)].sum() <= one.high * (1 + 1e-6) for one in region.groups)
    return bool(inside.all()) and groups and abs(plan.sum() / region.total - 1) < 1e-6


@settings(max_examples=25, deadline=None)
@given(families, aims, seeds, st.floats(0.6, 1.2), st.floats(0.7, 1.6))
def test_no_random_feasible_plan_is_better(family, aim, seed, share, cap):
    curves = budgets.curves(family, draws=120, seed=seed)
    gains, random = steady_gains(curves, 0.4), np.random.default_rng(seed)
    try:
        region = regions(curves.usual, share, cap)
    except Refused:  # no plan lies inside such bounds, which other tests hold
        reject()
    best = climb(gains, aim, region, curves.usual)
    assert kept(region, best.spend)
    for _ in range(20):
        plan = feasible(region, random)
        assert kept(region, plan)
        near = best.spend + 0.05 * (plan - best.spend)
        assert worth_of(gains, aim, plan) <= best.value * (1 + 1e-4)
        assert worth_of(gains, aim, near) <= best.value * (1 + 1e-4)


@settings(max_examples=15, deadline=None)
@given(seeds, st.floats(0.6, 1.2))
def test_no_plan_of_s_shaped_curves_is_above_the_bound(seed, share):
    curves = budgets.curves("hill", draws=60, seed=seed)
    gains, random = steady_gains(curves, 0.4), np.random.default_rng(seed)
    region = Region(0.0 * curves.usual, 1.8 * curves.usual, share * float(curves.usual.sum()))
    best, most = highest(gains, Aim(), region, starts(gains, region, curves.usual)), bound(gains, region)
    assert best.value <= most * (1 + 1e-12)
    for _ in range(30):
        assert worth_of(gains, Aim(), feasible(region, random)) <= best.value * (1 + 1e-6)


@settings(max_examples=15, deadline=None)
@given(families, seeds)
def test_more_room_is_never_worse(family, seed):
    curves = budgets.curves(family, draws=120, seed=seed)
    gains, total = steady_gains(curves, 0.4), float(curves.usual.sum())
    values = [
        climb(gains, Aim(), Region(curves.usual * (1 - room), curves.usual * (1 + room), total), curves.usual).value
        for room in (0.1, 0.3, 0.6, 0.8)
    ]
    assert all(wide >= narrow * (1 - 1e-9) for narrow, wide in pairwise(values))


@settings(max_examples=30, deadline=None)
@given(seeds, st.floats(0.3, 1.7))
def test_the_nearest_allowed_plan_of_an_allowed_plan_is_itself(seed, share):
    usual = np.random.default_rng(seed).gamma(3, 300, 4)
    region = regions(usual, share, 1.8)
    plan = feasible(region, np.random.default_rng(seed))
    np.testing.assert_allclose(region.nearest(plan), plan, rtol=1e-7, atol=1e-9 * usual.sum())
