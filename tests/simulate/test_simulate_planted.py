"""What makes real life hard is in the data: found by plain arithmetic, without any engine of ours."""

import json
from collections import defaultdict
from datetime import date

import numpy as np
import pytest

from probant.simulate import claims, shop
from probant.simulate.demand import demand


def by_week(company, rows, value):
    out = np.zeros(company.settings.weeks)
    for row in rows:
        out[(date.fromisoformat(row["day"]) - company.settings.start).days // 7] += value(row)
    return out


@pytest.fixture(scope="module")
def weekly(large, table):
    """Weekly series of the large company: what its books and signals show."""
    outcomes = table(large.folder / "outcomes_shop.csv")
    touches = [row for row in table(large.folder / "touches.csv") if row["kind"] == "qualified"]
    found = {
        "revenue": by_week(large, outcomes, lambda row: float(row["revenue"])),
        "qualified_visits": by_week(large, touches, lambda row: 1),
    }
    for name in ("brand_searches", "followers", "social_reactions"):
        rows = [row for row in table(large.folder / "signals.csv") if row["control"] == name]
        found[name] = by_week(large, rows, lambda row: float(row["value"]))
    return found


def announces(weekly, name, lead):
    """Partial correlation of log revenue with a log metric `lead` weeks before, given trend, season and last week."""
    revenue, metric = np.log(weekly["revenue"]), np.log(weekly[name] + 1)
    week = np.arange(len(revenue))
    waves = [wave(k * 2 * np.pi * week / 52.1775) for k in (1, 2) for wave in (np.cos, np.sin)]
    known = np.array([np.ones(len(week)), week, *waves, np.r_[revenue[:1], revenue[:-1]]]).T[lead:]
    after, before = revenue[lead:], metric[: len(metric) - lead]
    rest = [one - known @ np.linalg.lstsq(known, one, rcond=None)[0] for one in (after, before)]
    return float(np.corrcoef(*rest)[0, 1])


def test_leading_metrics_announce_revenue_at_their_lead_and_vanity_ones_at_none(large, weekly):
    """0.26 is what two in a hundred of 100 unrelated weeks exceed by chance, one-sided 0.4 %."""
    for name, told in large.truth.metrics["leading"].items():
        by_lead = {lead: announces(weekly, name, lead) for lead in range(1, 7)}
        assert max(by_lead, key=by_lead.get) == told["lead_weeks"]
        assert by_lead[told["lead_weeks"]] > 0.26
    for name in ("followers", "social_reactions"):
        assert max(abs(announces(weekly, name, lead)) for lead in range(1, 7)) < 0.35


def test_search_budgets_follow_demand_so_that_correlation_flatters_them(large, weekly):
    spend = {name: np.array(one.spend_by_week) for name, one in large.truth.channels.items()}
    with_sales = {name: np.corrcoef(spend[name], weekly["revenue"])[0, 1] for name in spend}
    assert with_sales["search_generic"] > 0.4
    assert with_sales["search_generic"] > with_sales["tv"] + 0.2


def test_the_year_has_a_season(large, weekly):
    week = np.arange(large.settings.weeks)
    detrended = weekly["revenue"] / np.polyval(np.polyfit(week, weekly["revenue"], 1), week)
    of_year = ((week - large.settings.demand.peak_week) % 52.1775 + 26) % 52.1775 - 26
    assert detrended[np.abs(of_year) < 8].mean() > 1.15 * detrended[np.abs(of_year) > 18].mean()


def arms(large, table):
    """Units, total, squares of revenue by experiment and arm."""
    arm = {(row["experiment"], row["unit"]): row["arm"] for row in table(large.folder / "assignments.csv")}
    sums = defaultdict(list)
    for row in table(large.folder / "observations.csv"):
        if row["metric"] == "revenue":
            sums[row["experiment"], arm[row["experiment"], row["unit"]]].append(float(row["value"]))
    return {key: np.array(values) for key, values in sums.items()}


def test_only_the_broken_test_has_a_sample_ratio_mismatch_and_it_flatters_the_change(large, table):
    found = arms(large, table)
    z = {}
    for name, (a, b) in {
        "retargeting_holdout": ("holdout", "ads"),
        "checkout_redesign": ("old_checkout", "new_checkout"),
    }.items():
        n, m = len(found[name, a]), len(found[name, b])
        z[name] = (n - m) / np.sqrt(n + m)
    assert abs(z["retargeting_holdout"]) < 3.3
    assert z["checkout_redesign"] > 6
    old, new = found["checkout_redesign", "old_checkout"], found["checkout_redesign", "new_checkout"]
    assert new.mean() > old.mean()
    assert large.truth.experiments["checkout_redesign"]["expected_revenue_per_unit"] == 0
    assert {n for n, e in large.truth.experiments.items() if not e["sound"]} == {"checkout_redesign"}


def test_the_holdout_finds_the_true_effect_of_retargeting_within_its_noise(large, table):
    found = arms(large, table)
    ads, held = found["retargeting_holdout", "ads"], found["retargeting_holdout", "holdout"]
    noise = np.sqrt(ads.var() / len(ads) + held.var() / len(held))
    told = large.truth.experiments["retargeting_holdout"]["expected_revenue_per_unit"]
    assert abs(ads.mean() - held.mean() - told) < 4 * noise
    assert told > 0


def test_platforms_together_claim_more_than_all_orders_and_each_more_than_it_caused(large):
    claims = large.truth.over_claim
    assert claims["(all)"]["ratio_orders"] > 1
    for platform in ("google_ads", "meta_ads", "microsoft_ads", "tiktok_ads"):
        assert claims[platform]["ratio_orders"] > 2


def test_part_of_what_television_causes_comes_by_a_search_for_the_brand(large):
    world = shop.world(large.settings, demand(large.settings))
    who, orders = shop.chunk(world, 0)
    met = claims.met(np.random.default_rng(1), world, who, orders)
    names = [channel.name for channel in large.settings.of("shop")]
    by_brand = met[:, names.index("search_brand")]
    caused = orders.cause == names.index("tv") + 1
    told = next(channel.by_brand for channel in large.settings.channels if channel.name == "tv")
    assert by_brand[caused].mean() > told > by_brand[orders.cause == 0].mean() + 0.05
    assert met[caused, names.index("tv")].all()


def test_tracking_loses_those_who_refuse_or_block(large):
    how = large.settings.tracking
    lost = 1 - how.consent * (1 - how.blocked)
    assert large.truth.tracking["share_of_orders_not_tracked"] == pytest.approx(lost, abs=0.03)


def test_the_geo_test_silences_its_channel_in_its_areas_and_weeks_alone(large, table):
    told, test = large.truth.experiments["geo_switch_off"], large.settings.geo
    inside = range(test.start, test.start + test.weeks)
    spent = defaultdict(set)
    for row in table(large.folder / "meta_ads.csv"):
        label, area = row["Campaign name"].split(" | ")
        week = (date.fromisoformat(row["Day"]) - large.settings.start).days // 7
        if label == "Meta" and float(row["Amount spent (EUR)"]) > 0 and week in inside:
            spent[area].add(week)
    assert set(spent) == set(large.settings.area_names) - set(told["areas"])
    assert set.union(*spent.values()) == set(inside)


def test_customers_differ_and_return(large, table):
    orders = defaultdict(int)
    for row in table(large.folder / "conversions.csv"):
        orders[row["customer"]] += 1
    counts = np.array(list(orders.values()))
    assert 0.3 < (counts == 1).mean() < 0.7
    assert counts.var() > 1.5 * counts.mean()


def test_agents_traces_hold_what_truth_counts(large):
    told = large.truth.initiatives["ai_assistant"]
    ids, roots, cost, handed, broken = set(), 0, 0.0, 0, 0
    for line in (large.folder / "spans.otlp.jsonl").read_text().splitlines():
        for span in json.loads(line)["resourceSpans"][0]["scopeSpans"][0]["spans"]:
            said = {one["key"]: next(iter(one["value"].values())) for one in span["attributes"]}
            ids.add((span["traceId"], span["spanId"]))
            assert len(span["traceId"]) == 32
            assert len(span["spanId"]) == 16
            roots += "parentSpanId" not in span
            cost += said.get("probant.cost", 0.0)
            handed += said.get("gen_ai.tool.name") == "transfer_to_human"
            broken += "breaks" in said.get("gen_ai.tool.call.arguments", "")
    assert roots == told["runs"] == 40
    assert cost == pytest.approx(told["token_cost"])
    assert (handed, broken) == (told["handed_to_a_person"], told["deviated"])


def test_ai_content_saves_time_and_is_clicked_less(large, table):
    minutes = defaultdict(list)
    for row in table(large.folder / "content.csv"):
        minutes[row["made_by"]].append(float(row["baseline_minutes"]) - float(row["minutes"]))
    told = large.truth.initiatives["ai_content"]
    spread = np.std(minutes["ai"]) / np.sqrt(len(minutes["ai"]))
    assert abs(np.mean(minutes["ai"]) - told["minutes_saved_per_asset"]) < 4 * spread
    assert set(minutes["human"]) == {0.0}
