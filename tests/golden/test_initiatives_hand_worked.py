"""Cash flows, pilots, options, scores and ranks worked by hand, and the published effects against their file.

The pilot's 49,135 and the figure of four million draws, 49,141, stand in METHODS 9. The option's limit is the
formula of Black & Scholes (1973), The pricing of options and corporate liabilities, Journal of Political Economy 81.
"""

import csv
from math import exp, log, sqrt
from statistics import NormalDist

import numpy as np
import pytest

from probant.evidence.initiatives import expansion, flows, pilot, priority, published, returns, roadmap, scorecard
from probant.evidence.initiatives.adoption import curve
from probant.evidence.initiatives.charges import charges
from probant.evidence.initiatives.declared import Cost
from probant.evidence.initiatives.flows import Charge, Stream
from probant.evidence.initiatives.grading import assumed, design
from probant.evidence.initiatives.scorecard import Judgement
from probant.vocabulary import Grade


def sure(value):
    return np.asarray(float(value))


def run(gain, paid, *, keep=1.0, drag=0.0, reach=1.0, months=3, discount=0.0, first=0, usage=()):
    paid = np.array([*paid, *[0.0] * (months - len(paid))])
    return flows.run(
        {"b": Stream(sure(gain), sure(keep), sure(drag), first)},
        usage,
        [Charge(paid, sure(1))],
        [np.full(2, reach)] * months,
        horizons=(1, months),
        discount=discount,
        draws=2,
    )


def test_three_months_of_100_less_50_at_the_start_and_10_a_month():
    found = run(100, [60, 10, 10])
    assert found.benefit[:, 0].tolist() == [100, 300]
    assert found.costs[:, 0].tolist() == [60, 80]
    assert returns.on_cost(found.benefit[1], found.costs[1], level=0.9).value == pytest.approx(300 / 80 - 1)


def test_money_of_month_t_is_discounted_by_t_twelfths_of_a_year():
    # 21 % a year is 1.1 in half a year: the sixth root of it a month.
    month = 1.1 ** (1 / 6)
    found = run(100, [60, 10, 10], discount=0.21)
    assert found.benefit[1, 0] == pytest.approx(100 + 100 / month + 100 / month**2)
    assert found.costs[1, 0] == pytest.approx(60 + 10 / month + 10 / month**2)


def test_the_gain_decays_and_the_review_does_not():
    # 100, 50, 25 less 10 each, at half adoption.
    found = run(100, [1], keep=0.5, drag=10, reach=0.5)
    assert found.benefit[1, 0] == pytest.approx((90 + 40 + 15) / 2)


def test_a_benefit_that_comes_later_has_decayed_since_the_start():
    assert run(100, [1], keep=0.5, first=2).benefit[:, 0].tolist() == [0, 25]


def test_costs_of_use_follow_adoption():
    use = Stream(sure(8), sure(1), sure(0))
    assert run(100, [0], reach=0.25, usage=[use]).costs[:, 0].tolist() == [2, 6]


def test_payback_is_the_month_in_which_benefits_first_cover_costs():
    assert run(100, [250], months=4).payback.tolist() == [3, 3]
    assert np.isinf(run(100, [500], months=4).payback).all()
    chance, middle = returns.payback(np.array([3, 5, np.inf, np.inf]), 12)
    assert (chance, middle) == (0.5, 5)
    assert returns.payback(np.array([3, np.inf, np.inf]), 12)[1] is None


def test_costs_realised_replace_the_forecast_and_run_on_as_in_their_last_three_months():
    known = [
        Cost(0, "invoices", "forecast", 999, None, None),
        Cost(0, "invoices", "realised", 100, None, None),
        Cost(1, "invoices", "realised", 200, None, None),
        Cost(2, "invoices", "realised", 300, None, None),
        Cost(0, "integration", "realised", 1000, None, None),
    ]
    found = charges(known, (), months=5, size=200_000, rng=np.random.default_rng(0))
    months = sum(one.months for one in found)
    assert months.tolist() == [1100, 200, 300, 200, 200]
    spread = [one.spread for one in found if one.spread.ndim]
    # One factor of mean 1 and standard deviation a fifth; standard errors below 0.0005.
    assert [(one.mean(), one.std()) for one in spread] == [(pytest.approx(1, abs=2e-3), pytest.approx(0.2, abs=2e-3))]


def test_tokens_of_traces_take_the_place_of_declared_ones_in_their_months():
    told = [Cost(month, "tokens", "forecast", 50, None, None) for month in range(3)]
    traced = (Cost(1, "tokens", "realised", 7, None, None),)
    found = charges(told, traced, months=3, size=10, rng=np.random.default_rng(0))
    assert sum(one.months for one in found).tolist() == [50, 7, 50]


def test_adoption_passes_a_tenth_half_and_nine_tenths_of_the_ceiling():
    got = list(curve({}, np.array([0.8]), 10.0, months=11, draws=1))
    assert [got[month][0] for month in (0, 5, 10)] == pytest.approx([0.08, 0.4, 0.72])


def test_adoption_goes_on_from_where_it_was_measured():
    # From a half of the ceiling, odds of 1, half a ramp on: odds of 9.
    got = list(curve({0: 0.2, 1: 0.4}, np.array([0.8]), 10.0, months=7, draws=1))
    assert [got[month][0] for month in (0, 1, 6)] == pytest.approx([0.2, 0.4, 0.72])
    stays = list(curve({0: 0.3}, None, None, months=3, draws=1))
    assert [one[0] for one in stays] == [0.3, 0.3, 0.3]
    above = list(curve({0: 0.9}, np.array([0.8]), 10.0, months=3, draws=1))
    assert [one[0] for one in above] == [0.9, 0.9, 0.9]


def test_value_of_a_pilot_as_published_in_the_methods():
    assert pilot.value(-50_000, 200_000, 100_000) == pytest.approx(49_135, abs=0.5)
    assert pilot.value(-50_000, 0, 100_000) == 0


def test_a_tree_of_one_step():
    # 100 doubles or halves at no interest: p = 1/3, the right to buy at 100 pays 100 or nothing.
    assert expansion.option(100, 100, 1, log(2), 0, steps=1) == pytest.approx(100 / 3)


def test_a_tree_of_two_steps():
    # 400, 100 or 25 with 1/9, 4/9, 4/9: 300 / 9.
    assert expansion.option(100, 100, 2, log(2), 0, steps=2) == pytest.approx(300 / 9)


def test_the_tree_comes_to_black_and_scholes():
    value, cost, years, vol, rate = 300e3, 400e3, 1.5, 0.6, 0.04
    upper = (log(value / cost) + (rate + vol**2 / 2) * years) / (vol * sqrt(years))
    normal = NormalDist()
    limit = value * normal.cdf(upper) - cost * exp(-rate * years) * normal.cdf(upper - vol * sqrt(years))
    # A tree of n steps is off by the order of 1 / n.
    assert expansion.option(value, cost, years, vol, rate) == pytest.approx(limit, rel=1 / 500)


def test_a_score_is_the_weighted_mean_of_lines_and_a_line_that_of_its_authors():
    judged = [
        Judgement("brand", "a", 0.2, None, None, 1),
        Judgement("brand", "b", 0.6, None, None, 1),
        Judgement("innovation", "a", 0.8, None, None, 3),
    ]
    assert scorecard.score(judged) == pytest.approx((0.4 + 3 * 0.8) / 4)
    assert scorecard.draws(judged, 10, np.random.default_rng(0)) is None
    assert scorecard.score([]) is None


def test_scores_of_use_cases():
    # (0.5 x 100,000 + 10,000 - 4,000) / 4 and (0.9 x 20,000) / 2.
    got = priority.scores(
        np.array([[0.5, 0.9]]),
        np.array([[100e3, 20e3]]),
        np.array([10e3, 0.0]),
        np.array([4e3, 0.0]),
        np.array([4.0, 2.0]),
    )
    assert got.tolist() == [[14_000, 9_000]]


def test_places_among_the_first_are_shared_by_equals():
    got = priority.among_first(np.array([[3.0, 2.0, 2.0], [1.0, 5.0, 4.0]]), 2)
    assert got.tolist() == [0.5, 0.75, 0.75]


def test_the_roadmap_does_first_what_another_needs():
    got = roadmap.slots(["a", "b", "c"], {"a": 2, "b": 1, "c": 3}, {"a": "c"}, 2.0)
    assert [(one.initiative, one.start, one.end) for one in got] == [("c", 0, 1.5), ("a", 1.5, 2.5), ("b", 2.5, 3)]
    circle = roadmap.slots(["a", "b"], {}, {"a": "b", "b": "a"}, 1.0)
    assert [one.initiative for one in circle] == ["b", "a"]


@pytest.mark.parametrize(
    ("shares", "shown", "best", "lost"),
    [
        ({"a": 1.0}, {"a": Grade.A}, Grade.A, 0),
        ({"a": 0.92, "b": 0.08}, {"a": Grade.A, "b": Grade.E}, Grade.A, 0),
        ({"a": 0.85, "b": 0.15}, {"a": Grade.A, "b": Grade.D}, Grade.D, 0),
        ({"a": 0.95, "x": 0.05}, {"a": Grade.A}, Grade.A, 0),
        ({"a": 0.85, "x": 0.15}, {"a": Grade.A}, Grade.A, 3),
        ({"a": 0.7, "x": 0.3}, {"a": Grade.B}, Grade.B, 3),
        ({"a": 0.4, "x": 0.6}, {"a": Grade.A}, Grade.A, 5),
        ({"x": 1.0}, {}, Grade.F, 0),
    ],
)
def test_the_grade_is_that_of_the_weakest_that_carries_capped_by_what_is_assumed(shares, shown, best, lost):
    assert design(shares, shown) is best
    assert assumed(shares, shown, best).lowers == lost


def test_published_effects_are_those_of_the_file(shared):
    with (shared / "agents" / "published_effects.csv").open(encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert set(published.PUBLISHED) <= set(rows)
    plain = {name: one for name, one in published.PUBLISHED.items() if name not in ("fang_range", "exner_raw")}
    for name, one in plain.items():
        # The file gives time per task, where less is better; the prior is of time saved.
        sign = -1 if rows[name]["outcome"] == "time per task" else 1
        assert one.value == pytest.approx(sign * float(rows[name]["effect"]) / 100), name
        assert one.year == int(rows[name]["year"]), name
    assert rows["metr"]["interval_or_note"].startswith("95 percent +2 to +39")
    assert published.PUBLISHED["metr"].sd == pytest.approx((0.39 - 0.02) / 3.92, rel=1e-4)
    assert rows["fang_range"]["effect"] == "0 to 16.3"
    assert "4 of 7 workflows positive" in rows["fang_range"]["interval_or_note"]
    assert rows["humlum_pass"]["effect"] == "3 to 7"


def test_a_published_effect_is_widened_and_may_be_nothing():
    got = published.draws(published.PUBLISHED["metr"], 400_000, np.random.default_rng(0))
    slab = got[got != 0]
    # Standard errors: 0.0008 of the share, 0.0003 of mean and spread.
    assert np.mean(got == 0) == pytest.approx(3 / 7, abs=0.004)
    assert slab.mean() == pytest.approx(-0.19, abs=0.002)
    assert slab.std() == pytest.approx(1.5 * 0.37 / 3.92, abs=0.002)
