"""Truth is the difference between two companies that differ in one thing: held against the generated data."""

import shutil
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from probant.simulate import shop
from probant.simulate.customers import people
from probant.simulate.demand import YEAR, demand
from probant.simulate.media import plan
from probant.simulate.settings import Settings
from probant.simulate.truth import expected


def weekly(table, company):
    """Revenue of the shop by week, in cents, from the company's own books."""
    out = [0] * company.settings.weeks
    for row in table(company.folder / "outcomes_shop.csv"):
        week = (date.fromisoformat(row["day"]) - company.settings.start).days // 7
        out[week] += round(100 * Decimal(row["revenue"]))
    return np.array(out)


@pytest.mark.parametrize("channel", ["tv", "search_generic", "retargeting"])
def test_a_channel_switched_off_costs_exactly_its_increment_week_by_week(company, other, table, channel):
    without = other(off=(channel,))
    lost = weekly(table, company) - weekly(table, without)
    told = company.truth.channels[channel]
    np.testing.assert_array_equal(lost, np.rint(100 * np.array(told.incremental_by_week)))
    assert lost.sum() > 0
    assert without.truth.channels[channel].spend == 0
    assert without.truth.channels[channel].return_direct is None


def test_without_television_fewer_orders_and_no_other_ones(company, other, table):
    ids = lambda one: {row["Id"] for row in table(one.folder / "shopify_orders.csv") if row["Id"]}  # noqa: E731
    assert ids(other(off=("tv",))) < ids(company)


def test_made_in_many_parts_it_is_still_one_company(other, table, monkeypatch):
    monkeypatch.setattr(shop, "CHUNK", 300)
    found = other()
    orders = [row["Id"] for row in table(found.folder / "shopify_orders.csv") if row["Id"]]
    people = [row["customer"] for row in table(found.folder / "customers.csv")]
    assert len(set(orders)) == len(orders)
    assert len(set(people)) == len(people)
    before = weekly(table, found)
    assert before.sum() == round(100 * found.truth.revenue["total"])
    shutil.rmtree(found.folder)
    without = other(off=("meta",))
    told = found.truth.channels["meta"].incremental_by_week
    np.testing.assert_array_equal(before - weekly(table, without), np.rint(100 * np.array(told)))


def test_television_earns_more_than_its_own_orders_by_the_halo(large):
    tv = large.truth.channels["tv"]
    assert tv.incremental > tv.own
    assert large.truth.channels["search_generic"].incremental == pytest.approx(
        large.truth.channels["search_generic"].own
    )


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"geo": {"start": 500}}, lambda truth: truth.experiments["geo_switch_off"]["revenue_lost"]),
        ({"holdout": {"start": 500}}, lambda truth: truth.experiments["retargeting_holdout"]["revenue_prevented"]),
        ({"agents": {"rollout": 500, "runs": 40}}, lambda truth: -truth.initiatives["ai_assistant"]["incremental"]),
        ({"broken": {"start": 500}}, lambda truth: 0),
    ],
    ids=["geo test", "holdout", "assistant", "broken test"],
)
def test_without_a_test_or_the_assistant_revenue_moves_by_exactly_what_truth_says(company, other, table, changed, told):
    moved = weekly(table, other(**changed)).sum() - weekly(table, company).sum()
    assert moved == round(100 * told(company.truth))


def test_revenue_is_what_would_come_anyway_and_what_each_cause_added(company, table):
    truth = company.truth
    own = sum(one.own for one in truth.channels.values() if one.business == "shop")
    assistant = truth.initiatives["ai_assistant"]["incremental"]
    assert truth.revenue["baseline"] + own + assistant == pytest.approx(truth.revenue["total"], abs=1e-6)
    assert weekly(table, company).sum() == round(100 * truth.revenue["total"])


def test_what_was_expected_is_what_came_but_for_chance(large):
    """Orders come as Poisson, values have a coefficient of variation below 1.3: five standard deviations."""
    for channel in large.truth.channels.values():
        if channel.business == "shop" and channel.orders:
            value = channel.own_direct / channel.orders
            spread = value * np.sqrt(channel.orders * (1 + 1.3**2))
            assert abs(sum(channel.expected_direct_by_week) - channel.own_direct) < 5 * spread + 5 * value


@pytest.mark.parametrize("name", ["search_generic", "tiktok", "linkedin"])
def test_marginal_returns_by_week_add_up_to_what_a_little_more_budget_brings(large, name):
    settings = large.settings
    drawn = demand(settings)
    place = [channel.name for channel in settings.channels].index(name)
    told = large.truth.channels[name]
    here = np.array(told.expected_direct_by_week).sum()
    world = shop.world(settings, drawn)
    richer = plan(settings, drawn, more={name: 1.001})
    rise = expected(world, richer, place).sum() / expected(world, world.plans["actual"], place).sum() - 1
    spent = richer.cents[:, :, place].sum() / world.plans["actual"].cents[:, :, place].sum() - 1
    promised = float(np.dot(told.marginal_by_week, told.spend_by_week)) * spent
    assert promised == pytest.approx(here * rise, rel=0.03)


def test_the_weakest_channel_loses_money_and_the_mean_return_is_above_the_marginal_one(large):
    margin = large.settings.shop.margin
    assert large.truth.channels["tiktok"].return_direct * margin < 1
    for name in ("search_generic", "meta", "retargeting"):
        assert large.truth.channels[name].marginal_return < large.truth.channels[name].return_direct


def test_lifetime_value_is_the_integral_over_the_expected_orders():
    """Orders come at rate l while a person stays, who leaves at rate l p: discounted mean, summed by trapezoids."""
    from probant.simulate.customers import HORIZON, lifetime

    settings = Settings()
    who = people(np.random.default_rng(1), settings, np.zeros(50), np.zeros(50, np.int64), first=0)
    at = np.linspace(0, HORIZON, 20_001)
    pace = who.rate[:, None] * np.exp(-(who.rate * who.leaves)[:, None] * at) * (1.1 ** (-at / YEAR))
    orders = 1 + np.trapezoid(pace, at, axis=1)
    expected = settings.shop.margin * settings.shop.value_p / who.thrift * orders
    np.testing.assert_allclose(lifetime(who, settings.shop), expected, rtol=1e-6)
