"""The budget: the optimum is that of an independent optimiser, and a proposal says what it rests on."""

import sys
from dataclasses import replace
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest
from pydantic import TypeAdapter
from scipy.optimize import minimize

from probant.decision.allocate import allocate, setting
from probant.decision.budget.answer import Proposal, Reversal, Speaks
from probant.decision.budget.climb import Aim, bound, climb, highest, starts, worth_of
from probant.decision.budget.gains import coming_gains, steady_gains
from probant.decision.budget.region import Region, Together
from probant.decision.budget.scenario import scenario, sketches
from probant.decision.budget.terms import Goal, Group, Terms
from probant.errors import Refused, TooLittle, UnknownName
from probant.vocabulary import Grade

spec = spec_from_file_location("probant_budgets", Path(__file__).with_name("budgets.py"))
budgets = sys.modules[spec.name] = module_from_spec(spec)
spec.loader.exec_module(budgets)


@pytest.fixture
def at_hand():
    return budgets.evidence()


def slsqp(gains, aim, region, start):
    """The optimum by SciPy, from the value alone: its slopes are by differences, not by ours."""
    scale = worth_of(gains, aim, start)
    whole = {"type": "eq", "fun": lambda x: x.sum() / region.total - 1}
    groups = [
        {"type": "ineq", "fun": lambda x, g=group: (g.high - x[list(g.members)].sum()) / region.total}
        for group in region.groups
    ]
    unit = region.total / len(start)
    found = minimize(
        lambda x: -worth_of(gains, aim, x * unit) / scale,
        start / unit,
        method="SLSQP",
        bounds=list(zip(region.low / unit, region.high / unit, strict=True)),
        constraints=[{**one, "fun": lambda x, f=one["fun"]: f(x * unit)} for one in (whole, *groups)],
        options={"ftol": 1e-12, "maxiter": 300},
    )
    return found.x * unit


@pytest.mark.parametrize("family", ["logistic", "michaelis_menten"])
@pytest.mark.parametrize("tail", [None, 0.1])
@pytest.mark.parametrize("grouped", [False, True])
def test_the_optimum_is_that_of_slsqp(family, tail, grouped):
    curves = budgets.curves(family)
    usual, gains, aim = curves.usual, steady_gains(curves, 0.4), Aim(tail=tail)
    groups = (Together((0, 1), 0.0, 0.9 * usual[:2].sum()),) if grouped else ()
    region = Region(0.3 * usual, 1.8 * usual, float(usual.sum()), groups)
    ours = climb(gains, aim, region, usual)
    theirs = worth_of(gains, aim, slsqp(gains, aim, region, region.nearest(usual)))
    assert ours.value == pytest.approx(theirs, rel=1e-4)
    assert ours.spend.sum() == pytest.approx(region.total, rel=1e-9)


def test_the_coming_weeks_are_what_planned_response_says():
    curves = budgets.curves("michaelis_menten")
    spend = 1.1 * curves.usual
    plan = np.tile(spend, (9, 1))
    expected = 0.4 * (curves.planned_response(plan) - curves.planned_response(0 * plan))
    np.testing.assert_allclose(coming_gains(curves, 0.4, 9).each(spend), expected, rtol=1e-9)


def test_a_steady_week_is_what_steady_state_response_says():
    curves = budgets.curves("hill")
    expected = 0.4 * curves.steady_state_response(curves.usual)
    np.testing.assert_allclose(steady_gains(curves, 0.4).each(curves.usual), expected, rtol=1e-12)


@pytest.mark.parametrize("family", ["logistic", "michaelis_menten", "hill"])
def test_derivatives_are_those_of_differences(family):
    curves = budgets.curves(family)
    gains, spend, step = coming_gains(curves, 0.4, 3), curves.usual, 1e-3 * curves.usual
    rows, weights = np.arange(400), np.full(400, 1 / 400)
    first, second = gains.derivatives(spend, rows, weights)
    low, mid, high = (gains.each(spend + sign * step).mean(axis=0) for sign in (-1, 0, 1))
    np.testing.assert_allclose(first, (high - low) / (2 * step), rtol=1e-4)
    np.testing.assert_allclose(second, (high - 2 * mid + low) / step**2, rtol=1e-3)


def test_of_s_shaped_curves_the_best_on_a_fine_grid_is_reached_and_the_bound_holds():
    curves = budgets.curves("hill", names=("search", "social"), draws=60, spread=0.05)
    gains, total = steady_gains(curves, 0.4), float(curves.usual.sum())
    region = Region(np.zeros(2), 1.8 * curves.usual, total).checked()
    firsts = np.linspace(max(0.0, total - region.high[1]), min(total, region.high[0]), 2000)
    every = [worth_of(gains, Aim(), np.array([first, total - first])) for first in firsts]
    found = highest(gains, Aim(), region, starts(gains, region, curves.usual))
    assert found.value >= max(every) * (1 - 1e-6)
    assert bound(gains, region) >= max(every)
    assert not gains.concave


def test_inside_seen_spend_by_default_and_what_lies_beyond_is_told_one_grade_lower(at_hand):
    found = allocate(*at_hand, Terms())
    assert all(move.least * (1 - 1e-9) <= move.proposed <= move.largest * (1 + 1e-9) for move in found.moves)
    assert found.total == pytest.approx(found.now)
    assert (found.grade, found.beyond.grade) == (Grade.D, Grade.E)
    assert found.beyond.effect.gain.value > 0
    assert found.beyond.effect.gain.interval.low < 0


def test_a_plan_beyond_loses_a_grade_and_names_the_channels(at_hand):
    found = allocate(*at_hand, Terms(beyond=True, least={"tv": 1.9 * at_hand[0].curves["tv"].usual}))
    assert found.grade is Grade.E
    assert "tv" in str(found.reasons[-1])
    assert found.beyond is None


def test_bounds_and_groups_are_kept(at_hand):
    usual = {name: curve.usual for name, curve in at_hand[0].curves.items()}
    cap = 0.8 * (usual["search"] + usual["tv"])
    group = Group("screens", ("search", "tv"), most=cap)
    terms = Terms(least={"radio": 0.9 * usual["radio"]}, most={"social": 0.5 * usual["social"]}, groups=(group,),
                  total=0.8 * sum(usual.values()))  # fmt: skip
    proposed = {move.channel: move.proposed for move in allocate(*at_hand, terms).moves}
    assert proposed["radio"] >= 0.9 * usual["radio"] * (1 - 1e-9)
    assert proposed["social"] <= 0.5 * usual["social"] * (1 + 1e-9)
    assert proposed["search"] + proposed["tv"] <= cap * (1 + 1e-9)


def test_a_target_is_reached_and_for_less_it_is_not(at_hand):
    made = setting(*at_hand, Terms())
    target = float(made.gains.each(made.curves.usual).sum(axis=1).mean())
    found = allocate(*at_hand, Terms(goal=Goal.TARGET, target=target))
    plan = np.array([{m.channel: m.proposed for m in found.moves}[name] for name in made.curves.channels])
    assert made.gains.each(plan).sum(axis=1).mean() == pytest.approx(target, rel=1e-4)
    assert found.total < found.now
    less = allocate(*at_hand, Terms(total=0.99 * found.total))
    plan = np.array([{m.channel: m.proposed for m in less.moves}[name] for name in made.curves.channels])
    assert made.gains.each(plan).sum(axis=1).mean() < target


def test_as_much_as_pays_ends_where_the_last_unit_earns_itself_or_a_bound_is(at_hand):
    made = setting(*at_hand, Terms())
    found = {move.channel: move for move in allocate(*at_hand, Terms(as_pays=True)).moves}
    plan = np.array([found[name].proposed for name in made.curves.channels])
    first, _ = made.gains.derivatives(plan, np.arange(400), np.full(400, 1 / 400))
    for place, name in enumerate(made.curves.channels):
        move = found[name]
        inside = move.least * 1.0001 < move.proposed < move.largest * 0.9999
        assert first[place] == pytest.approx(1, abs=1e-3) if inside else True
    assert any(not move.outside for move in found.values())


def test_a_cautious_plan_has_the_better_worst_cases_and_the_smaller_mean(at_hand):
    made = setting(*at_hand, Terms())
    plans = {}
    for goal in (Goal.EXPECTED, Goal.CAUTIOUS):
        moves = {move.channel: move.proposed for move in allocate(*at_hand, Terms(goal=goal)).moves}
        plans[goal] = np.array([moves[name] for name in made.curves.channels])
    mean = {goal: worth_of(made.gains, Aim(), plan) for goal, plan in plans.items()}
    worst = {goal: worth_of(made.gains, Aim(tail=0.1), plan) for goal, plan in plans.items()}
    assert mean[Goal.EXPECTED] > mean[Goal.CAUTIOUS]
    assert worst[Goal.CAUTIOUS] > worst[Goal.EXPECTED]


def test_waiting_is_worth_nothing_where_nothing_is_doubted_and_something_where_much_is():
    sure = allocate(*budgets.evidence(spread=1e-9), Terms()).waiting
    unsure = allocate(*budgets.evidence(spread=0.8), Terms()).waiting
    assert sure.worth == pytest.approx(0, abs=1e-3)
    assert unsure.worth > 1


def test_it_says_of_which_time_it_speaks(at_hand):
    steady, coming = allocate(*at_hand, Terms()), allocate(*at_hand, Terms(steps=4))
    assert (steady.speaks, steady.period.end, steady.effect.gain.unit) == (
        Speaks.STEADY,
        date(2025, 12, 29),
        "EUR / week",
    )
    assert (coming.speaks, coming.period.start, coming.period.days) == (Speaks.COMING, date(2025, 12, 29), 28)
    assert coming.effect.gain.unit == "EUR"


def test_a_channel_that_is_switched_off_can_be_undone_in_part_only(at_hand):
    off = allocate(*at_hand, Terms(most={"radio": 0.0}, total=0.8 * sum(c.usual for c in at_hand[0].curves.values())))
    assert off.reversal is Reversal.PARTLY
    assert allocate(*at_hand, Terms()).reversal is Reversal.EASY


def test_without_a_margin_gains_are_outcome_and_say_so():
    found = allocate(*budgets.evidence(margin=None), Terms())
    assert not found.net
    assert any("No margin is known" in str(limit) for limit in found.limits)
    with pytest.raises(Refused, match="margin per unit of outcome is not known"):
        allocate(*budgets.evidence(margin=None), Terms(as_pays=True))


def test_it_never_says_that_it_cannot_lose():
    found = allocate(*budgets.evidence(spread=0.01), Terms())
    assert 0 < found.effect.loses < 1


def test_a_proposal_survives_the_way_to_another_process(at_hand):
    shape, found = TypeAdapter(Proposal), allocate(*at_hand, Terms())
    assert shape.validate_json(shape.dump_json(found)) == found


def test_a_plan_by_hand_gains_nothing_where_it_changes_nothing(at_hand):
    made = setting(*at_hand, Terms())
    same = scenario(made, {})
    assert same.effect.gain.value == 0
    assert same.effect.gain.interval is None
    more = scenario(made, {"tv": 3 * at_hand[0].curves["tv"].largest})
    assert [move.channel for move in more.moves if move.outside] == ["tv"]
    assert more.moves[0].effect.value == 0


def test_a_curve_begins_at_nothing_and_goes_beyond_what_was_seen(at_hand):
    drawn = sketches(setting(*at_hand, Terms()))
    assert [one.channel for one in drawn] == list(budgets.NAMES)
    for one in drawn:
        assert one.points[0].gain.value == 0
        assert one.points[-1].spend > one.largest


@pytest.mark.parametrize(
    ("terms", "error", "words"),
    [
        ({"least": {"televison": 3.0}}, UnknownName, "use “tv”|choose one of"),
        ({"total": 1e9}, Refused, "at most"),
        ({"total": 1.0}, Refused, "at least"),
        ({"least": {"tv": 1e9}}, Refused, "“tv” would have to get at least"),
        ({"goal": Goal.TARGET}, Refused, "belong together"),
        ({"goal": Goal.TARGET, "target": 1e12}, Refused, "expected gain is at most"),
        ({"total": 5.0, "as_pays": True}, Refused, "three answers to one question"),
        ({"tail": 0.0}, Refused, "both are shares"),
        ({"steps": 0}, Refused, "says nothing"),
        ({"test": "cinema"}, UnknownName, "No channel is named “cinema”"),
        ({"groups": (Group("a", ("tv",)), Group("b", ("tv",)))}, Refused, "in two groups"),
        ({"groups": (Group("a", ("tv",), least=1e9),)}, Refused, "outside its own bounds"),
    ],
)
def test_terms_that_cannot_be_met_are_refused_with_what_to_do(at_hand, terms, error, words):
    with pytest.raises(error, match=words):
        allocate(*at_hand, Terms(**terms))


def test_a_plan_by_hand_cannot_spend_below_nothing(at_hand):
    with pytest.raises(Refused, match="give an amount of 0 or more"):
        scenario(setting(*at_hand, Terms()), {"tv": -1.0})


def test_evidence_without_curves_is_refused(at_hand):
    found, draws = at_hand
    with pytest.raises(TooLittle, match="probant ask mmm"):
        allocate(replace(found, curves={}), draws, Terms())
