"""Metrics on published data, against plain Python loops over the same files.

Conjura, one apparel brand by week (CC BY 4.0, figshare 25314841); CDNOW, one customer in ten (Fader and Hardie).
The brand's file holds floats written out (29612.690000000002): both sides read them at the four decimals
of the contract's money. Sums are compared exactly; ratios at 1e-12 relative, for both divide the same
two numbers once.
"""

import csv
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from probant.contract.catalog import CONTRACTS
from probant.metrics.catalog import METRICS
from probant.metrics.extent import Extent, check, extent
from probant.metrics.series import before, completed, settled
from probant.vocabulary import Period

NOT_CHANNELS = ("date", "first_orders", "revenue", "all_orders", "all_revenue")
MATCH = {"rel": 1e-12}


def money(text):
    return Decimal(text).quantize(Decimal("0.0001"))


def table(name, rows):
    default = {column.name: column.default for column in CONTRACTS[name].columns}
    return ibis.memtable(pa.Table.from_pylist([default | row for row in rows], schema=CONTRACTS[name].schema))


def run(name, tables, **how):
    return METRICS[name].over(tables, **how).to_pyarrow().to_pylist()


def the_value(name, tables, **how):
    (row,) = run(name, tables, every="all", **how)
    return row["value"]


@pytest.fixture(scope="module")
def weeks(shared):
    with (shared / "mmm" / "conjura__one_brand_weekly.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def brand(weeks):
    same = {"business": "apparel", "currency": "XXX", "span_days": 7, "account": "(all)"}
    outcomes, spend = [], []
    for week in weeks:
        day = same | {"day": date.fromisoformat(week["date"])}
        outcomes.append(
            day
            | {"revenue": money(week["all_revenue"]), "new_revenue": money(week["revenue"])}
            | {"orders": int(week["all_orders"]), "new_customers": int(week["first_orders"])}
        )
        spend += [day | {"channel": name, "amount": money(week[name])} for name in week if name not in NOT_CHANNELS]
    return {"outcomes": table("outcomes", outcomes), "spend": table("spend", spend)}


def total(weeks, *columns):
    return sum(money(week[column]) for week in weeks for column in columns)


def test_the_brand_over_all_its_weeks(weeks, brand):
    channels = [name for name in weeks[0] if name not in NOT_CHANNELS]
    revenue, spend = total(weeks, "all_revenue"), total(weeks, *channels)
    assert len(channels) == 8
    assert the_value("spend", brand) == spend
    assert the_value("revenue", brand) == revenue
    ratios = {
        "marketing_efficiency_ratio": revenue / spend,
        "average_order_value": revenue / total(weeks, "all_orders"),
        "cac_blended": spend / total(weeks, "first_orders"),
        "new_customer_revenue_share": total(weeks, "revenue") / revenue,
    }
    for name, expected in ratios.items():
        assert the_value(name, brand) == pytest.approx(float(expected), **MATCH), name


def test_the_brand_by_channel_and_by_week(weeks, brand):
    by_channel = {row["channel"]: row["value"] for row in run("spend", brand, every="all", by=("channel",))}
    assert by_channel == {name: total(weeks, name) for name in weeks[0] if name not in NOT_CHANNELS}
    by_week = run("revenue", brand)
    assert [row["start"].isoformat() for row in by_week] == [week["date"] for week in weeks]


def test_the_last_quarter_of_the_brand_as_a_reader_sees_it(weeks, brand):
    metric = METRICS["marketing_efficiency_ratio"]
    held = Extent.of(extent(metric, brand).to_pyarrow().to_pylist())
    check(metric, held, "week")
    assert held.until == date(2024, 6, 3)
    quarter = settled(Period(held.until - timedelta(weeks=13), held.until), metric, held.until)
    channels = [name for name in weeks[0] if name not in NOT_CHANNELS]
    for period, seen in ((quarter, weeks[-13:]), (before(quarter), weeks[-26:-13])):
        expected = float(total(seen, "all_revenue") / total(seen, *channels))
        assert the_value(metric.name, brand, within=period) == pytest.approx(expected, **MATCH)
    assert len(completed(run(metric.name, brand, within=quarter), "week", quarter)) == 13


@pytest.fixture(scope="module")
def sales(shared):
    """Sales of a day by customer; dollars stand in for margin."""
    found = defaultdict(lambda: defaultdict(Decimal))
    for row in pq.read_table(shared / "clv" / "cdnow_sample.parquet").to_pylist():
        day = row["date"].date() if isinstance(row["date"], datetime) else row["date"]
        found[str(row["master_id"])][day] += Decimal(str(round(row["dollars"], 2)))
    return found


@pytest.fixture(scope="module")
def shop(sales):
    same = {"business": "cdnow", "currency": "USD"}
    customers = [same | {"customer": name, "acquired_on": min(days)} for name, days in sales.items()]
    orders = [
        same | {"conversion": f"{name} {day}", "customer": name, "day": day, "value": dollars, "margin": dollars}
        | {"at": datetime.combine(day, time(12), tzinfo=UTC)}
        for name, days in sales.items()
        for day, dollars in days.items()
    ]  # fmt: skip
    return {"customers": table("customers", customers), "conversions": table("conversions", orders)}


def month(day):
    return day.replace(day=1)


def test_cohorts_of_cdnow_come_back_and_are_worth_what_their_sales_say(sales, shop):
    cohorts = defaultdict(list)
    for days in sales.values():
        cohorts[month(min(days))].append(days)
    assert sum(map(len, cohorts.values())) == 2357
    again = {
        start: sum(any(min(days) < day <= min(days) + timedelta(days=90) for day in days) for days in members)
        for start, members in cohorts.items()
    }
    worth = {start: sum(sum(days.values()) for days in members) for start, members in cohorts.items()}
    came_back, value = (run(name, shop, every="month") for name in ("repeat_rate", "ltv_observed"))
    assert {row["start"]: row["numerator"] for row in came_back} == again
    assert {row["start"]: row["numerator"] for row in value} == worth
    assert {row["start"]: row["denominator"] for row in value} == {start: len(held) for start, held in cohorts.items()}


def test_revenue_retention_of_cdnow_is_that_of_a_loop_over_its_months(sales, shop):
    bought = defaultdict(lambda: defaultdict(Decimal))
    for name, days in sales.items():
        for day, dollars in days.items():
            bought[month(day)][name] += dollars
    rows = {row["start"]: row for row in run("gross_revenue_retention", shop, every="month")}
    net = {row["start"]: row["numerator"] for row in run("net_revenue_retention", shop, every="month")}
    months = sorted(bought)
    assert sorted(rows) == months[1:]
    for earlier, later in pairwise(months):
        then = {name: value for name, value in bought[earlier].items() if value > 0}
        assert rows[later]["denominator"] == sum(then.values())
        assert net[later] == sum(bought[later].get(name, 0) for name in then)
        assert rows[later]["numerator"] == sum(min(bought[later].get(name, 0), value) for name, value in then.items())
